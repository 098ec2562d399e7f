"""What the directory knows of the revision of each database: an upgrade with nothing to do opens none of them."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import Any, Final

from attrs import field, frozen
from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import DBAPIError

from reference_app.errors import DamagedTenant, SetupError
from reference_app.ids import TenantId
from reference_app.storage.dialects import insert_or_set
from reference_app.storage.directory_tables import schema_revisions, tenant_keys
from reference_app.storage.revisions import HISTORIES
from reference_app.storage.sealing import TENANT_PURPOSES, Purpose
from reference_app.storage.sites import Keys, Place, Site
from reference_app.storage.store import Store

_c: Final = schema_revisions.c
NEW: Final = "new"
READY: Final = "ready"
UPGRADING: Final = "upgrading"
FAILED: Final = "failed"
DIRECTORY: Final = Place(TenantId(""), Purpose.DIRECTORY)
"""The row of the directory itself."""
_OURS: Final = frozenset(purpose.value for purpose in TENANT_PURPOSES)


@frozen
class Known:
    """What the directory knows of a database: its revision, what may go on beside it, and what stopped an upgrade."""

    revision: str = ""
    compatible: str = ""
    state: str = READY
    error: str = ""

    def served(self, place: Place) -> bool:
        """Tell whether this version of the application may work on the database; one that is not made yet will do."""
        return not self.revision or HISTORIES[place.purpose].serves(self.revision, self.compatible)


@frozen
class Revisions:
    """What the directory knows of the brokerages' databases."""

    _store: Store = field(repr=False)

    def of(self, place: Place) -> Known:
        """Return what is known of a database; nothing of one that was never recorded."""
        with self._store.read() as db:
            return revision_of(db, place)

    def all(self) -> dict[Place, Known]:
        """Return what is known of every brokerage's databases, by one question to the directory."""
        with self._store.read() as db:
            rows = db.execute(select(schema_revisions).where(_c.purpose.in_(_OURS))).all()
        return {Place(TenantId(row.tenant_id), Purpose(row.purpose)): _known(row) for row in rows}

    def places(self) -> tuple[Place, ...]:
        """Return every database that a brokerage has."""
        kept = select(tenant_keys.c.tenant_id, tenant_keys.c.purpose).where(tenant_keys.c.purpose.in_(_OURS))
        with self._store.read() as db:
            rows = db.execute(kept.order_by(tenant_keys.c.tenant_id, tenant_keys.c.purpose)).all()
        return tuple(Place(TenantId(row.tenant_id), Purpose(row.purpose)) for row in rows)

    def behind(self) -> tuple[Place, ...]:
        """Return the databases that are not at the last revision, and those of which nothing was ever recorded.

        One that a newer version made is ahead; one that is not made yet will be made at the last revision.
        """
        known, nothing = self.all(), Known()
        return tuple(place for place in self.places() if _behind(place, known.get(place, nothing)))

    def record(self, place: Place, known: Known, at: datetime) -> None:
        """Record what a database now is, and what stopped its upgrade if something did."""
        with self._store.write() as db:
            record_revision(db, place, known, at)


def revision_of(db: Connection, place: Place) -> Known:
    """Return what the directory knows of a database, by a connection to the directory; nothing of a new one."""
    mine = (_c.tenant_id == place.tenant_id) & (_c.purpose == place.purpose.value)
    row = db.execute(select(schema_revisions).where(mine)).one_or_none()
    return Known() if row is None else _known(row)


def record_revision(db: Connection, place: Place, known: Known, at: datetime) -> None:
    """Record what a database now is, in a transaction of the directory."""
    row = {"revision": known.revision, "compatible": known.compatible, "state": known.state, "error": known.error}
    key = {"tenant_id": place.tenant_id, "purpose": place.purpose.value}
    insert_or_set(db, schema_revisions, {**key, **row, "at": at}, {**row, "at": at})


def other_tables(db: Connection, tenant_id: TenantId) -> bool:
    """Tell whether a brokerage, or the directory, has tables on which this version of the application may not work."""
    found = db.execute(select(schema_revisions).where(_c.tenant_id.in_((tenant_id, DIRECTORY.tenant_id)))).all()
    return any(not _known(row).served(Place(TenantId(row.tenant_id), Purpose(row.purpose))) for row in found)


def _behind(place: Place, known: Known) -> bool:
    history = HISTORIES[place.purpose]
    if not known.revision:
        return known.state != NEW
    return known.revision != history.head and history.knows(known.revision)


def _known(row: Row[Any]) -> Known:
    return Known(row.revision, row.compatible, row.state, row.error)


def whose_code(site: Site, place: Place, keys: Keys) -> str:
    """Return the oldest revision whose code may go on with a database whose upgrade was stopped.

    The database says where it is, since what was stopped may be its answer alone; without one, what the upgrade
    announced stands.
    """
    history = HISTORIES[place.purpose]
    try:
        with closing(site.owned(place, keys)) as store, store.read() as db:
            return history.compatible_with(history.current(db)) or history.compatible
    except Exception:  # noqa: BLE001 - whatever it is, nothing is known
        return history.compatible


def said(error: BaseException) -> str:
    """Return what an error is: our own in its words, another's by name alone, since its text may hold a row's."""
    if isinstance(error, SetupError | DamagedTenant):
        return str(error)
    origin = getattr(error, "orig", None) if isinstance(error, DBAPIError) else None
    name = getattr(origin, "sqlstate", None) or getattr(origin, "sqlite_errorname", None)
    return type(origin or error).__name__ + (f" ({name})" if name else "")
