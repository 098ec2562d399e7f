"""Fifty users over several brokerages, cut off and timed out at random points: nothing crosses, is lost or leaks."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from attrs import frozen
from hypothesis import settings
from sqlalchemy import Connection, insert, make_url
from sqlalchemy.exc import DBAPIError

from reference_app.storage.dossier_tables import applied
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import TENANT_PURPOSES
from reference_app.storage.served_site import ServedSite, database_name
from reference_app.storage.sites import Place, Site
from tests.app.crowd import Crowd, Crowded, User, crowded, told
from tests.servers.databases import superuser
from tests.servers.postgres import Postgres

if TYPE_CHECKING:
    from tests.conftest import Report

USERS: Final = 50
ACTS: Final = 80 if settings().max_examples > 1_000 else 4


@frozen
class Load:
    """A site under load: where it is, and its pools."""

    site: Site
    pools: Pools
    brokerages: Sequence[Crowded]
    folder: Path
    postgres: Postgres | None

    def open_connections(self) -> int:
        """How many connections are open, as the operating system or the server has it."""
        if self.postgres is None:
            return len({path for path in _open_files() if path.endswith(".db") and path.startswith(str(self.folder))})
        with superuser(self.postgres) as db:
            asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = ANY(%s)"
            row = db.execute(asked, (self.names(),)).fetchone()
        return int(row[0]) if row else 0

    def names(self) -> list[str]:
        """The databases on the server."""
        return [database_name(Place(one.tenant_id, purpose)) for one in self.brokerages for purpose in TENANT_PURPOSES]


def _open_files() -> Iterator[str]:
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            yield str(descriptor.readlink())
        except FileNotFoundError:  # the one that lists
            continue


@pytest.fixture(params=["embedded", "postgresql"])
def load(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Load]:
    pools = Pools(most=10, each=3, wait=20)
    if request.param == "embedded":
        site: Site = EmbeddedSite(tmp_path, pools)
        postgres = None
    else:
        postgres = request.getfixturevalue("postgres")
        site = ServedSite(make_url(postgres.maintenance).set(drivername="postgresql+psycopg"), pools)
    made = [crowded(site, number) for number in range(1, 4)]
    yield Load(site, pools, made, tmp_path, postgres)
    for one in made:
        for purpose in reversed(TENANT_PURPOSES):
            site.remove(Place(one.tenant_id, purpose))
    site.close()


@contextmanager
def ending_sessions(load: Load) -> Iterator[Counter[str]]:
    """Cancel statements and end sessions on the server meanwhile; count what each was doing."""
    hits: Counter[str] = Counter()
    if load.postgres is None:
        yield hits
        return
    over = threading.Event()
    thread = threading.Thread(target=_end_sessions, args=(load, over, hits))
    thread.start()
    try:
        yield hits
    finally:
        over.set()
        thread.join()


# A statement that runs is cancelled or loses its session; of the others, those in a transaction come first.
_CUT: Final = """
    SELECT state, CASE WHEN state = 'active' AND random() < 0.5
                  THEN pg_cancel_backend(pid) ELSE pg_terminate_backend(pid) END
      FROM pg_stat_activity WHERE datname = ANY(%s)
     ORDER BY CASE state WHEN 'active' THEN 0 WHEN 'idle' THEN 0.9 ELSE 0.4 END + random() LIMIT 1
"""


def _end_sessions(load: Load, over: threading.Event, hits: Counter[str]) -> None:
    assert load.postgres is not None
    with superuser(load.postgres) as db:
        while not over.wait(0.05):
            hits.update(row[0] or "new" for row in db.execute(_CUT, (load.names(),)).fetchall())


def test_fifty_users_cut_off_at_random_points_lose_nothing_and_meet_nobody(
    load: Load, report: Report, request: pytest.FixtureRequest
) -> None:
    users = [User(load.brokerages[n % len(load.brokerages)], load.pools, random.Random(n)) for n in range(USERS)]
    with ending_sessions(load) as hits:
        Crowd(users, ACTS).live()
    assert [wrong for user in users for wrong in user.wrong] == []
    for one in load.brokerages:
        found = one.found()
        assert one.kept <= found
        assert not found & one.refused
        assert found <= one.kept | one.unknown
        assert one.kept
        assert one.refused
    assert load.pools.lent == 0
    assert load.pools.size <= load.pools.most
    load.pools.close()
    assert (load.pools.size, load.open_connections()) == (0, 0)
    assert (sum(hits.values()) > hits["idle"]) == (load.postgres is not None)
    said = ", ".join(
        f"{count} {fate}" for fate, count in [*told(load.brokerages).items(), ("sessions hit", sum(hits.values()))]
    )
    report.add("load", f"{request.node.callspec.id}: {USERS} users, {USERS * ACTS} acts, {said}; none lost or crossed")


def _asked_at_once(load: Load, pieces: Sequence[Callable[[Connection], object]]) -> list[Exception]:
    """Ask for several pieces of work while the pen is held; return what was raised to whoever asked."""
    store = load.brokerages[0].dossiers
    errors: list[Exception] = []

    def ask(piece: Callable[[Connection], object]) -> None:
        try:
            store.together(piece)
        except Exception as error:  # noqa: BLE001 - which one it is, is what is asked
            errors.append(error)

    threads = [threading.Thread(target=ask, args=(piece,)) for piece in pieces]
    with store.alone():
        for thread in threads:
            thread.start()
        while len(store._together._waiting) < len(threads):
            pass
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.parametrize("load", ["postgresql"], indirect=True)
def test_a_session_that_ends_in_a_group_commit_keeps_nothing_and_says_so_to_all(load: Load) -> None:
    errors = _asked_at_once(
        load,
        [
            lambda db: db.execute(insert(applied).values(entry_id="a")),
            lambda db: db.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())"),
            lambda db: db.execute(insert(applied).values(entry_id="b")),
        ],
    )
    assert [isinstance(error, DBAPIError) for error in errors] == [True] * 3
    assert load.pools.lent == load.pools.size == 0
    with load.brokerages[0].dossiers.read() as db:
        assert db.execute(applied.select()).all() == []
