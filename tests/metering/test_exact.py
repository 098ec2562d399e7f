"""What metering counts, to the exact edge: instants, days, months."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from netsoft.days import Cycle, Month, Period
from netsoft.metering.actions import Journal, natural_id, take_in
from netsoft.metering.admission import Access, Gate
from netsoft.metering.declared import Declared, declared_users
from netsoft.metering.late import correctable_from
from netsoft.metering.months import cut_by, months_of_term
from netsoft.metering.usage import Usage
from netsoft.paris import MonthBounds
from netsoft.usage_readings import UsageReadings
from tests.metering.build import (
    ANNA,
    FIFTH,
    MISTRAL,
    OCTOBER,
    PAUL,
    action,
    actions,
    door,
)
from tests.metering.test_usage import row

SUBSCRIBED = UsageReadings(tier_months="of-the-subscription")
YEAR_OF_MARCH = Cycle(date(2026, 3, 16), 12)


@pytest.fixture
def _far_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that is set to the time of Tokyo."""
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_far_machine")
def test_the_zone_of_the_machine_changes_no_instant() -> None:
    """To the microsecond."""
    made = action(at=datetime(2026, 10, 5, 11, 2, 3, 456789, tzinfo=timezone(timedelta(hours=2))))
    assert made.at == datetime(2026, 10, 5, 9, 2, 3, 456789, tzinfo=UTC)
    assert (made.at.tzinfo, Usage.of([made]).users(MISTRAL, OCTOBER)) == (UTC, {ANNA: 1})


def test_an_instant_of_utc_is_kept_as_it_came() -> None:
    """No copy of it is made: nearly all instants are so."""
    came = datetime(2026, 10, 5, 9, tzinfo=UTC)
    assert action(at=came).at is came


def test_a_derived_id_never_changes() -> None:
    """A sender that retries after an update of netsoft finds the same one."""
    assert natural_id(MISTRAL, ANNA, "record", ("dossier-7", "form-4f2a")) == "n-b97fc6b2069f62d941d9"


def test_a_gate_opens_and_shuts_at_midnight_in_paris() -> None:
    gate = Gate.of(Access(frozenset({ANNA}), date(2026, 4, 1), date(2026, 10, 31)))
    start, end = datetime(2026, 3, 31, 22, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert (gate.start, gate.end, gate.open_from, gate.correctable_from) == (start, end, start, start)
    instant = timedelta(microseconds=1)
    asked = [gate.refuses(ANNA, at) for at in (start - instant, start, end - instant, end)]
    first, last = (
        "antérieure au contrat, qui l'admet à compter du 01/04",
        "postérieure au contrat, qui l'admet jusqu'au 31/10",
    )
    assert asked == [f"action {first}/2026", "", "", f"action {last}/2026"]
    shut = Gate.of(
        Access(frozenset({ANNA}), date(2026, 4, 1), open_from=date(2026, 10, 1), correctable_from=date(2026, 7, 1))
    )
    assert (shut.open_from, shut.correctable_from) == (
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 6, 30, 22, tzinfo=UTC),
    )
    assert shut.refuses(ANNA, shut.correctable_from) == ""
    assert shut.refuses(ANNA, shut.correctable_from - instant).endswith(
        "rien ne se compte avant le 01/07/2026 ; seul un avoir en faveur du client peut encore suivre"
    )


def test_the_first_instant_of_an_open_month_moves_and_an_equal_content_does_not() -> None:
    """On 1 October, open since midnight in Paris: an earlier instant takes the place of the later one."""
    opened = datetime(2026, 9, 30, 22, tzinfo=UTC)
    since, held = door(open_from=date(2026, 10, 1)), Journal((action(),))
    assert take_in([action(at=opened)], since, held).conflicts[0].moves
    assert not take_in([action(at=opened - timedelta(microseconds=1))], since, held).conflicts[0].moves


def test_equal_usages_have_one_hash_and_others_mostly_not() -> None:
    """By month and by total: a set of usages stays quick."""
    assert len({hash(Usage.counted([row(ANNA, done)])) for done in range(1, 9)}) == 8


def test_an_action_that_moves_takes_nothing_from_the_others() -> None:
    """Paul's action becomes anna's; the two that paul has beside it stay."""
    late = action(user=PAUL, at=FIFTH + timedelta(hours=1))
    first = take_in([late, *actions(2, PAUL)], door())
    moved = take_in([action()], door(), Journal().after(first))
    assert Usage().after(first).after(moved) == Usage.counted([row(PAUL, 2), row(ANNA, 1)])


