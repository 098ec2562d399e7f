"""Months closed, invoices and complements issued: the library's own values, each once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from attrs import evolve
from sqlalchemy import update

from netsoft.billing.entries import Invoice
from netsoft.billing.invoicing import InvoiceDocument
from netsoft.billing.price_models import PerUnit
from netsoft.billing.tariff import Price
from netsoft.days import Month
from netsoft.metering.complement import Complement
from netsoft.metering.statement import UsageStatement
from netsoft.metering.tier import Publication, TierReport
from netsoft.money import Money
from reference_app.errors import DamagedTenant, SetupError
from reference_app.ids import StaffId, TenantId
from reference_app.jobs.closing import CLOSE_MONTH
from reference_app.jobs.complements import ISSUE_COMPLEMENTS
from reference_app.jobs.invoices import ISSUE_INVOICES
from reference_app.services.complements import last_statements
from reference_app.services.invoicing import Invoicing
from reference_app.services.jobs import Jobs
from reference_app.storage.billing import standing
from reference_app.storage.facts import CreditDue, Judged, LeftOut
from reference_app.storage.job_log import RunKey, RunLog
from reference_app.storage.journal import Act, Actor, Count
from reference_app.storage.journal_tables import counts
from tests.app.contracts import COMPLEMENT, CONTRACT, OPEN_TERM, PRICES, SELLER, VAT, billed, opened_since, record
from tests.app.ledgers import everything
from tests.app.world import Office, World, user_id

NOVEMBER = Month(2026, 11)


def run(world: World, job: str, subject: str) -> RunLog:
    """Run a job that has something to do."""
    made = world.deployment.jobs.run(RunKey(job, subject))
    assert made is not None
    return made


def acted(world: World, office: Office, day: date, times: int) -> None:  # noqa: ARG001
    """Let the first user of a brokerage have done so many actions on a day."""
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    actor = Actor(at, office.handle.tenant.id, user_id(office.users[0]), "b", "192.0.2.1", 1)
    office.handle.journal.record_past((actor, Act("clients.list")) for _ in range(times))


def at(world: World, *when: int) -> None:
    """Set the clock, in Paris' winter or summer alike: at noon."""
    world.clock.at = datetime(*when, 12, tzinfo=UTC)  # type: ignore[misc,arg-type]


def statements(world: World, office: Office) -> tuple[UsageStatement, ...]:
    """Return the last statement of each month of a brokerage."""
    return last_statements(world.deployment.directory.records.of(UsageStatement, office.handle.tenant.id))


def outlier(world: World, actions: int = 190) -> None:
    """Let the first brokerage go over a tier of 50 for each of its two users: it is left out of the mean."""
    record(world, None, Publication(50, date(2026, 10, 20)))
    record(world, world.first.handle.tenant.id, LeftOut(True, "cabinet d’essai"))
    acted(world, world.first, date(2026, 11, 21), actions)


def uncounted(office: Office, actions: int) -> None:
    """Let a journal take back actions of November, as a change that was cut off and settled late does."""
    with office.handle.journal._store.write() as db:
        db.execute(update(counts).values(actions=counts.c.actions - actions))


def test_a_closed_month_has_its_counts_its_tier_and_a_statement_for_each(world: World) -> None:
    acted(world, world.first, date(2026, 11, 21), 90)
    acted(world, world.second, date(2026, 11, 21), 30)
    record(world, None, Publication(37, date(2026, 10, 20)))
    at(world, 2026, 12, 1)
    made = run(world, CLOSE_MONTH, "2026-11")
    assert not made.failures
    report = world.deployment.directory.records.keyed(TierReport, None, "2026-11")
    assert report is not None
    assert (report.user_months, report.actions, report.observed, report.tier) == (2, 120, 90, 90)
    (statement,) = statements(world, world.first)
    assert (statement.use.actions, statement.result.allowance, statement.result.over) == (90, 180, 0)
    before = everything(world)
    assert world.deployment.jobs.run(RunKey(CLOSE_MONTH, "2026-11")) is None
    assert everything(world) == before


def test_a_brokerage_left_out_weighs_nothing_and_has_its_statement(world: World) -> None:
    outlier(world)
    acted(world, world.second, date(2026, 11, 21), 4)
    at(world, 2026, 12, 1)
    run(world, CLOSE_MONTH, "2026-11")
    report = world.deployment.directory.records.keyed(TierReport, None, "2026-11")
    assert report is not None
    assert (report.observed, report.tier, report.actions) == (6, 50, 4)
    assert report.inputs.excluded == {world.first.handle.tenant.id}
    assert statements(world, world.first)[0].result.over == 90


