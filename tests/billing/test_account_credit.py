"""Money held: advances, money kept for an invoice, the surplus of credit notes, and when it is used."""

import attrs

from netsoft.billing.account import Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Invoice
from netsoft.money import ZERO
from tests.billing.build import (
    PLAIN,
    allocated,
    april,
    corrected,
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

LATER = invoice("F-2", due=april(10))


def test_money_in_advance_waits_and_is_used_on_the_due_day() -> None:
    """Credit until 31 March, then principal: never late, still allocated to its payment."""
    facts = ledger(invoice(), paid(march(5), "1200.00", id="P-1"))
    before = drawn(facts, march(30))
    assert allocated(before) == [("P-1", None, "credit", "1200.00")]
    assert (before.totals.credit, before.totals.not_yet_due) == (euros("1200.00"), euros("1000.00"))
    after = drawn(facts, april(5))
    assert allocated(after) == [("P-1", "F-1", "principal", "1000.00"), ("P-1", None, "credit", "200.00")]
    assert after.lines == ()


def test_credit_is_used_before_the_payments_of_the_due_day() -> None:
    """700.00 held, then 700.00 on the day: the second payment leaves 400.00."""
    facts = ledger(invoice(), paid(march(31), "700.00", id="P-2"), paid(march(5), "700.00", id="P-1"))
    assert allocated(drawn(facts, march(31))) == [
        ("P-1", "F-1", "principal", "700.00"),
        ("P-2", "F-1", "principal", "300.00"),
        ("P-2", None, "credit", "400.00"),
    ]


def test_a_choice_keeps_money_for_its_invoice() -> None:
    """Paid for F-2, not due yet: F-1 falls due and is left unpaid; the excess over F-2 goes to F-1."""
    facts = ledger(invoice(), LATER, paid(march(5), "1200.00", "F-2", id="P-1"))
    held = drawn(facts, march(30))
    assert allocated(held) == [("P-1", "F-2", "credit", "1000.00"), ("P-1", None, "credit", "200.00")]
    account = drawn(facts, march(31))
    assert allocated(account) == [("P-1", "F-2", "credit", "1000.00"), ("P-1", "F-1", "principal", "200.00")]
    assert owed(account) == ("800.00", "0.00", "0.00")
    assert account.totals.credit == euros("1000.00")
    used = drawn(facts, april(10))
    assert ("P-1", "F-2", "principal", "1000.00") in allocated(used)
    assert used.totals.credit == ZERO


def test_two_choices_for_one_invoice_keep_no_more_than_it_owes() -> None:
    """700.00 kept, then 300.00 of the next 700.00; the rest goes where it is due, or waits for any."""
    facts = ledger(
        invoice(), LATER, paid(april(1), "700.00", "F-2", id="P-1"), paid(april(2), "700.00", "F-2", id="P-2")
    )
    assert allocated(drawn(facts, april(2))) == [
        ("P-1", "F-2", "credit", "700.00"),
        ("P-2", "F-2", "credit", "300.00"),
        ("P-2", "F-1", "interest", "2.00"),
        ("P-2", "F-1", "principal", "398.00"),
    ]
    third = ledger(*facts.invoices, *facts.payments, paid(april(3), "10.00", "F-2", id="P-3"))
    assert allocated(drawn(third, april(3)))[-1] == ("P-3", "F-1", "principal", "9.40")


def test_money_for_an_invoice_not_issued_yet() -> None:
    """Known but issued later: as for one not due. Not known yet: the whole payment is kept for it."""
    future = Invoice("F-9", march(20), april(10), euros("500.00"))
    facts = ledger(future, paid(march(5), "800.00", "F-9", id="P-1"))
    assert allocated(drawn(facts, march(25))) == [("P-1", "F-9", "credit", "500.00"), ("P-1", None, "credit", "300.00")]
    assert allocated(drawn(facts, march(10))) == [("P-1", "F-9", "credit", "800.00")]
    learnt = ledger(invoice(), attrs.evolve(future, known_on=april(20)), paid(april(1), "800.00", "F-9", id="P-1"))
    account = arrears(learnt, PLAIN, april(12), Assumptions(known_on=april(12)))
    assert allocated(account) == [("P-1", "F-9", "credit", "800.00")]
    assert owed(account) == ("1000.00", "12.00", "150.00")


def test_what_is_kept_in_excess_is_released_on_the_due_day() -> None:
    """A rebate lowers F-2 under what is kept for it: the excess goes to F-1 on the day F-2 falls due."""
    facts = ledger(invoice(), LATER, paid(april(1), "1000.00", "F-2", id="P-1"), credited(april(2), "300.00", "F-2"))
    kept = drawn(facts, april(9))
    assert allocated(kept) == [("P-1", "F-2", "credit", "1000.00")]
    assert (kept.totals.not_yet_due, kept.totals.credited) == (euros("700.00"), ZERO)
    released = drawn(facts, april(10))
    assert allocated(released) == [
        ("P-1", "F-2", "principal", "700.00"),
        ("P-1", "F-1", "interest", "10.00"),
        ("P-1", "F-1", "principal", "290.00"),
    ]
    assert released.totals.credited == euros("300.00")


def test_what_is_kept_serves_an_invoice_that_a_rejection_calls() -> None:
    """On the day of the rejection, before its 15 %."""
    facts = ledger(invoice(), paid(march(5), "600.00", "F-1", id="P-1"), rejected(march(20)))
    account = drawn(facts, march(20))
    assert allocated(account) == [("P-1", "F-1", "principal", "600.00")]
    assert penalties(account) == [("8.2", "F-1", "60.00")]


def test_what_is_kept_for_several_invoices() -> None:
    """Each keeps its own; the older source serves first."""
    facts = ledger(
        invoice("F-1"),
        invoice("F-2"),
        paid(march(6), "100.00", "F-2", id="P-2"),
        paid(march(5), "900.00", "F-2", id="P-1"),
        paid(march(7), "50.00", "F-1", id="P-3"),
    )
    assert allocated(drawn(facts, march(31))) == [
        ("P-1", "F-2", "principal", "900.00"),
        ("P-2", "F-2", "principal", "100.00"),
        ("P-3", "F-1", "principal", "50.00"),
    ]


def test_the_surplus_of_a_rebate_is_money() -> None:
    """1 000.00 paid, then 300.00 rebated: credit under the name of the note, then F-2's on its due day."""
    facts = ledger(invoice(), LATER, paid(march(31), "1000.00", id="P-1"), credited(april(2), "300.00"))
    account = drawn(facts, april(2))
    assert allocated(account) == [
        ("P-1", "F-1", "principal", "1000.00"),
        ("credit_notes[0]", None, "credit", "300.00"),
    ]
    assert (account.totals.credited, account.totals.paid, account.totals.credit) == (
        euros("300.00"),
        euros("1000.00"),
        euros("300.00"),
    )
    assert allocated(drawn(facts, april(10)))[1] == ("credit_notes[0]", "F-2", "principal", "300.00")


def test_a_rebate_is_never_imputed_on_interest() -> None:
    """It lowers principal, whatever interest is owed; only its surplus is money like any other."""
    account = drawn(ledger(invoice(), credited(april(4), "300.00")), april(4))
    assert owed(account) == ("700.00", "4.00", "150.00")
    assert account.allocations == ()
    surplus = ledger(invoice(), paid(april(4), "804.00", id="P-1"), credited(april(5), "300.00"))
    account = drawn(surplus, april(5))
    assert owed(account) == ("0.00", "0.00", "50.20")
    assert allocated(account)[-2:] == [
        ("credit_notes[0]", "F-1", "interest", "0.20"),
        ("credit_notes[0]", "F-1", "penalty", "99.80"),
    ]


def test_a_correction_has_a_surplus_of_its_own_kind() -> None:
    """Read from its date it leaves 300.00 as the note's; from the invoice, as the payment's."""
    facts = ledger(invoice(), paid(march(31), "1000.00", id="P-1"), corrected(april(2), "300.00"))
    from_its_date = drawn(facts, april(2), credit_note_effect="from-its-date")
    assert allocated(from_its_date)[-1] == ("credit_notes[0]", None, "credit", "300.00")
    by_cause = drawn(facts, april(2))
    assert allocated(by_cause) == [("P-1", "F-1", "principal", "700.00"), ("P-1", None, "credit", "300.00")]


def test_notes_of_a_day_come_before_its_payments() -> None:
    """A rebate of 4 April, then 800.00 that day: 4.00 of interest and the 700.00 left, 96.00 for the 15 %."""
    facts = ledger(invoice(), paid(april(4), "800.00", id="P-1"), credited(april(4), "300.00"))
    assert allocated(drawn(facts, april(4))) == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "principal", "700.00"),
        ("P-1", "F-1", "penalty", "96.00"),
    ]
    assert interest(drawn(facts, april(9))) == [("F-1", "4.00")]


