"""Article 8.5 in an account: what an opposition strikes, what stays pending, and what it may absorb (R-21)."""

from netsoft.answers import Pending, Share
from netsoft.billing.entries import Collection, ExceptionNotified, OppositionProved, PaymentAnnounced
from netsoft.clause import Clause
from netsoft.money import Rate
from tests.billing.build import (
    allocated,
    april,
    drawn,
    euros,
    invoice,
    ledger,
    march,
    owed,
    paid,
    penalties,
    rejected,
    returned,
)


def test_an_opposition_strikes_the_whole_balance() -> None:
    """Half of principal and interest of every due invoice, though one debit alone was opposed."""
    facts = ledger(invoice("F-1"), invoice("F-2"), invoice("F-3", due=april(20)), rejected(april(4), "MS02"))
    account = drawn(facts, april(6))
    assert [p for p in penalties(account) if p[0] == "8.5"] == [("8.5", "F-1", "502.00"), ("8.5", "F-2", "502.00")]
    line = next(line for line in account.lines if line.clause == Clause("8.5"))
    assert (line.label, line.head) == (
        "Pénalité pour opposition aux prélèvements (clause pénale)",
        "penalty-clause",
    )
    assert line.basis == Share(euros("1004.00"), Rate.percent("50"), april(4))


def test_an_opposition_strikes_once() -> None:
    """A second one strikes only what fell due since."""
    facts = ledger(
        invoice("F-1"), invoice("F-2", due=april(10)), rejected(april(4), "MS02"), rejected(april(12), "MD06", "F-2")
    )
    assert [p for p in penalties(drawn(facts, april(12))) if p[0] == "8.5"] == [
        ("8.5", "F-1", "502.00"),
        ("8.5", "F-2", "501.00"),
    ]


def test_an_ambiguous_code_is_pending() -> None:
    """What is missing and the amount if proved, of the day of the rejection, whatever is paid since."""
    facts = ledger(invoice("F-1"), invoice("F-2"), rejected(april(4), "AC06"), paid(april(5), "2010.00"))
    account = drawn(facts, april(6))
    missing = "le motif AC06 (opposition sur compte ou compte bloqué) est ambigu : "
    missing += "prouver l'ordre d'opposition du débiteur"
    assert account.pending == (
        Pending(Clause("8.5"), missing, euros("502.00"), "F-1"),
        Pending(Clause("8.5"), missing, euros("502.00"), "F-2"),
    )
    assert "8.5" not in [clause for clause, _number, _amount in penalties(account)]


def test_a_proof_settles_it() -> None:
    """Whatever its day; known later, it is pending until then."""
    facts = ledger(invoice(), rejected(april(4), "AC06"), OppositionProved(april(8), "ordre produit"))
    assert ("8.5", "F-1", "502.00") in penalties(drawn(facts, april(8)))
    assert drawn(facts, april(8)).pending == ()
    assert len(drawn(facts, april(7)).pending) == 1


def test_a_pending_opposition_is_said_once() -> None:
    """Two ambiguous rejections: the first cause alone; a decided one takes its place."""
    two = ledger(invoice(), rejected(april(4), "AC06"), rejected(april(6), "MD01"))
    assert [str(p.amount_if_proved) for p in drawn(two, april(6)).pending] == ["502.00"]
    decided = ledger(invoice(), rejected(april(4), "AC06"), rejected(april(6), "MS02"))
    account = drawn(decided, april(6))
    assert account.pending == ()
    assert ("8.5", "F-1", "503.00") in penalties(account)


def test_a_rejection_that_is_no_opposition() -> None:
    """No funds, a payment announced, a legitimate exception: nothing is struck, nothing is pending."""
    for events in (
        (rejected(april(4), "AM04"),),
        (PaymentAnnounced(april(4)), rejected(april(4), "MS02")),
        (rejected(april(4), "AC06"), PaymentAnnounced(april(3), ("F-1",))),
        (ExceptionNotified(april(2), legitimate=True), rejected(april(4), "MS02")),
    ):
        account = drawn(ledger(invoice(), *events), april(6))
        assert penalties(account) == [("8.2", "F-1", "150.00")]
        assert account.pending == ()


