"""``issue-invoices``: the invoices of a month, each once, in one series without gap.

The subscription is billed in advance: its month, or the days of it that are the contract's. A month that
was missed is billed by the next run, dated of its own day, since a series is chronological. Quotes that
were consented to are billed with the present month, one invoice for each nature.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import Connection

from netsoft.billing.entries import Nature
from netsoft.days import Month
from netsoft.rendering import day as french
from reference_app.errors import SetupError
from reference_app.jobs.subjects import append, months_since_opening, served_in, today
from reference_app.services.invoicing import Invoicing, said
from reference_app.services.jobs import Job, Room, Step, each_alone
from reference_app.services.quotes import Quotes
from reference_app.services.tariffs import Tariffs
from reference_app.storage.facts import QuoteBilled
from reference_app.storage.people import Tenant
from reference_app.storage.records import By, Fact

ISSUE_INVOICES: Final = "issue-invoices"


def _due(room: Room) -> tuple[str, ...]:
    """Return the months that began, from the one in which the first price begins: before it, nothing was priced."""
    begins = Tariffs(room.directory).begins_on
    priced = (m for m in months_since_opening(room) if begins is not None and begins < m.next.start_day)
    return tuple(map(str, priced))


def _check(room: Room, subject: str) -> None:
    month = Month.parse(subject)
    if today(room) < month.start_day:
        begins = french(month.start_day)
        raise SetupError(f"Le mois {month} n’a pas commencé : ses factures s’émettent à partir du {begins}.")


def _steps(room: Room, subject: str) -> Iterator[Step]:
    month = Month.parse(subject)
    for tenant in served_in(room, month):
        bill, asked = partial(_subscription, room, tenant, month), partial(_billed, room, tenant, month)
        yield Step(f"subscription/{tenant.id}", tenant.id, bill, asked)
        if month == Month.containing(today(room)):
            yield from each_alone(tenant.id, _quoted(room, tenant))


def _quoted(room: Room, tenant: Tenant) -> Iterator[Step]:
    for nature in Quotes(room.directory).natures(tenant.id, today(room)):
        yield Step(f"{nature}/{tenant.id}", tenant.id, partial(_consented, room, tenant, nature))


def _billed(room: Room, tenant: Tenant, month: Month) -> bool:
    """Tell whether a month has something to bill: a price or a contract may yet be recorded for it."""
    return Invoicing(room.directory).month(tenant, month, today(room)) is not None


def _subscription(room: Room, tenant: Tenant, month: Month, db: Connection) -> str:
    invoicing = Invoicing(room.directory)
    wanted = invoicing.month(tenant, month, today(room))
    if wanted is None:
        raise SetupError(f"Plus rien à facturer pour {month} : ce qui était dû ne l’est plus.")
    return said(invoicing.issue(db, wanted, By(room.clock.now())))


def _consented(room: Room, tenant: Tenant, nature: Nature, db: Connection) -> str:
    """Bill what was consented to: one invoice of a nature for a month, what comes later with the next month's."""
    day, by = today(room), By(room.clock.now())
    wanted, quotes = Quotes(room.directory).wanted(tenant, Month.containing(day), nature, day)
    document = Invoicing(room.directory).issue(db, wanted, by)
    for quote in quotes:
        billed = QuoteBilled(quote.id, str(document.number))
        append(db, room, Fact(tenant.id, billed, day, quote.id))
    return f"{said(document)} (devis {', '.join(quote.id for quote in quotes)})"


ISSUING: Final = Job(ISSUE_INVOICES, "Émission des factures d’un mois", _due, _check, _steps)
