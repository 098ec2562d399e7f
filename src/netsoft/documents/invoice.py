"""The printed invoice and credit note: every figure is the document's, every sentence the law's or the terms'.

A preview is the same page, which says that it is none yet, and why it could not be issued if it could not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from netsoft.answers import Decision, Prorated
from netsoft.billing.entries import Cause, Nature
from netsoft.billing.invoices.credit_values import CreditNoteDocument
from netsoft.billing.invoices.identity import Identity
from netsoft.billing.invoices.invoice_values import InvoiceDocument, InvoiceLine, Order, Supplied
from netsoft.billing.invoices.mentions import said
from netsoft.billing.invoices.vat import Category, Vat, VatRate, VatSubtotal
from netsoft.days import Period
from netsoft.documents.page import (
    Block,
    Column,
    Document,
    Items,
    Note,
    Paragraph,
    Particulars,
    Party,
    Section,
    Table,
    Total,
)
from netsoft.rendering import NO_BREAK_SPACE, count, counted, day, euros, long_day, number, percent, unit_price

Particular: TypeAlias = tuple[str, str]
_NATURES: Final[Mapping[Nature, str]] = MappingProxyType(
    {"subscription": "abonnement", "complement": "complément d'usage", "option": "options", "work": "travaux"}
)
_SUPPLIED: Final[Mapping[Supplied, str]] = MappingProxyType(
    {"services": "prestation de services", "goods": "livraison de biens", "both": "biens et services"}
)
_REGIMES: Final[Mapping[Category, str]] = MappingProxyType(
    {"standard": "", "reverse-charge": "autoliquidation", "exempt": "exonéré", "outside": "hors champ"}
)
_CAUSES: Final[Mapping[Cause, str]] = MappingProxyType(
    {"correction": "correction de la facture", "rebate": "remise accordée après la facture"}
)


def invoice_page(document: InvoiceDocument, decision: Decision | None = None) -> Document:
    """Return the page of an invoice; ``decision`` says of a preview whether it may be issued, and why."""
    order = document.order
    named = f"Facture {document.number}" if document.number else "Aperçu de facture"
    return Document(
        "FACTURE",
        f"n° {document.number}" if document.number else "aperçu, non émise",
        parties=_parties(order),
        particulars=tuple(_particulars(order)),
        blocks=(*_decided(decision), _lines(document), _by_rate(document.vat), *_payment(document)),
        running=f"{named} – {order.buyer.name}",
        foot=_foot(order.seller),
    )


def credit_note_page(document: CreditNoteDocument) -> Document:
    """Return the page of a credit note: the invoice and the lines that it cites, and what it takes back of each."""
    invoice = document.order.invoice.order
    named = f"Avoir {document.number}" if document.number else "Aperçu d'avoir"
    return Document(
        "AVOIR",
        f"n° {document.number}" if document.number else "aperçu, non émis",
        parties=_parties(invoice),
        particulars=tuple(_credited(document)),
        blocks=(_credit_lines(document), _by_rate(document.vat), _print_of(document.digest)),
        running=f"{named} – {invoice.buyer.name}",
        foot=_foot(invoice.seller),
    )


def _parties(order: Order) -> tuple[Party, ...]:
    delivered = (Party("Livraison", order.delivery),) if order.delivery else ()
    return (Party("Vendeur", _identity(order.seller)), Party("Client", _identity(order.buyer)), *delivered)


def _identity(identity: Identity) -> tuple[str, ...]:
    form = ", ".join(part for part in (identity.form, identity.capital and f"capital {identity.capital}") if part)
    siren = f"SIREN {_by_threes(identity.siren)}" if identity.siren else ""
    tax = f"TVA {identity.vat_number}" if identity.vat_number else ""
    lines = (identity.name, form, *identity.address, siren, identity.register, tax, identity.contact)
    return tuple(line for line in lines if line)


def _by_threes(siren: str) -> str:
    return NO_BREAK_SPACE.join((siren[:3], siren[3:6], siren[6:]))


def _foot(seller: Identity) -> str:
    return f"{seller.name} – SIREN {_by_threes(seller.siren or '')}"


def _particulars(order: Order) -> Iterator[Particular]:
    yield "Date d'émission", long_day(order.issued)
    yield "Échéance", long_day(order.due)
    yield "Objet", f"{_NATURES[order.key.nature]}, {_days(order.key.period)}"
    if order.supplied:
        yield "Opération", _SUPPLIED[order.supplied]
    if order.contract:
        yield "Contrat", order.contract
    yield "Conditions", f"{order.terms.name}, en vigueur depuis le {long_day(order.terms.first_day)}"
    yield "Monnaie", "euro"


def _days(period: Period) -> str:
    return f"du {day(period.start)} au {day(period.last)}"


def _decided(decision: Decision | None) -> tuple[Block, ...]:
    if decision is None:
        return ()
    facts = tuple(f"{reason.clause} – {reason.fact}" for reason in decision.reasons)
    return (Section("Peut être émise" if decision.granted else "Ne peut être émise en l'état", (Items(facts),)),)


def _lines(document: InvoiceDocument) -> Section:
    columns = (
        Column("N°"),
        Column("Désignation"),
        Column("Quantité", "right"),
        Column("Prix unitaire", "right"),
        Column("TVA", "right"),
        Column("Montant HT", "right"),
    )
    order = document.order
    rows = tuple(_row(place, line, _described(line, order.key.period)) for place, line in enumerate(order.lines, 1))
    return Section("Prestations", (Table("Lignes de la facture", columns, rows, tuple(_totals(document.vat))),))


def _row(place: int, line: InvoiceLine, described: str) -> tuple[str, ...]:
    price = "" if line.unit_price is None else unit_price(line.unit_price) + (" TTC" if line.includes_vat else "")
    quantity = "" if line.quantity is None else number(line.quantity)
    return (str(place), described, quantity, price, _rate(line.vat), euros(line.taxed.net))


def _described(line: InvoiceLine, whole: Period) -> str:
    """Say what a line is: its label, its clause, its period if it is not the invoice's, the line that it corrects."""
    own, why = line.period or whole, line.line.why
    parts = [f"{line.line.label} (art. {line.line.clause})"]
    parts += [_days(own)] if own != whole else []
    parts += [_share(line.line.basis)] if isinstance(line.line.basis, Prorated) else []
    parts += [why] if why and why != _days(own) else []
    parts += [f"corrige {line.corrects}"] if line.corrects else []
    return ", ".join(parts)