def test_counter_facts_look_at_the_invoices_of_the_debit() -> None:
    """For a returned payment: the invoice it was presented for and those whose principal it had settled."""
    payment = paid(april(4), "1500.00", "F-1", id="P-1")
    for named, opposed in (("F-1", False), ("F-2", False), ("F-3", True)):
        facts = ledger(
            invoice("F-1"),
            invoice("F-2"),
            invoice("F-3", due=april(5)),
            payment,
            returned(april(6), reason="MD06"),
            PaymentAnnounced(april(6), (named,)),
        )
        struck = "8.5" in [clause for clause, _number, _amount in penalties(drawn(facts, april(6)))]
        assert struck is opposed


def test_a_debit_does_not_concern_the_invoice_whose_interest_alone_it_paid() -> None:
    """1 006.00 pay F-1 and the two days of interest of F-2; a cent more pays principal of F-2 too."""
    for amount, opposed in (("1006.00", True), ("1006.01", False)):
        facts = ledger(
            invoice("F-1"),
            invoice("F-2", due=april(2)),
            paid(april(4), amount, id="P-1"),
            returned(april(6), reason="MD06"),
            PaymentAnnounced(april(6), ("F-2",)),
        )
        struck = "8.5" in [clause for clause, _number, _amount in penalties(drawn(facts, april(6)))]
        assert struck is opposed


def test_an_invoice_excused_is_not_struck() -> None:
    """A legitimate exception names F-2 alone: the opposition on F-1's debit strikes F-1, not what is not due."""
    facts = ledger(
        invoice("F-1"),
        invoice("F-2"),
        ExceptionNotified(april(2), legitimate=True, invoices=("F-2",)),
        rejected(april(4), "MS02"),
    )
    assert [p for p in penalties(drawn(facts, april(4))) if p[0] == "8.5"] == [("8.5", "F-1", "502.00")]
    ambiguous = ledger(*facts.invoices, facts.events[0], rejected(april(4), "AC06"))
    assert [p.invoice for p in drawn(ambiguous, april(4)).pending] == ["F-1"]


def test_two_missing_facts_are_said_in_one_entry() -> None:
    """A contested exception and a proof: one pending sum, both facts."""
    facts = ledger(invoice(), ExceptionNotified(april(3)), rejected(april(4), "AC06"))
    (pending,) = drawn(facts, april(4)).pending
    contested, proof = pending.missing.split(" ; ")
    assert contested.startswith("l'exception (art. 1219 C. civ.) notifiée le 03/04/2024 est contestée")
    assert proof.endswith("prouver l'ordre d'opposition du débiteur")


def test_nothing_owed_strikes_nothing() -> None:
    """An opposition when no invoice owes principal or interest, by the end of the day."""
    settled = ledger(invoice(), paid(april(4), "1004.00"), rejected(april(4), "MS02"))
    assert penalties(drawn(settled, april(6))) == [("8.2", "F-1", "150.00")]
    pending = ledger(invoice(), paid(april(4), "1004.00"), rejected(april(4), "AC06"))
    assert drawn(pending, april(6)).pending == ()


def test_a_pending_amount_of_nothing_is_not_said() -> None:
    """R-10 on principal alone, with interest alone left: there would be nothing to prove."""
    facts = ledger(invoice(), paid(april(4), "1000.00"), rejected(april(5), "AC06"))
    account = drawn(facts, april(5), imputation="principal-first", flat_base="principal")
    assert account.pending == ()
    assert len(drawn(facts, april(5), imputation="principal-first").pending) == 1


