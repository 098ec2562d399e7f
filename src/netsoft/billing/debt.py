"""One invoice as its history unfolds: principal, interest and flat penalties, what is paid of each.

These are the working objects of one account, made and dropped within a call; amounts are whole cents.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import define, field

from netsoft.answers import Count, Head, OverDays, Share
from netsoft.billing.entries import Invoice
from netsoft.billing.interest import Course, exact, interest
from netsoft.clause import Clause
from netsoft.days import Day, Period
from netsoft.money import Money, half_away


@define(eq=False)
class Claim:
    """A flat sum struck once: its clause, the day, its basis, what is paid of it.

    ``payable`` is false while it waits for a formal notice (R-20); ``drawn`` is true if it only exists on the day
    drawn (R-03), so that nothing is ever paid on it.
    """

    clause: Clause
    struck: Day
    basis: Share | Count
    head: Head
    payable: bool = True
    drawn: bool = False
    paid: int = 0

    @property
    def owed(self) -> int:
        """What is still to be paid of it, in cents; nothing while it waits for a notice."""
        return self.basis.amount.cents - self.paid if self.payable else 0


@define(eq=False)
class Step:
    """A principal in cents, from the first day of interest that it bears; ``before`` is what accrued until then."""

    start: Day
    principal: int
    before: int | Fraction = 0


@define(eq=False)
class Debt:
    """An invoice in the course of its history; ``index`` is its place in the file.

    ``total`` is its amount less corrections; ``called`` the day from which it is due; ``default_since`` the first day
    of default, ``late_since`` that of lateness; ``noticed`` whether a formal notice reached it once due; ``absorbed``
    whether 8.5 took the place of 8.2 (R-21).
    """

    invoice: Invoice
    index: int
    total: int
    course: Course
    called: Day = field(init=False)
    default_since: Day | None = None
    late_since: Day | None = None
    noticed: bool = False
    absorbed: bool = False
    interest_paid: int = 0
    claims: list[Claim] = field(factory=list)
    steps: list[Step] = field(init=False)
    _runs: dict[tuple[Day, Day, int], tuple[OverDays, ...]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.called = self.invoice.due
        self.steps = [Step(self.course.acts_from(self.invoice.due), self.total)]

    @property
    def number(self) -> str:
        """The invoice's number."""
        return self.invoice.number

    @property
    def principal(self) -> int:
        """The unpaid principal, in cents."""
        return self.steps[-1].principal

    def change(self, by: int, on: Day) -> None:
        """Raise or lower the principal by cents on a day; a balance that did not change cuts no line."""
        start, last = self.course.acts_from(on), self.steps[-1]
        if start > last.start:
            self.steps.append(Step(start, last.principal + by, last.before + self._growth(last, start)))
            return
        last.principal += by
        if len(self.steps) > 1 and self.steps[-2].principal == last.principal:
            self.steps.pop()

    def interest_owed(self, on: Day) -> int:
        """Return the interest accrued by the end of ``on`` and not paid, in cents."""
        last = self.steps[-1]
        accrued = last.before + self._growth(last, self.course.acts_from(on))
        return _rounded(accrued) - self.interest_paid

    def segments(self, on: Day) -> Iterator[OverDays]:
        """Give the interest of each run of constant principal until ``on``, cut where the rate changes."""
        ends = [*(s.start for s in self.steps[1:]), self.course.acts_from(on)]
        for step, end in zip(self.steps, ends, strict=True):
            yield from self._run(step, end)

    def owing(self, on: Day) -> bool:
        """Whether principal or interest is owed at the end of ``on``."""
        return self.principal > 0 or self.interest_owed(on) > 0

    def claim(self, clause: Clause) -> Claim | None:
        """Return the flat sum struck under ``clause``, if there is one."""
        return next((c for c in self.claims if c.clause == clause), None)

    def is_due(self, on: Day) -> bool:
        """Whether it can be claimed at the end of ``on``: fallen due, or called earlier by a rejection."""
        return self.called <= on

    def _run(self, step: Step, end: Day) -> tuple[OverDays, ...]:
        if step.principal <= 0 or end <= step.start:
            return ()
        key = step.start, end, step.principal
        if key not in self._runs:
            base, days = Money(cents=step.principal), Period(step.start, end)
            self._runs[key] = interest(base, days, self.course, self.invoice.due)
        return self._runs[key]

    def _growth(self, step: Step, end: Day) -> int | Fraction:
        lines = self._run(step, end)
        if self.course.readings.rounding == "each-line":
            return sum(line.amount.cents for line in lines)
        return sum((exact(line) for line in lines), Fraction(0))


def _rounded(cents: int | Fraction) -> int:
    return cents if isinstance(cents, int) else half_away(cents.numerator, cents.denominator)
