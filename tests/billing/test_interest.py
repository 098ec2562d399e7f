"""Article 8.3: the interest of one base over days, on each basis, under each reading of the days and of the rate."""

from datetime import date, timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import given

from netsoft.billing.day_count import next_cut, year_days
from netsoft.billing.interest import Course, exact, interest
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.legal_rate_table import LEGAL_RATES
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Day, HalfYear, Period
from netsoft.errors import MissingFact
from netsoft.money import Money, Rate
from netsoft.readings import DayCount, Readings
from netsoft.terms import InterestBasis, Terms
from netsoft.testing import money, periods
from tests.billing.build import PLAIN, euros

DUE, PAID = date(2023, 11, 15), date(2024, 1, 10)
LegalLine = tuple[Day, int, str, str]


def course(terms: Terms = CG052018, **readings: str | bool) -> Course:
    """The course of interest under readings."""
    return Course.of(terms, Readings.of(readings))


def on_basis(basis: InterestBasis) -> Terms:
    """CG052018 with another basis of interest."""
    return attrs.evolve(CG052018, payment=attrs.evolve(CG052018.payment, interest=basis))


def lines(base: str, days: Period, way: Course, due: Day | None = None) -> list[LegalLine]:
    """First day, days, rate and amount of each line."""
    reckoned = interest(euros(base), days, way, due)
    return [(line.period.start, line.period.days, line.rate.percent_text, str(line.amount)) for line in reckoned]


def test_a_late_payment_across_two_half_years() -> None:
    """46 days at 3 x 4.22 %, then 10 at 3 x 5.07 %.

    1200 x 0.1266 x 46/365 = 19.1459, 1200 x 0.1521 x 10/365 = 5.0005.
    """
    way = course()
    assert lines("1200.00", way.days_late(DUE, PAID), way) == [
        (date(2023, 11, 16), 46, "12.66", "19.15"),
        (date(2024, 1, 1), 10, "15.21", "5.00"),
    ]


def test_the_other_bounds() -> None:
    """From the due day to the eve of the payment: 47 days and 9: 19.562 and 4.5005."""
    way = course(bounds="[due, paid)")
    assert lines("1200.00", way.days_late(DUE, PAID), way) == [
        (date(2023, 11, 15), 47, "12.66", "19.56"),
        (date(2024, 1, 1), 9, "15.21", "4.50"),
    ]


@pytest.mark.parametrize(
    ("bounds", "acts_from", "shift"), [("(due, paid]", date(2024, 1, 11), 1), ("[due, paid)", PAID, 0)]
)
def test_the_day_on_which_a_change_acts(bounds: str, acts_from: Day, shift: int) -> None:
    """The day after, or the very day; the number of days late is the same."""
    way = course(bounds=bounds)
    assert (way.acts_from(PAID), way.shift) == (acts_from, shift)
    assert way.days_late(DUE, PAID).days == 56
    assert way.days_late(DUE, DUE).days == 0
    assert way.days_late(DUE, DUE - timedelta(days=9)) == Period(way.acts_from(DUE), way.acts_from(DUE))
    assert way.days_late(DUE, DUE + timedelta(days=1)).days == 1


def test_a_half_year_is_a_line_even_at_the_same_rate() -> None:
    """2019-S2 and 2020-S1 are both at 0.87 %: two lines all the same."""
    way = course()
    days = Period(date(2019, 12, 31), date(2020, 1, 2))
    assert lines("36500.00", days, way) == [
        (date(2019, 12, 31), 1, "2.61", "2.61"),
        (date(2020, 1, 1), 1, "2.61", "2.61"),
    ]


def test_a_leap_year() -> None:
    """365 days always; or the year's own 366, with a new line on 1 January."""
    days = Period(date(2023, 12, 31), date(2024, 1, 2))
    fixed = on_basis(InterestBasis("fixed", percent=Rate.percent("36.6")))
    assert lines("36500.00", days, course(fixed)) == [(date(2023, 12, 31), 2, "36.60", "73.20")]
    actual = course(fixed, day_count="ACT/ACT")
    assert lines("36500.00", days, actual) == [
        (date(2023, 12, 31), 1, "36.60", "36.60"),
        (date(2024, 1, 1), 1, "36.60", "36.50"),
    ]
    reckoned = interest(euros("1.00"), days, actual)
    assert [(line.year_days, line.day_count) for line in reckoned] == [(365, "ACT/ACT"), (366, "ACT/ACT")]
    assert [(line.year_days, line.day_count) for line in interest(euros("1.00"), days, course(fixed))] == [
        (365, "ACT/365F")
    ]


@pytest.mark.parametrize(
    ("day", "count", "year", "cut"),
    [
        (date(2024, 2, 29), "ACT/365F", 365, date.max),
        (date(2024, 2, 29), "ACT/ACT", 366, date(2025, 1, 1)),
        (date(2023, 12, 31), "ACT/ACT", 365, date(2024, 1, 1)),
        (date(1900, 1, 1), "ACT/ACT", 365, date(1901, 1, 1)),
        (date(9998, 12, 31), "ACT/ACT", 365, date(9999, 1, 1)),
        (date(9999, 1, 1), "ACT/ACT", 365, date.max),
    ],
)
def test_the_length_of_a_year(day: Day, count: DayCount, year: int, cut: Day) -> None:
    """What a day's interest is divided by, and when that may change next."""
    assert (year_days(day, count), next_cut(day, count)) == (year, cut)


