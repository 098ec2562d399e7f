"""What a server does by itself: it cleans up in a database that is to go, it crashes, it recovers (15.5, 15.13.7)."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
import pytest
from sqlalchemy import Connection, make_url

from reference_app.ids import ClientId, TenantId, new_id
from reference_app.storage.clients import ClientFields, Kind, add_client, all_clients
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import Purpose
from reference_app.storage.served_site import ServedSite, database_name
from reference_app.storage.sites import Place
from tests.app.crowd import AT, Crowd, Crowded, User, crowded, told
from tests.servers.databases import superuser
from tests.servers.kept import Unavailable
from tests.servers.postgres import Cluster, Postgres, fresh_cluster

if TYPE_CHECKING:
    from tests.conftest import Report

USERS, ACTS, SECONDS = 24, 8, 60
KEY: Final = bytes(range(32))
# It cleans up at once, and takes its time.
CLEANING: Final = {
    "autovacuum_naptime": "1s",
    "autovacuum_vacuum_threshold": "10",
    "autovacuum_vacuum_scale_factor": "0",
    "autovacuum_vacuum_cost_delay": "100ms",
    "autovacuum_vacuum_cost_limit": "1",
}


@pytest.fixture(scope="module")
def doomed() -> Iterator[Postgres]:
    """A server of its own, which may crash."""
    try:
        with fresh_cluster(Cluster(settings=CLEANING)) as made:
            yield made
    except Unavailable as why:
        pytest.skip(str(why))


def site_of(postgres: Postgres, pools: Pools) -> ServedSite:
    return ServedSite(make_url(postgres.maintenance).set(drivername="postgresql+psycopg"), pools)


def cleaning(postgres: Postgres, name: str) -> None:
    """Give the server something to clean up in a database, and wait until it does."""
    with psycopg.connect(postgres.url(name), autocommit=True) as db:
        db.execute("CREATE TABLE much AS SELECT repeat('x', 500) FROM generate_series(1, 10000)")
        db.execute("DELETE FROM much")
    asked = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND backend_type = 'autovacuum worker'"
    until = time.monotonic() + SECONDS
    with superuser(postgres) as db:
        while db.execute(asked, (name,)).fetchone() is None:
            assert time.monotonic() < until, "the server does not clean up"
            time.sleep(0.05)


def fill(db: Connection) -> None:
    add_client(db, ClientId(new_id()), ClientFields(Kind.PERSON, last_name="Lefèvre"), AT)


def test_a_database_in_which_the_server_cleans_up_is_made_anew_and_removed(doomed: Postgres) -> None:
    site, place = site_of(doomed, Pools()), Place(TenantId(new_id()), Purpose.DOSSIERS)
    site.make(place, KEY)
    cleaning(doomed, database_name(place))
    site.rebuild(place, lambda: (KEY,), fill)
    with site.open(place, lambda: (KEY,)).read() as db:
        assert len(all_clients(db, "")) == 1
    cleaning(doomed, database_name(place))
    site.remove(place)
    assert not site.exists(place)
    site.close()


def crash(postgres: Postgres) -> None:
    """Kill a process of the server: it ends every session, and recovers from its log."""
    with superuser(postgres) as db:
        (pid,) = db.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        assert Path(f"/proc/{pid}/comm").read_text().startswith("postgres")
        os.kill(pid, signal.SIGKILL)


def recovered(postgres: Postgres) -> None:
    """Wait until it answers."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            return superuser(postgres).close()
        except psycopg.OperationalError:
            assert time.monotonic() < until, "the server did not come back"
            time.sleep(0.05)


def lived(pools: Pools, brokerages: Sequence[Crowded], seed: int, doomed: Postgres | None = None) -> list[User]:
    """Let the users act; crash the server once some of them have been answered."""
    users = [User(brokerages[n % len(brokerages)], pools, random.Random(seed + n)) for n in range(USERS)]
    crowd = threading.Thread(target=Crowd(users, ACTS).live)
    crowd.start()
    if doomed is not None:
        before = told(brokerages)["kept"]
        while crowd.is_alive() and told(brokerages)["kept"] < before + 10:
            time.sleep(0.001)
        crash(doomed)
    crowd.join()
    return users


def test_a_server_that_crashes_under_load_loses_nothing_and_is_gone_on_with(doomed: Postgres, report: Report) -> None:
    pools = Pools(most=10, each=3, wait=20)
    site = site_of(doomed, pools)
    made = [crowded(site, number) for number in range(1, 4)]
    users = lived(pools, made, 0, doomed)
    recovered(doomed)
    before = told(made)["kept"]
    users += lived(pools, made, 1_000)
    assert told(made)["kept"] > before  # by connections that were opened anew
    assert [wrong for user in users for wrong in user.wrong] == []
    for one in made:
        found = one.found()
        assert one.kept <= found <= one.kept | one.unknown
        assert not found & one.refused
    assert pools.lent == 0
    site.close()
    said = ", ".join(f"{count} {fate}" for fate, count in told(made).items())
    report.add("load", f"a server that crashes: {said}; none lost or crossed")
