"""The edges where metering goes wrong elsewhere: boundaries of months and contracts, zones, runs that are repeated."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netsoft.days import Month
from netsoft.metering.actions import Journal, take_in
from netsoft.metering.complement import complement
from netsoft.metering.late import settle
from netsoft.metering.usage import Usage
from tests.metering.build import ANNA, FIFTH, OCTOBER, PAUL, action, actions, door, over, request, statement, year_of

WHOLE = year_of([0, 10, 0, 0, 0, 0, 300, 0, 0, 0, 0, 5])
PARIS = ZoneInfo("Europe/Paris")


def test_an_event_that_is_accepted_is_counted() -> None:
    """In one month or among the refusals: at the edges of months, of days and of the contract."""
    edges = [datetime(2026, 3, 31, 21, 59, 59, 999999, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC)]
    edges += [datetime(2026, 10, 31, 22, 59, 59, 999999, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC)]
    intake = take_in([action(f"a-{n}", at=at) for n, at in enumerate(edges)], door())
    assert Usage.of(intake.new).total + len(intake.refused) == len(edges) == intake.taken_in
    assert len(intake.refused) == 1


@pytest.mark.parametrize("change", [datetime(2026, 3, 29), datetime(2026, 10, 25)])  # noqa: DTZ001
def test_the_clock_change_moves_no_boundary(change: datetime) -> None:
    """Midnight in Paris parts two months on either side of a change, whatever the offset was before it."""
    after = Month(change.year, change.month + 1).start_day
    midnight = datetime(after.year, after.month, after.day, tzinfo=PARIS)
    made = [action("a", at=midnight - timedelta(microseconds=1)), action("b", at=midnight)]
    assert [str(month) for month in Usage.of(made).months] == [f"2026-{change.month:02}", f"2026-{change.month + 1:02}"]


def test_usage_of_the_last_day_is_counted() -> None:
    """To the last microsecond of the last day of the contract, and of its last, short month."""
    last = action(at=datetime(2026, 10, 15, 23, 59, 59, 999999, tzinfo=PARIS))
    assert take_in([last], door(last=date(2026, 10, 15))).new == (last,)
    ended = request(date(2026, 10, 16), ended_on=date(2026, 10, 15))
    made = complement(ended, [over(7201, Month(2026, month)) for month in range(4, 11)]).complement
    assert made is not None
    assert made.lines[-1].month == OCTOBER


def test_the_zone_of_the_sender_changes_nothing() -> None:
    sent = [action(at=FIFTH.astimezone(ZoneInfo(name))) for name in ("America/Guadeloupe", "Indian/Reunion", "UTC")]
    intake = take_in(sent, door())
    assert (len(intake.new), len(intake.duplicates)) == (1, 2)
    assert Usage.of(intake.new).users(sent[0].tenant, OCTOBER) == {ANNA: 1}


def test_what_was_billed_is_not_billed_again() -> None:
    """Run again, and again after a correction that changes nothing: nothing."""
    first = complement(request(date(2026, 11, 15)), WHOLE).complement
    assert first is not None
    again = request(date(2026, 11, 16), several=True)
    for _ in range(2):
        outcome = complement(again, WHOLE, (first,))
        assert (outcome.complement, outcome.taken_back) == (None, ())


def test_the_day_of_the_run_changes_no_quantity() -> None:
    """Every day on which the same months are over gives the same lines."""
    made = [complement(request(date(2027, 3, day)), WHOLE).complement for day in (1, 15, 30)]
    assert [[line.actions for line in one.lines] for one in made if one] == [[10, 300]] * 3


def test_usage_that_comes_late_is_taken_in_with_a_trace() -> None:
    stated = statement({ANNA: 3})
    intake = take_in(actions(2, PAUL), door(open_from=date(2026, 11, 1)))
    settled = settle(intake, [stated])
    assert [one.statement for one in settled.corrections] == [stated.reference] * 2
    assert stated == statement({ANNA: 3})


def test_the_key_is_not_cut_to_the_minute() -> None:
    """Two actions of one second are two; one action twice in a second is one."""
    intake = take_in([action("a-1"), action("a-2"), action("a-1")], door())
    assert (len(intake.new), len(intake.duplicates)) == (2, 1)
    assert len(Journal().after(intake).standing) == 2
