"""What was cut off between the journal and the dossier is settled, and counted only if it was done."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from reference_app.ids import ClientId
from reference_app.services.desk import Change, Desk, mend
from reference_app.storage.clients import all_clients
from reference_app.storage.dossier_tables import applied
from reference_app.storage.journal import Actor, FormSent, Outcome
from reference_app.storage.journal_tables import entries, outcomes
from tests.app.children import environ
from tests.app.crash import CUT_OFF
from tests.app.engine import by_owner
from tests.app.world import CLIENT, START, World, hidden_fields, user_id


@pytest.mark.parametrize(("where", "kept"), [("inside", 0), ("after", 1)])
def test_a_process_cut_off_leaves_what_start_up_settles(world: World, tmp_path: Path, where: str, kept: int) -> None:
    first = world.first.handle
    command = [sys.executable, "-m", "tests.app.crash", str(tmp_path), where]
    done = subprocess.run(command, env=environ(), check=False)
    assert done.returncode == CUT_OFF
    assert [e.outcome for e in world.first.entries] == [None]
    assert world.first.counted(START) == 1

    assert mend(first) == 1
    assert mend(first) == 0

    with first.dossiers.read() as db:
        assert len(all_clients(db, "")) == kept
    assert [e.outcome for e in world.first.entries] == [Outcome.DONE if kept else Outcome.CUT_OFF]
    assert world.first.counted(START) == kept


@pytest.mark.parametrize(("where", "kept"), [("inside", 0), ("after", 1)])
def test_a_retry_after_a_cut_is_done_once(world: World, tmp_path: Path, where: str, kept: int) -> None:
    command = [sys.executable, "-m", "tests.app.crash", str(tmp_path), where]
    subprocess.run(command, env=environ(), check=False)
    made: list[str] = []
    change = Change("autre-id", FormSent("une-cle", b"x"), lambda db: made.append("again"))  # noqa: ARG005
    subject = desk(world).change(change)
    assert (subject == "autre-id", bool(made)) == ((False, False) if kept else (True, True))
    assert world.first.counted(START) == 1


def desk(world: World) -> Desk:
    """Return the desk of a user, as a request would have it."""
    user = world.first.users[0]
    actor = Actor(START, world.first.handle.tenant.id, user_id(user), "b", "192.0.2.1", 1)
    return Desk(world.first.handle, actor, "clients.add", counted=True)


def test_a_change_that_fails_is_undone_journaled_and_not_counted(world: World) -> None:
    def fail(db: object) -> None:  # noqa: ARG001
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        desk(world).change(Change("id", FormSent("k", b"x"), fail))
    assert [e.outcome for e in world.first.entries] == [Outcome.FAILED]
    assert world.first.counted(START) == 0
    with world.first.handle.dossiers.read() as db:
        assert db.scalar(select(func.count()).select_from(applied)) == 0
    desk(world).change(Change("id", FormSent("k", b"x"), lambda db: None))  # noqa: ARG005
    assert world.first.counted(START) == 1


def test_nothing_is_read_unless_it_is_journaled(world: World) -> None:
    browser = world.broker(world.first)
    path = browser.add_client()
    browser.get(path)
    journal = world.first.handle.journal._store
    by_owner(
        journal,
        "CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'full'); END",
        "ALTER TABLE entries ADD CONSTRAINT room CHECK (false) NOT VALID",
    )
    answer = browser.get(path)
    assert answer.status_code == 500
    assert "Lefèvre".casefold() not in answer.text.casefold()


def test_a_page_that_forgot_its_entry_shows_nothing(world: World) -> None:
    from attrs import evolve

    from reference_app.web.rendering import Pages
    from reference_app.web.serving import Server
    from reference_app.web.table import BROKER_PAGES

    listing = next(page for page in BROKER_PAGES if page.name == "home")
    forgetful = evolve(listing, path="/oubli", name="oubli", action="clients.oubli")
    world.app.router.routes.insert(0, Server(world.deployment, Pages()).route(forgetful))
    assert world.broker(world.first).get("/oubli").status_code == 500


def test_a_page_that_declares_no_action_reaches_no_dossier(world: World) -> None:
    actor = Actor(START, world.first.handle.tenant.id, user_id(world.first.users[0]), "b", "192.0.2.1", 1)
    undeclared = Desk(world.first.handle, actor, "home", counted=False)
    with pytest.raises(LookupError):
        undeclared.read(lambda db: all_clients(db, ""))
    with pytest.raises(LookupError):
        undeclared.change(Change("id", FormSent("k", b"x"), lambda db: None))  # noqa: ARG005
    assert world.first.entries == ()


@pytest.mark.parametrize("table", [entries, outcomes])
def test_the_journal_refuses_to_change_or_forget(world: World, table: object) -> None:
    world.broker(world.first).get("/clients")
    store = world.first.handle.journal._store
    assert table in (entries, outcomes)
    for statement in (
        update(entries if table is entries else outcomes).values(at=START),
        delete(entries if table is entries else outcomes),
    ):
        with pytest.raises(DatabaseError, match=r"append only|permission denied"), store.write() as db:
            db.execute(statement)
    assert len(world.first.entries) == 1


def test_the_same_form_sent_at_once_by_two_threads_is_done_once(world: World) -> None:
    browsers = [world.broker(world.first) for _ in range(2)]
    key = hidden_fields(browsers[0].get("/clients/nouveau").text)["cle"]
    forms = [{**CLIENT, "csrf": b.csrf(), "cle": key} for b in browsers]
    places: list[str] = []

    def send(n: int) -> None:
        places.append(browsers[n].post("/clients/nouveau", forms[n]).headers["location"])

    threads = [threading.Thread(target=send, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(places)) == 1
    assert world.first.counted(START) == 1
    assert ClientId(places[0].rpartition("/")[2]) == world.first.entries[0].act.subject


def test_many_people_at_once_lose_no_count(world: World) -> None:
    browsers = [world.broker(world.first, n % 2) for n in range(6)]

    def work(n: int) -> None:
        browsers[n].add_client(last_name=f"Nom{n}")
        for _ in range(4):
            assert browsers[n].get("/clients").status_code == 200

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.first.counted(START) == world.first.done() == len(world.first.entries) == 30
    with world.first.handle.dossiers.read() as db:
        assert sorted(client.number for client in all_clients(db, "")) == [1, 2, 3, 4, 5, 6]
