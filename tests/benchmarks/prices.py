"""What a price takes to reckon: explained part by part, against bare arithmetic; twice the quantity, no more time."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import partial

from netsoft.billing.prices.cycles import shares
from netsoft.billing.prices.pricing import Graduated, Tier, price
from netsoft.days import Cycle, Period
from tests.benchmarks.harness import Comparison

MODEL = Graduated((Tier(100, "0.50", "5"), Tier(1000, "0.25"), Tier(None, "0.10")))
START = date(2016, 1, 31)


def bare(quantity: int) -> Fraction:
    """The same three tiers, without a word of explanation."""
    first, second = min(quantity, 100), min(max(quantity - 100, 0), 900)
    return 5 + Fraction(1, 2) * first + Fraction(1, 4) * second + Fraction(1, 10) * max(quantity - 1000, 0)


def of_years(years: int) -> Period:
    """So many years of service."""
    return Period(START, date(START.year + years, 1, 31))


def comparisons() -> Iterator[Comparison]:
    """The prices that are measured; a slope of 2.2 is the target where the work doubles."""
    yield Comparison("price in three tiers", partial(price, MODEL, 1500), partial(bare, 1500), "bare", 1e-3)
    yield Comparison(
        "price of twice the quantity",
        partial(price, MODEL, 3_000_000),
        partial(price, MODEL, 1_500_000),
        "half",
        None,
        1.5,
    )
    cycle = Cycle(START)
    double, single = (partial(shares, of_years(years), cycle) for years in (10, 5))
    yield Comparison("shares of ten years of months", double, single, "five years", None, 2.2)
