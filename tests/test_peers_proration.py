"""Parts of cycles as the public tests of other billing engines expect them, under the convention that each names."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

import pytest

from netsoft.billing.prices.cycles import (
    FROM_LAST_BILL,
    HALF_OPEN,
    INCLUSIVE,
    NINE_DECIMALS,
    THIRTY_DAYS,
    YEAR_OF_365,
    BillingCycle,
    Convention,
    billed_in_advance,
    cycles_of,
    shares,
)
from netsoft.billing.prices.pricing import Flat, PerUnit
from netsoft.billing.prices.proration import Proration, Sold, capped_credit, change, credit_unused, prorate
from netsoft.billing.prices.tariff import Kind, Price
from netsoft.days import Cycle, Day, Period
from netsoft.money import ZERO, Exact, Money, Rate, total
from tests.conftest import Report
from tests.vectors import Case, cases, tally

MONTHS: Final = {"monthly": 1, "quarterly": 3, "annual": 12, "biannual": 6}
VAT: Final = Rate.percent("20")


def day(text: str) -> Day:
    return date.fromisoformat(text)


def at(amount: Exact, months: int, kind: Kind = "flat") -> Price:
    return Price("p", "Abonnement", kind, day("2000-01-01"), Flat(amount), VAT, months=months)


def cents(count: int) -> Money:
    return Money(cents=count)


def whole_period(given: Mapping[str, Any], how: Convention = INCLUSIVE) -> Period:
    return how.period(day(given["period_start"]), day(given.get("period_end_inclusive") or given["period_end"]))


def months_of(period: Period) -> int:
    """How many months a period counts from its first day."""
    return next(n for n in range(1, 25) if Cycle(period.start, n).period(0).end >= period.end)


def cycles(case: Case) -> None:
    given = case.input
    end = day(given["end"]) if given["end"] else None
    billing = BillingCycle(day(given["start"]), given["billing_cycle_day"], MONTHS[given["period"]])
    billed = billed_in_advance(day(given["start"]), day(given["target"]), billing, end)
    assert cycles_of(shares(billed, billing, NINE_DECIMALS)) == Fraction(case.expected["cycles"])


def ratio(case: Case) -> None:
    given = case.input
    start, end = day(given.get("start") or given["last_bill_through"]), day(given["end"])
    how = THIRTY_DAYS if given.get("fixed_days_in_month") else FROM_LAST_BILL
    found = cycles_of(shares(Period(start, end), Cycle(start, MONTHS[given["period"]]), how))
    assert abs(found - Fraction(case.expected["ratio"])) <= Fraction(1, 2 * 10**9)


def thirty_days(case: Case) -> None:
    given, start = case.input, day(case.input["start"])
    served, how = Period(start, day(given["end"])), Proration(start, THIRTY_DAYS)
    seat = at(given["price"], 1)
    lines = prorate(seat, 1, served, how)
    if given["kind"] == "credit":
        lines = credit_unused(Sold(seat, 1, served, how, paid=Money.parse(given["price"])), start)
    assert str(total([line.amount for line in lines])) == case.expected["amount"]


def active_in_a_period(case: Case) -> None:
    given = case.input
    whole = whole_period(given)
    served = INCLUSIVE.period(day(given["active_from"]), day(given["terminated_on"]))
    price = at(cents(given["price_cents"]), months_of(whole))
    lines = prorate(price, 1, served, Proration(whole.start, INCLUSIVE))
    assert total([line.amount for line in lines]) == cents(case.expected["amount_cents"])


def length_of_a_period(case: Case) -> None:
    whole = whole_period(case.input)
    served = Period(day(case.input["active_from"]), whole.end)
    (part,) = shares(served, Cycle(whole.start, months_of(whole)), INCLUSIVE)
    assert part.of_days == case.expected["period_days"]


def days_unused(case: Case) -> None:
    """A credit for so many days of so many: of a cycle that long, those after the day of termination."""
    given, start = case.input, day("2025-04-01")
    whole = Period(start, start + timedelta(days=given["period_days"]))
    sold = Sold(at(cents(given["price_cents"]), 1), 1, whole, Proration(start, days=whole.days))
    ended = whole.end - timedelta(days=given["unused_days"])
    net = -total([line.amount for line in credit_unused(sold, ended)])
    tax = Rate.percent(given["tax_percent"]).of(net)
    found = {"net_cents": net.cents, "tax_cents": tax.cents, "total_cents": (net + tax).cents}
    assert found == dict(case.expected)


def changed(case: Case) -> None:
    """A change inside a cycle: dates inclusive or half-open, euros or cents, as the case writes them."""
    given, wanted = case.input, case.expected
    whole = whole_period(given, INCLUSIVE if "period_end_inclusive" in given else HALF_OPEN)
    unit = "cents" if "old_cents" in given else "amount"
    old, new = (worth(given[f"{which}_{unit}"], unit) for which in ("old", "new"))
    how = Proration(whole.start, days=whole.days)
    found = change(Sold(at(old, 1), 1, whole, how), Sold(at(new, 1), 1, whole, how), day(given["change_on"]))
    credit, charge = (total([line.amount for line in lines]) for lines in (found.credit, found.charge))
    suffix = "_cents" if unit == "cents" else ""
    assert credit == worth(wanted[f"credit{suffix}"], unit)
    assert charge == worth(wanted[f"charge{suffix}"], unit)
    assert found.net == worth(
        wanted.get(f"net{suffix}", (credit + charge).cents if suffix else str(credit + charge)), unit
    )


def worth(value: Any, unit: str) -> Money:
    return cents(value) if unit == "cents" else Money.parse(value)


def capped(case: Case) -> None:
    given = {name: Money.parse(value) for name, value in case.input.items()}
    credit = capped_credit(given["potential_credit"], given["originally_paid"], given["already_credited"])
    assert credit == Money.parse(case.expected["credit"])
    assert credit >= ZERO


def one_time(case: Case) -> None:
    given = case.input
    fee = Price("p", "Mise en service", "work", day("2000-01-01"), PerUnit(cents(given["one_time_cents"])), VAT)
    rest = Period(day(given["change_on"]), day(given["period_end"]))
    lines = prorate(fee, given["quantity"], rest, Proration(day(given["period_start"])))
    assert total([line.amount for line in lines]) == cents(case.expected["charge_cents"])


def yearly(case: Case) -> None:
    given = case.input
    served = Period(day(given["change_on"]), day(given["period_end"]))
    lines = prorate(at(cents(given["yearly_cents"]), 12), 1, served, Proration(served.start, YEAR_OF_365))
    assert total([line.amount for line in lines]) == cents(case.expected["charge_cents"])


def month_by_month(case: Case) -> None:
    served = whole_period(case.input)
    first = Proration(served.start.replace(day=1), INCLUSIVE)
    lines = prorate(at(case.input["monthly_price"], 1), 1, served, first)
    assert str(total([line.amount for line in lines])) == case.expected["amount"]


def fixed(case: Case) -> None:
    months = int(case.input["period"].split()[0])
    price, start = at(case.input["fixed_price"], months), day("2023-04-01")
    whole = Cycle(start, months).period(0)
    (line,) = prorate(price, 1, whole, Proration(start))
    assert line.amount == Money.parse(case.expected["amount"])


def each_month(case: Case) -> None:
    served = INCLUSIVE.period(day(case.input["start"]), day(case.input["end_inclusive"]))
    found = shares(served, Cycle(served.start.replace(day=1)), INCLUSIVE)
    assert " + ".join(f"{part.days}/{part.of_days}" for part in found) == case.expected["ratio_sum"]


BY_INPUT: Final[Mapping[str, Callable[[Case], None]]] = {
    "billing_cycle_day": cycles,
    "price": thirty_days,
    "terminated_on": active_in_a_period,
    "active_from": length_of_a_period,
    "unused_days": days_unused,
    "old_cents": changed,
    "old_amount": changed,
    "potential_credit": capped,
    "one_time_cents": one_time,
    "yearly_cents": yearly,
    "monthly_price": month_by_month,
    "fixed_price": fixed,
    "end_inclusive": each_month,
    "period": ratio,
}
CASES: Final = {case.id: case for case in cases("proration")}


def run(case: Case) -> None:
    next(ask for key, ask in BY_INPUT.items() if key in case.input)(case)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.left_out])
def test_a_case_of_another_project(name: str) -> None:
    run(CASES[name])


def test_every_case_runs_or_says_why_not(report: Report) -> None:
    assert len(CASES) == 120
    report.add("vectors", f"proration: {tally(list(CASES.values()), run)}")
