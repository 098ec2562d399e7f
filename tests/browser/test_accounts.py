"""Accounts as people use them: a brokerage cut off, the staff who enter a payment, the document on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Open, Service, sign_in
from tests.browser.test_pages import barriers, overflow

pytestmark = pytest.mark.browser
CONSOLE = "/editeur/connexion"


def of_the_suspended(page: Page, tab: str = "") -> None:
    """Go to the brokerage whose access is off."""
    page.goto("/editeur")
    page.get_by_role("row", name=re.compile("suspendu")).get_by_role("link").click()
    if tab:
        page.get_by_role("link", name=tab).click()


def test_the_last_cent_gives_access_back_and_a_counter_entry_takes_it_again(window: Open, service: Service) -> None:
    broker, staff = window().page, window().page
    sign_in(broker, service.second)
    expect(broker.get_by_role("heading", name="Accès suspendu")).to_be_visible()
    broker.goto("/clients")
    assert broker.url.endswith("/compte")
    owed = broker.locator(".figure").first.inner_text()
    sign_in(staff, service.staff, CONSOLE)
    of_the_suspended(staff)
    account = staff.url
    staff.get_by_role("link", name="Paiement reçu").click()
    staff.get_by_label("Montant reçu").fill(owed)
    staff.get_by_label("Moyen").select_option("transfer")
    invoice = staff.get_by_label("Facture choisie").locator("option", has_text="reste dû").first.get_attribute("value")
    staff.get_by_label("Facture choisie").select_option(invoice)
    staff.get_by_role("button", name="Enregistrer").click()
    expect(staff.get_by_role("status")).to_contain_text("L’accès du cabinet est ouvert")
    broker.goto("/clients")
    expect(broker.get_by_role("heading", name="Clients")).to_be_visible()
    staff.goto(account)
    staff.get_by_role("link", name="Écritures").click()
    staff.get_by_role("link", name=re.compile("Contre-passer")).first.click()
    staff.get_by_label("Motif").fill("virement d'un autre client")
    staff.get_by_role("button", name="Contre-passer").click()
    expect(staff.get_by_text("virement d'un autre client")).to_be_visible()
    broker.goto("/clients")
    assert broker.url.endswith("/compte")
    assert broker.locator(".figure").first.inner_text() == owed


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_pages_that_a_form_leads_to_have_no_barrier(
    window: Open, service: Service, axe: str, *, size: str, tmp_path: Path
) -> None:
    visit = window({"wide": WIDE, "narrow": NARROW}[size], axe=True)
    page, found = visit.page, {}

    def look(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        found[name] = barriers(page, axe) + overflow(page)

    sign_in(page, service.staff, CONSOLE)
    of_the_suspended(page)
    page.get_by_role("link", name="Retour ou rejet").click()
    page.get_by_label("Date du fait").fill("31/02/2026")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_label("Date du fait")).to_have_value("31/02/2026")
    look("wrong")
    of_the_suspended(page)
    page.get_by_label("Compte dû au").fill("hier")
    page.get_by_role("button", name="Arrêter le compte").click()
    look("wrong-day")
    page.goto("/editeur/taux")
    page.get_by_role("button", name="Enregistrer le taux").click()
    look("wrong-rate")
    of_the_suspended(page, "Administrateurs")
    page.get_by_role("button", name=re.compile("Fermer")).click()
    look("closed")
    page.get_by_role("button", name=re.compile("Rouvrir")).click()
    look("reopened")
    assert {name: what for name, what in found.items() if what} == {}
    assert visit.foreign == visit.complaints == []


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_an_access_is_closed_in_words_and_opened_again(
    window: Open, service: Service, axe: str, *, size: str, tmp_path: Path
) -> None:
    staff, broker = (window({"wide": WIDE, "narrow": NARROW}[size], axe=True) for _ in range(2))
    found = {}

    def look(name: str, page: Page) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        found[name] = barriers(page, axe) + overflow(page)

    sign_in(broker.page, service.second)
    sign_in(staff.page, service.staff, CONSOLE)
    of_the_suspended(staff.page, "Conduite")
    staff.page.get_by_role("link", name="Consigner un agissement").click()
    staff.page.get_by_role("button", name="Enregistrer").click()
    look("nothing-noted", staff.page)
    staff.page.get_by_label("Agissement").select_option("robot")
    staff.page.get_by_label("Constaté le").fill("02/01/2026 10:42")
    staff.page.get_by_label("Preuve").fill("entrées 812 à 1 940 du journal")
    staff.page.get_by_role("button", name="Enregistrer").click()
    look("noted", staff.page)
    staff.page.get_by_role("link", name=re.compile("accès par un automate")).first.click()
    look("to-close", staff.page)
    staff.page.get_by_label("Ce que lit l’utilisateur").fill("Un automate a lu vos dossiers.")
    staff.page.get_by_role("button", name="Fermer l’accès").click()
    look("to-reopen", staff.page)
    broker.page.goto("/clients")
    assert broker.page.url.endswith("/acces")
    expect(broker.page.get_by_role("heading", name="Accès fermé")).to_be_visible()
    look("access-closed", broker.page)
    staff.page.get_by_label("Motif").fill("automate retiré")
    staff.page.get_by_role("button", name="Rouvrir l’accès").click()
    look("reopened", staff.page)
    broker.page.goto("/acces")
    expect(broker.page.get_by_role("heading", name="Accès suspendu")).to_be_visible()
    look("access-suspended", broker.page)
    assert {name: what for name, what in found.items() if what} == {}
    assert staff.foreign == staff.complaints == broker.foreign == broker.complaints == []


def test_the_document_prints_without_what_is_for_the_screen(window: Open, service: Service, tmp_path: Path) -> None:
    visit = window()
    page = visit.page
    sign_in(page, service.second)
    page.get_by_role("link", name="Décompte à imprimer").click()
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
    assert page.pdf(path=tmp_path / "decompte.pdf", prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})  # 180 mm, what A4 leaves between its margins
    for hidden in (page.locator("header.top"), page.get_by_role("button", name="Imprimer"), page.locator(".crumbs")):
        expect(hidden).to_be_hidden()
    expect(page.get_by_role("heading", name="Décompte des sommes dues")).to_be_visible()
    cut = page.eval_on_selector_all(".document .scroll", "all => all.filter(e => e.scrollWidth > e.clientWidth).length")
    assert cut == 0


SIDEWAYS = "() => [...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).length"


def test_amounts_and_states_show_on_a_phone_without_sideways_scrolling(window: Open, service: Service) -> None:
    broker, staff = window(NARROW).page, window(NARROW).page
    sign_in(broker, service.second)
    sign_in(staff, service.staff, CONSOLE)
    staff.goto("/editeur")
    seen = {broker: ["/compte", "/compte/decompte"], staff: ["/editeur", "/editeur/taux", "/editeur/journal"]}
    of_the_suspended(staff)
    seen[staff] += [staff.url, f"{staff.url}/ecritures", f"{staff.url}/acces"]
    for page, paths in seen.items():
        for path in paths:
            page.goto(path)
            assert page.evaluate(SIDEWAYS) == 0, path
            size = page.get_by_role("button", name="Se déconnecter").bounding_box()
            assert size is not None
            assert size["height"] >= 24
