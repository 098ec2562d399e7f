"""Sessions: 24 hours and no more, dead at sign-out, replaced at sign-in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from netsoft.cg052018 import CG052018
from netsoft.tenancy.rights import READING
from netsoft.tenancy.sessions import IDLE_MINUTES
from reference_app.storage.bounds import Security, end_sessions, end_sessions_of_tenant, put_security
from reference_app.storage.directory_tables import sessions, users
from reference_app.storage.people import Realm
from reference_app.storage.sessions import Session
from tests.app.world import Browser, World, user_id

SIGNED_IN, SENT_AWAY = 200, 303


def replayed(world: World, browser: Browser) -> Browser:
    """Return another browser with the same cookies."""
    other = world.nobody()
    for cookie in browser.http.cookies.jar:
        other.http.cookies.set(cookie.name, cookie.value or "")
    return other


def in_use(world: World, browser: Browser, minutes: int) -> None:
    """Let time pass, and the browser be used every hour."""
    for _ in range(minutes // 60):
        world.clock.advance(hours=1)
        assert browser.get("/").status_code == SIGNED_IN
    world.clock.advance(minutes=minutes % 60)


def test_a_session_lives_as_long_as_the_terms_say_and_not_a_second_more(world: World) -> None:
    browser = world.broker(world.first)
    in_use(world, browser, CG052018.logs.session_hours * 60 - 1)
    world.clock.advance(seconds=59)
    assert browser.get("/").status_code == SIGNED_IN
    cookie = replayed(world, browser)
    world.clock.advance(seconds=1)
    assert cookie.get("/").status_code == browser.get("/").status_code == SENT_AWAY


@pytest.mark.parametrize("stated", [None, 30])
def test_a_session_left_idle_ends_at_the_limit_of_its_brokerage(world: World, stated: int | None) -> None:
    tenant_id = world.first.handle.tenant.id
    with world.deployment.directory.store.write() as db:
        put_security(db, tenant_id, Security(stated))
    idle = stated or IDLE_MINUTES
    browser, left = world.broker(world.first), world.broker(world.first)
    for _ in range(3):
        world.clock.advance(minutes=idle // 2)
        assert browser.get("/").status_code == SIGNED_IN
    assert left.get("/").status_code == SENT_AWAY
    world.clock.advance(minutes=idle)
    copy = replayed(world, browser)
    assert browser.get("/").status_code == SENT_AWAY
    world.clock.advance(minutes=-idle)  # what ended stays so
    assert copy.get("/").status_code == SENT_AWAY


def test_the_last_use_is_written_once_a_minute(world: World) -> None:
    browser, start = world.broker(world.first), world.clock.now()
    seen = []
    for _ in range(5):
        world.clock.advance(seconds=25)
        browser.get("/")
        seen.append((kept(world, browser).life.seen_at - start).total_seconds())
    assert seen == [0, 0, 75, 75, 75]


def kept(world: World, browser: Browser) -> Session:
    found = world.deployment.directory.sessions.find(browser.http.cookies["netsoft"], Realm.BROKER, world.clock.now())
    assert found is not None
    return found


@pytest.mark.parametrize("what", ["user", "tenant"])
def test_an_epoch_ends_the_sessions_of_a_user_or_of_a_brokerage(world: World, what: str) -> None:
    claire, hugo, other = world.broker(world.first), world.broker(world.first, 1), world.broker(world.second)
    account = world.first.users[0].account
    with world.deployment.directory.store.write() as db:
        if what == "user":
            end_sessions(db, users, account.id)
        else:
            end_sessions_of_tenant(db, world.first.handle.tenant.id)
    assert claire.get("/").status_code == SENT_AWAY
    assert hugo.get("/").status_code == (SIGNED_IN if what == "user" else SENT_AWAY)
    assert other.get("/").status_code == SIGNED_IN
    assert world.broker(world.first).get("/").status_code == SIGNED_IN


def test_a_change_of_rights_gives_a_new_secret_and_keeps_the_session(world: World) -> None:
    browser = world.broker(world.first, 1)
    thief, before = replayed(world, browser), kept(world, browser)
    directory, account = world.deployment.directory, world.first.users[1].account
    with directory.store.write() as db:
        directory.users.put_rights(db, account, READING.rights)
    world.clock.advance(minutes=10)
    answer = browser.get("/")
    assert answer.status_code == SIGNED_IN
    life = CG052018.logs.session_hours * 3600 - 600
    assert f"Max-Age={life}" in answer.headers["set-cookie"]
    assert thief.get("/").status_code == SENT_AWAY
    after = kept(world, browser)
    assert (after.csrf, after.expires_at) == (before.csrf, before.expires_at)
    assert "set-cookie" not in browser.get("/").headers


def test_a_session_does_not_live_before_it_was_opened(world: World) -> None:
    browser = world.broker(world.first)
    world.clock.advance(days=-2)
    assert browser.get("/").status_code == SENT_AWAY


def test_signing_out_kills_the_session_and_not_the_cookie_alone(world: World) -> None:
    browser = world.broker(world.first)
    copy = replayed(world, browser)
    assert copy.get("/").status_code == SIGNED_IN
    answer = browser.post("/deconnexion", {"csrf": browser.csrf()})
    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion")
    assert copy.get("/").status_code == browser.get("/").status_code == SENT_AWAY


def test_signing_in_gives_a_new_secret_and_ends_the_session_before(world: World) -> None:
    browser = world.broker(world.first)
    copy = replayed(world, browser)
    given = world.first.users[0]
    browser.post("/connexion", {"login": given.account.person.login, "password": given.password})
    assert browser.http.cookies["netsoft"] != copy.http.cookies["netsoft"]
    assert copy.get("/").status_code == SENT_AWAY


def test_a_cookie_that_someone_planted_is_not_taken_up(world: World) -> None:
    browser, planted = world.nobody(), "A" * 43
    browser.http.cookies.set("netsoft", planted)
    given = world.first.users[0]
    answer = browser.post("/connexion", {"login": given.account.person.login, "password": given.password})
    assert planted not in answer.headers["set-cookie"]


def test_the_store_holds_no_secret(world: World) -> None:
    secret = world.broker(world.first).http.cookies["netsoft"]
    with world.deployment.directory.store.read() as db:
        rows = db.execute(select(sessions)).all()
    assert secret not in repr(rows)
    assert len(secret) >= 43  # 256 bits


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(world: World) -> None:
    given = world.first.users[0]
    credentials = {"login": given.account.person.login, "password": given.password}
    cookie = world.nobody().post("/connexion", credentials).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=86400"} <= set(cookie.split("; "))


@pytest.mark.parametrize("what", ["account", "password"])
def test_closing_an_account_or_changing_its_password_ends_its_sessions(world: World, what: str) -> None:
    browser, given = world.broker(world.first), world.first.users[0]
    users = world.deployment.directory.users
    if what == "account":
        users.set_closed(given.account, world.clock.now())
    else:
        users.set_password(given.account, "x", world.clock.now())
    assert browser.get("/").status_code == SENT_AWAY
    assert world.broker(world.first, 1).get("/").status_code == SIGNED_IN


def test_changing_ones_password_keeps_this_session_and_ends_the_others(world: World) -> None:
    here, elsewhere = world.broker(world.first), world.broker(world.first)
    copy, new = replayed(world, here), "quatre mots pris au hasard"
    form = {"present": world.first.users[0].password, "new": new, "again": new}
    answer = here.fill("/mot-de-passe", form)
    assert answer.status_code == 303
    assert here.get("/mot-de-passe/change").status_code == SIGNED_IN
    assert elsewhere.get("/").status_code == copy.get("/").status_code == SENT_AWAY
    given = world.first.users[0].account.person.login
    assert world.nobody().post("/connexion", {"login": given, "password": new}).status_code == 303


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"present": "faux mot de passe"}, "mot de passe actuel"),
        ({"new": "court", "again": "court"}, "longueur"),
        ({"new": "x" * 300, "again": "x" * 300}, "longueur"),
        ({"new": "aaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaa"}, "ce qui se répète"),
        ({"new": "Claire-2026-Claire", "again": "Claire-2026-Claire"}, "le nom ou l’adresse"),
        ({"again": "autre chose encore"}, "diffèrent"),
    ],
)
def test_a_new_password_is_refused_with_its_reason(world: World, changed: dict[str, str], said: str) -> None:
    new = "quatre mots pris au hasard"
    form = {"present": world.first.users[0].password, "new": new, "again": new, **changed}
    answer = world.broker(world.first).fill("/mot-de-passe", form)
    assert answer.status_code == 422
    assert said in answer.text.casefold()
    assert form["new"] not in answer.text
    world.broker(world.first)  # the password is what it was


def test_expired_sessions_are_swept(world: World) -> None:
    for _ in range(3):
        world.broker(world.first)
        world.clock.advance(hours=25)
    world.broker(world.first)
    with world.deployment.directory.store.read() as db:
        assert len(db.execute(select(sessions)).all()) == 1


def test_sessions_are_found_by_their_owner_and_realm(world: World) -> None:
    secret = world.broker(world.first).http.cookies["netsoft"]
    found = world.deployment.directory.sessions
    session = found.find(secret, Realm.BROKER, world.clock.now())
    assert session is not None
    assert session.account_id == user_id(world.first.users[0])
    assert found.find(secret, Realm.STAFF, world.clock.now()) is None
