"""Retries, late usage and corrections, as the public tests and threads of other projects expect them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from netsoft.billing.prices.pricing import Package, amount_of, price
from netsoft.cg052018 import CG052018
from netsoft.days import Month
from netsoft.metering.actions import Journal, natural_id, take_in
from netsoft.metering.complement import Complement, ComplementLine, complement
from netsoft.metering.declared import Declared, declared_users
from netsoft.metering.late import after_the_limit
from netsoft.metering.overage import overage
from netsoft.metering.usage import Usage
from tests.conftest import Report
from tests.metering.build import ANNA, FIFTH, MISTRAL, OCTOBER, action, door, over, request, statement, use
from tests.metering.build import report as tier_report
from tests.vectors import Case, cases, tally


def blocks_of_the_whole(case: Case) -> None:
    """Records of a month are added up before they are priced."""
    pricing = case.input["pricing"]
    model = Package(pricing["block_size"], pricing["block_amount"])
    assert str(amount_of(price(model, sum(case.input["records"])))) == case.expected["amount"]


def billed_by_place(case: Case) -> None:
    """What stands on earlier complements is added up: that much has nothing left to bill, one more has one."""
    months = {place: Month(2026, 3 + place) for place, _count in case.input["billed_details"]}
    why = over(7200).why
    issued = [
        Complement(request(date(2026, 11, 1)), (ComplementLine(months[place], count, why),))
        for place, count in case.input["billed_details"]
    ]
    asked = request(date(2026, 7, 1), several=True)
    billed = {months[int(place)]: count for place, count in case.expected["by_tier"].items()}
    same = [over(7200 + count, month) for month, count in billed.items()]
    assert complement(asked, same, issued).complement is None
    more = complement(asked, [over(7201 + count, month) for month, count in billed.items()], issued).complement
    assert more is not None
    assert [line.actions for line in more.lines] == [1] * len(billed)


def sent_again(case: Case) -> None:
    """Stored once; the other is a duplicate, and says so."""
    intake = take_in([action()] * case.input["sent"], door())
    assert len(intake.new) == len(Journal().after(intake).standing) == case.expected["stored"]
    assert len(intake.duplicates) == case.input["sent"] - case.expected["stored"]


def ids_of_its_own(case: Case) -> None:
    """A sender that mints an id an attempt derives it from the occasion instead."""
    sent = case.input.get("attempts") or case.input["deliveries"]
    about = ("dossier-7", "form-1")
    copies = [action(natural_id(MISTRAL, ANNA, "record", about)) for _ in range(sent)]
    wanted = case.expected.get("billed_units") or case.expected["counted"]
    assert Usage.of(take_in(copies, door()).new).total == wanted


def one_line_a_period(case: Case) -> None:
    """The users declared change in the month: one count a user and month, one line of complement a month."""
    changed = date.fromisoformat(case.input["plan_change"])
    noon = datetime(changed.year, changed.month, changed.day, 12, tzinfo=ZoneInfo(case.input["zone"]))
    made = [action(f"a-{n}", at=noon + timedelta(days=n)) for n in (-1, 0, 1)]
    usage, month = Usage.of(take_in(made, door(first=date(2024, 1, 1))).new), Month.containing(changed)
    assert len(list(usage.rows())) == case.expected["usage_lines_per_period"]
    history = [Declared(date(2024, 1, 1), 1), Declared(changed, 2)]
    done = use({ANNA: 9000}, declared_users(history, month.period))
    line = overage(done, tier_report((2, 200), month=OCTOBER), CG052018)
    months = [over(0, Month(2026, n)) for n in range(4, 10)]
    made_up = complement(request(date(2026, 11, 1)), [*months, line]).complement
    assert made_up is not None
    assert len(made_up.lines) == case.expected["usage_lines_per_period"]


BY_CASE: Final[dict[str, Callable[[Case], None]]] = {
    "usage_corrections-001": blocks_of_the_whole,
    "usage_corrections-006": billed_by_place,
    "usage_corrections-010": sent_again,
    "usage_corrections-013": ids_of_its_own,
    "usage_corrections-014": ids_of_its_own,
    "usage_corrections-015": one_line_a_period,
}
CASES: Final = {case.id: case for case in cases("usage_corrections")}


def run(case: Case) -> None:
    BY_CASE[case.id](case)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.left_out])
def test_a_case_of_another_project(name: str) -> None:
    run(CASES[name])


def test_every_case_runs_or_says_why_not(report: Report) -> None:
    assert len(CASES) == 9
    report.add("vectors", f"usage_corrections: {tally(list(CASES.values()), run)}")


def test_late_usage_that_others_ignore_is_refused_and_shown() -> None:
    """Case 004: whatever is too late has its reason, and is in the count of what was taken in."""
    count = CASES["usage_corrections-004"].input["late_records"][0]
    late = [action(f"a-{n}", at=datetime(2026, 4, 30, tzinfo=UTC)) for n in range(count)]
    intake = take_in(late, door(correctable_from=date(2026, 5, 1), open_from=date(2026, 7, 1)))
    assert (intake.taken_in, len(intake.refused)) == (len(late), len(late))
    assert all("ne peut plus être daté" in one.reason.fact for one in intake.refused)


def test_billed_usage_that_proves_wrong_is_credited() -> None:
    """Case 005: the client gets it back, even after the limit."""
    assert after_the_limit(statement({ANNA: 7300}), statement({ANNA: 7299})).granted


@pytest.mark.parametrize("seconds", [1, 60, 86_400])
def test_another_instant_under_one_id_counts_once(seconds: int) -> None:
    """Case 011: in any order, the same bill and a conflict."""
    sent = [action(), action(at=FIFTH + timedelta(seconds=seconds))]
    for batch in (sent, sent[::-1]):
        intake = take_in(batch, door())
        assert (Usage().after(intake).total, len(intake.conflicts)) == (1, 1)
