"""Addresses of pages with ids of what is there, made if it is not."""

from __future__ import annotations

from datetime import date

from netsoft.billing.contract_events import NoticeGiven
from reference_app.storage.facts import ContractFacts, Happened
from reference_app.storage.job_log import RunKey
from reference_app.web.pages import BrokerPage, StaffPage
from tests.app.recorded import ORIGIN, keep
from tests.app.world import World


def a_notice(world: World) -> str:
    """Return the record of a notice of the first brokerage."""
    tenant_id, kept = world.first.handle.tenant.id, world.deployment.directory.records
    if kept.latest(ContractFacts, tenant_id) is None:
        keep(world, world.first, ORIGIN)
    found = kept.of(Happened, tenant_id)
    if found:
        return found[0].id
    return keep(world, world.first, Happened(NoticeGiven(date(2026, 11, 18), "client", "email")), date(2026, 11, 18))


def a_run(world: World) -> str:
    """Return the id of a run of a job."""
    return world.deployment.jobs.log.begin(RunKey("close-month", "2026-10"), 0, world.clock.now())


def filled(world: World, page: BrokerPage | StaffPage, path: str) -> str:
    """Put into a path what every page may name."""
    made = {"{record_id}": a_notice, "{run_id}": a_run}
    for name, make in made.items():
        if name in page.path:
            path = path.replace(name, make(world))
    return path.replace("{month}", "2026-11")
