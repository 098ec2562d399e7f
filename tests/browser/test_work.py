"""A day's work in a real browser: sign in, add, find, change, leave."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, Service, sign_in

pytestmark = pytest.mark.browser


def actions(page: Page) -> int:
    """Read the user's own count of the month from the home page, which is no action."""
    page.goto("/")
    return int(re.sub(r"\D", "", page.locator(".figure").first.inner_text()))


def add_client(page: Page, name: str) -> str:
    """Add a person as a broker does, and return the address of its page."""
    page.goto("/clients/nouveau")
    page.get_by_label("Nom (obligatoire)", exact=True).fill(name)
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_label("E-mail").fill("zoe@exemple.fr")
    page.get_by_label("Téléphone").fill("06 12 34 56 78")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_have_text("Client ajouté.")
    return page.url


def test_adding_a_client_raises_the_count_by_one(window: Open, service: Service) -> None:
    visit = window()
    page = visit.page
    sign_in(page, service.first)
    before = actions(page)
    address = add_client(page, "Lefèvre-Testu")
    assert actions(page) == before + 1  # the page shown after saving is part of it
    page.goto("/clients?q=lefevre testu")
    page.get_by_role("link", name="LEFÈVRE-TESTU Zoé").first.click()
    assert actions(page) == before + 3  # the list, and the record
    page.goto(address)
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("Ville").fill("Aix-en-Provence")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Modifications enregistrées.")).to_be_visible()
    assert actions(page) == before + 6  # the record, its form, the change
    assert visit.foreign == visit.complaints == []


def test_the_second_brokerage_does_not_reach_the_firsts_client(window: Open, service: Service) -> None:
    page = window().page
    sign_in(page, service.first)
    address = add_client(page, "Secret-Canari")
    other = window().page
    sign_in(other, service.second)
    for path in (address, f"{address}/modifier", "/clients?q=canari", "/clients"):
        other.goto(path)
        assert "canari" not in other.inner_text("main").casefold().replace("« canari »", "")


def test_what_is_typed_is_not_lost_and_the_problems_are_read_first(window: Open, service: Service) -> None:
    page = window().page
    sign_in(page, service.first)
    page.goto("/clients/nouveau")
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_label("E-mail").fill("zoe(arobase)exemple")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#problems")).to_be_focused()
    expect(page.get_by_label("Prénom")).to_have_value("Zoé")
    page.get_by_role("link", name="Écrire l’adresse comme").click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value("zoe(arobase)exemple")


def test_everything_works_without_script(window: Open, service: Service) -> None:
    page = window(script=False).page
    sign_in(page, service.first)
    page.goto("/clients/nouveau")
    page.get_by_label("Entreprise").check()
    page.get_by_label("Raison sociale").fill("Garage Sans-Script")
    page.get_by_label("SIREN").fill("732 829 320")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Garage Sans-Script")
    page.goto("/clients")
    page.get_by_label("Chercher").first.fill("sans script")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("link", name="Garage Sans-Script").first).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion")


def test_the_keyboard_is_enough(window: Open, service: Service) -> None:
    page = window().page
    page.goto("/connexion")
    page.keyboard.type(service.first[0])
    page.keyboard.press("Tab")
    page.keyboard.type(service.first[1])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/$"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("martin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clients?q=martin*")
    expect(page.get_by_role("status")).to_contain_text("« martin »")


def test_after_signing_out_the_back_button_shows_no_dossier(window: Open, service: Service) -> None:
    page = window().page
    sign_in(page, service.first)
    address = add_client(page, "Nom-Apres-Sortie")
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion")
    page.go_back()
    assert "sortie" not in page.content().casefold()
    page.goto(address)
    assert "connexion" in page.url


def test_cookies_are_the_session_alone_and_no_script_reads_them(window: Open, service: Service) -> None:
    visit = window()
    sign_in(visit.page, service.first)
    add_client(visit.page, "Cookie")
    cookies = visit.context.cookies()
    assert [(c["name"], c["httpOnly"], c["sameSite"]) for c in cookies] == [("netsoft", True, "Strict")]
    assert visit.page.evaluate("document.cookie") == ""
    assert visit.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_form_pressed_twice_adds_one_client(window: Open, service: Service) -> None:
    page = window().page
    sign_in(page, service.first)
    page.goto("/clients/nouveau")
    page.get_by_label("Nom (obligatoire)", exact=True).fill("Double-Clic")
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_role("button", name="Enregistrer").dblclick()
    page.wait_for_url(re.compile(r"/clients/[0-9a-f]{32}$"))
    page.goto("/clients?q=double clic")
    expect(page.get_by_role("status")).to_contain_text("1 client ")
