"""A state of the server that is kept comes back whole, and nothing of a test outlives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.servers.databases import (
    bring_back,
    cleaned,
    databases_of,
    empty_database,
    found_on,
    keep,
    roles_of,
    superuser,
)
from tests.servers.kept import Unavailable
from tests.servers.postgres import Cluster, Postgres, fresh_cluster

psycopg = pytest.importorskip("psycopg")


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server of its own: what is kept is the state of a whole server."""
    try:
        with fresh_cluster(Cluster(fsync=False)) as made:
            yield made
    except Unavailable as why:
        pytest.skip(f"no PostgreSQL: {why}")


def asked(url: str, statement: str) -> Any:
    with psycopg.connect(url, autocommit=True) as db:
        found = db.execute(statement)
        return found.fetchall() if found.description else None


def state(postgres: Postgres) -> object:
    with superuser(postgres) as db:
        rights = db.execute(
            "SELECT datname, datdba, datconnlimit, array(SELECT one::text FROM unnest(COALESCE(datacl,"
            " acldefault('d', datdba))) one ORDER BY 1) FROM pg_database ORDER BY 1"
        ).fetchall()
        return databases_of(db), roles_of(db), rights


def test_nothing_outlives_an_empty_database(server: Postgres) -> None:
    before = state(server)
    with empty_database(server) as url:
        asked(url, "CREATE ROLE ns_a_d LOGIN PASSWORD 'a'")
        asked(url, "CREATE DATABASE ns_a_d")
        asked(url, "GRANT CONNECT ON DATABASE ns_a_d TO ns_a_d")
        left_open = psycopg.connect(server.url("ns_a_d"))
        assert asked(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert state(server) == before
    left_open.close()


def test_what_is_kept_comes_back(server: Postgres) -> None:
    start = found_on(server)
    with empty_database(server) as url:
        asked(url, "CREATE ROLE ns_b_d LOGIN PASSWORD 'b'")
        asked(url, "CREATE DATABASE ns_b_d CONNECTION LIMIT 7")
        asked(url, "REVOKE ALL ON DATABASE ns_b_d FROM PUBLIC")
        asked(url, "GRANT CONNECT ON DATABASE ns_b_d TO ns_b_d")
        asked(server.url("ns_b_d"), "CREATE TABLE kept AS SELECT 1 AS one; GRANT SELECT ON kept TO ns_b_d")
        mine = server.url_of("ns_b_d", "b", "ns_b_d")
        kept, before = keep(server, start), state(server)

        asked(mine, "SELECT 1")
        asked(server.url("ns_b_d"), "DROP TABLE kept; GRANT CONNECT ON DATABASE ns_b_d TO PUBLIC")
        asked(url, "ALTER ROLE ns_b_d PASSWORD 'changed'")
        with cleaned(server):
            asked(url, "CREATE DATABASE ns_c_d")
            asked(url, "CREATE ROLE ns_c_d LOGIN PASSWORD 'c'")
        left_open = psycopg.connect(server.url("ns_b_d"))
        bring_back(kept)

        assert state(server) == before
        assert asked(mine, "SELECT one FROM kept") == [(1,)]
        with superuser(server) as db:
            oid = db.execute("SELECT oid FROM pg_database WHERE datname = 'ns_b_d'").fetchone()
            asked(mine, "SELECT one FROM kept")
            bring_back(kept)
            assert db.execute("SELECT oid FROM pg_database WHERE datname = 'ns_b_d'").fetchone() == oid
        asked(server.url("ns_b_d"), "INSERT INTO kept VALUES (2)")
        asked(url, "ALTER DATABASE ns_b_d ALLOW_CONNECTIONS false")
        bring_back(kept)
        assert asked(mine, "SELECT one FROM kept") == [(1,)]
        left_open.close()


def test_settings_that_a_copy_loses_are_not_passed_over(server: Postgres) -> None:
    start = found_on(server)
    with empty_database(server) as url:
        name = url.rpartition("/")[2]
        asked(url, f"ALTER DATABASE {name} SET statement_timeout = 1000")
        with pytest.raises(AssertionError, match="settings of its own"):
            keep(server, start)
