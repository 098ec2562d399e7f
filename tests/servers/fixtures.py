"""The servers as fixtures, for the suites that want them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.servers.kept import Unavailable
from tests.servers.pgbouncer import PgBouncer, in_front_of
from tests.servers.postgres import Postgres, shared
from tests.servers.redis import Redis, fresh_redis
from tests.servers.s3 import S3, fresh_s3

if TYPE_CHECKING:
    from tests.conftest import Report


@pytest.fixture(scope="session")
def postgres(report: Report) -> Postgres:
    """The PostgreSQL of this worker; tests that ask for it are skipped, with the reason, where there is none."""
    try:
        server = shared()
    except Unavailable as why:
        pytest.skip(f"no PostgreSQL: {why}")
    report.add("PostgreSQL", f"{server.version}, {server.bin_folder or server.origin}, SCRAM")
    return server


@pytest.fixture(scope="session")
def pgbouncer(postgres: Postgres, report: Report) -> PgBouncer:
    """A PgBouncer in front of that server, in transaction mode. ``refresh`` makes it know roles made since."""
    try:
        pooler = in_front_of(postgres)
    except Unavailable as why:
        pytest.skip(f"no PgBouncer: {why}")
    report.add("PgBouncer", f"{pooler.version}, one server connection a transaction, SCRAM on both sides")
    return pooler


@pytest.fixture(scope="session")
def redis(report: Report) -> Iterator[Redis]:
    """A Redis; its ``url`` has the password. Keys of several tests meet in it: choose a prefix, or empty it."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(fresh_redis())
        except Unavailable as why:
            pytest.skip(f"no Redis: {why}")
        report.add("Redis", f"{server.version}{'' if server.real else ', since redis-server is not installed'}")
        yield server


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """Storage that speaks S3: ``new_bucket()`` gives an empty place in it."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(fresh_s3())
        except Unavailable as why:
            pytest.skip(f"no S3: {why}")
        yield server
