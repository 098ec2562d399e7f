"""The bases of a line of price: a quantity, part of a cycle, a bound; their amounts, and how they are written."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.answers import Line, Prorated, Quantity, ToBound
from netsoft.answers_json import Json, basis_json
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Period
from netsoft.decompte_text.invoices import _reckoning
from netsoft.decompte_text.reckoning import price_words
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Money, total
from netsoft.testing import quantities, unit_prices

JUNE = Period(date(2026, 6, 16), date(2026, 7, 1))
NONE = Period(date(2026, 6, 16), date(2026, 6, 16))


def test_a_quantity_gives_its_amount() -> None:
    """1 201 at 0.0045 is 5.4045: 5.40. After 1 201, one more brings the whole to 5.409, 5.41: it costs a cent."""
    first = Quantity(1201, "0.0045")
    assert (first.exact, first.amount) == (Fraction(54045, 10000), Money.parse("5.40"))
    more = Quantity(1, "0.0045", already=1201)
    assert (more.exact, more.amount) == (Fraction(45, 10000), Money.parse("0.01"))


@given(st.lists(quantities(), max_size=5), unit_prices())
def test_parts_billed_one_after_another_lose_no_cent(parts: list[Fraction], at: Fraction) -> None:
    amounts = [Quantity(part, at, already=sum(parts[:place], Fraction(0))).amount for place, part in enumerate(parts)]
    assert total(amounts) == Quantity(sum(parts, Fraction(0)), at).amount


def test_part_of_a_cycle_gives_its_amount() -> None:
    """4 at 19.95 for 15 of 30 days: 39.90; 22 of 30 days of one: 14.63; the share of 14/31 to 9 decimals."""
    assert Prorated(Fraction(4), Fraction(399, 20), JUNE, 15, 30).amount == Money.parse("39.90")
    assert Prorated(Fraction(1), Fraction(399, 20), JUNE, 22, 30).amount == Money.parse("14.63")
    rounded = Prorated(Fraction(1), Fraction(1), JUNE, 14, 31, "KB", 9)
    assert (rounded.share, rounded.exact) == (Fraction(451612903, 10**9), Fraction(451612903, 10**9))


@pytest.mark.parametrize(("days", "of_days"), [(1, 0), (1, -1), (1.5, 30), (1, 30.0)])
def test_a_cycle_has_days(days: int, of_days: int) -> None:
    with pytest.raises(InvalidValue, match="of_days"):
        Prorated(Fraction(1), Fraction(1), JUNE, days, of_days)


def test_what_brings_to_a_bound() -> None:
    """From 100 up to 150 is 50; from 182 down to 170 is -12; 50 adjusted before are taken off."""
    fifty = Money.parse("50")
    assert ToBound(Money.parse("150"), Money.parse("100")).amount == fifty
    assert ToBound(Money.parse("170"), Money.parse("182")).exact == -12
    assert ToBound(Money.parse("150"), Money.parse("150"), already=fifty).amount == ZERO - fifty


@pytest.mark.parametrize(
    ("basis", "json", "words"),
    [
        (
            Quantity(Fraction(1200), Fraction(9, 2000)),
            {"kind": "quantity", "quantity": "1200", "unit_price": "0.0045", "already": "0"},
            "1 200 × 0,0045 €",
        ),
        (
            Quantity(Fraction(1), Fraction(2), already=Fraction(5)),
            {"kind": "quantity", "quantity": "1", "unit_price": "2", "already": "5"},
            "1 × 2,00 €, après 5 déjà comptés",
        ),
        (
            Prorated(Fraction(4), Fraction(30), JUNE, 15, 30, "half-open"),
            {
                "kind": "prorated", "quantity": "4", "unit_price": "30", "from": "2026-06-16", "to": "2026-06-30",
                "days": 15, "of_days": 30, "convention": "half-open", "decimals": None,
            },
            "4 × 30,00 € × 15/30, du 16/06/2026 au 30/06/2026 inclus",
        ),
        (
            Prorated(Fraction(4), Fraction(30), NONE, 0, 30),
            {
                "kind": "prorated", "quantity": "4", "unit_price": "30", "from": "2026-06-16", "to": None,
                "days": 0, "of_days": 30, "convention": "", "decimals": None,
            },
            "4 × 30,00 € × 0/30",
        ),
        (
            ToBound(Money.parse("150"), Money.parse("100")),
            {"kind": "to-bound", "bound": "150.00", "reached": "100.00", "already": "0.00"},
            "pour atteindre 150,00 € au lieu de 100,00 €",
        ),
        (
            ToBound(Money.parse("150"), Money.parse("100"), already=Money.parse("10")),
            {"kind": "to-bound", "bound": "150.00", "reached": "100.00", "already": "10.00"},
            "pour atteindre 150,00 € au lieu de 100,00 €, dont 10,00 € déjà comptés",
        ),
    ],
)  # fmt: skip
def test_how_a_basis_is_written(basis: Quantity | Prorated | ToBound, json: dict[str, Json], words: str) -> None:
    assert basis_json(basis) == json
    assert price_words(basis).replace("\u202f", " ").replace("\xa0", " ") == words


def test_an_account_reckons_a_price_in_the_same_words() -> None:
    basis = Quantity(1200, "0.0045")
    line = Line(Clause("7.2"), "Complément", basis)
    assert _reckoning(line, basis, CG052018.payment.interest) == price_words(basis)
