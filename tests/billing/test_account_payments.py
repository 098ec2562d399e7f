"""To what money goes within one invoice (R-08), then to penalties, then to credit."""

import pytest

from netsoft.billing.entries import Collection
from netsoft.clause import Clause
from netsoft.money import ZERO
from tests.billing.build import (
    allocated,
    april,
    credited,
    drawn,
    euros,
    invoice,
    ledger,
    owed,
    paid,
)

OLD, YOUNG = invoice("F-1"), invoice("F-2", due=april(2), total="500.00")


@pytest.mark.parametrize(
    ("imputation", "first", "second"),
    [
        (
            "interest-first",
            [("interest", "4.00"), ("principal", "496.00")],
            [("interest", "1.01"), ("principal", "503.99")],
        ),
        ("principal-first", [("principal", "500.00")], [("principal", "500.00"), ("interest", "5.00")]),
        (
            "accessories-first",
            [("interest", "4.00"), ("penalty", "150.00"), ("principal", "346.00")],
            [("interest", "1.31"), ("principal", "503.69")],
        ),
    ],
)
def test_within_one_invoice(imputation: str, first: list[tuple[str, str]], second: list[tuple[str, str]]) -> None:
    """500.00 after four days, then 505.00 after six: on the balance of 504.00, 500.00 or 654.00 two days bear
    1.008, 1.00 or 1.308.
    """
    facts = ledger(invoice(), paid(april(4), "500.00", id="P-1"), paid(april(6), "505.00", id="P-2"))
    account = drawn(facts, april(6), imputation=imputation)
    assert [(to, amount) for name, _, to, amount in allocated(account) if name == "P-1"] == first
    assert [(to, amount) for name, _, to, amount in allocated(account) if name == "P-2"] == second


def test_penalties_come_after_all_due_invoices() -> None:
    """F-1's 15 % waits for F-2's principal; what is left then is credit."""
    facts = ledger(OLD, YOUNG, paid(april(2), "1700.00", id="P-1"))
    account = drawn(facts, april(2))
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "2.00"),
        ("P-1", "F-1", "principal", "1000.00"),
        ("P-1", "F-2", "principal", "500.00"),
        ("P-1", "F-1", "penalty", "150.00"),
        ("P-1", None, "credit", "48.00"),
    ]
    assert account.totals.credit == euros("48.00")
    assert [a.clause for a in account.allocations] == [None, None, None, Clause("8.2"), None]


def test_accessories_come_with_their_invoice() -> None:
    """F-1's 15 % before its principal, and both before F-2."""
    account = drawn(ledger(OLD, YOUNG, paid(april(2), "1200.00", id="P-1")), april(2), imputation="accessories-first")
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "2.00"),
        ("P-1", "F-1", "penalty", "150.00"),
        ("P-1", "F-1", "principal", "1000.00"),
        ("P-1", "F-2", "principal", "48.00"),
    ]


def test_penalties_are_paid_the_oldest_first() -> None:
    """By the day struck, then the order of the invoices in the file, then the clause."""
    facts = ledger(
        invoice("F-2", due=april(2)),
        invoice("F-1"),
        invoice("F-3", due=april(2)),
        Collection(april(3), "agency"),
        paid(april(3), "3700.00", id="P-1"),
    )
    account = drawn(facts, april(3), statutory_indemnity=True)
    assert account.totals.principal == ZERO
    paid_penalties = [(a.invoice, str(a.clause), str(a.amount)) for a in account.allocations if a.to == "penalty"]
    assert paid_penalties == [
        ("F-1", "8.2", "150.00"),
        ("F-1", "D441-5", "40.00"),
        ("F-2", "8.2", "150.00"),
        ("F-2", "D441-5", "40.00"),
        ("F-3", "8.2", "150.00"),
        ("F-3", "D441-5", "40.00"),
    ]
    later = drawn(ledger(*facts.invoices, *facts.events, paid(april(9), "3700.00", id="P-1")), april(9))
    struck = [(a.invoice, str(a.clause)) for a in later.allocations if a.to == "penalty"]
    assert struck == [
        ("F-1", "8.2"),
        ("F-2", "8.2"),
        ("F-2", "8.4"),
        ("F-1", "8.4"),
        ("F-3", "8.2"),
        ("F-3", "8.4"),
    ]


def test_what_is_settled_is_not_settled_twice() -> None:
    """Accessories first, 1 300.00 for 1 152.00: the 15 % once, and 148.00 of credit."""
    account = drawn(ledger(OLD, paid(april(2), "1300.00", id="P-1")), april(2), imputation="accessories-first")
    assert allocated(account)[1:] == [
        ("P-1", "F-1", "penalty", "150.00"),
        ("P-1", "F-1", "principal", "1000.00"),
        ("P-1", None, "credit", "148.00"),
    ]
    assert owed(account) == ("0.00", "0.00", "0.00")


def test_an_invoice_that_owes_a_penalty_alone() -> None:
    """Rebated whole, its interest paid: the 15 % take a later payment, accessories first or last."""
    facts = ledger(
        OLD, credited(april(4), "1000.00"), paid(april(4), "4.00", id="P-1"), paid(april(6), "160.00", id="P-2")
    )
    for imputation in ("accessories-first", "interest-first", "principal-first"):
        account = drawn(facts, april(6), imputation=imputation)
        assert allocated(account)[1:] == [("P-2", "F-1", "penalty", "150.00"), ("P-2", None, "credit", "10.00")]


def test_a_later_payment_reaches_penalties_after_the_due_invoices() -> None:
    """F-1 owes its 15 % alone; F-2, due since, is settled before it."""
    facts = ledger(OLD, YOUNG, paid(april(1), "1001.00", "F-1", id="P-1"), paid(april(3), "100.00", id="P-2"))
    account = drawn(facts, april(3))
    assert [entry for entry in allocated(account) if entry[0] == "P-2"] == [
        ("P-2", "F-2", "interest", "0.50"),
        ("P-2", "F-2", "principal", "99.50"),
    ]


def test_payments_of_one_day_come_in_the_order_of_the_file() -> None:
    """The first one takes the interest."""
    facts = ledger(OLD, paid(april(4), "2.00", id="P-2"), paid(april(4), "10.00", id="P-1"))
    assert allocated(drawn(facts, april(4))) == [
        ("P-2", "F-1", "interest", "2.00"),
        ("P-1", "F-1", "interest", "2.00"),
        ("P-1", "F-1", "principal", "8.00"),
    ]
