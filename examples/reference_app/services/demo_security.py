"""What the administrators of the demonstration's brokerages decided: charter, sessions, passwords, places (6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import evolve

from netsoft.tenancy.places import networks
from netsoft.tenancy.renewal import Renewal
from reference_app.deployment import Deployment
from reference_app.services.acceptances import accepted_by
from reference_app.services.charters import Charters
from reference_app.storage.bounds import Security, put_networks, put_security
from reference_app.storage.directory_tables import users
from reference_app.storage.journal import Act, Actor
from reference_app.storage.people import Account, Tenant

_SECURITY: Final = Security(60, Renewal(administrators=24))
# The networks that nobody has on the Internet, so that whoever tries the demonstration is in one of them.
_INSIDE: Final = "127.0.0.0/8 ::1 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 192.0.2.0/24"
_TURNS: Final = ((95, "poste-a1", "192.0.2.1"), (88, "portable", "198.51.100.23"))
_AGAIN: Final = 14


def secure(here: Deployment, tenant: Tenant, accounts: Sequence[Account]) -> None:
    """Let all but the last user have accepted the charter, and the last be bound to some places."""
    charters, (*most, last) = Charters(here.directory, tenant), accounts
    for account in most:
        charters.accept(account, accepted_by(account, account.opened_at))
    with here.directory.store.write() as db:
        put_security(db, tenant.id, _SECURITY)
        put_networks(db, users, last.id, networks(_INSIDE))


def in_turns(actor: Actor, now: datetime) -> Iterator[tuple[Actor, Act]]:
    """Give the uses of one access in turns from two places, so that there is something to show (6.2)."""
    for again in (0, _AGAIN):
        for before, browser, address in _TURNS:
            at = now - timedelta(days=1, minutes=before - again)
            yield evolve(actor, at=at, browser_id=browser, ip=address), Act("clients.list")
