"""A price published for all reaches a running contract at its next yearly term [7.1]."""

from datetime import date

import attrs
import pytest
from hypothesis import given

from netsoft.billing.prices.pricing import PerUnit
from netsoft.billing.prices.revision import CLAUSE
from netsoft.billing.prices.taking_effect import reaching
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.cg052018 import CG052018
from netsoft.days import ONE_DAY, Cycle, Period
from netsoft.money import Rate
from netsoft.testing import days
from netsoft.testing.values import KNOWN_RATES

SEAT = Price("seat", "Abonnement", "per-user", date(2025, 1, 1), PerUnit("30.00"), Rate.percent("20"))
START = date(2025, 3, 10)


def later(day: date, amount: str = "33.00") -> Price:
    return attrs.evolve(SEAT, first_day=day, model=PerUnit(amount))


@pytest.mark.parametrize(
    ("published", "reached"),
    [
        (date(2025, 3, 11), date(2026, 3, 10)),
        (date(2026, 3, 9), date(2026, 3, 10)),
        (date(2026, 3, 10), date(2026, 3, 10)),
        (date(2026, 3, 11), date(2027, 3, 10)),
    ],
)
def test_it_waits_for_the_term(published: date, reached: date) -> None:
    tariff = reaching(Tariff((SEAT, later(published))), START, CG052018)
    assert tariff == Tariff((SEAT, later(reached)))


def test_what_was_published_by_the_first_day_is_the_price_of_the_first_day() -> None:
    prices = (SEAT, later(START))
    assert reaching(Tariff(prices), START, CG052018).prices == prices


def test_of_several_within_a_term_the_last_counts() -> None:
    published = Tariff((SEAT, later(date(2025, 6, 1), "31.00"), later(date(2025, 9, 1), "32.00")))
    assert reaching(published, START, CG052018) == Tariff((SEAT, later(date(2026, 3, 10), "32.00")))


def test_a_first_price_counts_from_its_day_and_revises_nothing() -> None:
    first = later(date(2025, 6, 1))
    published = Tariff((first, later(date(2025, 9, 1), "40.00")))
    assert reaching(published, START, CG052018) == Tariff((first, later(date(2026, 3, 10), "40.00")))


def test_products_do_not_meet() -> None:
    disk = attrs.evolve(later(date(2025, 6, 1)), product="disk", kind="disk")
    assert reaching(Tariff((SEAT, disk)), START, CG052018) == Tariff((SEAT, disk))
    assert reaching(Tariff(()), START, CG052018) == Tariff(())


def test_without_the_clause_nothing_is_revised() -> None:
    published = Tariff((SEAT, later(date(2025, 6, 1))))
    assert reaching(published, START, CG052018.without(CLAUSE)) == Tariff((SEAT,))


def test_the_length_of_the_term_is_that_of_the_terms() -> None:
    half = attrs.evolve(CG052018, duration=attrs.evolve(CG052018.duration, months=6))
    assert reaching(Tariff((SEAT, later(date(2025, 3, 11)))), START, half).prices[1].first_day == date(2025, 9, 10)


@given(days(), days(Period(KNOWN_RATES.start + ONE_DAY, KNOWN_RATES.end)), days())
def test_within_a_term_the_price_never_changes(start: date, published: date, day: date) -> None:
    """Read day by day: the price of a day is the one that was published by the first day of its term."""
    tariff = reaching(Tariff((later(KNOWN_RATES.start, "30.00"), later(published, "33.00"))), start, CG052018)
    term = Cycle(start, CG052018.duration.months).containing(max(day, start))
    wanted = PerUnit("33.00" if published <= term.start else "30.00")
    assert {tariff.on("seat", each).model for each in term} == {wanted}
