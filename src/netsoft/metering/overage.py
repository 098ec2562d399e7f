"""Article 7.2: what a tenant did in a month over the tier, and why that much.

The allowance is the tier times the declared users, against all the actions of the tenant; or each user has the tier
for itself (R-02).

>>> from netsoft.cg052018 import CG052018
>>> from netsoft.metering.tier import FleetMember, TierInputs, tier
>>> report = tier(TierInputs(Month(2026, 10), (FleetMember(TenantId("mistral"), 2, 8000, 2),)), CG052018)
>>> month = TenantMonth(TenantId("mistral"), 2, {UserId("anna"): 7900, UserId("paul"): 100})
>>> over = overage(month, report, CG052018)
>>> report.tier, over.allowance, over.over
(6000, 12000, 0)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from netsoft.answers import Reason
from netsoft.clause import Clause
from netsoft.days import Month
from netsoft.errors import InvalidValue
from netsoft.metering.tier import TierReport
from netsoft.money import shown
from netsoft.names import TenantId, UserId
from netsoft.rendering import count, counted
from netsoft.terms import Terms

COMPLEMENT: Final = Clause("7.2")


@frozen
class UserActions:
    """How many actions a user did in the month, and how many of them are over where each user has the tier."""

    user: UserId
    actions: int


def _by_user(users: Mapping[UserId, int] | Iterable[UserActions]) -> tuple[UserActions, ...]:
    if isinstance(users, Mapping):
        users = (UserActions(user, actions) for user, actions in users.items())
    return tuple(sorted(users, key=lambda user: user.user))


@frozen
class TenantMonth:
    """What a tenant did in a month: its declared users (R-19), and the actions of each user; users may be none."""

    tenant: TenantId
    declared_users: int
    users: tuple[UserActions, ...] = field(converter=_by_user)

    def __attrs_post_init__(self) -> None:
        if len({user.user for user in self.users}) < len(self.users):
            raise InvalidValue("users", "un utilisateur est donné deux fois", "ajouter ses actions en une ligne")
        for number in (self.declared_users, *(user.actions for user in self.users)):
            if type(number) is not int or number < 0:
                raise InvalidValue("users", f"{shown(number)} n'est pas un compte", "donner un entier positif ou nul")

    @property
    def actions(self) -> int:
        """All its actions."""
        return sum(user.actions for user in self.users)


@frozen
class Overage:
    """The actions of a month over the allowance, and in French what made them that many.

    ``allowance`` is the tier times the declared users under either reading of R-02; read per user, what one user
    leaves of it does not serve another, and ``over_by_user`` says whose actions are over.
    """

    tenant: TenantId
    month: Month
    tier: int
    declared_users: int
    actions: int
    over: int
    over_by_user: tuple[UserActions, ...]
    why: Reason
    tier_digest: str

    @property
    def allowance(self) -> int:
        """The tier times the declared users."""
        return self.tier * self.declared_users


def overage(use: TenantMonth, report: TierReport, terms: Terms) -> Overage:
    """Compute what a tenant did over the tier of a month; nothing is over where 7.2 is set aside."""
    per_user = report.readings.allowance == "per-user"
    held = terms.holds(COMPLEMENT)
    by_user = _over_by_user(use.users, report.tier) if per_user and held else ()
    pooled = max(0, use.actions - report.tier * use.declared_users) if held else 0
    over = sum(user.actions for user in by_user) if per_user else pooled
    return Overage(
        tenant=use.tenant,
        month=report.month,
        tier=report.tier,
        declared_users=use.declared_users,
        actions=use.actions,
        over=over,
        over_by_user=by_user,
        why=Reason(COMPLEMENT, _why(use, report, over, by_user) if held else "clause écartée : rien n'est en sus"),
        tier_digest=report.digest,
    )


def _over_by_user(users: Iterable[UserActions], tier: int) -> tuple[UserActions, ...]:
    return tuple(UserActions(user.user, user.actions - tier) for user in users if user.actions > tier)


def _why(use: TenantMonth, report: TierReport, over: int, by_user: tuple[UserActions, ...]) -> str:
    done = f"{counted(use.actions, 'action')} en {report.month}"
    if report.readings.allowance == "per-user":
        against = f"chaque utilisateur en a {count(report.tier)}"
    else:
        declared = counted(use.declared_users, "utilisateur déclaré", "utilisateurs déclarés")
        against = f"{declared} x {count(report.tier)} = {count(use.declared_users * report.tier)}"
    whose = ", ".join(f"{user.user} {count(user.actions)}" for user in by_user)
    return f"{done} ; {against} : {count(over)} au-delà{f' ({whose})' if whose else ''} ; {report.why.fact}"
