"""Prices in general: no cent lost between runs, more never costs less where it should not, the slow reading agrees."""

from fractions import Fraction
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from netsoft.answers_json import basis_json
from netsoft.billing.prices.pricing import (
    Bounded,
    Graduated,
    Model,
    Part,
    PerUnit,
    Tier,
    Volume,
    amount_of,
    exact_total,
    price,
    tiers_from,
)
from netsoft.errors import InvalidValue
from netsoft.money import Money, to_the_cent, total
from netsoft.testing import models, monotone_models, quantities, unit_prices
from tests.reference.prices import exact_price


@given(models(), st.lists(quantities(), min_size=1, max_size=4))
def test_rated_in_one_go_or_in_many_not_a_cent_is_lost(model: Model, added: list[Fraction]) -> None:
    rated, opened, amounts = Fraction(0), False, []
    for more in added:
        amounts.append(amount_of(price(model, more, rated, opened=opened)))
        rated, opened = rated + more, True
    assert total(amounts) == amount_of(price(model, rated))


@given(models(), quantities(), quantities())
def test_what_is_added_then_taken_back_is_nothing(model: Model, rated: Fraction, more: Fraction) -> None:
    there = amount_of(price(model, more, rated, opened=True))
    assert there + amount_of(price(model, -more, rated + more, opened=True)) == Money(cents=0)


@given(monotone_models(), quantities(), quantities())
def test_more_never_costs_less(model: Model, quantity: Fraction, more: Fraction) -> None:
    assert amount_of(price(model, quantity)) <= amount_of(price(model, quantity + more))


def test_by_volume_more_may_cost_less() -> None:
    model = Volume((Tier(15, "10"), Tier(None, "5")))
    assert amount_of(price(model, 16)) < amount_of(price(model, 15))


@given(models(), st.integers(0, 300))
@example(Volume((Tier(15, "10"), Tier(None, "5")), "exclusive"), 15)
@example(Graduated((Tier(15, "10", "3"), Tier(None, "5", "7")), "exclusive"), 15)
def test_the_slow_reading_agrees(model: Model, quantity: int) -> None:
    slow = exact_price(model.model if isinstance(model, Bounded) else model, quantity)
    parts = price(model.model if isinstance(model, Bounded) else model, quantity)
    assert exact_total(parts) == slow
    assert abs(amount_of(parts).cents - slow * 100) <= Fraction(len(parts), 2)
    if isinstance(model, Bounded):
        assert amount_of(price(model, quantity)) == model.within(amount_of(parts))


@given(models(), quantities(), quantities())
def test_each_part_is_its_basis(model: Model, quantity: Fraction, already: Fraction) -> None:
    for part in price(model, quantity, already):
        assert part.amount == recomputed(part)


def recomputed(part: Part) -> Money:
    """The amount, from what the basis tells to a program."""
    told = {key: Fraction(str(value)) for key, value in basis_json(part.basis).items() if key != "kind"}
    if "bound" in told:
        return to_the_cent(told["bound"] - told["reached"] - told["already"])
    before = to_the_cent(told["already"] * told["unit_price"])
    return to_the_cent((told["already"] + told["quantity"]) * told["unit_price"]) - before


@given(st.lists(st.integers(1, 300), unique=True, max_size=3), st.lists(unit_prices(), min_size=4, max_size=4))
def test_tiers_by_where_they_begin_are_tiers_by_where_they_end(starts: list[int], at: list[Fraction]) -> None:
    firsts = [0, *sorted(starts)]
    found = tiers_from(zip(firsts, at, strict=False))
    assert [tier.up_to for tier in found] == [*firsts[1:], None]
    assert [tier.unit_price for tier in found] == at[: len(firsts)]


@given(models(), st.fractions(-100, 100) | st.floats() | st.text(max_size=5), quantities())
def test_any_quantity_has_a_price_or_is_refused(model: Model, quantity: Any, already: Fraction) -> None:
    try:
        parts = price(model, quantity, already)
    except InvalidValue:
        assert not isinstance(quantity, Fraction) or already + quantity < 0
    else:
        assert all(part.label or isinstance(model, PerUnit | Bounded) for part in parts)
