"""Databases of the tests' PostgreSQL: empty ones, and a state that is kept and brought back for each test.

Only the server's catalogues are read: nothing here knows what the application makes.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from attrs import field, frozen
from psycopg import sql

from tests.servers.postgres import MAINTENANCE, Postgres

KEPT: Final = "kept_"
_NUMBERS: Final = itertools.count()
Connection = psycopg.Connection[Any]


@frozen
class Rights:
    """Who may do what on a database: ``(role, privilege)``, an empty role standing for everybody; its limit."""

    granted: tuple[tuple[str, str], ...]
    limit: int


@frozen
class Kept:
    """A state of a server that ``bring_back`` restores: databases with their rights, roles with their verifiers."""

    postgres: Postgres
    databases: Mapping[str, Rights]
    roles: Mapping[str, str]
    marks: dict[str, object] = field(factory=dict)


def superuser(postgres: Postgres) -> Connection:
    """A connection that may drop anything."""
    return psycopg.connect(postgres.superuser or postgres.maintenance, autocommit=True)


@frozen
class Found:
    """The databases and the roles of a server at a moment."""

    databases: frozenset[str]
    roles: frozenset[str]


def found_on(postgres: Postgres) -> Found:
    """What is on a server now."""
    with superuser(postgres) as db:
        return Found(frozenset(databases_of(db)), frozenset(roles_of(db)))


@contextmanager
def cleaned(postgres: Postgres) -> Iterator[None]:
    """Drop, at the end, the databases and the roles that were not there at the beginning."""
    before = found_on(postgres)
    try:
        yield
    finally:
        drop_new(postgres, before)


def drop_new(postgres: Postgres, before: Found) -> None:
    """Drop the databases and the roles that were not there before."""
    after = found_on(postgres)
    with superuser(postgres) as db:
        drop(db, after.databases - before.databases, after.roles - before.roles)


@contextmanager
def empty_database(postgres: Postgres) -> Iterator[str]:
    """The address of an empty database of the maintenance role. All that was made meanwhile goes with it."""
    with cleaned(postgres):
        yield new_database(postgres)


def new_database(postgres: Postgres) -> str:
    """Make an empty database of the maintenance role and return its address."""
    name = f"netsoft_{next(_NUMBERS)}"
    with psycopg.connect(postgres.maintenance, autocommit=True) as db:
        made = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        db.execute(sql.SQL(made).format(sql.Identifier(name)))
    return postgres.url(name)


def keep(postgres: Postgres, before: Found) -> Kept:
    """Keep the databases, to which nobody may be connected, and the roles that were not there before."""
    with superuser(postgres) as db:
        names = [name for name in databases_of(db) if name not in before.databases]
        rights = {name: _rights(db, name) for name in names}
        for name in names:
            _copy(db, name, KEPT + name)
        roles = {role: verifier for role, verifier in roles_of(db).items() if role not in before.roles}
        return Kept(postgres, rights, roles)


def bring_back(kept: Kept) -> None:
    """Make the databases that were kept what they were: whoever is connected to them is thrown out.

    One whose counts of written rows stand where they stood when it was brought back is left alone.
    """
    with superuser(kept.postgres) as db:
        _throw_out(db, kept)
        marks = _marks(db, kept)
        changed = [name for name in kept.databases if name not in marks or marks[name] != kept.marks.get(name)]
        drop(db, marks.keys() & set(changed), frozenset())
        for role, verifier in kept.roles.items():
            db.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(verifier)))
        for name in changed:
            _copy(db, KEPT + name, name)
        for name, rights in kept.databases.items():
            _give(db, name, rights)
        kept.marks.update(_marks(db, kept))


def _throw_out(db: Connection, kept: Kept) -> None:
    """End the sessions on the kept databases; a session that is gone has told what it wrote."""
    ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = ANY(%s)"
    while db.execute(ended, (list(kept.databases),)).fetchone() != (0,):
        time.sleep(0.002)


def _marks(db: Connection, kept: Kept) -> dict[str, object]:
    """What moves whenever something is written in a database."""
    written = (
        "SELECT d.datname, d.oid, tup_inserted, tup_updated, tup_deleted, stats_reset"
        " FROM pg_database d JOIN pg_stat_database s ON s.datid = d.oid WHERE d.datname = ANY(%s)"
    )
    return {name: mark for name, *mark in db.execute(written, (list(kept.databases),))}


def databases_of(db: Connection) -> list[str]:
    """The databases of the maintenance role."""
    owned = "SELECT datname FROM pg_database WHERE datdba = %s::regrole ORDER BY 1"
    return [name for (name,) in db.execute(owned, (MAINTENANCE,))]


def roles_of(db: Connection) -> dict[str, str]:
    """The verifier of each role that may sign in, but for superusers and the maintenance role."""
    known = "SELECT rolname, rolpassword FROM pg_authid WHERE rolcanlogin AND NOT rolsuper AND rolname <> %s"
    return dict(db.execute(known, (MAINTENANCE,)).fetchall())


def drop(db: Connection, databases: AbstractSet[str], roles: AbstractSet[str]) -> None:
    """Drop databases, whoever uses them, then roles."""
    for name in sorted(databases):
        db.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    for name in sorted(roles):
        db.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def _copy(db: Connection, name: str, to: str) -> None:
    copied = "CREATE DATABASE {} TEMPLATE {} OWNER {}"
    db.execute(sql.SQL(copied).format(sql.Identifier(to), sql.Identifier(name), sql.Identifier(MAINTENANCE)))


def _rights(db: Connection, name: str) -> Rights:
    """What a copy does not take over, and has to be given."""
    set_ = db.execute(
        "SELECT 1 FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase WHERE datname = %s", (name,)
    )
    assert set_.fetchone() is None, f"{name} has settings of its own, which a copy does not take over"
    granted = db.execute(
        "SELECT CASE grantee WHEN 0 THEN '' ELSE pg_get_userbyid(grantee) END, privilege_type"
        " FROM pg_database, aclexplode(COALESCE(datacl, acldefault('d', datdba))) WHERE datname = %s",
        (name,),
    ).fetchall()
    limit = db.execute("SELECT datconnlimit FROM pg_database WHERE datname = %s", (name,)).fetchone()
    assert limit is not None
    return Rights(tuple(granted), limit[0])


def _give(db: Connection, name: str, rights: Rights) -> None:
    database = sql.Identifier(name)
    db.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    for role, privilege in rights.granted:
        to = sql.Identifier(role) if role else sql.SQL("PUBLIC")
        db.execute(sql.SQL("GRANT {} ON DATABASE {} TO {}").format(sql.SQL(privilege), database, to))
    limit = sql.SQL("ALTER DATABASE {} CONNECTION LIMIT {} ALLOW_CONNECTIONS true")
    db.execute(limit.format(database, sql.Literal(rights.limit)))
