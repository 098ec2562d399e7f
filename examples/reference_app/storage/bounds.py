"""What bounds the sessions of an account, kept in the directory: epochs, places, the idle limit, the age of passwords.

Whatever ends sessions raises an epoch in the transaction that changes what they rest on. So it holds wherever sessions
are kept, and whether or not that place answers at the time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import field, frozen
from sqlalchemy import Column, Connection, Row, Table, delete, update

from netsoft.tenancy.networks import Places
from netsoft.tenancy.places import Network, networks
from netsoft.tenancy.renewal import Renewal
from netsoft.tenancy.sessions import Epochs
from reference_app.ids import TenantId
from reference_app.storage import directory_tables as t

OF_TENANT = (
    t.tenants.c.session_epoch.label("tenant_epoch"),
    t.tenants.c.networks.label("tenant_networks"),
    t.tenants.c.idle_minutes,
    t.tenants.c.renewal_months,
    t.tenants.c.administrator_renewal_months,
)
"""The columns of a brokerage that bound its users' sessions."""


@frozen
class Bounds:
    """What netsoft decides upon of an account's sessions; ``idle_minutes`` is ``None`` where nobody stated one."""

    epochs: Epochs = field(factory=Epochs)
    places: Places = field(factory=Places)
    idle_minutes: int | None = None
    renewal: Renewal = field(factory=Renewal)
    password_changed_at: datetime | None = None


@frozen
class Security:
    """What the administrators of a brokerage decide of its sessions and passwords."""

    idle_minutes: int | None = None
    renewal: Renewal = field(factory=Renewal)


def bounds_of_user(row: Row[Any]) -> Bounds:
    """Read the bounds of a brokerage's user."""
    return Bounds(
        Epochs(row.session_epoch, row.tenant_epoch, row.rights_epoch),
        Places(networks(row.tenant_networks), networks(row.networks)),
        row.idle_minutes,
        Renewal(row.renewal_months, row.administrator_renewal_months),
        row.password_changed_at,
    )


def bounds_of_staff(row: Row[Any]) -> Bounds:
    """Read the bounds of a member of the publisher's staff."""
    return Bounds(Epochs(row.session_epoch), password_changed_at=row.password_changed_at)


def end_sessions(db: Connection, table: Table, account_id: str) -> None:
    """End every session of an account, within the transaction that changes what they rest on."""
    _raise(db, table.c.session_epoch, table.c.id == account_id)


def end_sessions_of_tenant(db: Connection, tenant_id: str) -> None:
    """End every session of a brokerage, within the transaction that closes it."""
    _raise(db, t.tenants.c.session_epoch, t.tenants.c.id == tenant_id)


def end_every_session(db: Connection, at: datetime) -> None:
    """End every session there is, within the transaction that brings the directory back from an archive.

    What ended sessions after the archive is forgotten with it, and the present epochs would let those in again that are
    kept elsewhere. The seconds of the clock are more than the acts that can have been forgotten.
    """
    for table in (t.users, t.staff, t.tenants):
        db.execute(update(table).values(session_epoch=table.c.session_epoch + int(at.timestamp())))
    db.execute(delete(t.sessions))


def renew_sessions(db: Connection, user_id: str) -> None:
    """Let every session of a user take a new secret at its next request, within the transaction that changes rights."""
    _raise(db, t.users.c.rights_epoch, t.users.c.id == user_id)


def put_networks(db: Connection, table: Table, owner: str, allowed: tuple[Network, ...]) -> None:
    """Keep the places of a brokerage, or of one of its users."""
    db.execute(update(table).where(table.c.id == owner).values(networks=" ".join(map(str, allowed))))


def put_security(db: Connection, tenant_id: TenantId, security: Security) -> None:
    """Keep what a brokerage decides of its sessions and passwords."""
    row = {
        "idle_minutes": security.idle_minutes,
        "renewal_months": security.renewal.months,
        "administrator_renewal_months": security.renewal.administrators,
    }
    db.execute(update(t.tenants).where(t.tenants.c.id == tenant_id).values(**row))


def _raise(db: Connection, epoch: Column[Any], which: Any) -> None:
    db.execute(update(epoch.table).where(which).values({epoch: epoch + 1}))
