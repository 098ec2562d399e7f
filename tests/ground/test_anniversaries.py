"""Months counted from their origin: anniversaries, whole months, cycles; pendulum is the peer."""

from datetime import UTC, date, datetime
from typing import Any

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.days import ONE_DAY, Cycle, EndOfMonth, Period, anniversary, whole_months
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.testing import days

CENTURIES = Period(date(1800, 1, 1), date(2300, 1, 1))
MONTHS = st.integers(-1200, 1200)


@given(days(CENTURIES), MONTHS)
def test_the_clamp_is_that_of_pendulum(origin: date, months: int) -> None:
    """Two ways to the same day."""
    peer = pendulum.date(origin.year, origin.month, origin.day).add(months=months)
    assert anniversary(origin, months) == date(peer.year, peer.month, peer.day)


@given(days(CENTURIES), MONTHS)
def test_the_three_policies(origin: date, months: int) -> None:
    """They differ only where the month lacks the day."""
    clamped = anniversary(origin, months, "clamp")
    if clamped.day == origin.day:
        assert anniversary(origin, months, "next-day") == anniversary(origin, months, "refuse") == clamped
    else:
        assert clamped.day < origin.day
        assert anniversary(origin, months, "next-day") == clamped + ONE_DAY
        assert (clamped + ONE_DAY).day == 1
        with pytest.raises(InvalidValue) as refused:
            anniversary(origin, months, "refuse")
        assert refused.value.field == "end_of_month"
        assert refused.value.problem == f"{months} mois après le {origin}, le mois n'a pas de {origin.day}"
        assert refused.value.remedy == "choisir la règle « clamp » ou « next-day »"


@given(days(CENTURIES), MONTHS, MONTHS)
def test_more_months_are_later(origin: date, one: int, more: int) -> None:
    """Strictly: no two anniversaries of a day are the same."""
    policies: tuple[EndOfMonth, ...] = ("clamp", "next-day")
    for policy in policies:
        assert (anniversary(origin, one, policy) < anniversary(origin, more, policy)) == (one < more)


def test_they_count_from_the_origin() -> None:
    """Never one after another: two months after 31 January is 31 March."""
    assert anniversary(anniversary(date(2026, 1, 31), 1), 1) == date(2026, 3, 28)
    assert anniversary(date(2026, 1, 31), 2) == date(2026, 3, 31)
    assert anniversary(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert anniversary(date(2028, 2, 29), 48) == date(2032, 2, 29)
    assert anniversary(date(2027, 3, 31), -1) == date(2027, 2, 28)


def test_a_pendulum_date_gives_a_plain_day() -> None:
    plain = anniversary(pendulum.date(2026, 1, 31), 0)
    assert (plain, type(plain)) == (date(2026, 1, 31), date)


@pytest.mark.parametrize("months", [-1, 12 * 9999, -(10**9), 10**9])
def test_outside_the_calendar(months: int) -> None:
    """An error of ours, that names the months."""
    with pytest.raises(InvalidValue) as refused:
        anniversary(date(1, 1, 31), months)
    assert str(refused.value) == (
        f"months : {months} mois après le 0001-01-31 : hors du calendrier ; donner moins de mois"
    )


def test_the_ends_of_the_calendar() -> None:
    assert anniversary(date(1, 1, 31), 12 * 9998 + 11) == date(9999, 12, 31)
    assert anniversary(date(9999, 12, 31), -12 * 9998 - 11) == date(1, 1, 31)
    with pytest.raises(InvalidValue):
        anniversary(date(9999, 12, 31), 1)


@pytest.mark.parametrize("months", [True, 1.0, "1", None])
def test_months_are_whole_numbers(months: Any) -> None:
    with pytest.raises(InvalidValue) as refused:
        anniversary(date(2026, 1, 31), months)
    sentence = f"months : {shown(months)} n'est pas un nombre de mois ; donner un nombre entier de mois"
    assert str(refused.value) == sentence


def test_another_policy_is_refused() -> None:
    policy: Any = "round"
    with pytest.raises(InvalidValue) as refused:
        anniversary(date(2026, 1, 31), 1, policy)
    assert str(refused.value) == "end_of_month : règle inconnue : « round » ; écrire clamp, next-day, refuse"


def test_an_instant_has_no_anniversary() -> None:
    at = datetime(2026, 1, 31, tzinfo=UTC)
    for field, call in (
        ("origin", lambda: anniversary(at, 1)),
        ("origin", lambda: whole_months(at, date(2026, 1, 1))),
        ("day", lambda: whole_months(date(2026, 1, 1), at)),
        ("anchor", lambda: Cycle(at)),
    ):
        with pytest.raises(InvalidValue) as refused:
            call()
        assert refused.value.field == field


@given(days(CENTURIES), days(CENTURIES))
def test_whole_months_are_those_that_have_passed(origin: date, day: date) -> None:
    """The greatest number of months whose anniversary is not after the day."""
    months = whole_months(origin, day)
    assert anniversary(origin, months) <= day < anniversary(origin, months + 1)


@given(days(CENTURIES), MONTHS)
def test_whole_months_undo_anniversaries(origin: date, months: int) -> None:
    assert whole_months(origin, anniversary(origin, months)) == months
    assert whole_months(origin, anniversary(origin, months) - ONE_DAY) == months - 1


@given(days(CENTURIES), st.integers(1, 60), days(CENTURIES))
def test_a_cycle_holds_every_day_once(anchor: date, months: int, day: date) -> None:
    """Its periods follow one another without gap; the period of a day holds it."""
    cycle = Cycle(anchor, months)
    index = cycle.index(day)
    assert day in cycle.containing(day)
    assert cycle.containing(day) == cycle.period(index)
    assert cycle.period(index - 1).end == cycle.period(index).start
    assert cycle.index(cycle.period(index).last) == index
    assert cycle.index(cycle.period(index).end) == index + 1


def test_a_cycle_begins_on_its_anchor() -> None:
    cycle = Cycle(date(2024, 1, 31))
    assert cycle.months == 1
    assert cycle.period(0) == Period(date(2024, 1, 31), date(2024, 2, 29))
    assert cycle.period(-1) == Period(date(2023, 12, 31), date(2024, 1, 31))
    assert Cycle(date(2024, 2, 29), 12).period(1) == Period(date(2025, 2, 28), date(2026, 2, 28))


@pytest.mark.parametrize("months", [0, -1, True, 1.5, "12"])
def test_a_cycle_has_a_length(months: Any) -> None:
    with pytest.raises(InvalidValue) as refused:
        Cycle(date(2024, 1, 31), months)
    sentence = f"months : durée {shown(months)} ; donner un nombre entier de mois, au moins 1"
    assert str(refused.value) == sentence
