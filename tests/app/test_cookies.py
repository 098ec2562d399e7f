"""Cookies (art. 16.1): the one that keeps a session, and no other, on any page."""

from __future__ import annotations

import re
from pathlib import Path

import reference_app
from reference_app.web.table import PAGES
from tests.app.world import Browser, World

OWN = {"netsoft", "netsoft-editeur"}
STORING = re.compile(r"document\.cookie|cookieStore|localStorage|sessionStorage|indexedDB")


def cookies_set(browser: Browser) -> set[str]:
    """Open every page, then send every form empty, and return the names of all cookies that were set."""
    seen = set()
    for method in ("GET", "POST"):
        for page in sorted(PAGES, key=lambda page: "deconnexion" in page.path):
            path = re.sub(r"\{[^}]+\}", "0", page.path)
            answer = browser.http.request(method, path, headers={"origin": "http://testserver"})
            seen |= {line.partition("=")[0] for line in answer.headers.get_list("set-cookie")}
    return seen | set(browser.http.cookies.keys())


def test_no_cookie_but_those_of_the_session(world: World) -> None:
    assert cookies_set(world.nobody()) <= OWN
    assert cookies_set(world.broker(world.first)) == {"netsoft"}
    assert cookies_set(world.staff()) == {"netsoft-editeur"}


def test_nobody_has_a_cookie_before_signing_in(world: World) -> None:
    for path in ("/", "/connexion", "/editeur", "/editeur/connexion", "/static/app.css", "/ailleurs"):
        assert "set-cookie" not in world.nobody().get(path).headers, path


def test_scripts_and_pages_store_nothing_in_the_browser() -> None:
    web = Path(reference_app.__file__).parent / "web"
    files = [path for path in web.rglob("*") if path.suffix in {".js", ".html", ".py"}]
    assert {path.suffix for path in files} == {".js", ".html", ".py"}
    assert not [path.name for path in files if STORING.search(path.read_text(encoding="utf-8"))]


def test_one_place_alone_sets_cookies() -> None:
    web = Path(reference_app.__file__).parent
    setting = {path.name for path in web.rglob("*.py") if "set_cookie(" in path.read_text(encoding="utf-8")}
    assert setting == {"guard.py"}
