"""Worked examples published by others, to the cent: the interest of one base over days, and whole accounts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from netsoft.answers import OverDays
from netsoft.billing.account import Arrears, Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import CreditNote, Invoice, Payment
from netsoft.billing.interest import Course, interest
from netsoft.billing.ledger import Ledger
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Day, Period
from netsoft.money import Money, Rate, total
from netsoft.readings import Readings
from netsoft.terms import InterestBasis, Terms
from tests.conftest import Report
from tests.reference import account as slow_account
from tests.reference import differences
from tests.reference.compare import rows_of
from tests.vectors import Case, cases, tally

FILES = ("official_page", "other_pages", "public_tests")
CASES = {case.id: case for name in FILES for case in cases(f"interest/{name}")}
WHOLE = {name: case for name, case in CASES.items() if "account" in case.input}
ANY_DAY = date(2025, 1, 1)  # where the source gives only a number of days


def days_of(segment: Mapping[str, Any]) -> Period:
    if "days" in segment:
        return Period(ANY_DAY, ANY_DAY + timedelta(days=segment["days"]))
    last = date.fromisoformat(segment["last"])
    return Period(date.fromisoformat(segment["first"]), last + timedelta(days=1))


def fixed(percent: str) -> Terms:
    """Terms that bear interest at a fixed rate and know no 15 %: the sources know none."""
    return with_basis(InterestBasis("fixed", percent=Rate.percent(percent)))


def with_basis(basis: InterestBasis) -> Terms:
    payment = attrs.evolve(CG052018.payment, interest=basis)
    return attrs.evolve(CG052018, payment=payment).without(Clause("8.2"))


def lines_of(segment: Mapping[str, Any]) -> tuple[OverDays, ...]:
    """The segment through the rule: its base and its rate over its days."""
    count = "ACT/ACT" if "year_days" in segment else "ACT/365F"
    course = Course.of(fixed(segment["rate_percent"]), Readings.of({"day_count": count}))
    return interest(Money.parse(segment["base"]), days_of(segment), course)


def by_hand(segment: Mapping[str, Any]) -> Money:
    """The segment as a line made by hand, with the length of year that the source counts."""
    base, rate = Money.parse(segment["base"]), Rate.percent(segment["rate_percent"])
    return OverDays(base, days_of(segment), rate, segment.get("year_days", 365), "").amount


def run(case: Case) -> None:
    segments, amounts = case.input["segments"], case.expected["amounts"]
    lines = [lines_of(segment) for segment in segments]
    assert [str(total([line.amount for line in some])) for some in lines] == amounts
    assert [str(by_hand(segment)) for segment in segments] == amounts
    assert str(total([by_hand(segment) for segment in segments])) == case.expected["total"]


def run_account(case: Case) -> None:
    given, wanted = case.input["account"], case.expected["account"]
    expect(given, {}, wanted)
    for other in wanted.get("under", []):
        expect(given, other["readings"], other)


def expect(given: Mapping[str, Any], readings: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    ledger, terms, on, assuming = facts_of(given, readings)
    drawn = arrears(ledger, terms, on, assuming)
    assert differences(slow_account(ledger, terms, on, assuming), rows_of(drawn)) == ""
    if "lines" in wanted:
        assert interest_lines(drawn) == wanted["lines"]
    if "interest" in wanted:
        assert str(total([Money.parse(text) for text in interest_lines(drawn)])) == wanted["interest"]
    if "total" in wanted:
        assert str(drawn.totals.total) == wanted["total"]


def interest_lines(drawn: Arrears) -> list[str]:
    return [str(line.amount) for line in drawn.lines if line.clause == Clause("8.3")]


def facts_of(given: Mapping[str, Any], readings: Mapping[str, Any]) -> tuple[Ledger, Terms, Day, Assumptions]:
    due = date.fromisoformat(given["due"])
    invoice = Invoice("F-1", due, due, Money.parse(given["total"]))
    payments = tuple(Payment(*dated(row)) for row in given.get("payments", []))
    notes = tuple(CreditNote(*dated(row), "F-1", "rebate") for row in given.get("credit_notes", []))
    choices = Readings.of({**given.get("readings", {}), **readings})
    ledger = Ledger((invoice,), payments, notes)
    on = date.fromisoformat(given["on"])
    return ledger, with_basis(basis_of(given["basis"])), on, Assumptions(None, choices, rates(given))


def dated(row: Mapping[str, str]) -> tuple[Day, Money]:
    return date.fromisoformat(row["on"]), Money.parse(row["amount"])


def basis_of(given: Mapping[str, Any]) -> InterestBasis:
    if given["kind"] == "legal":
        return InterestBasis("legal", multiple=given["multiple"])
    if given["kind"] == "ecb":
        return InterestBasis("ecb", points=Rate.percent(given["points"]))
    return InterestBasis("fixed", percent=Rate.percent(given["percent"]))


def rates(given: Mapping[str, Any]) -> Rates:
    """The published rates, or the single one that the source made up."""
    if "legal_rate" not in given:
        return Rates()
    everywhere = Period(date(2026, 1, 1), date(2027, 1, 1))
    row = RateRow(everywhere, Rate.percent(given["legal_rate"]))
    return Rates(legal=RateTable("taux de la source", (row,)))


def test_every_example_is_here(report: Report) -> None:
    """Sixteen examples of one segment or more; each says where it was read and under which convention it holds."""
    assert len(CASES) == 16
    assert all(case.source["where"] and case.convention for case in CASES.values())
    report.add("vectors", f"interest worked examples: {tally(list(CASES.values()), run)}")
    report.add("vectors", f"of these as whole accounts: {tally(list(WHOLE.values()), run_account)}")


@pytest.mark.parametrize("name", CASES)
def test_a_base_over_days(name: str) -> None:
    run(CASES[name])


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_account(name: str) -> None:
    run_account(WHOLE[name])


def test_the_example_that_is_wrong_in_its_source() -> None:
    """6 000.00 at 12.40 % over 64 days are 130.45; the 210.63 of the source belong to other facts."""
    wrong = [case for case in CASES.values() if "source_says" in case.expected]
    assert [case.id for case in wrong] == ["page-7"]
    (line,) = lines_of(wrong[0].input["segments"][0])
    assert str(line.amount) == "130.45" != wrong[0].expected["source_says"]
    assert str(by_hand(wrong[0].expected["reproduced"])) == wrong[0].expected["source_says"]


def test_the_page_that_obeys_no_single_rule_of_bounds() -> None:
    """One rule from 17 September to 10 April would count 206 days and give 89.54, not 89.01."""
    parts = [("2015-09-18", "2015-11-17", "4.29"), ("2015-11-18", "2015-12-31", "9.29")]
    parts.append(("2016-01-01", "2016-04-10", "9.54"))
    rows = [{"base": "2000.00", "first": a, "last": b, "rate_percent": r} for a, b, r in parts]
    assert sum(days_of(row).days for row in rows) == 206
    assert str(total([by_hand(row) for row in rows])) == "89.54"
    assert CASES["official-3"].expected["total"] == "89.01"