def test_what_is_left_when_all_is_settled_is_credit() -> None:
    """5.00 for 0.10 a day late: no cent of interest, 0.02 of the 15 %, 4.88 held; then F-2, called by a rejection."""
    facts = ledger(invoice(total="0.10"), paid(april(1), "5.00", id="P-1"), LATER, rejected(april(3), invoice="F-2"))
    assert allocated(drawn(facts, april(1))) == [
        ("P-1", "F-1", "principal", "0.10"),
        ("P-1", "F-1", "penalty", "0.02"),
        ("P-1", None, "credit", "4.88"),
    ]
    assert owed(drawn(facts, april(3))) == ("995.12", "0.00", "149.27")


def test_credit_takes_what_a_return_restores() -> None:
    """Held when P-1 comes back: used that day, before the 15 % of the rejection."""
    facts = ledger(
        invoice(),
        paid(march(31), "1000.00", id="P-1"),
        paid(april(1), "400.00", id="P-2"),
        returned(april(3)),
    )
    account = drawn(facts, april(3))
    assert allocated(account) == [("P-2", "F-1", "principal", "400.00")]
    assert penalties(account) == [("8.2", "F-1", "90.00")]
    assert owed(account) == ("600.00", "0.00", "90.00")


def test_credit_goes_by_the_day_it_came() -> None:
    """P-2 of 5 March is used before P-1 of 6 March, a note's surplus before a payment of its day."""
    facts = ledger(
        invoice("F-0", due=march(4), total="50.00"),
        paid(march(4), "50.00", id="P-0"),
        invoice(),
        paid(march(6), "900.00", id="P-1"),
        paid(march(5), "80.00", id="P-2"),
        credited(march(6), "50.00", "F-0"),
    )
    names = [(name, amount) for name, number, _to, amount in allocated(drawn(facts, march(31))) if number == "F-1"]
    assert names == [("P-2", "80.00"), ("credit_notes[0]", "50.00"), ("P-1", "870.00")]
