"""The IT charter of a brokerage (6.7, 6.8): shown at first use, accepted once a text, readable afterwards."""

from __future__ import annotations

from sqlalchemy import update

from netsoft.catalogue import Acceptance
from reference_app.services.opening import Given, open_user
from reference_app.storage.directory_tables import tenants
from reference_app.storage.journal import Outcome
from reference_app.storage.people import Person
from tests.app.world import CLIENT, Browser, World, hidden_fields, keep_passwords


def newcomer(world: World) -> tuple[Given, Browser]:
    """Return a user of the first brokerage that has accepted nothing yet, signed in with a password of its own."""
    deployment, tenant_id = world.deployment, world.first.handle.tenant.id
    person = Person("Lia", "Roy", "lia.roy@mistral.example")
    given = open_user(deployment, tenant_id, person, administrator=False)
    browser = world.newly_in("/connexion", given)
    new = "cinq mots pris bien au hasard"
    browser.fill("/mot-de-passe", {"present": given.password, "new": new, "again": new})
    browser.fill("/bienvenue/conditions", {})
    return given, browser


def test_the_charter_is_shown_before_any_use_and_accepted_once(world: World) -> None:
    given, browser = newcomer(world)
    asked = browser.get("/clients?q=a")
    assert asked.headers["location"] == "/bienvenue/charte?suite=%2Fclients%3Fq%3Da"
    assert world.first.entries[-1].act.detail == "charte informatique à accepter (6.8)"
    page = browser.get(asked.headers["location"]).text
    assert "Cabinet Mistral" in page
    assert page.count('<section class="article"') >= 8
    assert "6.7" in page
    answer = browser.post("/bienvenue/charte", hidden_fields(page))
    assert answer.headers["location"] == "/clients?q=a"
    assert browser.get("/clients").status_code == 200
    last = [entry for entry in world.first.entries if entry.outcome is Outcome.NOTED][-1]
    assert last.actor.user_id == given.account.id
    assert "charte-2026-11 acceptée (6.8), empreinte " in last.act.detail
    again = browser.fill("/bienvenue/charte", {})
    assert again.headers["location"] == "/"
    assert "Vous l’avez déjà acceptée" in browser.get("/bienvenue/charte").text
    kept = world.deployment.directory.records.of(Acceptance, world.first.handle.tenant.id)
    mine = [record.value.version for record in kept if record.value.user == given.account.id]
    assert sorted(mine) == ["CG052018", "charte-2026-11"]


def test_another_text_than_the_one_shown_is_shown_first(world: World) -> None:
    _given, browser = newcomer(world)
    answer = browser.fill("/bienvenue/charte", {"empreinte": "0" * 64})
    assert answer.headers["location"] == "/bienvenue/charte"
    assert browser.get("/clients").status_code == 303


def test_the_charter_is_readable_afterwards(world: World) -> None:
    page = world.broker(world.first, 1).get("/charte").text
    assert "charte informatique charte-2026-11 acceptée le" in page
    assert "Accepter la charte" not in page
    _given, browser = newcomer(world)
    assert "Accepter la charte" in browser.get("/charte").text


def test_administrators_see_who_has_not_accepted(world: World) -> None:
    newcomer(world)
    browser = world.broker(world.first)
    page = browser.get("/charte/acceptations").text
    assert page.count("acceptée</span>") == 2
    assert page.count("pas encore</span>") == 1
    assert "lia.roy@mistral.example" in page
    assert "durand" not in page
    assert world.broker(world.first, 1).get("/charte/acceptations").status_code == 403


def test_the_terms_accepted_are_told_apart_from_the_charter(world: World) -> None:
    page = world.broker(world.first).get("/contrat").text
    assert "charte-2026-11" not in page


def test_a_newcomer_sends_no_form_before_the_charter_is_accepted(world: World) -> None:
    _given, browser = newcomer(world)
    form = {**CLIENT, "csrf": browser.csrf(), "cle": "k"}
    assert browser.post("/clients/nouveau", form).headers["location"] == "/bienvenue/charte"
    assert world.first.entries[-1].act.detail == "charte informatique à accepter (6.8)"
    assert browser.fill("/bienvenue/charte", {}).status_code == 303
    assert browser.post("/clients/nouveau", form).headers["location"].startswith("/clients/")


def test_a_newcomer_sends_no_form_before_the_terms_are_read(world: World) -> None:
    deployment, tenant_id = world.deployment, world.first.handle.tenant.id
    person = Person("Lia", "Roy", "lia.roy@mistral.example")
    browser = world.newly_in("/connexion", open_user(deployment, tenant_id, person, administrator=False))
    keep_passwords(deployment)
    form = {**CLIENT, "csrf": browser.csrf(), "cle": "k"}
    assert browser.post("/clients/nouveau", form).headers["location"] == "/bienvenue/conditions"


def test_a_form_that_a_new_text_overtakes_is_kept(world: World) -> None:
    browser = world.broker(world.first)
    form = {**CLIENT} | hidden_fields(browser.get("/clients/nouveau").text)
    with world.deployment.directory.store.write() as db:
        db.execute(update(tenants).values(name="Cabinet Tramontane"))
    world.deployment.vault.let_go(world.first.handle.tenant.id)
    answer = browser.post("/clients/nouveau", form)
    assert answer.headers["location"].startswith("/clients/")
    assert "/bienvenue/charte" in browser.get(answer.headers["location"]).headers["location"]
