"""The embedded engine: one SQLCipher file to a database, with a raw key of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from attrs import field, frozen
from sqlalchemy import Connection, Engine, create_engine, insert, inspect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from reference_app.errors import SetupError
from reference_app.folder_lock import alone
from reference_app.ids import new_id
from reference_app.storage.master_key import keep_names
from reference_app.storage.pools import Pools, directory_pools
from reference_app.storage.revisions import HISTORIES
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import SCHEMAS, Keys, Place
from reference_app.storage.store import Identity, Store, first_that_opens

_PRAGMAS: Final = (
    # A wrong key is said once, by us, and not by the engine too.
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA journal_mode = WAL",
    # FULL: an acknowledged commit survives a power cut; NORMAL loses some (and corrupts none).
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    # Otherwise INSERT OR REPLACE deletes the old row without firing the trigger that keeps it.
    "PRAGMA recursive_triggers = ON",
)
_BEGIN: Final = {True: ("PRAGMA query_only = ON", "BEGIN"), False: ("PRAGMA query_only = OFF", "BEGIN IMMEDIATE")}

DIRECTORY_FILE: Final = "directory.db"
_DIRECTORY: Final = Identity("", Purpose.DIRECTORY.value)


@frozen
class EncryptedFile:
    """A file whose keys ``secrets`` gives; its identity row says whose it is."""

    path: Path
    identity: Identity
    _secrets: Keys = field(repr=False)

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    def engine(self) -> Engine:
        """Return what opens the file; an error that is logged shows no value."""
        return create_engine(
            "sqlite://", module=sqlcipher, creator=self._connect, poolclass=NullPool, hide_parameters=True
        )

    def begin(self, db: Connection, *, reads: bool) -> None:
        """Begin; a writer waits its turn for the file."""
        for statement in _BEGIN[reads]:
            db.exec_driver_sql(statement)

    def outdated(self, error: Exception) -> bool:
        """Tell whether the file no longer opens with the connection's key: SQLCipher then says so, or runs out."""
        return isinstance(error, MemoryError) or "file is not a database" in str(error)

    def found(self, db: Connection) -> Identity:
        """Read the identity row."""
        row = db.exec_driver_sql("SELECT owner, purpose FROM identity").one_or_none()
        return Identity("", "") if row is None else Identity(*row)

    def _connect(self) -> Any:
        return first_that_opens(self._secrets, lambda key: _opened(self.path, key), sqlcipher.DatabaseError)


