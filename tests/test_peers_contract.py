"""The life of a contract as the public tests of other projects expect it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

import attrs
import pytest

from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import (
    NoticeGiven,
    Reactivation,
    Suspension,
    SwitchingAsked,
    SwitchingCompleted,
)
from netsoft.billing.contract.life import life
from netsoft.billing.contract.subscription import Subscription, Term
from netsoft.billing.contract.withdrawal import Formation, may_withdraw, withdrawal
from netsoft.billing.prices.pricing import Flat, PerUnit
from netsoft.billing.prices.proration import Proration, prorate
from netsoft.billing.prices.revision import Proposal, revise
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.billing.prices.variation import variation, varied
from netsoft.cg052018 import CG052018
from netsoft.contract_readings import ContractReadings
from netsoft.days import Period, anniversary, whole_months
from netsoft.money import Money, Rate
from netsoft.paris import day_in_paris
from netsoft.terms import Terms
from tests.conftest import Report
from tests.contract.build import duration, reading
from tests.vectors import Case, cases, tally

VAT: Final = Rate.percent("20")


def day(case: Case, key: str) -> date:
    return date.fromisoformat(case.input[key])


def renewed(case: Case) -> None:
    """Twelve months less one day, and the next term from the day after."""
    found = Subscription(day(case, "start"), duration(months=case.input["months"]))
    wanted = [date.fromisoformat(case.expected[key]) for key in ("end", "next_start", "next_end")]
    assert found.numbered(1) == Term(1, day(case, "start"), wanted[0])
    assert found.numbered(2) == Term(2, *wanted[1:])


def until(case: Case) -> tuple[Contract, ContractReadings]:
    """A contract whose first term ends on the day of the case: so many months, to the anniversary itself."""
    start, end = day(case, "start"), day(case, "end")
    months = whole_months(start, end)
    assert anniversary(start, months) == end
    return Contract(duration(months=months), Formation(available_on=start)), reading(annual_term="anniversary")


def stopped(case: Case) -> None:
    """After the end, a stop changes nothing; before it, the contract ends that day and is not renewed."""
    contract, readings = until(case)
    stop, end = day(case, "stop_on"), date.fromisoformat(case.expected["end"])
    notice = NoticeGiven(day(case, "start"), "client", "email")
    asked = SwitchingAsked(stop - timedelta(days=10))
    events = (notice, *((asked,) if stop < day(case, "end") else ()), SwitchingCompleted(stop))
    found = life(contract, events, stop + timedelta(days=400), readings)
    assert found.ending is not None
    assert (found.state, found.ending.ends_on) == ("ended", end)
    assert found.events[-1].accepted is (stop < day(case, "end"))


def not_moved(case: Case) -> None:
    """The peer delays what follows a suspension; here the suspension moves no date."""
    contract, readings = until(case)
    events = (
        Suspension(day(case, "start") + timedelta(days=1)),
        Reactivation(day(case, "start") + timedelta(days=31)),
    )
    found = life(contract, events, day(case, "end"), readings)
    assert all(item.accepted for item in found.events)
    assert found.term == Term(1, day(case, "start"), day(case, "end"))
    assert found.term.last_day is not None
    assert found.term.last_day < date.fromisoformat(case.expected["end"])


def revised(case: Case) -> None:
    """A revision is a new dated price; what was invoiced keeps the old one."""
    from_day = day(case, "effective")
    old = Price("seat", "Abonnement", "per-user", date(2017, 2, 1), PerUnit(case.input["price"]), VAT)
    new = varied(old, Rate.percent(case.input["variation_percent"]), from_day)
    decided = revise(old, Proposal(new, from_day - timedelta(days=1)), date(2017, 2, 1), CG052018)
    assert decided.price is not None
    assert decided.variation == Rate.percent(case.input["variation_percent"])
    tariff = Tariff((old,)).with_prices(decided.price)
    assert str(tariff.on("seat", from_day).lines()[0].amount) == case.expected["new_price"]
    assert tariff.on("seat", from_day - timedelta(days=1)) == old


def undefined(case: Case) -> None:
    """From a zero price there is no variation: none is said, where the peer says zero."""
    assert variation(PerUnit(case.input["previous_price"]), PerUnit(case.input["price"])) is None


def trial(case: Case) -> None:
    """What is left of the month after the trial, over the days of the month."""
    started, ends = (datetime.fromisoformat(text) for text in (case.input["started"], case.expected["trial_ends"]))
    assert _last_day(started, case.input["trial_days"]) == day_in_paris(ends)
    month = Period(date(started.year, started.month, 1), anniversary(date(started.year, started.month, 1), 1))
    fee = Money(cents=case.input["price_cents"])
    price = Price("plan", "Abonnement", "flat", month.start, Flat(fee.euros), VAT)
    lines = prorate(price, 1, Period(day_in_paris(ends), month.end), Proration(month.start))
    assert sum(line.amount.cents for line in lines) == case.expected["amount_cents"]


def in_trial(case: Case) -> None:
    """Whether an instant is in it still."""
    started, at = datetime.fromisoformat(case.input["started"]), datetime.fromisoformat(case.input["at"])
    found = withdrawal(Formation(available_on=day_in_paris(started)), _days(case.input["trial_days"]), CIVIL)
    assert may_withdraw(found, day_in_paris(at)).granted is case.expected["in_trial"]


CIVIL: Final = reading(withdrawal_start="civil-days")


def _days(days: int) -> Terms:
    return attrs.evolve(CG052018, withdrawal=attrs.evolve(CG052018.withdrawal, days=days))


def _last_day(started: datetime, days: int) -> date | None:
    return withdrawal(Formation(available_on=day_in_paris(started)), _days(days), CIVIL).last_day


BY_ANSWER: Final[dict[str, Callable[[Case], None]]] = {
    "next_start": renewed,
    "successor": not_moved,
    "new_price": revised,
    "variation_percent": undefined,
    "trial_ends": trial,
    "in_trial": in_trial,
    "end": stopped,
}
CASES: Final = {case.id: case for case in cases("contract_lifecycle")}


def run(case: Case) -> None:
    next(ask for answer, ask in BY_ANSWER.items() if answer in case.expected)(case)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.left_out])
def test_a_case_of_another_project(name: str) -> None:
    run(CASES[name])


def test_every_case_runs_or_says_why_not(report: Report) -> None:
    assert len(CASES) == 10
    report.add("vectors", f"contract_lifecycle: {tally(list(CASES.values()), run)}")
