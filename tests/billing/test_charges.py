"""From a tariff to lines of an invoice: cut where the price changes, with VAT; what does not recur is refused."""

from datetime import date
from fractions import Fraction
from typing import Final

import attrs
import pytest
from hypothesis import given

from netsoft.billing.invoices.vat import VatRate
from netsoft.billing.prices.charges import Held, charges, recurring_charges
from netsoft.billing.prices.pricing import PerUnit
from netsoft.billing.prices.proration import Proration
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.days import Day, Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import Money, Rate, total
from netsoft.testing import days

START: Final = date(2026, 1, 1)
VAT: Final = Rate.percent("20")
SEAT: Final = Price("seat", "Abonnement", "per-user", START, PerUnit("30.00"), VAT)
CALL: Final = Price("complement", "Complément d'utilisation", "complement", START, PerUnit("0.0045"), VAT)
JUNE: Final = Period(date(2026, 6, 1), date(2026, 7, 1))
HOW: Final = Proration(START)


def test_a_month_at_one_price() -> None:
    (line,) = recurring_charges(Tariff((SEAT,)), Held("seat", 4, JUNE), HOW)
    assert (str(line.line.amount), line.vat, line.period) == ("120.00", VatRate(VAT), JUNE)


@given(days(JUNE))
def test_a_new_price_changes_no_earlier_day(day: Day) -> None:
    tariff = Tariff((SEAT, attrs.evolve(SEAT, first_day=day, model=PerUnit("60.00"))))
    found = recurring_charges(tariff, Held("seat", 1, JUNE), HOW)
    before = Period(JUNE.start, day).days
    assert total([line.line.amount for line in found]) == Money(cents=before * 100 + (30 - before) * 200)
    assert [line.period for line in found] == [piece for piece in JUNE.cut(day) if piece.days]


def test_a_day_without_a_price_is_a_missing_fact() -> None:
    with pytest.raises(MissingFact, match="aucun prix de « seat » au 01/12/2025"):
        recurring_charges(Tariff((SEAT,)), Held("seat", 1, Period(date(2025, 12, 1), START)), HOW)
    with pytest.raises(MissingFact, match="aucun prix de « disk »"):
        recurring_charges(Tariff((SEAT,)), Held("disk", 1, JUNE), HOW)
    assert recurring_charges(Tariff(), Held("seat", 1, Period(START, START)), HOW) == ()


def test_what_is_due_once_is_charged_as_it_is() -> None:
    with pytest.raises(InvalidValue, match="n'a pas de période"):
        recurring_charges(Tariff((CALL,)), Held("complement", 1, JUNE), HOW)
    (line,) = charges(CALL, CALL.lines(1201))
    assert (str(line.line.amount), line.period, line.quantity) == ("5.40", None, Fraction(1201))


def test_a_quantity_is_not_negative() -> None:
    with pytest.raises(InvalidValue, match="quantity : nombre négatif"):
        Held("seat", -1, JUNE)