def test_the_tier_waits_for_a_brokerage_that_is_not_counted_or_left_out(world: World) -> None:
    at(world, 2026, 12, 1)
    room = world.deployment.jobs.room

    def counts_of(tenant_id: TenantId, month: str) -> tuple[Count, ...]:
        if tenant_id == world.first.handle.tenant.id:
            raise DamagedTenant("Cabinet Mistral : fichier abîmé")
        return room.counts_of(tenant_id, month)

    jobs = Jobs(evolve(room, counts_of=counts_of), world.deployment.jobs.table)
    made = jobs.run(RunKey(CLOSE_MONTH, "2026-11"))
    assert made is not None
    assert [step.detail.partition(" ;")[0] for step in made.failures] == [
        "Cabinet Mistral : fichier abîmé",
        "Cabinet Mistral : actions de 2026-11 non comptées",
        "2026-11 : actions non comptées",
        "2026-11 : palier non arrêté",
    ]
    record(world, world.first.handle.tenant.id, LeftOut(True, "fichiers en restauration"))
    again = jobs.run(RunKey(CLOSE_MONTH, "2026-11"))
    assert again is not None
    assert len(again.failures) == 2, "its own counts and its own statement"
    assert statements(world, world.second)


def test_what_comes_late_corrects_the_statement_while_its_complement_may_be_dated(world: World) -> None:
    record(world, world.first.handle.tenant.id, OPEN_TERM)
    acted(world, world.first, date(2026, 11, 21), 10)
    at(world, 2026, 12, 1)
    run(world, CLOSE_MONTH, "2026-11")
    acted(world, world.first, date(2026, 11, 30), 5)
    assert world.deployment.jobs.left(RunKey(CLOSE_MONTH, "2026-11")) == ()
    at(world, 2027, 1, 4)
    made = run(world, CLOSE_MONTH, "2026-12")
    (late,) = [step.detail for step in made.steps if step.step.startswith("late/")]
    assert late.startswith("2026-11 : 10 au relevé, 15 au journal ; relevé rectificatif ")
    kept = world.deployment.directory.records.of(UsageStatement, world.first.handle.tenant.id)
    of_november = [record.value for record in kept if record.value.month == NOVEMBER]
    assert [statement.use.actions for statement in of_november] == [10, 15]
    assert of_november[1].corrects == of_november[0].digest
    assert statements(world, world.first)[0] == of_november[1]


def test_after_the_limit_only_what_favours_the_client_is_kept(world: World) -> None:
    record(world, world.first.handle.tenant.id, CONTRACT)
    outlier(world)
    at(world, 2026, 12, 1)
    run(world, CLOSE_MONTH, "2026-11")
    (before,) = statements(world, world.first)
    uncounted(world.first, 30)
    at(world, 2027, 1, 4)
    made = run(world, CLOSE_MONTH, "2026-12")
    (late,) = [step.detail for step in made.steps if step.step.startswith("late/")]
    assert late.startswith("2026-11 : 190 au relevé, 160 au journal ; avoir en faveur du client")
    assert statements(world, world.first)[0] == before
    due = world.deployment.directory.records.latest(CreditDue, world.first.handle.tenant.id)
    assert due is not None
    assert (due.month, due.actions) == (NOVEMBER, 30)
    acted(world, world.first, date(2026, 11, 30), 90)
    at(world, 2027, 2, 2)
    more = run(world, CLOSE_MONTH, "2027-01")
    (late,) = [step.detail for step in more.steps if step.step.startswith("late/")]
    assert "190 au relevé, 250 au journal ; le complément ne peut plus être daté" in late
    assert len(world.deployment.directory.records.of(CreditDue, world.first.handle.tenant.id)) == 1


def test_invoices_of_a_month_are_issued_once_and_entered_in_the_accounts(world: World) -> None:
    billed(world, world.first, world.second)
    at(world, 2026, 12, 1)
    made = run(world, ISSUE_INVOICES, "2026-12")
    assert not made.failures
    assert {step.detail.partition(" :")[0] for step in made.steps} == {"F-000001", "F-000002"}
    directory = world.deployment.directory
    issued = directory.documents.everywhere("invoice")
    for one in issued:
        document = one.document.content
        assert isinstance(document, InvoiceDocument)
        assert (document.net, document.total) == (Money.parse("90.00"), Money.parse("108.00"))
        (entry,) = standing(directory.billing.of(one.document.tenant_id))
        assert entry.fact == document.ledger_invoice
        assert isinstance(entry.fact, Invoice)
        assert entry.fact.due == date(2026, 12, 15)
    before = everything(world)
    assert world.deployment.jobs.run(RunKey(ISSUE_INVOICES, "2026-12")) is None
    world.clock.advance(days=3)
    assert world.deployment.jobs.run(RunKey(ISSUE_INVOICES, "2026-12")) is None
    assert everything(world) == before


def test_the_preview_is_the_invoice_without_its_number(world: World) -> None:
    billed(world, world.first, world.second)
    invoicing, tenant = Invoicing(world.deployment.directory), world.first.handle.tenant
    at(world, 2026, 12, 1)
    wanted = invoicing.month(tenant, Month(2026, 12), date(2026, 12, 1))
    assert wanted is not None
    preview = invoicing.preview(wanted)
    run(world, ISSUE_INVOICES, "2026-12")
    (one,) = world.deployment.directory.documents.of(tenant.id)
    assert one.document.content == preview.numbered(str(one.document.number))


