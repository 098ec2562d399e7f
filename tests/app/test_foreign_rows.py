"""A row of another brokerage among one's own: nothing leaves, the journal says so, no connection is trusted (15.10)."""

from __future__ import annotations

import pytest
from attrs import frozen
from sqlalchemy import Connection, update

from reference_app.errors import ForeignConnection, ForeignRow
from reference_app.ids import ClientId, FileId, new_id
from reference_app.services.desk import Change, Desk
from reference_app.storage import store
from reference_app.storage.client_files import Deposited, add_file, bytes_used, files_of, get_file
from reference_app.storage.clients import all_clients
from reference_app.storage.dossier_tables import clients
from reference_app.storage.journal import Actor, FormSent, Outcome
from tests.app.world import CLIENT, START, World, user_id

LOST = "Xanthippe"


@pytest.fixture
def lost(world: World) -> str:
    """The path of a client whose row says that it is the other brokerage's, as a mistaken restore leaves it."""
    path = world.broker(world.first).add_client(last_name=LOST)
    with world.first.handle.dossiers.write() as db:
        db.execute(update(clients).values(owner=world.second.handle.tenant.id))
    return path


def desk(world: World) -> Desk:
    actor = Actor(START, world.first.handle.tenant.id, user_id(world.first.users[0]), "b", "192.0.2.1", 1)
    return Desk(world.first.handle, actor, "clients.list", counted=True)


def lend_theirs(world: World) -> None:
    """Put the idle connection of the second brokerage where the first one's next is taken from."""
    mine, theirs = world.first.handle.dossiers, world.second.handle.dossiers
    for one in (mine, theirs):
        one.check()
    pools = mine._pools._pools
    pools[mine.name].idle[:] = [pools[theirs.name].idle.pop()]


@pytest.mark.parametrize("page", ["/clients", "/clients/export.csv", "{lost}", "{lost}/modifier"])
def test_a_page_with_a_foreign_row_shows_nothing_and_is_journaled(world: World, lost: str, page: str) -> None:
    browser, before, counted = world.broker(world.first), len(world.first.entries), world.first.counted(START)
    answer = browser.get(page.format(lost=lost))
    assert answer.status_code == 503
    assert LOST.casefold() not in answer.text.casefold()
    (entry,) = world.first.entries[before:]
    assert (entry.outcome, entry.act.detail) == (Outcome.REFUSED, "un dossier d’un autre cabinet")
    assert world.first.counted(START) == counted
    assert world.second.entries == ()


def test_a_form_that_is_refused_is_not_shown_again_with_a_foreign_row(world: World, lost: str) -> None:
    browser, before = world.broker(world.first), len(world.first.entries)
    form = {**CLIENT, "last_name": "", "csrf": browser.csrf(), "cle": "k", "version": "1"}
    answer = browser.post(f"{lost}/modifier", form)
    assert answer.status_code == 503
    assert LOST.casefold() not in answer.text.casefold()
    assert [entry.outcome for entry in world.first.entries[before:]] == [Outcome.REFUSED]


@frozen
class Nested:
    """What may hold a client, however deep."""

    part: object


@pytest.mark.parametrize(
    "wrap", [Nested, lambda c: {"c": c}, lambda c: {c: 1}, lambda c: frozenset({c}), lambda c: [c]]
)
def test_a_foreign_row_does_not_leave_inside_another_value(world: World, lost: str, wrap: type[Nested]) -> None:  # noqa: ARG001
    def fetch(db: Connection) -> object:
        return [(wrap(client),) for client in all_clients(db, "")]

    with pytest.raises(ForeignRow):
        desk(world).read(fetch)


def test_the_files_of_a_foreign_row_do_not_leave(world: World, lost: str) -> None:
    client = ClientId(lost.rpartition("/")[2])
    kept = Deposited(FileId(new_id()), client, "a.pdf", 1, "0" * 64, START, user_id(world.first.users[0]))
    with world.first.handle.dossiers.write() as db:
        add_file(db, kept)
    with pytest.raises(ForeignRow):
        desk(world).read(lambda db: files_of(db, client))
    with pytest.raises(ForeignRow):
        desk(world).read(lambda db: get_file(db, client, kept.id))


def test_a_connection_of_another_is_refused_journaled_and_never_lent_again(world: World) -> None:
    before = len(world.first.entries)
    lend_theirs(world)
    with pytest.raises(ForeignConnection):
        desk(world).read(lambda db: all_clients(db, ""))
    (entry,) = world.first.entries[before:]
    assert (entry.outcome, entry.act.detail) == (Outcome.REFUSED, "une connexion d’une autre base")
    assert desk(world).read(lambda db: all_clients(db, "")) == ()


def test_where_the_check_fails_the_handle_refuses_and_the_connection_goes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.broker(world.second).add_client(last_name=LOST)
    monkeypatch.setattr(store, "same_identity", lambda _expected, _found: True)
    lend_theirs(world)
    with pytest.raises(ForeignRow):
        desk(world).glance(bytes_used)
    assert world.first.entries[-1].outcome is Outcome.REFUSED
    assert desk(world).read(lambda db: all_clients(db, "")) == ()  # and not refused once more by the same connection


def test_a_change_by_a_connection_of_another_is_refused_and_changes_nothing(world: World) -> None:
    lend_theirs(world)
    written: list[bool] = []
    with pytest.raises(ForeignConnection):
        desk(world).change(Change("s", FormSent(new_id(), b"d"), lambda _db: written.append(True)))
    assert written == []
    assert world.first.entries[-1].outcome is Outcome.REFUSED
    assert world.first.counted(START) == 0


@pytest.mark.parametrize("error", [ForeignRow("r"), ForeignConnection("/data/tenants/x : c")])
def test_what_is_shown_of_it_names_no_place(world: World, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(_mine: object, _owner: object) -> None:
        raise error

    monkeypatch.setattr("reference_app.services.desk.own", refuse)
    answer = world.broker(world.first).get("/clients")
    assert answer.status_code == 503
    assert "tenants" not in answer.text
    assert "Les données de votre cabinet ne s’ouvrent pas." in answer.text
