"""Each flat sum says what set it off, and each rejection what was decided of it."""

from netsoft.billing.account import Opposition
from netsoft.billing.entries import Collection, DebitReturned, ExceptionNotified, Judgment, PaymentAnnounced
from netsoft.billing.ledger import Ledger
from netsoft.billing.opposition import opposition, rejected_debit
from netsoft.clause import Clause
from netsoft.days import Day
from tests.billing.build import PLAIN, april, drawn, invoice, ledger, march, paid, rejected, returned


def whys(facts: Ledger, on: Day, **readings: str | bool) -> list[tuple[str, str]]:
    """Clause and cause of each line of an account."""
    account = drawn(facts, on, PLAIN, **readings)
    return [(line.clause.number, line.why) for line in account.lines]


def test_a_due_day_that_passed() -> None:
    """8.2 and the 40 euros name it; interest needs no cause but its days."""
    assert whys(ledger(invoice()), april(5), statutory_indemnity=True) == [
        ("8.2", "échéance du 31/03/2024 passée"),
        ("8.3", ""),
        ("D441-5", "échéance du 31/03/2024 passée"),
    ]


def test_a_rejection_that_counts() -> None:
    """With its day, its code and what the code means."""
    why = "prélèvement rejeté le 20/03/2024 : AM04 (provision insuffisante)"
    assert whys(ledger(invoice(), rejected(march(20))), march(25)) == [("8.2", why)]
    assert rejected_debit(rejected(march(20))) == why


def test_a_return_after_a_payment_in_time() -> None:
    """It names the return, for the 40 euros too."""
    facts = ledger(invoice(), paid(march(31), "1000.00", id="P-1"), returned(april(3)))
    why = "prélèvement rejeté le 03/04/2024 : AM04 (provision insuffisante)"
    assert whys(facts, april(3), statutory_indemnity=True) == [("8.2", why), ("D441-5", why)]


def test_the_first_of_two_rejections_of_a_day() -> None:
    """Each invoice names the one that put it in default."""
    facts = ledger(
        invoice("F-1"),
        invoice("F-2"),
        rejected(march(20)),
        rejected(march(20), "AC04", "F-2"),
        rejected(march(20), "MD07"),
    )
    account = drawn(facts, march(20))
    assert [(line.invoice, line.why) for line in account.lines] == [
        ("F-1", "prélèvement rejeté le 20/03/2024 : AM04 (provision insuffisante)"),
        ("F-2", "prélèvement rejeté le 20/03/2024 : AC04 (compte clôturé)"),
    ]


def test_a_recourse() -> None:
    """The first one: agency, court or judgment."""
    agency = Collection(april(4), "agency")
    why = ("8.4", "recours à une société de recouvrement le 04/04/2024")
    assert whys(ledger(invoice(), agency, Judgment(april(5))), april(6))[-1] == why
    assert whys(ledger(invoice(), Judgment(april(5))), april(6))[-1] == ("8.4", "jugement du 05/04/2024")


def test_the_balance_of_the_day_drawn() -> None:
    """R-03: the cause is the day."""
    assert whys(ledger(invoice()), april(5), penalty_base="balance-on-day-drawn")[0] == ("8.2", "solde au 05/04/2024")


def test_an_opposition() -> None:
    """8.5 gives the reason of the decision."""
    facts = ledger(invoice(), rejected(april(4), "MS02"))
    assert whys(facts, april(5))[-1] == ("8.5", "opposition du débiteur le 04/04/2024 : MS02 (refus du débiteur)")


def test_what_was_decided_of_each_rejection() -> None:
    """In the order lived: refused, granted or pending, each with its reason; as decided, whatever was struck."""
    first, second = rejected(april(4), "MS02"), rejected(april(2))
    third = DebitReturned(april(6), "refund", "MD06", payment="P-1")
    facts = ledger(
        invoice(),
        paid(april(5), "10.00", id="P-1"),
        PaymentAnnounced(april(3)),
        ExceptionNotified(april(6)),
        first,
        second,
        third,
    )
    account = drawn(facts, april(6))
    none: frozenset[str] = frozenset()
    assert account.oppositions == (
        Opposition(second, opposition(second, none, facts.events)),
        Opposition(first, opposition(first, none, facts.events)),
        Opposition(third, opposition(third, none, facts.events)),
    )
    assert [o.decision.verdict for o in account.oppositions] == ["refused", "refused", "refused"]
    assert [o.rejection for o in drawn(facts, april(3)).oppositions] == [second]


def test_decisions_are_told_without_the_clause_too() -> None:
    """8.5 set aside: nothing is struck, and the rejection is still judged."""
    account = drawn(ledger(invoice(), rejected(april(4), "MS02")), april(5), PLAIN.without(Clause("8.5")))
    assert [o.decision.verdict for o in account.oppositions] == ["granted"]
    assert "8.5" not in [line.clause.number for line in account.lines]
