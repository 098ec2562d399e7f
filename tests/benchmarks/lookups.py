"""Which period a day belongs to, and at what rate: the same time in year 1 and in year 100."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import partial

from netsoft.billing.contract.client_notice import client_last_day
from netsoft.billing.contract.subscription import Subscription
from netsoft.billing.legal_rate_table import LEGAL_RATES
from netsoft.cg052018 import CG052018
from netsoft.days import Cycle, HalfYear
from tests.benchmarks.harness import Comparison

BOUNDS = [date(year, month, 1) for year in range(1900, 2100) for month in (1, 7)]
MOST = 5e-6


def half_year(name: str, day: date) -> Comparison:
    """The half-year of a day, against a bisection of the bounds of two centuries."""
    return Comparison(name, partial(HalfYear.containing, day), partial(bisect_right, BOUNDS, day), "bisect", MOST)


def term(name: str, day: date) -> Comparison:
    """The twelve-month term of a day, counted from a 31st, against a bisection of the bounds of two centuries."""
    cycle = Cycle(date(2018, 5, 31), 12)
    return Comparison(name, partial(cycle.containing, day), partial(bisect_right, BOUNDS, day), "bisect", MOST)


def contract_term(name: str, number: int) -> Comparison:
    """The term of a day of a contract (5.1), in the given term, against the same bisection."""
    contract = Subscription(date(2018, 5, 31), CG052018)
    day = contract.numbered(number).first_day
    return Comparison(name, partial(contract.term_on, day), partial(bisect_right, BOUNDS, day), "bisect", 2 * MOST)


def last_days(name: str, number: int) -> Comparison:
    """The last day on which the client may give notice for a term (5.2), against the same bisection."""
    contract = Subscription(date(2018, 5, 31), CG052018)
    term = contract.numbered(number)
    ask = partial(client_last_day, contract, term)
    return Comparison(name, ask, partial(bisect_right, BOUNDS, term.first_day), "bisect", 8 * MOST)


def comparisons() -> Iterator[Comparison]:
    """The look-ups that are measured."""
    yield half_year("half-year of a day of year 1", date(1, 3, 31))
    yield half_year("half-year of a day of year 2026", date(2026, 11, 22))
    yield term("term of a day, first year", date(2019, 1, 15))
    yield term("term of a day, hundredth year", date(2118, 1, 15))
    yield contract_term("term of a contract, year 1", 1)
    yield contract_term("term of a contract, year 100", 100)
    yield last_days("last day of a notice, year 1", 1)
    yield last_days("last day of a notice, year 100", 100)
    day = date(2024, 3, 1)
    yield Comparison(
        "legal rate of a day", partial(LEGAL_RATES.at, day), partial(bisect_right, BOUNDS, day), "bisect", MOST
    )
