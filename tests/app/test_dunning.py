"""Formal notices and reminders: of what is in default or ends soon, each once, in the account's own figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netsoft.billing.entries import Payment
from netsoft.billing.responsibility.insurance import Certificate
from netsoft.documents import text
from netsoft.documents.page import Document
from netsoft.money import Money
from netsoft.rendering import euros
from reference_app.errors import SetupError
from reference_app.jobs.dunning import DUNNING
from reference_app.jobs.reminders import REMINDERS
from reference_app.services.dunning import Dunning
from reference_app.storage.facts import FormalNoticeSent, Reminded
from reference_app.storage.job_log import RunKey
from tests.app.books import INVOICE, drawn, enter
from tests.app.contracts import CONTRACT, SELLER, record
from tests.app.ledgers import everything
from tests.app.months import at, run
from tests.app.world import START, World

TODAY = START.date().isoformat()


def test_what_is_in_default_is_notified_once(world: World) -> None:
    record(world, None, SELLER)
    enter(world, world.first, INVOICE)
    made = run(world, DUNNING, TODAY)
    assert not made.failures
    owed = drawn(world, world.first, START.date()).account.totals.total
    (issued,) = world.deployment.directory.documents.of(world.first.handle.tenant.id)
    assert isinstance(issued.document.content, Document)
    page = " ".join(text(issued.document.content).split())
    assert " ".join(euros(owed).split()) in page
    assert "5 décembre 2026" in page
    (sent,) = world.deployment.directory.records.of(FormalNoticeSent, world.first.handle.tenant.id)
    assert sent.value == FormalNoticeSent(START.date(), ("F-1",), owed, date(2026, 12, 5))
    before = everything(world)
    assert world.deployment.jobs.run(RunKey(DUNNING, TODAY)) is None
    assert everything(world) == before
    world.clock.advance(days=1)
    assert RunKey(DUNNING, "2026-11-21") not in world.deployment.jobs.due()


def test_the_notice_issued_is_the_one_that_was_shown(world: World) -> None:
    record(world, None, SELLER)
    enter(world, world.first, INVOICE)
    shown = Dunning(world.deployment.directory).preview(world.first.handle.tenant, START.date())
    run(world, DUNNING, TODAY)
    (issued,) = world.deployment.directory.documents.of(world.first.handle.tenant.id)
    assert issued.document.content == shown


def test_an_invoice_that_falls_into_default_later_has_its_own_notice(world: World) -> None:
    record(world, None, SELLER)
    enter(world, world.first, INVOICE)
    run(world, DUNNING, TODAY)
    from attrs import evolve

    enter(world, world.first, evolve(INVOICE, number="F-2", due=date(2026, 11, 25)))
    at(world, 2026, 11, 26)
    run(world, DUNNING, "2026-11-26")
    kept = world.deployment.directory.records.of(FormalNoticeSent, world.first.handle.tenant.id)
    assert [record.value.invoices for record in kept] == [("F-1",), ("F-2",)]


def test_nothing_is_notified_of_what_is_paid_or_not_yet_in_default(world: World) -> None:
    record(world, None, SELLER)
    enter(world, world.first, INVOICE, Payment(START.date(), Money.parse("2000.00")))
    world.clock.at = START - timedelta(days=60)
    enter(world, world.second, INVOICE)
    jobs = world.deployment.jobs
    assert jobs.run(RunKey(DUNNING, "2026-09-21")) is None
    world.clock.at = START
    run(world, DUNNING, TODAY)
    assert world.deployment.directory.documents.of(world.first.handle.tenant.id) == ()
    assert len(world.deployment.directory.documents.of(world.second.handle.tenant.id)) == 1


def test_a_notice_without_seller_waits(world: World) -> None:
    enter(world, world.first, INVOICE)
    assert "identité du vendeur non saisie" in run(world, DUNNING, TODAY).failures[0].detail
    record(world, None, SELLER)
    assert run(world, DUNNING, TODAY).done == 1


@pytest.mark.parametrize("job", [DUNNING, REMINDERS])
def test_no_notice_is_dated_back_or_ahead(world: World, job: str) -> None:
    for day in ("2026-11-19", "2026-11-21"):
        with pytest.raises(SetupError, match="au jour où elle est lancée, le 20/11/2026"):
            world.deployment.jobs.run(RunKey(job, day))


def reminded(world: World) -> list[tuple[str, date]]:
    """Return what was said of the first brokerage."""
    kept = world.deployment.directory.records.of(Reminded, world.first.handle.tenant.id)
    return [(record.value.about, record.value.by) for record in kept]


def test_what_ends_soon_is_said_once_for_each_delay(world: World) -> None:
    others = Certificate("damage-to-others", "Assureur A", "RC-1", date(2026, 1, 1), date(2026, 12, 31))
    record(world, world.first.handle.tenant.id, others, CONTRACT)
    jobs = world.deployment.jobs
    run(world, REMINDERS, TODAY)
    assert reminded(world) == [
        ("attestation à renouveler : dommages causés aux tiers", date(2026, 12, 31)),
        ("attestation manquante : dommages subis à titre personnel", START.date()),
    ]
    world.clock.advance(days=1)
    assert jobs.run(RunKey(REMINDERS, "2026-11-21")) is None
    at(world, 2026, 12, 3)
    run(world, REMINDERS, "2026-12-03")
    assert len(reminded(world)) == 3
    at(world, 2027, 8, 4)
    run(world, REMINDERS, "2027-08-04")
    assert ("dernier jour pour que l’éditeur dénonce le contrat", date(2027, 9, 30)) in reminded(world)
