"""PostgreSQL: one database to a database of ours, with one role and one SCRAM secret of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import psycopg
from attrs import field, frozen
from psycopg import sql
from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from reference_app.storage.store import Identity, first_that_opens

# Nothing of this outlives its transaction, so that any pooler may stand in between.
_READ: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '30s'"
# One writer at a time, as on the embedded engine, over every process that serves the database.
_WRITE: Final = (
    "SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = '30s'; SELECT pg_catalog.pg_advisory_xact_lock(7301)"
)


@frozen
class ServedDatabase:
    """A database of a server, opened by the role of ``url`` with the passwords that ``secrets`` gives."""

    url: URL
    _secrets: Callable[[], Sequence[str]] = field(repr=False)

    @property
    def name(self) -> str:
        """The database's name and server."""
        return f"{self.url.host or ''}:{self.url.port or ''}/{self.url.database}"

    @property
    def identity(self) -> Identity:
        """The database and the role of the address."""
        return Identity(self.url.database or "", self.url.username or "")

    def engine(self) -> Engine:
        """Return what connects; an error that is logged shows no value."""
        return create_engine(
            "postgresql+psycopg://",
            creator=self._connect,
            poolclass=NullPool,
            hide_parameters=True,
            use_native_hstore=False,
        )

    def begin(self, db: Connection, *, reads: bool) -> None:
        """Begin; a writer waits its turn for the database."""
        db.exec_driver_sql(_READ if reads else _WRITE)

    def outdated(self, error: Exception) -> bool:
        """Tell whether the server ended the connection; a new secret leaves it as it is."""
        return isinstance(error, DBAPIError) and error.connection_invalidated

    def found(self, db: Connection) -> Identity:
        """Ask the server: what the connection was opened with is not what it leads to when a pooler is in between."""
        found = db.exec_driver_sql("SELECT pg_catalog.current_database(), session_user").one()
        return Identity(*found)

    def _connect(self) -> Any:
        return first_that_opens(
            self._secrets, lambda secret: connect(self.url.set(password=secret)), psycopg.OperationalError
        )


def connect(url: URL) -> psycopg.Connection[Any]:
    """Connect with the parameters of an address; no statement is prepared, for poolers that lend a session once."""
    given: dict[str, Any] = {"connect_timeout": 10, "application_name": "netsoft", **url.query}
    return psycopg.connect(
        host=url.host,
        port=url.port,
        dbname=url.database,
        user=url.username,
        password=None if url.password is None else str(url.password),
        prepare_threshold=None,
        **given,
    )


def drop_database(db: psycopg.Connection[Any], name: str) -> None:
    """Drop a database into which nobody gets any more, its sessions ended first; one that is not there is no error.

    WITH (FORCE) is refused to whoever is no superuser while the server cleans up in the database (autovacuum), since
    that process has no role to be a member of; without it, the server sends its own away.
    """
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename IS NOT NULL"
    db.execute(ended, (name,))
    db.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
