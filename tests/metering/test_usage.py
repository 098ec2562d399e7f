"""Counts by tenant, user and month of Paris; declared users; the months of a contract year; by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from netsoft.days import Cycle, Month, Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.metering.actions import Journal, take_in
from netsoft.metering.declared import Declared, declared_users
from netsoft.metering.months import cut_by, months_of_term
from netsoft.metering.usage import Usage, UserMonth
from netsoft.names import UserId
from netsoft.paris import MonthBounds
from netsoft.usage_readings import UsageReadings
from tests.metering.build import ANNA, FIFTH, MISTRAL, OCTOBER, PAUL, SIROCCO, action, actions, door

OCTOBER_DAYS = OCTOBER.period
BY_SUBSCRIPTION = UsageReadings(tier_months="of-the-subscription")


def row(user: UserId, count: int, month: Month = OCTOBER) -> UserMonth:
    return UserMonth(MISTRAL, user, month, count)


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC), "2026-10"),
        (datetime(2026, 10, 31, 23, 0, tzinfo=UTC), "2026-11"),
        (datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC), "2026-03"),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), "2026-04"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10"),  # twice half past two in Paris
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10"),
    ],
)
def test_the_month_is_that_of_paris(at: datetime, month: str) -> None:
    assert Usage.of([action(at=at)]).months == (Month.parse(month),)


def test_counts_and_their_views() -> None:
    usage = Usage.of([*actions(3), *actions(2, PAUL), *actions(1, at=FIFTH + timedelta(31))])
    assert sorted(usage.rows()) == [row(ANNA, 3), row(ANNA, 1, OCTOBER.next), row(PAUL, 2)]
    assert usage.users(MISTRAL, OCTOBER) == {ANNA: 3, PAUL: 2}
    assert usage.tenants(OCTOBER) == {MISTRAL: {ANNA: 3, PAUL: 2}}
    assert (usage.users(SIROCCO, OCTOBER), usage.tenants(Month(2020, 1)), usage.total) == ({}, {}, 6)


def test_equal_counts_are_equal_usages() -> None:
    """Zeros do not count, the order of rows does not matter."""
    one, other = Usage.counted([row(ANNA, 1), row(PAUL, 2)]), Usage.counted([row(PAUL, 2), row(ANNA, 1)])
    assert one == other == Usage.counted([row(PAUL, 2), row(ANNA, 0), row(ANNA, 1)])
    assert hash(one) == hash(other)
    assert Usage.counted([row(ANNA, 0)]) == Usage.of([]) == Usage()
    assert Usage.counted([row(ANNA, 1), row(ANNA, 1)]) == Usage.counted([row(ANNA, 2)])
    assert one != Usage.counted([row(ANNA, 1)])


def test_nobody_alters_a_count() -> None:
    usage = Usage.of([action()])
    for counts in (usage.counts, usage.tenants(OCTOBER), usage.users(MISTRAL, OCTOBER)):
        with pytest.raises(TypeError):
            counts["x"] = 1  # type: ignore[index]


def test_a_conflict_moves_the_count_to_the_content_that_stands() -> None:
    """Paul's hour came first, then anna's earlier one under the same id: anna has the action, paul has not."""
    late, early = action(user=PAUL, at=FIFTH + timedelta(hours=1)), action()
    first = take_in([late], door())
    usage, journal = Usage().after(first), Journal().after(first)
    assert usage == Usage.counted([row(PAUL, 1)])
    second = take_in([early], door(), journal)
    assert usage.after(second) == Usage.of(journal.after(second).standing) == Usage.counted([row(ANNA, 1)])
    third = take_in([late], door(), journal.after(second))
    assert usage.after(second).after(third) == Usage.counted([row(ANNA, 1)])


def test_an_action_outside_the_bounds_is_refused() -> None:
    bounds = MonthBounds.over(Month(2026, 11), Month(2026, 12))
    for at in (FIFTH, datetime(2027, 1, 1, tzinfo=UTC)):
        with pytest.raises(InvalidValue, match="action hors des mois de 2026-11 à 2026-12"):
            Usage.of([action(at=at)], bounds)


@pytest.mark.parametrize("count", [-1, 1.0, True, None])
def test_a_count_is_a_whole_number(count: Any) -> None:
    with pytest.raises(InvalidValue, match="n'est pas un nombre d'actions"):
        row(ANNA, count)


HISTORY = (Declared(date(2026, 9, 1), 4), Declared(date(2026, 10, 11), 6), Declared(date(2026, 10, 31), 5))


@pytest.mark.parametrize(
    ("which", "october", "november"),
    [("highest", 6, 5), ("last-day", 5, 5), ("average", 5, 5)],  # 10 x 4 + 20 x 6 + 1 x 5 = 165 by 31: 5.3
)
def test_r19(which: str, october: int, november: int) -> None:
    readings = UsageReadings.of({"declared_users": which})
    for history in (HISTORY, tuple(reversed(HISTORY))):
        assert declared_users(history, OCTOBER_DAYS, readings) == october
        assert declared_users(history, OCTOBER.next.period, readings) == november


def test_the_days_without_a_contract_lower_no_mean() -> None:
    """From the 21st: eleven days of two users; until the 25th, five days."""
    average = UsageReadings(declared_users="average")
    history = (Declared(date(2026, 10, 21), 2), Declared(date(2026, 10, 26), 8))
    assert declared_users(history[:1], OCTOBER_DAYS, average) == 2
    assert declared_users(history, OCTOBER_DAYS, average) == 5  # 5 x 2 + 6 x 8 = 58 by 11: 5.3
    assert declared_users(history, OCTOBER_DAYS, average, until=date(2026, 10, 25)) == 2
    assert declared_users(history, OCTOBER_DAYS, average, until=date(2026, 12, 25)) == 5


def test_halves_of_a_user_go_up_and_the_last_declaration_of_a_day_holds() -> None:
    two_days = Period(date(2026, 10, 1), date(2026, 10, 3))
    history = (Declared(date(2026, 10, 1), 9), Declared(date(2026, 10, 1), 1), Declared(date(2026, 10, 2), 2))
    assert declared_users(history, two_days, UsageReadings(declared_users="average")) == 2
    assert declared_users(history, two_days) == 2


@pytest.mark.parametrize("history", [(), (Declared(date(2026, 11, 1), 3),)])
def test_a_month_without_a_declaration_is_a_missing_fact(history: tuple[Declared, ...]) -> None:
    with pytest.raises(MissingFact, match="utilisateurs déclarés inconnus du 01/10/2026 au 31/10/2026"):
        declared_users(history, OCTOBER_DAYS)


@pytest.mark.parametrize("users", [-1, True, 1.5])
def test_a_number_of_users_is_a_whole_number(users: Any) -> None:
    with pytest.raises(InvalidValue, match="n'est pas un nombre d'utilisateurs"):
        Declared(date(2026, 1, 1), users)


def spans(index: int, readings: UsageReadings = UsageReadings(), ended_on: date | None = None) -> list[str]:
    """The months of a year from 16 March 2026: each with its first and its last day."""
    months = months_of_term(Cycle(date(2026, 3, 16), 12), index, readings, ended_on)
    return [f"{m.month} {m.period.start:%d/%m}-{m.period.last:%d/%m}" for m in months]


def test_r28_calendar_months_belong_to_the_term_in_which_they_end() -> None:
    """The stub of March is the first of the first year; the whole March of 2027 the first of the second."""
    first, second = spans(0), spans(1)
    assert (len(first), first[0], first[-1]) == (12, "2026-03 16/03-31/03", "2027-02 01/02-28/02")
    assert (len(second), second[0], second[-1]) == (12, "2027-03 01/03-31/03", "2028-02 01/02-29/02")


def test_r28_the_last_stub_belongs_to_the_year_with_which_the_contract_ends() -> None:
    assert spans(0, ended_on=date(2027, 3, 15))[-1] == "2027-03 01/03-15/03"
    assert spans(0, ended_on=date(2026, 5, 10)) == [
        "2026-03 16/03-31/03",
        "2026-04 01/04-30/04",
        "2026-05 01/05-10/05",
    ]
    assert spans(1, ended_on=date(2027, 3, 15)) == spans(0, ended_on=date(2026, 3, 1)) == []


def test_r28_months_of_the_subscription() -> None:
    """Each bears the name of the month in which it begins."""
    months = spans(0, BY_SUBSCRIPTION)
    assert (len(months), months[0], months[-1]) == (12, "2026-03 16/03-15/04", "2027-02 16/02-15/03")
    assert spans(0, BY_SUBSCRIPTION, date(2026, 4, 20))[-1] == "2026-04 16/04-20/04"


def test_actions_are_cut_by_the_months_of_a_year() -> None:
    """15 April is in the first month of the subscription, and in the second calendar month."""
    years, made = Cycle(date(2026, 3, 16), 12), action(at=datetime(2026, 4, 15, 21, 59, tzinfo=UTC))
    for readings, name in ((UsageReadings(), "2026-04"), (BY_SUBSCRIPTION, "2026-03")):
        usage = Usage.of([made], cut_by(months_of_term(years, 0, readings)))
        assert [str(month) for month in usage.months] == [name]
    with pytest.raises(InvalidValue, match="aucun mois"):
        cut_by(())
