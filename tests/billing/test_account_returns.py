"""A returned debit undoes its payment exactly (R-34), wherever its money went."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.account import Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import DebitReturned
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.days import Day
from netsoft.money import ZERO
from netsoft.testing import drawings
from tests.billing.build import (
    allocated,
    april,
    credited,
    drawn,
    euros,
    interest,
    invoice,
    ledger,
    march,
    owed,
    paid,
    penalties,
    rejected,
    returned,
    written,
)


def test_principal_and_interest_are_owed_again() -> None:
    """504.00 of 4 April come back on 6 April: 1 000.00 again, the 4.00 again, two days on 500.00 between."""
    facts = ledger(invoice(), paid(april(4), "504.00", id="P-1"), returned(april(6)))
    assert owed(drawn(facts, april(5))) == ("500.00", "0.50", "150.00")
    account = drawn(facts, april(6))
    assert owed(account) == ("1000.00", "5.00", "150.00")
    assert account.allocations == ()
    assert account.totals.paid == ZERO
    assert interest(drawn(facts, april(9))) == [("F-1", "4.00"), ("F-1", "1.00"), ("F-1", "3.00")]


def test_under_the_other_bounds() -> None:
    """The balance changes on the very days of the payment and of the return."""
    facts = ledger(invoice(), paid(april(4), "504.00", id="P-1"), returned(april(6)))
    assert interest(drawn(facts, april(9), bounds="[due, paid)")) == [("F-1", "4.00"), ("F-1", "1.00"), ("F-1", "3.00")]


def test_as_if_never_paid() -> None:
    """Nine days on 1 000.00, in one line; before the return is known, the payment counts."""
    facts = ledger(invoice(), paid(april(4), "504.00", id="P-1"), returned(april(6)))
    account = drawn(facts, april(9), return_effect="as-if-never-paid")
    assert interest(account) == [("F-1", "9.00")]
    assert (account.totals.paid, account.allocations) == (ZERO, ())
    assert owed(drawn(facts, april(5), return_effect="as-if-never-paid")) == ("500.00", "0.50", "150.00")


def test_never_paid_settled_nothing() -> None:
    """R-34: the return concerns the invoice it was presented for alone, not F-2 whose principal it had settled."""
    facts = ledger(
        invoice("F-1"), invoice("F-2", due=april(2)), paid(march(31), "2000.00", "F-1", id="P-1"), returned(april(1))
    )
    held = drawn(facts, april(1))
    assert [(b.invoice, b.in_default_since) for b in held.balances] == [("F-1", april(1))]
    never = drawn(facts, april(1), return_effect="as-if-never-paid")
    assert [(b.invoice, b.in_default_since) for b in never.balances] == [("F-1", april(1))]
    later = ledger(*facts.invoices, *facts.payments, returned(april(3)))
    assert [b.in_default_since for b in drawn(later, april(3)).balances] == [april(3), april(3)]
    never = drawn(later, april(3), return_effect="as-if-never-paid")
    assert [b.in_default_since for b in never.balances] == [april(1), april(3)]


def test_penalties_and_credit_are_undone_too() -> None:
    """1 200.00 settle 2.00, 1 000.00 and the 15 %, 48.00 wait: all of it is owed again, the credit is gone."""
    facts = ledger(invoice(), paid(april(2), "1200.00", id="P-1"), returned(april(3)))
    before, after = drawn(facts, april(2)), drawn(facts, april(3))
    assert (owed(before), before.totals.credit) == (("0.00", "0.00", "0.00"), euros("48.00"))
    assert (owed(after), after.totals.credit) == (("1000.00", "2.00", "150.00"), ZERO)


def test_credit_used_since_is_undone_where_it_went() -> None:
    """Held on 2 April, used for F-2 on 10 April, back on 12 April: F-2 owes it again and bears interest again."""
    facts = ledger(
        invoice("F-1"),
        invoice("F-2", due=april(10), total="48.00"),
        paid(april(2), "1200.00", id="P-1"),
        returned(april(12)),
    )
    assert allocated(drawn(facts, april(10)))[-1] == ("P-1", "F-2", "principal", "48.00")
    account = drawn(facts, april(12))
    assert account.totals.principal == euros("1048.00")
    assert ("8.2", "F-2", "7.20") in penalties(account)
    assert [b.in_default_since for b in account.balances] == [april(1), april(12)]


def test_what_other_payments_settled_stays() -> None:
    """P-2 had paid principal behind P-1's interest: only P-1 is undone."""
    facts = ledger(
        invoice(),
        paid(april(2), "102.00", id="P-1"),
        paid(april(4), "101.80", id="P-2"),
        returned(april(6)),
    )
    before = drawn(facts, april(4))
    assert owed(before) == ("800.00", "0.00", "150.00")
    account = drawn(facts, april(6))
    assert allocated(account) == [("P-2", "F-1", "interest", "1.80"), ("P-2", "F-1", "principal", "100.00")]
    assert owed(account) == ("900.00", "3.60", "150.00")


def test_a_payment_returned_on_its_day_was_never_held() -> None:
    """It is not imputed; its return concerns the invoice it was presented for, under both readings."""
    facts = ledger(
        invoice("F-1"), invoice("F-2", due=april(1)), paid(april(1), "2000.00", "F-2", id="P-1"), returned(april(1))
    )
    for effect in ("from-the-return", "as-if-never-paid"):
        account = drawn(facts, april(1), return_effect=effect)
        assert owed(account) == ("2000.00", "1.00", "300.00")
        assert (account.totals.paid, account.allocations) == (ZERO, ())
        assert [b.in_default_since for b in account.balances] == [april(1), april(1)]


