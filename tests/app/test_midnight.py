"""Jobs around midnight in Paris, in quick succession and when clocks change: one invoice a period, no action lost."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from netsoft.days import Month
from netsoft.metering.statement import UsageStatement
from reference_app.clock import paris_day
from reference_app.errors import SetupError
from reference_app.jobs.closing import CLOSE_MONTH
from reference_app.jobs.invoices import ISSUE_INVOICES
from reference_app.services.complements import last_statements
from reference_app.storage.directory_tables import directory_metadata
from reference_app.storage.job_log import RunKey
from reference_app.storage.journal import Act, Actor
from tests.app.contracts import billed, opened_since
from tests.app.world import Office, World, user_id

MIDNIGHTS = {
    "winter": datetime(2026, 11, 30, 23, tzinfo=UTC),
    "new year": datetime(2026, 12, 31, 23, tzinfo=UTC),
    "clocks go forward": datetime(2027, 3, 31, 22, tzinfo=UTC),
    "clocks go back": datetime(2027, 10, 31, 23, tzinfo=UTC),
}


def periods(world: World) -> Counter[tuple[str, str]]:
    """Count the invoices by brokerage and key."""
    issued = world.deployment.directory.documents.everywhere("invoice")
    return Counter((one.document.tenant_id, one.document.key) for one in issued)


@pytest.mark.parametrize("midnight", MIDNIGHTS.values(), ids=MIDNIGHTS)
def test_runs_around_midnight_in_paris_issue_one_invoice_a_period(world: World, midnight: datetime) -> None:
    billed(world, world.first, world.second)
    jobs = world.deployment.jobs
    for seconds in (-7200, -3600, -1, 0, 1, 59, 60, 3600, 7199, 7200, 86_400):
        world.clock.at = midnight + timedelta(seconds=seconds)
        jobs.run_due()
        present = Month.containing(paris_day(world.clock.at))
        billed_so_far = [key for _tenant, key in periods(world)]
        assert all(key.split("/")[1] <= str(present.start_day) for key in billed_so_far)
    found = periods(world)
    assert set(found.values()) == {1}
    first_month = Month(2026, 12).start_day
    months = {key.split("/")[1] for _tenant, key in found}
    assert max(months) == str(Month.containing(paris_day(midnight)).start_day)
    assert min(months) == str(first_month)


def test_runs_started_at_once_issue_once(world: World) -> None:
    billed(world, world.first, world.second)
    world.clock.at = MIDNIGHTS["winter"]
    jobs, refused = world.deployment.jobs, list[str]()

    def start() -> None:
        try:
            jobs.run(RunKey(ISSUE_INVOICES, "2026-12"))
        except SetupError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(periods(world).values()) == {1}
    assert len(periods(world)) == 2
    assert all("déjà en cours" in text for text in refused)


def acted(office: Office, *instants: datetime) -> None:
    """Let the first user have acted at some instants."""
    user = user_id(office.users[0])
    office.handle.journal.record_past(
        (Actor(at, office.handle.tenant.id, user, "b", "192.0.2.1", 1), Act("clients.list")) for at in instants
    )


@pytest.mark.parametrize(("midnight", "before", "after"), [
    (MIDNIGHTS["clocks go forward"], "2027-03", "2027-04"),
    (MIDNIGHTS["clocks go back"], "2027-10", "2027-11"),
])  # fmt: skip
def test_an_action_belongs_to_its_month_in_paris_and_none_is_lost(
    world: World, midnight: datetime, before: str, after: str
) -> None:
    opened_since(world, datetime(2027, 2, 1, tzinfo=UTC))
    hours = [midnight + timedelta(hours=h) for h in range(-24 * 6, 24 * 2)]
    edges = [midnight - timedelta(microseconds=1), midnight]
    acted(world.first, *hours, *edges)
    world.clock.at = midnight + timedelta(days=40)
    for month in (before, after):
        run = world.deployment.jobs.run(RunKey(CLOSE_MONTH, month))
        assert run is not None
        assert not run.failures
    kept = world.deployment.directory.records.of(UsageStatement, world.first.handle.tenant.id)
    stated = {str(s.month): s.use.actions for s in last_statements(kept)}
    assert stated == {before: 24 * 6 + 1, after: 24 * 2 + 1}
    assert sum(stated.values()) == world.first.done()


def test_the_jobs_leave_nothing_of_a_dossier_in_the_directory(world: World) -> None:
    browser = world.broker(world.first)
    browser.get(browser.add_client(last_name="Xanthippe Canari", city="Ville-au-Canari"))
    billed(world, world.first, world.second)
    world.clock.at = MIDNIGHTS["winter"]
    for run in world.deployment.jobs.run_due():
        assert not run.failures
    directory = world.deployment.directory
    with directory.store.read() as db:
        rows = [repr(tuple(row)) for table in directory_metadata.sorted_tables for row in db.execute(select(table))]
    assert not [row for row in rows if "canari" in row.casefold()]
    first, second = (office.handle.tenant.id for office in (world.first, world.second))
    theirs = {str(user.id) for user in directory.users.of_tenant(second)}
    for statement in directory.records.of(UsageStatement, first):
        assert not theirs & {line.user for line in statement.value.use.users}
    for one in directory.documents.of(first):
        assert second not in repr(one.document)


def test_the_day_of_an_invoice_is_the_civil_day_of_paris(world: World) -> None:
    billed(world, world.first)
    world.clock.at = MIDNIGHTS["winter"]
    world.deployment.jobs.run_due()
    (one,) = world.deployment.directory.documents.of(world.first.handle.tenant.id)
    assert one.document.on == date(2026, 12, 1)
