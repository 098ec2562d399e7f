"""Addresses of pages with ids of what is there, made if it is not."""

from __future__ import annotations

from datetime import date
from typing import Final

from netsoft.billing.contract.contract_events import NoticeGiven
from netsoft.billing.prices.quotes import Quote
from netsoft.cg052018 import CG052018
from netsoft.days import Month
from netsoft.metering.overage import TenantMonth
from netsoft.metering.statement import UsageStatement, close
from netsoft.metering.tier import FleetMember, Publication, TierInputs, tier
from netsoft.names import StaffId, TenantId, UserId
from netsoft.tenancy.infringement import Infringement
from reference_app.ids import ClientId, FileId
from reference_app.storage.client_files import Deposited, add_file
from reference_app.storage.documents import NewDocument, issue
from reference_app.storage.facts import ContractFacts, Happened
from reference_app.storage.job_log import RunKey
from reference_app.storage.records import By, Fact, append
from reference_app.web.pages import BrokerPage, StaffPage
from reference_app.web.table import BROKER_PAGES
from tests.app.contracts import billed
from tests.app.kept import DAY, INVOICE, QUOTE
from tests.app.recorded import ORIGIN, keep
from tests.app.world import World

FILE: Final = FileId("f" * 32)


def a_notice(world: World) -> str:
    """Return the record of a notice of the first brokerage."""
    tenant_id, kept = world.first.handle.tenant.id, world.deployment.directory.records
    if kept.latest(ContractFacts, tenant_id) is None:
        keep(world, world.first, ORIGIN)
    found = kept.of(Happened, tenant_id)
    if found:
        return found[0].id
    return keep(world, world.first, Happened(NoticeGiven(date(2026, 11, 18), "client", "email")), date(2026, 11, 18))


def a_file(world: World, client_id: str) -> None:
    """Deposit a file in the dossier of a client of the first brokerage."""
    handle, now = world.first.handle, world.clock.now()
    digest = handle.files.put(FILE, b"a")
    user = UserId(world.first.users[0].account.id)
    with handle.dossiers.write() as db:
        add_file(db, Deposited(FILE, ClientId(client_id), "a.txt", 1, digest, now, user))


def a_run(world: World) -> str:
    """Return the id of a run of a job."""
    return world.deployment.jobs.log.begin(RunKey("close-month", "2026-10"), 0, world.clock.now())


def a_document(world: World) -> str:
    """Return the id of an invoice issued to the first brokerage."""
    tenant_id, directory = world.first.handle.tenant.id, world.deployment.directory
    if not directory.documents.of(tenant_id):
        new = NewDocument(tenant_id, "invoice", "k", "732829320", DAY, INVOICE, "F-", "F-000001")
        with directory.store.write() as db:
            issue(db, new, world.clock.now())
    return directory.documents.of(tenant_id)[0].id


def an_infringement(world: World) -> str:
    """Return the record of a doing of the first brokerage."""
    found = world.deployment.directory.records.of(Infringement, world.first.handle.tenant.id)
    doing = Infringement("A-1", "robot", world.clock.now(), "entrées 812 à 1 940", StaffId(world.member.account.id))
    return found[0].id if found else keep(world, world.first, doing)


def a_publication(world: World) -> str:
    """Return the record of a tier that was published."""
    found = world.deployment.directory.records.of(Publication, None)
    return found[0].id if found else keep(world, None, Publication(3700, date(2026, 11, 2)))


def a_closed_month(world: World) -> str:
    """Return a month that is closed for the first brokerage."""
    tenant_id, month = world.first.handle.tenant.id, Month(2026, 10)
    if world.deployment.directory.records.keyed(UsageStatement, tenant_id, str(month)) is None:
        report = tier(TierInputs(month, (FleetMember(TenantId(tenant_id), 1, 7, 2),)), CG052018)
        statement = close(TenantMonth(TenantId(tenant_id), 2, {UserId("a"): 7}), report, CG052018)
        by = By(world.clock.now())
        with world.deployment.directory.store.write() as db:
            append(db, Fact(None, report, DAY, str(month)), by)
            append(db, Fact(tenant_id, statement, DAY, str(month)), by)
    return str(month)


def a_quote(world: World) -> str:
    """Return the record of a quote made to the first brokerage."""
    found = world.deployment.directory.records.of(Quote, world.first.handle.tenant.id)
    return found[0].id if found else keep(world, world.first, QUOTE)


def filled(world: World, page: BrokerPage | StaffPage, path: str) -> str:
    """Put into a path what every page may name."""
    if page.name == "preview":
        billed(world, world.first)
        return path.replace("{month}", "2026-12")
    if page.path.endswith("{month}/releve"):
        return path.replace("{month}", a_closed_month(world))
    if page.path.startswith("/devis/"):
        return path.replace("{record_id}", a_quote(world))
    if page.path.startswith(("/utilisateurs/", "/lieux/")):
        return path.replace("{user_id}", world.first.users[1].account.id)
    if "{file_id}" in path:
        path = path.replace("{file_id}", FILE)
    record = an_infringement if "/conduite/" in page.path else a_publication if "/offre/" in page.path else a_notice
    for name, make in (("{record_id}", record), ("{run_id}", a_run), ("{document_id}", a_document)):
        if name in page.path:
            path = path.replace(name, make(world))
    return path.replace("{month}", "2026-11")


def read_by_brokers(world: World) -> list[tuple[BrokerPage, str]]:
    """Return every page that a broker's user reads, with an address of it; no client has the id that it names."""
    pages = [page for page in BROKER_PAGES if page.method == "GET"]
    return [(page, filled(world, page, page.path).replace("{client_id}", "0" * 32)) for page in pages]
