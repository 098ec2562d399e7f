"""From where the service is used (6.5): decided at sign-in and at each request, as netsoft says."""

from __future__ import annotations

import pytest
from attrs import evolve
from starlette.testclient import TestClient

from netsoft.tenancy.networks import Proxies
from netsoft.tenancy.places import networks
from netsoft.tenancy.rights import Right
from reference_app.app import create_app
from reference_app.errors import SetupError
from reference_app.operations.lifting_places import Lifted, lift_places
from reference_app.operations.room import Room
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


def keep(browser: Browser, path: str, networks: str, **more: str) -> tuple[int, str]:
    answer = browser.fill(path, {"networks": networks, **more})
    return answer.status_code, answer.text.replace("&#39;", "’")


def test_an_administrator_lists_the_places_and_each_is_journaled(world: World) -> None:
    browser, hugo = world.broker(world.first), world.first.users[1].account.id
    assert HOME in browser.get("/lieux").text
    assert keep(browser, "/lieux", "192.0.2.0/24\n2001:db8::/48")[0] == 303
    page = browser.get("/lieux").text
    assert "Lieux du cabinet : enregistrés." in page
    assert "192.0.2.0/24\n2001:db8::/48</textarea>" in page
    assert keep(browser, f"/lieux/{hugo}", "192.0.2.9")[0] == 303
    assert "192.0.2.9</textarea>" in browser.get(f"/lieux/{hugo}").text
    assert signs_in(world, 1) == 403
    notes = [entry.act.detail for entry in world.first.entries if entry.outcome is Outcome.NOTED]
    assert notes == ["lieux du cabinet : 192.0.2.0/24, 2001:db8::/48", f"lieux de {hugo} : 192.0.2.9"]
    assert world.first.counted(world.clock.now()) == 0
    assert keep(browser, "/lieux", "")[0] == 303
    assert "tous" in browser.get(f"/lieux/{hugo}").text


@pytest.mark.parametrize(("typed", "said"), [("partout", "n’est pas un"), ("192.0.2.7/24", "écrire 192.0.2.0/24")])
def test_what_is_no_network_is_refused_with_the_reason(world: World, typed: str, said: str) -> None:
    browser, hugo = world.broker(world.first), world.first.users[1].account.id
    for path in ("/lieux", f"/lieux/{hugo}"):
        status, html = keep(browser, path, typed)
        assert (status, said in html, typed in html) == (422, True, True)
    assert signs_in(world) == signs_in(world, 1) == 303


def test_nobody_shuts_themselves_out_unawares(world: World) -> None:
    browser, claire = world.broker(world.first), world.first.users[0].account.id
    for path in ("/lieux", f"/lieux/{claire}"):
        status, html = keep(browser, path, ELSEWHERE)
        assert status == 409
        assert "vous ne pourriez plus entrer" in html
        assert 'name="confirmer"' in html
    assert browser.get("/lieux").status_code == 200
    assert keep(browser, "/lieux", ELSEWHERE, confirmer="oui")[0] == 303
    assert browser.get("/lieux").status_code == 403


def test_lists_that_leave_a_user_no_place_are_said(world: World) -> None:
    browser, hugo = world.broker(world.first), world.first.users[1].account.id
    assert keep(browser, "/lieux", "192.0.2.0/24")[0] == 303
    status, html = keep(browser, f"/lieux/{hugo}", ELSEWHERE)
    assert status == 409
    assert "ne laissent aucun lieu en commun" in html
    assert keep(browser, f"/lieux/{hugo}", f"{HOME} {ELSEWHERE}")[0] == 303
    assert f"hors du cabinet : {ELSEWHERE}" in browser.get("/lieux").text
    assert keep(browser, f"/lieux/{hugo}", ELSEWHERE, confirmer="oui")[0] == 303
    assert "aucun lieu commun" in browser.get("/lieux").text


def test_the_places_of_another_brokerage_do_not_exist(world: World) -> None:
    browser, foreign = world.broker(world.first), world.second.users[1].account.id
    assert browser.get(f"/lieux/{foreign}").status_code == 404
    form = {"csrf": browser.csrf(), "cle": "k", "networks": ELSEWHERE, "confirmer": "oui"}
    assert browser.post(f"/lieux/{foreign}", form).status_code == 404
    assert world.broker(world.second, 1).get("/").status_code == 200


def given_rights(world: World, *rights: Right) -> Browser:
    """Return the browser of the second user, with these rights alone."""
    users = world.deployment.directory.users
    with world.deployment.directory.store.write() as db:
        users.put_rights(db, world.first.users[1].account, frozenset(rights))
    return world.broker(world.first, 1)


