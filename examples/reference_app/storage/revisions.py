"""The revisions of one kind of database: which there are, and bringing a database to the last.

Each revision states ``compatible``, the oldest revision whose code may still write beside it; it never goes back from
one revision to the next. Where its code also works on older tables it states ``works_from``, the oldest of them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from attrs import frozen
from sqlalchemy import Connection

from reference_app.storage.sealing import TENANT_PURPOSES, Purpose

_FOLDER: Final = Path(__file__).parent / "migrations"


@frozen
class History:
    """The revisions of one kind of database, kept in a folder."""

    folder: Path

    @property
    def head(self) -> str:
        """The last revision."""
        return self._last.revision

    @property
    def compatible(self) -> str:
        """The oldest revision whose code may go on beside the last one."""
        return str(self._last.module.compatible)

    def compatible_with(self, revision: str) -> str:
        """Return the oldest revision whose code may go on beside one; nothing of one that is unknown."""
        return next((str(one.module.compatible) for one in _scripts(self.folder) if one.revision == revision), "")

    @property
    def all(self) -> tuple[str, ...]:
        """Every revision, the oldest first."""
        return tuple(script.revision for script in reversed(_scripts(self.folder)))

    def knows(self, revision: str) -> bool:
        """Tell whether a revision is of this history."""
        return revision in self.all

    def serves(self, revision: str, compatible: str) -> bool:
        """Tell whether this version of the application may work on a database.

        An older revision waits for its upgrade, unless the code works on it too. A newer one, made by another version,
        says by ``compatible`` whose code may go on beside it; and so does one that is about to become newer.
        """
        if not self.knows(compatible):
            return False
        works_from = getattr(self._last.module, "works_from", self.head)
        return not self.knows(revision) or self.all.index(revision) >= self.all.index(works_from)

    def upgrade(self, db: Connection, to: str = "head") -> str:
        """Bring a database to a revision, within the caller's transaction; return the revision that it has."""
        script = _read(self.folder)
        if db.dialect.name == "postgresql":  # a big table takes longer than a page may
            db.exec_driver_sql("SET LOCAL statement_timeout = 0")
        steps = MigrationContext.configure(db, opts={"fn": lambda rev, _: script._upgrade_revs(to, rev)})  # noqa: SLF001
        # The revisions are given their operations, and take none from a module: several databases go on at a time.
        steps.run_migrations(op=Operations(steps))
        return self.current(db)

    def stamp(self, db: Connection) -> None:
        """Let a database that was just made from the tables of today say that it has the last revision."""
        MigrationContext.configure(db).stamp(_read(self.folder), self.head)

    def current(self, db: Connection) -> str:
        """Return the revision that a database says it has; nothing if it has none."""
        return MigrationContext.configure(db).get_current_revision() or ""

    @property
    def _last(self) -> Script:
        return _scripts(self.folder)[0]


HISTORIES: Final[dict[Purpose, History]] = {
    purpose: History(_FOLDER / purpose.value) for purpose in (Purpose.DIRECTORY, *TENANT_PURPOSES)
}


@cache
def _read(folder: Path) -> ScriptDirectory:
    """Read a folder once, whatever the number of databases."""
    return ScriptDirectory(str(folder), version_locations=[str(folder)])


@cache
def _scripts(folder: Path) -> tuple[Script, ...]:
    """Return the revisions of a folder, the newest first; each follows one other."""
    return tuple(_read(folder).walk_revisions())
