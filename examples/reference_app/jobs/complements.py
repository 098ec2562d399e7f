"""``issue-complements``: the complements of usage that were decided, one for a contract year (7.2).

Nothing is billed because a figure is high: a member of staff judged the use intensive, and the decision
is recorded with its reason. The subject is the last day of the term. A complement that netsoft refuses
(too late, nothing over) is answered, and not asked again; one whose price or tier is missing waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import Connection

from reference_app.jobs.subjects import append, day_of, today
from reference_app.services.complements import Complements
from reference_app.services.invoicing import Invoicing, said
from reference_app.services.jobs import Job, Room, Step
from reference_app.storage import records
from reference_app.storage.facts import Judged
from reference_app.storage.people import Tenant

ISSUE_COMPLEMENTS: Final = "issue-complements"


def _due(room: Room) -> tuple[str, ...]:
    """Return the last days of the terms for which something was judged."""
    return tuple(sorted({str(record.value.term_end) for record in room.directory.records.everywhere(Judged)}))


def _check(room: Room, subject: str) -> None:  # noqa: ARG001
    day_of(subject)


def _steps(room: Room, subject: str) -> Iterator[Step]:
    term_end = day_of(subject)
    tenants = {tenant.id: tenant for tenant in room.directory.tenants.all()}
    for record in room.directory.records.everywhere(Judged):
        if record.value.term_end == term_end and record.tenant_id is not None:
            tenant = tenants[record.tenant_id]
            yield Step(f"complement/{record.id}", tenant.id, partial(_issue, room, tenant, record.value))


def _issue(room: Room, tenant: Tenant, judged: Judged, db: Connection) -> str:
    complements = Complements(room.directory)
    outcome = complements.decide(tenant.id, judged, today(room))
    if outcome.complement is None:
        return f"non émis : {outcome.decision.reasons[0].fact}"
    wanted = complements.wanted(tenant, outcome.complement)
    document = Invoicing(room.directory).issue(db, wanted, records.By(room.clock.now()))
    append(db, room, records.Fact(tenant.id, outcome.complement, today(room), str(judged.term_end)))
    return said(document)


COMPLEMENTS: Final = Job(ISSUE_COMPLEMENTS, "Émission des compléments d’usage décidés", _due, _check, _steps)