def test_a_manager_of_places_shuts_no_administrator_out(world: World) -> None:
    hugo, claire = given_rights(world, Right.NETWORKS_MANAGE), world.first.users[0].account.id
    status, html = keep(hugo, f"/lieux/{claire}", ELSEWHERE, confirmer="oui")
    assert (status, "Hugo Petit ne détient pas « lire les dossiers »" in html) == (403, True)
    assert world.first.entries[-1].outcome is Outcome.REFUSED
    assert signs_in(world) == 303
    assert keep(hugo, f"/lieux/{world.first.users[1].account.id}", HOME)[0] == 303


def test_some_administrator_keeps_a_way_in_whatever_is_confirmed(world: World) -> None:
    browser, claire = world.broker(world.first), world.first.users[0].account.id
    assert keep(browser, f"/lieux/{claire}", HOME)[0] == 303
    for way in ({}, {"confirmer": "oui"}):
        status, html = keep(browser, "/lieux", ELSEWHERE, **way)
        assert (status, "il ne resterait aucun lieu d’où un administrateur" in html.lower()) == (403, True)
    assert browser.get("/lieux").status_code == 200


def test_a_list_of_the_brokerage_that_leaves_somebody_no_place_is_said(world: World) -> None:
    browser, hugo = world.broker(world.first), world.first.users[1].account.id
    assert keep(browser, f"/lieux/{hugo}", ELSEWHERE)[0] == 303
    status, html = keep(browser, "/lieux", HOME)
    assert (status, "aucun lieu en commun à Hugo Petit" in html) == (409, True)
    assert keep(browser, "/lieux", HOME, confirmer="oui")[0] == 303
    assert keep(browser, "/lieux", f"{HOME} 192.0.2.45")[0] == 303  # nothing more is taken from him


def test_a_list_is_short_and_journaled_whole(world: World) -> None:
    browser = world.broker(world.first)
    many = [HOME, *(f"2001:db8:ffff:{n:x}::/64" for n in range(1, 101))]
    status, html = keep(browser, "/lieux", " ".join(many))
    assert (status, "101 réseaux" in html) == (422, True)
    assert keep(browser, "/lieux", ";".join(many[:100]))[0] == 303
    notes = [entry.act.detail for entry in world.first.entries if entry.outcome is Outcome.NOTED]
    assert notes[0].startswith("lieux du cabinet (1/")
    assert all(any(each in note for note in notes) for each in many[:100])


def test_where_no_place_is_imposed_nobody_asks_where_one_is(world: World) -> None:
    """Behind a proxy that does not say for whom it speaks."""
    settings = evolve(world.deployment.settings, proxies=Proxies.parse(HOME))
    world.app = create_app(evolve(world.deployment, settings=settings))
    browser = world.broker(world.first)
    assert browser.get("/lieux").status_code == 200
    assert keep(browser, "/lieux", "198.51.100.0/24")[0] == 409
    allow(world, "0.0.0.0/0")
    assert browser.get("/clients").status_code == 403
    assert signs_in(world) == 403


def test_the_publisher_lifts_the_places_that_shut_a_brokerage_out(world: World) -> None:
    browser, hugo = world.broker(world.first), world.first.users[1].account.id
    allow(world, f"{ELSEWHERE} 203.0.113.10", ELSEWHERE)
    with world.deployment.directory.store.write() as db:
        put_networks(db, users, hugo, networks(ELSEWHERE))
        put_networks(db, tenants, world.second.handle.tenant.id, networks(HOME))
    assert browser.get("/").status_code == 403
    room, tenant = Room(world.deployment, lambda _line: None), world.first.handle.tenant
    with pytest.raises(SetupError, match="--ticket"):
        lift_places(room, tenant, " ")
    assert browser.get("/").status_code == 403
    lifted = lift_places(room, tenant, "T-12")
    assert lifted == Lifted(f"{ELSEWHERE}, 203.0.113.10", (world.first.users[0].account.id,))
    assert browser.get("/").status_code == 200
    said = f"billet T-12, administrateurs restreints : 1 ; cabinet : {ELSEWHERE}, 203.0.113.10"
    assert (world.first.entries[-1].act.action, world.first.entries[-1].act.detail) == ("places.lift", said)
    assert "Lieux d’usage levés" in world.staff().get("/editeur/journal").text
    other = world.deployment.directory.users.of_tenant(world.second.handle.tenant.id)[0]
    assert list(map(str, other.bounds.places.brokerage)) == [HOME]
    assert signs_in(world, 1) == 403  # whose places an administrator now sees to