def _share(basis: Prorated) -> str:
    return f"{counted(basis.days, 'jour')} sur {count(basis.of_days)}"


def _rate(rate: VatRate) -> str:
    return _REGIMES[rate.category] or percent(rate.rate)


def _totals(vat: Vat) -> Iterator[Total]:
    rounding = [subtotal.rounding for subtotal in vat.subtotals if subtotal.rounding]
    yield from (Total("Arrondi", (euros(amount),)) for amount in rounding)
    yield Total("Total HT", (euros(vat.net),))
    yield Total("TVA", (euros(vat.vat),))
    yield Total("Total TTC", (euros(vat.gross),), strong=True)


def _by_rate(vat: Vat) -> Section:
    columns = (Column("Taux"), Column("Base HT", "right"), Column("TVA", "right"), Column("Montant TTC", "right"))
    rows = tuple(_subtotal(subtotal) for subtotal in vat.subtotals)
    totals = (Total("Total", (euros(vat.net), euros(vat.vat), euros(vat.gross)), strong=True),)
    return Section("Taxe sur la valeur ajoutée", (Table("TVA par taux", columns, rows, totals),))


def _subtotal(subtotal: VatSubtotal) -> tuple[str, ...]:
    return (_rate(subtotal.rate), euros(subtotal.net), euros(subtotal.vat), euros(subtotal.gross))


def _payment(document: InvoiceDocument) -> tuple[Block, ...]:
    order = document.order
    how = f"{euros(document.total)} à payer le {long_day(order.due)} au plus tard."
    where = (Particulars((("IBAN", order.seller.iban),)),) if order.seller.iban else ()
    mentions = Section("Mentions", (Items(said(order)), _print_of(document.digest)))
    return (Section("Règlement", (Paragraph(how), *where)), mentions)


def _print_of(digest: str) -> Note:
    return Note(f"Empreinte du document : SHA-256 {digest}")


def _credited(document: CreditNoteDocument) -> Iterator[Particular]:
    order = document.order
    yield "Date d'émission", long_day(order.issued)
    yield "Facture", f"{order.cited} du {long_day(order.invoice.issued)}"
    yield "Cause", _CAUSES[order.cause]
    yield "Motif", order.reason
    yield "Monnaie", "euro"


def _credit_lines(document: CreditNoteDocument) -> Section:
    columns = (Column("Ligne"), Column("Désignation"), Column("TVA", "right"), Column("Montant repris", "right"))
    rows = tuple(_credit_rows(document))
    return Section("Lignes reprises", (Table("Lignes de l'avoir", columns, rows, tuple(_totals(document.vat))),))


def _credit_rows(document: CreditNoteDocument) -> Iterable[tuple[str, ...]]:
    lines = document.order.invoice.order.lines
    for line in document.order.lines:
        credited = lines[line.line - 1]
        amount = euros(line.amount) + (" TTC" if credited.includes_vat else "")
        yield (str(line.line), document.label(line), _rate(credited.vat), amount)
