"""Rates: exact fractions, the only thing that rounds an amount."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Money, Rate, half_away

AMOUNTS = st.integers(-(10**12), 10**12).map(lambda cents: Money(cents=cents))
RATES = st.builds(Rate, st.integers(-(10**6), 10**6), st.integers(1, 10**6))


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_rounding_is_that_of_decimal(digits: int, places: int) -> None:
    """To the nearest integer, halves away from zero: what ``ROUND_HALF_UP`` calls up, on either side of zero."""
    rounded = Decimal(digits).scaleb(-places).to_integral_value(ROUND_HALF_UP)
    assert half_away(digits, 10**places) == int(rounded)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (-3, 2, -2), (5, 2, 3), (49, 100, 0), (-49, 100, 0), (51, 100, 1), (0, 7, 0)],
)
def test_halves_go_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    """0.5 is 1, -0.5 is -1, and the rest goes to the nearest."""
    assert half_away(numerator, denominator) == rounded


@given(RATES, AMOUNTS)
def test_the_share_of_a_debt_is_the_opposite(rate: Rate, base: Money) -> None:
    """``rate.of(-m) == -rate.of(m)``: a refund mirrors its charge to the cent."""
    assert rate.of(-base) == -rate.of(base)


@given(RATES, AMOUNTS)
def test_a_share_is_within_half_a_cent(rate: Rate, base: Money) -> None:
    """The share is the integer nearest to the exact product."""
    assert abs(rate.of(base).cents - rate.fraction * base.cents) <= Fraction(1, 2)


def test_shares_by_hand() -> None:
    """15 % of 1 200.10 is 180.015, so 180.02; of 0.03 it is 0.0045, so nothing."""
    assert Rate.percent("15").of(Money.parse("1200.10")) == Money.parse("180.02")
    assert Rate.percent("15").of(Money.parse("0.03")) == ZERO
    assert Rate.percent("-15").of(Money.parse("0.10")) == Money.parse("-0.02")


@given(RATES, RATES, st.integers(-50, 50))
def test_arithmetic_is_that_of_fractions(a: Rate, b: Rate, count: int) -> None:
    """Multiples, sums and order are exact; equal fractions are equal rates and equal keys."""
    assert a.times(count).fraction == a.fraction * count
    assert a.plus(b).fraction == a.fraction + b.fraction
    assert (a < b, a > b) == (a.fraction < b.fraction, a.fraction > b.fraction)
    assert (a == b) is (a.fraction == b.fraction)
    assert Rate(3 * a.numerator, 3 * a.denominator) == a
    assert hash(Rate(3 * a.numerator, 3 * a.denominator)) == hash(a)


def test_a_rate_is_in_lowest_terms() -> None:
    """15 % is 3/20, whichever way it is given; a whole number needs no denominator."""
    rate = Rate(150, 1000)
    assert (rate.numerator, rate.denominator) == (3, 20)
    assert (Rate(2).numerator, Rate(2).denominator) == (2, 1)
    assert (Rate(0, 7).numerator, Rate(0, 7).denominator) == (0, 1)
    assert (Rate(-6, 4).numerator, Rate(-6, 4).denominator) == (-3, 2)


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("15", Fraction(15, 100)),
        ("2.75", Fraction(275, 10_000)),
        ("0", Fraction(0)),
        ("-0.5", Fraction(-5, 1000)),
        ("0.000000000001", Fraction(1, 10**14)),
        ("999999", Fraction(999_999, 100)),
    ],
)
def test_reading_a_percentage(text: str, fraction: Fraction) -> None:
    """Digits, and at most twelve decimals after a point."""
    assert Rate.percent(text).fraction == fraction


@pytest.mark.parametrize(
    "text",
    ["", "15 %", "15,5", "1e1", ".5", "5.", "+5", "1_0", "１５", "1000000", "0.0000000000001", "NaN", 15, None, b"15"],
)
def test_other_percentages_are_refused(text: Any) -> None:
    """Anything else is refused, with an example."""
    with pytest.raises(InvalidValue) as refused:
        Rate.percent(text)
    assert refused.value.field == ""
    quoted = text if isinstance(text, str) else repr(text)
    assert str(refused.value) == f"taux illisible : « {quoted} » ; écrire un pourcentage, par exemple « 2.75 »"


@pytest.mark.parametrize("value", [0, -1])
def test_a_denominator_is_positive(value: int) -> None:
    """Zero and below are refused."""
    with pytest.raises(InvalidValue) as refused:
        Rate(1, value)
    assert str(refused.value) == "denominator : dénominateur nul ou négatif ; donner un dénominateur positif"


@pytest.mark.parametrize("value", [0.15, True, "15", None, Fraction(1, 2)])
def test_a_rate_is_made_of_whole_numbers(value: Any) -> None:
    """Floats, booleans and texts are refused, in either place, and as a multiple."""
    for field, arguments in (("numerator", (value, 1)), ("denominator", (1, value))):
        with pytest.raises(InvalidValue) as refused:
            Rate(*arguments)
        assert (refused.value.field, refused.value.problem) == (field, f"{value!r} n'est pas un nombre entier")
    with pytest.raises(InvalidValue) as refused:
        Rate(1).times(value)
    assert (refused.value.field, refused.value.problem) == ("count", f"{value!r} n'est pas un nombre entier")


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Rate.percent("15"), "15.00"),
        (Rate.percent("15.21"), "15.21"),
        (Rate.percent("0.125"), "0.125"),
        (Rate.percent("-0.5"), "-0.50"),
        (Rate(0), "0.00"),
        (Rate(1), "100.00"),
        (Rate.percent("0.000000000001"), "0.000000000001"),
        (Rate(1, 10**16), "0.00000000000001"),
        (Rate(1, 10**17), "1/1000000000000000"),
        (Rate(1, 3), "100/3"),
    ],
)
def test_writing_a_percentage(rate: Rate, text: str) -> None:
    """Two decimals at least, all that are needed, and a fraction where decimals never end or are too many."""
    assert rate.percent_text == text
    assert repr(rate) == f"Rate('{text} %')"


@given(st.integers(-(10**9), 10**9), st.integers(0, 12))
def test_a_percentage_is_read_again(digits: int, places: int) -> None:
    """What is written of a decimal percentage is read as the same rate."""
    rate = Rate(digits, 10 ** (places + 2))
    if abs(rate.fraction) < 10_000:
        text = rate.percent_text
        assert Fraction(text) / 100 == rate.fraction
        if len(text.partition(".")[2]) <= 12:
            assert Rate.percent(text) == rate
