"""Each defect that users of other projects reported has a named test here that would catch it, or cannot occur.

``tests/vectors/known_defects.json`` names the test of each, or says why there can be none. Here stand the direct
ones about days, actions and accounts; those about invoices and prices stand beside.
"""

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

import attrs
import pytest

from netsoft.billing.contract.subscription import term_on
from netsoft.billing.entries import Nature
from netsoft.billing.legal_rate_table import LEGAL_RATES
from netsoft.cg052018 import CG052018
from netsoft.days import Cycle, Month, Period, anniversary
from netsoft.errors import InvalidValue, MissingFact
from netsoft.metering.actions import Journal, take_in
from netsoft.metering.complement import complement
from netsoft.metering.late import settle
from netsoft.metering.usage import Usage
from netsoft.money import Money, Rate
from netsoft.paris import start_of_day
from netsoft.terms import InterestBasis
from tests.architecture.source import ROOT
from tests.billing.build import PLAIN, april, drawn, invoice, ledger, owed, paid, penalties, returned, written
from tests.conftest import Report
from tests.metering.build import ANNA, FIFTH, MISTRAL, OCTOBER, action, actions, door, request, statement, year_of
from tests.vectors import HERE

DEFECTS: Final[list[dict[str, str]]] = json.loads((HERE / "known_defects.json").read_text(encoding="utf-8"))["defects"]
JANUARY_31: Final = date(2026, 1, 31)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect["id"])
def test_each_defect_has_its_test_or_its_reason(defect: dict[str, str]) -> None:
    assert ("test" in defect) != ("cannot_occur" in defect)
    if "test" in defect:
        name, function = defect["test"].split("::")
        text = (ROOT / name).read_text(encoding="utf-8")
        assert re.search(rf"^def {function}\(", text, re.MULTILINE), defect["test"]
    else:
        assert defect["cannot_occur"].endswith(".")


def test_every_defect_is_there(report: Report) -> None:
    assert [defect["id"] for defect in DEFECTS] == [f"defect-{n:03d}" for n in range(1, 44)]
    named = sum("test" in defect for defect in DEFECTS)
    report.add(
        "vectors", f"known_defects: {named} with a named test, {len(DEFECTS) - named} cannot occur, with reasons"
    )


def test_an_anchor_on_the_31st_gives_every_period() -> None:
    """The third is there, from 31 March to 30 April, and the anchor stays as it was given."""
    cycle = Cycle(JANUARY_31)
    assert cycle.period(2) == Period(date(2026, 3, 31), date(2026, 4, 30))
    assert all(cycle.period(n).end == cycle.period(n + 1).start for n in range(-30, 600))
    assert cycle.anchor == JANUARY_31


def test_the_end_of_the_month_does_not_ratchet() -> None:
    """After a February the 31st is back, and the 30th too."""
    for day in (29, 30, 31):
        found = [anniversary(date(2026, 1, day), months) for months in range(1, 61)]
        assert [d.day for d in found] == [min(day, Month.containing(d).period.last.day) for d in found]


