"""Months of the application's tests: what was done in them, and the jobs that close and bill them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import update

from netsoft.days import Month
from netsoft.metering.statement import UsageStatement
from netsoft.metering.tier import Publication
from reference_app.services.complements import last_statements
from reference_app.storage.facts import LeftOut
from reference_app.storage.job_log import RunKey, RunLog
from reference_app.storage.journal import Act, Actor
from reference_app.storage.journal_tables import counts
from tests.app.contracts import record
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
