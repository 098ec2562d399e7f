"""Article 17.1 read literally: day by day over the months before an event."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from netsoft.billing.entries import CreditNote
from netsoft.billing.responsibility.cap import Billed, Invoiced


def window(event: date, months: int) -> list[date]:
    """The days before the event, back to the same day so many months earlier (the last of a shorter month)."""
    year, month = event.year, event.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    first = date(year, month, min(event.day, calendar.monthrange(year, month)[1]))
    return [first + timedelta(days=n) for n in range((event - first).days)]


def ceiling(billed: Billed, event: date, months: int, by_service: bool) -> tuple[Fraction, int]:
    """The exact sum in cents (never under zero) and how many documents count in part."""
    days = window(event, months)
    found, parts = Fraction(0), 0
    for amount, where in documents(billed, event, by_service):
        inside = [day for day in where if day in days]
        found += Fraction(amount * len(inside), len(where))
        parts += 0 < len(inside) < len(where)
    return max(Fraction(0), found), parts


def documents(billed: Billed, event: date, by_service: bool) -> list[tuple[int, Sequence[date]]]:
    """Each document with its cents, a credit note's negative, and the days over which it is spread."""
    spread = {invoice.number: _days(invoice, by_service) for invoice in billed.invoices}
    counting = [invoice for invoice in billed.invoices if by_service or invoice.issued < event]
    notes = [note for note in billed.credit_notes if note.on < event]
    return [
        *((invoice.total.cents, spread[invoice.number]) for invoice in counting),
        *((-note.amount.cents, _place(note, spread, by_service)) for note in notes),
    ]


def _days(invoice: Invoiced, by_service: bool) -> Sequence[date]:
    if not by_service:
        return [invoice.issued]
    assert invoice.service is not None
    return list(invoice.service)


def _place(note: CreditNote, spread: dict[str, Sequence[date]], by_service: bool) -> Sequence[date]:
    return [note.on] if note.cause == "rebate" and not by_service else spread[note.invoice]
