"""A credit note as a value: the lines of an invoice that it takes back, and the document that is drawn from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, get_args

import attrs
from attrs import field, frozen

from netsoft.billing.entries import Cause, CreditNote, contract_day
from netsoft.billing.invoices import content
from netsoft.billing.invoices.invoice_values import InvoiceDocument, LineReference
from netsoft.billing.invoices.numbering import Series
from netsoft.billing.invoices.vat import Taxed, Vat, vat
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Money, shown

CREDIT_SERIES: Final = Series("AV-")
"""The series of credit notes, when they do not share that of the invoices."""


@frozen
class Credited:
    """How much of a line is taken back, in the line's own terms (without VAT, or with it) and of its sign.

    ``line`` is its place in the invoice, from 1 on.
    """

    line: int
    amount: Money

    def __attrs_post_init__(self) -> None:
        if type(self.line) is not int or self.line < 1:
            raise InvalidValue("line", f"ligne illisible : {shown(self.line)}", "donner son rang, à partir de 1")
        if type(self.amount) is not Money or not self.amount:
            raise InvalidValue("amount", f"montant nul ou illisible : {shown(self.amount)}", "donner ce qui est repris")


@frozen
class CreditKey:
    """What a credit note is the one credit note of: the seller, its invoice, and a name that the asker gives."""

    seller: str
    invoice: str
    id: str


def _issued(value: object) -> Day:
    return contract_day(value, "issued")


def _lines(value: Iterable[Credited]) -> tuple[Credited, ...]:
    return tuple(value)


@frozen
class CreditOrder:
    """What a credit note is drawn from: a name of its own, the invoice issued, the lines, the day, and why in French.

    ``cause`` is a correction (the invoice was wrong: it acts from the invoice) or a rebate (from its own day, R-24).
    """

    id: str
    invoice: InvoiceDocument
    lines: tuple[Credited, ...] = field(converter=_lines)
    issued: Day = field(converter=_issued)
    reason: str
    cause: Cause = field(default="correction", kw_only=True)
    series: Series = field(default=CREDIT_SERIES, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name in ("id", "reason"):
            text = getattr(self, name)
            if type(text) is not str or not text.strip():
                raise InvalidValue(name, "texte vide", "l'écrire")
        if self.cause not in get_args(Cause):
            problem = f"valeur inconnue : {shown(self.cause)}"
            raise InvalidValue("cause", problem, f"écrire {', '.join(get_args(Cause))}")
        if self.invoice.number is None:
            raise InvalidValue("invoice", "facture non émise", "citer une facture émise")
        places = [line.line for line in self.lines]
        if not places or len(set(places)) < len(places):
            raise InvalidValue("lines", "aucune ligne, ou une ligne deux fois", "citer chaque ligne une fois")
        if max(places) > len(self.invoice.order.lines):
            problem = f"la facture n'a pas de ligne {max(places)}"
            raise InvalidValue("lines", problem, f"citer une ligne de 1 à {len(self.invoice.order.lines)}")

    @property
    def cited(self) -> str:
        """The number of the invoice."""
        return self.invoice.number or ""

    @classmethod
    def of_the_whole(cls, name: str, invoice: InvoiceDocument, issued: Day, reason: str) -> CreditOrder:
        """Take an invoice back whole, under a name of the asker."""
        amounts = enumerate((line.line.amount for line in invoice.order.lines), 1)
        return cls(name, invoice, tuple(Credited(place, amount) for place, amount in amounts if amount), issued, reason)


@frozen
class CreditNoteDocument:
    """A credit note: its order, what was credited of each line before it, and its number once it is issued.

    The VAT is what the invoice's own VAT loses: that of all that is credited with it, less that of what was before.
    """

    order: CreditOrder
    before: tuple[Money, ...]
    number: str | None = None
    vat: Vat = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "vat", self._vat(self.after) - self._vat(self.before))

    def _vat(self, credited: Iterable[Money]) -> Vat:
        order = self.order.invoice.order
        pairs = zip(credited, order.lines, strict=True)
        return vat([Taxed(amount, line.vat, line.includes_vat) for amount, line in pairs], order.rounding)

    @property
    def after(self) -> tuple[Money, ...]:
        """What is credited of each line of the invoice, this credit note included."""
        taken = {line.line: line.amount for line in self.order.lines}
        return tuple(amount + taken.get(place, ZERO) for place, amount in enumerate(self.before, 1))

    @property
    def credited_in_all(self) -> Vat:
        """What is credited of the invoice, rate by rate, this credit note included."""
        return self._vat(self.after)

    @property
    def key(self) -> CreditKey:
        """What it is the one credit note of."""
        return CreditKey(self.seller, self.order.cited, self.order.id)

    @property
    def issued(self) -> Day:
        """Its day."""
        return self.order.issued

    @property
    def series(self) -> Series:
        """The series of its number."""
        return self.order.series

    @property
    def seller(self) -> str:
        """The SIREN of the seller, whose series it is."""
        return self.order.invoice.seller

    @property
    def net(self) -> Money:
        """What it takes back without VAT, in euros, above zero."""
        return self.vat.net

    @property
    def total(self) -> Money:
        """What it takes back with VAT, in euros, above zero."""
        return self.vat.gross

    @property
    def cites(self) -> tuple[LineReference, ...]:
        """The lines that it takes back."""
        return tuple(LineReference(self.order.cited, line.line) for line in self.order.lines)

    def numbered(self, number: str) -> CreditNoteDocument:
        """Return the same document with its number."""
        return attrs.evolve(self, number=number)

    def content(self) -> content.Content:
        """Return what it says, as a plain mapping."""
        invoice, order = self.order.invoice, self.order
        return {
            "kind": "credit-note",
            "number": self.number,
            "id": order.id,
            "tenant": invoice.order.key.tenant,
            "nature": invoice.order.key.nature,
            "issued": order.issued.isoformat(),
            "series": content.of_series(order.series),
            "cause": order.cause,
            "reason": order.reason,
            "cites": {"invoice": order.cited, "issued": invoice.issued.isoformat(), "digest": invoice.digest},
            "seller": content.of_identity(invoice.order.seller),
            "buyer": content.of_identity(invoice.order.buyer),
            "lines": [
                {"line": line.line, "label": self.label(line), "amount": str(line.amount)} for line in order.lines
            ],
            **content.of_vat(self.vat),
        }

    def label(self, line: Credited) -> str:
        """Return the label of the line that is taken back."""
        return self.order.invoice.order.lines[line.line - 1].line.label

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of its content."""
        return content.digest(self.content())

    @property
    def ledger_credit_note(self) -> CreditNote:
        """The credit note as the account of article 8 takes it; one that is not issued is refused."""
        if self.number is None:
            raise InvalidValue("number", "avoir non émis", "l'émettre d'abord")
        return CreditNote(self.issued, self.total, self.order.cited, self.order.cause, id=self.number)