def test_a_rate_frozen_at_the_due_day() -> None:
    """The rate of the due day to the end; the lines are cut where they were."""
    way = course(rate_change="at-due-date")
    assert lines("1200.00", way.days_late(DUE, PAID), way, DUE) == [
        (date(2023, 11, 16), 46, "12.66", "19.15"),
        (date(2024, 1, 1), 10, "12.66", "4.16"),
    ]
    assert way.rate(PAID, DUE) == (Rate.percent("12.66"), LEGAL_RATES.at(DUE).order)
    assert LEGAL_RATES.at(DUE).order.startswith("arrêté du 27 juin 2023")
    assert way.rate(PAID)[0] == Rate.percent("15.21")
    assert course().rate(PAID, DUE)[0] == Rate.percent("15.21")


def test_a_frozen_rate_needs_no_later_one() -> None:
    """Past the end of the table only the due day's rate is needed; the cuts fall on half-years."""
    way = course(rate_change="at-due-date")
    days = Period(date(2026, 12, 31), date(2027, 7, 2))
    assert [(start, n) for start, n, _rate, _amount in lines("1.00", days, way, date(2026, 12, 30))] == [
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 181),
        (date(2027, 7, 1), 1),
    ]
    with pytest.raises(MissingFact, match="taux de l'intérêt légal inconnu au semestre 2027-S1"):
        interest(euros("1.00"), days, way)
    with pytest.raises(MissingFact, match="2027-S1"):
        interest(euros("1.00"), days, way, date(2027, 1, 1))


def test_the_ecb_rate_and_points() -> None:
    """4.50 % in the first half of 2024, 10 points more: 14.50 %; 365 x 14.5 % / 365 = 0.145 a day and euro."""
    way = course(on_basis(InterestBasis("ecb", points=Rate.percent("10"))))
    days = Period(date(2024, 6, 30), date(2024, 7, 2))
    assert lines("36500.00", days, way) == [
        (date(2024, 6, 30), 1, "14.50", "14.50"),
        (date(2024, 7, 1), 1, "14.25", "14.25"),
    ]
    assert way.table is not None
    assert way.table.name == "taux de refinancement de la BCE"


def test_a_fixed_rate_has_no_table() -> None:
    """One rate, no order, one line whatever the half-years."""
    way = course(PLAIN)
    assert way.table is None
    assert way.rate(PAID) == (Rate.percent("36.5"), "")
    assert lines("1000.00", Period(DUE, date(2024, 9, 10)), way) == [(DUE, 300, "36.50", "300.00")]
    assert way.piece_end(DUE) == date.max


def test_the_order_that_fixed_the_rate_stands_on_the_line() -> None:
    """Where it is known; the legal table is the one given."""
    row = RateRow(HalfYear(2027, 1).period, Rate.percent("2"), order="arrêté d'essai")
    way = Course.of(CG052018, rates=Rates(legal=RateTable("essai", (row,))))
    line = interest(euros("1.00"), Period(date(2027, 1, 1), date(2027, 1, 3)), way)[0]
    assert (line.rate, line.order) == (Rate.percent("6"), "arrêté d'essai")


def test_fifteen_percent_read_as_a_yearly_rate() -> None:
    """R-03: 8.2 takes the place of 8.3, unless it is set aside; then 8.3 stands."""
    yearly = course(penalty_base="annual-rate")
    assert (yearly.clause, yearly.runs, yearly.rate(DUE)) == (Clause("8.2"), True, (Rate.percent("15"), ""))
    without = course(CG052018.without(Clause("8.2")), penalty_base="annual-rate")
    assert (without.clause, without.runs, without.rate(DUE)[0]) == (Clause("8.3"), True, Rate.percent("12.66"))
    other = course(CG052018.without(Clause("8.3")), penalty_base="annual-rate")
    assert (other.clause, other.runs) == (Clause("8.2"), True)


def test_interest_set_aside_does_not_run() -> None:
    """Without 8.3 there is no line, and no rate is needed."""
    way = course(CG052018.without(Clause("8.3")))
    assert (way.clause, way.runs) == (Clause("8.3"), False)
    assert interest(euros("1.00"), Period(DUE, date(2040, 1, 1)), way) == ()


def test_no_day_no_line() -> None:
    """An empty period bears nothing."""
    assert interest(euros("1.00"), Period(DUE, DUE), course()) == ()


@given(money(), periods(Period(date(2023, 6, 1), date(2024, 9, 1))))
def test_cutting_a_period_loses_no_day(base: Money, days: Period) -> None:
    """The lines follow one another, and their exact sum is that of the days one by one."""
    way = course(day_count="ACT/ACT")
    reckoned = interest(base, days, way)
    assert [line.period.end for line in reckoned[:-1]] == [line.period.start for line in reckoned[1:]]
    assert sum(line.period.days for line in reckoned) == days.days
    daily = (Fraction(base.cents, year_days(day, "ACT/ACT")) * way.rate(day)[0].fraction for day in days)
    assert sum(map(exact, reckoned), Fraction(0)) == sum(daily, Fraction(0))
    for line in reckoned:
        assert abs(line.amount.cents - exact(line)) <= Fraction(1, 2)
