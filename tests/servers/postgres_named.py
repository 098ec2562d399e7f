"""A server of one's own choice (``NETSOFT_TEST_POSTGRES``), used for the run and left as it was found."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from tests.servers.kept import Unavailable
from tests.servers.postgres import MAINTENANCE, OURS, Postgres, make_maintenance, version_of

TENANTS: Final = r"rolname LIKE 'ns\_%'"


def adopted(url: str) -> Postgres:
    """Make the maintenance role on the server at ``url``; ``clear`` ends it with all that it owns.

    Raise Unavailable when the server cannot be reached, gives no sufficient role, or already has a role of that name
    that these tests did not make: it could be the service's own.
    """
    try:
        power = _power(url)
        version = version_of(url)
    except psycopg.OperationalError as why:
        raise Unavailable(f"NETSOFT_TEST_POSTGRES cannot be reached: {why}") from None
    if not power["createrole"] or not power["createdb"]:
        raise Unavailable("the role of NETSOFT_TEST_POSTGRES needs CREATEDB and CREATEROLE")
    clear(url)
    _refuse_one_in_use(url)
    maintenance = make_maintenance(url)
    parts = urlsplit(url)
    superuser = url if power["super"] else None
    return Postgres(parts.hostname or "127.0.0.1", parts.port or 5432, version, "named", maintenance, superuser)


def _power(url: str) -> dict[str, bool]:
    with psycopg.connect(url) as db:
        found = db.execute("SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        row = found.fetchone()
    assert row is not None
    return {"super": row[0], "createdb": row[0] or row[1], "createrole": row[0] or row[2]}


def clear(url: str) -> None:
    """Drop the maintenance role that an earlier run made, with all that it owns and the roles it made."""
    with psycopg.connect(url, autocommit=True) as db:
        found = db.execute(
            "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = %s", (MAINTENANCE,)
        ).fetchone()
        if found is None:
            return
        if found[0] != OURS:
            raise Unavailable(
                f"the server of NETSOFT_TEST_POSTGRES has a role {MAINTENANCE} that is not the tests' own"
            )
        db.execute(sql.SQL("GRANT {role} TO {me}").format(role=sql.Identifier(MAINTENANCE), me=_me(url)))
        wipe(db)
        db.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(MAINTENANCE)))
        db.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(MAINTENANCE)))


def _refuse_one_in_use(url: str) -> None:
    with psycopg.connect(url) as db:
        found = db.execute(f"SELECT rolname FROM pg_roles WHERE {TENANTS}").fetchone()
    if found:
        raise Unavailable(f"the server of NETSOFT_TEST_POSTGRES serves tenants already (role {found[0]})")


def _me(url: str) -> sql.Identifier:
    return sql.Identifier(unquote(urlsplit(url).username or ""))


def wipe(db: psycopg.Connection[tuple[str, ...]]) -> None:
    """Drop every database of the maintenance role, and every role that stands for a tenant (``ns_…``)."""
    owned = "SELECT datname FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE rolname = %s"
    for (name,) in db.execute(owned, (MAINTENANCE,)).fetchall():
        db.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    for (name,) in db.execute(f"SELECT rolname FROM pg_roles WHERE {TENANTS}").fetchall():
        db.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
