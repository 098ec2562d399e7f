"""One invoice, day by day: not yet due, due, in default; what each day adds."""

from datetime import date, datetime
from typing import Any

import attrs
import pendulum
import pytest

from netsoft.answers import OverDays, Share
from netsoft.billing.account import Arrears, Assumptions, Balance
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Invoice
from netsoft.billing.ledger import Ledger
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import HalfYear, Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import ZERO, Rate
from netsoft.readings import DEFAULTS
from netsoft.terms import InterestBasis
from tests.billing.build import (
    PLAIN,
    april,
    drawn,
    euros,
    interest,
    invoice,
    ledger,
    march,
    owed,
    paid,
    rejected,
    written,
)

ONE = ledger(invoice())


def test_before_the_due_day() -> None:
    """Nothing is due: the invoice stands apart, nothing runs, access is open."""
    account = drawn(ONE, march(30))
    assert account.totals.not_yet_due == euros("1000.00")
    assert (account.totals.invoiced, account.totals.total, account.lines, account.balances) == (ZERO, ZERO, (), ())
    assert account.access.granted
    assert account.daily == ZERO


def test_on_the_due_day() -> None:
    """It is due and not late: nothing has accrued, and the next day will bear a thousandth."""
    account = drawn(ONE, march(31))
    assert account.totals.not_yet_due == ZERO
    assert account.totals.invoiced == euros("1000.00")
    assert owed(account) == ("1000.00", "0.00", "0.00")
    assert account.balances == (Balance("F-1", euros("1000.00"), ZERO, ZERO, None),)
    assert account.lines == ()
    assert account.access.granted
    assert account.daily == euros("1.00")


def test_the_day_after() -> None:
    """In default: 15 % of what the due day left unpaid, and the first day of interest."""
    account = drawn(ONE, april(1))
    penalty, first_day = account.lines
    assert (penalty.clause, penalty.label, penalty.invoice, penalty.head) == (
        Clause("8.2"),
        "Pénalité de retard (clause pénale)",
        "F-1",
        "penalty-clause",
    )
    assert penalty.basis == Share(euros("1000.00"), Rate.percent("15"), april(1))
    assert (first_day.clause, first_day.label, first_day.invoice, first_day.head) == (
        Clause("8.3"),
        "Intérêts de retard",
        "F-1",
        "interest",
    )
    assert first_day.basis == OverDays(
        euros("1000.00"), Period(april(1), april(2)), Rate.percent("36.5"), 365, "ACT/365F"
    )
    assert owed(account) == ("1000.00", "1.00", "150.00")
    assert account.totals.total == euros("1151.00")
    assert account.balances == (Balance("F-1", euros("1000.00"), euros("1.00"), euros("150.00"), april(1)),)
    assert account.access.verdict == "refused"


@pytest.mark.parametrize("bounds", ["(due, paid]", "[due, paid)"])
def test_the_number_of_days(bounds: str) -> None:
    """Ten days late are ten days of interest under either reading of the bounds."""
    assert interest(drawn(ONE, march(31), bounds=bounds)) == []
    assert interest(drawn(ONE, april(1), bounds=bounds)) == [("F-1", "1.00")]
    assert interest(drawn(ONE, april(10), bounds=bounds)) == [("F-1", "10.00")]


def test_paid_in_time() -> None:
    """On the due day at the latest: no penalty, no interest, ever."""
    account = drawn(ledger(invoice(), paid(march(31), "1000.00")), april(30))
    assert account.lines == ()
    assert owed(account) == ("0.00", "0.00", "0.00")
    assert account.access.granted


def test_paid_a_day_late() -> None:
    """The penalty stays on the whole; the money goes to one day of interest, and 1.00 of principal is left."""
    facts = ledger(invoice(), paid(april(1), "1000.00"))
    assert owed(drawn(facts, april(1))) == ("1.00", "0.00", "150.00")
    assert written(drawn(facts, april(1)).lines) == [("8.2", "F-1", "150.00"), ("8.3", "F-1", "1.00")]
    later = drawn(facts, april(6))
    assert written(later.lines) == [("8.2", "F-1", "150.00"), ("8.3", "F-1", "1.00"), ("8.3", "F-1", "0.01")]
    assert owed(later) == ("1.00", "0.01", "150.00")


def test_an_interest_of_nothing_is_a_line() -> None:
    """0.004 rounds to nothing; the line stands all the same and explains it."""
    account = drawn(ledger(invoice(), paid(april(1), "1000.00")), april(5))
    assert written(account.lines)[2] == ("8.3", "F-1", "0.00")


