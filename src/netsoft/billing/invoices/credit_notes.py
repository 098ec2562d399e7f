r"""Articles 7 and 8: credit notes. One cites its invoice and the lines that it takes back, never more than is left.

A ``correction`` says that the invoice was wrong, a ``rebate`` that something is given afterwards (R-24). What is
credited is given line by line as the invoice's lines are, without VAT or with it; the VAT is the invoice's own, so
that an invoice credited in full, in one go or in many, comes to zero to the cent. A credit note has a series of its
own, or the invoices' by choice.

>>> from datetime import date
>>> from netsoft.cg052018 import CG052018
>>> from netsoft.billing.invoices.invoicing import NO_DISCOUNT, Identity, InvoiceLine, Key, Order
>>> from netsoft.billing.invoices.invoicing import Register, VatRate, issue
>>> from netsoft.money import Rate
>>> from netsoft.names import TenantId
>>> seller = Identity("Éditeur", ("75001 Paris",), siren="732829320", vat_number="FR44732829320")
>>> buyer = Identity("Courtage Mistral", ("13002 Marseille",), siren="404833048")
>>> today, october = date(2026, 11, 2), Period(date(2026, 10, 1), date(2026, 11, 1))
>>> line = InvoiceLine.stated(Clause("7.1"), "Abonnement", Money.parse("120.00"), VatRate(Rate.percent("20")))
>>> key = Key(TenantId("mistral"), october)
>>> order = Order(key, seller, buyer, CG052018, (line,), today, today, discount=NO_DISCOUNT, supplied="services")
>>> register, invoice = issue(Register(), order)
>>> wanted = CreditOrder("A-1", invoice.document, (Credited(1, Money.parse("20.00")),), today, "un utilisateur de trop")
>>> register, done = credit(register, wanted)
>>> done.document.number, done.document.total
('AV-000001', Money('24.00'))
>>> too_much = CreditOrder("A-2", invoice.document, (Credited(1, Money.parse("100.01")),), today, "trop")
>>> register, more = credit(register, too_much)
>>> more.outcome, more.decision.reasons[0].fact.replace("\xa0", " ")
('refused', 'F-000001, ligne 1 : il reste 100,00 € à créditer, et non 100,01 €')
"""

from __future__ import annotations

from collections.abc import Iterable

from netsoft.answers import Decision, Reason
from netsoft.billing.invoices.credit_values import CREDIT_SERIES, Credited, CreditKey, CreditNoteDocument, CreditOrder
from netsoft.billing.invoices.invoice_values import InvoiceDocument
from netsoft.billing.invoices.numbering import CLAUSE
from netsoft.billing.invoices.register import Clerk, Issuance, Paper, Register, found
from netsoft.clause import Clause
from netsoft.days import Period
from netsoft.money import ZERO, Money
from netsoft.rendering import day as french
from netsoft.rendering import euros, percent

__all__ = [
    "CREDIT_SERIES",
    "Clause",
    "CreditKey",
    "CreditNoteDocument",
    "CreditOrder",
    "Credited",
    "Money",
    "Period",
    "credit",
    "credit_all",
    "credited",
    "left",
]


def credit(register: Register, order: CreditOrder) -> tuple[Register, Issuance[CreditNoteDocument]]:
    """Issue a credit note once, as :func:`netsoft.billing.invoices.invoicing.issue` does an invoice."""
    after, (done,) = credit_all(register, (order,))
    return after, done


def credit_all(
    register: Register, orders: Iterable[CreditOrder]
) -> tuple[Register, tuple[Issuance[CreditNoteDocument], ...]]:
    """Issue credit notes one after another; one that is refused stops no other."""
    clerk = Clerk(register)
    ends = tuple(_issued(clerk, order) for order in orders)
    return clerk.register(), ends


def credited(register: Register, invoice: InvoiceDocument) -> tuple[Money, ...]:
    """Return what was credited of each line of an invoice, in the lines' own terms."""
    return _credited(register.papers, invoice)


def left(register: Register, invoice: InvoiceDocument) -> tuple[Money, ...]:
    """Return what may still be credited of each line of an invoice."""
    taken = credited(register, invoice)
    return tuple(line.line.amount - amount for line, amount in zip(invoice.order.lines, taken, strict=True))


def _credited(papers: Iterable[Paper], invoice: InvoiceDocument) -> tuple[Money, ...]:
    amounts = [ZERO for _ in invoice.order.lines]
    for paper in papers:
        if isinstance(paper, CreditNoteDocument) and _same_invoice(paper.order.invoice, invoice):
            for line in paper.order.lines:
                amounts[line.line - 1] += line.amount
    return tuple(amounts)


def _same_invoice(one: InvoiceDocument, other: InvoiceDocument) -> bool:
    return (one.seller, one.number) == (other.seller, other.number)


def _issued(clerk: Clerk, order: CreditOrder) -> Issuance[CreditNoteDocument]:
    drawn = CreditNoteDocument(order, _credited(clerk.papers, order.invoice))
    known = clerk.known(drawn.key)
    if isinstance(known, CreditNoteDocument):
        return found(known, CreditNoteDocument(order, known.before))
    fact = _refusal(clerk, drawn)
    if fact is not None:
        return Issuance("refused", Decision("refused", (Reason(CLAUSE, fact),)))
    number = clerk.number(drawn)
    if isinstance(number, Decision):
        return Issuance("refused", number)
    document = drawn.numbered(number)
    clerk.take(document)
    return Issuance("issued", Decision("granted", (Reason(CLAUSE, f"émis sous le numéro {number}"),)), document)


def _refusal(clerk: Clerk, drawn: CreditNoteDocument) -> str | None:
    """Say why a credit note may not be issued: an invoice not issued, a day before it, more than is left of it."""
    invoice, number = drawn.order.invoice, drawn.order.cited
    if clerk.known(invoice.key) != invoice:
        return f"{number} n'est pas au registre telle qu'elle est citée"
    if drawn.issued < invoice.issued:
        return f"{number} est du {french(invoice.issued)} : un avoir ne peut être du {french(drawn.issued)}"
    for line, before in zip(drawn.order.lines, _before(drawn), strict=True):
        rest = invoice.order.lines[line.line - 1].line.amount - before
        if not min(ZERO, rest) <= line.amount <= max(ZERO, rest):
            return f"{number}, ligne {line.line} : il reste {euros(rest)} à créditer, et non {euros(line.amount)}"
    return _over_the_whole(drawn)


def _before(drawn: CreditNoteDocument) -> tuple[Money, ...]:
    return tuple(drawn.before[line.line - 1] for line in drawn.order.lines)


def _over_the_whole(drawn: CreditNoteDocument) -> str | None:
    """Say why a credit note that no line refuses is too much, or nothing: lines of both signs stand in its invoice."""
    if drawn.total.cents <= 0:
        return f"total de {euros(drawn.total)} : rien à créditer"
    cited, every, whole = drawn.order.cited, drawn.credited_in_all, drawn.order.invoice.vat
    if every.gross > whole.gross:
        return f"{cited} : {euros(every.gross)} d'avoirs en tout, pour {euros(whole.gross)} facturés"
    for taken, billed in zip(every.subtotals, whole.subtotals, strict=True):
        if taken.gross > max(ZERO, billed.gross):
            rate = f"{euros(taken.gross)} d'avoirs en tout à {percent(taken.rate.rate)} de TVA"
            return f"{cited} : {rate}, pour {euros(billed.gross)} facturés"
    return None
