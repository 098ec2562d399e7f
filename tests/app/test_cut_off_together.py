"""One of those who write together is cut off: the others hear nothing of it, and what they asked for is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, insert, make_url, select
from sqlalchemy.exc import IntegrityError

from reference_app.errors import Busy
from reference_app.ids import TenantId, new_id
from reference_app.storage.dossier_tables import applied
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import Purpose
from reference_app.storage.served_site import ServedSite
from reference_app.storage.sites import Place, Site
from reference_app.storage.store import Store
from reference_app.storage.together import Together

KEY = bytes(range(32))
Work = Callable[[Connection], object]


@pytest.fixture(params=["embedded", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    site: Site = EmbeddedSite(tmp_path_factory.mktemp("site"), Pools())
    if request.param == "postgresql":
        postgres = request.getfixturevalue("postgres")
        site = ServedSite(make_url(postgres.maintenance).set(drivername="postgresql+psycopg"), Pools())
    place = Place(TenantId(new_id()), Purpose.DOSSIERS)
    site.make(place, KEY)
    yield site.open(place, lambda: (KEY,))
    site.remove(place)
    site.close()


def add(name: str) -> Work:
    return lambda db: db.execute(insert(applied).values(entry_id=name))


def cut(error: type[BaseException]) -> Work:
    def work(db: Connection) -> None:
        add("never")(db)
        raise error

    return work


def told(store: Store, pieces: Mapping[str, Work]) -> dict[str, str]:
    """Ask for all at once, in their order; return what each was told."""
    heard: dict[str, str] = {}

    def ask(name: str, work: Work) -> None:
        try:
            store.together(work)
            heard[name] = "kept"
        except BaseException as error:  # noqa: BLE001 - a cancellation is what is tried here
            heard[name] = type(error).__name__

    threads = []
    with store.alone():
        for name, work in pieces.items():
            threads.append(threading.Thread(target=ask, args=(name, work)))
            threads[-1].start()
            while len(store._together._waiting) < len(threads):
                pass
    for thread in threads:
        thread.join()
    return heard


def kept(store: Store) -> list[str]:
    with store.read() as db:
        return list(db.scalars(select(applied.c.entry_id).order_by(applied.c.entry_id)))


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
@pytest.mark.parametrize("where", [0, 2, 4])
def test_only_whoever_is_cut_off_hears_of_it(store: Store, error: type[BaseException], where: int) -> None:
    pieces = [("a", add("a")), ("b", add("b")), ("c", add("b")), ("d", add("d"))]
    pieces.insert(where, ("x", cut(error)))
    heard = told(store, dict(pieces))
    assert heard.pop("x") == error.__name__
    assert sorted(heard.values()) == [IntegrityError.__name__, "kept", "kept", "kept"]
    assert kept(store) == ["a", "b", "d"]
    assert store._pools.lent == 0


def test_two_that_are_cut_off_each_hear_of_their_own(store: Store) -> None:
    heard = told(store, {"x": cut(KeyboardInterrupt), "a": add("a"), "y": cut(GeneratorExit)})
    assert heard == {"x": "KeyboardInterrupt", "a": "kept", "y": "GeneratorExit"}
    assert kept(store) == ["a"]


def test_one_alone_that_is_cut_off_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        store.together(cut(KeyboardInterrupt))
    store.together(add("a"))
    assert kept(store) == ["a"]
    assert store._together._waiting == []


def test_who_holds_the_pen_and_is_interrupted_at_the_commit_interrupts_no_other(store: Store) -> None:
    together, pen = Together(), threading.RLock()

    @contextmanager
    def write() -> Iterator[Connection]:
        with store.write() as db:
            yield db
            raise KeyboardInterrupt

    heard: dict[str, type[BaseException]] = {}

    def ask(name: str) -> None:
        try:
            together.do(add(name), pen, write)
        except (KeyboardInterrupt, Busy) as error:
            heard[name] = type(error)

    with pen:
        threads = [threading.Thread(target=ask, args=(name,)) for name in "abc"]
        for thread in threads:
            thread.start()
        while len(together._waiting) < len(threads):
            pass
    for thread in threads:
        thread.join()
    assert sorted(error.__name__ for error in heard.values()) == ["Busy", "Busy", "KeyboardInterrupt"]
    assert kept(store) == []
