"""R-20: a penalty clause may wait for a formal notice."""

from netsoft.answers import Pending, Share
from netsoft.billing.entries import Collection, FormalNotice
from netsoft.clause import Clause
from netsoft.money import ZERO, Rate
from tests.billing.build import april, drawn, euros, invoice, ledger, march, owed, paid, penalties, rejected

WAITS = "une mise en demeure (art. 1231-5 C. civ.) : la pénalité n'est due qu'à compter d'elle"


def test_without_a_notice_a_penalty_waits() -> None:
    """It stands outside the total, with its amount and what is missing; interest runs all the same."""
    account = drawn(ledger(invoice()), april(5), formal_notice=True)
    assert account.pending == (Pending(Clause("8.2"), WAITS, euros("150.00"), "F-1"),)
    assert penalties(account) == []
    assert owed(account) == ("1000.00", "5.00", "0.00")


def test_a_notice_makes_it_due() -> None:
    """From its day, without changing base or day; nothing is pending any more."""
    account = drawn(ledger(invoice(), FormalNotice(april(5))), april(5), formal_notice=True)
    assert account.pending == ()
    assert penalties(account) == [("8.2", "F-1", "150.00")]
    assert account.lines[0].basis == Share(euros("1000.00"), Rate.percent("15"), april(1))


def test_money_does_not_go_to_a_penalty_that_waits() -> None:
    """Before the notice it is credit; on the day of the notice the credit goes to the penalty."""
    facts = ledger(invoice(), paid(april(2), "1100.00", id="P-1"), FormalNotice(april(5)))
    before = drawn(facts, april(4), formal_notice=True)
    assert owed(before) == ("0.00", "0.00", "0.00")
    assert before.totals.credit == euros("98.00")
    after = drawn(facts, april(5), formal_notice=True)
    assert owed(after) == ("0.00", "0.00", "52.00")
    assert after.totals.credit == ZERO


def test_a_notice_reaches_what_it_names_and_is_due() -> None:
    """Named or all; once the due day is over, not on it."""
    for notice, reached in (
        (FormalNotice(march(30)), False),
        (FormalNotice(march(31)), False),
        (FormalNotice(april(1)), True),
        (FormalNotice(april(1), ("F-1", "F-2")), True),
        (FormalNotice(april(3), ("F-2",)), False),
        (FormalNotice(april(3), ("F-2", "F-1")), True),
    ):
        facts = ledger(invoice(), invoice("F-2", due=april(20)), notice)
        account = drawn(facts, april(5), formal_notice=True)
        assert bool(account.pending) is not reached
        assert bool(penalties(account)) is reached


def test_a_notice_reaches_what_a_rejection_called() -> None:
    """Before its due day, on the day of the rejection or later, as long as something was unpaid."""
    for day in (march(20), march(21)):
        facts = ledger(invoice(), rejected(march(20)), FormalNotice(day))
        assert penalties(drawn(facts, day, formal_notice=True)) == [("8.2", "F-1", "150.00")]
    elsewhere = ledger(invoice(), rejected(march(20), "AM05"), FormalNotice(march(21)))
    assert drawn(elsewhere, april(1), formal_notice=True).pending


def test_a_notice_lasts() -> None:
    """A later 8.4 on the same invoice does not wait again; on another invoice it does."""
    facts = ledger(invoice(), invoice("F-2"), FormalNotice(april(2), ("F-1",)), Collection(april(4), "agency"))
    account = drawn(facts, april(4), formal_notice=True)
    assert penalties(account) == [("8.2", "F-1", "150.00"), ("8.4", "F-1", "100.40")]
    assert [(p.clause.number, p.invoice) for p in account.pending] == [("8.2", "F-2"), ("8.4", "F-2")]


def test_a_notice_of_the_day_of_the_recourse() -> None:
    """The events of a day come in file order, and a notice before or after the recourse reaches its penalty."""
    for events in ((FormalNotice(april(4)), Collection(april(4), "agency")),
                   (Collection(april(4), "agency"), FormalNotice(april(4)))):  # fmt: skip
        account = drawn(ledger(invoice(), *events), april(4), formal_notice=True)
        assert penalties(account) == [("8.2", "F-1", "150.00"), ("8.4", "F-1", "100.40")]


def test_a_notice_changes_nothing_by_default() -> None:
    """As the contract is written, a penalty waits for nothing."""
    with_notice = drawn(ledger(invoice(), FormalNotice(april(5))), april(9))
    assert with_notice.lines == drawn(ledger(invoice()), april(9)).lines
    assert with_notice.pending == ()
