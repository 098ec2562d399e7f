"""Article 7.2: the usage statement that closes a month, and that the client recounts from its own export.

A closed month is a value: nothing that comes later alters it, and a correction cites it.

>>> from datetime import UTC, datetime
>>> from netsoft.cg052018 import CG052018
>>> from netsoft.metering.tier import TierInputs, tier
>>> from netsoft.names import ActionId
>>> made = Action(ActionId("a-1"), TenantId("mistral"), UserId("anna"), datetime(2026, 10, 5, tzinfo=UTC), "record")
>>> report = tier(TierInputs.of(Usage.of([made]), Month(2026, 10)), CG052018)
>>> statement = close(TenantMonth(TenantId("mistral"), 1, {UserId("anna"): 1}), report, CG052018)
>>> recount([made], statement).verdict, recount([], statement).verdict
('granted', 'refused')
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.days import Month
from netsoft.errors import InvalidValue
from netsoft.metering.actions import Action, take_all
from netsoft.metering.overage import COMPLEMENT, Overage, TenantMonth, UserActions, overage
from netsoft.metering.tier import TierReport
from netsoft.metering.usage import Usage
from netsoft.money import shown
from netsoft.names import TenantId, UserId
from netsoft.paris import MonthBounds
from netsoft.rendering import counted
from netsoft.terms import Terms


@frozen
class UsageStatement:
    """A closed month of a tenant: the actions of each user, the declared users, and what is over the tier.

    ``corrects`` is the digest of the statement that this one corrects, "" for the first. ``digest`` names all of it:
    two statements of one digest say the same.
    """

    use: TenantMonth
    result: Overage
    corrects: str = ""
    digest: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        if self.use.tenant != self.result.tenant or self.use.actions != self.result.actions:
            raise InvalidValue("result", "il ne vient pas de cet usage", "calculer le dépassement de cet usage")
        object.__setattr__(self, "digest", _digest(self))

    @property
    def tenant(self) -> TenantId:
        """Whose statement it is."""
        return self.use.tenant

    @property
    def month(self) -> Month:
        """The month that it closes."""
        return self.result.month

    @property
    def reference(self) -> str:
        """How it is cited: ``mistral/2026-10/`` and the beginning of its digest."""
        return f"{self.tenant}/{self.month}/{self.digest[:16]}"

    def line(self, user: UserId) -> UserActions:
        """Return the line of a user; one who did nothing has a line of zero."""
        return next((line for line in self.use.users if line.user == user), UserActions(user, 0))


def close(use: TenantMonth, report: TierReport, terms: Terms) -> UsageStatement:
    """Close a month: what was done, against the tier of that month."""
    return UsageStatement(use, overage(use, report, terms))


def recount(export: Iterable[Action], statement: UsageStatement, bounds: MonthBounds | None = None) -> Decision:
    """Count an export of actions anew and hold it against a statement: granted if each user has the same count.

    Actions of other tenants and months are left out, a copy is counted once; ``bounds`` are the months of the
    subscription where these are counted (R-28).
    """
    mine = take_all(action for action in export if action.tenant == statement.tenant)
    within = mine if bounds is None else [action for action in mine if bounds.holds(action.at.timestamp())]
    found = Usage.of(within, bounds).users(statement.tenant, statement.month)
    stated = {line.user: line.actions for line in statement.use.users}
    if differing := tuple(_differences(stated, found)):
        return Decision("refused", differing)
    total = counted(statement.use.actions, "action")
    fact = f"relevé {statement.reference} : {total}, les mêmes dans l'export, utilisateur par utilisateur"
    return Decision("granted", (Reason(COMPLEMENT, fact),))


def _differences(stated: Mapping[UserId, int], found: Mapping[UserId, int]) -> Iterable[Reason]:
    for user in sorted(stated.keys() | found.keys()):
        there, here = stated.get(user, 0), found.get(user, 0)
        if there != here:
            words = f"{counted(there, 'action')} au relevé, {counted(here, 'action')} dans l'export"
            yield Reason(COMPLEMENT, f"{shown(user)} : {words}")


def _digest(statement: UsageStatement) -> str:
    use, result = statement.use, statement.result
    lines = [f"{use.tenant!r} {result.month} {use.declared_users} {result.tier} {result.over} {result.tier_digest}"]
    lines += [f"{line.user!r} {line.actions}" for line in use.users]
    lines += [f"over {line.user!r} {line.actions}" for line in result.over_by_user]
    lines += [result.why.fact, statement.corrects]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
