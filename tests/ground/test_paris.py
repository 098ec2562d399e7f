"""From instants to the days of Paris: zoneinfo is the peer, the two changes of hour of a year are looked at closely."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.days import ONE_DAY, Month, Period
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.paris import PARIS, MonthBounds, day_in_paris, start_of_day
from netsoft.testing import days

PEER = ZoneInfo("Europe/Paris")
AGE = Period(date(1970, 1, 2), date(2100, 1, 1))
SECONDS = st.integers(86_400, 4_102_441_199)
CENTURY = MonthBounds.over(Month(1970, 1), Month(2099, 12))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@given(SECONDS)
def test_the_day_is_that_of_zoneinfo(seconds: int) -> None:
    """Whatever the zone in which the instant is written."""
    at = datetime.fromtimestamp(seconds, UTC)
    expected = at.astimezone(PEER).date()
    elsewhere = at.astimezone(timezone(timedelta(hours=-11)))
    assert day_in_paris(at) == day_in_paris(elsewhere) == day_in_paris(at.astimezone(PEER)) == expected
    assert type(day_in_paris(at)) is date


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2025-03-29T22:59:59Z", "2025-03-29"),  # winter: Paris is an hour ahead
        ("2025-03-29T23:00:00Z", "2025-03-30"),
        ("2025-03-30T00:59:59Z", "2025-03-30"),  # 01:59:59, then 03:00
        ("2025-03-30T01:00:00Z", "2025-03-30"),
        ("2025-03-30T21:59:59Z", "2025-03-30"),  # summer: two hours ahead; the day had 23
        ("2025-03-30T22:00:00Z", "2025-03-31"),
        ("2025-10-25T21:59:59Z", "2025-10-25"),
        ("2025-10-25T22:00:00Z", "2025-10-26"),
        ("2025-10-26T00:30:00Z", "2025-10-26"),  # 02:30, twice
        ("2025-10-26T01:30:00Z", "2025-10-26"),
        ("2025-10-26T22:59:59Z", "2025-10-26"),  # the day had 25 hours
        ("2025-10-26T23:00:00Z", "2025-10-27"),
        ("2026-12-31T23:00:00Z", "2027-01-01"),
        ("2026-12-31T18:00:00-05:00", "2027-01-01"),
        # The instants of two other projects' tests (getlago/lago-api, killbill/killbill) that fall in Paris.
        ("2023-05-22T22:00Z", "2023-05-23"),
        ("2023-05-23T20:00Z", "2023-05-23"),
        ("2023-05-24T00:10Z", "2023-05-24"),
        ("2012-07-16T21:17:03Z", "2012-07-16"),
    ],
)
def test_the_changes_of_hour(at: str, day: str) -> None:
    assert day_in_paris(instant(at)) == date.fromisoformat(day)


def test_pendulum_instants_pass() -> None:
    at = pendulum.datetime(2026, 10, 31, 23, 30)
    assert (day_in_paris(at), type(day_in_paris(at))) == (date(2026, 11, 1), date)


@pytest.mark.parametrize(
    "at", [instant("2026-11-22T10:00"), pendulum.naive(2026, 11, 22), date(2026, 11, 22), "2026-11-22T10:00Z", 0, None]
)
def test_what_is_no_instant_is_refused(at: Any) -> None:
    """A day, or an hour that does not say where."""
    with pytest.raises(InvalidValue) as refused:
        day_in_paris(at)
    assert refused.value.field == "at"
    assert refused.value.problem == f"{shown(at)} n'est pas un instant"
    assert refused.value.remedy == (
        "donner une date et une heure avec leur fuseau, par exemple 2026-11-22T10:00:00+01:00"
    )


@given(days(AGE))
def test_a_day_begins_when_the_one_before_ends(day: date) -> None:
    """Its first second belongs to it, the second before to its eve."""
    start = start_of_day(day)
    assert day_in_paris(datetime.fromtimestamp(start, UTC)) == day
    assert day_in_paris(datetime.fromtimestamp(start - 1, UTC)) == day - ONE_DAY
    assert start_of_day(day + ONE_DAY) - start in {hours * 3600 for hours in (23, 24, 25)}


def test_the_lengths_of_two_days() -> None:
    for day, hours in (("2025-03-30", 23), ("2025-10-26", 25), ("2025-07-14", 24)):
        first = date.fromisoformat(day)
        assert start_of_day(first + ONE_DAY) - start_of_day(first) == hours * 3600
    assert start_of_day(date(2026, 1, 1)) == 1767222000  # 31 December 2025, 23:00 UTC


@given(SECONDS)
def test_the_month_is_that_of_the_day(seconds: int) -> None:
    """The bisection and the zone agree."""
    assert CENTURY.month_of(seconds) == Month.containing(day_in_paris(datetime.fromtimestamp(seconds, UTC)))


@given(st.sampled_from(CENTURY.starts[1:-1]))
def test_the_edges_of_the_months(start: int) -> None:
    """To the second, and to the fraction of it."""
    before, after = CENTURY.month_of(start - 1), CENTURY.month_of(start)
    assert before.next == after
    assert CENTURY.month_of(start - 0.001) == before
    assert after.start_day == day_in_paris(datetime.fromtimestamp(start, UTC))


def test_the_bounds_of_a_range() -> None:
    bounds = MonthBounds.over(Month(2025, 3), Month(2025, 4))
    assert bounds.months == (Month(2025, 3), Month(2025, 4))
    assert bounds.starts == tuple(start_of_day(date(2025, month, 1)) for month in (3, 4, 5))
    assert MonthBounds.over(Month(2025, 12), Month(2025, 12)).months == (Month(2025, 12),)


@pytest.mark.parametrize("seconds", [0, 1740783599, 1748728800])
def test_outside_the_range(seconds: int) -> None:
    """The second before the first month, the first second after the last: the bounds were not made for it."""
    bounds = MonthBounds.over(Month(2025, 3), Month(2025, 5))
    assert [bounds.starts[0] - 1, bounds.starts[-1]] == [1740783599, 1748728800]
    with pytest.raises(InvalidValue) as refused:
        bounds.month_of(seconds)
    problem = f"instant {seconds} hors des mois de 2025-03 à 2025-05"
    assert str(refused.value) == f"seconds : {problem} ; préparer des bornes qui couvrent cet instant"


def test_a_range_does_not_run_backwards() -> None:
    with pytest.raises(InvalidValue) as refused:
        MonthBounds.over(Month(2025, 4), Month(2025, 3))
    remedy = "donner un dernier mois qui suit le premier"
    assert str(refused.value) == f"last : 2025-03 précède 2025-04 ; {remedy}"


def test_the_zone_is_held() -> None:
    """One object, made once."""
    assert str(PARIS) == "Europe/Paris"
    assert pendulum.timezone("Europe/Paris") is PARIS
