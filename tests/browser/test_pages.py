"""Every page that a link leads to, wide and at 360 pixels: no barrier, no overflow, no foreign request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, Open, Service, sign_in
from tests.conftest import Report

pytestmark = pytest.mark.browser

NO_PAGE: Final = re.compile(r"\.csv$|^/conditions/[^/]+$")
"""What links lead to that is a file: tables, and the plain text of the terms."""
SIZES: Final = {"wide": WIDE, "narrow": NARROW}
STARTS: Final = {"first": "/connexion", "second": "/connexion", "staff": "/editeur/connexion"}
# The least that must have been seen; what the links lead to besides is seen too.
MUST: Final = {
    "first": {
        "/",
        "/clients",
        "/clients/ID",
        "/clients/ID/modifier",
        "/clients/nouveau",
        "/mot-de-passe",
        "/acces",
        "/compte",
        "/usage",
        "/contrat",
        "/factures",
        "/documents/ID",
        "/conditions",
    },
    "second": {"/acces", "/compte", "/compte/decompte", "/usage", "/contrat", "/factures", "/documents/ID"},
    "staff": {
        "/editeur",
        "/editeur/cabinets/ID",
        "/editeur/cabinets/ID/acces",
        "/editeur/cabinets/ID/conduite",
        "/editeur/cabinets/ID/conduite/consigner",
        "/editeur/cabinets/ID/decompte",
        "/editeur/cabinets/ID/contrat",
        "/editeur/cabinets/ID/contrat/saisir/origine",
        "/editeur/cabinets/ID/documents",
        "/editeur/cabinets/ID/documents/ID",
        "/editeur/cabinets/ID/ecritures",
        "/editeur/cabinets/ID/ecritures/ID/contrepasser",
        "/editeur/cabinets/ID/saisies/ID/rayer",
        "/editeur/cabinets/ID/saisir/paiement",
        "/editeur/cabinets/ID/usage",
        "/editeur/cabinets/nouveau",
        "/editeur/apercu",
        "/editeur/journal",
        "/editeur/offre",
        "/editeur/offre/saisies/ID/rayer",
        "/editeur/offre/saisir/prix",
        "/editeur/sauvegardes",
        "/editeur/taches",
        "/editeur/taches/ID",
        "/editeur/taux",
    },
}


def barriers(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds serious or critical."""
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = page.evaluate("tags => axe.run({runOnly: tags})", tags)
    return [
        f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:150]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def shape(path: str) -> str:
    """Return a path with its ids and months left out."""
    ids = re.sub(r"/[0-9a-f]{32}(?=/|$)", "/ID", urlsplit(path).path)
    return re.sub(r"/[0-9]{4}-[0-9]{2}(?=/|$)", "/MOIS", ids)


def walk(page: Page, start: str) -> Iterator[str]:
    """Go to one page of each shape that links lead to, from ``start``."""
    ahead, seen = [start], {shape(start)}
    while ahead:
        answer = page.goto(ahead.pop(0))
        assert answer is not None
        assert answer.status == 200, page.url
        yield shape(page.url)
        for href in page.eval_on_selector_all("a[href^='/'], a[href^='?']", "all => all.map(a => a.href)"):
            if shape(href) not in seen and not NO_PAGE.search(shape(href)):
                seen.add(shape(href))
                ahead.append(href)


@pytest.mark.parametrize("who", STARTS)
@pytest.mark.parametrize("size", SIZES)
def test_pages_have_no_barrier(
    window: Open, service: Service, axe: str, *, size: str, who: str, tmp_path: Path, report: Report
) -> None:
    visit = window(SIZES[size], axe=True)
    sign_in(visit.page, getattr(service, who), STARTS[who])
    found: dict[str, list[str]] = {}
    for path in walk(visit.page, urlsplit(visit.page.url).path):
        visit.page.screenshot(path=tmp_path / f"{path.strip('/').replace('/', '_') or 'home'}.png", full_page=True)
        found[path] = barriers(visit.page, axe) + overflow(visit.page)
    assert {path: what for path, what in found.items() if what} == {}
    assert MUST[who] <= set(found)
    assert visit.foreign == visit.complaints == []
    report.add("browser", f"{who}, {size}: {len(found)} pages without a barrier, screenshots in {tmp_path}")


def overflow(page: Page) -> list[str]:
    """Tell whether the page is wider than its window: only tables may scroll, within their frame."""
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{width} px too wide"] if width > 0 else []


@pytest.mark.parametrize("size", SIZES)
def test_pages_that_no_link_leads_to_have_no_barrier(
    window: Open, service: Service, axe: str, *, size: str, tmp_path: Path
) -> None:
    visit = window(SIZES[size], axe=True)
    page, found = visit.page, {}

    def look(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        found[name] = barriers(page, axe) + overflow(page)

    page.goto("/connexion")
    look("sign-in")
    page.get_by_label("Adresse e-mail").fill("personne@ailleurs.example")
    page.get_by_label("Mot de passe").fill("rien")
    page.get_by_role("button", name="Se connecter").click()
    look("sign-in-refused")
    page.goto("/editeur/connexion")
    look("staff-sign-in")
    page.goto("/nulle-part")
    look("not-found")
    sign_in(page, service.first)
    page.goto("/clients/nouveau")
    page.get_by_role("button", name="Enregistrer").click()
    look("problems")
    page.goto("/clients?q=personne de ce nom")
    look("nobody-found")
    page.goto("/bienvenue/conditions")
    look("terms-to-read")
    assert {name: what for name, what in found.items() if what} == {}


def test_text_may_be_doubled(window: Open, service: Service) -> None:
    # 200 % of zoom on 1280 pixels is a window of 640.
    visit = window({"width": 640, "height": 400})
    sign_in(visit.page, service.first)
    for path in ("/", "/clients", "/clients/nouveau", "/compte", "/usage", "/contrat", "/factures", "/conditions"):
        visit.page.goto(path)
        assert overflow(visit.page) == [], path
