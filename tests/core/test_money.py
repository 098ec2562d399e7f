"""Euros to the cent: reading, arithmetic, order; what is refused."""

from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.errors import InvalidValue
from netsoft.money import CENT, ZERO, Money, of_cents, shown, total

AMOUNTS = st.integers(1 - 10**14, 10**14 - 1).map(lambda cents: Money(cents=cents))


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("1", 100),
        ("1.5", 150),
        ("1.05", 105),
        ("12.34", 1234),
        ("-12.34", -1234),
        ("-0.00", 0),
        ("0012.30", 1230),
        ("0000000000000000001", 100),
        ("999999999999.99", 99_999_999_999_999),
    ],
)
def test_reading_an_amount(text: str, cents: int) -> None:
    """Digits, and at most two decimals after a point."""
    assert Money.parse(text) == Money(cents=cents)


@pytest.mark.parametrize(
    "text",
    ["", "-", ".", "1.", ".5", "1.234", "1,50", "1 000", "1_000", "+1", "1e3", "--1", "1\n", " 1", "１２", "٣", "NaN",
     "inf", "1.5€"],
)  # fmt: skip
def test_other_writings_are_refused(text: str) -> None:
    """Signs, spaces, exponents, separators, other scripts: refused, with what to write."""
    with pytest.raises(InvalidValue) as refused:
        Money.parse(text)
    assert refused.value.field == ""
    assert refused.value.problem == f"montant illisible : {shown(text)}"
    remedy = "écrire des chiffres et au plus deux décimales après un point, par exemple « 1200.50 »"
    assert refused.value.remedy == remedy


@pytest.mark.parametrize("text", ["1000000000000", "-1000000000000.00", "01000000000000", "9" * 50])
def test_an_amount_beyond_reason_is_refused(text: str) -> None:
    """Twelve digits before the point, no more."""
    with pytest.raises(InvalidValue) as refused:
        Money.parse(text)
    assert refused.value.problem == f"montant trop grand : {shown(text)}"
    assert (refused.value.field, refused.value.remedy) == ("", "écrire au plus douze chiffres avant le point")


@pytest.mark.parametrize("value", [1, 1.5, None, b"1.50", Decimal("1.50")])
def test_only_a_text_is_read(value: Any) -> None:
    """A number is not an amount: it may have lost cents already."""
    with pytest.raises(InvalidValue, match="montant illisible"):
        Money.parse(value)


@pytest.mark.parametrize("value", [1.0, True, "100", None, Decimal(100)])
def test_cents_are_whole(value: Any) -> None:
    """Cents are an integer, neither a boolean nor a float."""
    with pytest.raises(InvalidValue) as refused:
        Money(cents=value)
    assert refused.value.field == "cents"
    assert refused.value.problem == f"{value!r} n'est pas un nombre entier"
    assert refused.value.remedy == "donner un entier, ni booléen ni flottant"


@given(AMOUNTS)
def test_writing_and_reading_again(amount: Money) -> None:
    """What is written is read as the same amount, and has two decimals always."""
    assert Money.parse(str(amount)) == amount
    assert str(amount)[-3] == "."
    assert repr(amount) == f"Money('{amount}')"


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (100, "1.00"), (-123456, "-1234.56"), (100_000_000, "1000000.00")],
)
def test_writing_an_amount(cents: int, text: str) -> None:
    """Plain digits, a point, two decimals, and the sign first."""
    assert str(Money(cents=cents)) == text


@given(AMOUNTS)
def test_euros_are_exact(amount: Money) -> None:
    """The decimal number of euros is the amount, to the cent."""
    assert amount.euros * 100 == amount.cents
    assert str(abs(amount.euros)) == str(amount if amount >= ZERO else -amount)


@given(AMOUNTS, AMOUNTS, st.integers(-1000, 1000))
def test_arithmetic_is_that_of_cents(a: Money, b: Money, count: int) -> None:
    """Sum, difference, product and opposite are those of the whole cents."""
    assert (a + b).cents == a.cents + b.cents
    assert (a - b).cents == a.cents - b.cents
    assert (a * count).cents == (count * a).cents == a.cents * count
    assert (-a).cents == -a.cents
    assert (a < b, a <= b, a > b, a >= b) == (
        a.cents < b.cents,
        a.cents <= b.cents,
        a.cents > b.cents,
        a.cents >= b.cents,
    )
    assert bool(a) is (a.cents != 0)


@pytest.mark.parametrize("other", [1, 1.0, True, "1.00", Decimal(1), None])
def test_money_meets_only_money(other: Any) -> None:
    """Nothing but an amount is added, subtracted or compared; the order too asks for an amount."""
    with pytest.raises(TypeError):
        CENT + other
    with pytest.raises(TypeError):
        CENT - other
    with pytest.raises(TypeError):
        _ = other > CENT
    assert other != CENT


@pytest.mark.parametrize("count", [1.0, True, "2", Decimal(2), CENT])
def test_money_is_multiplied_by_whole_numbers_only(count: Any) -> None:
    """Only a rate rounds: a float, a boolean or an amount does not multiply."""
    with pytest.raises(TypeError):
        CENT * count
    with pytest.raises(TypeError):
        count * CENT


def test_adding_up() -> None:
    """A sum of nothing is zero; else the sum."""
    assert total([]) == ZERO
    assert total([CENT, Money.parse("1.50"), -CENT]) == Money.parse("1.50")
    assert of_cents(iter([100, -1, 51])) == Money.parse("1.50")
    assert of_cents([]) == ZERO
    assert (ZERO.cents, CENT.cents) == (0, 1)


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("abc", "« abc »"),
        ("", "«  »"),
        (12, "« 12 »"),
        (None, "« None »"),
        ("é", "« é »"),
        ("a\nb", "« a\\nb »"),
        ("\x1b[31m", "« \\x1b[31m »"),
        ("\u202e", "« \\u202e »"),
        ("x" * 40, f"« {'x' * 40} »"),
        ("x" * 41, f"« {'x' * 40}… »"),
    ],
)
def test_quoting_a_refused_value(value: object, quoted: str) -> None:
    """In one line, cut at forty characters, nothing that moves a terminal."""
    assert shown(value) == quoted


def test_quoting_shorter() -> None:
    """The limit can be given."""
    assert shown("abcdef", 3) == "« abc… »"


def test_euros_hang_on_no_decimal_context() -> None:
    amount = Money(cents=123_456_789)
    with localcontext(prec=4):
        assert str(amount.euros) == "1234567.89"
