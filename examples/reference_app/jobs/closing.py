"""``close-month``: once a month is over in Paris, its counts, its tier and the usage statement of each brokerage.

The counts of every journal are read first, and only the counts. The tier is that of all brokerages: it
waits until each has been counted, and a brokerage that cannot be is left out by a decision of the staff,
never by an accident. What is closed is never rewritten. What a journal took in, or took back, since a
month was closed gives a statement that cites the one it corrects (7.2), while its complement may still
be dated; after that, only what is in the client's favour, which is kept for a credit note.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import attrs
from attrs import frozen
from sqlalchemy import Connection

from netsoft.days import ONE_DAY, Month
from netsoft.errors import MissingFact
from netsoft.metering.declared import Declared, declared_users
from netsoft.metering.late import after_the_limit, correctable_from
from netsoft.metering.overage import TenantMonth
from netsoft.metering.statement import UsageStatement, close
from netsoft.metering.tier import FleetMember, Publication, TierInputs, TierReport, tier
from netsoft.rendering import counted
from netsoft.rendering import day as french
from reference_app.clock import paris_day
from reference_app.errors import DamagedTenant, SetupError
from reference_app.ids import TenantId
from reference_app.jobs.subjects import append, months_over, months_since_opening, served_in, still_open, today
from reference_app.services.account import TERMS
from reference_app.services.complements import last_statements
from reference_app.services.contracts import Contracts
from reference_app.services.jobs import Job, Room, Step, each_alone
from reference_app.storage import records
from reference_app.storage.facts import CreditDue, LeftOut, MonthCounts, UserCount
from reference_app.storage.people import Account, Tenant

CLOSE_MONTH: Final = "close-month"


def _due(room: Room) -> tuple[str, ...]:
    return still_open(room, CLOSE_MONTH, months_over(room))


def _check(room: Room, subject: str) -> None:
    month = Month.parse(subject)
    first = next(months_since_opening(room))
    if month < first:
        raise SetupError(f"Le mois {month} précède le premier cabinet, ouvert en {first} : rien n’est à clore.")
    if today(room) < month.next.start_day:
        last = french(month.next.start_day - ONE_DAY)
        raise SetupError(f"Le mois {month} n’est pas terminé : il l’est après le {last} à minuit, heure de Paris.")


def _steps(room: Room, subject: str) -> Iterator[Step]:
    month = Month.parse(subject)
    tenants = served_in(room, month)
    for tenant in tenants:
        yield Step(f"counts/{tenant.id}", tenant.id, partial(_count, room, tenant, month))
    yield Step("tier", None, partial(_tier, room, month))
    for tenant in tenants:
        yield Step(f"statement/{tenant.id}", tenant.id, partial(_state, room, tenant, month))
        if month.next == Month.containing(today(room)):
            yield from each_alone(tenant.id, _late(room, tenant, month))


def _count(room: Room, tenant: Tenant, month: Month, db: Connection) -> str:
    counts = _counts(room, tenant, month)
    users = room.directory.users.of_tenant(tenant.id)
    kept = MonthCounts(month, counts, declared_users(_declared(users), month.period))
    append(db, room, records.Fact(tenant.id, kept, today(room), str(month)))
    return (
        f"{counted(kept.actions, 'action')}, {counted(kept.declared, 'utilisateur déclaré', 'utilisateurs déclarés')}"
    )


def _counts(room: Room, tenant: Tenant, month: Month) -> tuple[UserCount, ...]:
    read = room.counts_of(tenant.id, str(month))
    return tuple(UserCount(count.user_id, count.actions) for count in read if count.actions)


def _declared(users: tuple[Account, ...]) -> Iterator[Declared]:
    """Give how many accounts are open from each day on which that changes; the day of its closing still counts one."""
    opened = [paris_day(user.opened_at) for user in users]
    closed = [paris_day(user.closed_at) + ONE_DAY for user in users if user.closed_at is not None]
    for day in sorted({*opened, *closed}):
        yield Declared(day, sum(on <= day for on in opened) - sum(on <= day for on in closed))


def _tier(room: Room, month: Month, db: Connection) -> str:
    left_out = _left_out(room, db)
    tenants = [tenant for tenant in served_in(room, month) if tenant.id not in left_out]
    members = tuple(_member(db, tenant, month) for tenant in tenants)
    published = tuple(record.value for record in records.recorded(db, Publication, None))
    report = tier(TierInputs(month, members, published, left_out), TERMS)
    append(db, room, records.Fact(None, report, today(room), str(month)))
    return f"palier {report.tier} : {report.why.fact}"


def _left_out(room: Room, db: Connection) -> frozenset[TenantId]:
    ids = [tenant.id for tenant in room.directory.tenants.all()]
    newest = {id_: records.latest(records.recorded(db, LeftOut, id_)) for id_ in ids}
    return frozenset(id_ for id_, value in newest.items() if value is not None and value.out)


def _member(db: Connection, tenant: Tenant, month: Month) -> FleetMember:
    counts = records.keyed(db, MonthCounts, tenant.id, str(month))
    if counts is None:
        remedy = "relancer la clôture une fois ses fichiers rétablis, ou l’écarter de la moyenne par une décision"
        raise MissingFact(f"{tenant.name} : actions de {month} non comptées", remedy)
    return FleetMember(tenant.id, len(counts.counts), counts.actions, counts.declared)


def _state(room: Room, tenant: Tenant, month: Month, db: Connection) -> str:
    counts = records.keyed(db, MonthCounts, tenant.id, str(month))
    report = records.keyed(db, TierReport, None, str(month))
    if counts is None or report is None:
        missing = "actions non comptées" if counts is None else "palier non arrêté"
        raise MissingFact(f"{month} : {missing}", "relancer la clôture une fois l’étape d’avant réussie")
    statement = close(_use(tenant, counts.declared, counts.counts), report, TERMS)
    append(db, room, records.Fact(tenant.id, statement, today(room), str(month)))
    return statement.result.why.fact


def _use(tenant: Tenant, declared: int, counts: tuple[UserCount, ...]) -> TenantMonth:
    return TenantMonth(tenant.id, declared, {count.user: count.actions for count in counts})


@frozen
class _Difference:
    """A closed month whose journal no longer has the counts of its last statement."""

    room: Room
    tenant: Tenant
    stated: UsageStatement
    found: tuple[UserCount, ...]

    @property
    def name(self) -> str:
        """The name of the step that settles it: once for each state of the journal."""
        total = sum(count.actions for count in self.found)
        return f"late/{self.tenant.id}/{self.stated.month}/{self.stated.digest[:12]}/{total}"

    def settle(self, db: Connection) -> str:
        """Correct the statement, or keep what only a credit note can still give back."""
        month, day = self.stated.month, today(self.room)
        report = records.keyed(db, TierReport, None, str(month))
        assert report is not None, "a month that has a statement has its tier"
        use = _use(self.tenant, self.stated.use.declared_users, self.found)
        found = attrs.evolve(close(use, report, TERMS), corrects=self.stated.digest)
        moved = f"{month} : {self.stated.use.actions} au relevé, {use.actions} au journal"
        if month.start_day >= correctable_from(Contracts(self.room.directory).years(self.tenant.id), day):
            append(db, self.room, records.Fact(self.tenant.id, found, day, f"{month}/{found.digest}"))
            return f"{moved} ; relevé rectificatif {found.reference}"
        decided = after_the_limit(self.stated, found)
        if decided.granted:
            less = self.stated.result.over - found.result.over
            due = CreditDue(month, less, decided.reasons[0].fact)
            append(db, self.room, records.Fact(self.tenant.id, due, day, f"{month}/{found.digest}"))
        return f"{moved} ; {decided.reasons[0].fact}"


def _late(room: Room, tenant: Tenant, month: Month) -> Iterator[Step]:
    """Give the corrections of earlier months; those of a journal that does not open wait with its counts."""
    for stated in last_statements(room.directory.records.of(UsageStatement, tenant.id)):
        if stated.month < month:
            try:
                found = _counts(room, tenant, stated.month)
            except DamagedTenant:
                return
            if {c.user: c.actions for c in found} != {line.user: line.actions for line in stated.use.users}:
                difference = _Difference(room, tenant, stated, found)
                yield Step(difference.name, tenant.id, difference.settle)


CLOSING: Final = Job(CLOSE_MONTH, "Clôture d’un mois", _due, _check, _steps)
