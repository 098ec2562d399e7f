"""What was known of an account on a day stays what it was, whatever is found and corrected later."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import pytest

from netsoft.billing import entries as e
from netsoft.days import HalfYear
from netsoft.money import Money, Rate
from reference_app.services.account import Accounts, AsOf
from reference_app.services.account_csv import account_csv
from reference_app.storage import billing
from reference_app.storage.billing_facts import BillingFact, StatutoryRate
from tests.app.books import INVOICE, drawn, enter
from tests.app.world import World

M: Final = Money.parse
KNOWN: Final = date(2026, 11, 15)
FOUND: Final = date(2026, 11, 22)
PAID: Final = e.Payment(date(2026, 10, 20), M("300.00"), "V-1", "transfer", "F-1")
AGAIN: Final = e.Invoice("F-1", INVOICE.issued, INVOICE.due, M("120.00"))


@pytest.fixture
def later(world: World) -> World:
    world.clock.at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    return world


def cancel(world: World, which: int, on: date = FOUND) -> None:
    entry = billing.standing(world.deployment.directory.billing.of(world.first.handle.tenant.id))[which]
    with world.deployment.directory.store.write() as db:
        billing.append_counter(db, billing.Counter(entry, "saisie fausse", on), billing.Recorded(world.clock.now()))


def table(world: World, known_on: date | None = KNOWN) -> bytes:
    return account_csv(drawn(world, world.first, KNOWN, known_on))


@pytest.mark.parametrize("which", [0, 1])
def test_a_counter_entry_found_later_rewrites_nothing(later: World, which: int) -> None:
    enter(later, later.first, INVOICE, PAID)
    before, today = table(later), table(later, None)
    cancel(later, 1)
    if which == 0:
        cancel(later, 0)
    assert table(later) == before
    assert table(later, None) != today
    assert table(later, FOUND) != before


@pytest.mark.parametrize(
    "correction",
    [
        AGAIN,
        e.Invoice("F-1", INVOICE.issued, INVOICE.due, M("2400.00"), known_on=FOUND),
    ],
    ids=["learnt at once", "learnt when found"],
)
def test_the_corrected_entry_under_the_same_number_rewrites_nothing(later: World, correction: e.Invoice) -> None:
    enter(later, later.first, INVOICE)
    before = table(later)
    cancel(later, 0)
    enter(later, later.first, correction)
    assert table(later) == before
    assert drawn(later, later.first, KNOWN).account.totals.invoiced == correction.total


@pytest.mark.parametrize(
    ("fact", "paid"),
    [(e.Payment(date(2026, 11, 10), M("50.00"), "V-2", "transfer"), "50.00")],
)
def test_what_was_learnt_before_and_entered_since_counts(later: World, fact: BillingFact, paid: str) -> None:
    enter(later, later.first, INVOICE)
    cancel(later, 0)
    enter(later, later.first, AGAIN, fact)
    account = drawn(later, later.first, KNOWN, KNOWN).account
    assert (account.totals.paid, account.totals.invoiced) == (M(paid), INVOICE.total)


def test_what_rests_on_the_correction_alone_does_not_count_yet(later: World) -> None:
    enter(later, later.first, INVOICE)
    before = table(later)
    cancel(later, 0)
    bigger = e.Invoice("F-1", INVOICE.issued, INVOICE.due, M("5000.00"))
    enter(later, later.first, bigger, e.CreditNote(date(2026, 11, 10), M("4000.00"), "F-1", "correction"))
    assert table(later) == before
    assert drawn(later, later.first, KNOWN).account.totals.credited == M("4000.00")


def test_a_counter_entry_already_known_cancels(later: World) -> None:
    enter(later, later.first, INVOICE)
    cancel(later, 0, KNOWN)
    assert not drawn(later, later.first, KNOWN, KNOWN).account.totals.total


def test_a_rate_found_wrong_later_was_the_one_known(world: World) -> None:
    def publish(percent: str, on: date) -> None:
        rate = StatutoryRate(on, HalfYear(2027, 1), Rate.percent(percent), "arrêté")
        with world.deployment.directory.store.write() as db:
            billing.append(db, None, rate, billing.Recorded(world.clock.now()))

    def interest(known_on: date) -> bytes:
        as_of = AsOf(date(2027, 2, 10), known_on)
        return account_csv(Accounts(world.deployment.directory).draw(world.first.handle.tenant.id, as_of))

    enter(world, world.first, INVOICE)
    publish("2.80", date(2027, 1, 4))
    before = interest(date(2027, 2, 10))
    [entry] = world.deployment.directory.billing.rates()
    with world.deployment.directory.store.write() as db:
        counter = billing.Counter(entry, "taux de 2,90 %", date(2027, 2, 12))
        billing.append_counter(db, counter, billing.Recorded(world.clock.now()))
    publish("2.90", date(2027, 1, 4))
    assert interest(date(2027, 2, 10)) == before
    assert interest(date(2027, 2, 12)) != before
