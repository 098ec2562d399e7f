"""The PgBouncer of the tests: whom the server refuses is refused through it too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from attrs import frozen

from tests.servers.pgbouncer import PgBouncer
from tests.servers.postgres import Postgres

Way = Callable[[str], str]
psycopg = pytest.importorskip("psycopg")


@frozen
class Two:
    """Two databases that only their own role may enter: the addresses of both, and of one with the other's login."""

    first: str
    second: str
    crossed: str
    wrong: str


@pytest.fixture(scope="module")
def two(postgres: Postgres, pgbouncer: PgBouncer) -> Iterator[Two]:
    names = ("ns_pool_a", "ns_pool_b")
    with psycopg.connect(postgres.maintenance, autocommit=True) as db:
        for name in names:
            db.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'of {name}'")
            db.execute(f"CREATE DATABASE {name} TEMPLATE template0")
            db.execute(f"REVOKE CONNECT, TEMPORARY ON DATABASE {name} FROM PUBLIC")
            db.execute(f"GRANT CONNECT ON DATABASE {name} TO {name}")
    pgbouncer.refresh()
    a, b = names
    yield Two(
        postgres.url_of(a, f"of%20{a}", a),
        postgres.url_of(b, f"of%20{b}", b),
        postgres.url_of(a, f"of%20{a}", b),
        postgres.url_of(a, f"of%20{b}", a),
    )
    pgbouncer.ask("RECONNECT")
    with psycopg.connect(postgres.superuser, autocommit=True) as db:
        for name in names:
            db.execute(f"DROP DATABASE {name} WITH (FORCE)")
            db.execute(f"DROP ROLE {name}")


@pytest.fixture(params=["directly", "through PgBouncer"])
def way(request: pytest.FixtureRequest, pgbouncer: PgBouncer) -> Way:
    return pgbouncer.through if request.param != "directly" else str


def refused(url: str) -> str:
    with pytest.raises(psycopg.OperationalError) as error:
        psycopg.connect(url, passfile="/nowhere").close()
    return str(error.value)


def test_a_role_enters_its_database(two: Two, way: Way) -> None:
    for url, name in ((two.first, "ns_pool_a"), (two.second, "ns_pool_b")):
        with psycopg.connect(way(url)) as db:
            assert db.execute("SELECT current_user, current_database()").fetchone() == (name, name)


def test_the_login_of_another_is_refused(two: Two, way: Way) -> None:
    assert 'permission denied for database "ns_pool_b"' in refused(way(two.crossed))


def test_a_wrong_password_is_refused(two: Two, way: Way) -> None:
    assert "authentication failed" in refused(way(two.wrong))


def test_no_password_is_refused(two: Two, way: Way) -> None:
    assert "password" in refused(way(two.first.replace(":of%20ns_pool_a@", "@")))


def test_one_server_connection_serves_several_clients(two: Two, pgbouncer: PgBouncer) -> None:
    url = pgbouncer.through(two.first)
    with psycopg.connect(url, autocommit=True) as one, psycopg.connect(url, autocommit=True) as other:
        backends = [db.execute("SELECT pg_backend_pid()").fetchone() for db in (one, other)]
    assert backends[0] == backends[1]


def test_a_changed_password_is_known_once_it_is_refreshed(postgres: Postgres, two: Two, pgbouncer: PgBouncer) -> None:
    with psycopg.connect(postgres.maintenance, autocommit=True) as db:
        db.execute("ALTER ROLE ns_pool_b PASSWORD 'new'")
        pgbouncer.refresh()
        new = two.second.replace("of%20ns_pool_b", "new")
        with psycopg.connect(pgbouncer.through(new)) as changed:
            assert changed.execute("SELECT 1").fetchone() == (1,)
        assert "authentication failed" in refused(pgbouncer.through(two.second))
        db.execute("ALTER ROLE ns_pool_b PASSWORD 'of ns_pool_b'")
    pgbouncer.refresh()


@pytest.mark.usefixtures("two")
def test_it_holds_verifiers_and_no_password(pgbouncer: PgBouncer) -> None:
    kept = (pgbouncer.folder / "users").read_text()
    assert (pgbouncer.folder / "users").stat().st_mode & 0o077 == 0
    assert kept.count("SCRAM-SHA-256$") == len(kept.splitlines()) - 1
    assert "of ns_pool_a" not in kept
    assert pgbouncer.admin_password not in repr(pgbouncer)
