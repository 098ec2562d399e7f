"""8.3: the yearly rate of one day, and the piece of the calendar to which the day belongs."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from netsoft.billing.legal_rate import RateTable
from netsoft.billing.rates import Rates
from netsoft.clause import Clause
from netsoft.readings import Readings
from netsoft.terms import Terms


@dataclass(frozen=True)
class Regime:
    """What moratory interest runs, if any: under which clause, and how its rate is found."""

    clause: str
    kind: str  # "fixed", "legal" or "ecb"
    fixed: Fraction
    terms: Terms
    rates: Rates
    readings: Readings

    @property
    def table(self) -> RateTable:
        return self.rates.legal if self.kind == "legal" else self.rates.ecb

    def rate(self, due: date, day: date) -> Fraction | None:
        """The yearly rate that a day bears, for an invoice due on ``due``; nothing if not known."""
        if self.kind == "fixed":
            return self.fixed
        frozen = self.readings.rate_change == "at-due-date"
        known = row_of(self.table, due if frozen else day)
        if known is None:
            return None
        basis = self.terms.payment.interest
        if self.kind == "legal":
            return known[1] * basis.multiple
        return known[1] + basis.points.fraction

    def piece(self, day: date) -> str:
        """Days with the same text here may stand on one line."""
        year = f" {day.year}" if self.readings.day_count == "ACT/ACT" else ""
        if self.kind == "fixed":
            return f"fixed{year}"
        known = row_of(self.table, day)
        if known is None:
            return f"unknown {day.year} {1 if day.month <= 6 else 2}{year}"
        return f"row of {known[0]}{year}"

    def year_days(self, day: date) -> int:
        """How many days the year of a day counts."""
        if self.readings.day_count == "ACT/365F":
            return 365
        return (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days


def row_of(table: RateTable, day: date) -> tuple[date, Fraction] | None:
    """The first day of the row that holds a day, and its rate."""
    for row in table.rows:
        if row.period.start <= day < row.period.end:
            return row.period.start, Fraction(row.rate.numerator, row.rate.denominator)
    return None


def regime_of(terms: Terms, readings: Readings, rates: Rates) -> Regime | None:
    """One moratory interest at most: 8.3, or 8.2 where it is read as a yearly rate."""
    if readings.penalty_base == "annual-rate" and terms.holds(Clause("8.2")):
        yearly = terms.payment.late_penalty.fraction
        return Regime("8.2", "fixed", yearly, terms, rates, readings)
    if not terms.holds(Clause("8.3")):
        return None
    basis = terms.payment.interest
    return Regime("8.3", basis.kind, basis.percent.fraction, terms, rates, readings)
