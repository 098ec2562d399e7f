"""The store's promises, the same on either engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, make_url, select, update
from sqlalchemy.exc import DBAPIError

from reference_app.errors import Busy, ForeignConnection
from reference_app.ids import TenantId, new_id
from reference_app.storage.dossier_tables import applied
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.journal_tables import entries
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import Purpose
from reference_app.storage.served_site import ServedSite
from reference_app.storage.sites import Place, Site
from reference_app.storage.store import Store
from tests.servers.postgres import Postgres

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
MakeSite = Callable[[Pools], Site]


@pytest.fixture(params=["embedded", "postgresql"])
def make_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeSite]:
    """Make sites of an engine; what was made on a server is removed."""
    if request.param == "embedded":
        yield lambda pools: EmbeddedSite(tmp_path, pools)
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = make_url(postgres.maintenance).set(drivername="postgresql+psycopg")
    yield lambda pools: ServedSite(url, pools)


@pytest.fixture
def site(make_site: MakeSite) -> Iterator[Site]:
    made = make_site(Pools(most=6, each=3, wait=0.2))
    yield made
    made.close()


@pytest.fixture
def store(site: Site) -> Iterator[Store]:
    place = Place(TenantId(new_id()), Purpose.DOSSIERS)
    site.make(place, KEY)
    yield site.open(place, lambda: (KEY,))
    site.remove(place)


def ids(db: Connection) -> list[str]:
    return list(db.scalars(select(applied.c.entry_id).order_by(applied.c.entry_id)))


def add(store: Store, name: str) -> None:
    with store.write() as db:
        db.execute(insert(applied).values(entry_id=name))


def cut_off(store: Store, error: type[BaseException]) -> None:
    with store.write() as db:
        db.execute(insert(applied).values(entry_id="b"))
        raise error


def test_what_is_written_is_read_and_what_fails_is_not(store: Store) -> None:
    add(store, "a")
    with pytest.raises(RuntimeError):
        cut_off(store, RuntimeError)
    with store.read() as db:
        assert ids(db) == ["a"]


def test_a_reader_changes_nothing_and_sees_one_state(store: Store) -> None:
    with pytest.raises(DBAPIError), store.read() as db:
        db.execute(insert(applied).values(entry_id="a"))
    with store.read() as db:
        assert ids(db) == []
        thread = threading.Thread(target=add, args=(store, "b"))
        thread.start()
        thread.join()
        assert ids(db) == []
    with store.read() as db:
        assert ids(db) == ["b"]


def test_writers_take_turns_and_lose_nothing(store: Store) -> None:
    threads = [threading.Thread(target=add, args=(store, f"{n:02}")) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as db:
        assert ids(db) == [f"{n:02}" for n in range(12)]


def test_work_done_together_is_kept_and_what_fails_of_it_fails_alone(store: Store) -> None:
    failed: list[str] = []

    def ask(name: str) -> None:
        try:
            assert store.together(lambda db: (db.execute(insert(applied).values(entry_id=name)), name)[1]) == name
        except DBAPIError:
            failed.append(name)

    with store.alone():
        threads = [threading.Thread(target=ask, args=(name,)) for name in ("a", "b", "b", "c", "d")]
        for thread in threads:
            thread.start()
        while len(store._together._waiting) < len(threads):
            pass
    for thread in threads:
        thread.join()
    with store.read() as db:
        assert ids(db) == ["a", "b", "c", "d"]
    assert failed == ["b"]


def test_another_secret_does_not_open_it(site: Site, store: Store) -> None:
    place = Place(TenantId(store.backend.identity.database), Purpose.DOSSIERS)
    if isinstance(site, ServedSite):
        place = Place(TenantId(store.backend.identity.database[3:-2]), Purpose.DOSSIERS)
    with pytest.raises(DBAPIError), site.open(place, lambda: (OTHER,)).read():
        pass
    with site.open(place, lambda: (OTHER, KEY)).read() as db:  # while the secret is being replaced, both are tried
        assert ids(db) == []


def test_the_budget_of_connections_is_kept(site: Site) -> None:
    places = [Place(TenantId(new_id()), Purpose.JOURNAL) for _ in range(4)]
    stores = []
    for place in places:
        site.make(Place(place.tenant_id, Purpose.DOSSIERS), KEY)
        site.make(place, KEY)
        stores.append(site.open(place, lambda: (KEY,)))
    pools = stores[0]._pools
    for _ in range(3):
        for one in stores:
            with one.read() as first, one.read() as second:
                assert first is not second
                assert pools.lent == 2
            assert pools.size <= pools.most
    with stores[0].read(), stores[0].read(), stores[0].read(), pytest.raises(Busy), stores[0].read():
        pass
    assert pools.lent == 0
    for place in places:
        site.remove(place)
        site.remove(Place(place.tenant_id, Purpose.DOSSIERS))
        assert not site.exists(place)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit, TimeoutError])
def test_a_connection_left_in_the_middle_is_thrown_away(store: Store, error: type[BaseException]) -> None:
    pools = store._pools
    add(store, "a")
    before = pools.size
    with pytest.raises(error):
        cut_off(store, error)
    assert (pools.lent, pools.size) == (0, before - 1)
    with store.read() as db:
        assert ids(db) == ["a"]


def test_what_was_appended_is_neither_changed_nor_deleted(site: Site) -> None:
    place = Place(TenantId(new_id()), Purpose.JOURNAL)
    site.make(Place(place.tenant_id, Purpose.DOSSIERS), KEY)
    site.make(place, KEY)
    journal = site.open(place, lambda: (KEY,))
    row = {name: "x" for name in entries.c.keys() if name not in ("seq", "at", "port")}  # noqa: SIM118
    with journal.write() as db:
        db.execute(insert(entries).values(at=datetime(2026, 11, 2, tzinfo=UTC), port=1, **row))
    for change in (entries.delete(), update(entries).values(ip="y")):
        with pytest.raises(DBAPIError, match=r"append only|permission denied"), journal.write() as db:
            db.execute(change)
    site.remove(place)


def test_a_connection_of_another_database_is_refused_and_thrown_away(site: Site, store: Store) -> None:
    other = Place(TenantId(new_id()), Purpose.DOSSIERS)
    site.make(other, KEY)
    stolen = site.open(other, lambda: (KEY,))
    with stolen._pools.lend(stolen.name, stolen.backend.engine) as db:
        pass
    pools = stolen._pools
    add(store, "a")
    pools._pools[store.name].idle[:] = [(pools._pools[stolen.name].idle.pop()[0], 1e9)]
    with pytest.raises(ForeignConnection), store.read() as db:
        ids(db)
    assert pools.lent == 0
    assert store.name not in pools._pools
    with store.read() as db:
        assert ids(db) == ["a"]
    site.remove(other)


class Late(threading.Condition):
    """Somebody gives back what is waited for in the very moment in which the waiting ends."""

    give_back: Callable[[], object]

    def wait(self, timeout: float | None = None) -> bool:
        self.give_back()
        threading.Event().wait(timeout)
        return False


def test_who_waited_is_served_what_came_back_at_the_last_moment(tmp_path: Path) -> None:
    site = EmbeddedSite(tmp_path, pools := Pools(most=1, each=1, wait=0.01))
    place = Place(TenantId(new_id()), Purpose.DOSSIERS)
    site.make(place, KEY)
    store = site.open(place, lambda: (KEY,))
    pools._changed, held = Late(), ExitStack()
    pools._changed.give_back = held.close
    held.enter_context(store.read())
    with store.read() as db:
        assert ids(db) == []


def test_a_connection_that_does_not_close_frees_its_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_db: Connection) -> None:
        raise MemoryError

    site = EmbeddedSite(tmp_path, pools := Pools(most=1, each=1, wait=0.01))
    place = Place(TenantId(new_id()), Purpose.DOSSIERS)
    site.make(place, KEY)
    store = site.open(place, lambda: (KEY,))
    with monkeypatch.context() as patched:
        patched.setattr("reference_app.storage.pools._throw_away", refuse)
        with pytest.raises(MemoryError):
            cut_off(store, KeyboardInterrupt)
    assert pools.lent == 0
    store.check()
