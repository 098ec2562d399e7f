"""``close-month``: read the counts of every brokerage once its month is over, for ever.

A month ends at midnight in Paris. What a journal takes in later, or takes back, is a correction: it
rewrites no closed month.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import Connection

from netsoft.days import ONE_DAY, Day, Month
from netsoft.rendering import day as french
from reference_app.clock import paris_day
from reference_app.errors import SetupError
from reference_app.services.jobs import Job, Room, Step
from reference_app.storage import records
from reference_app.storage.facts import MonthCounts, UserCount
from reference_app.storage.people import Account, Tenant

CLOSE_MONTH: Final = "close-month"


def today(room: Room) -> Day:
    """Return the civil day in Paris."""
    return paris_day(room.clock.now())


def month_of(subject: str) -> Month:
    """Return the month that a subject names."""
    return Month.parse(subject)


def served_in(room: Room, month: Month) -> tuple[Tenant, ...]:
    """Return the brokerages that were open at some time of a month."""
    return tuple(tenant for tenant in room.directory.tenants.all() if _open_in(tenant, month))


def _open_in(tenant: Tenant, month: Month) -> bool:
    closed = tenant.closed_at is not None and paris_day(tenant.closed_at) < month.start_day
    return paris_day(tenant.opened_at) < month.next.start_day and not closed


def _months(room: Room) -> tuple[str, ...]:
    """Return the months that are over, from the one in which the first brokerage was opened."""
    opened = [paris_day(tenant.opened_at) for tenant in room.directory.tenants.all()]
    return tuple(_until(Month.containing(min(opened)), Month.containing(today(room)))) if opened else ()


def _until(month: Month, present: Month) -> Iterator[str]:
    while month < present:
        yield str(month)
        month = month.next


def _check(room: Room, subject: str) -> None:
    month = month_of(subject)
    if today(room) < month.next.start_day:
        last = french(month.next.start_day - ONE_DAY)
        raise SetupError(f"Le mois {month} n’est pas terminé : il l’est après le {last} à minuit, heure de Paris.")


def _steps(room: Room, subject: str) -> Iterator[Step]:
    month = month_of(subject)
    for tenant in served_in(room, month):
        yield Step(f"counts/{tenant.id}", tenant.id, partial(_count, room, tenant, month))


def _count(room: Room, tenant: Tenant, month: Month, db: Connection) -> str:
    read = room.counts_of(tenant.id, str(month))
    counts = tuple(UserCount(count.user_id, count.actions) for count in read if count.actions)
    users = room.directory.users.of_tenant(tenant.id)
    kept = MonthCounts(month, today(room), counts, _declared(users, month))
    records.append(db, records.Fact(tenant.id, kept, kept.on, str(month)), records.By(room.clock.now()))
    return f"{kept.actions} actions de {len(counts)} utilisateurs"


def _declared(users: tuple[Account, ...], month: Month) -> int:
    return max(sum(_declared_on(user, day) for user in users) for day in month.period)


def _declared_on(user: Account, day: Day) -> bool:
    return paris_day(user.opened_at) <= day and (user.closed_at is None or paris_day(user.closed_at) >= day)


CLOSING: Final = Job(CLOSE_MONTH, "Clôture d’un mois", _months, _check, _steps)
