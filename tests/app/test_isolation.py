"""The second brokerage cannot reach the first one's client, by any route of the route table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select, update
from starlette.routing import Route

from reference_app.errors import Forbidden, SetupError
from reference_app.storage.columns import strict_table
from reference_app.storage.directory_tables import tenant_keys
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.people import Realm
from reference_app.storage.sealing import TENANT_PURPOSES, KeySeal, Purpose, derive
from reference_app.storage.sites import Place
from reference_app.storage.vault import TenantHandle, Vault
from tests.app.engine import of_files
from tests.app.world import CLIENT, World, hidden_fields, world_in

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
CANARY = "Xanthippe Canari"


@pytest.fixture
def foreign(world: World) -> str:
    """The path of a client of the first brokerage that no other should ever see."""
    return world.broker(world.first).add_client(last_name=CANARY, city="Ville-au-Canari")


@pytest.mark.parametrize("method", METHODS)
def test_no_route_and_no_method_leads_to_a_foreign_client(world: World, foreign: str, method: str) -> None:
    client, before = foreign.rpartition("/")[2], world.first.entries
    browser = world.broker(world.second)
    form = {**CLIENT, "csrf": browser.csrf(), "cle": "k", "version": "1"}
    for route in world.app.routes:
        if isinstance(route, Route) and route.name not in ("sign_out", "submit_password"):
            path = _filled(route.path, client)
            answer = browser.http.request(method, path, data=form, headers={"origin": "http://testserver"})
            assert "canari" not in answer.text.casefold(), f"{method} {path}"
            if path != route.path:
                assert answer.status_code in (303, 404, 405), f"{method} {path}"
    assert world.first.entries == before
    assert CANARY.upper() in world.broker(world.first).get(foreign).text


def _filled(path: str, client: str) -> str:
    """Put the foreign id wherever a path takes one."""
    while "{" in path:
        path = path.partition("{")[0] + client + path.partition("}")[2]
    return path


def test_a_foreign_client_and_none_at_all_look_the_same(world: World, foreign: str) -> None:
    browser = world.broker(world.second)
    there, nowhere = browser.get(foreign), browser.get("/clients/" + "0" * 32)
    assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text)
    assert there.headers == nowhere.headers


def test_what_the_second_sees_does_not_depend_on_the_first(tmp_path: Path) -> None:
    def seen(folder: Path, *, busy: bool) -> list[tuple[int, str]]:
        with world_in(folder) as world:
            first, second = world.broker(world.first), world.broker(world.second)
            if busy:
                made = [first.add_client(last_name=name) for name in ("Un", "Deux", "Trois")]
                first.get(made[0])
            path = second.add_client()
            asked = (path, path, "/clients", "/clients?q=un", "/clients/export.csv", "/", "/clients/0")
            return [(a.status_code, _without_chance(a.text)) for a in map(second.get, asked)]

    assert seen(tmp_path / "alone", busy=False) == seen(tmp_path / "beside", busy=True)


def _without_chance(text: str) -> str:
    return re.sub(r"[0-9a-f]{32}|name=\"csrf\" value=\"[^\"]+\"", "", text)


def test_staff_sessions_open_no_page_of_a_brokerage_and_conversely(world: World, foreign: str) -> None:
    staff, broker = world.staff(), world.broker(world.first)
    for path in ("/", "/clients", foreign, "/clients/export.csv", "/compte"):
        answer = staff.get(path)
        assert (answer.status_code, answer.headers["location"][:10]) == (303, "/connexion")
    answer = broker.get("/editeur")
    assert (answer.status_code, answer.headers["location"][:18]) == (303, "/editeur/connexion")


def test_a_cookie_moved_to_the_other_realm_opens_nothing(world: World) -> None:
    staff, broker = world.staff(), world.broker(world.first)
    moved = world.nobody()
    moved.http.cookies.set("netsoft", staff.http.cookies["netsoft-editeur"])
    moved.http.cookies.set("netsoft-editeur", broker.http.cookies["netsoft"])
    assert moved.get("/clients").status_code == moved.get("/editeur").status_code == 303


def test_no_handle_is_minted_for_the_staff(world: World) -> None:
    secret = world.staff().http.cookies["netsoft-editeur"]
    session = world.deployment.directory.sessions.find(secret, Realm.STAFF, world.clock.now())
    assert session is not None
    with pytest.raises(Forbidden):
        world.deployment.vault.mint(session)


def test_what_the_console_is_given_holds_no_vault(world: World) -> None:
    seen: list[object] = [world.deployment.directory]
    for thing in seen:
        parts = [getattr(thing, name) for name in getattr(thing, "__slots__", ()) if hasattr(thing, name)]
        seen += [part for part in parts if type(part).__module__.startswith("reference_app")]
    assert not [thing for thing in seen if isinstance(thing, Vault | TenantHandle | KeySeal)]


def keys_of(world: World, handle: TenantHandle) -> dict[Purpose, bytes]:
    """Unwrap a brokerage's keys as the vault does."""
    seal = KeySeal(derive(world.deployment.master_key, "tenant keys"))
    mine = select(tenant_keys).where(tenant_keys.c.tenant_id == handle.tenant.id)
    with world.deployment.directory.store.read() as db:
        rows = db.execute(mine).all()
    return {Purpose(r.purpose): seal.unwrap(r.sealed, handle.tenant.id, Purpose(r.purpose)) for r in rows}


