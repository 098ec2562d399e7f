"""Terms of twelve months, renewal after renewal (5.1, R-25, R-26)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from netsoft.billing.contract.subscription import CLAUSE, Subscription, Term, term_on
from netsoft.cg052018 import CG052018
from netsoft.contract_readings import ContractReadings
from netsoft.errors import InvalidValue
from tests.contract.build import duration, reading, subscription


@pytest.mark.parametrize(
    ("available", "number", "first", "last"),
    [
        (date(2026, 1, 15), 1, date(2026, 1, 15), date(2027, 1, 14)),
        (date(2025, 4, 10), 1, date(2025, 4, 10), date(2026, 4, 9)),
        (date(2025, 4, 10), 2, date(2026, 4, 10), date(2027, 4, 9)),
        (date(2028, 2, 29), 1, date(2028, 2, 29), date(2029, 2, 27)),
        (date(2028, 2, 29), 2, date(2029, 2, 28), date(2030, 2, 27)),
        (date(2028, 2, 29), 4, date(2031, 2, 28), date(2032, 2, 28)),
        (date(2028, 2, 29), 5, date(2032, 2, 29), date(2033, 2, 27)),
        (date(2026, 12, 31), 1, date(2026, 12, 31), date(2027, 12, 30)),
        (date(2026, 1, 1), 100, date(2125, 1, 1), date(2125, 12, 31)),
    ],
)
def test_terms_on_the_eve(available: date, number: int, first: date, last: date) -> None:
    wanted = Term(number, first, last)
    assert subscription(available).numbered(number) == wanted
    assert term_on(available, first, CG052018) == term_on(available, last, CG052018) == wanted


@pytest.mark.parametrize(
    ("available", "number", "first", "last"),
    [
        (date(2026, 1, 15), 1, date(2026, 1, 15), date(2027, 1, 15)),
        (date(2026, 1, 15), 2, date(2027, 1, 16), date(2028, 1, 15)),
        (date(2028, 2, 29), 1, date(2028, 2, 29), date(2029, 2, 28)),
        (date(2028, 2, 29), 2, date(2029, 3, 1), date(2030, 2, 28)),
        (date(2028, 2, 29), 4, date(2031, 3, 1), date(2032, 2, 29)),
    ],
)
def test_terms_on_the_anniversary(available: date, number: int, first: date, last: date) -> None:
    found = subscription(available, reading(annual_term="anniversary"))
    assert found.numbered(number) == found.term_on(first) == found.term_on(last) == Term(number, first, last)


@pytest.mark.parametrize("readings", [ContractReadings(), reading(annual_term="anniversary")])
def test_each_day_has_one_term(readings: ContractReadings) -> None:
    found = subscription(date(2024, 2, 29), readings)
    day, term = date(2024, 2, 29), found.numbered(1)
    while day < date(2034, 1, 1):
        assert term.last_day is not None
        if day > term.last_day:
            term = found.after(term)
            assert term.first_day == day
        assert found.term_on(day) == term
        day += timedelta(days=1)


def test_an_indefinite_renewal_has_no_last_day() -> None:
    found = subscription(readings=reading(renewal="indefinite"))
    assert found.term_on(date(2027, 3, 31)) == Term(1, date(2026, 4, 1), date(2027, 3, 31))
    assert found.term_on(date(2027, 4, 1)) == found.term_on(date(2090, 1, 1)) == Term(2, date(2027, 4, 1), None)
    with pytest.raises(InvalidValue):
        found.numbered(3)


def test_the_clause_set_aside_leaves_no_term() -> None:
    found = Subscription(date(2026, 4, 1), CG052018.without(CLAUSE))
    assert found.term_on(date(2050, 1, 1)) == Term(1, date(2026, 4, 1), None)


def test_the_months_are_those_of_the_terms() -> None:
    assert term_on(date(2026, 4, 1), date(2026, 4, 1), duration(months=6)).last_day == date(2026, 9, 30)


def test_before_the_first_day_there_is_no_term() -> None:
    with pytest.raises(InvalidValue, match=r"day : le 31/03/2026 précède la mise à disposition du 01/04/2026 ; donner"):
        subscription().term_on(date(2026, 3, 31))


@pytest.mark.parametrize("number", [0, -1, True, 1.0, "1"])
def test_terms_are_numbered_from_one(number: Any) -> None:
    with pytest.raises(InvalidValue) as refused:
        subscription().numbered(number)
    assert refused.value.field == "number"


@pytest.mark.parametrize("day", [datetime(2026, 4, 1, 12, tzinfo=UTC), date(1899, 12, 31), "2026-04-01"])
def test_the_first_day_is_a_day_of_a_contract(day: Any) -> None:
    with pytest.raises(InvalidValue) as refused:
        Subscription(day, CG052018)
    assert refused.value.field == "available_on"
