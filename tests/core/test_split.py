"""Sharing an amount: no cent is lost, none moves further than it must."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Money

AMOUNTS = st.integers(-(10**9), 10**9).map(lambda cents: Money(cents=cents))
WEIGHTS = st.lists(
    st.one_of(st.integers(0, 10**6), st.fractions(0, 1000, max_denominator=997)), min_size=1, max_size=8
).filter(any)


def shares(cents: int, *weights: int | Fraction) -> list[int]:
    """The cents of each share."""
    return [m.cents for m in Money(cents=cents).split(weights)]


@given(AMOUNTS, WEIGHTS)
def test_no_cent_is_lost(amount: Money, weights: list[int | Fraction]) -> None:
    """The shares add up to the amount, and each is within a cent of its exact share, on the amount's side of zero."""
    parts, whole = amount.split(weights), sum(map(Fraction, weights))
    assert sum(p.cents for p in parts) == amount.cents
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.cents - amount.cents * Fraction(weight) / whole) < 1
        assert part.cents * amount.cents >= 0


@given(AMOUNTS, WEIGHTS)
def test_a_debt_is_shared_like_a_claim(amount: Money, weights: list[int | Fraction]) -> None:
    """The opposite amount gives the opposite shares."""
    assert (-amount).split(weights) == tuple(-part for part in amount.split(weights))


@given(AMOUNTS, WEIGHTS, st.integers(2, 9))
def test_only_proportions_matter(amount: Money, weights: list[int | Fraction], times: int) -> None:
    """Weights times anything share alike."""
    assert amount.split([w * times for w in weights]) == amount.split(weights)


def test_the_largest_remainders_are_served_first() -> None:
    """10 cents by 5, 3, 2 of 11... exact shares 4.54.., 2.72.., 2.72..: the two last ones get the two cents left."""
    assert shares(10, 5, 3, 3) == [4, 3, 3]
    assert shares(100, 1, 1, 1) == [34, 33, 33]
    assert shares(101, 1, 1, 1) == [34, 34, 33]
    assert shares(-101, 1, 1, 1) == [-34, -34, -33]


def test_equal_remainders_are_served_in_order() -> None:
    """Two halves: the first one given takes the odd cent, whatever the place of the others."""
    assert shares(1, 1, 1) == [1, 0]
    assert shares(3, 0, 1, 1) == [0, 2, 1]
    assert shares(1, 2, 3, 3, 0) == [0, 1, 0, 0]


def test_a_weight_of_zero_takes_nothing() -> None:
    """A share without weight stays at zero, also when cents are left."""
    assert shares(7, 0, 2, 0, 1) == [0, 5, 0, 2]
    assert Money(cents=5).split([Fraction(1, 3)]) == (Money(cents=5),)
    assert ZERO.split([1, 2]) == (ZERO, ZERO)


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [-1], [2, Fraction(-1, 2)]])
def test_weights_that_share_nothing_are_refused(weights: list[int | Fraction]) -> None:
    """No weight, none positive, or one negative."""
    with pytest.raises(InvalidValue) as refused:
        Money(cents=100).split(weights)
    assert str(refused.value) == "weights : poids nuls, négatifs ou absents ; donner au moins un poids positif"


@pytest.mark.parametrize("weights", [[0.1, 0.2], [1, 2.0], [True, 1], ["1"], [float("nan")], [float("inf"), 1]])
def test_weights_are_exact(weights: Any) -> None:
    """Integers and fractions share; a float, a boolean or a text does not."""
    with pytest.raises(InvalidValue) as refused:
        Money(cents=100).split(weights)
    remedy = "donner des entiers ou des fractions, jamais des flottants"
    assert str(refused.value) == f"weights : poids inexacts ; {remedy}"
