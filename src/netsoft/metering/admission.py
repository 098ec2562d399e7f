"""Article 7.2, "utilisateur déclaré": whose actions are taken in, and of which days.

>>> access = Access(frozenset({UserId("anna")}), date(2026, 1, 1), last=date(2026, 12, 31))
>>> gate = Admission.of({TenantId("mistral"): access}).gates[TenantId("mistral")]
>>> gate.refuses(UserId("anna"), datetime(2026, 12, 31, 23, 30, tzinfo=UTC))  # the next year, in Paris
"action postérieure au contrat, qui l'admet jusqu'au 31/12/2026"
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from netsoft.days import ONE_DAY, Day, as_day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import TenantId, UserId
from netsoft.paris import start_of_day
from netsoft.rendering import day as written_day

_NO_END: Final = date(9998, 12, 30)


def _day_or_none(value: Day | None) -> Day | None:
    return None if value is None else as_day(value)


@frozen
class Access:
    """What a tenant's contract allows: its users, and the civil days of Paris from ``first`` to ``last``, included.

    Days before ``open_from`` are those of closed months: what comes for them is a correction
    (:mod:`netsoft.metering.late`). Days before ``correctable_from`` can no longer be corrected: what comes for them
    is refused.
    """

    users: frozenset[UserId]
    first: Day = field(converter=as_day)
    last: Day = field(default=_NO_END, converter=as_day)
    open_from: Day | None = field(default=None, converter=_day_or_none)
    correctable_from: Day | None = field(default=None, converter=_day_or_none)

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidValue("last", "le dernier jour précède le premier", "donner un dernier jour qui le suit")
        if self.correctable_from and (self.open_from is None or self.open_from < self.correctable_from):
            problem = "un mois qui ne peut plus être corrigé est encore ouvert"
            raise InvalidValue("open_from", problem, "clore d'abord les mois qui précèdent")


@frozen
class Gate:
    """The access of a tenant, its days cut once into instants of UTC."""

    access: Access
    start: datetime
    end: datetime
    open_from: datetime
    correctable_from: datetime

    @classmethod
    def of(cls, access: Access) -> Gate:
        """Cut the days of Paris."""
        start = _midnight(access.first)
        opened, correctable = (_midnight(d) if d else start for d in (access.open_from, access.correctable_from))
        return cls(access, start, _midnight(access.last + ONE_DAY), opened, correctable)

    def refuses(self, user: UserId, at: datetime) -> str:
        """Say in French why what a user did at an instant is refused; nothing if it is not."""
        if user not in self.access.users:
            return f"utilisateur inconnu de ce client : {shown(user)}"
        if at < self.start:
            return f"action antérieure au contrat, qui l'admet à compter du {written_day(self.access.first)}"
        if at >= self.end:
            return f"action postérieure au contrat, qui l'admet jusqu'au {written_day(self.access.last)}"
        if self.access.correctable_from is None or at >= self.correctable_from:
            return ""
        since = written_day(self.access.correctable_from)
        return (
            f"mois clos dont le complément ne peut plus être daté : rien ne se compte avant le {since} ; "
            "seul un avoir en faveur du client peut encore suivre"
        )


def _midnight(day: Day) -> datetime:
    return datetime.fromtimestamp(start_of_day(day), UTC)


def _sealed(gates: Mapping[TenantId, Gate]) -> Mapping[TenantId, Gate]:
    return MappingProxyType(dict(gates))


@frozen
class Admission:
    """Who is known: the access of each tenant."""

    gates: Mapping[TenantId, Gate] = field(converter=_sealed, hash=False)

    @classmethod
    def of(cls, tenants: Mapping[TenantId, Access]) -> Admission:
        """Prepare the access of each tenant, once for any number of batches."""
        return cls({tenant: Gate.of(access) for tenant, access in tenants.items()})
