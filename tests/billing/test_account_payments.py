"""To what money goes: within one invoice (R-08), between invoices (R-09), then penalties, then credit."""

import pytest

from netsoft.billing.entries import Collection, Invoice
from netsoft.clause import Clause
from netsoft.money import ZERO
from tests.billing.build import (
    PLAIN,
    allocated,
    april,
    drawn,
    euros,
    invoice,
    ledger,
    march,
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


def test_a_chosen_due_invoice_comes_first() -> None:
    """The excess goes on to the others, then to the penalties: the choice does not reach its own penalty."""
    account = drawn(ledger(OLD, YOUNG, paid(april(2), "700.00", "F-2", id="P-1")), april(2))
    assert allocated(account) == [
        ("P-1", "F-2", "principal", "500.00"),
        ("P-1", "F-1", "interest", "2.00"),
        ("P-1", "F-1", "principal", "198.00"),
    ]
    late = drawn(ledger(OLD, YOUNG, paid(april(3), "1100.00", "F-1", id="P-1")), april(3))
    assert allocated(late)[-1] == ("P-1", "F-2", "principal", "96.50")
    assert owed(late) == ("403.50", "0.00", "225.00")


def test_the_same_invoice_in_one_entry() -> None:
    """A choice that comes back to its own invoice is one allocation, not two."""
    facts = ledger(OLD, paid(april(2), "1100.00", "F-1", id="P-1"))
    account = drawn(facts, april(2), between_invoices="pro-rata")
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "2.00"),
        ("P-1", "F-1", "principal", "1000.00"),
        ("P-1", "F-1", "penalty", "98.00"),
    ]


def test_interest_that_runs_comes_first() -> None:
    """On its due day F-2 bears no interest yet: F-1, which does, is settled first, though it is no subscription."""
    late_work = invoice("F-1", nature="work")
    account = drawn(ledger(YOUNG, late_work, paid(april(2), "600.00", id="P-1")), april(2))
    assert allocated(account) == [("P-1", "F-1", "interest", "2.00"), ("P-1", "F-1", "principal", "598.00")]


def test_a_subscription_comes_before_the_rest() -> None:
    """At equal rates, before an older invoice of another nature."""
    older = invoice("F-1", nature="complement")
    account = drawn(ledger(older, YOUNG, paid(april(4), "600.00", id="P-1")), april(4))
    assert allocated(account) == [
        ("P-1", "F-2", "interest", "1.00"),
        ("P-1", "F-2", "principal", "500.00"),
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "principal", "95.00"),
    ]


def test_the_older_due_day_then_the_older_issue() -> None:
    """At equal rates and natures; the order of the file does not matter."""
    younger_issue = Invoice("F-3", march(15), OLD.due, euros("1000.00"))
    facts = ledger(YOUNG, younger_issue, OLD, paid(april(4), "100.00", id="P-1"), paid(april(4), "1000.00", id="P-2"))
    account = drawn(facts, april(4))
    assert [(number, to) for _name, number, to, _amount in allocated(account)] == [
        ("F-1", "interest"),
        ("F-1", "principal"),
        ("F-1", "principal"),
        ("F-3", "interest"),
        ("F-3", "principal"),
    ]


def test_exact_ties_share() -> None:
    """Same rate, nature, due day and issue: in proportion to what each owes, 1 004.00 and 502.00 of 1 506.00."""
    facts = ledger(invoice("F-1"), invoice("F-2", total="500.00"), paid(april(4), "300.00", id="P-1"))
    account = drawn(facts, april(4))
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "principal", "196.00"),
        ("P-1", "F-2", "interest", "2.00"),
        ("P-1", "F-2", "principal", "98.00"),
    ]


def test_an_odd_cent_of_a_tie_goes_to_the_first_in_the_file() -> None:
    """0.03 between two equals: 0.02 and 0.01."""
    facts = ledger(invoice("F-2"), invoice("F-1"), paid(march(31), "0.03", id="P-1"))
    assert allocated(drawn(facts, march(31))) == [
        ("P-1", "F-2", "principal", "0.02"),
        ("P-1", "F-1", "principal", "0.01"),
    ]


def test_more_than_a_tie_owes() -> None:
    """Both are settled whole, the rest goes on."""
    facts = ledger(invoice("F-1"), invoice("F-2", total="500.00"), paid(april(4), "1600.00", id="P-1"))
    account = drawn(facts, april(4))
    assert owed(account) == ("0.00", "0.00", "131.00")


