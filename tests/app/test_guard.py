"""What every request passes: closed by default, no forged post, headers on every answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest
from attrs import evolve

from netsoft.tenancy.access import Need
from reference_app.app import create_app
from reference_app.deployment import open_deployment
from reference_app.storage.journal import Outcome
from reference_app.web.pages import BrokerPage, PublicPage, StaffPage
from reference_app.web.table import BROKER_PAGES, PAGES, PUBLIC_PAGES, STAFF_PAGES
from tests.app.engine import drop_table
from tests.app.world import CLIENT, HOME, Browser, World, with_access

SIGNED: Final = (*BROKER_PAGES, *STAFF_PAGES)
POSTS: Final = tuple(page for page in SIGNED if page.method == "POST")
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def path_of(page: BrokerPage | StaffPage | PublicPage) -> str:
    """Return a path of the page, with ids of nothing."""
    return "/".join("0" * 32 if part.startswith("{") else part for part in page.path.split("/"))


def ask(browser: Browser, page: BrokerPage | StaffPage | PublicPage, **form: str) -> tuple[int, str]:
    """Send a request of the page and return the status and the place it redirects to."""
    path = path_of(page)
    answer = browser.post(path, form) if page.method == "POST" else browser.get(path)
    return answer.status_code, answer.headers.get("location", "")


def test_there_are_pages_of_each_kind() -> None:
    assert len(PAGES) == len(PUBLIC_PAGES) + len(BROKER_PAGES) + len(STAFF_PAGES)
    assert all(isinstance(page, BrokerPage) for page in BROKER_PAGES)
    assert {page.path for page in PUBLIC_PAGES} == {
        "/sante",
        "/connexion",
        "/editeur/connexion",
        "/conditions",
        "/conditions/{version}",
        "/conditions/{version}/lire",
    }
    assert len(PUBLIC_PAGES) == 8


def test_nobody_is_let_in_without_signing_in(world: World) -> None:
    nobody = world.nobody()
    for page in SIGNED:
        status, place = ask(nobody, page)
        sign_in = "/editeur/connexion" if isinstance(page, StaffPage) else "/connexion"
        assert (status, place.partition("?")[0]) == (303, sign_in), page.name


@pytest.mark.parametrize("token", ["", "faux", "é", None])
def test_a_post_without_the_sessions_own_token_is_refused(world: World, token: str | None) -> None:
    staff, broker = world.staff(), world.broker(world.first)
    form = {**CLIENT, "cle": "k", **({} if token is None else {"csrf": token})}
    for page in POSTS:
        browser = staff if isinstance(page, StaffPage) else broker
        assert ask(browser, page, **form)[0] == 403, page.name
    brokers = [page for page in POSTS if isinstance(page, BrokerPage)]
    assert [e.outcome for e in world.first.entries] == [Outcome.REFUSED] * len(brokers)
    assert world.first.counted(world.clock.now()) == 0


def test_the_token_of_another_session_is_refused(world: World) -> None:
    foreign = world.broker(world.first, 1).csrf()
    browser = world.broker(world.first)
    assert browser.post("/clients/nouveau", {**CLIENT, "csrf": foreign}).status_code == 403
    assert world.first.done() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://ailleurs.example"},
        {"origin": "null"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver:8080"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
        {"origin": "http://testserver", "sec-fetch-site": "same-site"},
        {},
    ],
)
@pytest.mark.parametrize("path", ["/clients/nouveau", "/connexion"])
def test_a_post_from_elsewhere_is_refused(world: World, path: str, headers: dict[str, str]) -> None:
    browser = world.broker(world.first)
    form = {**CLIENT, "csrf": browser.csrf(), "login": "a@b.fr", "password": "x"}
    answer = browser.http.post(path, data=form, headers=headers)
    assert answer.status_code == 403
    assert world.first.done() == 0


@pytest.mark.parametrize("dest", ["image", "iframe", "script", "empty"])
def test_another_site_cannot_have_pages_counted(world: World, dest: str) -> None:
    browser = world.broker(world.first)
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-dest": dest}
    assert browser.http.get("/clients", headers=headers).status_code == 403
    assert world.first.counted(world.clock.now()) == 0


def test_every_answer_has_the_headers(world: World) -> None:
    nobody, staff, broker = world.nobody(), world.staff(), world.broker(world.first)
    for page in PAGES:
        browser, path = staff if isinstance(page, StaffPage) else broker, path_of(page)
        for answer in (nobody.get(path), browser.get(path), browser.post(path, {})):
            assert {k: answer.headers.get(k) for k in HEADERS} == HEADERS, page.name
            assert answer.headers["cache-control"] == "no-store", page.name
            assert "server" not in answer.headers, page.name


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nulle-part", 404),
        ("DELETE", "/clients", 405),
        ("GET", "/static/rien.css", 404),
        ("HEAD", "/clients", 405),
    ],
)
def test_errors_have_the_headers_and_a_french_page(world: World, method: str, path: str, status: int) -> None:
    answer = world.broker(world.first).http.request(method, path)
    assert answer.status_code == status
    assert {k: answer.headers.get(k) for k in HEADERS} == HEADERS
    assert method == "HEAD" or '<html lang="fr">' in answer.text
    assert world.first.entries == ()


def test_a_fault_of_ours_shows_no_trace_and_has_the_headers(world: World, caplog: pytest.LogCaptureFixture) -> None:
    browser = world.broker(world.first)
    drop_table(world.first.handle.dossiers, "clients")
    answer = browser.get("/clients?q=canari")
    assert answer.status_code == 500
    assert not [word for word in ("Traceback", "sqlcipher", "Error") if word in answer.text]
    assert {k: answer.headers.get(k) for k in HEADERS} == HEADERS
    reference = answer.text.partition("assistance : ")[2][:8]
    assert reference in caplog.text
    assert "canari" not in caplog.text


def test_static_files_are_kept_by_browsers_and_counted_by_nobody(world: World) -> None:
    browser = world.broker(world.first)
    for name, kind in (("app.css", "text/css"), ("app.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
        answer = browser.get(f"/static/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
        assert "immutable" in answer.headers["cache-control"]
    assert world.first.entries == ()


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"])
def test_static_files_end_at_their_folder(world: World, path: str) -> None:
    assert world.nobody().get(path).status_code in (404, 400)


def test_an_unknown_host_is_refused(world: World) -> None:
    answer = world.nobody().http.get("/sante", headers={"host": "ailleurs.example"})
    assert (answer.status_code, "ailleurs" in answer.text) == (400, False)
    assert {k: answer.headers.get(k) for k in HEADERS} == HEADERS


@pytest.mark.parametrize("path", ["/clients/nouveau", "/connexion"])
def test_a_body_too_large_is_refused(world: World, path: str) -> None:
    browser = world.broker(world.first)
    big = {"csrf": browser.csrf(), "address": "x" * (world.deployment.settings.max_body_bytes + 1)}
    answer = browser.post(path, big)
    assert answer.status_code == 413
    assert "trop volumineux" in answer.text


@pytest.mark.parametrize(
    "body",
    [b"a=%ff", b"a=1&a=2", b"&".join(b"f%d=1" % n for n in range(101)), "a=é".encode(), b"csrf=1&csrf=2"],
)
def test_a_form_that_is_not_understood_is_refused(world: World, body: bytes) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded", "origin": "http://testserver"}
    answer = world.broker(world.first).http.post("/clients/nouveau", content=body, headers=kind)
    assert answer.status_code == 400
    assert "pas comprise" in answer.text


def test_only_forms_are_read(world: World) -> None:
    browser = world.broker(world.first)
    answer = browser.http.post("/clients/nouveau", json=CLIENT, headers={"origin": "http://testserver"})
    assert answer.status_code == 400


def test_while_the_service_is_off_only_the_account_and_the_export_are_open(world: World) -> None:
    off = with_access(world, granted=False)
    for page in BROKER_PAGES:
        browser, before = off.broker(off.first), len(off.first.entries)
        status, place = ask(browser, page, **CLIENT, csrf=browser.csrf("/compte"), cle="k")
        new = [entry.outcome for entry in off.first.entries[before:]]
        if page.need is Need.SERVICE:
            assert (status, place, new) == (303, "/compte", [Outcome.REFUSED]), page.name
        else:
            assert (status, place) != (303, "/compte"), page.name
            assert Outcome.REFUSED not in new, page.name
    exports = sum(page.need is Need.EXPORT for page in BROKER_PAGES)
    assert off.first.counted(off.clock.now()) == exports


def test_what_stays_open_while_the_service_is_off_is_this() -> None:
    assert {page.path for page in BROKER_PAGES if page.need is not Need.SERVICE} >= {
        "/deconnexion",
        "/compte",
        "/clients/export.csv",
    }
    assert BrokerPage("/x", "x", lambda call: call.render("x")).need is Need.SERVICE


def test_under_tls_the_cookie_is_bound_to_the_host(world: World) -> None:
    given = world.first.users[0]
    settings = evolve(world.deployment.settings, https=True)
    app = create_app(evolve(world.deployment, settings=settings))
    from starlette.testclient import TestClient

    http = TestClient(app, base_url="https://testserver", follow_redirects=False, client=(HOME, 50_000))
    form = {"login": given.account.person.login, "password": given.password}
    answer = http.post("/connexion", data=form, headers={"origin": "https://testserver"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-netsoft=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
    assert http.get("/").status_code == 200


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/clients?q=a", "/clients?q=a"),
        ("//ailleurs.example", "/"),
        ("/\\ailleurs.example", "/"),
        ("https://ailleurs.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/x\r\nset-cookie: a=b", "/"),
        ("/" + "x" * 600, "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_to_a_page_of_ours(world: World, asked: str, goes: str) -> None:
    given = world.first.users[0]
    form = {"login": given.account.person.login, "password": given.password, "suite": asked}
    assert world.nobody().post("/connexion", form).headers["location"] == goes


def test_the_page_asked_for_is_kept_over_signing_in(world: World) -> None:
    place = world.nobody().get("/clients?q=caf%C3%A9").headers["location"]
    page = world.nobody().get(place).text
    assert 'name="suite" value="/clients?q=caf%C3%A9"' in page


def test_the_deployment_is_closed_with_its_files(world: World) -> None:
    # A second process may open what the first has open: the commands run beside the service.
    with open_deployment(world.deployment.settings, world.clock) as other:
        assert len(other.directory.tenants.all()) == 2
