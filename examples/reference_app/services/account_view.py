"""What an account shows: each invoice with its state, each payment with its split, heads by nature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Final

from attrs import frozen

from netsoft.answers import Line
from netsoft.billing.account import Allocation, Balance
from netsoft.billing.entries import CreditNote, DebitReturned, Invoice, Payment
from netsoft.days import Day
from netsoft.money import ZERO, Money, total
from reference_app.services.account import Statement

_NOTHING: Final = Balance("", ZERO, ZERO, ZERO, None)


class State(Enum):
    """Where an invoice stands; the value is what people read."""

    TO_COME = "à échoir"
    DUE_TODAY = "échue ce jour"
    UNPAID = "impayée"
    ACCESSORIES = "accessoires dus"
    SETTLED = "réglée"
    CREDITED = "annulée par avoir"


@frozen
class InvoiceRow:
    """An invoice as it stands on the day of the account: what is owed of it, head by head, in euros."""

    invoice: Invoice
    credited: Money
    owed: Balance
    state: State

    @property
    def remaining(self) -> Money:
        """All that is still owed of it."""
        return self.owed.principal + self.owed.interest + self.owed.penalties


@frozen
class PaymentRow:
    """A payment with what it settled, and the return that undid it, if one did."""

    payment: Payment
    split: tuple[Allocation, ...]
    returned: DebitReturned | None


@frozen
class Heads:
    """What was added to the invoices since they are late: by law, and as penalty clauses (1231-5)."""

    interest: tuple[Line, ...]
    penalties: tuple[Line, ...]

    @property
    def interest_total(self) -> Money:
        """The interest accrued, in euros."""
        return total([line.amount for line in self.interest])

    @property
    def penalties_total(self) -> Money:
        """The penalty clauses struck, in euros."""
        return total([line.amount for line in self.penalties])


def invoice_rows(drawn: Statement) -> tuple[InvoiceRow, ...]:
    """Return the invoices known on the day, the newest first."""
    owed = {balance.invoice: balance for balance in drawn.account.balances}
    rows = (_row(invoice, owed.get(invoice.number), drawn) for invoice in drawn.known.invoices)
    return tuple(sorted(rows, key=lambda row: (row.invoice.issued, row.invoice.number), reverse=True))


def payment_rows(drawn: Statement) -> tuple[PaymentRow, ...]:
    """Return the payments known on the day, the newest first, each with its split."""
    returns = {e.payment: e for e in drawn.known.events if isinstance(e, DebitReturned) and e.undoes}
    rows = (PaymentRow(p, _split(p.id, drawn), returns.get(p.id)) for p in drawn.known.payments)
    return tuple(sorted(rows, key=lambda row: row.payment.on, reverse=True))


def heads(lines: Iterable[Line]) -> Heads:
    """Part the lines into what the law gives and what the penalty clauses give."""
    kept = tuple(lines)
    return Heads(
        interest=tuple(line for line in kept if line.head == "interest"),
        penalties=tuple(line for line in kept if line.head != "interest"),
    )


def unpaid(rows: Iterable[InvoiceRow]) -> tuple[InvoiceRow, ...]:
    """Return the invoices of which something is owed, the oldest first."""
    return tuple(sorted((row for row in rows if row.remaining), key=lambda row: row.invoice.due))


def suspended_since(drawn: Statement) -> Day | None:
    """Return the first day of default among the invoices that hold access (8.1), or ``None`` when it is open."""
    if drawn.account.access.granted:
        return None
    owing = (b for b in drawn.account.balances if b.principal or b.interest)
    return min((b.in_default_since for b in owing if b.in_default_since), default=None)


def credit_notes_of(drawn: Statement, number: str) -> Iterator[CreditNote]:
    """Give the credit notes of an invoice."""
    return (note for note in drawn.known.credit_notes if note.invoice == number)


def _row(invoice: Invoice, owed: Balance | None, drawn: Statement) -> InvoiceRow:
    credited = total([note.amount for note in credit_notes_of(drawn, invoice.number)])
    return InvoiceRow(invoice, credited, owed or _NOTHING, _state(invoice, owed, credited, drawn.on))


def _state(invoice: Invoice, owed: Balance | None, credited: Money, on: Day) -> State:
    if owed is None:
        return State.TO_COME
    if owed.principal:
        return State.DUE_TODAY if owed.in_default_since is None and invoice.due == on else State.UNPAID
    if owed.interest or owed.penalties:
        return State.ACCESSORIES
    return State.CREDITED if credited == invoice.total else State.SETTLED


def _split(payment_id: str, drawn: Statement) -> tuple[Allocation, ...]:
    return tuple(part for part in drawn.account.allocations if part.payment == payment_id)
