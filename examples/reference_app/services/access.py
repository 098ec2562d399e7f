"""The access of a brokerage and of each of its users (8.1, 9.3, 13.1): the answer is netsoft's; here it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import define, field, frozen

from netsoft.answers import Decision
from netsoft.days import Day
from netsoft.tenancy.access import Access, AccessFacts, AccessState, access
from netsoft.tenancy.infringement import Closing
from reference_app.clock import paris_day
from reference_app.ids import TenantId, UserId
from reference_app.services.account import TERMS, Accounts
from reference_app.services.conduct_file import conduct_file
from reference_app.services.contracts import Contracts
from reference_app.storage.directory import Directory
from reference_app.storage.facts import Happened

STATES: Final[Mapping[AccessState, str]] = MappingProxyType(
    {"closed": "fermé", "ended": "terminé", "suspended": "suspendu", "open": "ouvert"}
)
"""Each state of an access, in French."""


@frozen
class Whose:
    """Whose access: a brokerage's as a whole, or that of one of its users."""

    tenant_id: TenantId
    user_id: UserId | None = None


AccessOf: TypeAlias = Callable[[Directory, Whose, datetime], Access]
"""Decides from what the publisher holds of a brokerage: ``access_of(directory, whose, at)``."""


@define(eq=False)
class Accesses:
    """Decides from the facts of the day, and reads them again when something was recorded or the day changed.

    What is remembered cannot be out of date: entries and records are only ever appended, so their last numbers tell.
    """

    _read: dict[TenantId, tuple[int, int, Day, AccessFacts]] = field(factory=dict, init=False, repr=False)

    def __call__(self, directory: Directory, whose: Whose, at: datetime) -> Access:
        """Return the access of a brokerage, or of one of its users, at an instant."""
        tenant_id, on = whose.tenant_id, paris_day(at)
        version = directory.billing.version(tenant_id), directory.records.version(tenant_id), on
        known = self._read.get(tenant_id)
        if known is None or known[:3] != version:
            known = (*version, facts_of(directory, tenant_id, on))
            self._read[tenant_id] = known
        return access(at, known[3], TERMS, whose.user_id)


def facts_of(directory: Directory, tenant_id: TenantId, on: Day) -> AccessFacts:
    """Return what decides of the access of a brokerage on a day: its account, its conduct, the end of its contract."""
    with directory.store.read() as db:
        conduct = conduct_file(db, tenant_id)
    ended = Contracts(directory).end(tenant_id, on)
    return AccessFacts(Accounts(directory).access(tenant_id, on), conduct, ended)


def access_now(directory: Directory, tenant_id: TenantId, at: datetime) -> Access:
    """Return the access of a brokerage as a whole at an instant, read afresh."""
    return access(at, facts_of(directory, tenant_id, paris_day(at)), TERMS)


def accesses(directory: Directory, payments: Mapping[TenantId, Decision], at: datetime) -> dict[TenantId, Access]:
    """Return the accesses of many brokerages, from what their accounts decide; the rest is read where there is any."""
    kept, on = directory.records, paris_day(at)
    closed, lived = kept.everywhere(Closing), kept.everywhere(Happened)
    touched = {record.tenant_id for record in closed} | {record.tenant_id for record in lived}
    facts = {
        tenant_id: facts_of(directory, tenant_id, on) if tenant_id in touched else AccessFacts(payment)
        for tenant_id, payment in payments.items()
    }
    return {tenant_id: access(at, given, TERMS) for tenant_id, given in facts.items()}