def test_the_oldest_first_does_not_look_at_the_nature() -> None:
    """R-09: the older due day, the older issue, the order of the file; no sharing of ties."""
    complement = invoice("F-1", nature="complement")
    account = drawn(
        ledger(YOUNG, complement, paid(april(4), "600.00", id="P-1")), april(4), between_invoices="oldest-first"
    )
    assert [number for _name, number, _to, _amount in allocated(account)] == ["F-1", "F-1"]
    older_issue = Invoice("F-3", march(1).replace(month=2), complement.due, euros("1000.00"))
    account = drawn(
        ledger(complement, older_issue, paid(april(4), "600.00", id="P-1")), april(4), between_invoices="oldest-first"
    )
    assert [number for _name, number, _to, _amount in allocated(account)] == ["F-3", "F-3"]
    ties = ledger(invoice("F-2"), invoice("F-1"), paid(april(4), "600.00", id="P-1"))
    account = drawn(ties, april(4), between_invoices="oldest-first")
    assert allocated(account) == [("P-1", "F-2", "interest", "4.00"), ("P-1", "F-2", "principal", "596.00")]


def test_pro_rata_between_all_that_is_due() -> None:
    """1 004.00 and 501.00 owed of 1 505.00: 301.00 give 200.80 and 100.20."""
    facts = ledger(OLD, YOUNG, invoice("F-3", due=april(20)), paid(april(4), "301.00", id="P-1"))
    account = drawn(facts, april(4), between_invoices="pro-rata")
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "principal", "196.80"),
        ("P-1", "F-2", "interest", "1.00"),
        ("P-1", "F-2", "principal", "99.20"),
    ]


def test_pro_rata_of_accessories_counts_them() -> None:
    """1 154.00 and 576.00 owed with the 15 %: 173.00 of 1 730.00 give a tenth of each."""
    facts = ledger(OLD, YOUNG, paid(april(4), "173.00", id="P-1"))
    account = drawn(facts, april(4), between_invoices="pro-rata", imputation="accessories-first")
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "penalty", "111.40"),
        ("P-1", "F-2", "interest", "1.00"),
        ("P-1", "F-2", "penalty", "56.60"),
    ]


def test_pro_rata_of_nothing_is_credit() -> None:
    """No invoice at all, or none that owes: the money is held."""
    account = drawn(ledger(paid(april(4), "100.00", id="P-1")), april(4), between_invoices="pro-rata")
    assert allocated(account) == [("P-1", None, "credit", "100.00")]


def test_an_invoice_that_owes_interest_alone_runs_no_more() -> None:
    """Principal first: F-1 owes 4.00 of interest and no principal, so F-2, whose interest runs, comes before it."""
    facts = ledger(OLD, YOUNG, paid(april(4), "1000.00", "F-1", id="P-1"), paid(april(5), "300.00", id="P-2"))
    account = drawn(facts, april(5), imputation="principal-first")
    assert [entry for entry in allocated(account) if entry[0] == "P-2"] == [("P-2", "F-2", "principal", "300.00")]


def test_without_interest_every_rate_is_nothing() -> None:
    """8.3 set aside: the subscription first, then the older due day."""
    facts = ledger(invoice("F-1", nature="work"), YOUNG, paid(april(2), "600.00", id="P-1"))
    account = drawn(facts, april(2), PLAIN.without(Clause("8.3")))
    assert [number for _name, number, _to, _amount in allocated(account)] == ["F-2", "F-1"]


def test_penalties_alone_take_money_accessories_first() -> None:
    """A settled invoice that owes its 15 % alone takes a later payment, in its turn."""
    facts = ledger(OLD, YOUNG, paid(april(1), "1001.00", "F-1", id="P-1"), paid(april(3), "100.00", id="P-2"))
    account = drawn(facts, april(3), imputation="interest-first")
    assert [entry for entry in allocated(account) if entry[0] == "P-2"] == [
        ("P-2", "F-2", "interest", "0.50"),
        ("P-2", "F-2", "principal", "99.50"),
    ]
    settled = ledger(
        OLD, paid(april(1), "1151.00", id="P-1"), Collection(april(1), "agency"), paid(april(3), "9.00", id="P-2")
    )
    first = drawn(settled, april(3), imputation="accessories-first")
    assert [entry for entry in allocated(first) if entry[0] == "P-2"] == [("P-2", None, "credit", "9.00")]


def test_payments_of_one_day_come_in_the_order_of_the_file() -> None:
    """The first one takes the interest."""
    facts = ledger(OLD, paid(april(4), "2.00", id="P-2"), paid(april(4), "10.00", id="P-1"))
    assert allocated(drawn(facts, april(4))) == [
        ("P-2", "F-1", "interest", "2.00"),
        ("P-1", "F-1", "interest", "2.00"),
        ("P-1", "F-1", "principal", "8.00"),
    ]
