"""``dunning``: the formal notices of the day, for what is in default and was not notified yet.

It looks at the account of the day on which it runs, and at no other: a notice is not dated back. The
service is closed and opened again by the account itself; this job stores no suspension.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import Connection

from netsoft.days import Day
from netsoft.rendering import day as french
from reference_app.errors import SetupError
from reference_app.jobs.subjects import day_of, today
from reference_app.services.dunning import Dunning, key_of
from reference_app.services.jobs import Job, Room, Step, each_alone
from reference_app.storage.people import Tenant
from reference_app.storage.records import By

DUNNING: Final = "dunning"


def only_today(room: Room) -> tuple[str, ...]:
    """Return the present day: the one on which such a job may run."""
    return (today(room).isoformat(),)


def check_today(room: Room, subject: str) -> None:
    """Refuse another day than the present one."""
    if day_of(subject) != today(room):
        raise SetupError(f"Cette tâche se fait au jour où elle est lancée, le {french(today(room))}.")


def _steps(room: Room, subject: str) -> Iterator[Step]:
    day, dunning = day_of(subject), Dunning(room.directory)
    for tenant in room.directory.tenants.all():
        yield from each_alone(tenant.id, _of_one(room, tenant, dunning, day))


def _of_one(room: Room, tenant: Tenant, dunning: Dunning, day: Day) -> Iterator[Step]:
    invoices = dunning.to_notify(tenant, day)
    if invoices:
        yield Step(f"{tenant.id}/{key_of(invoices)}", tenant.id, partial(_notify, room, tenant, invoices))


def _notify(room: Room, tenant: Tenant, invoices: tuple[str, ...], db: Connection) -> str:
    return Dunning(room.directory).notify(db, tenant, invoices, By(room.clock.now()))


FORMAL_NOTICES: Final = Job(DUNNING, "Mises en demeure du jour", only_today, check_today, _steps)
