"""The users of a brokerage, run by its administrators (6.4): closed unless opened, never without an administrator."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from netsoft.tenancy.rights import ADMINISTRATION, READING, Right
from reference_app.ids import UserId
from reference_app.storage.journal import Outcome
from reference_app.web.table import BROKER_PAGES
from tests.app.addresses import filled
from tests.app.world import Browser, Office, World, hidden_fields

LIA: Mapping[str, str] = {
    "first_name": "Lia",
    "last_name": "Roy",
    "login": "lia.roy@mistral.example",
    "role": "lecture",
}


def change(browser: Browser, user: str, verb: str, **data: str) -> tuple[int, str]:
    tokens = hidden_fields(browser.get(f"/utilisateurs/{user}").text)
    answer = browser.post(f"/utilisateurs/{user}/{verb}", {**tokens, **data})
    return answer.status_code, answer.text


def give(world: World, office: Office, which: int, rights: frozenset[Right]) -> str:
    users = world.deployment.directory.users
    account = office.users[which].account
    with world.deployment.directory.store.write() as db:
        users.put_rights(db, account, rights)
    return account.id


def test_every_page_of_a_brokerage_states_the_right_that_it_needs() -> None:
    assert [page.name for page in BROKER_PAGES if page.right is None] == []


@pytest.mark.parametrize("page", [p for p in BROKER_PAGES if p.right is not Right.SELF], ids=lambda page: page.name)
def test_without_its_right_a_page_is_refused_journaled_and_not_counted(world: World, page: object) -> None:
    give(world, world.first, 1, frozenset())
    browser = world.broker(world.first, 1)
    path = filled(world, page, page.path).replace("{client_id}", "0" * 32)  # type: ignore[attr-defined, arg-type]
    data = {"csrf": browser.csrf(), "cle": "k"}
    answer = browser.post(path, data) if page.method == "POST" else browser.get(path)  # type: ignore[attr-defined]
    assert answer.status_code == 403
    assert f"« {page.right.label} »".replace("'", "’") in answer.text.replace("&#39;", "’")  # type: ignore[attr-defined]
    last = world.first.entries[-1]
    assert (last.act.action, last.outcome) == (page.action or page.name, Outcome.REFUSED)  # type: ignore[attr-defined]
    assert world.first.counted(world.clock.now()) == 0


def test_a_person_is_opened_with_a_role_signs_in_and_sees_what_it_opens(world: World) -> None:
    browser = world.broker(world.first)
    answer = browser.fill("/utilisateurs", LIA)
    assert answer.status_code == 200
    password = re.findall(r'<code class="secret">([^<]+)</code>', answer.text)[0]
    lia = world.nobody()
    assert lia.post("/connexion", {"login": LIA["login"], "password": password}).status_code == 303
    assert lia.get("/clients").headers["location"] == "/mot-de-passe"
    new = "cinq mots pris bien au hasard"
    assert lia.fill("/mot-de-passe", {"present": password, "new": new, "again": new}).status_code == 303
    lia.fill("/bienvenue/conditions", {})
    assert lia.get("/clients").headers["location"].startswith("/bienvenue/charte")
    lia.fill("/bienvenue/charte", {})
    assert lia.get("/clients").status_code == 200
    assert lia.get("/clients/nouveau").status_code == 403
    html = lia.get("/").text
    assert "/clients" in html
    assert 'href="/factures"' not in html
    assert 'href="/utilisateurs"' not in html
    assert password not in browser.get("/utilisateurs").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"login": "contact@mistral.example"}, "6"), ({"first_name": ""}, "vide"), ({"role": "dieu"}, "ôle inconnu")],
)
def test_what_is_no_persons_access_is_refused_with_the_reason(world: World, typed: dict[str, str], said: str) -> None:
    before = world.deployment.directory.users.of_tenant(world.first.handle.tenant.id)
    answer = world.broker(world.first).fill("/utilisateurs", {**LIA, **typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert world.deployment.directory.users.of_tenant(world.first.handle.tenant.id) == before


def test_the_last_administrator_stays(world: World) -> None:
    browser, claire = world.broker(world.first), world.first.users[0].account.id
    for verb, data in (("fermer", {}), ("droits", {"role": "lecture"})):
        status, html = change(browser, claire, verb, **data)
        assert status == 403
        assert "aucun administrateur" in html
    assert world.deployment.directory.users.get(UserId(claire)).member.rights == ADMINISTRATION.rights  # type: ignore[union-attr]


def test_nobody_gives_nor_resets_beyond_what_they_hold(world: World) -> None:
    give(world, world.first, 1, frozenset({Right.USERS_MANAGE}))
    hugo, claire = world.broker(world.first, 1), world.first.users[0].account.id
    assert hugo.fill("/utilisateurs", LIA).status_code == 403
    status, html = change(hugo, claire, "mot-de-passe")
    assert status == 403
    assert "Hugo Petit ne détient pas" in html
    assert change(hugo, claire, "fermer")[0] == 403


def test_a_change_of_rights_holds_at_once_and_closing_shuts_out(world: World) -> None:
    hugo, browser = world.broker(world.first, 1), world.broker(world.first)
    user = world.first.users[1].account.id
    assert change(browser, user, "droits", role="particulier", **{"droit.dossiers.read": "on"})[0] == 303
    assert hugo.get("/clients").status_code == 200
    again = world.broker(world.first, 1)
    assert again.get(f"/clients/{'0' * 32}/modifier").status_code == 403
    assert change(browser, user, "fermer")[0] == 303
    assert again.get("/clients").headers["location"].startswith("/connexion")
    assert change(browser, user, "rouvrir")[0] == 303
    assert world.broker(world.first, 1).get("/clients").status_code == 200
    notes = [entry.act.detail for entry in world.first.entries if entry.outcome is Outcome.NOTED]
    assert notes[-3:] == [f"droits de {user} : particulier", f"accès fermé {user}", f"accès rouvert {user}"]


def test_a_right_that_rests_on_another_is_not_given_without_it(world: World) -> None:
    browser, user = world.broker(world.first), world.first.users[1].account.id
    status, html = change(browser, user, "droits", role="particulier", **{"droit.dossiers.write": "on"})
    assert status == 403
    assert "suppose" in html


def test_another_brokerages_people_do_not_exist(world: World) -> None:
    browser, foreign = world.broker(world.first), world.second.users[1].account.id
    assert browser.get(f"/utilisateurs/{foreign}").status_code == 404
    tokens = {"csrf": browser.csrf(), "cle": "k", "role": "lecture"}
    for verb in ("droits", "fermer", "rouvrir", "mot-de-passe"):
        assert browser.post(f"/utilisateurs/{foreign}/{verb}", tokens).status_code == 404
    assert world.deployment.directory.users.get(UserId(foreign)).rights != READING.rights  # type: ignore[union-attr]
