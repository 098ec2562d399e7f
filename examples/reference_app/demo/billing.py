"""Fourteen months of invoices and of what became of them, relative to the day on which they are made.

One story is quiet: each invoice is debited on its due day. The other has a debit returned for want of
funds, paid by transfer with what it had cost; then a closed bank account, a part payment, and an
invoice that is still unpaid.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from attrs import field, frozen

from netsoft.billing.entries import CreditNote, DebitReturned, Fact, FormalNotice, Invoice, Payment
from netsoft.money import Money, Rate
from reference_app.services.account import AsOf, draw, ledger_of, rates_of

MONTHS: Final = 14
DUE_DAY: Final = 15
VAT: Final = Rate.percent("20")
RETURNED: Final = 7
UNPAID: Final = 2
REBATE: Final = 4
OPTION: Final = 5
_SATURDAY: Final = 5


@frozen
class Plan:
    """What one brokerage is billed each month: a price without VAT, and which of the month's numbers is its own."""

    monthly: Money
    place: int


@frozen
class Months:
    """The months of the story, counted back from the one that holds ``today``."""

    today: date

    def first(self, back: int) -> date:
        """Return the first day of the month that lies ``back`` months ago."""
        month = self.today.year * 12 + self.today.month - 1 - back
        return date(month // 12, month % 12 + 1, 1)

    def due(self, back: int) -> date:
        """Return the due day of the invoice of that month."""
        return self.first(back).replace(day=DUE_DAY)

    def debited(self, back: int) -> date:
        """Return the last banking day until the due day, on which the debit is presented."""
        due = self.due(back)
        return due - timedelta(days=max(0, due.weekday() - _SATURDAY + 1))


@frozen
class Story:
    """The facts of one brokerage until ``today``, in the order in which they were learnt."""

    plan: Plan
    today: date
    months: Months = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "months", Months(self.today))

    def number(self, back: int) -> str:
        """Return the number of a month's invoice: ``F2026-11-02``."""
        return f"F{self.months.first(back):%Y-%m}-{self.plan.place:02d}"

    def invoice(self, back: int) -> Invoice:
        """Return the invoice of a month."""
        net = self.plan.monthly
        return _invoice(self.number(back), (self.months.first(back), self.months.due(back)), net)

    def debit(self, back: int, days: int = 0) -> Payment:
        """Return the debit of a month's invoice."""
        day, invoice = self.months.debited(back) + timedelta(days), self.invoice(back)
        return Payment(day, invoice.total, f"PR-{invoice.number[1:]}", "direct-debit", invoice.number)

    def transfer(self, back: int, day: date, amount: Money | None = None) -> Payment:
        """Return a transfer that names a month's invoice."""
        invoice = self.invoice(back)
        return Payment(day, amount or invoice.total, f"VIR-{invoice.number[1:]}", "transfer", invoice.number)


def quiet(plan: Plan, today: date) -> tuple[Fact, ...]:
    """Return the facts of a brokerage that pays on time; it has one rebate and one option."""
    story = Story(plan, today)
    return _until(today, sorted(_quiet(story), key=_learnt))


def troubled(plan: Plan, today: date) -> tuple[Fact, ...]:
    """Return the facts of a brokerage with a returned debit in its history and an invoice unpaid."""
    story = Story(plan, today)
    facts = [*_regular(story, {RETURNED, UNPAID, 1, 0}), story.invoice(RETURNED), *_new_bank(story)]
    facts = [*sorted([*facts, *_returned(story)], key=_learnt)]
    settled = _settlement(story, [f for f in facts if _learnt(f)[0] < _settled_on(story)])
    return _until(today, sorted([*facts, settled], key=_learnt))


def _quiet(story: Story) -> Iterator[Fact]:
    yield from _regular(story, {REBATE, 0})
    month = story.months.first(OPTION)
    days = (month.replace(day=8), month.replace(day=28))
    option = _invoice(story.number(OPTION) + "-OPT", days, Money.parse("90.00"), "option")
    yield option
    paid_on = days[1] - timedelta(days=max(0, days[1].weekday() - _SATURDAY + 1))
    yield Payment(paid_on, option.total, f"PR-{option.number[1:]}", "direct-debit", option.number)
    rebate = Money.parse("30.00")
    yield story.invoice(REBATE)
    yield CreditNote(story.months.first(REBATE).replace(day=9), rebate, story.number(REBATE))
    debit = story.debit(REBATE)
    yield Payment(debit.on, debit.amount - rebate, debit.id, debit.means, debit.invoice)
    yield story.invoice(0)
    yield story.debit(0)


def _regular(story: Story, left_out: set[int]) -> Iterator[Fact]:
    for back in reversed(range(MONTHS)):
        if back not in left_out:
            yield story.invoice(back)
            yield story.debit(back)


def _returned(story: Story) -> Iterator[Fact]:
    debit = story.debit(RETURNED)
    yield debit
    back = debit.on + timedelta(days=5)
    known = back + timedelta(days=1)
    yield DebitReturned(back, "return", "AM04", payment=debit.id, known_on=known)


def _settled_on(story: Story) -> date:
    return story.months.debited(RETURNED) + timedelta(days=19)


def _settlement(story: Story, facts: list[Fact]) -> Payment:
    """Pay what the returned debit had cost by then: principal, interest and penalty."""
    day = _settled_on(story)
    owed = draw(ledger_of(facts), rates_of(()), AsOf(day)).account.totals.total
    return story.transfer(RETURNED, day, owed)


def _new_bank(story: Story) -> Iterator[Fact]:
    unpaid, months = story.number(UNPAID), story.months
    yield story.invoice(UNPAID)
    rejected = months.debited(UNPAID)
    yield DebitReturned(rejected, "reject", "AC04", invoice=unpaid, known_on=rejected + timedelta(days=1))
    yield story.transfer(UNPAID, months.due(UNPAID) + timedelta(days=13), Money.parse("100.00"))
    yield FormalNotice(months.first(1) + timedelta(days=4), (unpaid,))
    for back in (1, 0):
        yield story.invoice(back)
        yield story.transfer(back, months.due(back) - timedelta(days=2))


def _invoice(number: str, days: tuple[date, date], net: Money, nature: str = "subscription") -> Invoice:
    vat = VAT.of(net)
    return Invoice(number, *days, net + vat, nature, net=net, vat=vat)  # type: ignore[arg-type]


def _learnt(fact: Fact) -> tuple[date, bool]:
    return fact.learnt, not isinstance(fact, Invoice)


def _until(today: date, facts: list[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.learnt <= today)
