"""From where the service is used (6.5): decided at sign-in and at each request, as netsoft says."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from netsoft.tenancy.places import networks
from reference_app.storage.bounds import put_networks
from reference_app.storage.directory_tables import tenants, users
from reference_app.storage.journal import Outcome
from tests.app.world import HOME, Browser, World

ELSEWHERE = "203.0.113.9"


def allow(world: World, brokerage: str, user: str = "") -> None:
    """Let the first brokerage be used from these places, and its first user from those."""
    with world.deployment.directory.store.write() as db:
        put_networks(db, tenants, world.first.handle.tenant.id, networks(brokerage))
        put_networks(db, users, world.first.users[0].account.id, networks(user))


def moved(world: World, browser: Browser, address: str) -> Browser:
    """Return the same browser at another address."""
    http = TestClient(world.app, follow_redirects=False, client=(address, 4711))
    for cookie in browser.http.cookies.jar:
        http.cookies.set(cookie.name, cookie.value or "")
    return Browser(world.browsers.enter_context(http))


def signs_in(world: World, which: int = 0) -> int:
    given = world.first.users[which]
    form = {"login": given.account.person.login, "password": given.password}
    return world.nobody().post("/connexion", form).status_code


@pytest.mark.parametrize("lists", [(f"{HOME}/32", ""), ("192.0.2.0/24", HOME), ("", "192.0.2.0/24, 2001:db8::/32")])
def test_an_admitted_place_is_served(world: World, lists: tuple[str, str]) -> None:
    allow(world, *lists)
    assert world.broker(world.first).get("/clients").status_code == 200


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ((ELSEWHERE, ""), f"{HOME} n’est pas un lieu admis pour ce cabinet ({ELSEWHERE})"),
        (("192.0.2.0/24", ELSEWHERE), f"{HOME} n’est pas un lieu admis pour cet utilisateur ({ELSEWHERE})"),
    ],
)
def test_signing_in_from_elsewhere_is_refused_with_the_reason_and_journaled(
    world: World, lists: tuple[str, str], said: str
) -> None:
    allow(world, *lists)
    given, browser = world.first.users[0], world.nobody()
    form = {"login": given.account.person.login, "password": given.password}
    wrong = browser.post("/connexion", {**form, "password": "ce n'est pas lui"})
    assert (wrong.status_code, "lieu" in wrong.text) == (401, False)  # nothing is told to who knows no password
    answer = browser.post("/connexion", form)
    assert answer.status_code == 403
    assert said in answer.text
    assert "demander à un administrateur" in answer.text
    assert "set-cookie" not in answer.headers
    (entry,) = world.first.entries
    assert (entry.act.action, entry.outcome, entry.actor.ip) == ("sign_in", Outcome.REFUSED, HOME)
    assert (entry.actor.port, entry.actor.user_id) == (50_000, given.account.id)
    assert entry.act.detail == said.replace("’", "'")
    assert world.first.counted(world.clock.now()) == 0
    assert signs_in(world, 1) == (403 if lists[0] == ELSEWHERE else 303)


def test_each_request_is_decided_where_it_comes_from(world: World) -> None:
    browser = world.broker(world.first)
    away = moved(world, browser, ELSEWHERE)
    assert away.get("/clients").status_code == 200
    allow(world, "192.0.2.0/24")
    before = world.first.counted(world.clock.now())
    for answer in (away.get("/clients"), away.get("/mot-de-passe"), away.post("/clients/nouveau", {})):
        assert answer.status_code == 403
        assert f"{ELSEWHERE} n’est pas un lieu admis" in answer.text
        assert world.first.entries[-1].outcome is Outcome.REFUSED
    assert world.first.counted(world.clock.now()) == before
    assert browser.get("/clients").status_code == 200
    assert world.broker(world.second).get("/").status_code == 200


def test_from_elsewhere_one_may_still_sign_out(world: World) -> None:
    browser = world.broker(world.first)
    csrf, away = browser.csrf(), moved(world, browser, ELSEWHERE)
    allow(world, HOME)
    assert away.post("/deconnexion", {"csrf": csrf}).status_code == 303
    assert browser.get("/").status_code == 303


def test_the_publishers_staff_is_not_bound_by_a_brokerages_places(world: World) -> None:
    allow(world, ELSEWHERE)
    assert world.staff().get("/editeur").status_code == 200
