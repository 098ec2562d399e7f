"""An action is one request that reads or changes a dossier: one entry, one count, by every route."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest
from starlette.routing import Route

from reference_app.storage.journal import Outcome
from reference_app.web.pages import BrokerPage
from reference_app.web.table import BROKER_PAGES, PAGES, STAFF_PAGES
from tests.app.addresses import a_file, filled
from tests.app.kept import QUOTE
from tests.app.recorded import ORIGIN as DISK
from tests.app.recorded import keep
from tests.app.world import CLIENT, HOME, ORIGIN, Browser, World

# Every page of a brokerage, and how many actions one valid request to it is.
ACTIONS: Final[Mapping[str, int]] = {
    "home": 0,
    "access": 0,
    "sign_out": 0,
    "password": 0,
    "submit_password": 0,
    "password_changed": 0,
    "account": 0,
    "statement": 0,
    "export_statement": 0,
    "unread_terms": 0,
    "go_on": 0,
    "invoices": 0,
    "export_invoices": 0,
    "document": 0,
    "quote": 0,
    "consent": 0,
    "decline": 0,
    "contract": 0,
    "acknowledgement": 0,
    "usage": 0,
    "export_usage": 0,
    "usage_statement": 0,
    "export_actions": 0,
    "users": 0,
    "open_user": 0,
    "user": 0,
    "set_rights": 0,
    "close_user": 0,
    "reopen_user": 0,
    "reset_user": 0,
    "unread_charter": 0,
    "accept_charter": 0,
    "charter": 0,
    "charter_acceptances": 0,
    "places": 0,
    "set_places": 0,
    "user_places": 0,
    "set_user_places": 0,
    "security": 0,
    "set_security": 0,
    "shared": 0,
    "clients": 1,
    "new_client": 0,
    "submit_new_client": 1,
    "export_clients": 1,
    "client": 1,
    "edit_client": 1,
    "submit_edit_client": 1,
    "deposit": 1,
    "client_file": 1,
    "withdraw": 1,
}


def test_the_table_names_every_page_of_a_brokerage() -> None:
    assert set(ACTIONS) == {page.name for page in BROKER_PAGES}
    assert {page.name for page in BROKER_PAGES if page.action} == {n for n, c in ACTIONS.items() if c}


def test_the_application_serves_the_table_and_nothing_else(world: World) -> None:
    served = {(r.path, *sorted(r.methods or ())) for r in world.app.routes if isinstance(r, Route)}
    assert served == {(page.path, page.method) for page in PAGES}
    assert [r.path for r in world.app.routes if not isinstance(r, Route)] == ["/static"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", BROKER_PAGES, ids=lambda page: page.name)
def test_each_valid_request_leaves_its_entry_and_its_count(world: World, page: BrokerPage) -> None:
    browser, client = prepared(world)
    if page.name == "reopen_user":
        world.deployment.directory.users.set_closed(world.first.users[1].account, world.clock.now())
    form = valid_form(world, browser, page)
    before, counted = world.first.entries, world.first.counted(world.clock.now())

    answer = send((world, browser), page, client, form)

    assert answer in (200, 303)
    new = [entry for entry in world.first.entries[len(before) :] if entry.outcome is not Outcome.NOTED]
    assert [(e.act.action, e.outcome) for e in new] == [(page.action, Outcome.DONE)] * ACTIONS[page.name]
    assert world.first.counted(world.clock.now()) - counted == ACTIONS[page.name]


def test_the_console_leaves_nothing_in_the_journals_of_brokerages(world: World) -> None:
    staff, paths = world.staff(), [page.path for page in STAFF_PAGES if page.method == "GET" and "{" not in page.path]
    assert {path: staff.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert world.first.entries == world.second.entries == ()


def test_the_entry_holds_the_fields_of_article_16(world: World) -> None:
    browser = world.broker(world.first)
    browser.get("/clients?q=lefevre")
    actor, act = world.first.entries[0].actor, world.first.entries[0].act
    assert (actor.at, actor.ip, actor.port, actor.dns) == (world.clock.now(), HOME, 50_000, "inconnu")
    assert actor.tenant_id == world.first.handle.tenant.id
    assert actor.user_id == world.first.users[0].account.id
    assert len(actor.browser_id) == 16
    assert (act.action, act.detail) == ("clients.list", "q=lefevre tri=nom page=1")


def test_the_browser_id_is_the_sessions_own(world: World) -> None:
    for browser in (world.broker(world.first), world.broker(world.first)):
        browser.get("/clients")
        browser.get("/clients")
    ids = [entry.actor.browser_id for entry in world.first.entries]
    assert ids[0] == ids[1] != ids[2] == ids[3]


def test_the_page_after_a_counted_post_is_shown_once_without_being_counted(world: World) -> None:
    browser = world.broker(world.first)
    path = browser.add_client()
    assert world.first.done() == 1
    assert "Client ajouté." in browser.get(path).text
    assert world.first.done() == world.first.counted(world.clock.now()) == 1
    assert "Client ajouté." not in browser.get(path).text
    assert world.first.done() == world.first.counted(world.clock.now()) == 2


def test_the_free_page_is_that_page_only_and_soon(world: World) -> None:
    browser = world.broker(world.first)
    path = browser.add_client()
    browser.get("/clients")
    assert world.first.done() == 2
    world.clock.advance(minutes=2)
    browser.get(path)
    assert world.first.done() == 3


def test_what_is_invalid_is_journaled_and_not_counted(world: World) -> None:
    browser = world.broker(world.first)
    answer = browser.fill("/clients/nouveau", {**CLIENT, "email": "rien"})
    assert answer.status_code == 422
    assert [(e.act.action, e.outcome) for e in world.first.entries] == [("clients.add", Outcome.INVALID)]
    assert world.first.counted(world.clock.now()) == 0


@pytest.mark.parametrize("path", ["/clients/inconnu", "/clients/inconnu/modifier"])
def test_what_does_not_exist_is_refused_journaled_and_not_counted(world: World, path: str) -> None:
    browser = world.broker(world.first)
    assert browser.get(path).status_code == 404
    assert [e.outcome for e in world.first.entries] == [Outcome.REFUSED]
    assert world.first.counted(world.clock.now()) == 0


def test_the_journal_keeps_of_an_address_what_it_has_use_for(world: World) -> None:
    browser = world.broker(world.first)
    browser.get("/clients/" + "x" * 5000)
    browser.get("/clients?q=" + "y" * 5000)
    acts = [entry.act for entry in world.first.entries]
    assert len(acts[0].subject) == 64
    assert len(acts[1].detail) <= 300


def test_counts_are_by_user_and_by_month_of_paris(world: World) -> None:
    claire, hugo = world.broker(world.first), world.broker(world.first, 1)
    claire.get("/clients")
    hugo.get("/clients")
    hugo.get("/clients")
    world.clock.at = world.clock.at.replace(month=11, day=30, hour=23, minute=30)  # 1 December in Paris
    world.broker(world.first, 1).get("/clients")
    journal = world.first.handle.journal
    november = {c.user_id: c.actions for c in journal.counts_of("2026-11")}
    first, second = (given.account.id for given in world.first.users)
    assert november == {first: 1, second: 2}
    assert [(c.user_id, c.actions) for c in journal.counts_of("2026-12")] == [(second, 1)]


def test_the_counts_are_the_entries_recounted(world: World) -> None:
    browser = world.broker(world.first)
    path = browser.add_client()
    for asked in (path, "/clients/x", "/clients"):
        browser.get(asked)
    browser.fill("/clients/nouveau", {**CLIENT, "last_name": ""})
    assert world.first.counted(world.clock.now()) == world.first.done() == 2


def prepared(world: World) -> tuple[Browser, str]:
    """Return a signed-in browser and the id of a client whose page is no longer free."""
    keep(world, world.first, DISK)
    browser = world.broker(world.first)
    path = browser.add_client()
    a_file(world, path.rpartition("/")[2])
    browser.get(path)
    return browser, path.rpartition("/")[2]


def send(who: tuple[World, Browser], page: BrokerPage, client: str, form: Mapping[str, str]) -> int:
    """Send a page's request and return the status."""
    world, browser = who
    path = filled(world, page, page.path).replace("{client_id}", client)
    if page.uploads:
        sent = {"fichier": ("a.txt", b"a")}
        return browser.http.post(path, data=dict(form), files=sent, headers={"origin": ORIGIN}).status_code
    answer = browser.post(path, form) if page.method == "POST" else browser.get(path)
    return answer.status_code


def valid_form(world: World, browser: Browser, page: BrokerPage) -> dict[str, str]:
    """Return what a valid request to the page sends."""
    new = {"new": "nouvelle phrase secrète tout entière", "again": "nouvelle phrase secrète tout entière"}
    typed: Mapping[str, Mapping[str, str]] = {
        "submit_new_client": CLIENT,
        "submit_edit_client": {**CLIENT, "city": "Marseille", "version": "1"},
        "consent": {"empreinte": QUOTE.digest},
        "decline": {"empreinte": QUOTE.digest},
        "open_user": {"first_name": "Lia", "last_name": "Roy", "login": "lia.roy@mistral.example", "role": "lecture"},
        "set_rights": {"role": "lecture"},
        "submit_password": {**new, "present": world.first.users[0].password},
    }
    if page.method == "GET":
        return {}
    return {"csrf": browser.csrf(), "cle": f"cle-{page.name}", **typed.get(page.name, {})}
