"""A server that is named serves the run, and is left as it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.servers.kept import Unavailable
from tests.servers.postgres import MAINTENANCE, Cluster, Postgres, fresh_cluster, on_database

psycopg = pytest.importorskip("psycopg")
ADMIN = "CREATE ROLE admin LOGIN CREATEDB CREATEROLE PASSWORD 'pass'"


@pytest.fixture(scope="module")
def bare() -> Iterator[Postgres]:
    """A server on which the tests have made nothing yet."""
    try:
        with fresh_cluster(Cluster(fsync=False)) as server:
            run(server, f"DROP ROLE {MAINTENANCE}", ADMIN)
            yield server
    except Unavailable as why:
        pytest.skip(f"no PostgreSQL: {why}")


def run(server: Postgres, *statements: str) -> None:
    assert server.superuser is not None
    with psycopg.connect(server.superuser, autocommit=True) as db:
        for statement in statements:
            db.execute(statement)


def everything(server: Postgres) -> set[str]:
    assert server.superuser is not None
    with psycopg.connect(server.superuser) as db:
        found = db.execute("SELECT rolname FROM pg_roles UNION ALL SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in found}


def superuser_of(server: Postgres) -> str:
    assert server.superuser is not None
    return server.superuser


def admin_of(server: Postgres) -> str:
    return server.url_of("admin", "pass", "postgres")


@pytest.mark.parametrize("url_of", [superuser_of, admin_of])
def test_a_named_server_is_left_as_it_was(bare: Postgres, url_of: Callable[[Postgres], str]) -> None:
    from tests.servers.postgres_named import adopted, clear

    before, url = everything(bare), url_of(bare)
    server = adopted(url)
    assert (server.superuser is None) == (url_of is admin_of)
    with psycopg.connect(server.maintenance, autocommit=True) as db:
        db.execute("CREATE DATABASE ns_a_d")
        db.execute("CREATE ROLE ns_a_d LOGIN PASSWORD 'of a'")
        db.execute("GRANT CONNECT ON DATABASE ns_a_d TO ns_a_d")
    assert everything(bare) - before == {MAINTENANCE, "ns_a_d"}
    with psycopg.connect(on_database(server.maintenance, "ns_a_d")):
        pass
    again = adopted(url)
    assert everything(bare) - before == {MAINTENANCE}
    assert again.maintenance != server.maintenance
    clear(url)
    assert everything(bare) == before


@pytest.mark.parametrize(
    ("statement", "undo", "why"),
    [
        (f"CREATE ROLE {MAINTENANCE}", f"DROP ROLE {MAINTENANCE}", "not the tests' own"),
        ("CREATE ROLE ns_1_d", "DROP ROLE ns_1_d", "serves tenants already"),
        ("ALTER ROLE admin NOCREATEDB", "ALTER ROLE admin CREATEDB", "needs CREATEDB"),
        ("ALTER ROLE admin PASSWORD 'other'", "ALTER ROLE admin PASSWORD 'pass'", "cannot be reached"),
    ],
)
def test_a_server_that_will_not_do_is_left_alone(bare: Postgres, statement: str, undo: str, why: str) -> None:
    from tests.servers.postgres_named import adopted

    run(bare, statement)
    before = everything(bare)
    with pytest.raises(Unavailable, match=why):
        adopted(admin_of(bare))
    assert everything(bare) == before
    run(bare, undo)
