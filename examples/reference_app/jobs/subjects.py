"""On what the jobs run: months of Paris, days, and the brokerages that they concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection

from netsoft.days import Day, Month
from reference_app.clock import paris_day
from reference_app.errors import SetupError
from reference_app.services.jobs import Room
from reference_app.storage import records
from reference_app.storage.people import Tenant


def today(room: Room) -> Day:
    """Return the civil day in Paris."""
    return paris_day(room.clock.now())


def day_of(subject: str) -> Day:
    """Return the day that a subject names, ``2026-09-30``."""
    try:
        day = date.fromisoformat(subject)
    except ValueError:
        day = None
    if day is None or day.isoformat() != subject:  # one day, one name: the log knows a step by it
        raise SetupError(f"Jour illisible : {subject} ; donner un jour comme 2026-09-30.")
    return day


def served_in(room: Room, month: Month) -> tuple[Tenant, ...]:
    """Return the brokerages that were open at some time of a month."""
    return tuple(tenant for tenant in room.directory.tenants.all() if _open_in(tenant, month))


def _open_in(tenant: Tenant, month: Month) -> bool:
    closed = tenant.closed_at is not None and paris_day(tenant.closed_at) < month.start_day
    return paris_day(tenant.opened_at) < month.next.start_day and not closed


def still_open(room: Room, job: str, months: Iterable[Month]) -> tuple[str, ...]:
    """Return the months to look at: those of which something failed or was cut off, or never ran; the last one always.

    What a month that is settled may still ask for comes with the last one.
    """
    known = tuple(map(str, months))
    settled = room.directory.job_log.settled(job)
    return tuple(month for month in known if month == known[-1] or month not in settled)


def months_over(room: Room) -> Iterator[Month]:
    """Give the months that are over, from the one in which the first brokerage was opened."""
    present = Month.containing(today(room))
    yield from (month for month in months_since_opening(room) if month < present)


def months_since_opening(room: Room) -> Iterator[Month]:
    """Give the months from that of the first brokerage to the present one."""
    opened = [paris_day(tenant.opened_at) for tenant in room.directory.tenants.all()]
    month = Month.containing(min(opened, default=today(room)))
    while month.start_day <= today(room):
        yield month
        month = month.next


def append(db: Connection, room: Room, fact: records.Fact[object]) -> None:
    """Keep what a job found, as of now."""
    records.append(db, fact, records.By(room.clock.now()))
