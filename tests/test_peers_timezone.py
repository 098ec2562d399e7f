"""Days and months in their zones, as the public tests of other projects expect them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from netsoft.days import Period
from netsoft.paris import PARIS, civil_day, day_in_paris
from tests.conftest import Report
from tests.vectors import Case, cases, tally


def zone(case: Case) -> tzinfo:
    """The zone of a case, by its name or its offset."""
    name = case.input["zone"]
    return timezone(timedelta(hours=int(name[:3]))) if name.startswith("+") else ZoneInfo(name)


def local_day(case: Case, key: str = "instant") -> date:
    """The civil day that the library gives; for Paris, the function that all rules use says the same."""
    at = datetime.fromisoformat(case.input[key])
    found = civil_day(at, zone(case))
    assert case.input["zone"] != "Europe/Paris" or found == day_in_paris(at) == civil_day(at, PARIS)
    return found


def one_billing_day(case: Case) -> None:
    is_it = local_day(case) == date.fromisoformat(case.input["billing_day"])
    assert is_it == case.expected["is_billing_day"]


def day_of_the_month(case: Case) -> None:
    assert local_day(case).day == case.expected["billing_day"]


def first_day(case: Case) -> None:
    assert local_day(case).isoformat() == case.expected["start_local"]


def days_between(case: Case) -> None:
    assert Period(local_day(case, "start"), local_day(case, "end")).days == case.expected["days"]


BY_ANSWER: Final[dict[str, Callable[[Case], None]]] = {
    "is_billing_day": one_billing_day,
    "billing_day": day_of_the_month,
    "start_local": first_day,
    "days": days_between,
}
CASES: Final = {case.id: case for case in cases("timezone_dst")}


def run(case: Case) -> None:
    next(ask for answer, ask in BY_ANSWER.items() if answer in case.expected)(case)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.left_out])
def test_a_case_of_another_project(name: str) -> None:
    run(CASES[name])


def test_the_case_that_is_wrong_in_its_source() -> None:
    """It passes instants of UTC to a helper that expects local ones; in Los Angeles it is one day."""
    case = CASES["timezone_dst-038"]
    assert (local_day(case, "start"), local_day(case, "end")) == (date(2024, 8, 1), date(2024, 8, 2))
    assert case.expected["days"] == 2


def test_every_case_runs_or_says_why_not(report: Report) -> None:
    assert len(CASES) == 23
    report.add("vectors", f"timezone_dst: {tally(list(CASES.values()), run)}")
