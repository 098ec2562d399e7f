"""R-07: lines rounded one by one, or an invoice's interest rounded once with the difference as a line."""

from fractions import Fraction

from hypothesis import given

from netsoft.answers import OverDays, RoundingDifference
from netsoft.billing.account import Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.interest import exact
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.money import ZERO, Money, half_away
from netsoft.readings import Readings
from netsoft.testing import drawings
from tests.billing.build import april, credited, drawn, interest, invoice, ledger, owed, paid, written

# 4.00 bear 0.004 a day; after a rebate of 0.60, 3.40 bear 0.0034 a day.
TWO = ledger(invoice(total="4.00"), credited(april(1), "0.60"))


def test_each_line_is_rounded() -> None:
    """0.004 is nothing, 0.0034 is nothing: two lines of nothing."""
    assert interest(drawn(TWO, april(2))) == [("F-1", "0.00"), ("F-1", "0.00")]
    assert owed(drawn(TWO, april(2)))[1] == "0.00"


def test_an_invoice_is_rounded_once() -> None:
    """0.004 + 0.0034 is 0.0074, a cent: the lines stay, the cent is a line of its own."""
    account = drawn(TWO, april(2), rounding="each-invoice")
    assert interest(account) == [("F-1", "0.00"), ("F-1", "0.00"), ("F-1", "0.01")]
    difference = account.lines[-1]
    assert (difference.clause, difference.label, difference.invoice, difference.head) == (
        Clause("8.3"),
        "Arrondi de la facture, une seule fois",
        "F-1",
        "interest",
    )
    assert difference.basis == RoundingDifference(Money(cents=1))
    assert owed(account)[1] == "0.01"


def test_a_difference_may_be_negative() -> None:
    """0.006, 0.00599 and 0.00598 are a cent each, and two cents together: a cent less than the lines.

    0.005, 0.00499 and 0.00498 are a cent, nothing and nothing, and a cent together: no difference.
    """
    facts = ledger(invoice(total="5.00"), credited(april(1), "0.01"), credited(april(2), "0.01"))
    assert interest(drawn(facts, april(3))) == [("F-1", "0.01"), ("F-1", "0.00"), ("F-1", "0.00")]
    assert interest(drawn(facts, april(3), rounding="each-invoice")) == [
        ("F-1", "0.01"),
        ("F-1", "0.00"),
        ("F-1", "0.00"),
    ]
    upward = ledger(invoice(total="6.00"), credited(april(1), "0.01"), credited(april(2), "0.01"))
    assert interest(drawn(upward, april(3))) == [("F-1", "0.01"), ("F-1", "0.01"), ("F-1", "0.01")]
    assert interest(drawn(upward, april(3), rounding="each-invoice"))[-1] == ("F-1", "-0.01")


def test_no_difference_no_line() -> None:
    """Where the lines give the sum already, and where no interest ran."""
    assert len(drawn(ledger(invoice()), april(4), rounding="each-invoice").lines) == 2
    assert drawn(ledger(invoice(total="4.00")), april(0), rounding="each-invoice").lines == ()


def test_a_difference_under_the_yearly_rate_is_of_its_clause() -> None:
    """8.2 read as a rate: the difference is a line of 8.2."""
    facts = ledger(invoice(total="10.00"), credited(april(1), "1.00"))
    account = drawn(facts, april(2), rounding="each-invoice", penalty_base="annual-rate")
    assert written(account.lines) == [("8.2", "F-1", "0.00"), ("8.2", "F-1", "0.00"), ("8.2", "F-1", "0.01")]


def test_paid_interest_is_rounded_when_it_is_paid() -> None:
    """A payment settles the interest rounded that day; what follows goes on from the exact sum."""
    facts = ledger(invoice(total="4.00"), paid(april(2), "0.01"))
    account = drawn(facts, april(2), rounding="each-invoice")
    assert [(a.to, str(a.amount)) for a in account.allocations] == [("interest", "0.01")]
    assert owed(drawn(facts, april(3), rounding="each-invoice"))[1] == "0.00"
    assert owed(drawn(facts, april(4), rounding="each-invoice"))[1] == "0.01"


@given(drawings(max_invoices=2, max_facts=4))
def test_an_invoice_s_interest_is_its_exact_sum_rounded(drawing: tuple[Ledger, Day]) -> None:
    """For each invoice, the lines and their difference make the exact sum, rounded once."""
    facts, on = drawing
    account = arrears(facts, CG052018, on, Assumptions(readings=Readings(rounding="each-invoice")))
    for invoice_ in facts.invoices:
        lines = [line for line in account.lines if line.invoice == invoice_.number and line.head == "interest"]
        whole = sum((exact(line.basis) for line in lines if isinstance(line.basis, OverDays)), Fraction(0))
        assert sum(line.amount.cents for line in lines) == half_away(whole.numerator, whole.denominator)
        differences = [line for line in lines if isinstance(line.basis, RoundingDifference)]
        assert len(differences) <= 1
        assert all(line.amount != ZERO for line in differences)