def test_a_balance_of_nothing_bears_no_line() -> None:
    """Between the last cent and a later charge there is no line at all."""
    account = drawn(ledger(invoice(), paid(april(1), "1001.00")), april(20))
    assert interest(account) == [("F-1", "1.00")]
    assert owed(account) == ("0.00", "0.00", "150.00")


def test_interest_stops_where_a_part_is_paid() -> None:
    """4 days on 1 000.00, then 6 on 504.00: 500.00 settle 4.00 of interest and 496.00 of principal."""
    account = drawn(ledger(invoice(), paid(april(4), "500.00")), april(10))
    lines = [line.basis for line in account.lines if isinstance(line.basis, OverDays)]
    assert [(b.base, b.period.start, b.period.end, b.amount) for b in lines] == [
        (euros("1000.00"), april(1), april(5), euros("4.00")),
        (euros("504.00"), april(5), april(11), euros("3.02")),
    ]


def test_interest_stops_the_day_before_under_the_other_bounds() -> None:
    """From the due day on, 4 days on 1 000.00 to 3 April, and on 504.00 from the day of payment."""
    account = drawn(ledger(invoice(), paid(april(4), "500.00")), april(10), bounds="[due, paid)")
    lines = [line.basis for line in account.lines if isinstance(line.basis, OverDays)]
    assert [(b.base, b.period.start, b.period.end, b.amount) for b in lines] == [
        (euros("1000.00"), march(31), april(4), euros("4.00")),
        (euros("504.00"), april(4), april(10), euros("3.02")),
    ]


def test_a_payment_of_interest_alone_cuts_no_line() -> None:
    """Four days of interest paid: the principal is what it was, and so is the line."""
    account = drawn(ledger(invoice(), paid(april(4), "4.00")), april(10))
    assert interest(account) == [("F-1", "10.00")]
    assert owed(account) == ("1000.00", "6.00", "150.00")


def test_what_the_next_day_adds_is_rounded_once() -> None:
    """Two invoices of 4.00 bear 0.004 a day each: together 0.008, so 0.01."""
    facts = ledger(invoice("F-1", total="4.00"), invoice("F-2", total="4.00"), invoice("F-3", due=april(9)))
    assert drawn(facts, april(1)).daily == euros("0.01")
    assert drawn(facts, april(8)).daily == euros("0.01")
    assert drawn(facts, april(9)).daily == euros("1.01")


def test_what_the_next_day_adds_under_each_reading() -> None:
    """The year of the next day under ACT/ACT, the rate of the next day of interest; nothing once it is paid."""
    late = ledger(invoice(total="366000.00", due=date(2024, 12, 30)))
    assert drawn(late, date(2024, 12, 30), day_count="ACT/ACT").daily == euros("365.00")
    assert drawn(late, date(2024, 12, 31), day_count="ACT/ACT").daily == euros("366.00")
    assert drawn(late, date(2024, 12, 31), day_count="ACT/ACT", bounds="[due, paid)").daily == euros("365.00")
    assert drawn(late, date(2024, 12, 31), PLAIN.without(Clause("8.3"))).daily == ZERO
    paid_up = ledger(invoice(), paid(april(1), "1001.00"))
    assert drawn(paid_up, april(1)).daily == ZERO


def test_what_the_next_day_adds_may_be_unknown() -> None:
    """On the last day of the table nobody knows the next rate: no figure, rather than a guess."""
    late = ledger(invoice(total="36500.00", due=date(2026, 12, 1)))
    last = date(2026, 12, 31)
    assert drawn(late, last, CG052018).daily is None
    assert drawn(late, last, CG052018, bounds="[due, paid)").daily == euros("8.25")
    assert drawn(late, last, CG052018, rate_change="at-due-date").daily == euros("8.25")
    assert drawn(late, date(2026, 12, 30), CG052018).daily == euros("8.25")


def test_an_unknown_rate_is_missing_where_money_needs_it() -> None:
    """A day further raises; unless nothing is unpaid then, or the half-year is given."""
    late, day = invoice(total="36500.00", due=date(2026, 12, 31)), date(2027, 1, 1)
    with pytest.raises(MissingFact, match="taux de l'intérêt légal inconnu au semestre 2027-S1"):
        arrears(ledger(late), CG052018, day)
    assert arrears(ledger(late, paid(late.due, "36500.00")), CG052018, date(2027, 5, 1)).lines == ()
    row = RateRow(HalfYear(2027, 1).period, Rate.percent("2"))
    given = Assumptions(rates=Rates(legal=RateTable("essai", (row,))))
    assert arrears(ledger(late), CG052018, day, given).totals.interest == euros("6.00")


