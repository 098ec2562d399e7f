"""Direct tests of the known defects about prices: shares of a cycle, changes of price, minimums, missing prices."""

import inspect
from datetime import date
from fractions import Fraction
from typing import Final

import attrs
import pytest

from netsoft.billing.prices.cycles import shares
from netsoft.billing.prices.price_models import Bounded, Flat, PerUnit
from netsoft.billing.prices.pricing import amount_of, price
from netsoft.billing.prices.proration import Proration, Sold, change, credit_unused, prorate
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.days import Cycle, Day, Period
from netsoft.errors import MissingFact
from netsoft.money import Money, Rate, total

YEAR: Final = Period(date(2026, 1, 1), date(2027, 1, 1))
FIRST: Final = YEAR.start
MONTHLY: Final = Price("seat", "Abonnement", "per-user", FIRST, PerUnit("20.00"), Rate.percent("20"))
YEARLY: Final = Price("year", "Abonnement annuel", "flat", FIRST, Flat("10990.00"), Rate.percent("20"), months=12)


def cost(sold: Price, served: Period, anchor: Day = FIRST) -> Money:
    return total([line.amount for line in prorate(sold, 1, served, Proration(anchor))])


def test_whole_periods_carry_a_factor_of_one() -> None:
    """Twelve months are twelve, and a year's fixed price is not cut into days."""
    assert cost(MONTHLY, YEAR) == Money.parse("240.00")
    assert cost(YEARLY, YEAR) == Money.parse("10990.00")
    anchor = date(2026, 1, 31)
    twelve = Period(anchor, Cycle(anchor).period(11).end)
    assert cost(MONTHLY, twelve, anchor) == Money.parse("240.00")


def test_an_amount_does_not_depend_on_the_day_of_the_run() -> None:
    """No day of a run is asked for: two months of the same price cost the same, be they of 28 or of 31 days."""
    assert not {"on", "at", "now", "today"} & set(inspect.signature(prorate).parameters)
    months = [Cycle(FIRST).period(index) for index in range(12)]
    assert {cost(MONTHLY, month) for month in months} == {Money.parse("20.00")}


def test_the_length_of_a_cycle_does_not_depend_on_the_start_of_use() -> None:
    quarter = Cycle(date(2024, 4, 1), 3)
    for start in (date(2024, 4, 1), date(2024, 4, 5), date(2024, 5, 20), date(2024, 6, 30)):
        (part,) = shares(Period(start, date(2024, 7, 1)), quarter)
        assert (part.of_days, part.days) == (91, (date(2024, 7, 1) - start).days)


def test_the_first_and_the_last_month_are_prorated() -> None:
    """From 24 February to 10 April: five days of February, March, nine days of April."""
    lines = prorate(MONTHLY, 1, Period(date(2026, 2, 24), date(2026, 4, 10)), Proration(FIRST))
    assert [line.amount for line in lines] == [Money.parse("3.57"), Money.parse("20.00"), Money.parse("6.00")]


@pytest.mark.parametrize("middle", [date(2026, 2, 1), date(2026, 3, 15), date(2026, 6, 30)])
def test_what_a_service_costs_adds_up_over_any_cut(middle: date) -> None:
    """A subscription that begins after one that ended is prorated like it: together they make the whole."""
    served = Period(date(2026, 1, 10), date(2026, 9, 20))
    first, second = served.cut(middle)
    assert share(first) + share(second) == share(served)


def share(served: Period) -> Fraction:
    return sum((part.share for part in shares(served, Cycle(FIRST))), Fraction(0))


def test_parts_of_cycles_make_the_service_up() -> None:
    """No part is longer than its service, and they follow one another."""
    served = Period(date(2026, 1, 10), date(2026, 9, 20))
    parts = shares(served, Cycle(FIRST))
    assert [part.period.end for part in parts[:-1]] == [part.period.start for part in parts[1:]]
    assert (parts[0].period.start, parts[-1].period.end) == (served.start, served.end)
    assert sum(part.days for part in parts) == served.days


def test_the_credit_of_an_old_price_knows_nothing_of_the_new_one() -> None:
    """From a month to a year on 16 June: half of June at the old price comes back, whatever the new one is."""
    june, middle = Period(date(2026, 6, 1), date(2026, 7, 1)), date(2026, 6, 16)
    old = Sold(MONTHLY, Fraction(1), june, Proration(FIRST))
    dearer = attrs.evolve(YEARLY, model=Flat("99999.00"))
    given_back = {
        total([line.amount for line in change(old, Sold(new, Fraction(1), YEAR, Proration(FIRST)), middle).credit])
        for new in (YEARLY, dearer, MONTHLY)
    }
    assert given_back == {Money.parse("-10.00")} == {total([line.amount for line in credit_unused(old, middle)])}


def test_a_minimum_is_made_up_by_what_lacks_and_no_more() -> None:
    """The true-up is the commitment less what is billed, or nothing; no zone enters into it."""
    committed = Bounded(PerUnit("1.00"), minimum=Money.parse("100.00"))
    for units, wanted in ((0, "100.00"), (99, "100.00"), (100, "100.00"), (101, "101.00")):
        assert amount_of(price(committed, units)) == Money.parse(wanted)


def test_what_has_no_price_is_missing_and_never_zero() -> None:
    tariff = Tariff((MONTHLY,))
    for product, day in (("complement", date(2026, 6, 1)), ("seat", date(2025, 12, 31))):
        with pytest.raises(MissingFact):
            tariff.on(product, day)
