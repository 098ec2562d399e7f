"""French typography of values; babel is the peer."""

from datetime import date
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from netsoft.days import Period
from netsoft.money import Money, Rate
from netsoft.rendering import count, counted, day, euros, long_day, percent
from netsoft.testing import days, money, rates

ANY_MONEY = money(Money(cents=-(10**12)), Money(cents=10**12))
AGE = Period(date(1583, 1, 1), date(9999, 1, 1))
MINUS = str.maketrans("-", "\u2212")  # babel's French minus is the hyphen


@given(ANY_MONEY)
def test_amounts_are_those_of_babel(amount: Money) -> None:
    assert euros(amount) == format_currency(amount.euros, "EUR", locale="fr").translate(MINUS)


@given(st.integers(-(10**12), 10**12))
def test_counts_are_those_of_babel(number: int) -> None:
    assert count(number) == format_decimal(number, locale="fr").translate(MINUS)


@given(rates(Rate(-1), Rate(5)))
def test_percentages_are_those_of_babel(rate: Rate) -> None:
    """Under ten thousand: babel would part the thousands."""
    percentage = Decimal(rate.numerator) * 100 / Decimal(rate.denominator)
    assert percent(rate) == format_decimal(percentage, "0.00##", locale="fr").translate(MINUS) + "\u00a0%"


@given(days(AGE))
def test_days_are_those_of_babel(on: date) -> None:
    assert day(on) == format_date(on, "dd/MM/yyyy", locale="fr")
    ordinal = "1er" if on.day == 1 else str(on.day)
    assert long_day(on) == f"{ordinal} {format_date(on, 'MMMM y', locale='fr')}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0", "0,00\u00a0€"),
        ("0.05", "0,05\u00a0€"),
        ("-0.05", "\u22120,05\u00a0€"),
        ("999.99", "999,99\u00a0€"),
        ("1234.56", "1\u202f234,56\u00a0€"),
        ("-1234567.80", "\u22121\u202f234\u202f567,80\u00a0€"),
    ],
)
def test_amounts(text: str, written: str) -> None:
    """A narrow space parts the thousands, a no-break space the unit, a true minus the negatives."""
    assert euros(Money.parse(text)) == written


@pytest.mark.parametrize(
    ("rate", "written"),
    [
        (Rate.percent("15"), "15,00\u00a0%"),
        (Rate.percent("15.21"), "15,21\u00a0%"),
        (Rate.percent("2.755"), "2,755\u00a0%"),
        (Rate.percent("-1.5"), "\u22121,50\u00a0%"),
        (Rate(1, 3), "100/3\u00a0%"),
    ],
)
def test_percentages(rate: Rate, written: str) -> None:
    """Two decimals at least; a rate without an end is a fraction."""
    assert percent(rate) == written


def test_days() -> None:
    assert [day(date(2026, 11, 2)), day(date(986, 1, 31))] == ["02/11/2026", "31/01/0986"]
    assert long_day(date(2026, 11, 22)) == "22 novembre 2026"
    assert long_day(date(2026, 8, 1)) == "1er août 2026"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0\u00a0jour"),
        (1, "1\u00a0jour"),
        (-1, "\u22121\u00a0jour"),
        (2, "2\u00a0jours"),
        (-2, "\u22122\u00a0jours"),
        (1200, "1\u202f200\u00a0jours"),
    ],
)
def test_nouns_are_plural_from_two(number: int, written: str) -> None:
    assert counted(number, "jour") == written


def test_a_noun_may_have_its_own_plural() -> None:
    assert counted(3, "avoir échu", "avoirs échus") == "3\u00a0avoirs échus"
    assert counted(1, "avoir échu", "avoirs échus") == "1\u00a0avoir échu"