def test_a_brokerage_without_contract_fails_alone_and_leaves_no_hole(world: World) -> None:
    billed(world, world.first)
    at(world, 2026, 12, 1)
    made = run(world, ISSUE_INVOICES, "2026-12")
    assert [step.detail for step in made.failures] == [
        "contrat non saisi ; saisir sa conclusion, sa mise à disposition et son périmètre"
    ]
    record(world, world.second.handle.tenant.id, CONTRACT)
    run(world, ISSUE_INVOICES, "2026-12")
    numbers = [one.document.number for one in world.deployment.directory.documents.everywhere("invoice")]
    assert numbers == ["F-000001", "F-000002"]


def test_nothing_is_issued_without_seller_or_before_the_month(world: World) -> None:
    record(world, None, *PRICES)
    record(world, world.first.handle.tenant.id, CONTRACT)
    world.clock.at = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)
    with pytest.raises(SetupError, match="n’a pas commencé"):
        world.deployment.jobs.run(RunKey(ISSUE_INVOICES, "2026-12"))
    world.clock.at = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert "identité du vendeur non saisie" in run(world, ISSUE_INVOICES, "2026-12").failures[0].detail
    record(world, None, SELLER)
    assert run(world, ISSUE_INVOICES, "2026-12").done == 1


def test_a_brokerage_pays_its_own_price_where_it_has_one(world: World) -> None:
    billed(world, world.first, world.second)
    at(world, 2026, 12, 1)
    own = Price("seat", "Abonnement, par utilisateur", "per-user", date(2026, 11, 1), PerUnit("30.00"), VAT)
    record(world, world.first.handle.tenant.id, own)
    run(world, ISSUE_INVOICES, "2026-12")
    totals = {
        one.document.tenant_id: one.document.content
        for one in world.deployment.directory.documents.everywhere("invoice")
    }
    first, second = (totals[office.handle.tenant.id] for office in (world.first, world.second))
    assert isinstance(first, InvoiceDocument)
    assert isinstance(second, InvoiceDocument)
    assert (first.net, second.net) == (Money.parse("70.00"), Money.parse("90.00"))


def judged(world: World, term_end: date) -> None:
    """Let the staff judge the use of the first brokerage intensive."""
    by = StaffId(world.member.account.id)
    decision = Judged(world.clock.now().date(), term_end, by, "trop d’actions")
    record(world, world.first.handle.tenant.id, decision)


def test_a_complement_is_issued_when_it_was_judged_priced_and_in_time(world: World) -> None:
    billed(world, world.first, world.second)
    opened_since(world, datetime(2025, 12, 1, 9, tzinfo=UTC))
    outlier(world)
    at(world, 2026, 12, 1)
    jobs, subject = world.deployment.jobs, "2026-11-30"
    for key in jobs.due():
        run(world, key.job, key.subject)
    assert RunKey(ISSUE_COMPLEMENTS, subject) not in jobs.due()
    judged(world, date(2026, 11, 30))
    assert "aucun prix" in run(world, ISSUE_COMPLEMENTS, subject).failures[0].detail
    record(world, None, COMPLEMENT)
    assert not run(world, ISSUE_COMPLEMENTS, subject).failures
    (issued,) = world.deployment.directory.records.of(Complement, world.first.handle.tenant.id)
    assert issued.value.actions == 90
    *_subscription, one = world.deployment.directory.documents.of(world.first.handle.tenant.id)
    assert isinstance(one.document.content, InvoiceDocument)
    assert (one.document.content.net, one.document.content.key.nature) == (Money.parse("1.80"), "complement")
    assert jobs.run(RunKey(ISSUE_COMPLEMENTS, subject)) is None


def test_a_complement_that_comes_too_late_is_answered_once(world: World) -> None:
    billed(world, world.first)
    judged(world, date(2026, 11, 30))
    at(world, 2026, 12, 2)
    (step,) = run(world, ISSUE_COMPLEMENTS, "2026-11-30").steps
    assert step.detail.startswith("non émis : complément daté du 02/12/2026, après le 01/12/2026")
    assert world.deployment.jobs.run(RunKey(ISSUE_COMPLEMENTS, "2026-11-30")) is None


def test_a_term_that_ends_on_another_day_is_refused(world: World) -> None:
    billed(world, world.first)
    judged(world, date(2026, 11, 29))
    assert "aucune échéance ne finit le 29/11/2026" in run(world, ISSUE_COMPLEMENTS, "2026-11-29").failures[0].detail


def test_a_day_that_is_no_day_is_refused(world: World) -> None:
    with pytest.raises(SetupError, match="Jour illisible"):
        world.deployment.jobs.run(RunKey(ISSUE_COMPLEMENTS, "2026-11-31"))