def _opened(path: Path, key: bytes) -> Any:
    there = f"{path.absolute().as_uri()}?mode=rw"  # one that was lost is not made anew, empty, in silence
    connection = sqlcipher.connect(there, uri=True, check_same_thread=False, isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except sqlcipher.DatabaseError:
        connection.close()
        raise
    return connection


def _seal_anew(file: EncryptedFile, secret: bytes) -> None:
    with closing(file.engine().connect()) as db:
        db.exec_driver_sql("PRAGMA busy_timeout = 60000")
        db.exec_driver_sql(f"PRAGMA rekey = \"x'{secret.hex()}'\"")


@frozen(eq=False)
class EmbeddedSite:
    """A folder of encrypted files: the directory, and a folder to each brokerage."""

    folder: Path
    _pools: Pools = field(factory=Pools, repr=False)
    _directory_pools: Pools = field(factory=directory_pools, repr=False)

    def waits_for_migrate(self, place: Place) -> bool:  # noqa: ARG002
        """Whoever serves a folder is alone in it, and upgrades as it opens."""
        return False

    def has_directory(self) -> bool:
        """Tell whether the directory's file is there."""
        return self._directory_file.exists()

    def directory(self, keys: Keys) -> Store:
        """Return the directory, made if there is none; one of before is changed while no older version serves it."""
        file = EncryptedFile(self._directory_file, _DIRECTORY, keys)
        _make(file, Purpose.DIRECTORY, partial(alone, self.folder, "arrêter d’abord l’ancienne version"))
        return Store(file, self._directory_pools)

    def change_directory_secret(self, keys: Keys, secret: bytes) -> None:
        """Seal the directory's pages anew, in one transaction."""
        _seal_anew(EncryptedFile(self._directory_file, _DIRECTORY, keys), secret)

    def make(self, place: Place, key: bytes, *, known: bool = False) -> bool:
        """Make the file with its tables and its identity; what is there already is left as it is."""
        path = self.path(place)
        journal = self.path(Place(place.tenant_id, Purpose.JOURNAL))
        there = path.exists() and path.stat().st_size > 0
        if not there and (known or journal.exists()):  # the dossiers come first: they were lost
            raise SetupError(f"{path} manque ; restaurer la sauvegarde de ce cabinet.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _make(EncryptedFile(path, place.identity, lambda: (key,)), place.purpose)

    def exists(self, place: Place) -> bool:
        """Tell whether the file is there."""
        return self.path(place).exists()

    def open(self, place: Place, keys: Keys) -> Store:
        """Return the file's store."""
        return Store(EncryptedFile(self.path(place), place.identity, keys), self._pools)

    def owned(self, place: Place, keys: Keys) -> Store:
        """Return the file's store: whoever has its key owns it."""
        return self.open(place, keys)

    def upgrade(self, place: Place, keys: Keys) -> str:
        """Bring the file to the last revision; return the revision that it has."""
        with self.open(place, keys).write() as db:
            return HISTORIES[place.purpose].upgrade(db)

    def shut(self, place: Place) -> None:
        """Close what is open: whoever operates on a file holds the folder alone."""
        self._pools.forget(str(self.path(place)))

    def reopen(self, place: Place) -> None:
        """Do nothing: a file has no login."""

    def rebuild(self, place: Place, keys: Keys, fill: Callable[[Connection], object]) -> None:
        """Make the file beside its place, fill it, and put it there whole."""
        apart, path = EmbeddedSite(self.folder / f"scratch-{new_id()}"), self.path(place)
        made = apart.path(place)
        try:
            apart.make(place, keys()[0])
            with apart.open(place, keys).write() as db:
                fill(db)
            apart.close()  # the last connection that closes writes the log into the file
            with closing(EncryptedFile(made, place.identity, keys).engine().connect()) as db:
                db.exec_driver_sql("PRAGMA journal_mode = DELETE")
            self.remove(place)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            made.replace(path)
            keep_names(path.parent)
        finally:
            apart.close()
            shutil.rmtree(apart.folder, ignore_errors=True)

    def change_secret(self, place: Place, keys: Keys, secret: bytes) -> None:
        """Seal every page anew, in one transaction of the file: cut off, none is.

        Who reads goes on with the state that was; who comes back is refused, and asks for the secret again.
        """
        _seal_anew(EncryptedFile(self.path(place), place.identity, keys), secret)
        self._pools.forget(str(self.path(place)))

    def remove(self, place: Place) -> None:
        """Remove the file, with what stands beside it."""
        path = self.path(place)
        self._pools.forget(str(path))
        for suffix in ("-wal", "-shm", ""):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        if path.parent.exists() and not any(path.parent.iterdir()):
            shutil.rmtree(path.parent)

    def close(self) -> None:
        """Close what is open."""
        self._pools.close()
        self._directory_pools.close()

    def path(self, place: Place) -> Path:
        """Return where a database is."""
        return self.folder / "tenants" / place.tenant_id / f"{place.purpose.value}.db"

    @property
    def _directory_file(self) -> Path:
        return self.folder / DIRECTORY_FILE


def _make(
    file: EncryptedFile, purpose: Purpose, adopting: Callable[[], AbstractContextManager[object]] = nullcontext
) -> bool:
    """Make what a file lacks: everything where it is new, and what the first revision adds where it is of before."""
    schema, history = SCHEMAS[purpose], HISTORIES[purpose]
    table = schema.tables["identity"]
    try:
        file.path.touch(mode=0o600)
        with closing(file.engine().connect()) as db, db.begin():
            file.begin(db, reads=False)
            there = inspect(db).get_table_names()
            if table.name in there and db.execute(table.select()).first() is not None:
                return False
            table.create(db, checkfirst=True)
            db.execute(insert(table).values(owner=file.identity.database, purpose=file.identity.user))
            if there:
                with adopting():
                    history.upgrade(db, history.all[0])
                return False
            schema.create_all(db)
            history.stamp(db)
            return True
    except DatabaseError as error:
        raise SetupError(f"{file.path} ne s’ouvre pas avec cette clé : clé erronée ou fichier abîmé.") from error
