"""Days, periods and half-years: what they hold, how they cut, what they refuse."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.days import ONE_DAY, HalfYear, Month, Period, as_day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.testing import days, half_years, periods

ALWAYS = Period(date(1, 1, 1), date(9998, 7, 1))


def test_a_day_is_a_day() -> None:
    """A pendulum date becomes a plain one; nothing else passes the door."""
    assert as_day(date(2024, 2, 29)) == date(2024, 2, 29)
    plain = as_day(pendulum.date(2024, 2, 29))
    assert (plain, type(plain)) == (date(2024, 2, 29), date)


@pytest.mark.parametrize(
    "value",
    [
        datetime(2024, 2, 29, tzinfo=UTC),
        pendulum.datetime(2024, 2, 29),
        "2024-02-29",
        20240229,
        None,
        timedelta(days=1),
    ],
    ids=str,
)
def test_an_instant_is_no_day(value: object) -> None:
    """Python calls an instant a date; the library does not."""
    with pytest.raises(InvalidValue) as refused:
        as_day(value, "due")
    assert refused.value.field == "due"
    assert refused.value.problem == f"{shown(value)} n'est pas un jour"
    assert refused.value.remedy == "donner un jour sans heure, par exemple 2024-03-01"
    with pytest.raises(InvalidValue) as unnamed:
        as_day(value)
    assert unnamed.value.field == ""


def test_a_period_counts_its_days() -> None:
    assert Period(date(2024, 2, 28), date(2024, 3, 1)).days == 2
    assert Period(date(2023, 2, 28), date(2023, 3, 1)).days == 1
    assert Period(date(2024, 1, 1), date(2024, 1, 1)).days == 0


def test_the_last_day_of_a_period() -> None:
    assert Period(date(2024, 2, 1), date(2024, 3, 1)).last == date(2024, 2, 29)


def test_an_empty_period_has_no_last_day() -> None:
    with pytest.raises(InvalidValue) as refused:
        _ = Period(date(2024, 1, 1), date(2024, 1, 1)).last
    assert str(refused.value) == "period : une période vide n'a pas de dernier jour ; vérifier « days » d'abord"


def test_a_period_does_not_run_backwards() -> None:
    with pytest.raises(InvalidValue) as refused:
        Period(date(2024, 1, 2), date(2024, 1, 1))
    assert str(refused.value) == "end : la fin précède le début ; donner une fin qui suit le début"


@pytest.mark.parametrize("field", ["start", "end"])
def test_the_bounds_of_a_period_are_days(field: str) -> None:
    bounds: dict[str, date] = {"start": date(2024, 1, 1), "end": date(2024, 2, 1)}
    with pytest.raises(InvalidValue) as refused:
        Period(**{**bounds, field: datetime(2024, 1, 15, tzinfo=UTC)})
    assert refused.value.field == field


@given(periods(ALWAYS))
def test_a_period_holds_the_days_it_counts(period: Period) -> None:
    few = Period(period.start, min(period.end, period.start + timedelta(days=800)))
    held = list(few)
    assert len(held) == few.days
    assert held == [few.start + timedelta(days=n) for n in range(few.days)]
    assert all(day in few for day in held)
    assert few.end not in few
    assert few.start == ALWAYS.start or few.start - ONE_DAY not in few
    assert held[-1:] == ([few.last] if few.days else [])


@given(periods(ALWAYS), days(ALWAYS))
def test_a_cut_loses_nothing(period: Period, at: date) -> None:
    first, second = period.cut(at)
    assert (first.start, second.end) == (period.start, period.end)
    assert first.end == second.start
    assert first.days + second.days == period.days
    if at in period:
        assert first.end == at


@given(periods(), periods())
def test_periods_sort_by_their_start(one: Period, other: Period) -> None:
    assert (one < other) == ((one.start, one.end) < (other.start, other.end))


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 1, 1), "2026-S1"),
        (date(2026, 6, 30), "2026-S1"),
        (date(2026, 7, 1), "2026-S2"),
        (date(2026, 12, 31), "2026-S2"),
    ],
)
def test_the_half_year_of_a_day(day: date, text: str) -> None:
    assert str(HalfYear.containing(day)) == text


def test_the_days_of_a_half_year() -> None:
    assert HalfYear(2024, 1).period == Period(date(2024, 1, 1), date(2024, 7, 1))
    assert HalfYear(2024, 2).period == Period(date(2024, 7, 1), date(2025, 1, 1))
    assert [HalfYear(2024, half).start_day for half in (1, 2)] == [date(2024, 1, 1), date(2024, 7, 1)]


@given(days(ALWAYS))
def test_a_half_year_holds_its_days(day: date) -> None:
    half = HalfYear.containing(day)
    assert day in half.period
    assert HalfYear.containing(half.period.end) == half.next
    assert half < half.next


@given(half_years(ALWAYS))
def test_a_half_year_is_written_and_read(half: HalfYear) -> None:
    assert HalfYear.parse(str(half)) == half


@pytest.mark.parametrize(
    "text",
    [
        "2026-S3",
        "2026-S0",
        "2026-s1",
        "26-S1",
        "02026-S1",
        "2026",
        "2026-S",
        "２０２６-S1",
        "-026-S1",
        "2026-S12",
        "²026-S1",
        "",
        "2026-S1 ",
    ],
)
def test_other_writings_of_half_years_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        HalfYear.parse(text)
    assert refused.value.field == ""
    assert refused.value.problem == f"semestre illisible : {shown(text)}"
    assert refused.value.remedy == "écrire par exemple « 2027-S1 »"


@pytest.mark.parametrize("half", [0, 3, True, 1.0, "1"])
def test_there_are_two_half_years(half: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        HalfYear(2026, half)
    assert str(refused.value) == f"half : semestre {shown(half)} ; écrire 1 ou 2"


@pytest.mark.parametrize("year", [0, -1, 9999, True, 2026.0])
def test_the_year_of_a_half_year(year: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        HalfYear(year, 1)
    assert str(refused.value) == f"year : année {shown(year)} ; donner une année de 1 à 9998"


def test_the_first_half_year_and_the_last() -> None:
    assert HalfYear(1, 1).start_day == date(1, 1, 1)
    assert HalfYear(9998, 2).period.end == date(9999, 1, 1)


def test_the_days_of_a_month() -> None:
    assert Month(2024, 2).period == Period(date(2024, 2, 1), date(2024, 3, 1))
    assert Month(2024, 12).period == Period(date(2024, 12, 1), date(2025, 1, 1))


@given(days(ALWAYS))
def test_a_month_holds_its_days(day: date) -> None:
    month = Month.containing(day)
    assert day in month.period
    assert Month.containing(month.period.end) == month.next
    assert month < month.next
    assert month.start_day.day == month.period.end.day == 1
    assert 28 <= month.period.days <= 31


@given(days(ALWAYS).map(Month.containing))
def test_a_month_is_written_and_read(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert str(month) == month.start_day.isoformat()[:7]


@pytest.mark.parametrize(
    "text",
    [
        "2026-1",
        "2026-13",
        "2026-00",
        "0000-01",
        "2026/01",
        "202601",
        "26-01",
        "2026-011",
        "2026-",
        "-2026",
        "２０２６-01",
        "2026-0a",
        "+026-01",
        "2026",
        "",
        "2026-01 ",
    ],
)
def test_other_writings_of_months_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        Month.parse(text)


def test_the_refusal_shows_how_to_write_a_month() -> None:
    with pytest.raises(InvalidValue) as refused:
        Month.parse("octobre 2026")
    assert refused.value.field == ""
    assert refused.value.problem == "mois illisible : « octobre 2026 »"
    assert refused.value.remedy == "écrire par exemple « 2026-10 »"


@pytest.mark.parametrize("month", [0, 13, True, 1.0, "1"])
def test_there_are_twelve_months(month: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        Month(2026, month)
    assert str(refused.value) == f"month : mois {shown(month)} ; écrire un mois de 1 à 12"


@pytest.mark.parametrize("year", [0, -1, 9999, True, 2026.0])
def test_the_year_of_a_month(year: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        Month(year, 1)
    assert str(refused.value) == f"year : année {shown(year)} ; donner une année de 1 à 9998"


def test_the_first_month_and_the_last() -> None:
    assert Month(1, 1).start_day == date(1, 1, 1)
    assert Month(9998, 12).period.end == date(9999, 1, 1)
    assert [Month(2026, n).next for n in (1, 11)] == [Month(2026, 2), Month(2026, 12)]


@given(st.integers(1, 9998), st.integers(1, 12))
def test_months_and_half_years_agree(year: int, month: int) -> None:
    """Six months a half."""
    assert HalfYear.containing(Month(year, month).start_day) == HalfYear(year, (month + 5) // 6)


WRITTEN = st.one_of(
    st.text(),
    st.from_regex(r"[0-9]{1,5}-S?[0-9]{0,3}", fullmatch=True),
    st.none(),
    st.integers(),
    st.dates(),
    st.binary(),
)


@given(WRITTEN)
def test_whatever_is_read_is_a_value_or_a_refusal(written: Any) -> None:
    """What is accepted is written back as it was read."""
    for kind in (Month, HalfYear):
        with suppress(InvalidValue):
            assert str(kind.parse(written)) == written


@given(st.one_of(st.dates(), st.datetimes(), st.text(), st.none(), st.integers()))
def test_whatever_comes_is_a_day_or_a_refusal(value: Any) -> None:
    if type(value) is date:
        assert as_day(value) == value
    else:
        with pytest.raises(InvalidValue):
            as_day(value)
