"""What always holds of availability (3.1 to 3.3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.responsibility.availability import State, availability
from netsoft.billing.responsibility.excuse import excuse
from netsoft.billing.responsibility.outages import CauseNotice, Outage, Span
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import ONE_DAY, Period
from netsoft.testing import outages, outside_readings, spans
from tests.reference.availability import counted

NEAR: Final = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the night on which the clocks go back
STATES: Final[tuple[State, ...]] = ("up", "suspended", "excused", "failed")
STEP: Final = timedelta(minutes=5)
OUTAGES: Final = st.lists(outages(NEAR, within_minutes=20, step=300), max_size=5)
SPANS: Final = st.tuples(st.integers(-24, 24), st.integers(0, 48)).map(
    lambda n: Span(NEAR + n[0] * STEP, NEAR + (n[0] + n[1]) * STEP)
)


@given(OUTAGES, SPANS, outside_readings())
def test_it_is_what_a_literal_count_gives(held: list[Outage], span: Span, readings: ContractReadings) -> None:
    answer = availability(held, span, CG052018, readings)
    steps = counted(held, span, STEP, readings)
    for state in STATES:
        assert answer.seconds(state) == steps[state] * STEP.total_seconds()


@given(OUTAGES, SPANS)
def test_the_parts_make_the_span_up(held: list[Outage], span: Span) -> None:
    """Conservation: one after another, none empty, the first at the beginning, the last at the end."""
    parts = availability(held, span, CG052018).parts
    joints = [span.begins, *(part.span.ends for part in parts)]
    assert [part.span.begins for part in parts] == joints[: len(parts)]
    assert joints[-1] == span.ends
    assert all(part.span.seconds > 0 for part in parts)
    assert sum(part.span.seconds for part in parts) == span.seconds


@given(OUTAGES.flatmap(lambda held: st.tuples(st.just(held), st.permutations([*held, *held]))), SPANS)
def test_neither_order_nor_repetition_counts(drawn: tuple[list[Outage], list[Outage]], span: Span) -> None:
    one, two = (availability(held, span, CG052018) for held in drawn)
    for state in STATES:
        assert one.seconds(state) == two.seconds(state)


@given(OUTAGES, SPANS, SPANS)
def test_two_spans_that_meet_add_up(held: list[Outage], span: Span, other: Span) -> None:
    middle = min(max(other.begins, span.begins), span.ends)
    first, second = Span(span.begins, middle), Span(middle, span.ends)
    for state in STATES:
        parts = [availability(held, part, CG052018).seconds(state) for part in (first, second)]
        assert sum(parts) == availability(held, span, CG052018).seconds(state)


@given(OUTAGES, SPANS, outages(NEAR, within_minutes=20, step=300))
def test_one_more_outage_never_makes_it_more_up(held: list[Outage], span: Span, more: Outage) -> None:
    before, after = (availability(some, span, CG052018) for some in (held, [*held, more]))
    assert after.seconds("up") <= before.seconds("up")
    if more.cause != "suspension":
        assert after.seconds("failed") >= before.seconds("failed")


@given(OUTAGES, SPANS)
def test_an_earlier_notice_never_excuses_less(held: list[Outage], span: Span) -> None:
    told = CauseNotice(NEAR - timedelta(days=1), "panne", NEAR)
    notified = [attrs.evolve(outage, notices=(*outage.notices, told)) for outage in held]
    before, after = (availability(some, span, CG052018) for some in (held, notified))
    assert after.seconds("failed") <= before.seconds("failed")


@given(OUTAGES, SPANS)
def test_always_asking_for_a_notice_never_excuses_more(held: list[Outage], span: Span) -> None:
    strict = ContractReadings(outside_causes="always-notified")
    assert availability(held, span, CG052018, strict).seconds("excused") <= (
        availability(held, span, CG052018).seconds("excused")
    )


@given(spans(), st.frozensets(st.sampled_from(["3.1", "3.2", "3.3", "8.1"])), st.lists(outages(NEAR), max_size=3))
def test_any_outages_have_an_answer(span: Span, aside: frozenset[str], held: list[Outage]) -> None:
    """Total: whatever is set aside, each outage has a reason and every share is a share."""
    terms = CG052018.without(*map(Clause, aside))
    answer = availability(held, span, terms)
    assert all(found.reason.fact and found.decision.reasons for found in answer.excuses)
    assert answer.measured is None or 0 <= answer.measured <= (answer.due or 0) <= 1


@given(outages(NEAR))
def test_an_excuse_begins_within_its_outage(outage: Outage) -> None:
    found = excuse(outage, CG052018)
    assert (found.since is None) == (found.standing == "failed")
    if found.since is not None:
        assert outage.begins <= found.since
        assert outage.ends is None or found.since <= max(outage.ends, outage.begins)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 26), 24)], ids=str
)
def test_a_day_of_a_clock_change_has_its_own_hours(day: date, hours: int) -> None:
    assert Span.of_days(Period(day, day + ONE_DAY)).seconds == hours * 3600