@of_files
def test_each_file_opens_with_its_own_key_alone(world: World, foreign: str) -> None:  # noqa: ARG001
    first, second = (keys_of(world, office.handle) for office in (world.first, world.second))
    site = EmbeddedSite(world.deployment.settings.data_folder)
    keys = [*first.values(), *second.values(), derive(world.deployment.master_key, "directory"), bytes(32)]
    assert len(set(keys)) == len(keys)
    for purpose in TENANT_PURPOSES:
        place = Place(world.first.handle.tenant.id, purpose)
        site.make(place, first[purpose])
        for wrong in (key for key in keys if key != first[purpose]):
            with pytest.raises(SetupError, match="ne s’ouvre pas"):
                site.make(place, wrong)


@of_files
def test_no_file_opens_without_a_key(world: World, foreign: str) -> None:  # noqa: ARG001
    for path in world.deployment.settings.data_folder.rglob("*.db"):
        connection = sqlcipher.connect(str(path))
        with pytest.raises(sqlcipher.DatabaseError):
            connection.execute("SELECT count(*) FROM sqlite_master")
        connection.close()


def test_a_sealed_key_moved_to_another_brokerage_does_not_open(world: World) -> None:
    ids = [office.handle.tenant.id for office in (world.first, world.second)]
    dossiers = tenant_keys.c.purpose == Purpose.DOSSIERS.value
    with world.deployment.directory.store.write() as db:
        stolen = db.scalar(select(tenant_keys.c.sealed).where(dossiers, tenant_keys.c.tenant_id == ids[0]))
        db.execute(update(tenant_keys).where(dossiers, tenant_keys.c.tenant_id == ids[1]).values(sealed=stolen))
    with pytest.raises(SetupError, match="ne s’ouvre pas"):
        keys_of(world, world.second.handle)


@of_files
def test_no_file_holds_anything_in_clear(world: World, foreign: str) -> None:
    browser = world.broker(world.first)
    browser.get(foreign)
    browser.get("/clients?q=xanthippe")
    files = [p for p in world.deployment.settings.data_folder.rglob("*") if p.is_file()]
    assert len([p for p in files if p.suffix == ".db"]) == 5
    canaries = (CANARY, "Canari", "Mistral", "zoe.lefevre", "claire.fabre", "xanthippe", "clients", "SQLite format")
    for path in files:
        held = path.read_bytes().lower()
        assert not [c for c in canaries if c.lower().encode() in held], path


def test_the_data_folder_is_closed_to_other_users(world: World) -> None:
    folder = world.deployment.settings.data_folder
    assert folder.stat().st_mode & 0o077 == 0


def test_tables_refuse_values_of_another_type(tmp_path: Path) -> None:
    from sqlalchemy import INTEGER, Column, MetaData
    from sqlalchemy.exc import IntegrityError

    strict_table("t", directory_metadata := MetaData(), Column("n", INTEGER))
    store = EmbeddedSite(tmp_path).directory(lambda: (bytes(32),))
    with store.write() as db:
        directory_metadata.create_all(db)
    with pytest.raises(IntegrityError, match="cannot store TEXT"), store.write() as db:
        db.exec_driver_sql("INSERT INTO t VALUES ('x')")
    store.close()


def test_the_form_of_the_second_does_not_serve_the_first(world: World) -> None:
    form = hidden_fields(world.broker(world.first).get("/clients/nouveau").text)
    answer = world.broker(world.second).post("/clients/nouveau", {**CLIENT, **form})
    assert answer.status_code == 403
