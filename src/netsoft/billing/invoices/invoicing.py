"""Articles 7 and 8: invoices. Preview and issue are one function: what is issued is the draft, with its number.

:func:`draft` draws the document; :func:`issue` draws the same, checks what the law asks it to say, and numbers it.
A register is a value, so that a preview is an issue whose register one drops. A key is issued once: run again, the
same order gives the document that is there, and another order under the same key is a conflict, which is shown.

>>> from datetime import date
>>> from netsoft.cg052018 import CG052018
>>> from netsoft.money import Money, Rate
>>> from netsoft.names import TenantId
>>> seller = Identity("Éditeur", ("1 rue A", "75001 Paris"), siren="732829320", vat_number="FR44732829320")
>>> buyer = Identity("Courtage Mistral", ("12 quai du Port", "13002 Marseille"), siren="404833048")
>>> october, today = Period(date(2026, 10, 1), date(2026, 11, 1)), date(2026, 11, 2)
>>> vat = VatRate(Rate.percent("20"))
>>> lines = (InvoiceLine.stated(Clause("7.1"), "Abonnement, 4 utilisateurs", Money.parse("120.00"), vat),)
>>> order = Order(
...     Key(TenantId("mistral"), october), seller, buyer, CG052018, lines, today, date(2026, 12, 2),
...     discount=NO_DISCOUNT, supplied="services",
... )
>>> register, done = issue(Register(), order)
>>> done.outcome, done.document.number, done.document.total
('issued', 'F-000001', Money('144.00'))
>>> register, again = issue(register, order)
>>> again.outcome, len(register.papers)
('already-issued', 1)
"""

from __future__ import annotations

from collections.abc import Iterable

from netsoft.answers import Decision, Reason
from netsoft.billing.invoices import mentions
from netsoft.billing.invoices.identity import Identity
from netsoft.billing.invoices.invoice_values import InvoiceDocument, InvoiceLine, Key, LineReference, Order
from netsoft.billing.invoices.mentions import NO_DISCOUNT
from netsoft.billing.invoices.numbering import Numbered, after
from netsoft.billing.invoices.register import Clerk, Issuance, Register, found
from netsoft.billing.invoices.vat import VatRate
from netsoft.clause import Clause
from netsoft.days import Period
from netsoft.rendering import euros

__all__ = [
    "NO_DISCOUNT",
    "Clause",
    "Identity",
    "InvoiceDocument",
    "InvoiceLine",
    "Issuance",
    "Key",
    "LineReference",
    "Order",
    "Period",
    "Register",
    "VatRate",
    "draft",
    "issue",
    "issue_all",
    "preview",
]


def draft(order: Order, number: str | None = None) -> InvoiceDocument:
    """Draw an invoice from its order: a preview without a number, the invoice with it."""
    return InvoiceDocument(order, number)


def preview(order: Order, last: Numbered | None = None) -> Issuance[InvoiceDocument]:
    """Say how an issue would end after the ``last`` of its series, without a register.

    What is checked is what :func:`issue` checks. The document bears the number that it would take; one that would be
    refused is given all the same, without a number, so that it can be shown.
    """
    drawn = draft(order)
    refusal = _refusal(drawn)
    following = after(order.series, last, order.issued)
    if refusal is not None or following.number is None:
        return Issuance("refused", refusal or following.decision, drawn)
    return Issuance("issued", following.decision, drawn.numbered(following.number))


def issue(register: Register, order: Order) -> tuple[Register, Issuance[InvoiceDocument]]:
    """Issue an invoice once: the register that holds it, and how it ended. Nothing is raised for a refusal."""
    moved, (done,) = issue_all(register, (order,))
    return moved, done


def issue_all(register: Register, orders: Iterable[Order]) -> tuple[Register, tuple[Issuance[InvoiceDocument], ...]]:
    """Issue invoices one after another, as :func:`issue` does each: one that is refused stops no other."""
    clerk = Clerk(register)
    ends = tuple(_issued(clerk, draft(order)) for order in orders)
    return clerk.register(), ends


def _issued(clerk: Clerk, drawn: InvoiceDocument) -> Issuance[InvoiceDocument]:
    known = clerk.known(drawn.key)
    if isinstance(known, InvoiceDocument):
        return found(known, drawn)
    refusal = _refusal(drawn)
    if refusal is not None:
        return Issuance("refused", refusal)
    number = clerk.number(drawn)
    if isinstance(number, Decision):
        return Issuance("refused", number)
    document = draft(drawn.order, number)
    clerk.take(document)
    return Issuance(
        "issued", Decision("granted", (Reason(mentions.CLAUSE, f"émise sous le numéro {number}"),)), document
    )


def _refusal(drawn: InvoiceDocument) -> Decision | None:
    """Say why a draft may not be issued: it asks for nothing, a clause of it is set aside, or a mention is missing."""
    if drawn.total.cents <= 0:
        fact = f"total de {euros(drawn.total)} : rien à facturer, une somme en faveur du client est un avoir"
        return Decision("refused", (Reason(mentions.CLAUSE, fact),))
    terms, lines = drawn.order.terms, [invoiced.line for invoiced in drawn.order.lines]
    aside = dict.fromkeys(line.clause for line in lines if line.amount.cents > 0 and not terms.holds(line.clause))
    if aside:
        return Decision("refused", tuple(Reason(clause, "clause écartée : elle ne fonde rien") for clause in aside))
    checked = mentions.decision(drawn, drawn.issued)
    return None if checked.granted else checked
