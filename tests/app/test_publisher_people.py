"""Brokerages opened, their administrators opened, closed and reset; a password is shown once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from reference_app.services.opening import Given
from reference_app.storage.people import Account
from tests.app.books import text_of
from tests.app.test_publisher import acts
from tests.app.world import World, hidden_fields

NEW: Final[Mapping[str, str]] = {
    "name": "Cabinet Neuf",
    "legal_form": "SAS",
    "siren": "404 833 048",
    "address": "2 rue Basse, 13100 Aix",
    "phone": "04 65 71 00 00",
    "first_name": "Inès",
    "last_name": "Roux",
    "login": "ines.roux@neuf.example",
}
PERSON: Final[Mapping[str, str]] = {k: NEW[k] for k in ("first_name", "last_name", "login")}


@pytest.fixture
def access(world: World) -> str:
    return f"/editeur/cabinets/{world.first.handle.tenant.id}/acces"


def password_in(page: str) -> str:
    return page.partition('<code class="secret">')[2].partition("</code>")[0]


def user(world: World, login: str) -> Account:
    found = world.deployment.directory.users.by_login(login)
    assert found is not None
    return found


def test_a_brokerage_is_opened_with_its_first_administrator(world: World) -> None:
    answer = world.staff().fill("/editeur/cabinets/nouveau", NEW)
    assert answer.status_code == 200
    given = Given(user(world, NEW["login"]), password_in(answer.text))
    assert given.account.administrator
    browser = world.signed_in("/connexion", given)
    assert browser.get("/clients").status_code == 200
    path = browser.add_client()
    assert browser.get(path).status_code == 200
    assert world.broker(world.first).get(path).status_code == 404
    assert acts(world) == ["brokerage.open"]
    assert given.password not in world.staff().get("/editeur").text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", ""),
        ("siren", "404833049"),
        ("siren", ""),
        ("siren", "552100554"),
        ("address", ""),
        ("first_name", " "),
        ("login", "contact@neuf.example"),
        ("login", "pas une adresse"),
        ("login", "claire.fabre@mistral.example"),
        ("name", "x" * 201),
    ],
)
def test_what_is_wrong_opens_nothing_and_loses_nothing(world: World, field: str, text: str) -> None:
    answer = world.staff().fill("/editeur/cabinets/nouveau", {**NEW, field: text})
    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    for name, typed in NEW.items():
        assert name == field or typed in answer.text
    assert len(world.deployment.directory.tenants.all()) == 2
    assert acts(world) == []


def test_another_administrator_is_opened(world: World, access: str) -> None:
    answer = world.staff().fill(access, PERSON)
    given = Given(user(world, PERSON["login"]), password_in(answer.text))
    assert world.signed_in("/connexion", given).get("/clients").status_code == 200
    assert world.staff().fill(access, PERSON).status_code == 422


def test_a_reset_shows_a_password_once_and_ends_the_sessions(world: World, access: str) -> None:
    given, browser, staff = world.first.users[0], world.broker(world.first), world.staff()
    reset = f"{access}/{given.account.id}/mot-de-passe"
    answer = staff.post(reset, {"csrf": staff.csrf(access), "cle": "k"})
    new = password_in(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert new not in staff.get(access).text
    assert browser.get("/compte").headers["location"].startswith("/connexion")
    old = world.nobody().post("/connexion", {"login": given.account.person.login, "password": given.password})
    assert old.status_code != 303
    assert world.signed_in("/connexion", Given(given.account, new)).get("/compte").status_code == 200
    assert acts(world) == ["administrator.reset"]


def test_an_administrator_is_closed_and_opened_again(world: World, access: str) -> None:
    given, browser, staff = world.first.users[0], world.broker(world.first), world.staff()
    token = {"csrf": staff.csrf(access), "cle": "k"}
    again = {**token, "cle": "l"}
    assert staff.post(f"{access}/{given.account.id}/fermer", token).headers["location"] == access
    assert "Accès de Claire Fabre : fermé, sessions terminées." in text_of(staff.get(access).text)
    assert browser.get("/compte").headers["location"].startswith("/connexion")
    typed = {"login": given.account.person.login, "password": given.password}
    assert world.nobody().post("/connexion", typed).status_code != 303
    assert staff.post(f"{access}/{given.account.id}/rouvrir", token).status_code == 409
    staff.post(f"{access}/{given.account.id}/rouvrir", again)
    assert world.signed_in("/connexion", given).get("/compte").status_code == 200
    assert acts(world) == ["administrator.reopen", "administrator.close"]


@pytest.mark.parametrize("verb", ["mot-de-passe", "fermer", "rouvrir"])
def test_other_users_and_other_brokerages_are_out_of_reach(world: World, access: str, verb: str) -> None:
    staff = world.staff()
    token = {"csrf": staff.csrf(access), "cle": "k"}
    for account in (world.first.users[1].account, world.second.users[0].account, world.member.account):
        assert staff.post(f"{access}/{account.id}/{verb}", token).status_code == 404
    assert acts(world) == []
    assert "Hugo" not in staff.get(access).text


def test_a_brokerage_is_opened_once(world: World) -> None:
    staff = world.staff()
    sent = {**NEW, **hidden_fields(staff.get("/editeur/cabinets/nouveau").text)}
    first, again = [staff.post("/editeur/cabinets/nouveau", sent) for _ in range(2)]
    password = password_in(first.text)
    assert (first.status_code, again.status_code) == (200, 200)
    assert password
    assert password not in again.text
    assert "rien n’a été refait" in text_of(again.text)
    assert "choisir « Nouveau mot de passe »" in text_of(again.text)
    assert "Les sessions ouvertes" not in first.text
    assert world.signed_in("/connexion", Given(user(world, NEW["login"]), password)).get("/").status_code == 200
    assert len(world.deployment.directory.tenants.all()) == 3
    other = staff.post("/editeur/cabinets/nouveau", {**sent, "name": "Autre cabinet"})
    assert other.status_code == 409
    assert 'value="Autre cabinet"' in other.text
    assert acts(world) == ["brokerage.open"]


def test_an_administrator_is_opened_once(world: World, access: str) -> None:
    staff = world.staff()
    sent = {**PERSON, **hidden_fields(staff.get(access).text)}
    first, again = [staff.post(access, sent) for _ in range(2)]
    assert password_in(first.text)
    assert not password_in(again.text)
    assert staff.post(access, {**sent, "first_name": "Irène"}).status_code == 409
    assert acts(world) == ["administrator.open"]


def test_a_password_is_replaced_once(world: World, access: str) -> None:
    given, staff = world.first.users[0], world.staff()
    path = f"{access}/{given.account.id}/mot-de-passe"
    token = {"csrf": staff.csrf(access), "cle": "k"}
    first, again = [staff.post(path, token) for _ in range(2)]
    assert not password_in(again.text)
    assert "rien n’a été refait" in text_of(again.text)
    browser = world.signed_in("/connexion", Given(given.account, password_in(first.text)))
    staff.post(path, token)
    assert browser.get("/compte").status_code == 200
    assert acts(world) == ["administrator.reset"]
    assert password_in(staff.post(path, {**token, "cle": "l"}).text) != password_in(first.text)
    assert acts(world) == ["administrator.reset"] * 2


def test_an_access_closed_since_is_not_opened_by_a_retry(world: World, access: str) -> None:
    given, staff = world.first.users[0], world.staff()
    csrf, path = staff.csrf(access), f"{access}/{given.account.id}"
    for verb, key in (("fermer", "1"), ("rouvrir", "2"), ("fermer", "3"), ("rouvrir", "2")):
        assert staff.post(f"{path}/{verb}", {"csrf": csrf, "cle": key}).status_code == 303
    assert user(world, given.account.person.login).closed_at is not None
    assert "Accès de Claire Fabre : fermé" in text_of(staff.get(access).text)


@pytest.mark.parametrize("verb", ["", "/mot-de-passe", "/fermer", "/rouvrir"])
def test_a_form_without_its_key_is_refused(world: World, access: str, verb: str) -> None:
    given, staff = world.first.users[0], world.staff()
    path = f"{access}/{given.account.id}{verb}" if verb else "/editeur/cabinets/nouveau"
    assert staff.post(path, {**NEW, "csrf": staff.csrf(access)}).status_code == 403
    assert acts(world) == []
    assert len(world.deployment.directory.tenants.all()) == 2


def test_a_password_that_the_staff_gave_is_changed_at_first_use(world: World, access: str) -> None:
    given, staff = world.first.users[0], world.staff()
    opened = staff.fill(access, PERSON)
    reset = staff.post(f"{access}/{given.account.id}/mot-de-passe", {"csrf": staff.csrf(access), "cle": "k"})
    for login, answer in ((PERSON["login"], opened), (given.account.person.login, reset)):
        account = user(world, login)
        assert account.must_change
        assert "doit le changer dès sa première connexion" in text_of(answer.text)
        browser = world.newly_in("/connexion", Given(account, password_in(answer.text)))
        assert browser.get("/clients").headers["location"] == "/mot-de-passe"
        assert (
            world.signed_in("/connexion", Given(account, password_in(answer.text))).get("/clients").status_code == 200
        )
        assert not user(world, login).must_change


def test_the_forms_of_the_console_are_only_appended(world: World, access: str) -> None:
    world.staff().fill(access, PERSON)
    for statement in ("UPDATE console_forms SET form_key = ''", "DELETE FROM console_forms"):
        with pytest.raises(DatabaseError, match="append only"), world.deployment.directory.store.write() as db:
            db.execute(text(statement))
