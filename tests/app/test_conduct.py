"""Clause 13.1 at the publisher's: noted with its evidence, closed in words, opened again; never in silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from netsoft.tenancy.infringement import Closing, Infringement, Reopening
from reference_app.services.conduct import Conduct, ConductRow
from reference_app.services.staff_acts import act_words
from tests.app.books import text_of
from tests.app.test_publisher import acts
from tests.app.test_publisher_forms import problem_beside
from tests.app.world import Browser, World, hidden_fields

NOTE: Final[Mapping[str, str]] = {
    "kind": "robot",
    "at": "20/11/2026 09:15",
    "evidence": "Entrées 812 à 1 940 du journal.",
    "login": "hugo.petit@mistral.example",
    "description": "",
}
TOLD: Final = "Un automate a lu tous les dossiers."
CLOSE: Final[Mapping[str, str]] = {"told": TOLD, "leaves_export": "yes"}


@pytest.fixture
def conduct(world: World) -> str:
    return f"/editeur/cabinets/{world.first.handle.tenant.id}/conduite"


def noted(world: World, staff: Browser, conduct: str, **changed: str) -> str:
    """Note a doing on its page, and return the path of the newest."""
    answer = staff.fill(f"{conduct}/consigner", {**NOTE, **changed})
    assert answer.status_code == 303, text_of(answer.text)
    return f"{conduct}/{rows(world)[0].record_id}"


def rows(world: World) -> tuple[ConductRow, ...]:
    return Conduct(world.deployment.directory, world.first.handle.tenant.id).rows(world.clock.now())


def kept(world: World) -> list[object]:
    """Return all that was recorded of the conduct of the first brokerage."""
    found = world.deployment.directory.records.history(world.first.handle.tenant.id)
    return [one.value for one in found if isinstance(one.value, Infringement | Closing | Reopening)]


def closed_for(staff: Browser, path: str, **changed: str) -> None:
    """Close the access on the page of the doing."""
    answer = staff.post(f"{path}/fermer", {**hidden_fields(staff.get(path).text), **CLOSE, **changed})
    assert answer.status_code == 303, text_of(answer.text)


def test_a_doing_is_noted_the_access_closed_and_opened_again(world: World, conduct: str) -> None:
    staff, hugo = world.staff(), world.broker(world.first, 1)
    path = noted(world, staff, conduct)
    assert hugo.get("/clients").status_code == 200
    assert "Agissement consigné. Rien n’est fermé." in text_of(staff.get(conduct).text)
    closed_for(staff, path)
    page = text_of(staff.get(path).text)
    assert "Accès fermé : Hugo Petit." in page
    assert "Constaté le 20/11/2026 à 9 h 15, consigné par Paul Serrano (éditeur)" in page
    assert "Preuve Entrées 812 à 1 940 du journal." in page
    assert f"compte et données à disposition : {TOLD}" in page
    assert hugo.get("/clients").headers["location"] == "/acces"
    assert TOLD in hugo.get("/acces").text
    world.clock.advance(minutes=5)
    again = staff.post(f"{path}/rouvrir", {**hidden_fields(staff.get(path).text), "reason": "automate retiré"})
    assert again.status_code == 303
    assert hugo.get("/clients").status_code == 200
    assert "par Paul Serrano (éditeur) : automate retiré" in text_of(staff.get(path).text)
    assert acts(world) == ["conduct.reopen", "conduct.close", "conduct.note"]


def test_the_brokerage_reads_what_was_done_and_by_whom(world: World, conduct: str) -> None:
    staff, claire = world.staff(), world.broker(world.first)
    closed_for(staff, noted(world, staff, conduct))
    page = text_of(claire.get("/compte").text)
    said = "accès fermé (accès par un automate, art. 13.1) à Hugo Petit, par Paul Serrano (éditeur)."
    assert page.count(f"Le 20/11/2026 à 9 h 30, {said}") == 2
    assert "Preuve Entrées 812 à 1 940 du journal." in text_of(claire.get("/acces").text)
    assert "Paul Serrano" not in world.broker(world.second).get("/acces").text
    assert "Paul Serrano" not in text_of(world.broker(world.second).get("/compte").text)


def test_a_whole_brokerage_is_closed_and_every_page_of_the_console_says_so(world: World, conduct: str) -> None:
    staff, one = world.staff(), conduct.rpartition("/")[0]
    closed_for(staff, noted(world, staff, conduct, login=""), leaves_export="no")
    assert world.broker(world.first).get("/compte").headers["location"] == "/acces"
    assert "Cabinet Mistral Claire Fabre 552 100 554 fermé" in text_of(staff.get("/editeur").text)
    assert "Accès fermé (13.1)." in text_of(staff.get(one).text)
    assert "Accès fermé accès fermé depuis le 20/11/2026" in text_of(staff.get(conduct).text)
    paid = {"on": "20/11/2026", "amount": "1", "means": "transfer"}
    staff.fill(f"{one}/saisir/paiement", paid)
    assert "L’accès du cabinet est fermé." in text_of(staff.get(one).text)


@pytest.mark.parametrize(
    "wrong",
    [
        ("kind", "", "Ce champ est vide"),
        ("kind", "gourmandise", "Choix inconnu"),
        ("kind", "other", "décrire l"),
        ("at", "", "Ce champ est vide"),
        ("at", "20/11/2026 09:31", "à venir"),
        ("at", "hier", "illisible"),
        ("evidence", " ", "Ce champ est vide"),
        ("login", "lea.durand@durand.example", "aucun accès de ce cabinet"),
        ("login", "claire.fabre@durand.example", "aucun accès de ce cabinet"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world: World, conduct: str, wrong: tuple[str, str, str]) -> None:
    field, text, said = wrong
    answer = world.staff().fill(f"{conduct}/consigner", {**NOTE, field: text})
    assert answer.status_code == 422
    beside = "description" if text == "other" else field
    assert said.casefold() in problem_beside(answer.text, beside).casefold()
    assert "Entrées 812" in answer.text or field == "evidence"
    assert kept(world) == []
    assert acts(world) == []


def test_an_access_is_closed_once_in_words_and_opened_once_for_a_reason(world: World, conduct: str) -> None:
    staff = world.staff()
    path = noted(world, staff, conduct)
    hidden = hidden_fields(staff.get(path).text)
    for wrong in ({**CLOSE, "told": " "}, {**CLOSE, "leaves_export": ""}, {**CLOSE, "leaves_export": "troc"}):
        assert staff.post(f"{path}/fermer", {**hidden, **wrong}).status_code == 422
    early = staff.post(f"{path}/rouvrir", {**hidden, "reason": "rien n’était fermé"})
    assert (early.status_code, "est fermé au titre de « A-1 »" in text_of(early.text)) == (422, True)
    closed_for(staff, path)
    world.clock.advance(minutes=1)
    again = staff.post(f"{path}/fermer", {**hidden, **CLOSE, "cle": "une autre"})
    assert (again.status_code, "déjà fermé" in again.text) == (422, True)
    hidden = hidden_fields(staff.get(path).text)
    assert staff.post(f"{path}/rouvrir", {**hidden, "reason": ""}).status_code == 422
    assert acts(world) == ["conduct.close", "conduct.note"]


def test_a_form_sent_twice_acts_once_and_another_content_is_refused(world: World, conduct: str) -> None:
    staff = world.staff()
    hidden = hidden_fields(staff.get(f"{conduct}/consigner").text)
    for expected, changed in ((303, {}), (303, {}), (409, {"evidence": "autre"})):
        assert staff.post(f"{conduct}/consigner", {**hidden, **NOTE, **changed}).status_code == expected
    path = f"{conduct}/{rows(world)[0].record_id}"
    hidden = hidden_fields(staff.get(path).text)
    for expected, changed in ((303, {}), (303, {}), (409, {"told": "autre"})):
        assert staff.post(f"{path}/fermer", {**hidden, **CLOSE, **changed}).status_code == expected
    assert acts(world) == ["conduct.close", "conduct.note"]
    assert [type(one) for one in kept(world)] == [Infringement, Closing]


def test_a_form_without_its_key_or_its_token_or_from_elsewhere_does_nothing(world: World, conduct: str) -> None:
    staff = world.staff()
    path = noted(world, staff, conduct)
    token = staff.csrf(path)
    for at, form in ((f"{conduct}/consigner", NOTE), (f"{path}/fermer", CLOSE)):
        assert staff.post(at, {"csrf": token, **form}).status_code == 403
        assert staff.post(at, {"csrf": "x", "cle": "k", **form}).status_code == 403
        assert staff.post(at, {"csrf": token, "cle": "k", **form}, origin="https://ailleurs.example").status_code == 403
    assert acts(world) == ["conduct.note"]


def test_a_doing_of_another_brokerage_is_not_found(world: World, conduct: str) -> None:
    staff = world.staff()
    path = noted(world, staff, conduct)
    other = path.replace(world.first.handle.tenant.id, world.second.handle.tenant.id)
    token = staff.csrf(path)
    assert staff.get(other).status_code == 404
    for verb, form in (("fermer", CLOSE), ("rouvrir", {"reason": "rien"})):
        assert staff.post(f"{other}/{verb}", {"csrf": token, "cle": verb, **form}).status_code == 404
    assert acts(world) == ["conduct.note"]


def test_a_mistake_is_struck_out_unless_an_access_was_closed_for_it(world: World, conduct: str) -> None:
    staff, one = world.staff(), conduct.rpartition("/")[0]
    mistaken = noted(world, staff, conduct)
    strike = f"{one}/saisies/{mistaken.rpartition('/')[2]}/rayer"
    assert strike in staff.get(mistaken).text
    assert staff.fill(strike, {"reason": "saisi pour un autre"}).status_code == 303
    assert staff.get(mistaken).status_code == 404
    path = noted(world, staff, conduct)
    assert [value.id for value in kept(world) if isinstance(value, Infringement)] == ["A-1", "A-2"]
    closed_for(staff, path)
    strike = f"{one}/saisies/{path.rpartition('/')[2]}/rayer"
    assert strike not in staff.get(path).text
    answer = staff.fill(strike, {"reason": "je me suis trompé"})
    assert (answer.status_code, "fermé au titre de A-2" in text_of(answer.text)) == (422, True)
    assert world.broker(world.first, 1).get("/clients").headers["location"] == "/acces"


def test_what_is_written_is_never_markup(world: World, conduct: str) -> None:
    staff, wicked = world.staff(), "<script>alert(1)</script>"
    path = noted(world, staff, conduct, kind="other", description=wicked, evidence=wicked, login="")
    closed_for(staff, path, told=wicked)
    claire = world.broker(world.first)
    for browser, page in ((staff, conduct), (staff, path), (claire, "/acces"), (claire, "/compte")):
        html = browser.get(page).text
        assert wicked not in html
        assert "&lt;script&gt;" in html


def test_each_act_has_its_words_in_the_staffs_journal(world: World, conduct: str) -> None:
    staff = world.staff()
    closed_for(staff, noted(world, staff, conduct))
    page = text_of(staff.get("/editeur/journal").text)
    assert "Agissement consigné (13.1) Cabinet Mistral" in page
    assert "Accès fermé pour un agissement (13.1) Cabinet Mistral A-1" in page
    assert act_words("conduct.reopen") != "conduct.reopen"