def test_fifty_absorb_fifteen() -> None:
    """R-21: the 15 % of an invoice struck by 8.5 is void; that of another stays."""
    facts = ledger(invoice("F-1"), invoice("F-2", due=april(10)), rejected(april(4), "MS02"))
    account = drawn(facts, april(11), cumulation="opposition-absorbs")
    assert penalties(account) == [("8.5", "F-1", "502.00"), ("8.2", "F-2", "150.00")]


def test_what_was_paid_on_the_fifteen_counts_for_the_fifty() -> None:
    """Accessories first: 100.00 of the 150.00 are paid; 8.5 is 500.00, of which 400.00 are left."""
    facts = ledger(invoice(), paid(april(4), "104.00", id="P-1"), rejected(april(4), "MS02"))
    account = drawn(facts, april(4), cumulation="opposition-absorbs", imputation="accessories-first")
    assert penalties(account) == [("8.5", "F-1", "500.00")]
    assert owed(account) == ("1000.00", "0.00", "400.00")
    assert allocated(account) == [("P-1", "F-1", "interest", "4.00"), ("P-1", "F-1", "penalty", "100.00")]
    assert [a.clause for a in account.allocations] == [None, Clause("8.5")]


def test_the_excess_over_the_fifty_goes_to_what_is_due() -> None:
    """150.00 paid on 8.2, by two payments; 8.5 is half of 220.00, the 40.00 beyond go to the principal."""
    facts = ledger(
        invoice(),
        paid(april(4), "104.00", id="P-1"),
        paid(april(4), "830.00", id="P-2"),
        rejected(april(4), "MS02"),
    )
    account = drawn(facts, april(4), cumulation="opposition-absorbs", imputation="accessories-first")
    assert penalties(account) == [("8.5", "F-1", "110.00")]
    assert owed(account) == ("180.00", "0.00", "0.00")
    assert allocated(account) == [
        ("P-1", "F-1", "interest", "4.00"),
        ("P-1", "F-1", "penalty", "100.00"),
        ("P-2", "F-1", "principal", "820.00"),
        ("P-2", "F-1", "penalty", "10.00"),
    ]


def test_the_excess_is_used_at_the_end_of_the_day() -> None:
    """It does not change the bases of the day: 8.4, after 8.5, is still on 220.00."""
    facts = ledger(
        invoice(),
        paid(april(4), "934.00", id="P-1"),
        rejected(april(4), "MS02"),
        Collection(april(4), "agency"),
    )
    account = drawn(facts, april(4), cumulation="opposition-absorbs", imputation="accessories-first")
    assert penalties(account) == [("8.4", "F-1", "22.00"), ("8.5", "F-1", "110.00")]
    assert owed(account) == ("202.00", "0.00", "0.00")


def test_no_fifteen_after_fifty() -> None:
    """8.5 on the due day itself: the invoice is in default the day after, and 8.2 is not struck any more."""
    facts = ledger(invoice("F-1"), invoice("F-2", due=march(20)), rejected(march(31), "MS02", "F-2"))
    for base in ("once", "balance-on-day-drawn"):
        account = drawn(facts, april(5), cumulation="opposition-absorbs", penalty_base=base)
        assert [p for p in penalties(account) if p[1] == "F-1"] == [("8.5", "F-1", "500.00")]
    assert [p for p in penalties(drawn(facts, april(5))) if p[1] == "F-1"] == [
        ("8.2", "F-1", "150.00"),
        ("8.5", "F-1", "500.00"),
    ]


def test_an_absorbed_penalty_on_return_is_owed_again() -> None:
    """The payment whose part of 8.2 moved to 8.5 comes back: 8.5 is owed whole."""
    facts = ledger(
        invoice(),
        paid(april(4), "104.00", id="P-1"),
        rejected(april(4), "MS02"),
        returned(april(5)),
    )
    account = drawn(facts, april(5), cumulation="opposition-absorbs", imputation="accessories-first")
    assert owed(account) == ("1000.00", "5.00", "500.00")
    assert account.allocations == ()
