"""Dates and periods as the public tests of other projects expect them."""

from datetime import date, timedelta

import pytest

from netsoft.billing.prices.cycles import BillingCycle
from netsoft.days import ONE_DAY, Cycle, Month, Period, anniversary, whole_months
from netsoft.errors import InvalidValue
from tests.conftest import Report
from tests.vectors import Case, cases, tally

PERIODS = {"monthly": 1, "quarterly": 3, "yearly": 12, "annual": 12}


def read(text: str) -> date:
    """The day of a case, whatever the hour written after it."""
    return date.fromisoformat(text[:10])


def added(case: Case) -> None:
    """A day and a length give a day, or three under the three policies."""
    given, start = case.input, read(case.input["date"])
    months = 12 * given.get("years", 0) + given.get("months", 0)
    if "round_up" in case.expected:
        assert anniversary(start, months, "next-day") == read(case.expected["round_up"])
        assert anniversary(start, months, "clamp") == read(case.expected["round_down"])
        with pytest.raises(InvalidValue):
            anniversary(start, months, "refuse")
    else:
        there = anniversary(start, months) + timedelta(days=given.get("days", 0))
        assert there == read(case.expected["date"])
        assert Period(start, there).days == (there - start).days


def month(case: Case) -> None:
    """The first and the last day of a month."""
    days = Month.containing(read(case.input["date"])).period
    assert (days.start, days.last) == (read(case.expected["first"]), read(case.expected["last"]))


def period_at(case: Case) -> None:
    """The period of a cycle that holds a day."""
    cycle = Cycle(read(case.input.get("anchor", case.input.get("start"))), PERIODS[case.input["period"]])
    period = cycle.containing(read(case.input["at"]))
    assert (period.start, period.end) == (read(case.expected["start"]), read(case.expected["end"]))


def listed(case: Case) -> None:
    """The starts of so many periods in a row."""
    cycle = Cycle(read(case.input["anchor"]))
    first = cycle.index(read(case.input["from_"]))
    starts = [cycle.period(first + n).start for n in range(case.input["count"])]
    assert starts == [read(day) for day in case.expected["dates"]]


def numbered(case: Case) -> None:
    """The period of an index, its last day written."""
    period = Cycle(read(case.input["anchor"]), PERIODS[case.input["period"]]).period(case.input["index"])
    assert (period.start, period.last) == (read(case.expected["start"]), read(case.expected["end_inclusive"]))


def billed(case: Case) -> None:
    """In advance, the period that begins; in arrears, the one before it."""
    cycle = Cycle(read(case.input["anchor"]))
    index = cycle.index(read(case.input["billed_on"])) - (case.input["mode"] == "arrears")
    assert cycle.period(index).start == read(case.expected["start"])


def following(case: Case) -> None:
    """The day on which the next period begins."""
    months = 12 * case.input.get("years", 0) + case.input.get("months", 0)
    start = read(case.input["period_start"])
    if "alignment" in case.input:
        following = anniversary(Month.containing(start).start_day, months)
    else:
        following = Cycle(read(case.input["anchor"]) if "anchor" in case.input else start, months).containing(start).end
    assert following == read(case.expected["next"])


def elapsed(case: Case) -> None:
    """How many whole periods have passed."""
    end = read(case.input.get("at", case.input.get("end")))
    months = whole_months(read(case.input["start"]), end)
    expected = case.expected.get("elapsed_cycles", case.expected.get("whole_periods"))
    assert months // PERIODS[case.input["period"]] == expected


def clipped(case: Case) -> None:
    """The periods that fill a span, the last cut short."""
    start, end = read(case.input["start"]), read(case.input["end_inclusive"]) + ONE_DAY
    by_month = case.input["rule"] == "monthly last day"
    cycle = Cycle(Month.containing(start).start_day) if by_month else Cycle(start, PERIODS[case.input["rule"]])
    found, place = [], start
    while place < end:
        period = Period(place, cycle.containing(place).end).cut(end)[0]
        found.append({"first": str(period.start), "last": str(period.last)})
        place = period.end
    assert found == case.expected["periods"]


def first_billed(case: Case) -> None:
    """The first billing day on or after a day: a billing day that a month lacks is its last day."""
    start = read(case.input["from_"])
    period = BillingCycle(start, case.input["billing_day"]).containing(start)
    found = period.start if period.start == start else period.end
    assert found == read(case.expected["first_billing_date"])


def billed_until(case: Case) -> None:
    """The end of the billing period that holds a day."""
    cycle = BillingCycle(read(case.input["start"]), case.input["billing_day"])
    assert cycle.containing(read(case.input["target"])).end == read(case.expected["effective_end"])


def aligned(case: Case) -> None:
    """The billing day of a month that lacks it, and the first one from a day on."""
    day = read(case.input["date"])
    following = BillingCycle(day, case.input["billing_day"]).containing(day).end
    assert following == read(case.expected["aligned_same_month"]) == read(case.expected["next_on_or_after"])


def elapsed_since_the_stub(case: Case) -> None:
    """How many billing days have come: a stub before the first counts as a cycle."""
    cycle = BillingCycle(read(case.input["start"]), case.input["billing_day"])
    passed = cycle.index(read(case.input["at"])) - cycle.index(read(case.input["start"]))
    assert passed == case.expected["elapsed_cycles"]


def invoiced(case: Case) -> None:
    """In advance, on the first day of the first period; in arrears, so many days after its last."""
    first = Cycle(read(case.input["start"]), case.input["interval"]).period(0)
    day = first.start if case.input["mode"] == "pre-paid" else first.last
    after = timedelta(days=case.input["offset_days_after_period"])
    assert day + after == read(case.expected["next_invoice_date"])


BY_ANSWER = {"first_billing_date": first_billed, "effective_end": billed_until, "aligned_same_month": aligned,
             "next_invoice_date": invoiced, "first": month, "end": period_at, "dates": listed,
             "end_inclusive": numbered, "next": following, "elapsed_cycles": elapsed, "whole_periods": elapsed,
             "periods": clipped}  # fmt: skip


def run(case: Case) -> None:
    """Ask the question of a case."""
    if "billed_on" in case.input:
        billed(case)
    elif "elapsed_cycles" in case.expected and read(case.input["start"]).day != case.input["billing_day"]:
        elapsed_since_the_stub(case)
    else:
        next((ask for answer, ask in BY_ANSWER.items() if answer in case.expected), added)(case)


def test_the_cases_of_other_projects(report: Report) -> None:
    """Each runs, or has its written reason not to."""
    every = cases("period_dates")
    assert len(every) == 58
    report.add("vectors", f"period_dates: {tally(every, run)}")


RUN = {case.id: case for case in cases("period_dates") if not case.left_out}


@pytest.mark.parametrize("name", RUN)
def test_a_case_of_another_project(name: str) -> None:
    """One by one, so that a failure names its case."""
    run(RUN[name])
