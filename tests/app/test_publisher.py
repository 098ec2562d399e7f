"""The publisher's console: what it shows, to whom, and that it leads to no dossier."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from netsoft.billing.entries import Invoice, Payment
from netsoft.money import Money
from reference_app.services import (
    access,
    bookkeeping,
    complement_view,
    conduct,
    console,
    month_reports,
    previews,
    recording,
    revisions,
)
from reference_app.services.billing_form import FORMS
from reference_app.storage.directory import Directory
from reference_app.storage.registrar import Registrar
from reference_app.storage.store import Store
from reference_app.storage.vault import TenantHandle, Vault
from reference_app.web import console as console_pages
from reference_app.web import (
    console_conduct,
    console_contract,
    console_jobs,
    console_people,
    console_rates,
    console_revision,
    console_usage,
    entries,
    offer,
)
from reference_app.web import previews as preview_pages
from reference_app.web.calls import StaffCall
from reference_app.web.pages import StaffPage
from reference_app.web.table import STAFF_PAGES
from tests.app.addresses import filled
from tests.app.books import INVOICE, enter, table_of, text_of
from tests.app.engine import ON_POSTGRESQL
from tests.app.world import Browser, World
from tests.servers.databases import superuser
from tests.servers.postgres import shared

M = Money.parse
CANARY = "Zébulon-Canari"
CONSOLE = (
    console, access, bookkeeping, complement_view, conduct, month_reports, previews, recording, revisions,
    console_pages, console_conduct, console_contract, console_jobs, console_people, console_rates, console_revision,
    console_usage, entries, offer, preview_pages,
)  # fmt: skip
"""What stands between the staff and the directory."""
SLUGS = {
    "contract_form": "origine",
    "submit_contract_form": "origine",
    "offer_form": "palier",
    "submit_offer_form": "palier",
}


@pytest.fixture
def one(world: World) -> str:
    return f"/editeur/cabinets/{world.first.handle.tenant.id}"


def test_the_list_tells_who_is_suspended_since_when_and_for_how_much(world: World) -> None:
    enter(world, world.first, INVOICE)
    page = text_of(world.staff().get("/editeur").text)
    assert "Cabinet Mistral Claire Fabre 552 100 554 suspendu 02/10/2026 – 1 213,56 € 1 393,56 €" in page
    assert "Durand Courtage Claire Fabre 732 829 320 ouvert – – – – –" in page
    assert page.index("Cabinet Mistral") < page.index("Durand Courtage")


def test_the_account_as_due_on_a_day_as_known_on_another(world: World, one: str) -> None:
    enter(
        world,
        world.first,
        INVOICE,
        Payment(date(2026, 10, 20), M("300.00"), "V-1", "transfer", known_on=date(2026, 11, 2)),
    )
    staff = world.staff()
    known = text_of(staff.get(f"{one}?au=25/10/2026").text)
    assert "Virement V-1" in known or "V-1" in known
    before = text_of(staff.get(f"{one}?au=25/10/2026&connu=01/11/2026").text)
    assert "tel que connu au 1er novembre 2026" in before
    assert "Virement V-1, 300,00 € : connu le 02/11/2026, après le 01/11/2026" in before
    assert "1 206,51 €" in before  # 1 200.00 and 24 days at 8.25 %
    paper = text_of(staff.get(f"{one}/decompte?au=25/10/2026&connu=01/11/2026").text)
    assert "Tel que les faits étaient connus au 01/11/2026" in paper
    assert "1 206,51 €" in paper
    assert b"1206,51" in staff.get(f"{one}/decompte.csv?au=25/10/2026&connu=01/11/2026").content


@pytest.mark.parametrize("query", ["au=31/02/2026", "connu=hier", "connu=32/13/2026", "au=01/01/0001", "au=01/01/9999"])
def test_a_day_that_cannot_be_is_said_beside_its_field(world: World, one: str, query: str) -> None:
    enter(world, world.first, INVOICE)
    staff = world.staff()
    for path in (one, f"{one}/decompte", f"{one}/decompte.csv"):
        answer = staff.get(f"{path}?{query}")
        assert answer.status_code == 422
        assert answer.headers["content-type"].startswith("text/html")
        assert f'id="{query.partition("=")[0]}-problem"' in answer.text
        assert query.partition("=")[2] in answer.text
        assert "F-1" not in answer.text


def test_the_table_says_what_was_known(world: World, one: str) -> None:
    staff = world.staff()
    answer = staff.get(f"{one}/decompte.csv?au=25/10/2026&connu=01/11/2026")
    name = "decompte-552100554-2026-10-25-connu-2026-11-01.csv"
    assert name in answer.headers["content-disposition"]
    first = next(table_of(answer.content))
    assert (first["Libellé"], first["Date"]) == ("connu au 01/11/2026", "25/10/2026")
    assert next(table_of(staff.get(f"{one}/decompte.csv").content))["Libellé"] == "tous faits connus"


def test_what_is_not_there_is_not_found(world: World, one: str) -> None:
    staff = world.staff()
    for path in ("/editeur/cabinets/inconnu", f"{one}/saisir/inconnu", f"{one}/ecritures/x/contrepasser"):
        assert staff.get(path).status_code == 404


def test_nobody_else_reaches_a_page_of_the_console(world: World) -> None:
    for browser, page in product((world.nobody(), world.broker(world.first)), STAFF_PAGES):
        path = a_path(world, page)
        answer = browser.get(path) if page.method == "GET" else browser.post(path, {"csrf": "x"})
        assert answer.status_code == 303, page.path
        assert answer.headers["location"].startswith("/editeur/connexion"), page.path
    assert acts(world) == []


def test_a_post_without_the_token_or_from_elsewhere_changes_nothing(world: World) -> None:
    enter(world, world.first, INVOICE)
    staff = world.staff()
    token = staff.csrf("/editeur/taux")
    for page in (page for page in STAFF_PAGES if page.method == "POST"):
        path = a_path(world, page)
        assert staff.post(path, {"csrf": "x", "cle": "k"}).status_code == 403, path
        answer = staff.post(path, {"csrf": token, "cle": "k"}, origin="https://ailleurs.example")
        assert answer.status_code == 403, path
    assert acts(world) == []
    assert staff.get("/editeur").status_code == 200


def test_a_member_of_staff_is_nobody_in_a_brokerage(world: World) -> None:
    staff = world.staff()
    for path in ("/", "/clients", "/compte", "/clients/export.csv"):
        assert staff.get(path).headers["location"].startswith("/connexion")


def test_no_page_of_the_console_shows_or_opens_a_dossier(world: World) -> None:
    enter(world, world.first, INVOICE)
    client = world.broker(world.second).add_client(last_name=CANARY, email="canari@exemple.fr")
    for office in (world.first, world.second):
        office.handle.close()
    staff, before = world.staff(), states(world)
    seen = [staff.get(a_path(world, page)) for page in STAFF_PAGES if page.method == "GET"]
    assert {answer.status_code for answer in seen} == {200}
    for answer in seen:
        assert CANARY not in answer.text
        assert "canari" not in answer.text
        assert client.rpartition("/")[2] not in answer.text
    assert states(world) == before


def test_the_console_is_given_nothing_that_opens_a_dossier() -> None:
    held = {type_.strip() for value in fields_of(StaffCall) for type_ in value.split("|")}
    assert "Directory" in held
    assert not held & {"Vault", "TenantHandle", "Desk", "Journal", "Deployment", "MasterKey", "KeySeal"}
    for module in CONSOLE:
        source = inspect.getsource(module)
        assert not re.search(r"storage\.(vault|clients|dossier_tables|master_key)|services\.desk", source)
        assert not any(value in (Vault, TenantHandle) for value in vars(module).values())


def test_what_the_console_holds_reaches_one_file_the_directory(world: World) -> None:
    call_holds = (world.deployment.directory, world.deployment.passwords, world.deployment.vault.registrar)
    stores = [found for held in call_holds for found in reached(held, set()) if isinstance(found, Store)]
    assert {store.name for store in stores} == {world.deployment.directory.store.name}
    opened = [found for held in call_holds for found in reached(held, set()) if isinstance(found, Vault | TenantHandle)]
    assert opened == []


def test_the_registrar_seals_and_does_not_open() -> None:
    public = [name for name in dir(Registrar) if not name.startswith("_")]
    assert public == ["register"]


def fields_of(cls: type) -> Iterator[str]:
    for base in cls.__mro__:
        yield from map(str, vars(base).get("__annotations__", {}).values())


def reached(value: object, seen: set[int]) -> Iterator[object]:
    """Give what the attributes of a value lead to, within the application."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield value
    if type(value).__module__.startswith("reference_app"):
        for name in getattr(type(value), "__slots__", ()) or vars(value):
            if name != "__weakref__":
                yield from reached(getattr(value, name, None), seen)


