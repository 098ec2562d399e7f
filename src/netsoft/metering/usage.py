"""Article 7.2: how many actions, by tenant, user and month of Paris.

A :class:`Usage` is a count that merges: parts that share no action are added in any order and any grouping, and the
empty usage changes nothing. Counted anew from what stands in the journal, it is the same.

>>> from datetime import UTC, datetime
>>> from netsoft.metering.actions import Action
>>> from netsoft.names import ActionId
>>> at = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # half past midnight on 1 November, in Paris
>>> usage = Usage.of([Action(ActionId("a-1"), TenantId("mistral"), UserId("anna"), at, "record")])
>>> [(str(row.month), row.user, row.actions) for row in usage.rows()]
[('2026-11', 'anna', 1)]
>>> usage.merge(Usage()) == usage
True
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import field, frozen

from netsoft.days import Month
from netsoft.errors import InvalidValue
from netsoft.metering.actions import Action, Intake
from netsoft.money import shown
from netsoft.names import TenantId, UserId
from netsoft.paris import MonthBounds, day_in_paris

Counts: TypeAlias = Mapping[Month, Mapping[TenantId, Mapping[UserId, int]]]
_NOTHING: Final[Mapping[UserId, int]] = MappingProxyType({})
_NOBODY: Final[Mapping[TenantId, Mapping[UserId, int]]] = MappingProxyType({})


@frozen(order=True)
class UserMonth:
    """How many actions a user of a tenant did in a month; zero says that the user did nothing."""

    tenant: TenantId
    user: UserId
    month: Month
    actions: int

    def __attrs_post_init__(self) -> None:
        if type(self.actions) is not int or self.actions < 0:
            problem = f"{shown(self.actions)} n'est pas un nombre d'actions"
            raise InvalidValue("actions", problem, "donner un entier positif ou nul")


def _sealed(counts: Counts) -> Counts:
    """Copy the counts so that nobody can alter them; a zero is no count."""
    months = {}
    for month, tenants in counts.items():
        users = {t: MappingProxyType({u: n for u, n in of.items() if n}) for t, of in tenants.items()}
        if kept := {tenant: of for tenant, of in users.items() if of}:
            months[month] = MappingProxyType(kept)
    return MappingProxyType(months)


@frozen
class Usage:
    """Counts of actions by month, tenant and user; equal counts are equal usages."""

    counts: Counts = field(default=MappingProxyType({}), converter=_sealed)

    @classmethod
    def of(cls, actions: Iterable[Action], bounds: MonthBounds | None = None) -> Usage:
        """Count actions, each once; ``bounds`` are the months to cut by, the calendar months of Paris by default."""
        held = tuple(actions)
        return cls(_counted(held, bounds or _around(held))) if held else cls()

    @classmethod
    def counted(cls, rows: Iterable[UserMonth]) -> Usage:
        """Add rows that were counted elsewhere; the same user and month twice is their sum."""
        counts: dict[Month, dict[TenantId, dict[UserId, int]]] = {}
        for row in rows:
            users = counts.setdefault(row.month, {}).setdefault(row.tenant, {})
            users[row.user] = users.get(row.user, 0) + row.actions
        return cls(counts)

    def merge(self, other: Usage) -> Usage:
        """Add the counts of parts that share no action."""
        return Usage.counted((*self.rows(), *other.rows()))

    def after(self, intake: Intake, bounds: MonthBounds | None = None) -> Usage:
        """Return the usage once a batch is counted: what is new, and what a conflict moves."""
        moved = [conflict for conflict in intake.conflicts if conflict.moves]
        added = Usage.of((*intake.new, *(conflict.stands for conflict in moved)), bounds)
        taken_off = Usage.of([conflict.aside for conflict in moved], bounds)
        return _less(self.merge(added), taken_off)

    def rows(self) -> Iterator[UserMonth]:
        """Give each count that is not zero."""
        for month, tenants in self.counts.items():
            for tenant, users in tenants.items():
                for user, actions in users.items():
                    yield UserMonth(tenant, user, month, actions)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that have actions, in order."""
        return tuple(sorted(self.counts))

    def tenants(self, month: Month) -> Mapping[TenantId, Mapping[UserId, int]]:
        """Return the counts of a month: by tenant, those of each user who did something."""
        return self.counts.get(month, _NOBODY)

    def users(self, tenant: TenantId, month: Month) -> Mapping[UserId, int]:
        """Return the counts of a tenant in a month: those of each user who did something."""
        return self.tenants(month).get(tenant, _NOTHING)

    @property
    def total(self) -> int:
        """All the actions."""
        return sum(n for tenants in self.counts.values() for users in tenants.values() for n in users.values())

    def __hash__(self) -> int:
        return hash((self.months, self.total))


def _around(actions: tuple[Action, ...]) -> MonthBounds:
    """Cut the calendar months of Paris, from that of the first instant to that of the last."""
    instants = [action.at for action in actions]
    first, last = (Month.containing(day_in_paris(at)) for at in (min(instants), max(instants)))
    return MonthBounds.over(first, last)


def _counted(actions: Iterable[Action], bounds: MonthBounds) -> Counts:
    """Count in one pass; actions mostly come in order, so that the month of the last one is tried first."""
    starts = [datetime.fromtimestamp(start, UTC) for start in bounds.starts]
    counts: dict[Month, defaultdict[TenantId, dict[UserId, int]]] = {}
    start = end = starts[0]
    tenants = defaultdict[TenantId, dict[UserId, int]](dict)
    for action in actions:
        at = action.at
        if not start <= at < end:
            place = bisect_right(starts, at)
            month = _month(bounds, place)
            start, end = starts[place - 1], starts[place]
            tenants = counts.setdefault(month, defaultdict(dict))
        users = tenants[action.tenant]
        users[action.user] = users.get(action.user, 0) + 1
    return counts


def _month(bounds: MonthBounds, place: int) -> Month:
    if not 0 < place < len(bounds.starts):
        problem = f"action hors des mois de {bounds.months[0]} à {bounds.months[-1]}"
        raise InvalidValue("at", problem, "préparer des bornes qui couvrent cet instant")
    return bounds.months[place - 1]


def _less(usage: Usage, off: Usage) -> Usage:
    less = {(row.month, row.tenant, row.user): row.actions for row in off.rows()}
    left = (
        UserMonth(row.tenant, row.user, row.month, row.actions - less.get((row.month, row.tenant, row.user), 0))
        for row in usage.rows()
    )
    return Usage.counted(left) if less else usage
