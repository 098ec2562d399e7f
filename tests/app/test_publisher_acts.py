"""The acts of the staff: in French and page by page for them, and never in silence for the brokerage."""

from __future__ import annotations

import inspect
import re
from datetime import timedelta

import pytest

from netsoft.tenancy.rights import ACCOUNTING
from reference_app.services.billing_form import FORMS
from reference_app.services.opening import Given
from reference_app.services.staff_acts import PAGE, act_words
from reference_app.storage.directory import StaffAct, journal_staff_act
from reference_app.web import console_people, console_rates, entries
from tests.app.books import text_of
from tests.app.test_publisher_people import NEW, PERSON, password_in, user
from tests.app.world import START, World, hidden_fields

NOTICE = "L’éditeur est intervenu sur les accès de votre cabinet."


def test_every_act_has_its_words() -> None:
    sources = "".join(inspect.getsource(module) for module in (console_people, console_rates, entries))
    actions = {*re.findall(r'"([a-z]+\.[a-z]+)"', sources), *(f"{slug}.enter" for slug in FORMS)}
    assert {"administrator.reset", "administrator.close", "rate.cancel", "entry.cancel"} <= actions
    assert [action for action in actions if act_words(action) == action] == []


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("mot-de-passe", "mot de passe remplacé pour Claire Fabre"),
        ("fermer", "accès fermé à Claire Fabre"),
        ("rouvrir", "accès rouvert à Claire Fabre"),
    ],
)
def test_the_brokerage_reads_what_the_publisher_did_to_its_accesses(world: World, verb: str, words: str) -> None:
    access, given = f"/editeur/cabinets/{world.first.handle.tenant.id}/acces", world.first.users[0]
    directory = world.deployment.directory
    with directory.store.write() as db:
        directory.users.put_rights(db, world.first.users[1].account, ACCOUNTING.rights)
    staff, colleague = world.staff(), world.broker(world.first, 1)
    assert "par l’éditeur" not in text_of(colleague.get("/compte").text)
    staff.post(f"{access}/{given.account.id}/{verb}", {"csrf": staff.csrf(access), "cle": "k"})
    page = text_of(colleague.get("/compte").text)
    assert NOTICE in page
    assert page.count(f"Le 20/11/2026 à 9 h 30, {words}, par Paul Serrano (éditeur).") == 2
    assert NOTICE not in text_of(world.broker(world.second).get("/compte").text)
    assert "Paul Serrano" not in text_of(world.broker(world.second).get("/compte").text)


def test_the_notice_passes_and_the_record_stays(world: World) -> None:
    access = f"/editeur/cabinets/{world.first.handle.tenant.id}/acces"
    world.staff().fill(access, PERSON)
    world.clock.advance(days=31)
    page = text_of(world.broker(world.first).get("/compte").text)
    assert NOTICE not in page
    assert "accès ouvert à Inès Roux, par Paul Serrano (éditeur)." in page


def test_a_new_brokerage_reads_who_opened_it(world: World) -> None:
    staff = world.staff()
    opened = staff.post(
        "/editeur/cabinets/nouveau", {**NEW, **hidden_fields(staff.get("/editeur/cabinets/nouveau").text)}
    )
    browser = world.signed_in("/connexion", Given(user(world, NEW["login"]), password_in(opened.text)))
    page = text_of(browser.get("/compte").text)
    assert NOTICE not in page
    assert "cabinet ouvert, avec l’accès de Inès Roux, par Paul Serrano (éditeur)." in page


def test_the_journal_goes_page_by_page(world: World) -> None:
    act = StaffAct(START, None, "b", "192.0.2.1", 1, "rate.enter")
    with world.deployment.directory.store.write() as db:
        for number in range(2 * PAGE + 1):
            journal_staff_act(db, StaffAct(act.at + timedelta(seconds=number), None, "b", "192.0.2.1", 1, "rate.enter"))
    staff = world.staff()
    first, last = staff.get("/editeur/journal").text, staff.get("/editeur/journal?page=3").text
    assert first.count("Taux saisi") == PAGE
    assert f"{2 * PAGE + 1} actes" in text_of(first)
    assert "Page 1 sur 3" in text_of(first)
    assert "?page=2" in first
    assert last.count("Taux saisi") == 1
    for wrong in ("0", "-1", "99", "x", "9" * 30, "²"):
        assert staff.get(f"/editeur/journal?page={wrong}").status_code == 200


def test_the_console_promises_what_is_there(world: World) -> None:
    page = text_of(world.staff().get("/editeur").text)
    assert "Aucune page de cette console ne montre un dossier." in page
    assert "un accès ouvert ou remplacé ici est annoncé au cabinet" in page
