"""Rejected debits: what they call, whom they put in default, and what they do not (R-23)."""

import pytest

from netsoft.billing.sepa import REASON_CODES
from netsoft.money import ZERO
from tests.billing.build import (
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
)

CREDITOR_SIDE = sorted(code for code, entry in REASON_CODES.items() if entry.side == "creditor-or-bank")


def test_a_rejection_before_the_due_day_calls_the_invoice() -> None:
    """From that day it is due and in default, with its 15 %; interest waits for the due day."""
    facts = ledger(invoice(), rejected(march(20)))
    assert drawn(facts, march(19)).totals.not_yet_due == euros("1000.00")
    account = drawn(facts, march(20))
    assert owed(account) == ("1000.00", "0.00", "150.00")
    assert (account.totals.invoiced, account.totals.not_yet_due) == (euros("1000.00"), ZERO)
    assert account.balances[0].in_default_since == march(20)
    assert account.access.verdict == "refused"
    assert account.daily == ZERO
    assert owed(drawn(facts, april(2))) == ("1000.00", "2.00", "150.00")
    assert drawn(facts, march(31)).daily == euros("1.00")


def test_the_penalty_of_a_rejection_is_on_what_its_day_leaves_unpaid() -> None:
    """A payment of that day lowers it, and is imputed to the invoice that the rejection called."""
    facts = ledger(invoice(), rejected(march(20)), paid(march(20), "400.00"))
    account = drawn(facts, march(20))
    assert penalties(account) == [("8.2", "F-1", "90.00")]
    assert owed(account) == ("600.00", "0.00", "90.00")
    settled = drawn(ledger(invoice(), rejected(march(20)), paid(march(20), "1000.00")), march(20))
    assert penalties(settled) == []
    assert settled.access.granted


def test_nothing_unpaid_leaves_a_later_incident_free_to_strike() -> None:
    """A rejection of an invoice paid that day strikes nothing; the return of the payment later does."""
    facts = ledger(invoice(), rejected(march(20)), paid(march(20), "1000.00", id="P-1"), returned(april(3)))
    account = drawn(facts, april(3))
    assert penalties(account) == [("8.2", "F-1", "150.00")]
    assert account.balances[0].in_default_since == april(3)
    called = drawn(facts, march(20))
    assert (called.totals.invoiced, called.balances[0].in_default_since) == (euros("1000.00"), None)


def test_a_rejection_on_the_due_day() -> None:
    """In default on that very day, not the one after."""
    account = drawn(ledger(invoice(), rejected(march(31))), march(31))
    assert penalties(account) == [("8.2", "F-1", "150.00")]
    assert account.balances[0].in_default_since == march(31)


def test_a_rejection_after_the_due_day_changes_no_date() -> None:
    """In default since the day after the due day, and due since the due day."""
    facts = ledger(invoice(), rejected(april(5)))
    account = drawn(facts, april(5))
    assert account.balances[0].in_default_since == april(1)
    assert penalties(account) == [("8.2", "F-1", "150.00")]
    assert drawn(facts, april(4)).lines == drawn(ledger(invoice()), april(4)).lines


def test_a_rejection_calls_its_own_invoice_alone() -> None:
    """The other one falls due on its own day."""
    account = drawn(ledger(invoice("F-1"), invoice("F-2"), rejected(march(20), invoice="F-2")), march(25))
    assert [balance.invoice for balance in account.balances] == ["F-2"]
    assert account.totals.not_yet_due == euros("1000.00")


@pytest.mark.parametrize("code", CREDITOR_SIDE)
def test_a_cause_on_the_other_side_is_no_default(code: str) -> None:
    """It neither calls nor strikes, unless it is read as any other."""
    facts = ledger(invoice(), rejected(march(20), code))
    assert drawn(facts, march(25)).balances == ()
    assert drawn(facts, march(25)).totals.not_yet_due == euros("1000.00")
    as_any = drawn(facts, march(25), creditor_side_rejections="as-any-other")
    assert penalties(as_any) == [("8.2", "F-1", "150.00")]
    assert as_any.access.verdict == "refused"
    assert penalties(drawn(facts, april(1))) == [("8.2", "F-1", "150.00")]


@pytest.mark.parametrize("code", sorted(REASON_CODES.keys() - set(CREDITOR_SIDE)))
def test_every_other_cause_is_a_default(code: str) -> None:
    """Under either reading."""
    facts = ledger(invoice(), rejected(march(20), code))
    for reading in ("no-default", "as-any-other"):
        account = drawn(facts, march(25), creditor_side_rejections=reading)
        assert ("8.2", "F-1", "150.00") in penalties(account)


def test_a_return_for_a_cause_on_the_other_side() -> None:
    """Paid on its due day and taken back by a duplicate's return: owed again and bearing interest, not in default."""
    facts = ledger(invoice(), paid(march(31), "1000.00", id="P-1"), returned(april(3), reason="AM05"))
    account = drawn(facts, april(5))
    assert owed(account) == ("1000.00", "2.00", "0.00")
    assert account.access.granted
    assert account.for_the_record == ()
    assert account.balances[0].in_default_since is None
    in_default = drawn(facts, april(5), creditor_side_rejections="as-any-other")
    assert owed(in_default) == ("1000.00", "2.00", "150.00")
    assert in_default.access.verdict == "refused"