def states(world: World) -> list[tuple[str, int]]:
    """What opening a dossier would change: the times of the files, or who is connected to the databases."""
    if ON_POSTGRESQL:
        with superuser(shared()) as db:
            connected = "SELECT datname, pid FROM pg_stat_activity WHERE datname LIKE 'ns\\_%' ORDER BY 1, 2"
            return db.execute(connected.encode()).fetchall()
    folder = Path(world.deployment.settings.data_folder) / "tenants"
    return sorted((str(file), file.stat().st_mtime_ns) for file in folder.rglob("*.db"))


def a_path(world: World, page: StaffPage) -> str:
    entry = world.deployment.directory.billing.of(world.first.handle.tenant.id)
    rates = "/taux/" in page.path
    path = page.path.replace("{tenant_id}", world.first.handle.tenant.id)
    path = path.replace("{entry_id}", a_rate(world) if rates else entry[0].id if entry else "0")
    path = path.replace("{user_id}", world.first.users[0].account.id)
    return filled(world, page, path).replace("{slug}", SLUGS.get(page.name, "paiement"))


def a_rate(world: World) -> str:
    from netsoft.days import HalfYear
    from netsoft.money import Rate
    from reference_app.storage import billing
    from reference_app.storage.billing_facts import StatutoryRate

    rate = StatutoryRate(date(2026, 11, 1), HalfYear(2027, 1), Rate.percent("2.80"), "arrêté")
    known = world.deployment.directory.billing.rates()
    if not known:
        with world.deployment.directory.store.write() as db:
            billing.append(db, None, rate, billing.Recorded(world.clock.now()))
    return world.deployment.directory.billing.rates()[0].id


def acts(world: World) -> list[str]:
    from reference_app.storage.staff_log import recent_acts

    with world.deployment.directory.store.read() as db:
        return [act.action for act in recent_acts(db, 100)]


def test_the_journal_of_the_staff_is_shown(world: World, one: str) -> None:
    staff: Browser = world.staff()
    form = {"on": "20/11/2026", "known_on": "", "invoices:F-1": ""}
    assert staff.fill(f"{one}/saisir/mise-en-demeure", form).status_code == 303
    page = text_of(staff.get("/editeur/journal").text)
    assert f"Paul Serrano {FORMS['mise-en-demeure'].title} : saisie Cabinet Mistral" in page
    assert acts(world) == ["mise-en-demeure.enter"]


def test_a_brokerage_without_facts_is_shown(world: World) -> None:
    enter(world, world.second, Invoice("F-9", date(2026, 11, 1), date(2026, 12, 1), M("10.00")))
    page = text_of(world.staff().get(f"/editeur/cabinets/{world.second.handle.tenant.id}").text)
    assert "Compte à jour" in page
    assert "10,00 € de factures dont l’échéance n’est pas passée" in page
    assert isinstance(world.deployment.directory, Directory)
