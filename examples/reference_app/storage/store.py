"""One encrypted SQLite file: readers beside one writer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from attrs import field, frozen
from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from reference_app.errors import SetupError

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


@frozen(eq=False)
class Store:
    """An open file. Reading and writing are transactions; one writer at a time in this process."""

    path: Path
    _reads: Engine = field(repr=False)
    _writes: Engine = field(repr=False)
    _writer: threading.RLock = field(factory=threading.RLock, repr=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state and can change nothing."""
        with self._reads.connect() as db:
            yield db

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are all kept, or none if an error leaves the block."""
        with self._writer, self._writes.begin() as db:
            yield db

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other writers of this process out while several transactions follow one another."""
        with self._writer:
            yield

    def check(self) -> None:
        """Read once from the file; raise if it does not answer."""
        with self.read() as db:
            db.exec_driver_sql("SELECT 1")

    def close(self) -> None:
        """Close the connections."""
        self._reads.dispose()
        self._writes.dispose()


def open_store(path: Path, key: bytes, metadata: MetaData) -> Store:
    """Open the file with its raw 256-bit key, made with its tables if it does not exist."""
    store = Store(path, _engine(path, key, reads=True), _engine(path, key, reads=False))
    try:
        with store.write() as db:
            metadata.create_all(db)
    except DatabaseError as error:
        store.close()
        raise SetupError(f"{path} ne s’ouvre pas avec cette clé : clé erronée ou fichier abîmé.") from error
    return store


def _engine(path: Path, key: bytes, *, reads: bool) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=_connector(path, key, (*_PRAGMAS, "PRAGMA query_only = ON") if reads else _PRAGMAS),
        poolclass=QueuePool,
        pool_size=4 if reads else 1,
        max_overflow=40 if reads else 1,
        pool_timeout=10,
        hide_parameters=True,  # an error that is logged shows no value
    )
    begin = "BEGIN" if reads else "BEGIN IMMEDIATE"
    event.listen(engine, "begin", lambda db: db.exec_driver_sql(begin))
    return engine


def _connector(path: Path, key: bytes, pragmas: Sequence[str]) -> Callable[[], Any]:
    def connect() -> Any:
        connection = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            for pragma in pragmas:
                connection.execute(pragma)
        except sqlcipher.DatabaseError:
            connection.close()
            raise
        return connection

    return connect
