"""Clients: found whatever the accents, kept as typed, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from attrs import evolve

from reference_app.errors import Conflict
from reference_app.folding import fold
from reference_app.ids import ClientId
from reference_app.storage.clients import Kind, change_client, get_client
from reference_app.storage.journal import Outcome
from tests.app.world import CLIENT, COMPANY, Browser, World, hidden_fields

NASTY = '<script>alert("x")</script>'
INJECTIONS = ("' OR '1'='1", "'; DROP TABLE clients; --", "%", "_", "\\", '" OR ""="', "x' UNION SELECT 1 --")


@pytest.fixture
def browser(world: World) -> Browser:
    return world.broker(world.first)


def names(answer_text: str) -> list[str]:
    """Return the names that a list shows, in its order."""
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', answer_text)


@pytest.mark.parametrize(
    "words",
    [
        "lefevre", "LEFÈVRE", "Lefevre zoe", "zoé lefèv", "zoe.lefevre@exemple.fr", "06 12 34 56 78",
        "0612345678", "+33 6 12 34 56 78", "06.12.34", "aix", "aix en provence", "13100", "03/05/1981",
        "C00001", "c00001", "  ", "fev zo",
    ],
)  # fmt: skip
def test_a_person_is_found_by(browser: Browser, words: str) -> None:
    browser.add_client()
    assert names(browser.http.get("/clients", params={"q": words}).text) == ["LEFÈVRE Zoé"]


@pytest.mark.parametrize("words", ["boulangerie oeillet", "ŒILLET", "732829320", "732 829 320", "732-829"])
def test_a_company_is_found_by(browser: Browser, words: str) -> None:
    browser.add_client(**COMPANY)
    assert names(browser.http.get("/clients", params={"q": words}).text) == ["Boulangerie Œillet &amp; fils"]


@pytest.mark.parametrize("words", ["dupont", "lefevre dupont", "0699", "C00002", *INJECTIONS])
def test_nobody_is_found_by(browser: Browser, words: str) -> None:
    browser.add_client()
    answer = browser.http.get("/clients", params={"q": words})
    assert answer.status_code == 200
    found = names(answer.text)
    assert found == [] or not fold(words)  # signs alone are no words: everything is listed
    assert "0 client" in answer.text or found


@pytest.mark.parametrize("words", ["d'artagnan", "dartagnan", "D’ARTAGNAN", "saint-éxupéry", "saint exupery"])
def test_apostrophes_and_hyphens_are_one_in_search(browser: Browser, words: str) -> None:
    browser.add_client(last_name="d'Artagnan-Saint-Exupéry")
    assert names(browser.http.get("/clients", params={"q": words}).text)


def test_lists_are_sorted_without_regard_to_accents(browser: Browser) -> None:
    for name in ("Zola", "Étienne", "Eluard", "emile", "Œuvrard", "Noël"):
        browser.add_client(last_name=name, first_name="A")
    shown = [name.split()[0] for name in names(browser.get("/clients").text)]
    assert shown == ["ELUARD", "EMILE", "ÉTIENNE", "NOËL", "ŒUVRARD", "ZOLA"]
    down = [name.split()[0] for name in names(browser.get("/clients?tri=nom&sens=desc").text)]
    assert down == shown[::-1]
    assert 'aria-sort="descending"' in browser.get("/clients?tri=ville&sens=desc").text


@pytest.mark.parametrize(
    "query", ["tri=absent", "page=-1", "page=abc", "page=99999999", "taille=7", "page=1.5", "tri=id;--"]
)
def test_a_strange_address_is_still_a_list(browser: Browser, query: str) -> None:
    browser.add_client()
    assert browser.get(f"/clients?{query}").status_code == 200


def test_lists_go_page_by_page_without_losing_anyone(browser: Browser) -> None:
    for n in range(27):
        browser.add_client(last_name=f"Nom{n:02d}")
    pages = [names(browser.get(f"/clients?taille=25&page={n}").text) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 2, 0]
    assert len({name for page in pages for name in page}) == 27
    assert "Page 1 sur 2" in browser.get("/clients?taille=25").text


def test_what_is_typed_is_kept_and_shown_again_beside_its_problems(world: World, browser: Browser) -> None:
    typed = {**CLIENT, "email": "zoe(arobase)exemple", "birth_date": "31/02/1981", "postcode": "1310", "phone": "123"}
    answer = browser.fill("/clients/nouveau", typed)
    assert answer.status_code == 422
    for name in ("email", "birth_date", "postcode", "phone"):
        assert f'id="{name}-problem"' in answer.text
        assert re.search(rf'name="{name}"[^>]*aria-invalid="true"[^>]*{name}-problem', answer.text)
    for value in (v for k, v in typed.items() if v and k != "kind"):
        assert value in answer.text
    corrected = {**typed, **{k: CLIENT[k] for k in ("email", "birth_date", "postcode", "phone")}}
    assert browser.post("/clients/nouveau", {**hidden_fields(answer.text), **corrected}).status_code == 303
    assert [e.outcome for e in world.first.entries] == [Outcome.INVALID, Outcome.DONE]


def test_values_are_escaped_wherever_they_are_shown(browser: Browser) -> None:
    path = browser.add_client(last_name=NASTY, first_name=NASTY, address=NASTY, city=NASTY)
    pages = [path, "/clients", path + "/modifier", "/clients?q=%3Cscript%3Ealert(%22x%22)"]
    answers = [browser.get(page).text for page in pages]
    answers.append(
        browser.fill("/clients/nouveau", {**CLIENT, "last_name": NASTY, "email": NASTY, "title": NASTY}).text
    )
    for text in answers:
        assert "<script>alert" not in text.casefold()
        assert "&lt;script&gt;alert" in text.casefold()


@pytest.mark.parametrize("text", INJECTIONS)
def test_text_that_looks_like_sql_is_text(browser: Browser, text: str) -> None:
    path = browser.add_client(last_name="Nom " + text, city=text)
    assert browser.get(path).status_code == 200
    assert browser.get(f"/clients/{text.replace('/', '')}").status_code == 404
    assert len(names(browser.get("/clients").text)) == 1


def test_an_edit_is_kept(browser: Browser) -> None:
    path = browser.add_client()
    answer = browser.fill(path + "/modifier", {**CLIENT, "city": "Éguilles"})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "Éguilles" in browser.get(path).text
    assert names(browser.get("/clients?q=eguilles").text) == ["LEFÈVRE Zoé"]
    assert names(browser.get("/clients?q=aix").text) == []


def test_two_people_who_edit_at_once_do_not_overwrite_each_other_unawares(world: World, browser: Browser) -> None:
    path, other = browser.add_client(), world.broker(world.first, 1)
    mine = hidden_fields(browser.get(path + "/modifier").text)
    other.fill(path + "/modifier", {**CLIENT, "city": "Éguilles"})
    counted = world.first.counted(world.clock.now())

    conflict = browser.post(path + "/modifier", {**CLIENT, **mine, "phone": "07 00 00 00 01"})

    assert conflict.status_code == 409
    assert "Valeur actuelle : Éguilles" in conflict.text
    assert 'value="07 00 00 00 01"' in conflict.text
    assert world.first.counted(world.clock.now()) == counted
    assert world.first.entries[-1].outcome is Outcome.REFUSED
    assert "Éguilles" in other.get(path).text
    again = {**CLIENT, **hidden_fields(conflict.text), "phone": "07 00 00 00 01"}
    assert browser.post(path + "/modifier", again).status_code == 303
    assert "07 00 00 00 01" in browser.get(path).text


def test_the_store_itself_refuses_to_change_another_version_than_was_seen(world: World, browser: Browser) -> None:
    client_id = ClientId(browser.add_client().rpartition("/")[2])
    dossiers = world.first.handle.dossiers
    with dossiers.write() as db:
        seen = get_client(db, client_id)
        change_client(db, seen, evolve(seen.fields, city="Nice"), world.clock.now())
    with pytest.raises(Conflict), dossiers.write() as db:
        change_client(db, seen, evolve(seen.fields, city="Metz"), world.clock.now())
    with dossiers.read() as db:
        assert get_client(db, client_id).fields.city == "Nice"


def test_an_edit_of_nobody_is_not_found_and_not_counted(world: World, browser: Browser) -> None:
    form = {**CLIENT, "csrf": browser.csrf(), "cle": "k", "version": "1"}
    for changed in ({}, {"email": "rien"}):
        assert browser.post("/clients/absent/modifier", {**form, **changed}).status_code == 404
    assert [e.outcome for e in world.first.entries] == [Outcome.REFUSED] * 2
    assert world.first.counted(world.clock.now()) == 0


@pytest.mark.parametrize("times", [2, 5])
def test_a_form_sent_again_is_done_and_counted_once(world: World, browser: Browser, times: int) -> None:
    form = {**CLIENT, **hidden_fields(browser.get("/clients/nouveau").text)}
    places = {browser.post("/clients/nouveau", form).headers["location"] for _ in range(times)}
    assert len(places) == 1
    assert len(world.first.entries) == world.first.counted(world.clock.now()) == 1
    assert len(names(browser.get("/clients").text)) == 1


def test_an_edit_sent_again_is_done_and_counted_once(world: World, browser: Browser) -> None:
    path = browser.add_client()
    form = {**CLIENT, **hidden_fields(browser.get(path).text), **hidden_fields(browser.get(path + "/modifier").text)}
    before = len(world.first.entries)
    statuses = [browser.post(path + "/modifier", {**form, "city": "Nice"}).status_code for _ in range(3)]
    assert statuses == [303] * 3
    assert len(world.first.entries) == before + 1


def test_a_form_sent_again_with_other_values_is_not_lost_silently(world: World, browser: Browser) -> None:
    form = {**CLIENT, **hidden_fields(browser.get("/clients/nouveau").text)}
    browser.post("/clients/nouveau", form)
    answer = browser.post("/clients/nouveau", {**form, "last_name": "Autre"})
    assert answer.status_code == 409
    assert 'value="Autre"' in answer.text
    assert world.first.counted(world.clock.now()) == 1
    again = {**form, **hidden_fields(answer.text), "last_name": "Autre"}
    assert browser.post("/clients/nouveau", again).status_code == 303


def test_a_form_that_was_invalid_may_be_sent_with_the_same_key(browser: Browser) -> None:
    form = {**CLIENT, **hidden_fields(browser.get("/clients/nouveau").text)}
    assert browser.post("/clients/nouveau", {**form, "email": "rien"}).status_code == 422
    assert browser.post("/clients/nouveau", form).status_code == 303


def test_a_form_without_its_key_is_refused(world: World, browser: Browser) -> None:
    answer = browser.post("/clients/nouveau", {**CLIENT, "csrf": browser.csrf()})
    assert answer.status_code == 403
    assert world.first.counted(world.clock.now()) == 0


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_name_to_be_listed_under(browser: Browser, kind: Kind) -> None:
    form = COMPANY if kind is Kind.COMPANY else CLIENT
    assert names(browser.get("/clients").text) == []
    browser.add_client(**form)
    assert names(browser.get("/clients").text)[0].strip()
