"""Article 8.1: access, and the sum that gives it back, under each reading of R-22."""

import re

import pytest
from hypothesis import given

from netsoft.answers import Reason
from netsoft.billing.account import Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Collection, Payment
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.money import ZERO
from netsoft.readings import Imputation, Readings, RestoresAccess
from netsoft.testing import drawings
from netsoft.testing import readings as any_readings
from tests.billing.build import (
    PLAIN,
    april,
    credited,
    drawn,
    euros,
    invoice,
    ledger,
    march,
    owed,
    paid,
    rejected,
    returned,
)


def test_access_closes_the_day_after_the_due_day() -> None:
    """Open on the due day, closed the day after, with the invoice, the day and the sum."""
    facts = ledger(invoice())
    open_still = drawn(facts, march(31))
    assert (open_still.access.verdict, open_still.to_restore) == ("granted", ZERO)
    assert open_still.access.reasons == (
        Reason(Clause("8.1"), "aucune facture en défaut ne doit encore ce qui ferme l'accès"),
    )
    closed = drawn(facts, april(1))
    sentence = "facture F-1 en défaut depuis le 01/04/2024 : 1\u202f001,00\u00a0€ restent à régler"
    assert (closed.access.verdict, closed.to_restore) == ("refused", euros("1001.00"))
    assert closed.access.reasons == (Reason(Clause("8.1"), sentence),)


def test_access_comes_back_with_the_last_cent() -> None:
    """A cent short it is closed; the 15 % alone do not hold it."""
    assert drawn(ledger(invoice(), paid(april(4), "1003.99")), april(4)).access.verdict == "refused"
    account = drawn(ledger(invoice(), paid(april(4), "1004.00")), april(4))
    assert account.access.verdict == "granted"
    assert owed(account) == ("0.00", "0.00", "150.00")


def test_every_invoice_in_default_has_its_reason() -> None:
    """And none that is merely due, or settled; the sum is theirs together."""
    facts = ledger(
        invoice("F-1"), invoice("F-2", due=april(1)), invoice("F-3", due=april(4)), invoice("F-4", due=march(20)),
        paid(march(20), "1000.00"),
    )  # fmt: skip
    account = drawn(facts, april(4))
    assert [reason.fact.split(" :")[0] for reason in account.access.reasons] == [
        "facture F-1 en défaut depuis le 01/04/2024",
        "facture F-2 en défaut depuis le 02/04/2024",
    ]
    assert account.to_restore == euros("2007.00")


def test_without_eight_one_access_is_always_open() -> None:
    """Set aside, whatever is owed."""
    account = drawn(ledger(invoice()), april(4), PLAIN.without(Clause("8.1")))
    assert account.access.reasons == (Reason(Clause("8.1"), "la clause 8.1 est écartée"),)
    assert (account.access.verdict, account.to_restore) == ("granted", ZERO)
    assert account.totals.total == euros("1154.00")


@pytest.mark.parametrize(
    ("restores", "imputation", "to_restore"),
    [
        ("principal-and-interest", "interest-first", "1004.00"),
        ("principal-and-interest", "principal-first", "1004.00"),
        ("principal-and-interest", "accessories-first", "1154.00"),
        ("everything", "interest-first", "1154.00"),
        ("everything", "principal-first", "1154.00"),
        ("everything", "accessories-first", "1154.00"),
        ("principal", "interest-first", "1004.00"),
        ("principal", "principal-first", "1000.00"),
        ("principal", "accessories-first", "1154.00"),
    ],
)
def test_the_sum_that_restores(restores: str, imputation: str, to_restore: str) -> None:
    """What must be paid, in the order of settlement, up to the last part that holds access: to the cent."""
    facts = ledger(invoice())
    account = drawn(facts, april(4), restores_access=restores, imputation=imputation)
    assert account.to_restore == euros(to_restore)
    cent_short = str(euros(to_restore) - euros("0.01"))
    for amount, verdict in ((cent_short, "refused"), (to_restore, "granted")):
        after = drawn(
            ledger(*facts.invoices, paid(april(4), amount)), april(4), restores_access=restores, imputation=imputation
        )
        assert after.access.verdict == verdict


def test_what_is_left_may_hold_access_or_not() -> None:
    """Interest alone, penalties alone: each reading has its own answer."""
    interest_left = ledger(invoice(), paid(april(4), "1000.00"))
    verdicts = {"principal-and-interest": "refused", "everything": "refused", "principal": "granted"}
    for restores, verdict in verdicts.items():
        account = drawn(interest_left, april(4), restores_access=restores, imputation="principal-first")
        assert account.access.verdict == verdict
        assert bool(account.to_restore) is (verdict == "refused")
    penalties_left = ledger(invoice(), paid(april(4), "1004.00"))
    for restores in verdicts:
        account = drawn(penalties_left, april(4), restores_access=restores)
        assert account.access.granted is (restores != "everything")
    assert drawn(penalties_left, april(4), restores_access="everything").to_restore == euros("150.00")


