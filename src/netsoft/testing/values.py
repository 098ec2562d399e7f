"""Strategies for the ground: days, periods, half-years, amounts, rates."""

from __future__ import annotations

from datetime import date
from typing import Final

from hypothesis import strategies as st

from netsoft.days import Day, HalfYear, Period
from netsoft.money import Money, Rate
from netsoft.testing.moments import ANYWHERE, EDGES

KNOWN_RATES: Final = Period(date(2019, 1, 1), date(2026, 7, 1))
"""Days over which the built-in tables know both the legal rate and the ECB's: the default span of every ledger."""


@st.composite
def days(draw: st.DrawFn, within: Period = KNOWN_RATES) -> Day:
    """Days of ``within``, often at an edge: of a year, of a half-year, of February."""
    return draw(st.one_of(ANYWHERE, EDGES)).day((), within)


@st.composite
def periods(draw: st.DrawFn, within: Period = KNOWN_RATES) -> Period:
    """Periods inside ``within``: empty ones, single days, and longer ones."""
    start = draw(days(within))
    end = draw(st.one_of(st.just(start), days(Period(start, within.end))))
    return Period(start, end)


def half_years(within: Period = KNOWN_RATES) -> st.SearchStrategy[HalfYear]:
    """Half-years that have a day in ``within``."""
    return days(within).map(HalfYear.containing)


def money(at_least: Money = Money(cents=1), at_most: Money = Money(cents=500_000)) -> st.SearchStrategy[Money]:
    """Amounts between two bounds, both included: by default 0.01 to 5 000.00; whole euros come often."""
    cents = st.integers(at_least.cents, at_most.cents)
    first, last = -(-at_least.cents // 100), at_most.cents // 100
    if first <= last:
        cents = st.one_of(cents, st.integers(first, last).map(lambda euros: euros * 100))
    return st.builds(Money, cents=cents)


def rates(at_least: Rate = Rate(0), at_most: Rate = Rate(1)) -> st.SearchStrategy[Rate]:
    """Rates in hundredths of a percent between two bounds, both included: by default 0 to 100 %."""
    first = -(-at_least.numerator * 10_000 // at_least.denominator)
    last = at_most.numerator * 10_000 // at_most.denominator
    return st.builds(Rate, st.integers(first, last), st.just(10_000))
