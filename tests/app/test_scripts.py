"""Names in every script are kept and found; what shows nothing is no name; no address adds to a link."""

from __future__ import annotations

import re

import pytest

from netsoft.errors import InvalidValue
from reference_app.folding import fold
from reference_app.services.client_form import read_client_form
from reference_app.storage.people import Person
from tests.app.test_client_form import TODAY
from tests.app.world import CLIENT, COMPANY, World

INVISIBLE = ("\u200b", "\u2060\u200d", "\u3164", "\u2800", "\u00ad", "\ufeff \u200e")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Παπαδόπουλος", "παπαδοπουλοσ"),
        ("Иванов", "иванов"),
        ("李小龙", "小龙"),
        ("محمد", "محمد"),
        ("Łukasz", "lukasz"),
    ],
)
def test_a_name_is_found_in_its_own_script(world: World, name: str, asked: str) -> None:
    browser = world.broker(world.first)
    browser.add_client(last_name=name)
    browser.add_client(last_name="Martin")
    page = browser.get(f"/clients?q={asked}").text
    assert name.upper() in page
    assert "MARTIN" not in page


@pytest.mark.parametrize("asked", ["***", "—", "_", "%25", "\u200b"])
def test_words_of_which_nothing_can_be_searched_find_nobody(world: World, asked: str) -> None:
    browser = world.broker(world.first)
    browser.add_client()
    assert "LEFÈVRE" not in browser.get(f"/clients?q={asked}").text
    assert "LEFÈVRE" in browser.get("/clients?q=").text


def test_accents_and_final_forms_do_not_count() -> None:
    assert fold("ΠΑΠΑΔΌΠΟΥΛΟΣ") == fold("Παπαδόπουλος")
    assert fold("Йод") == fold("йод")
    assert fold("jean_paul") == "jean paul"


@pytest.mark.parametrize("blank", INVISIBLE)
def test_what_shows_nothing_is_no_name(blank: str) -> None:
    assert set(read_client_form({**CLIENT, "last_name": blank}, TODAY).problems) == {"last_name"}
    assert set(read_client_form({**COMPANY, "corporate_name": blank}, TODAY).problems) == {"corporate_name"}
    with pytest.raises(InvalidValue, match="nominatif"):
        Person.named("Claire", blank, "claire@x.fr")


def test_what_is_not_seen_is_dropped_from_a_name() -> None:
    fields = read_client_form({**CLIENT, "last_name": "Du\u200bpont\u202e"}, TODAY).fields
    assert fields is not None
    assert fields.last_name == "Dupont"
    assert Person.named("Cl\u00adaire", "Du\tpont", "claire@x.fr").full_name == "Claire Du pont"


@pytest.mark.parametrize("character", "?&%:/()<> ")
def test_an_address_that_would_add_to_a_link_is_refused(character: str) -> None:
    email = f"zoe{character}bcc=x@exemple.fr"
    assert set(read_client_form({**CLIENT, "email": email}, TODAY).problems) == {"email"}
    with pytest.raises(InvalidValue):
        Person.named("Claire", "Fabre", email)


def test_the_links_of_a_record_hold_the_address_and_the_number_alone(world: World) -> None:
    browser = world.broker(world.first)
    page = browser.get(browser.add_client(email="zoe+a#b'c@exemple.fr")).text
    assert re.findall(r'href="(mailto:[^"]*|tel:[^"]*)"', page) == [
        "mailto:zoe%2Ba%23b%27c@exemple.fr",
        "tel:+33612345678",
    ]