def test_an_invoice_already_in_default_stays_so() -> None:
    """Paid late, then returned for a cause on the other side: it owes again, and access is off again."""
    facts = ledger(invoice(), paid(april(2), "1002.00", id="P-1"), returned(april(4), reason="AM05"))
    assert drawn(facts, april(3)).access.granted
    assert drawn(facts, april(4)).access.verdict == "refused"


def test_a_return_after_the_due_day_is_late() -> None:
    """Paid on the due day, returned on 3 April: in default and late from that day, at the end of it."""
    facts = ledger(invoice(), paid(march(31), "1000.00", id="P-1"), returned(april(3)))
    account = drawn(facts, april(3), statutory_indemnity=True)
    assert penalties(account) == [("8.2", "F-1", "150.00"), ("D441-5", "F-1", "40.00")]
    assert account.balances[0].in_default_since == april(3)
    assert drawn(facts, april(2)).balances[0].in_default_since is None
    again = ledger(
        invoice(), paid(march(31), "1000.00", id="P-1"), returned(april(3)), paid(april(3), "1000.00", id="P-2")
    )
    assert penalties(drawn(again, april(3), statutory_indemnity=True)) == []
    assert drawn(again, april(3)).for_the_record == ()


def test_a_rejection_by_the_due_day_is_not_yet_late() -> None:
    """The 40 euros come with the day after the due day, if it is unpaid then."""
    facts = ledger(invoice(), rejected(march(31)))
    assert drawn(facts, march(31)).for_the_record == ()
    assert drawn(facts, april(1)).for_the_record[0].amount == euros("40.00")
    in_time = ledger(invoice(), rejected(march(20)), paid(march(25), "1000.00"))
    assert drawn(in_time, april(9)).for_the_record == ()
    assert penalties(drawn(in_time, april(9))) == [("8.2", "F-1", "150.00")]


def test_a_return_concerns_the_invoice_it_was_presented_for() -> None:
    """A debit of 1 March for an invoice due later: its return calls the invoice and removes the credit."""
    facts = ledger(invoice(), paid(march(5), "1000.00", "F-1", id="P-1"), returned(march(10)))
    assert drawn(facts, march(9)).totals.credit == euros("1000.00")
    account = drawn(facts, march(10))
    assert owed(account) == ("1000.00", "0.00", "150.00")
    assert account.totals.credit == ZERO


def test_a_return_concerns_the_invoices_whose_principal_it_settled() -> None:
    """Without a choice, wherever its money went: to F-1 when it came, to F-2 as credit the day after."""
    facts = ledger(
        invoice("F-1", due=march(30)),
        invoice("F-2"),
        invoice("F-3", due=april(20)),
        paid(march(30), "2000.00", id="P-1"),
        returned(april(3)),
    )
    account = drawn(facts, april(3))
    assert [(b.invoice, b.in_default_since) for b in account.balances] == [("F-1", april(3)), ("F-2", april(3))]
    assert penalties(account) == [("8.2", "F-1", "150.00"), ("8.2", "F-2", "150.00")]


def test_a_return_before_the_issue_concerns_no_invoice() -> None:
    """A debit of February for an invoice of March, returned in February: nothing is called, the credit is gone."""
    february = march(1).replace(month=2)
    facts = ledger(invoice(), paid(february, "100.00", "F-1", id="P-1"), returned(february.replace(day=5)))
    assert drawn(facts, march(20)).totals.not_yet_due == euros("1000.00")
    assert drawn(facts, march(20)).totals.credit == ZERO
    assert drawn(facts, march(20)).access.granted
    on_issue = ledger(invoice(), paid(february, "100.00", "F-1", id="P-1"), returned(march(1)))
    assert drawn(on_issue, march(1)).access.verdict == "refused"


def test_a_rejection_undoes_nothing() -> None:
    """What was paid stays paid; interest goes on as it did."""
    facts = ledger(invoice(), paid(april(4), "504.00"), rejected(april(5)))
    assert owed(drawn(facts, april(6))) == ("500.00", "1.00", "150.00")
    assert interest(drawn(facts, april(6))) == [("F-1", "4.00"), ("F-1", "1.00")]


def test_credit_held_goes_to_what_a_rejection_calls() -> None:
    """A rebate's surplus waits; the rejection of 20 March makes F-1 due, the credit is used before the 15 %."""
    facts = ledger(
        invoice("F-1"),
        invoice("F-2", due=march(10), total="300.00"),
        paid(march(10), "300.00"),
        credited(march(15), "100.00", "F-2"),
        rejected(march(20)),
    )
    account = drawn(facts, march(20))
    assert penalties(account) == [("8.2", "F-1", "135.00")]
    assert owed(account) == ("900.00", "0.00", "135.00")
