"""Until when the client may withdraw, and what is given back (4.1, R-12; L221-3, L221-18 to L221-25)."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from netsoft.billing.contract.refund import Paid, refund
from netsoft.billing.contract.withdrawal import Formation, Situation, Window, may_withdraw, withdrawal
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import Period
from netsoft.errors import InvalidValue
from netsoft.money import Money
from tests.contract.build import PLAIN, reading

PROTECTED = Situation(employees=5, off_premises=True, main_activity=False)


def window(readings: ContractReadings = PLAIN, **formation: Any) -> Window:
    return withdrawal(Formation(**formation), CG052018, readings)


@pytest.mark.parametrize(
    ("concluded", "where", "last"),
    [
        (date(2026, 11, 27), "metropole", date(2026, 12, 11)),
        (date(2026, 10, 18), "metropole", date(2026, 11, 2)),
        (date(2026, 12, 11), "metropole", date(2026, 12, 28)),
        (date(2029, 12, 12), "metropole", date(2029, 12, 26)),
        (date(2029, 12, 12), "alsace-moselle", date(2029, 12, 27)),
        (date(2027, 3, 12), "metropole", date(2027, 3, 26)),
        (date(2027, 3, 12), "alsace-moselle", date(2027, 3, 30)),
    ],
)
def test_the_last_day(concluded: date, where: str, last: date) -> None:
    for readings, days in ((PLAIN, {"available_on": concluded}), (reading(withdrawal_start="conclusion"), {})):
        found = window(readings, concluded_on=concluded, closed_days=where, **days)
        assert found.last_day == found.statutory_last_day == last


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("availability", date(2026, 11, 2)),
        ("first-use", date(2026, 11, 9)),
        ("conclusion", date(2026, 10, 19)),
        ("civil-days", date(2026, 11, 1)),
    ],
)
def test_each_reading_has_its_last_day(start: str, last: date) -> None:
    days = {"concluded_on": date(2026, 10, 5), "available_on": date(2026, 10, 18), "first_use_on": date(2026, 10, 24)}
    found = window(reading(withdrawal_start=start), **days)
    assert found.last_day == last
    assert found.statutory_last_day == date(2026, 10, 19)
    assert found.rule in found.by_contract.reasons[0].fact


def test_the_days_run_from_the_later_of_conclusion_and_availability() -> None:
    assert window(concluded_on=date(2026, 11, 27), available_on=date(2026, 11, 1)).last_day == date(2026, 12, 11)
    assert window(available_on=date(2026, 11, 27)).last_day == date(2026, 12, 11)
    assert window(available_on=date(2026, 11, 27)).statutory_last_day is None


@pytest.mark.parametrize("start", ["availability", "first-use", "conclusion", "civil-days"])
def test_days_that_have_not_begun_have_no_last(start: str) -> None:
    found = window(reading(withdrawal_start=start))
    assert found.last_day is None
    assert may_withdraw(found, date(2026, 11, 27)).reasons[0].fact.endswith("le délai n'a pas commencé")


def test_an_undisclosed_right_lasts_twelve_months_more() -> None:
    for disclosed, last in ((True, date(2026, 12, 11)), (None, date(2026, 12, 11)), (False, date(2027, 12, 13))):
        situation = Situation(disclosed=disclosed)
        assert window(concluded_on=date(2026, 11, 27), situation=situation).statutory_last_day == last


@pytest.mark.parametrize(
    ("situation", "verdict", "facts"),
    [
        (PROTECTED, "granted", 3),
        (Situation(employees=0, off_premises=True, main_activity=False), "granted", 3),
        (Situation(employees=6, off_premises=True, main_activity=False), "refused", 1),
        (Situation(employees=6, off_premises=False, main_activity=True), "refused", 3),
        (Situation(employees=5, off_premises=False), "refused", 1),
        (Situation(employees=5, off_premises=True), "pending", 1),
        (Situation(), "pending", 3),
    ],
)
def test_the_conditions_of_the_law(situation: Situation, verdict: str, facts: int) -> None:
    found = window(situation=situation).statutory
    assert (found.verdict, len(found.reasons)) == (verdict, facts)
    assert {reason.clause for reason in found.reasons} == {Clause("L221-3")}


def test_a_withdrawal_in_time_and_one_too_late() -> None:
    found = window(available_on=date(2026, 10, 18), situation=Situation(employees=6))
    assert may_withdraw(found, date(2026, 11, 2)).granted
    late = may_withdraw(found, date(2026, 11, 3))
    assert late.verdict == "refused"
    assert late.reasons[0].fact == "déclarée le 03/11/2026, après le dernier jour du délai, le 02/11/2026"


def test_the_law_may_give_longer() -> None:
    days: dict[str, Any] = {"concluded_on": date(2026, 10, 18), "available_on": date(2026, 10, 18)}
    undisclosed = Situation(employees=5, off_premises=True, main_activity=False, disclosed=False)
    found = window(situation=undisclosed, **days)
    assert may_withdraw(found, date(2027, 11, 2)).granted
    assert not may_withdraw(found, date(2027, 11, 3)).granted
    assert may_withdraw(found, date(2027, 11, 2)).reasons[-1].clause == Clause("L221-18")
    unknown = window(situation=Situation(disclosed=False), **days)
    assert may_withdraw(unknown, date(2027, 1, 4)).verdict == "pending"


def test_the_clause_set_aside_leaves_the_law() -> None:
    formation = Formation(concluded_on=date(2026, 11, 27), available_on=date(2026, 11, 27), situation=PROTECTED)
    found = withdrawal(formation, CG052018.without(Clause("4.1")))
    assert (found.last_day, found.by_contract.verdict) == (None, "refused")
    assert may_withdraw(found, date(2026, 12, 11)).granted
    told = withdrawal(
        attrs.evolve(formation, situation=attrs.evolve(PROTECTED, disclosed=True)), CG052018.without(Clause("4.1"))
    )
    refused = may_withdraw(told, date(2026, 12, 12))
    assert (refused.verdict, refused.reasons[0].fact) == ("refused", "la clause 4.1 est écartée")


def test_a_right_that_may_not_have_been_disclosed_waits_for_that_fact() -> None:
    days: dict[str, Any] = {"concluded_on": date(2026, 11, 27), "available_on": date(2026, 11, 27)}
    unknown = window(situation=PROTECTED, **days)
    waits = may_withdraw(unknown, date(2027, 12, 13))
    assert (waits.verdict, waits.reasons[-1].clause) == ("pending", Clause("L221-20"))
    assert waits.reasons[-1].fact.endswith("sinon, délai jusqu'au 13/12/2027")
    assert may_withdraw(unknown, date(2027, 12, 14)).verdict == "refused"
    disclosed = window(situation=attrs.evolve(PROTECTED, disclosed=True), **days)
    assert may_withdraw(disclosed, date(2026, 12, 14)).verdict == "refused"
    assert may_withdraw(window(**days), date(2026, 12, 14)).verdict == "refused"


def test_a_conclusion_that_is_not_given_is_not_one_to_come() -> None:
    readings = reading(withdrawal_start="conclusion")
    found = window(readings, available_on=date(2026, 1, 1))
    late = may_withdraw(found, date(2029, 1, 1))
    assert (late.verdict, found.last_day) == ("pending", None)
    assert late.reasons[0].fact.endswith("fait à donner : jour de la conclusion ?")


YEAR = Period(date(2027, 1, 1), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("on", "early", "used", "owed"),
    [
        (date(2027, 1, 1), True, 0, "0.00"),
        (date(2027, 1, 15), True, 14, "46.03"),
        (date(2027, 1, 15), False, 14, "0.00"),
        (date(2026, 12, 20), True, 0, "0.00"),
        (date(2029, 1, 1), True, 365, "1200.00"),
    ],
)
def test_what_is_owed_for_the_service(on: date, early: bool, used: int, owed: str) -> None:
    found = refund(Paid(Money.parse("1200.00"), YEAR), on, early)
    assert (found.days_used, str(found.owed)) == (used, owed)
    assert found.owed + found.refund == Money.parse("1200.00")
    assert found.deadline.last == on + timedelta(days=14)
    assert [str(line.clause) for line in found.owed_lines.lines] == (["L221-25"] if early else [])


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Situation(employees=-1), "employees"),
        (lambda: Situation(employees=True), "employees"),
        (lambda: Formation(first_use_on=date(2026, 1, 1)), "first_use_on"),
        (lambda: Formation(available_on=date(2026, 1, 2), first_use_on=date(2026, 1, 1)), "first_use_on"),
        (lambda: Formation(closed_days="corse"), "closed_days"),  # type: ignore[arg-type]
        (lambda: Formation(concluded_on="2026-01-01"), "concluded_on"),
        (lambda: Paid(Money(cents=-1), YEAR), "paid"),
        (lambda: Paid(Money(cents=1), Period(date(2027, 1, 1), date(2027, 1, 1))), "paid"),
    ],
)
def test_what_cannot_be_is_refused(make: Any, field: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        make()
    assert refused.value.field == field