def test_what_cannot_be_paid_does_not_hold_access() -> None:
    """A penalty that waits for a notice, or exists on the day drawn alone, is not asked for."""
    facts = ledger(invoice(), paid(april(4), "1004.00"))
    assert drawn(facts, april(4), restores_access="everything", formal_notice=True).access.granted
    unpaid = ledger(invoice())
    account = drawn(unpaid, april(4), restores_access="everything", penalty_base="balance-on-day-drawn")
    assert account.to_restore == euros("1004.00")


def test_penalties_before_the_last_part_are_in_the_sum() -> None:
    """Accessories first, the 40 euros too stand between interest and principal."""
    account = drawn(ledger(invoice()), april(4), imputation="accessories-first", statutory_indemnity=True)
    assert account.to_restore == euros("1194.00")
    everything = drawn(ledger(invoice()), april(4), restores_access="everything", statutory_indemnity=True)
    assert everything.to_restore == euros("1194.00")


def test_an_invoice_due_and_not_in_default_holds_nothing() -> None:
    """Called by a rejection it does, on that day; due on its due day it does not."""
    facts = ledger(invoice(), rejected(march(31)))
    assert drawn(facts, march(31)).access.verdict == "refused"
    assert drawn(facts, march(30)).access.granted


def test_no_principal_no_hold_where_principal_alone_holds() -> None:
    """Rebated whole: 4.00 of interest and the 15 % are owed, and hold nothing under this reading."""
    facts = ledger(invoice(), credited(april(4), "1000.00"))
    account = drawn(facts, april(4), restores_access="principal", imputation="accessories-first")
    assert owed(account) == ("0.00", "4.00", "150.00")
    assert account.access.granted


def test_penalties_that_hold_wait_for_all_that_is_due() -> None:
    """F-2 is due today and holds nothing, but a payment reaches F-1's 15 % only after it."""
    facts = ledger(invoice("F-1"), invoice("F-2", due=april(4)), invoice("F-3", due=april(9)))
    account = drawn(facts, april(4), restores_access="everything")
    assert account.to_restore == euros("2154.00")
    assert len(account.access.reasons) == 1
    for amount, verdict in (("2153.99", "refused"), ("2154.00", "granted")):
        after = ledger(*facts.invoices, paid(april(4), amount, "F-1"))
        assert drawn(after, april(4), restores_access="everything").access.verdict == verdict
    accessories = drawn(facts, april(4), restores_access="everything", imputation="accessories-first")
    assert accessories.to_restore == euros("1154.00")
    assert drawn(facts, april(4)).to_restore == euros("1004.00")


def test_penalties_that_hold_wait_for_older_ones() -> None:
    """F-1, taken back for a bank's duplicate, is not in default; its 8.4 counts if it is older than F-2's 15 %.

    On 9 April F-1 owes 100.00 and 0.60 of interest, F-2, due on 5 April, 100.00, 0.40 and 15.00 struck on 6 April.
    The 8.4 of F-1 is 10 % of 100.20 if struck on 5 April, and 10 % of 100.60, not needed, if struck on 9 April.
    """
    both = (
        invoice("F-1", total="100.00"),
        paid(march(31), "100.00", id="P-1"),
        returned(april(3), reason="AM05"),
        invoice("F-2", due=april(5), total="100.00"),
    )
    for day, to_restore in ((april(5), "226.02"), (april(9), "216.00")):
        recourse = Collection(day, "agency", ("F-1",))
        account = drawn(ledger(*both, recourse), april(9), restores_access="everything")
        assert [reason.fact.split(" :")[0] for reason in account.access.reasons] == [
            "facture F-2 en défaut depuis le 06/04/2024"
        ]
        assert account.to_restore == euros(to_restore)


RESTORES: tuple[RestoresAccess, ...] = ("principal-and-interest", "principal")
ORDERS: tuple[Imputation, ...] = ("interest-first", "principal-first")


@given(drawings(max_invoices=2, max_facts=5), any_readings())
def test_paying_what_is_asked_restores_access(drawing: tuple[Ledger, Day], chosen: Readings) -> None:
    """The sum of each invoice that closes access, paid for it on that day, opens it again."""
    facts, on = drawing
    if chosen.restores_access not in RESTORES or chosen.imputation not in ORDERS:
        chosen = Readings.of({"bounds": chosen.bounds, "rounding": chosen.rounding, "day_count": chosen.day_count})
    assuming = Assumptions(readings=chosen)
    before = arrears(facts, CG052018, on, assuming)
    sums = [re.split(r"[ \u00a0]", reason.fact) for reason in before.access.reasons if not before.access.granted]
    asked = [(words[1], words[words.index("€") - 1].replace(",", ".").replace("\u202f", "")) for words in sums]
    extra = tuple(Payment(on, euros(amount), f"extra-{number}", invoice=number) for number, amount in asked)
    known = facts.as_known(on, None)
    again = Ledger(facts.invoices, (*known.payments, *extra), known.credit_notes, known.events)
    after = arrears(again, CG052018, on, assuming)
    assert after.access.granted
    assert sum(p.amount.cents for p in extra) == before.to_restore.cents
