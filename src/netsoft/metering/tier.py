"""Article 7.3: the tier is the mean use of the users of all clients, plus a share that the terms fix.

Article 7.2 writes a figure, and 7.3 says what the figure is: both are computed, and the report says which one binds
(R-01), from which inputs, so that anyone who has them finds it again. Everything is in whole numbers and fractions.

>>> from netsoft.cg052018 import CG052018
>>> fleet = (FleetMember(TenantId("mistral"), 2, 5000, 2), FleetMember(TenantId("sirocco"), 1, 3100, 1))
>>> report = tier(TierInputs(Month(2026, 10), fleet), CG052018)
>>> report.mean, report.observed, report.published.tier, report.binding, report.tier
(Fraction(2700, 1), 4050, 3600, 'observed', 4050)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from netsoft.answers import Reason
from netsoft.clause import Clause
from netsoft.days import Day, Month, as_day
from netsoft.errors import InvalidValue, MissingFact
from netsoft.metering.usage import Usage
from netsoft.money import half_away, shown
from netsoft.names import TenantId
from netsoft.rendering import count, long_day
from netsoft.terms import Terms
from netsoft.usage_readings import UsageReadings

TIER: Final = Clause("7.3")
Binding: TypeAlias = Literal["published", "observed"]


def _whole(name: str, value: object, least: int = 0) -> None:
    if type(value) is not int or value < least:
        raise InvalidValue(name, f"{shown(value)} n'est pas un compte", f"donner un entier, au moins {least}")


def _day_or_none(value: Day | None) -> Day | None:
    return None if value is None else as_day(value, "on")


@frozen
class Publication:
    """A tier that the publisher published, and the day on which it did; it binds the months begun after that day.

    Without its day it is older than all that have one, and binds every month.
    """

    tier: int
    on: Day | None = field(default=None, converter=_day_or_none)

    def __attrs_post_init__(self) -> None:
        _whole("tier", self.tier, 1)


@frozen(order=True)
class FleetMember:
    """What a tenant weighs in the mean of a month: its users with an action, all its actions, its declared users.

    ``declared`` is ``None`` where nobody said it.
    """

    tenant: TenantId
    active_users: int
    actions: int
    declared: int | None = None

    def __attrs_post_init__(self) -> None:
        users, actions = self.active_users, self.actions
        if type(users) is not int or type(actions) is not int or users < 0:
            raise InvalidValue("active_users", "ce n'est pas un compte", "donner des entiers positifs ou nuls")
        if users > actions or (users == 0 and actions > 0):
            problem = f"{actions} actions pour {users} utilisateurs actifs"
            raise InvalidValue("actions", problem, "compter les utilisateurs qui ont au moins une action")
        if self.declared is not None:
            _whole("declared", self.declared)


def _sealed(declared: Mapping[TenantId, int]) -> Mapping[TenantId, int]:
    return MappingProxyType(dict(declared))


@frozen
class Fleet:
    """What is known of all tenants beside their actions.

    The declared users of the month by tenant (R-19), the tenants that are left out of the mean (the publisher's own
    and the demonstrations), and the tiers that were published since the terms.
    """

    declared: Mapping[TenantId, int] = field(default=MappingProxyType({}), converter=_sealed, hash=False)
    excluded: frozenset[TenantId] = frozenset()
    publications: tuple[Publication, ...] = ()


def _ordered(members: Iterable[FleetMember]) -> tuple[FleetMember, ...]:
    return tuple(sorted(members, key=lambda member: member.tenant))


@frozen
class TierInputs:
    """All that the tier of a month is computed from; the order in which tenants are given changes nothing."""

    month: Month
    members: tuple[FleetMember, ...] = field(converter=_ordered)
    publications: tuple[Publication, ...] = ()
    excluded: frozenset[TenantId] = frozenset()

    def __attrs_post_init__(self) -> None:
        names = [member.tenant for member in self.members]
        if len(set(names)) < len(names):
            raise InvalidValue("members", "un client est donné deux fois", "ajouter ses actions en une ligne")
        days = {publication.on for publication in self.publications}
        if len(days) < len(self.publications):
            raise InvalidValue("publications", "deux paliers publiés le même jour", "n'en garder qu'un")

    @classmethod
    def of(cls, usage: Usage, month: Month, fleet: Fleet = Fleet()) -> TierInputs:
        """Take the inputs of a month from the counts; a tenant that is declared and did nothing counts too."""
        counted = usage.tenants(month)
        names = (counted.keys() | fleet.declared.keys()) - fleet.excluded
        members = []
        for name in names:
            users = counted.get(name, {})
            members.append(FleetMember(name, len(users), sum(users.values()), fleet.declared.get(name)))
        return cls(month, tuple(members), fleet.publications, fleet.excluded)

    @property
    def actions(self) -> int:
        """All the actions of the month."""
        return sum(member.actions for member in self.members)


@frozen
class TierReport:
    """The tier of a month, with what it comes from.

    ``mean`` and ``observed`` are ``None`` where no user counts in the mean, or where 7.3 is set aside. ``binding``
    says which figure binds, ``why`` says it in French. ``digest`` names the inputs, the numbers of the terms and the
    readings; the same inputs give the same report for ever.
    """

    inputs: TierInputs
    readings: UsageReadings
    user_months: int
    mean: Fraction | None
    observed: int | None
    published: Publication
    binding: Binding
    why: Reason
    digest: str

    @property
    def month(self) -> Month:
        """The month of the tier."""
        return self.inputs.month

    @property
    def actions(self) -> int:
        """All the actions of the month."""
        return self.inputs.actions

    @property
    def tier(self) -> int:
        """The figure that binds, in actions a month and declared user."""
        return self.observed if self.binding == "observed" and self.observed is not None else self.published.tier


def tier(inputs: TierInputs, terms: Terms, readings: UsageReadings = UsageReadings()) -> TierReport:
    """Compute the tier of a month from its inputs.

    Where the readings want the observed figure and no user counts in the mean, it is a missing fact.
    """
    users = sum(_weight(member, readings) for member in inputs.members)
    mean = Fraction(inputs.actions, users) if users and terms.holds(TIER) else None
    observed = None if mean is None else _rounded(mean * (1 + terms.usage.markup.fraction), readings)
    published = in_force(terms, inputs.month, inputs.publications)
    binding = _binding(observed, published, readings) if terms.holds(TIER) else "published"
    return TierReport(
        inputs=inputs,
        readings=readings,
        user_months=users,
        mean=mean,
        observed=observed,
        published=published,
        binding=binding,
        why=_why(binding, observed, published, readings),
        digest=_digest(inputs, terms, readings),
    )


def in_force(terms: Terms, month: Month, publications: Iterable[Publication] = ()) -> Publication:
    """Return the published tier that binds a month: the last one published before it began, else that of the terms.

    What was published before the terms gave their own figure gives way to it.
    """
    before = [one for one in publications if one.on is None or terms.first_day <= one.on < month.start_day]
    of_the_terms = Publication(terms.usage.published_tier, terms.first_day)
    return max(before, key=_age, default=of_the_terms)


def _age(publication: Publication) -> Day:
    return publication.on or date.min


def _weight(member: FleetMember, readings: UsageReadings) -> int:
    if readings.users_in_mean == "active":
        return member.active_users
    if member.declared is None:
        fact = f"utilisateurs déclarés de {shown(member.tenant)} inconnus"
        raise MissingFact(fact, "les donner, ou compter les utilisateurs actifs (R-29)")
    return member.declared


def _rounded(exact: Fraction, readings: UsageReadings) -> int:
    if readings.tier_rounding == "up":
        return -(-exact.numerator // exact.denominator)
    return half_away(exact.numerator, exact.denominator)


def _binding(observed: int | None, published: Publication, readings: UsageReadings) -> Binding:
    if readings.tier == "observed" and observed is None:
        raise MissingFact("palier observé inconnu : aucun utilisateur ne compte dans la moyenne", "donner l'usage")
    if readings.tier == "higher":
        return "observed" if observed is not None and observed > published.tier else "published"
    return readings.tier


def _why(binding: Binding, observed: int | None, published: Publication, readings: UsageReadings) -> Reason:
    since = f" le {long_day(published.on)}" if published.on else ""
    figures = f"publié{since} : {count(published.tier)}"
    figures += f" ; observé : {count(observed)}" if observed is not None else " ; aucun palier observé"
    if readings.tier != "higher" or observed is None:
        chosen = "le palier publié lie" if binding == "published" else "le palier observé lie"
    else:
        chosen = f"le plus élevé des deux lie, le palier {'publié' if binding == 'published' else 'observé'}"
    return Reason(TIER if binding == "observed" else Clause("7.2"), f"{chosen} (R-01 ; {figures})")


def _digest(inputs: TierInputs, terms: Terms, readings: UsageReadings) -> str:
    lines = [f"{inputs.month} {terms.name} {terms.usage.published_tier} {terms.usage.markup!r}"]
    lines += sorted(f"set aside {clause}" for clause in terms.set_aside)
    lines += [f"{key} {getattr(readings, key)}" for _number, key, _values in readings.QUESTIONS]
    lines += [f"{publication.on} {publication.tier}" for publication in sorted(inputs.publications, key=_age)]
    lines += [f"excluded {name!r}" for name in sorted(inputs.excluded)]
    lines += [f"{m.tenant!r} {m.active_users} {m.actions} {m.declared}" for m in inputs.members]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
