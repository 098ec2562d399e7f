"""Article 8.3: an invoice unpaid at its due day bears interest, by law and without notice, at 3 times the legal rate.

Each half-year has its own rate (R-06), days run over 365 (R-05), each line is rounded (R-07).

>>> from datetime import date
>>> from netsoft.cg052018 import CG052018
>>> course = Course.of(CG052018)
>>> due, paid = date(2023, 11, 15), date(2024, 1, 10)
>>> for line in interest(Money.parse("1200.00"), course.days_late(due, paid), course):
...     print(line.period.start, line.period.days, line.rate, line.amount)
2023-11-16 46 Rate('12.66 %') 19.15
2024-01-01 10 Rate('15.21 %') 5.00
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from netsoft.answers import OverDays
from netsoft.billing.day_count import next_cut, year_days
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.penalty import CLAUSE as LATE_PENALTY
from netsoft.billing.rates import PUBLISHED, Rates
from netsoft.clause import Clause
from netsoft.days import ONE_DAY, Day, Period
from netsoft.money import Money, Rate
from netsoft.readings import DEFAULTS, Readings
from netsoft.terms import InterestBasis, Terms

CLAUSE: Final = Clause("8.3")


@frozen
class Course:
    """How interest runs: the clause that founds it, its basis, the readings and the rates.

    ``runs`` is false where the clause was set aside: then nothing accrues. The rates already made of rows are kept
    within the value, which answers the same with or without them.
    """

    clause: Clause
    basis: InterestBasis
    readings: Readings
    rates: Rates
    runs: bool = True
    _known: dict[Day, Rate] = field(init=False, factory=dict, repr=False, eq=False)

    @classmethod
    def of(cls, terms: Terms, readings: Readings = DEFAULTS, rates: Rates = PUBLISHED) -> Course:
        """Take the course from the terms; 8.2 read as a yearly rate (R-03) takes the place of 8.3."""
        if readings.penalty_base == "annual-rate" and terms.holds(LATE_PENALTY):
            yearly = InterestBasis(kind="fixed", percent=terms.payment.late_penalty)
            return cls(LATE_PENALTY, yearly, readings, rates)
        return cls(CLAUSE, terms.payment.interest, readings, rates, runs=terms.holds(CLAUSE))

    @property
    def shift(self) -> int:
        """How many days after its own day a change of balance acts (R-04): 1 under ``(due, paid]``, else 0."""
        return 1 if self.readings.bounds == "(due, paid]" else 0

    def acts_from(self, day: Day) -> Day:
        """Return the first day of interest on which a change made on ``day`` is felt."""
        return day + ONE_DAY if self.shift else day

    def days_late(self, due: Day, until: Day) -> Period:
        """Return the days that bear interest between the due day and ``until``, as R-04 bounds them."""
        start = self.acts_from(due)
        return Period(start, max(start, self.acts_from(until)))

    @property
    def table(self) -> RateTable | None:
        """The table of rates on which the basis rests; ``None`` for a fixed rate."""
        if self.basis.kind == "fixed":
            return None
        return self.rates.legal if self.basis.kind == "legal" else self.rates.ecb

    def rate(self, day: Day, due: Day | None = None) -> tuple[Rate, str]:
        """Return the yearly rate on ``day`` and the act that fixed it; frozen at ``due`` where R-06 says so."""
        table = self.table
        if table is None:
            return self.basis.percent, ""
        frozen_at_due = due if self.readings.rate_change == "at-due-date" else None
        row = table.at(frozen_at_due or day)
        if row.period.start not in self._known:
            self._known[row.period.start] = self._from(row)
        return self._known[row.period.start], row.order

    def _from(self, row: RateRow) -> Rate:
        return row.rate.times(self.basis.multiple) if self.basis.kind == "legal" else row.rate.plus(self.basis.points)

    def piece_end(self, day: Day) -> Day:
        """Return the day on which a line that holds ``day`` must end: a new row of rates, a new year's divisor."""
        cut = next_cut(day, self.readings.day_count)
        table = self.table
        return cut if table is None else min(cut, table.end_of_piece(day))


def interest(base: Money, days: Period, course: Course, due: Day | None = None) -> tuple[OverDays, ...]:
    """Return the interest of one base over days, a line wherever the rate or the divisor may change.

    ``base`` is the unpaid amount with VAT, in euros; ``due`` matters only to a rate frozen at the due day (R-06).
    A day without a known rate is a :class:`~netsoft.errors.MissingFact`.
    """
    return tuple(
        OverDays(base, piece, rate, year_days(piece.start, course.readings.day_count), course.readings.day_count, order)
        for piece, rate, order in _pieces(days, course, due)
    )


def exact(line: OverDays) -> Fraction:
    """Return the interest of a line in cents, before rounding."""
    return Fraction(line.base.cents * line.period.days, line.year_days) * line.rate.fraction


def _pieces(days: Period, course: Course, due: Day | None) -> Iterator[tuple[Period, Rate, str]]:
    start = days.start
    while course.runs and start < days.end:
        rate, order = course.rate(start, due)
        end = min(days.end, course.piece_end(start))
        yield Period(start, end), rate, order
        start = end
