"""Tries of a password: each failure delays the next, no one is locked out, and a day's tries are bounded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from netsoft.errors import InvalidValue
from netsoft.tenancy import throttle_table as t
from netsoft.tenancy.passwords_table import LEAST_BITS
from netsoft.tenancy.throttle import (
    DEFAULT,
    NO_TRIES,
    Limit,
    Memory,
    Policy,
    Tries,
    failed,
    forgotten,
    most_tries,
    succeeded,
    wait,
)
from netsoft.testing import gaps, limits
from tests.conftest import Report
from tests.reference.tries import Door

AT = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
NONE, SECOND, HOUR, DAY = timedelta(0), timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def after(failures: int, tries: Tries = NO_TRIES, at: datetime = AT) -> Tries:
    """What is remembered after so many failures at one instant."""
    for _ in range(failures):
        tries = failed(DEFAULT, tries, at)
    return tries


def test_waits_double_from_a_minute_up_to_two_hours() -> None:
    seconds = [wait(DEFAULT, after(number), AT).total_seconds() for number in range(1, 15)]
    assert seconds == [0, 0, 0, 0, 64, 128, 256, 512, 1024, 2048, 4096, 7200, 7200, 7200]
    assert DEFAULT.pair.after(10**9) == DEFAULT.pair.longest


def test_the_right_password_waits_too_and_then_starts_afresh() -> None:
    tries = after(5)
    assert wait(DEFAULT, tries, AT + 63 * SECOND) == SECOND
    later = AT + 64 * SECOND
    assert wait(DEFAULT, tries, later) == NONE
    tries = succeeded(DEFAULT, failed(DEFAULT, tries, later), later)
    assert tries == Tries(None, Memory(5, AT, later), Memory(5, AT, later), later)
    assert wait(DEFAULT, after(4, tries, later), later) == NONE


def test_a_try_that_nobody_noted_is_not_taken_back() -> None:
    assert succeeded(DEFAULT, NO_TRIES, AT) == Tries(known_at=AT)
    assert succeeded(DEFAULT, Tries(source=Memory(0, AT, AT)), AT).source == Memory(0, AT, AT)


def test_a_day_without_a_failure_forgets() -> None:
    tries = after(9)
    assert wait(DEFAULT, after(4, tries, AT + DAY), AT + DAY) == NONE
    assert wait(DEFAULT, after(1, tries, AT + DAY - SECOND), AT + DAY - SECOND) > NONE
    memory = Memory(1, AT, AT)
    assert forgotten(memory, AT + DAY)
    assert not forgotten(memory, AT + DAY - SECOND)
    assert not forgotten(evolve(memory, until=AT + 2 * DAY), AT + DAY)


def test_what_many_people_mistype_in_a_day_does_not_add_up() -> None:
    source: Memory | None = None
    for hour in range(24):
        tries = Tries(source=source)
        for _ in range(t.SOURCE_FREE // 2 - 1):
            assert wait(DEFAULT, tries, AT + hour * HOUR) == NONE
            tries = failed(DEFAULT, evolve(tries, pair=None, account=None), AT + hour * HOUR)
        source = tries.source


def test_the_hours_run_on_from_the_first_failure() -> None:
    tries = after(8)
    later = failed(DEFAULT, evolve(tries, pair=None), AT + 70 * timedelta(minutes=1))
    assert later.source == Memory(5, AT + HOUR, AT + 70 * timedelta(minutes=1))
    again = failed(DEFAULT, evolve(later, pair=None), AT + 2 * HOUR - SECOND)
    assert again.source == Memory(6, AT + HOUR, AT + 2 * HOUR - SECOND)
    assert failed(DEFAULT, evolve(again, pair=None), AT + 2 * HOUR).source == Memory(4, AT + 2 * HOUR, AT + 2 * HOUR)
    alone = Tries(source=Memory(1, AT, AT))
    assert (
        failed(DEFAULT, alone, AT + 90 * timedelta(minutes=1)).source
        == failed(DEFAULT, NO_TRIES, AT + 90 * timedelta(minutes=1)).source
    )


@pytest.mark.parametrize("seconds", range(1, 20))
def test_the_bound_counts_what_is_before_the_end(seconds: int) -> None:
    limit = Limit(2, SECOND, 5 * SECOND)
    assert most_tries(limit, seconds * SECOND) == sum(at < seconds for at in (0, 0, 1, 3, 7, 12, 17))


@given(gaps(), limits())
def test_it_is_what_the_literal_reading_finds(between: list[timedelta], limit: Limit) -> None:
    policy, door, at = Policy(pair=limit), Door(limit), AT
    tries = NO_TRIES
    for gap in between:
        at += gap
        tries = evolve(tries, source=None, account=None)
        left = wait(policy, tries, at)
        assert left == door.left(at)
        if not left:
            door.fail(at)
            tries = failed(policy, tries, at)
    for span in (SECOND, 30 * SECOND, HOUR, DAY, 3 * DAY):
        assert door.most_in(span) <= most_tries(limit, span)


@given(limits(), st.integers(1, 400))
def test_the_bound_is_reached_by_who_hurries(limit: Limit, seconds: int) -> None:
    plain, span = evolve(limit, halved_every=None), timedelta(seconds=seconds)
    door, at = Door(plain), AT
    while at < AT + span:
        if door.left(at):
            at += door.left(at)
        else:
            door.fail(at)
    assert len([one for one in door.admitted if one < AT + span]) == most_tries(plain, span)
    assert most_tries(limit, span) >= most_tries(plain, min(span, limit.halved_every or span))


@given(gaps(), st.integers(0, 6))
def test_others_never_keep_out_who_comes_from_a_known_place(between: list[timedelta], own: int) -> None:
    at = AT
    mine = Tries(known_at=AT)
    for gap in between:
        at += gap
        if not wait(DEFAULT, Tries(account=mine.account), at):
            mine = evolve(mine, account=failed(DEFAULT, Tries(account=mine.account), at).account)
    lately = evolve(mine, known_at=at - DEFAULT.known_for + SECOND)
    assert wait(DEFAULT, lately, at) == NONE
    assert wait(DEFAULT, evolve(mine, known_at=None), at) <= t.ACCOUNT_LONGEST
    alone = after(own, Tries(known_at=at), at)
    assert wait(DEFAULT, evolve(alone, account=mine.account), at) == wait(DEFAULT, alone, at)


def test_from_a_known_place_what_strangers_left_is_not_touched() -> None:
    strangers = Memory(40, AT, AT + 8 * SECOND)
    mine = Tries(account=strangers, known_at=AT - HOUR)
    assert failed(DEFAULT, mine, AT).account == strangers
    assert succeeded(DEFAULT, failed(DEFAULT, mine, AT), AT) == Tries(None, Memory(0, AT, AT), strangers, AT)


def test_a_place_is_known_for_a_month() -> None:
    shut = Tries(account=Memory(40, AT, AT + t.KNOWN_FOR + HOUR))
    known = evolve(shut, known_at=AT)
    assert wait(DEFAULT, known, AT + t.KNOWN_FOR - SECOND) == NONE
    assert wait(DEFAULT, known, AT + t.KNOWN_FOR) == HOUR
    assert wait(DEFAULT, shut, AT + t.KNOWN_FOR) == HOUR


def test_the_figures_that_are_quoted_are_kept_from_each_source() -> None:
    assert DEFAULT.pair.free == t.QUOTED_FREE
    assert DEFAULT.pair.after(t.QUOTED_FREE) > t.QUOTED_DELAY
    assert most_tries(DEFAULT.pair, DAY) <= t.QUOTED_TRIES


def test_a_year_of_tries_from_everywhere_is_nothing_to_fifty_bits(report: Report) -> None:
    a_day = most_tries(DEFAULT.account, DAY)
    assert 366 * a_day * 10**8 < 2 ** LEAST_BITS["restricted"]
    a_pair = most_tries(DEFAULT.pair, DAY)
    report.add("tries of a password", f"{a_pair} a day from one source, {a_day} from all, at the most")


def test_a_limit_over_days_is_bounded_day_by_day() -> None:
    one = most_tries(DEFAULT.pair, DAY)
    assert most_tries(DEFAULT.pair, 2 * DAY) == 2 * one
    assert most_tries(DEFAULT.pair, DAY + SECOND) == one + DEFAULT.pair.free


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"free": 0}, "free : « 0 » n'est pas un nombre d'essais ; donner un entier positif"),
        ({"free": True}, "free : « True » n'est pas un nombre d'essais ; donner un entier positif"),
        ({"first": NONE}, "longest : délais hors limites ; donner des délais croissants, d'un jour au plus"),
        ({"longest": SECOND}, "longest : délais hors limites ; donner des délais croissants, d'un jour au plus"),
        ({"longest": DAY + SECOND}, "longest : délais hors limites ; donner des délais croissants, d'un jour au plus"),
        ({"halved_every": NONE}, "halved_every : durée hors limites ; donner une durée positive, d'un jour au plus"),
        (
            {"halved_every": DAY + SECOND},
            "halved_every : durée hors limites ; donner une durée positive, d'un jour au plus",
        ),
    ],
)
def test_a_limit_is_one(changed: dict[str, object], message: str) -> None:
    assert evolve(DEFAULT.pair, free=1, longest=DAY, first=DAY, halved_every=DAY).after(1) == DAY
    with pytest.raises(InvalidValue) as refused:
        evolve(DEFAULT.pair, **changed)  # type: ignore[arg-type]
    assert str(refused.value) == message


def test_a_memory_is_one() -> None:
    local = AT.replace(tzinfo=None)
    for make, field in (
        (lambda: Memory(1, local, AT), "since"),
        (lambda: Memory(1, AT, local), "until"),
        (lambda: succeeded(DEFAULT, NO_TRIES, local), "known_at"),
        (lambda: Memory(-1, AT, AT), "failures"),
        (lambda: Memory(True, AT, AT), "failures"),
    ):
        with pytest.raises(InvalidValue) as refused:
            make()
        assert refused.value.field == field
    with pytest.raises(InvalidValue) as refused:
        Memory(-1, AT, AT)
    assert str(refused.value) == "failures : « -1 » n'est pas un nombre d'échecs ; donner un entier positif ou nul"
