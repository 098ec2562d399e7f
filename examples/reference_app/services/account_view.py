"""What an account shows: its lines unfolded, each invoice with its state, each payment with its split."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from attrs import evolve, frozen

from netsoft.answers import Count, Line, OverDays, Share
from netsoft.billing.account import Allocation, Balance
from netsoft.billing.entries import DebitReturned, Fact, Invoice, Payment
from netsoft.days import Day, Period
from netsoft.money import ZERO, Money, Rate, total
from reference_app.services.account import Statement

_NOTHING: Final = Balance("", ZERO, ZERO, ZERO, None)


class State(Enum):
    """Where an invoice stands; the value is what people read."""

    TO_COME = "à échoir"
    DUE_TODAY = "échue ce jour"
    UNPAID = "impayée"
    PARTLY_PAID = "payée en partie"
    ACCESSORIES = "accessoires dus"
    SETTLED = "réglée"
    CREDITED = "annulée par avoir"


@frozen
class LineRow:
    """A line of the account with its basis unfolded; what does not concern its basis is ``None``."""

    line: Line
    base: Money | None = None
    on: Day | None = None
    period: Period | None = None
    rate: Rate | None = None
    year_days: int | None = None
    order: str = ""

    @property
    def by_law(self) -> bool:
        """Whether the law gives it; the rest are penalty clauses, which a judge may reduce (1231-5)."""
        return self.line.head in ("interest", "statutory-indemnity")


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


def line_rows(lines: Iterable[Line]) -> tuple[LineRow, ...]:
    """Unfold lines, in their order."""
    return tuple(map(_unfolded, lines))


def line_sum(rows: Iterable[LineRow]) -> Money:
    """Add the amounts of lines, in euros."""
    return total([row.line.amount for row in rows])


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


def owing(rows: Iterable[InvoiceRow]) -> tuple[InvoiceRow, ...]:
    """Return the invoices of which something is owed, the oldest first."""
    return tuple(sorted((row for row in rows if row.remaining), key=lambda row: row.invoice.due))


def suspended_since(drawn: Statement) -> Day | None:
    """Return the first day of default among the invoices that hold access (8.1), or ``None`` when it is open."""
    if drawn.account.access.granted:
        return None
    holding = (b for b in drawn.account.balances if b.principal or b.interest)
    return min((b.in_default_since for b in holding if b.in_default_since), default=None)


def left_out(drawn: Statement) -> tuple[tuple[Fact, str], ...]:
    """Return the facts that the account leaves out, each with the reason."""
    facts = dict(drawn.ledger.facts())
    return tuple((facts[ignored.fact], ignored.reason) for ignored in drawn.account.ignored)


def surplus(drawn: Statement) -> tuple[Allocation, ...]:
    """Return what credit notes settled beyond their own invoice."""
    paid = {payment.id for payment in drawn.known.payments}
    return tuple(part for part in drawn.account.allocations if part.payment not in paid)


def _unfolded(line: Line) -> LineRow:
    basis = line.basis
    if isinstance(basis, OverDays):
        row = LineRow(line, basis.base, period=basis.period, rate=basis.rate)
        return evolve(row, year_days=basis.year_days, order=basis.order)
    if isinstance(basis, Share):
        return LineRow(line, basis.base, on=basis.on, rate=basis.rate)
    return LineRow(line, basis.price, on=basis.on) if isinstance(basis, Count) else LineRow(line)


def _row(invoice: Invoice, owed: Balance | None, drawn: Statement) -> InvoiceRow:
    credited = total([note.amount for note in drawn.known.credit_notes if note.invoice == invoice.number])
    return InvoiceRow(invoice, credited, owed or _NOTHING, _state(invoice, owed, credited, drawn.on))


def _state(invoice: Invoice, owed: Balance | None, credited: Money, on: Day) -> State:
    if owed is None:
        return State.TO_COME
    if owed.principal:
        return _unpaid(invoice, owed, credited, on)
    if owed.interest or owed.penalties:
        return State.ACCESSORIES
    return State.CREDITED if credited == invoice.total else State.SETTLED


def _unpaid(invoice: Invoice, owed: Balance, credited: Money, on: Day) -> State:
    if owed.in_default_since is None and invoice.due == on:
        return State.DUE_TODAY
    return State.PARTLY_PAID if owed.principal < invoice.total - credited else State.UNPAID


def _split(payment_id: str, drawn: Statement) -> tuple[Allocation, ...]:
    return tuple(part for part in drawn.account.allocations if part.payment == payment_id)
