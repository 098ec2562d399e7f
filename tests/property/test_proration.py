"""Shares of cycles in general: whole is one, parts add up, lengths come from the anchor, credits stay within limits."""

from datetime import date
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.prices.cycles import (
    CONVENTIONS,
    HALF_OPEN,
    NINE_DECIMALS,
    THIRTY_DAYS,
    BillingCycle,
    Convention,
    Cycles,
    DayCycle,
    billed_in_advance,
    cycles_of,
    shares,
)
from netsoft.billing.prices.pricing import PerUnit
from netsoft.billing.prices.proration import Proration, Sold, change, credit_unused, prorate
from netsoft.billing.prices.tariff import Price
from netsoft.days import Cycle, Day, Period
from netsoft.money import ZERO, Money, Rate, total
from netsoft.testing import days, money, periods
from tests.reference.prices import day_by_day

YEARS: Final = Period(date(2023, 1, 1), date(2026, 1, 1))
CYCLES: Final[st.SearchStrategy[Cycles]] = st.one_of(
    st.builds(Cycle, days(YEARS), st.sampled_from((1, 2, 3, 12))),
    st.builds(BillingCycle, days(YEARS), st.integers(1, 31), st.sampled_from((1, 3, 12))),
    st.builds(DayCycle, days(YEARS), st.integers(1, 90)),
)
HOW: Final = Proration(YEARS.start)
EXACT: Final = st.sampled_from((HALF_OPEN, THIRTY_DAYS))
PRICES: Final = st.builds(
    lambda amount: Price("p", "Abonnement", "per-user", date(2020, 1, 1), PerUnit(amount), Rate.percent("20")), money()
)


def amount(lines: object) -> Money:
    return total([line.amount for line in lines])  # type: ignore[attr-defined]


@given(CYCLES, st.integers(-30, 30), st.integers(1, 4), st.sampled_from((HALF_OPEN, THIRTY_DAYS, NINE_DECIMALS)))
def test_a_whole_cycle_carries_exactly_one(cycles: Cycles, index: int, count: int, how: Convention) -> None:
    served = Period(cycles.period(index).start, cycles.period(index + count - 1).end)
    parts = shares(served, cycles, how)
    assert [part.share for part in parts] == [1] * count
    assert all(part.whole for part in parts)


@given(CYCLES, periods(YEARS), st.lists(days(YEARS), max_size=4), EXACT)
def test_parts_add_up_over_any_cut(cycles: Cycles, served: Period, cuts: list[Day], how: Convention) -> None:
    pieces, rest = [], served
    for cut in sorted(cuts):
        piece, rest = rest.cut(cut)
        pieces.append(piece)
    assert sum(cycles_of(shares(p, cycles, how)) for p in (*pieces, rest)) == cycles_of(shares(served, cycles, how))


@given(CYCLES, periods(Period(date(2024, 1, 1), date(2024, 9, 1))))
def test_the_slow_reading_agrees(cycles: Cycles, served: Period) -> None:
    assert cycles_of(shares(served, cycles)) == day_by_day(served, cycles)


@given(CYCLES, days(YEARS), days(YEARS), EXACT)
def test_the_length_of_a_cycle_does_not_come_from_the_start_of_use(
    cycles: Cycles, first: Day, other: Day, how: Convention
) -> None:
    index = cycles.index(first)
    if cycles.index(other) == index:
        end = cycles.period(index).end
        lengths = {shares(Period(start, end), cycles, how)[0].of_days for start in (first, other)}
        assert lengths == {how.count(cycles.period(index))}


@given(CYCLES, st.integers(-40, 40))
def test_cycles_follow_one_another_without_a_gap(cycles: Cycles, index: int) -> None:
    period = cycles.period(index)
    assert period.end == cycles.period(index + 1).start > period.start
    assert cycles.index(period.start) == cycles.index(period.last) == index
    assert cycles.containing(period.start) == period


@given(CYCLES, periods(YEARS), st.sampled_from(tuple(CONVENTIONS.values())))
def test_every_service_has_its_shares(cycles: Cycles, served: Period, how: Convention) -> None:
    parts = shares(served, cycles, how)
    assert sum(part.period.days for part in parts) == served.days
    assert all(part.share >= 0 for part in parts)


@given(st.integers(1, 31), days(YEARS), days(YEARS), st.none() | days(YEARS))
def test_billed_in_advance_covers_the_target_or_ends(day: int, start: Day, target: Day, end: Day | None) -> None:
    billed = billed_in_advance(start, target, BillingCycle(start, day), end)
    if target < start or (end is not None and end <= start):
        assert billed.days == 0
    else:
        assert billed.start == start
        assert target in billed or billed.end == end


@given(PRICES, periods(YEARS), days(YEARS), st.tuples(money(), money()))
def test_a_credit_stays_within_what_was_paid(
    price: Price, served: Period, on: Day, amounts: tuple[Money, Money]
) -> None:
    paid, before = amounts
    sold = Sold(price, 1, served, HOW, paid=paid, credited=before)
    credit = -amount(credit_unused(sold, on))
    assert ZERO <= credit <= max(ZERO, paid - before)


@given(PRICES, st.tuples(PRICES, PRICES), periods(YEARS), days(YEARS))
def test_the_credit_reads_the_old_price_alone(old: Price, others: tuple[Price, Price], served: Period, on: Day) -> None:
    found = [change(Sold(old, 1, served, HOW), Sold(new, 1, served, HOW), on) for new in others]
    assert found[0].credit == found[1].credit == credit_unused(Sold(old, 1, served, HOW), on)
    assert found[0].net == amount(found[0].credit) + amount(found[0].charge)


@given(PRICES, periods(YEARS), days(YEARS))
def test_what_was_served_and_what_is_credited_are_the_whole_to_a_cent(price: Price, served: Period, on: Day) -> None:
    before, after = (prorate(price, 1, part, HOW) for part in served.cut(on))
    credit = credit_unused(Sold(price, 1, served, HOW), on)
    assert abs((amount(after) + amount(credit)).cents) <= len(credit)
    assert abs((amount(before) + amount(after) - amount(prorate(price, 1, served, HOW))).cents) <= 1
