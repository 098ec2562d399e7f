"""Months closed: counts, tier and statements by the library's own values, each once."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from netsoft.metering.statement import UsageStatement
from netsoft.metering.tier import Publication, TierReport
from reference_app.errors import DamagedTenant
from reference_app.ids import TenantId
from reference_app.jobs.closing import CLOSE_MONTH
from reference_app.services.jobs import Jobs
from reference_app.storage.facts import CreditDue, LeftOut
from reference_app.storage.job_log import RunKey
from reference_app.storage.journal import Count
from tests.app.contracts import CONTRACT, OPEN_TERM, record
from tests.app.ledgers import everything
from tests.app.months import NOVEMBER, acted, at, outlier, run, statements, uncounted
from tests.app.world import World


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
