"""Lifting the places that shut a brokerage out (6.5), at its written request: its administrators list them again."""

from __future__ import annotations

from attrs import frozen

from reference_app.operations.room import Room, refuse_without_ticket
from reference_app.storage.bounds import put_networks
from reference_app.storage.directory_tables import tenants, users
from reference_app.storage.people import Tenant


@frozen
class Lifted:
    """What was lifted: the list of the brokerage, and those of its administrators."""

    brokerage: str
    administrators: tuple[str, ...]

    @property
    def words(self) -> str:
        """Say it, with the list that was."""
        return f"administrateurs restreints : {len(self.administrators)} ; cabinet : {self.brokerage or 'partout'}"


def lift_places(room: Room, tenant: Tenant, ticket: str) -> Lifted:
    """Empty the list of the brokerage and those of its administrators, and journal it in both journals.

    The lists of the other users stay: an administrator who is in again sees to them.
    """
    reference, directory = refuse_without_ticket(ticket), room.deployment.directory
    with directory.store.write() as db:
        people = [user for user in directory.users.of_tenant_in(db, tenant.id) if user.member.administers]
        bound = tuple(user.id for user in people if user.bounds.places.user)
        of_all = people[0].bounds.places.brokerage if people else ()
        put_networks(db, tenants, tenant.id, ())
        for user_id in bound:
            put_networks(db, users, user_id, ())
    lifted = Lifted(", ".join(map(str, of_all)), bound)
    room.note_to(tenant, "places.lift", f"billet {reference}, {lifted.words}")
    room.say(f"{tenant.name} : lieux levés, {lifted.words}.")
    return lifted
