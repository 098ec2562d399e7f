"""The revisions of the databases: which there are, which each database has, and bringing one to the last."""

from __future__ import annotations

import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from attrs import field, frozen
from sqlalchemy import TEXT, Column, ColumnElement, Connection, ForeignKey, PrimaryKeyConstraint, delete, insert, select

from reference_app.ids import TenantId
from reference_app.storage.columns import Instant, strict_table
from reference_app.storage.directory_tables import directory_metadata, tenant_keys
from reference_app.storage.sealing import TENANT_PURPOSES, Purpose
from reference_app.storage.sites import Place
from reference_app.storage.store import Store

_FOLDER: Final = Path(__file__).parent / "migrations"

# What the directory knows of each database: so an upgrade with nothing to do opens none of them.
schema_revisions: Final = strict_table(
    "schema_revisions",
    directory_metadata,
    Column("tenant_id", TEXT, ForeignKey("tenants.id"), nullable=False),
    Column("purpose", TEXT, nullable=False),
    Column("revision", TEXT, nullable=False),
    Column("compatible", TEXT, nullable=False),
    Column("error", TEXT, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "purpose"),
)


@frozen
class History:
    """The revisions of one kind of database, kept in a folder."""

    folder: Path

    @property
    def script(self) -> ScriptDirectory:
        """Alembic's reading of the folder, made once."""
        return _script(self.folder)

    @property
    def head(self) -> str:
        """The last revision."""
        return str(self.script.get_current_head())

    @property
    def compatible(self) -> str:
        """The oldest revision whose code may go on beside the last one."""
        return str(self.script.get_revision(self.head).module.compatible)

    def knows(self, revision: str) -> bool:
        """Tell whether a revision is of this history."""
        return revision in {str(script.revision) for script in self.script.walk_revisions()}

    def serves(self, revision: str, compatible: str) -> bool:
        """Tell whether this version of the application may work on a database of a revision.

        An older one waits for its upgrade. A newer one, which another version made, says by ``compatible`` the oldest
        revision whose code may go on beside it: what this version does not know, it leaves alone.
        """
        return revision == self.head or (not self.knows(revision) and self.knows(compatible))

    def upgrade(self, db: Connection, to: str = "head") -> str:
        """Bring a database to a revision, within the caller's transaction; return the revision that it has.

        Alembic's operations are one for a process, so that one upgrade runs at a time in it.
        """
        with _ONE_AT_A_TIME:
            steps = MigrationContext.configure(db, opts={"fn": lambda rev, _: self.script._upgrade_revs(to, rev)})  # noqa: SLF001
            with Operations.context(steps):
                steps.run_migrations()
        return self.current(db)

    def current(self, db: Connection) -> str:
        """Return the revision that a database says it has; nothing if it has none."""
        return MigrationContext.configure(db).get_current_revision() or ""


HISTORIES: Final[dict[Purpose, History]] = {
    purpose: History(_FOLDER / purpose.value) for purpose in (Purpose.DIRECTORY, *TENANT_PURPOSES)
}


_ONE_AT_A_TIME: Final = threading.Lock()


@cache
def _script(folder: Path) -> ScriptDirectory:
    return ScriptDirectory(str(folder), version_locations=[str(folder)])


@frozen
class Known:
    """What the directory knows of a database: its revision, what may go on beside it, and what stopped an upgrade."""

    revision: str = ""
    compatible: str = ""
    error: str = ""


@frozen
class Revisions:
    """What the directory knows of the brokerages' databases."""

    _store: Store = field(repr=False)

    def of(self, place: Place) -> Known:
        """Return what is known of a database; nothing of one that was never recorded."""
        return self.all(place).get(place, Known())

    def all(self, only: Place | None = None) -> dict[Place, Known]:
        """Return what is known of every database, by one question to the directory."""
        asked = select(schema_revisions)
        if only is not None:
            asked = asked.where(_mine(only))
        with self._store.read() as db:
            rows = db.execute(asked).all()
        return {
            Place(TenantId(r.tenant_id), Purpose(r.purpose)): Known(r.revision, r.compatible, r.error) for r in rows
        }

    def places(self) -> tuple[Place, ...]:
        """Return every database that a brokerage has."""
        with self._store.read() as db:
            kept = select(tenant_keys.c.tenant_id, tenant_keys.c.purpose)
            rows = db.execute(kept.order_by(tenant_keys.c.tenant_id, tenant_keys.c.purpose)).all()
        ours = {purpose.value for purpose in TENANT_PURPOSES}
        return tuple(Place(TenantId(row.tenant_id), Purpose(row.purpose)) for row in rows if row.purpose in ours)

    def behind(self) -> tuple[Place, ...]:
        """Return the databases that are not at the last revision."""
        known = self.all()
        return tuple(p for p in self.places() if known.get(p, Known()).revision != HISTORIES[p.purpose].head)

    def record(self, place: Place, known: Known, at: datetime) -> None:
        """Record what a database now is, and what stopped its upgrade if something did."""
        row = {"tenant_id": place.tenant_id, "purpose": place.purpose.value, "at": at}
        row |= {"revision": known.revision, "compatible": known.compatible, "error": known.error[:500]}
        with self._store.write() as db:
            db.execute(delete(schema_revisions).where(_mine(place)))
            db.execute(insert(schema_revisions).values(**row))


def _mine(place: Place) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (schema_revisions.c.tenant_id == place.tenant_id) & (
        schema_revisions.c.purpose == place.purpose.value
    )
    return found
