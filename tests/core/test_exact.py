"""Exact numbers: what may be written, what is refused, how they are written and rounded."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.errors import InvalidValue
from netsoft.money import Exact, Money, as_exact, exact_text, to_the_cent
from netsoft.rendering import number, unit_price


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        ("0.0045", Fraction(9, 2000)),
        ("-3", Fraction(-3)),
        (7, Fraction(7)),
        (Fraction(1, 3), Fraction(1, 3)),
        (Decimal("1.5"), Fraction(3, 2)),
        (Decimal("1E+3"), Fraction(1000)),
        (Money.parse("19.95"), Fraction(399, 20)),
        ("999999999999.999999999999", 10**12 - Fraction(1, 10**12)),
    ],
)
def test_what_is_read(value: Exact, exact: Fraction) -> None:
    assert as_exact(value) == exact


@pytest.mark.parametrize(
    "value",
    [
        0.1, True, None, "", "1,5", "1e3", " 1", "+1", "1.", ".5", "１", "1/3", "1234567890123", 10**12, -(10**12),
        Fraction(10**12), Decimal("NaN"), Decimal("inf"), Decimal("1E+13"), Decimal("1E+999999"), Decimal("1E-13"),
        "0.1234567890123", [1],
    ],
)  # fmt: skip
def test_what_is_refused(value: Any) -> None:
    with pytest.raises(InvalidValue, match="nombre illisible") as refusal:
        as_exact(value, "unit_price")
    assert refusal.value.field == "unit_price"


@pytest.mark.parametrize(
    ("exact", "plain", "french"),
    [
        (Fraction(9, 2000), "0.0045", "0,0045"),
        (Fraction(1200), "1200", "1 200"),
        (Fraction(-3, 2), "-1.5", "−1,5"),
        (Fraction(-1, 3), "-1/3", "−1/3"),
        (Fraction(0), "0", "0"),
        (Fraction(-1, 100), "-0.01", "−0,01"),
    ],
)
def test_how_it_is_written(exact: Fraction, plain: str, french: str) -> None:
    assert exact_text(exact) == plain
    assert number(exact).replace("\u202f", " ") == french


def test_a_unit_price_has_two_decimals_at_least() -> None:
    prices = [unit_price(Fraction(n, 2000)).replace("\xa0", " ") for n in (9, 2000, 3000)]
    assert prices == ["0,0045 €", "1,00 €", "1,50 €"]


@given(st.integers(-(10**12), 10**12), st.integers(0, 12))
def test_what_is_written_is_read_back(digits: int, places: int) -> None:
    exact = Fraction(digits, 10**places) / 10
    assert Fraction(exact_text(exact)) == exact


@given(st.fractions(-1000, 1000))
def test_a_rounding_is_the_nearest_cent_and_a_credit_mirrors_a_debit(exact: Fraction) -> None:
    assert abs(as_exact(to_the_cent(exact)) - exact) <= Fraction(1, 200)
    assert to_the_cent(-exact) == -to_the_cent(exact)