def test_nothing_unpaid_needs_no_rate() -> None:
    """Paid in time, drawn past the end of the table: the next day adds nothing, and that is known."""
    facts = ledger(invoice(), paid(march(31), "1000.00"))
    assert drawn(facts, date(2027, 5, 1), CG052018).daily == ZERO


def test_a_rate_frozen_at_the_due_day() -> None:
    """R-06 in an account: 12.66 % to the end, cut at the half-year: 36 500.00 bear 12.66 a day."""
    late = ledger(invoice(total="36500.00", due=date(2023, 12, 29)))
    account = drawn(late, date(2024, 1, 2), CG052018, rate_change="at-due-date")
    assert interest(account) == [("F-1", "25.32"), ("F-1", "25.32")]
    assert account.daily == euros("12.66")
    each = drawn(late, date(2024, 1, 2), CG052018)
    assert interest(each) == [("F-1", "25.32"), ("F-1", "30.42")]
    assert each.daily == euros("15.21")


def test_a_cent_is_owed_like_a_million() -> None:
    """At a hundred per cent a day, 0.01 bears 0.01 a day; it puts in default, and holds access."""
    steep = attrs.evolve(
        PLAIN, payment=attrs.evolve(PLAIN.payment, interest=InterestBasis("fixed", percent=Rate.percent("36500")))
    )
    account = drawn(ledger(invoice(total="0.01")), april(2), steep)
    assert written(account.lines) == [("8.2", "F-1", "0.00"), ("8.3", "F-1", "0.02")]
    assert (account.daily, account.to_restore) == (euros("0.01"), euros("0.03"))
    assert account.balances[0].in_default_since == april(1)
    called = drawn(ledger(invoice(total="0.01"), rejected(march(20))), march(20))
    assert written(called.lines) == [("8.2", "F-1", "0.00")]
    on_the_day = drawn(ledger(invoice(total="0.01")), april(2), penalty_base="balance-on-day-drawn")
    assert written(on_the_day.lines)[0] == ("8.2", "F-1", "0.00")


def test_the_answer_says_what_it_assumed() -> None:
    """The day, the terms, the readings, the day known."""
    account = arrears(ONE, PLAIN, april(1), Assumptions(known_on=april(9)))
    assert (account.on, account.known_on, account.terms, account.readings) == (
        april(1),
        april(9),
        "CG052018",
        DEFAULTS,
    )
    assert arrears(ONE, PLAIN, april(1)).known_on is None
    assert type(account) is Arrears


def test_the_day_known_is_a_day() -> None:
    """An instant is refused under its own name; a day of pendulum is taken."""
    instant: Any = datetime(2024, 4, 9)  # noqa: DTZ001  what is refused
    same: Any = pendulum.date(2024, 4, 9)
    with pytest.raises(InvalidValue) as refused:
        Assumptions(known_on=instant)
    assert refused.value.field == "known_on"
    assert type(Assumptions(known_on=same).known_on) is date
    assert Assumptions() == Assumptions(None, DEFAULTS, Rates())


def test_an_account_of_nothing() -> None:
    """No fact: nothing is owed and access is open."""
    account = drawn(Ledger(), april(1))
    assert (account.totals.total, account.totals.credit, account.daily) == (ZERO, ZERO, ZERO)
    assert account.access.granted


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(3000, 1, 1)])
def test_an_account_is_drawn_on_a_day_of_a_contract(day: date) -> None:
    """From 1900 to 2999."""
    with pytest.raises(InvalidValue) as refused:
        arrears(ONE, PLAIN, day)
    assert refused.value.field == "on"
    assert drawn(ledger(attrs.evolve(invoice(), due=date(2999, 12, 31))), date(2999, 12, 31)).totals.total


def test_an_account_may_be_drawn_centuries_later() -> None:
    """1 000.00 at a thousandth a day from 31 March 2024 to 31 March 2424, 146 097 days."""
    account = drawn(ONE, date(2424, 3, 31))
    assert interest(account) == [("F-1", "146097.00")]


def test_an_invoice_due_on_its_issue() -> None:
    """It can be paid that day, and is in default the next one."""
    facts = Ledger((Invoice("F-1", april(1), april(1), euros("10.00")),))
    assert drawn(facts, april(1)).access.granted
    assert drawn(facts, april(2)).totals.total == euros("11.51")