def test_a_batch_is_counted_by_the_months_of_the_subscription() -> None:
    """15 November is in the month of 16 October: what is new, and what a conflict moves."""
    bounds = cut_by(months_of_term(YEAR_OF_MARCH, 0, SUBSCRIBED))
    middle = datetime(2026, 11, 15, 9, tzinfo=UTC)
    first = take_in([action(user=PAUL, at=middle + timedelta(hours=1)), action("b", at=middle)], door())
    usage = Usage().after(first, bounds)
    assert usage == Usage.counted([row(PAUL, 1), row(ANNA, 1)])
    moved = take_in([action(at=middle)], door(), Journal().after(first))
    assert usage.after(moved, bounds) == Usage.counted([row(ANNA, 2)])


def test_actions_in_no_order_are_each_in_their_month() -> None:
    """Forth and back over three months, to their first and last instants."""
    bounds = MonthBounds.over(Month(2026, 9), Month(2026, 11))
    starts = [datetime.fromtimestamp(start, UTC) for start in bounds.starts]
    instants = [at for start, end in pairwise(starts) for at in (start, end - timedelta(microseconds=1))]
    mixed = [instants[place] for place in (5, 0, 2, 1, 4, 3, 2, 5, 0)]
    usage = Usage.of([action(f"a-{n}", at=at) for n, at in enumerate(mixed)], bounds)
    assert Usage.of((action(f"a-{n}", at=at) for n, at in enumerate(mixed)), bounds) == usage
    assert {str(month): usage.users(MISTRAL, month)[ANNA] for month in usage.months} == {
        "2026-09": 3,
        "2026-10": 3,
        "2026-11": 3,
    }


def test_the_bounds_of_a_year_end_with_its_last_month() -> None:
    months = months_of_term(YEAR_OF_MARCH, 0)
    bounds = cut_by(months)
    assert bounds.months == tuple(one.month for one in months)
    first, last = (datetime.fromtimestamp(bounds.starts[place], UTC) for place in (0, -1))
    assert (first, last) == (datetime(2026, 3, 15, 23, tzinfo=UTC), datetime(2027, 2, 28, 23, tzinfo=UTC))


def test_a_month_of_one_declared_day() -> None:
    """The last day alone; and a declaration of the day after is of the next month."""
    history = (Declared(date(2026, 10, 31), 5), Declared(date(2026, 11, 1), 9))
    for which in ("highest", "last-day", "average"):
        assert declared_users(history, OCTOBER.period, UsageReadings.of({"declared_users": which})) == 5


def test_the_last_day_of_a_contract_is_declared_too() -> None:
    """Eight users from the 26th: they count if that day is the last, not if the contract ended on the day before."""
    history = (Declared(date(2026, 10, 1), 2), Declared(date(2026, 10, 26), 8))
    assert [declared_users(history, OCTOBER.period, until=date(2026, 10, day)) for day in (25, 26)] == [2, 8]


def test_a_contract_that_ends_with_the_first_day_of_a_month_has_that_day() -> None:
    """A year from 2 March to 1 March: the last month is one day long."""
    last = months_of_term(Cycle(date(2026, 3, 2), 12), 0, ended_on=date(2027, 3, 1))[-1]
    assert (last.month, last.period) == (Month(2027, 3), Period(date(2027, 3, 1), date(2027, 3, 2)))


def test_r19_three_readings_of_a_month_are_three_figures() -> None:
    """Fourteen days of one user, sixteen of twenty, one of seven: 341 by 31, which is 11."""
    history = (Declared(date(2026, 10, 1), 1), Declared(date(2026, 10, 15), 20), Declared(date(2026, 10, 31), 7))
    for which, users in (("highest", 20), ("last-day", 7), ("average", 11)):
        assert declared_users(history, OCTOBER.period, UsageReadings.of({"declared_users": which})) == users


def test_two_declarations_weigh_by_their_days() -> None:
    """Ten days of one user and twenty-one of four: 94 by 31, which is 3.03."""
    history = (Declared(date(2026, 10, 1), 1), Declared(date(2026, 10, 11), 4))
    assert declared_users(history, OCTOBER.period, UsageReadings(declared_users="average")) == 3


def test_the_months_that_may_be_corrected_follow_r28() -> None:
    """The second year from 16 March: its first calendar month is the whole of March, its own first month is not."""
    for readings, first in ((UsageReadings(), date(2027, 3, 1)), (SUBSCRIBED, date(2027, 3, 16))):
        assert correctable_from(YEAR_OF_MARCH, date(2027, 5, 1), readings) == first
    assert correctable_from(YEAR_OF_MARCH, date(2025, 1, 1)) == date(2026, 3, 16)
