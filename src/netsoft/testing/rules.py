"""Strategies for what a ledger is judged by: terms, readings, tables of rates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

import attrs
from hypothesis import strategies as st

from netsoft.billing.account import Assumptions
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import HalfYear, Period
from netsoft.money import Rate
from netsoft.readings import OPTIONS, Readings
from netsoft.terms import InterestBasis, Payment, Terms
from netsoft.testing.values import KNOWN_RATES, days, rates

_ARTICLE_8: Final = tuple(Clause(f"8.{n}") for n in range(1, 6))


@st.composite
def readings(draw: st.DrawFn) -> Readings:
    """Every choice of readings; they shrink to the defaults."""
    choices = {key: st.sampled_from(values) for _number, key, values in OPTIONS}
    return Readings.of(draw(st.fixed_dictionaries({}, optional=choices)))


def bases() -> st.SearchStrategy[InterestBasis]:
    """The three bases of interest: legal times a multiple, ECB plus points, fixed."""
    return st.one_of(
        st.integers(0, 5).map(lambda multiple: InterestBasis("legal", multiple=multiple)),
        rates(at_most=Rate(1, 5)).map(lambda points: InterestBasis("ecb", points=points)),
        rates(at_most=Rate(1, 2)).map(lambda percent: InterestBasis("fixed", percent=percent)),
    )


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Terms like CG052018 with other numbers in article 8, and clauses of it set aside; they shrink to CG052018."""
    numbers = st.builds(
        Payment, late_penalty=rates(), interest=bases(), collection_penalty=rates(), opposition_penalty=rates()
    )
    payment = draw(st.one_of(st.just(CG052018.payment), numbers))
    aside = draw(st.frozensets(st.sampled_from(_ARTICLE_8), max_size=3))
    return attrs.evolve(CG052018, payment=payment, set_aside=aside)


def assumptions(within: Period = KNOWN_RATES) -> st.SearchStrategy[Assumptions]:
    """What an account assumes: any readings, known on any day or on the last, the built-in tables or others."""
    tables = st.builds(Rates, legal=rate_tables(within), ecb=rate_tables(within))
    known = st.one_of(st.none(), days(within))
    return st.builds(Assumptions, known_on=known, readings=readings(), rates=st.one_of(st.just(Rates()), tables))


@st.composite
def rate_tables(draw: st.DrawFn, within: Period = KNOWN_RATES, name: str = "taux d'essai") -> RateTable:
    """Tables that know every day of ``within``: a row a half-year, or a longer one, equal neighbours included."""
    halves = list(_halves(within))
    size = len(halves)
    numbers = draw(st.lists(rates(at_most=Rate(1, 5)), min_size=size, max_size=size))
    starts_a_row = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    row_of = [sum(starts_a_row[1 : n + 1]) for n in range(size)]
    runs = [[n for n, _row in run] for _row, run in groupby(enumerate(row_of), key=lambda pair: pair[1])]
    rows = (RateRow(Period(halves[run[0]].start_day, halves[run[-1]].next.start_day), numbers[run[0]]) for run in runs)
    return RateTable(name, tuple(rows))


def _halves(within: Period) -> Iterator[HalfYear]:
    half = HalfYear.containing(within.start)
    while half.start_day < within.end:
        yield half
        half = half.next
