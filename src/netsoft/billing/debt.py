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
    """A flat sum struck once: its clause, the day, its basis, in French why it was struck, what is paid of it.

    ``payable`` is false while it waits for a formal notice (R-20); ``drawn`` is true if it only exists on the day
    drawn (R-03), so that nothing is ever paid on it.
    """

    clause: Clause
    basis: Share | Count
    head: Head
    why: str = ""
    payable: bool = True
    drawn: bool = False
    paid: int = 0

    @property
    def struck(self) -> Day:
        """The day on which it was struck, which its basis bears."""
        return self.basis.on

    @property
    def owed(self) -> int:
        """What is still to be paid of it, in cents; nothing while it waits for a notice."""
        return self.basis.amount.cents - self.paid if self.payable else 0


@define(eq=False)
class Step:
    """A principal in cents, from the first day that bears it; ``before`` is the interest accrued ``until`` a day."""

    start: Day
    principal: int
    before: int | Fraction = 0
    until: Day = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.until = self.start


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
        if by and start > last.start:
            self.steps.append(Step(start, last.principal + by, self._accrued(start)))
            return
        last.principal += by
        if len(self.steps) > 1 and self.steps[-2].principal == last.principal:
            self.steps.pop()

    def settle(self, principal: bool, cents: int, on: Day) -> None:
        """Take cents paid on a day, on the principal or else on the interest; negative cents give them back."""
        if principal:
            self.change(-cents, on)
        else:
            self.interest_paid += cents

    def interest_owed(self, on: Day) -> int:
        """Return the interest accrued by the end of ``on`` and not paid, in cents."""
        return _rounded(self._accrued(self.course.acts_from(on))) - self.interest_paid

    def segments(self, on: Day) -> Iterator[OverDays]:
        """Give the interest of each run of constant principal until ``on``, cut where the rate changes."""
        ends = [*(s.start for s in self.steps[1:]), self.course.acts_from(on)]
        for step, end in zip(self.steps, ends, strict=True):
            yield from self._run(step, step.start, end)

    @property
    def owing(self) -> bool:
        """Whether principal or interest is owed; interest grows on principal alone, so no day is needed."""
        return self.principal > 0 or _rounded(self.steps[-1].before) > self.interest_paid

    def claim(self, clause: Clause) -> Claim | None:
        """Return the flat sum struck under ``clause``, if there is one."""
        return next((c for c in self.claims if c.clause == clause), None)

    def is_due(self, on: Day) -> bool:
        """Whether it can be claimed at the end of ``on``: fallen due, or called earlier by a rejection."""
        return self.called <= on

    def is_late(self, on: Day) -> bool:
        """Whether it is unpaid in earnest at the end of ``on``: due, and its due day over or itself in default."""
        return self.is_due(on) and (self.invoice.due < on or self.default_since is not None)

    def _run(self, step: Step, start: Day, end: Day) -> tuple[OverDays, ...]:
        if step.principal <= 0 or end <= start:
            return ()
        return interest(Money(cents=step.principal), Period(start, end), self.course, self.invoice.due)

    def _accrued(self, end: Day) -> int | Fraction:
        """Return what accrued before ``end``, in cents.

        Lines that can change no more are reckoned once and kept on the last step, so ``end`` never goes back.
        """
        last = self.steps[-1]
        lines = self._run(last, last.until, end)
        for line in lines[:-1]:
            last.before += self._worth(line)
            last.until = line.period.end
        return last.before + sum(self._worth(line) for line in lines[-1:])

    def _worth(self, line: OverDays) -> int | Fraction:
        return line.amount.cents if self.course.readings.rounding == "each-line" else exact(line)


def _rounded(cents: int | Fraction) -> int:
    return cents if isinstance(cents, int) else half_away(cents.numerator, cents.denominator)
