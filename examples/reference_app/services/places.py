"""The places from which a brokerage is used, as its administrators list them (6.5): netsoft decides."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen
from sqlalchemy import Connection

from netsoft.answers import Decision, Reason
from netsoft.errors import InvalidValue
from netsoft.names import UserId
from netsoft.tenancy.networks import PLACES, Places, admitted_after, left_a_way
from netsoft.tenancy.places import Network, Source, networks
from netsoft.tenancy.team import Team, may_restrict
from reference_app.errors import NotFound
from reference_app.ids import TenantId
from reference_app.services.policy import MOST_NETWORKS
from reference_app.storage import directory_tables as t
from reference_app.storage.bounds import put_networks
from reference_app.storage.directory import Directory
from reference_app.storage.people import Account


@frozen
class NotKept:
    """Why places were not kept; ``final`` where nobody may confirm them all the same."""

    decision: Decision
    final: bool


@frozen
class PlaceDesk:
    """What one user may do with the places of its own brokerage, from where it asks.

    Whom a list would shut out is found in the transaction that keeps it: two lists set at once are no way round.
    """

    directory: Directory
    by: Account
    found: Source | Decision

    def set_all(self, text: str, *, confirmed: bool) -> NotKept | None:
        """Keep the places of the brokerage; return why not if somebody would be shut out unawares."""
        allowed = _few(text)
        with self.directory.store.write() as db:
            people = self._people(db)
            after = {user: evolve(user.bounds.places, brokerage=allowed) for user in people}
            refused = self._refused(after, confirmed=confirmed)
            if refused is None:
                put_networks(db, t.tenants, self._tenant, allowed)
            return refused

    def set_one(self, account: Account, text: str, *, confirmed: bool) -> NotKept | None:
        """Keep the places of one user, within the brokerage's; return why not if somebody would be shut out."""
        allowed = _few(text)
        with self.directory.store.write() as db:
            people = self._people(db)
            by_right = may_restrict(Team(tuple(user.member for user in people)), UserId(self.by.id), UserId(account.id))
            if not by_right.granted:
                return NotKept(by_right, final=True)
            after = {user: user.bounds.places for user in people}
            after |= {user: evolve(places, user=allowed) for user, places in after.items() if user.id == account.id}
            refused = self._refused(after, confirmed=confirmed)
            if refused is None:
                put_networks(db, t.users, account.id, allowed)
            return refused

    def _refused(self, after: Mapping[Account, Places], *, confirmed: bool) -> NotKept | None:
        """Find who would be shut out: of the administrators all, which nobody may ask; the asker, or another."""
        final = left_a_way([places for user, places in after.items() if user.member.administers])
        if not final.granted:
            return NotKept(final, final=True)
        facts = [] if confirmed else [*self._asker_out(after), *_others_out(after, self.by)]
        return NotKept(Decision("refused", tuple(facts)), final=False) if facts else None

    def _asker_out(self, after: Mapping[Account, Places]) -> tuple[Reason, ...]:
        decisions = [admitted_after(places, self.found) for user, places in after.items() if user.id == self.by.id]
        return tuple(reason for one in decisions if not one.granted for reason in one.reasons)

    def _people(self, db: Connection) -> tuple[Account, ...]:
        return tuple(user for user in self.directory.users.of_tenant_in(db, self._tenant) if user.closed_at is None)

    @property
    def _tenant(self) -> TenantId:
        if self.by.tenant_id is None:
            raise NotFound
        return self.by.tenant_id


def _others_out(after: Mapping[Account, Places], by: Account) -> list[Reason]:
    """Say of whom this change takes the last place away."""
    apart = [user for user, places in after.items() if places.nowhere and not user.bounds.places.nowhere]
    said = "ces deux listes ne laissent aucun lieu en commun à {}"
    return [Reason(PLACES, said.format(user.person.full_name)) for user in apart if user.id != by.id]


def _few(text: str) -> tuple[Network, ...]:
    """Read a list that can be compared at each request."""
    allowed = networks(text)
    if len(allowed) > MOST_NETWORKS:
        raise InvalidValue(
            "networks", f"{len(allowed)} réseaux", f"en donner {MOST_NETWORKS} au plus, en les regroupant"
        )
    return allowed


def listed(allowed: tuple[Network, ...]) -> str:
    """Write a list of places, one a line."""
    return "\n".join(map(str, allowed))
