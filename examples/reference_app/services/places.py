"""The places from which a brokerage is used, as its administrators list them (6.5): netsoft decides."""

from __future__ import annotations

from attrs import evolve, frozen
from sqlalchemy import Table

from netsoft.answers import Decision
from netsoft.tenancy.networks import Places, admitted_after
from netsoft.tenancy.places import Network, Source, networks
from reference_app.errors import NotFound
from reference_app.storage import directory_tables as t
from reference_app.storage.bounds import put_networks
from reference_app.storage.directory import Directory
from reference_app.storage.people import Account


@frozen
class PlaceDesk:
    """What one user may do with the places of its own brokerage, from where it asks."""

    directory: Directory
    by: Account
    found: Source | Decision

    def set_all(self, text: str, *, confirmed: bool) -> Decision | None:
        """Keep the places of the brokerage; return why not if its editor would be shut out unawares."""
        allowed = networks(text)
        refused = self._shut_out(Places(allowed, self.by.bounds.places.user))
        if refused is not None and not confirmed:
            return refused
        self._keep(t.tenants, str(self.by.tenant_id), allowed)
        return None

    def set_one(self, account: Account, text: str, *, confirmed: bool) -> Decision | None:
        """Keep the places of one user, within the brokerage's; return why not where none would be left."""
        allowed = networks(text)
        places = evolve(account.bounds.places, user=allowed)
        ask = account.id == self.by.id or places.nowhere
        refused = self._shut_out(places) if ask else None
        if refused is not None and not confirmed:
            return refused
        self._keep(t.users, account.id, allowed)
        return None

    def _shut_out(self, places: Places) -> Decision | None:
        decision = admitted_after(places, self.found)
        return None if decision.granted else decision

    def _keep(self, table: Table, owner: str, allowed: tuple[Network, ...]) -> None:
        if self.by.tenant_id is None:
            raise NotFound
        with self.directory.store.write() as db:
            put_networks(db, table, owner, allowed)


def listed(allowed: tuple[Network, ...]) -> str:
    """Write a list of places, one a line."""
    return "\n".join(map(str, allowed))
