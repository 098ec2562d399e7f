"""The databases of a PostgreSQL server: what makes them, and what shuts each one to the others' logins.

The maintenance role owns every database and every table; a brokerage's role may connect to its own database and
handle rows there, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, Final

import psycopg
from attrs import field, frozen
from psycopg import sql
from psycopg.errors import DuplicateDatabase, UniqueViolation
from sqlalchemy import URL, Connection, create_engine, insert, inspect
from sqlalchemy.pool import NullPool

from netsoft.tenancy import keys, placement
from reference_app.errors import SetupError
from reference_app.ids import TenantId
from reference_app.storage.columns import APPEND_ONLY
from reference_app.storage.pools import Pools, directory_pools
from reference_app.storage.revisions import HISTORIES
from reference_app.storage.sealing import Purpose
from reference_app.storage.server import ServedDatabase, connect, drop_database
from reference_app.storage.sites import Keys, Place
from reference_app.storage.store import Identity, Store

_MAKING: Final = 7302  # the lock under which databases and roles are made
_CONNECTIONS: Final = 40


def database_name(place: Place) -> str:
    """Return the name of a brokerage's database, and of its role: derived from its id, so that no row can move it."""
    return placement.database_name(place.tenant_id, keys.Purpose(place.purpose.value))


@frozen(eq=False)
class ServedSite:
    """A PostgreSQL server, reached as the maintenance role on the directory's database."""

    url: URL = field(repr=False)
    _pools: Pools = field(factory=Pools, repr=False)
    _directory_pools: Pools = field(factory=directory_pools, repr=False)

    def waits_for_migrate(self, place: Place) -> bool:  # noqa: ARG002
        """Several processes may serve one server: they wait for the command."""
        return True

    def has_directory(self) -> bool:
        """Tell whether the directory's tables are there."""
        with self._administering() as db:
            return db.execute("SELECT to_regclass('public.tenants') IS NOT NULL").fetchone() == (True,)

    def directory(self, keys: Keys) -> Store:  # noqa: ARG002 - the server asks for the password of the address
        """Return the directory, made if there is none."""
        with self._administering() as db:
            _shut(db, self.url.database or "")
            db.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        self._make_tables(self.url, Place(TenantId(""), Purpose.DIRECTORY))
        return Store(ServedDatabase(self.url, lambda: (str(self.url.password or ""),)), self._directory_pools)

    def change_directory_secret(self, keys: Keys, secret: bytes) -> None:
        """Do nothing: the address has the password, and no key of ours opens it."""

    def make(self, place: Place, key: bytes, *, known: bool = False) -> bool:
        """Make the role, the database, its tables and what the role may do with them; any part may be there.

        What is whole is left as it is: what was taken from a role meanwhile is not given back to it. Raise when the
        database was lost, was shut by someone, or is another one's.
        """
        name = database_name(place)
        url = self.url.set(database=name)
        with self._administering() as db:
            standing = _standing(db, name)
            if standing is None and (known or _lost(db, place)):
                raise SetupError(f"{name} manque ; restaurer la sauvegarde de ce cabinet.")
            if standing == (False, True):
                raise SetupError(f"{name} est fermée aux connexions ; la rouvrir, ou restaurer sa sauvegarde.")
            found = self._identity(url) if standing is not None and standing[0] else place.identity
            if found != place.identity and (known or found is not None):
                raise SetupError(f"{name} est vide ou d’un autre ; restaurer la sauvegarde de ce cabinet.")
            if standing != (True, True):
                _make_database(db, name, key)
        return self._identity(url) is None and self._make_tables(url, place)

    def exists(self, place: Place) -> bool:
        """Tell whether the database is there."""
        with self._administering() as db:
            return _there(db, _DATABASES, database_name(place))

    def open(self, place: Place, keys: Keys) -> Store:
        """Return the database's store, opened with its own role and its own secret."""
        return Store(ServedDatabase(self.url_of(place), lambda: tuple(key.hex() for key in keys())), self._pools)

    def owned(self, place: Place, keys: Keys) -> Store:  # noqa: ARG002 - the maintenance role has its own password
        """Return the database's store, opened with the maintenance role."""
        url = self.url.set(database=database_name(place))
        return Store(ServedDatabase(url, lambda: (str(self.url.password or ""),)), Pools(most=2, each=2, keep=0.0))

    def upgrade(self, place: Place, keys: Keys) -> str:
        """Bring the database to the last revision, as its owner, and let its role handle what is new."""
        with closing(self.owned(place, keys)) as store, store.write() as db:
            revision = HISTORIES[place.purpose].upgrade(db)
            grant_rows(db.connection.driver_connection, place)  # type: ignore[arg-type]
        return revision

    def shut(self, place: Place) -> None:
        """Take its login from the role, and end its sessions."""
        name = database_name(place)
        self._pools.forget(ServedDatabase(self.url_of(place), tuple).name)
        with self._administering() as db:
            db.execute(_quoted("ALTER ROLE {} NOLOGIN", name))
            db.execute(_quoted("GRANT {} TO CURRENT_USER", name))  # who may then end its sessions
            db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (name,))

    def reopen(self, place: Place) -> None:
        """Give the role its login again."""
        with self._administering() as db:
            db.execute(_quoted("ALTER ROLE {} LOGIN", database_name(place)))

    def rebuild(self, place: Place, keys: Keys, fill: Callable[[Connection], object]) -> None:
        """Make the database anew with a role that may not yet come in, fill it, and let the role in."""
        name = database_name(place)
        self._pools.forget(ServedDatabase(self.url_of(place), tuple).name)
        with self._administering() as db:
            with _in_turn(db):
                if not _there(db, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
                    db.execute(_quoted(_ROLE, name))
                db.execute(_quoted("ALTER ROLE {} NOLOGIN", name))
                db.execute(_quoted(_PASSWORD, name, verifier(db, name, keys()[0])))
            db.execute(_quoted("GRANT {} TO CURRENT_USER", name))  # who may then end its sessions
            try:
                drop_database(db, name)
            finally:
                db.execute(_quoted("REVOKE {} FROM CURRENT_USER", name))  # and belongs to no brokerage's role for long
        self.make(place, keys()[0])
        with closing(self.owned(place, keys)) as store, store.write() as filled:
            fill(filled)
        with self._administering() as db:
            db.execute(_quoted("ALTER ROLE {} LOGIN", name))

    def change_secret(self, place: Place, keys: Keys, secret: bytes) -> None:  # noqa: ARG002
        """Give the role another password; who is connected stays."""
        with self._administering() as db:
            set_password(db, place, secret)

    def remove(self, place: Place) -> None:
        """Remove the database and the role; sessions on it are ended."""
        name = database_name(place)
        self._pools.forget(ServedDatabase(self.url_of(place), tuple).name)
        with self._administering() as db:
            if _there(db, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
                db.execute(_quoted("ALTER ROLE {} NOLOGIN", name))
                db.execute(_quoted("GRANT {} TO CURRENT_USER", name))  # who may then end its sessions
            drop_database(db, name)
            db.execute(_quoted("DROP ROLE IF EXISTS {}", name))

    def close(self) -> None:
        """Close what is open."""
        self._pools.close()
        self._directory_pools.close()

    def url_of(self, place: Place) -> URL:
        """Return the address of a brokerage's database, without its secret."""
        name = database_name(place)
        return self.url.set(database=name, username=name, password=None)

    def _identity(self, url: URL) -> Identity | None:
        """Return what a database says whose it is; nothing where its tables are not made yet."""
        with self._administering(url) as db:
            if not _there(db, "SELECT 1 WHERE to_regclass(%s) IS NOT NULL", "public.identity"):
                return None
            row = db.execute("SELECT owner, purpose FROM public.identity").fetchone()
            return Identity("", "") if row is None else Identity(*row)

    def _make_tables(self, url: URL, place: Place) -> bool:
        engine = create_engine("postgresql+psycopg://", creator=lambda: connect(url), poolclass=NullPool)
        with engine.begin() as db:
            db.exec_driver_sql("SELECT pg_advisory_xact_lock(7301)")
            if inspect(db).has_table("identity"):
                return False
            place.schema.create_all(db)
            HISTORIES[place.purpose].stamp(db)
            row = {"owner": place.identity.database, "purpose": place.identity.user}
            db.execute(insert(place.schema.tables["identity"]).values(**row))
            if place.tenant_id:
                grant_rows(db.connection.driver_connection, place)  # type: ignore[arg-type]
            return True

    @contextmanager
    def _administering(self, url: URL | None = None) -> Iterator[psycopg.Connection[Any]]:
        try:
            opened = connect(url or self.url)
        except psycopg.OperationalError as error:
            raise SetupError(f"PostgreSQL ne répond pas ou refuse : {_said(error)} ; voir NETSOFT_DATABASE.") from error
        with opened as db:
            db.autocommit = True
            yield db


def _standing(db: psycopg.Connection[Any], name: str) -> tuple[bool, bool] | None:
    """Return whether a database may be connected to at all, and whether its role may; nothing when it is not there."""
    asked = (
        "SELECT datallowconn, EXISTS (SELECT 1 FROM aclexplode(datacl) a JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE r.rolname = datname AND a.privilege_type = 'CONNECT') FROM pg_database WHERE datname = %s"
    )
    row = db.execute(asked, (name,)).fetchone()
    return None if row is None else (row[0], row[1])


def _lost(db: psycopg.Connection[Any], place: Place) -> bool:
    """Tell whether a database was there: its role may sign in, and the journal is made after the dossiers."""
    asked = (
        "SELECT 1 FROM pg_roles r JOIN pg_database j ON j.datname = %s WHERE rolname = %s AND rolcanlogin"
        " AND NOT EXISTS (SELECT 1 FROM pg_database d WHERE d.datname = rolname)"
    )
    journal = database_name(Place(place.tenant_id, Purpose.JOURNAL))
    return db.execute(asked, (journal, database_name(place))).fetchone() is not None


def _make_database(db: psycopg.Connection[Any], name: str, key: bytes) -> None:
    """Make the role with its password, then the database, which nobody enters before it is shut to all others."""
    with _in_turn(db):
        if not _there(db, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
            db.execute(_quoted(_ROLE, name))
            db.execute(_quoted(_PASSWORD, name, verifier(db, name, key)))
    if not _there(db, _DATABASES, name):
        with suppress(DuplicateDatabase, UniqueViolation):  # another process was faster
            db.execute(_quoted(_DATABASE, name))
    with _in_turn(db):
        _shut(db, name)
        db.execute(_quoted("GRANT CONNECT ON DATABASE {0} TO {0}", name))
        db.execute(_quoted("ALTER DATABASE {} ALLOW_CONNECTIONS true", name))


def verifier(db: psycopg.Connection[Any], role: str, key: bytes) -> str:
    """Return what the server keeps of a password (SCRAM): the password itself is in no statement and no log."""
    return db.pgconn.encrypt_password(key.hex().encode(), role.encode(), b"scram-sha-256").decode()


def set_password(db: psycopg.Connection[Any], place: Place, key: bytes) -> None:
    """Give the role of a database another secret; open connections stay."""
    name = database_name(place)
    db.execute(_quoted(_PASSWORD, name, verifier(db, name, key)))


def grant_rows(db: psycopg.Connection[Any], place: Place) -> None:
    """Let a database's role handle its rows: of what is only appended to, neither change nor delete any."""
    name = database_name(place)
    db.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    db.execute(_quoted("GRANT USAGE ON SCHEMA public TO {}", name))
    db.execute(_quoted("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}", name))
    for table in place.schema.sorted_tables:
        rights = "SELECT, INSERT" if table.info.get(APPEND_ONLY) else "SELECT, INSERT, UPDATE, DELETE"
        if table.name == "identity":
            rights = "SELECT"
        db.execute(sql.SQL("GRANT " + rights + " ON {} TO {}").format(sql.Identifier(table.name), sql.Identifier(name)))


_ROLE: Final = (
    "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT "
    f"CONNECTION LIMIT {_CONNECTIONS}"
)
# Nobody enters before it is shut to everyone.
_DATABASE: Final = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' ALLOW_CONNECTIONS false"
_DATABASES: Final = "SELECT 1 FROM pg_database WHERE datname = %s"
_PASSWORD: Final = "ALTER ROLE {} PASSWORD {}"  # noqa: S105 - a statement


def _quoted(statement: str, name: str, *literals: str) -> sql.Composed:
    parts = (sql.Identifier(name), *map(sql.Literal, literals))
    return sql.SQL(statement).format(*parts)


def _shut(db: psycopg.Connection[Any], name: str) -> None:
    """Take from everyone what PostgreSQL gives everyone on a new database."""
    db.execute(_quoted("REVOKE ALL ON DATABASE {} FROM PUBLIC", name))


def _there(db: psycopg.Connection[Any], question: str, name: str) -> bool:
    return db.execute(question, (name,)).fetchone() is not None


@contextmanager
def _in_turn(db: psycopg.Connection[Any]) -> Iterator[None]:
    """Do several things at once, and let no other process do so meanwhile.

    The lock is the transaction's: a session's would stay behind on a pooler's connection, and a second connection
    that held it could wait for ever for the first.
    """
    with db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(%s)", (_MAKING,))
        yield


def _said(error: psycopg.Error) -> str:
    return " ".join(str(error).split())
