"""Moratory interest: exact over any cut, one at most for each euro and each day."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from netsoft.answers import Line, OverDays
from netsoft.billing.account import Arrears, Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Invoice
from netsoft.billing.interest import Course, exact, interest
from netsoft.billing.ledger import Ledger
from netsoft.days import Day, Period
from netsoft.money import Money
from netsoft.readings import Readings
from netsoft.terms import Terms
from netsoft.testing import assumptions, days, drawings, money, periods, readings, terms
from tests.property.accounts import YEAR, Drawing, Judged, dense, judged, times


def course_of(law: Terms, assuming: Assumptions) -> Course:
    return Course.of(law, assuming.readings, assuming.rates)


def whole(base: Money, over: Period, course: Course) -> Fraction:
    return sum((exact(line) for line in interest(base, over, course, over.start)), Fraction(0))


@times(2)
@given(money(), periods(), days(), judged())
def test_exact_interest_adds_over_any_cut(base: Money, over: Period, at: Day, by: Judged) -> None:
    """Cut wherever one likes, the parts make the whole: no day is lost and none counted twice."""
    law, assuming = by
    course = course_of(law, Assumptions(readings=frozen_nowhere(assuming.readings)))
    first, second = over.cut(at)
    assert whole(base, first, course) + whole(base, second, course) == whole(base, over, course)


def frozen_nowhere(choices: Readings) -> Readings:
    """Each half-year's own rate: a rate frozen on the first day would not be that of the second part."""
    return Readings.of({"day_count": choices.day_count, "penalty_base": choices.penalty_base})


@given(st.tuples(money(), money()), periods(), terms(), readings())
def test_exact_interest_adds_over_bases(
    bases: tuple[Money, Money], over: Period, law: Terms, choices: Readings
) -> None:
    (one, two), course = bases, course_of(law, Assumptions(readings=choices))
    assert whole(one, over, course) + whole(two, over, course) == whole(one + two, over, course)


@given(money(), periods(), terms(), readings())
def test_it_is_the_sum_of_its_days(base: Money, over: Period, law: Terms, choices: Readings) -> None:
    """Nothing but one day after another: no compounding, no day dearer because others came before."""
    course = course_of(law, Assumptions(readings=frozen_nowhere(choices)))
    short = Period(over.start, min(over.end, over.start + timedelta(days=70)))
    one_by_one = [whole(base, Period(day, day + timedelta(days=1)), course) for day in short]
    assert sum(one_by_one, Fraction(0)) == whole(base, short, course)


def spans(account: Arrears, invoice: str) -> list[tuple[Line, OverDays]]:
    found = [(line, line.basis) for line in account.lines if line.invoice == invoice]
    kept = [(line, basis) for line, basis in found if isinstance(basis, OverDays)]
    return sorted(kept, key=lambda pair: pair[1].period)


@times(2)
@given(dense(), judged())
def test_one_moratory_interest_for_each_euro_and_day(drawing: Drawing, by: Judged) -> None:
    """The lines of an invoice follow one another without overlap, on no more than its total, from its
    due day to the day drawn, all under one clause: 8.3, or 8.2 read as a yearly rate."""
    (ledger, on), (law, assuming) = drawing, by
    account = arrears(ledger, law, on, assuming)
    shift = timedelta(days=assuming.readings.bounds == "(due, paid]")
    for invoice in ledger.invoices:
        lines = spans(account, invoice.number)
        for (_before, one), (_after, two) in pairwise(lines):
            assert one.period.end <= two.period.start
        for line, basis in lines:
            assert invoice.due + shift <= basis.period.start < basis.period.end <= on + shift
            assert Money(cents=0) < basis.base <= invoice.total
            assert line.head == "interest"
    assert len({line.clause for line in account.lines if line.head == "interest"}) <= 1


@given(dense(), judged())
def test_a_line_is_cut_only_where_something_changes(drawing: Drawing, by: Judged) -> None:
    """Two lines that touch differ in their base, or stand on two sides of a row of the table, a
    half-year or a year."""
    account = arrears(drawing[0], by[0], drawing[1], by[1])
    edges = {row.period.start for table in (by[1].rates.legal, by[1].rates.ecb) for row in table.rows}
    edges |= {Day(year, 1, 1) for year in range(YEAR.start.year, YEAR.last.year + 2)}
    for invoice in drawing[0].invoices:
        lines = spans(account, invoice.number)
        for (_before, one), (_after, two) in pairwise(lines):
            touch = one.period.end == two.period.start
            assert not touch or one.base != two.base or two.period.start in edges


@given(drawings(max_invoices=1, max_facts=0), terms(), assumptions())
def test_an_unpaid_invoice_bears_the_interest_of_its_total(drawing: Drawing, law: Terms, assuming: Assumptions) -> None:
    """Nothing paid: the account's lines are those of one base over its days of delay."""
    on, (invoice,) = drawing[1], drawing[0].invoices
    account = arrears(Ledger((Invoice("F-1", invoice.issued, invoice.due, invoice.total),)), law, on, assuming)
    course = course_of(law, assuming)
    late = course.days_late(invoice.due, max(on, invoice.due))
    expected = interest(invoice.total, late, course, invoice.due) if known(account) else ()
    assert tuple(basis for _line, basis in spans(account, "F-1")) == tuple(expected)


def known(account: Arrears) -> bool:
    return not any(ignored.fact == "invoices[0]" for ignored in account.ignored)
