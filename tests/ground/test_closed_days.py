"""Closed days and working days; the holidays package is the peer over a century and a half."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import holidays
import pytest
from hypothesis import given

from netsoft.closed_days import ClosedDay, Where, closed_days, easter, is_working_day, next_working_day
from netsoft.days import ONE_DAY, Period
from netsoft.errors import InvalidValue
from netsoft.testing import days

CENTURIES = Period(date(1950, 1, 1), date(2101, 1, 1))
YEARS = range(1950, 2101)


def peer(year: int, where: Where) -> set[date]:
    """What the package says; from 2005 to 2007 it drops Whit Monday, which was worked and yet stayed closed by law."""
    found = set(holidays.country_holidays("FR", subdiv="57" if where == "alsace-moselle" else None, years=year))
    return found | ({easter(year) + timedelta(days=50)} if 2005 <= year <= 2007 else set())


@pytest.mark.parametrize("where", ["metropole", "alsace-moselle"])
def test_the_closed_days_are_those_of_the_peer(where: Where) -> None:
    for year in YEARS:
        assert {closed.day for closed in closed_days(year, where)} == peer(year, where)


def test_eleven_days_and_two_more() -> None:
    """Each with its name, in the order of the year."""
    assert closed_days(2026) == (
        ClosedDay(date(2026, 1, 1), "jour de l'an"),
        ClosedDay(date(2026, 4, 6), "lundi de Pâques"),
        ClosedDay(date(2026, 5, 1), "fête du Travail"),
        ClosedDay(date(2026, 5, 8), "victoire de 1945"),
        ClosedDay(date(2026, 5, 14), "Ascension"),
        ClosedDay(date(2026, 5, 25), "lundi de Pentecôte"),
        ClosedDay(date(2026, 7, 14), "fête nationale"),
        ClosedDay(date(2026, 8, 15), "Assomption"),
        ClosedDay(date(2026, 11, 1), "Toussaint"),
        ClosedDay(date(2026, 11, 11), "armistice de 1918"),
        ClosedDay(date(2026, 12, 25), "Noël"),
    )
    more = set(closed_days(2026, "alsace-moselle")) - set(closed_days(2026))
    assert more == {ClosedDay(date(2026, 4, 3), "Vendredi saint"), ClosedDay(date(2026, 12, 26), "Saint-Étienne")}


def test_the_eighth_of_may_came_and_went() -> None:
    with_it = [year for year in YEARS if any(closed.name == "victoire de 1945" for closed in closed_days(year))]
    assert with_it == [*range(1953, 1960), *range(1982, 2101)]


def test_the_whole_country_is_the_default() -> None:
    """Where nothing is said, Alsace-Moselle's own days are worked."""
    assert is_working_day(date(2029, 12, 26))
    assert not is_working_day(date(2029, 12, 25))
    assert next_working_day(date(2029, 12, 25)) == date(2029, 12, 26)


def test_two_feasts_on_one_day() -> None:
    """Ascension fell on 1 May in 2008: both are told."""
    assert [closed.name for closed in closed_days(2008) if closed.day == date(2008, 5, 1)] == [
        "Ascension",
        "fête du Travail",
    ]


@pytest.mark.parametrize(
    "day", ["1818-03-22", "1886-04-25", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23",
            "2019-04-21", "2026-04-05", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22",
            "1700-04-11", "1704-03-23", "1707-04-24", "3165-04-18", "3260-04-18"]
)  # fmt: skip
def test_easter(day: str) -> None:
    """Known Easters, the earliest and the latest possible among them."""
    sunday = date.fromisoformat(day)
    assert easter(sunday.year) == sunday


def test_another_place_is_unknown() -> None:
    where: Any = "bretagne"
    for call in (lambda: closed_days(2026, where), lambda: is_working_day(date(2026, 7, 16), where)):
        with pytest.raises(InvalidValue) as refused:
            call()
        assert str(refused.value) == "closed_days : lieu inconnu : « bretagne » ; écrire metropole ou alsace-moselle"


def test_an_instant_is_no_working_day() -> None:
    with pytest.raises(InvalidValue) as refused:
        is_working_day(datetime(2026, 11, 23, tzinfo=UTC))
    assert refused.value.field == "day"


@pytest.mark.parametrize(
    ("day", "where", "works"),
    [
        ("2026-11-20", "metropole", True),  # Friday
        ("2026-11-21", "metropole", False),  # Saturday
        ("2026-11-22", "metropole", False),  # Sunday
        ("2026-11-23", "metropole", True),
        ("2026-11-11", "metropole", False),
        ("2026-04-03", "metropole", True),
        ("2026-04-03", "alsace-moselle", False),
        ("2029-12-26", "metropole", True),
        ("2029-12-26", "alsace-moselle", False),
    ],
)
def test_working_days(day: str, where: Where, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day), where) is works


@pytest.mark.parametrize(
    ("day", "where", "next_one"),
    [
        ("2026-12-11", "metropole", "2026-12-11"),
        ("2026-11-01", "metropole", "2026-11-02"),  # a Sunday, and All Saints
        ("2026-12-25", "metropole", "2026-12-28"),  # a Friday, then the week-end
        ("2026-04-03", "alsace-moselle", "2026-04-07"),  # Good Friday to the Tuesday after Easter
        ("2022-12-31", "metropole", "2023-01-02"),
    ],
)
def test_the_next_working_day(day: str, where: Where, next_one: str) -> None:
    assert next_working_day(date.fromisoformat(day), where) == date.fromisoformat(next_one)


@given(days(CENTURIES))
def test_the_next_working_day_is_near(day: date) -> None:
    """The day itself if it works; else no working day lies between, and five days are the longest wait."""
    found = next_working_day(day, "alsace-moselle")
    assert is_working_day(found, "alsace-moselle")
    assert (found == day) == is_working_day(day, "alsace-moselle")
    assert day <= found <= day + timedelta(days=5)
    assert not any(is_working_day(between, "alsace-moselle") for between in Period(day, found))
    assert found.weekday() < 5
    assert found - ONE_DAY >= day or found == day