def test_adding_and_subtracting_months_share_one_policy() -> None:
    leap = date(2024, 3, 31)
    assert anniversary(leap, -1) == anniversary(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert anniversary(leap, -1, "next-day") == anniversary(date(2024, 1, 31), 1, "next-day") == date(2024, 3, 1)
    for months in (-1, 11):
        with pytest.raises(InvalidValue):
            anniversary(leap, months, "refuse")


def test_the_zone_is_asked_at_each_bound() -> None:
    """Months that begin before and after a change of hour begin at midnight of Paris, each with its own offset."""
    starts = [start_of_day(date(2026, month, 1)) for month in (3, 4, 10, 11)]
    assert [datetime.fromtimestamp(start, tz=UTC).hour for start in starts] == [23, 22, 22, 23]


def test_no_term_ends_before_it_begins() -> None:
    for day in (date(2024, 2, 29), date(2025, 2, 27), date(2025, 2, 28), date(2028, 2, 28), date(2028, 2, 29)):
        term = term_on(date(2024, 2, 29), day, CG052018)
        assert term.last_day is not None
        assert term.first_day <= day <= term.last_day


def test_every_action_is_in_one_month_or_refused() -> None:
    """Around midnight of Paris at each end of the contract, second by second of interest: none is lost."""
    edges = [
        datetime(2026, month, day, hour, tzinfo=UTC) for month, day, hour in ((3, 31, 22), (10, 31, 23), (12, 31, 23))
    ]
    batch = [
        action(f"{at:%m}-{step}", at=at + timedelta(seconds=step)) for at in edges for step in (-3600, -1, 0, 1, 3600)
    ]
    intake = take_in(batch, door(last=date(2026, 12, 31)))
    counted = Usage.of(intake.new).total
    assert counted + len(intake.duplicates) + len(intake.conflicts) + len(intake.refused) == len(batch)
    assert (counted, len(intake.refused)) == (10, 5)


def test_the_last_day_of_a_contract_counts() -> None:
    made = action(at=datetime(2026, 10, 31, 22, 59, tzinfo=UTC))
    intake = take_in([made], door(last=date(2026, 10, 31)))
    assert Usage.of(intake.new).users(MISTRAL, OCTOBER) == {ANNA: 1}


def test_the_zone_in_which_an_instant_is_written_changes_nothing() -> None:
    zones = [timezone(timedelta(hours=hours)) for hours in (-11, -5, 0, 2, 13)]
    late = datetime(2026, 10, 31, 22, 59, tzinfo=UTC)
    counts = {str(dict(Usage.of([action(at=late.astimezone(zone))]).users(MISTRAL, OCTOBER))) for zone in zones}
    assert counts == {str({ANNA: 1})}


def test_interest_outlives_the_principal() -> None:
    """Five days late: 5.00 of interest stay owed once the principal alone is paid."""
    account = drawn(ledger(invoice(), paid(april(5), "1000.00")), april(9), imputation="principal-first")
    assert owed(account) == ("0.00", "5.00", "150.00")


def test_interest_runs_on_each_balance() -> None:
    account = drawn(ledger(invoice(), paid(april(5), "405.00")), april(10))
    lines = [(number, amount) for clause, number, amount in written(account.lines) if clause == "8.3"]
    assert lines == [("F-1", "5.00"), ("F-1", "3.00")]


def test_a_rate_of_zero_leaves_the_other_heads() -> None:
    free = attrs.evolve(PLAIN, payment=attrs.evolve(PLAIN.payment, interest=InterestBasis("fixed", percent=Rate(0))))
    assert owed(drawn(ledger(invoice()), april(5), free)) == ("1000.00", "0.00", "150.00")


@pytest.mark.parametrize("nature", ["subscription", "complement", "option", "work"])
def test_an_invoice_of_any_nature_bears_the_same(nature: Nature) -> None:
    assert owed(drawn(ledger(invoice(nature=nature)), april(5))) == ("1000.00", "5.00", "150.00")


def test_a_return_restores_what_its_debit_had_settled() -> None:
    """A debit of 300.00 that comes back reopens 300.00, not the whole invoice."""
    kept, back = paid(april(0), "700.00", id="P-0"), paid(april(0), "300.00", id="P-1")
    account = drawn(ledger(invoice(), kept, back, returned(april(4))), april(4))
    assert owed(account)[0] == "300.00"
    assert penalties(account) == [("8.2", "F-1", "45.00")]


def test_a_late_action_is_a_correction_that_shows() -> None:
    """It comes after the close of its month: it cites the line that it corrects, and the statement stays as it was."""
    closed = statement({ANNA: 2})
    late = take_in([action("late", at=FIFTH)], door())
    settled = settle(late, (closed,))
    assert (settled.counted, [c.action.id for c in settled.corrections]) == ((), ["late"])
    assert settled.corrections[0].line == closed.line(ANNA)


def test_a_month_is_billed_once() -> None:
    """After a complement in the course of the year, the next bills what is new, and nothing of before."""
    overs = year_of([100, 0, 50])
    first = complement(request(date(2026, 7, 1), several=True), overs)
    assert first.complement is not None
    assert first.complement.actions == 150
    again = complement(request(date(2026, 7, 2), several=True), overs, (first.complement,))
    assert (again.decision.verdict, again.complement) == ("refused", None)
    later = complement(request(date(2026, 8, 1), several=True), year_of([100, 0, 50, 7]), (first.complement,))
    assert later.complement is not None
    assert [(str(line.month), line.actions) for line in later.complement.lines] == [("2026-07", 7)]


def test_what_was_taken_in_once_is_a_duplicate_for_ever() -> None:
    batch = actions(3)
    journal = Journal().after(take_in(batch, door()))
    again = take_in(batch, door(open_from=date(2026, 11, 1)), journal)
    assert (again.new, len(again.duplicates)) == ((), 3)


def test_the_hand_kept_rates_of_another_are_not_ours() -> None:
    """3.71 and 2.76 % in 2025, a floor of three times as much, and an unknown half-year is an error."""
    found = [LEGAL_RATES.at(day).rate for day in (date(2025, 6, 30), date(2025, 7, 1))]
    assert found == [Rate.percent("3.71"), Rate.percent("2.76")]
    floors = [rate.times(CG052018.payment.interest.multiple).of(Money.parse("100.00")) for rate in found]
    assert floors == [Money.parse("11.13"), Money.parse("8.28")]
    with pytest.raises(MissingFact):
        LEGAL_RATES.at(date(2035, 1, 1))
