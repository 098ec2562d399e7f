"""``reminders``: what ends soon, said once: certificates of insurance (18.1), last days to give notice (5.2, 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from attrs import frozen
from sqlalchemy import Connection

from netsoft.billing.responsibility.insurance import IN_FRENCH, Certificate, reminders
from netsoft.days import Day
from netsoft.errors import MissingFact
from netsoft.rendering import day as french
from reference_app.ids import TenantId
from reference_app.jobs.dunning import check_today, only_today
from reference_app.jobs.subjects import append, day_of, today
from reference_app.services import policy
from reference_app.services.contracts import Contracts
from reference_app.services.jobs import Job, Room, Step, each_alone
from reference_app.storage import records
from reference_app.storage.facts import Reminded
from reference_app.storage.people import Tenant

REMINDERS: Final = "reminders"
_PARTIES: Final = (("client", "le client"), ("provider", "l’éditeur"))


@frozen
class _Due:
    """A reminder that is due: under which key it is said once, and what it says."""

    key: str
    said: Reminded


def _steps(room: Room, subject: str) -> Iterator[Step]:
    day = day_of(subject)
    for tenant in room.directory.tenants.all():
        yield from each_alone(tenant.id, _of_one(room, tenant, day))


def _of_one(room: Room, tenant: Tenant, day: Day) -> Iterator[Step]:
    said = {record.key for record in room.directory.records.of(Reminded, tenant.id)}
    for due in (*_certificates(room, tenant.id, day), *_notices(room, tenant, day)):
        if due.key not in said:
            yield Step(f"{tenant.id}/{due.key}", tenant.id, partial(_say, room, tenant.id, due))


def _say(room: Room, tenant_id: TenantId, due: _Due, db: Connection) -> str:
    append(db, room, records.Fact(tenant_id, due.said, today(room), due.key))
    return f"{due.said.about}, le {french(due.said.by)}"


def _certificates(room: Room, tenant_id: TenantId, day: Day) -> Iterator[_Due]:
    """Remind of each risk at each delay of the library's policy; a lack of cover, once for what was recorded."""
    kept = [record.value for record in room.directory.records.of(Certificate, tenant_id)]
    for reminder in reminders(kept, day):
        last = reminder.deadline.last
        assert isinstance(last, Day)
        named = f"{last}/{reminder.step}" if reminder.step else f"none/{len(kept)}"
        words = "attestation à renouveler" if reminder.step else "attestation manquante"
        yield _Due(f"certificate/{reminder.risk}/{named}", Reminded(f"{words} : {IN_FRENCH[reminder.risk]}", last))


def _notices(room: Room, tenant: Tenant, day: Day) -> Iterator[_Due]:
    """Remind of the last day on which each party may still leave at the annual term."""
    try:
        life = Contracts(room.directory).life(tenant.id, day)
    except MissingFact:
        return
    parties = dict(_PARTIES)
    for notice in () if life.ending is not None else life.notices:
        last = notice.last_day
        reached = [days for days in policy.NOTICE_DAYS if last is not None and 0 <= (last - day).days <= days]
        if last is not None and reached:
            party = notice.path.party
            about = f"dernier jour pour que {parties[party]} dénonce le contrat"
            yield _Due(f"notice/{party}/{last}/{min(reached)}", Reminded(about, last))


REMINDING: Final = Job(REMINDERS, "Rappels d’échéances", only_today, check_today, _steps)
