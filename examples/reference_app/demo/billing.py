"""Fourteen months of what became of the invoices, relative to the day on which they are made.

The invoices themselves are issued by the jobs, as any other: a story tells what was paid of them. One is
quiet: each invoice is debited on its due day. The other has a debit returned for want of funds, paid by
transfer with what it had cost; then a closed bank account, a part payment, and an invoice that is still
unpaid. A story tells what it can from the invoices that are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from attrs import field, frozen

from netsoft.billing.entries import DebitReturned, Fact, FormalNotice, Invoice, Payment
from netsoft.money import Money
from reference_app.services.account import AsOf, draw, ledger_of, rates_of

MONTHS: Final = 14
RETURNED: Final = 7
UNPAID: Final = 2
REBATE: Final = 4
OPTION: Final = 5
OPTION_DAY: Final = 8
REBATE_DAY: Final = 9
_REBATE: Final = Money.parse("30.00")  # the flat charge of a month, with its VAT
_SATURDAY: Final = 5


@frozen
class Months:
    """The months of the story, counted back from the one that holds ``today``."""

    today: date

    def first(self, back: int) -> date:
        """Return the first day of the month that lies ``back`` months ago."""
        month = self.today.year * 12 + self.today.month - 1 - back
        return date(month // 12, month % 12 + 1, 1)

    def back(self, day: date) -> int:
        """Return how many months ago a day was."""
        return (self.today.year - day.year) * 12 + self.today.month - day.month


@frozen
class Story:
    """What became of the invoices of one brokerage until ``today``, in the order in which it was learnt."""

    invoices: tuple[Invoice, ...]
    today: date
    months: Months = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "months", Months(self.today))

    def invoice(self, back: int, nature: str = "subscription") -> Invoice | None:
        """Return the invoice of a month, if it was issued."""
        of_month = (i for i in self.invoices if self.months.back(i.issued) == back and i.nature == nature)
        return next(of_month, None)

    def regular(self, left_out: set[int]) -> Iterator[Invoice]:
        """Give the invoices of the months that have nothing to tell."""
        for back in reversed(range(MONTHS)):
            invoice = self.invoice(back)
            if invoice is not None and back not in left_out:
                yield invoice


def quiet(story: Story) -> tuple[Fact, ...]:
    """Return what became of the invoices of a brokerage that pays on time; it has one rebate and one option."""
    return _until(story.today, sorted(_quiet(story), key=_learnt))


def troubled(story: Story) -> tuple[Fact, ...]:
    """Return what became of them at a brokerage with a returned debit in its history and an invoice unpaid."""
    facts = sorted(
        [*map(_debit, story.regular({RETURNED, UNPAID, 1, 0})), *_new_bank(story), *_returned(story)], key=_learnt
    )
    return _until(story.today, sorted([*facts, *_settlement(story, facts)], key=_learnt))


def _quiet(story: Story) -> Iterator[Fact]:
    yield from map(_debit, story.regular({REBATE}))
    option, rebated = story.invoice(OPTION, "option"), story.invoice(REBATE)
    if option is not None:
        yield _debit(option)
    if rebated is not None:
        debit = _debit(rebated)
        yield Payment(debit.on, debit.amount - _REBATE, debit.id, debit.means, debit.invoice)


def _debit(invoice: Invoice) -> Payment:
    """Return the debit of an invoice, presented on the last banking day until its due day."""
    return Payment(_banking(invoice.due), invoice.total, f"PR-{invoice.number}", "direct-debit", invoice.number)


def _banking(due: date) -> date:
    return due - timedelta(days=max(0, due.weekday() - _SATURDAY + 1))


def _transfer(invoice: Invoice, day: date, amount: Money | None = None) -> Payment:
    return Payment(day, amount or invoice.total, f"VIR-{invoice.number}", "transfer", invoice.number)


def _returned(story: Story) -> Iterator[Fact]:
    invoice = story.invoice(RETURNED)
    if invoice is not None:
        debit = _debit(invoice)
        yield debit
        back = debit.on + timedelta(days=5)
        yield DebitReturned(back, "return", "AM04", payment=debit.id, known_on=back + timedelta(days=1))


def _settlement(story: Story, facts: list[Fact]) -> Iterator[Payment]:
    """Pay what the returned debit had cost by then: principal, interest and penalty."""
    invoice = story.invoice(RETURNED)
    if invoice is not None:
        day = _banking(invoice.due) + timedelta(days=19)
        known = [*story.invoices, *facts]
        ledger = ledger_of(fact for fact in known if _learnt(fact)[0] < day)
        yield _transfer(invoice, day, draw(ledger, rates_of(()), AsOf(day)).account.totals.total)


def _new_bank(story: Story) -> Iterator[Fact]:
    unpaid = story.invoice(UNPAID)
    if unpaid is not None:
        rejected = _banking(unpaid.due)
        yield DebitReturned(rejected, "reject", "AC04", invoice=unpaid.number, known_on=rejected + timedelta(days=1))
        yield _transfer(unpaid, unpaid.due + timedelta(days=13), Money.parse("100.00"))
        yield FormalNotice(story.months.first(1) + timedelta(days=4), (unpaid.number,))
    for invoice in (story.invoice(1), story.invoice(0)):
        if invoice is not None:
            yield _transfer(invoice, invoice.due - timedelta(days=2))


def _learnt(fact: Fact) -> tuple[date, bool]:
    return fact.learnt, not isinstance(fact, Invoice)


def _until(today: date, facts: list[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.learnt <= today)