def test_a_return_and_a_new_payment_of_the_same_day_cut_no_line() -> None:
    """P-1 comes back and P-2 replaces it on 6 April: the principal is what it was, and so is the line."""
    facts = ledger(
        invoice(),
        paid(april(4), "504.00", id="P-1"),
        returned(april(6)),
        paid(april(6), "505.00", id="P-2"),
    )
    assert interest(drawn(facts, april(9))) == [("F-1", "4.00"), ("F-1", "2.50")]
    assert owed(drawn(facts, april(9))) == ("500.00", "1.50", "150.00")


def test_a_balance_restored_and_paid_again_on_one_day_cuts_no_line() -> None:
    """400.00 of the due day come back on 3 April and are paid again: 600.00 throughout, in one line."""
    facts = ledger(
        invoice(),
        paid(march(31), "400.00", id="P-1"),
        returned(april(3)),
        paid(april(3), "401.80", id="P-2"),
    )
    assert interest(drawn(facts, april(5))) == [("F-1", "3.00")]


def test_returns_come_before_the_payments_of_their_day() -> None:
    """The new payment sees the interest that the return gave back: 5.00, then 200.00 of principal."""
    facts = ledger(
        invoice(),
        paid(april(4), "504.00", id="P-1"),
        returned(april(6)),
        paid(april(6), "205.00", id="P-2"),
    )
    assert allocated(drawn(facts, april(6))) == [
        ("P-2", "F-1", "interest", "5.00"),
        ("P-2", "F-1", "principal", "200.00"),
    ]


def test_notes_come_before_the_returns_of_their_day() -> None:
    """Paid whole, rebated and returned on one day: the rebate's 300.00 are money first, and then pay F-1 again."""
    facts = ledger(invoice(), paid(march(31), "1000.00", id="P-1"), credited(april(3), "300.00"), returned(april(3)))
    account = drawn(facts, april(3))
    assert allocated(account) == [("credit_notes[0]", "F-1", "principal", "300.00")]
    assert owed(account) == ("700.00", "0.00", "105.00")


def test_returns_come_before_other_events_of_their_day() -> None:
    """A reject first in the file, of the same day, strikes after the return has restored the principal."""
    facts = ledger(invoice(), paid(april(4), "504.00", id="P-1"), rejected(april(6), "MS02"), returned(april(6)))
    assert ("8.5", "F-1", "502.50") in penalties(drawn(facts, april(6)))


def test_the_penalty_is_not_struck_again() -> None:
    """8.2 was struck on the due day's unpaid part, 600.00: a return that restores 400.00 changes nothing of it."""
    facts = ledger(invoice(), paid(march(31), "400.00", id="P-1"), returned(april(3)))
    assert written(drawn(facts, april(3)).lines) == [("8.2", "F-1", "90.00"), ("8.3", "F-1", "1.80")]


@pytest.mark.parametrize("kind", ["return", "refund"])
def test_a_refund_undoes_like_a_return(kind: str) -> None:
    """Whichever bank asked for it."""
    event = DebitReturned(april(6), kind, "MD06", payment="P-1")  # type: ignore[arg-type]
    account = drawn(ledger(invoice(), paid(april(4), "504.00", id="P-1"), event), april(6))
    assert owed(account) == ("1000.00", "5.00", "652.50")


def _without_returns(facts: Ledger) -> Ledger:
    """The ledger in which each returned payment was never made, nor returned."""
    gone = {e.payment for e in facts.events if isinstance(e, DebitReturned) and e.undoes}
    events = tuple(e for e in facts.events if not (isinstance(e, DebitReturned) and e.undoes))
    return attrs.evolve(facts, payments=tuple(p for p in facts.payments if p.id not in gone), events=events)


@given(drawings(max_invoices=2, max_facts=6), st.sampled_from(("from-the-return", "as-if-never-paid")))
def test_what_is_owed_of_principal_after_returns(drawing: tuple[Ledger, Day], effect: str) -> None:
    """With money undone exactly, what was received equals what is allocated, whatever was returned."""
    facts, on = drawing
    account = drawn(facts, on, CG052018, return_effect=effect)
    allocations = sum(a.amount.cents for a in account.allocations if not a.payment.startswith("credit_notes"))
    assert allocations == account.totals.paid.cents


@given(drawings(max_invoices=2, max_facts=6))
def test_creditor_side_returns_as_if_never_paid_leave_no_trace(drawing: tuple[Ledger, Day]) -> None:
    """R-34 and R-23: the account is that of a ledger without the payment, when the return puts nobody in default."""
    facts, on = drawing
    events = tuple(
        attrs.evolve(e, reason="AM05") if isinstance(e, DebitReturned) and e.undoes else e for e in facts.events
    )
    facts = attrs.evolve(facts, events=events)
    known = facts.as_known(on, None)
    facts = Ledger(facts.invoices, known.payments, known.credit_notes, known.events)
    reading = Assumptions(readings=drawn(facts, on, CG052018, return_effect="as-if-never-paid").readings)
    with_returns = arrears(facts, CG052018, on, reading)
    without = arrears(_without_returns(facts), CG052018, on, reading)
    assert (with_returns.lines, with_returns.totals, with_returns.access, with_returns.allocations) == (
        without.lines,
        without.totals,
        without.access,
        without.allocations,
    )
