"""Defects that users of other billing engines met, one test for each that a price could have here."""

from datetime import date
from typing import Final

import pytest

from netsoft.billing.prices.cycles import BillingCycle, cycles_of, shares
from netsoft.billing.prices.pricing import Bounded, Flat, PerUnit, price
from netsoft.billing.prices.proration import Proration, Sold, change, prorate
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.days import Cycle, Period
from netsoft.errors import MissingFact
from netsoft.money import ZERO, Money, Rate, total

START: Final = date(2026, 1, 1)
SEAT: Final = Price("seat", "Abonnement", "per-user", START, PerUnit("31.00"), Rate.percent("20"))


def worth(served: Period, anchor: date = START) -> str:
    return str(total([line.amount for line in prorate(SEAT, 1, served, Proration(anchor))]))


def test_005_a_subscription_that_follows_an_ended_one_is_prorated_too() -> None:
    """Lago, issue 158: the second one cost its full price. Ten days and then five are fifteen days."""
    ended, again = Period(START, date(2026, 1, 11)), Period(date(2026, 1, 20), date(2026, 1, 25))
    assert (worth(ended), worth(again)) == ("10.00", "5.00")


def test_007_a_true_up_is_what_lacks_and_never_less_than_nothing() -> None:
    """Lago, pull 1246."""
    model = Bounded(PerUnit(1), minimum=Money.parse("100"))
    assert [str(part.amount) for part in price(model, 60)] == ["60.00", "40.00"]
    assert [str(part.amount) for part in price(model, 160)] == ["160.00"]


def test_017_a_price_for_the_whole_period_is_not_divided_by_its_days() -> None:
    """ERPNext, issue 23681: 1 099 000 for three months became 11 945.65."""
    quarter = Price("p", "Forfait", "flat", START, Flat("1099000"), Rate(0), months=3)
    (line,) = prorate(quarter, 1, Cycle(START, 3).period(0), Proration(START))
    assert line.amount == Money.parse("1099000")


def test_018_an_amount_does_not_move_with_the_day_of_the_run() -> None:
    """ERPNext, issue 42779: two runs for the same days. A later price in the tariff changes no earlier day."""
    later = Price("seat", "Abonnement", "per-user", date(2026, 6, 1), PerUnit("99"), Rate.percent("20"))
    for tariff in (Tariff((SEAT,)), Tariff((SEAT, later))):
        assert tariff.on("seat", date(2026, 5, 31)) == SEAT


def test_033_the_first_and_the_last_month_are_prorated() -> None:
    """OCA contract, issue 197: five days of February cost five days of February."""
    served = Period(date(2026, 2, 24), date(2026, 4, 6))
    assert [part.days for part in shares(served, Cycle(START))] == [5, 31, 5]


@pytest.mark.parametrize("day", [28, 29, 30, 31])
def test_036_an_anchor_after_the_28th_is_kept_as_given(day: int) -> None:
    """OpenMeter, pull 3229; Dolibarr, issue 40075; OCA contract, issue 161: it slid to the 28th, for ever."""
    anchor = date(2026, 1, day)
    assert Proration(anchor).anchor == anchor
    for cycles in (Cycle(anchor), BillingCycle(anchor, day)):
        assert cycles.period(2).start == date(2026, 3, day)
        assert cycles_of(shares(Period(anchor, cycles.period(11).end), cycles)) == 12


def test_041_a_change_of_price_bills_each_day_at_one_price() -> None:
    """Polar, issue 6625: use was billed again after a change. Old days and new days are the month, once."""
    january = Period(START, date(2026, 2, 1))
    how = Proration(START)
    for day in january:
        found = change(Sold(SEAT, 1, january, how), Sold(SEAT, 1, january, how), day)
        assert found.net == ZERO


def test_042_what_fails_has_no_amount() -> None:
    """A Stripe user, pull 1904: an error was shown as a price of 0."""
    with pytest.raises(MissingFact):
        Tariff().on("complement", START)
