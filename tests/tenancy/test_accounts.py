"""An access bears the name of one person: generic names and addresses are refused, people called so are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.tenancy.accounts import Account, Person, nominative, normal_login
from netsoft.tenancy.generic_names_table import ALSO_A_NAME, ALSO_GIVEN, FILLERS, LINKS, NEVER_A_NAME, NOT_REAL
from netsoft.tenancy.plain_text import plain, shows, tidy, words
from netsoft.testing import persons

AT = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
CLAIRE = Person("Claire", "Fabre", "claire.fabre@mistral.example")


def facts(first: str, last: str, local: str) -> list[str]:
    """The facts of a refusal, none for an access that is granted."""
    decision = nominative(first, last, f"{local}@mistral.example")
    assert {reason.clause for reason in decision.reasons} == {Clause("6.6")}
    return [] if decision.granted else [reason.fact for reason in decision.reasons]


@pytest.mark.parametrize(
    "local",
    [
        "contact", "contact2", "Contact", "info.paris", "agence-aix", "agence_13", "aix.agence", "accueil", "compta01",
        "fabre.contact", "contact.fabre", "cabinet.fabre", "cabinetfabre", "service.sinistres", "servicesinistres",
        "serviceclient", "service-client-2", "info+claire", "no-reply", "noreply", "ne.pas.repondre", "postmaster",
        "webmaster", "support", "sales", "hello", "rh", "it", "it-support", "bureau", "bureau.lyon", "gestion",
        "gestion.sinistres", "sinistres", "réclamations", "secretariat", "secrétariat", "direction", "direction.claire",
        "standard", "equipe", "l.equipe", "admin", "administrateur1", "user12", "utilisateur", "test", "test3", "demo",
        "stagiaire", "stagiaire.ete", "bonjour", "jobs", "agenceaix", "comptafabre", "souscription", "courtier",
        "back-office", "backoffice", "m.info", "rgpd", "dpo", "facturation", "mistral.contact", "help_desk2",
    ],
)  # fmt: skip
def test_an_address_of_nobody_in_particular_is_refused(local: str) -> None:
    (fact,) = facts("Alix", "Roche", local)
    assert fact.startswith(f"l'adresse « {local.lower()}@mistral.example » est générique (« ")
    assert fact.endswith(" »), donc partagée")


@pytest.mark.parametrize(
    ("first", "last", "local"),
    [
        ("Claire", "Fabre", "claire.fabre"),
        ("Claire", "Fabre", "cfabre"),
        ("Claire", "Fabre", "fabre"),
        ("Claire", "Fabre", "claire"),
        ("Claire", "Fabre", "claire2"),
        ("Claire", "Fabre", "claire.compta"),  # Claire, who keeps the books
        ("Claire", "Fabre", "fabre.gestion"),
        ("Claire", "Fabre", "1234567"),  # it tells nobody, and no box either
        ("Claire", "Fabre", "licorne13"),
        ("Jean", "Bureau", "jean.bureau"),
        ("Jean", "Bureau", "j.bureau"),
        ("Jean", "Bureau", "bureau"),
        ("Jean", "Bureau", "bureau.jean"),
        ("Jean", "du Bureau", "jean.dubureau"),
        ("Robert", "Service", "robert.service"),
        ("Edgar", "Bonjour", "bonjour"),
        ("Henry", "Expert", "expert.h"),
        ("Zack", "Test", "test.zack"),
        ("Joe", "Root", "root"),
        ("Steve", "Jobs", "s.jobs"),
        ("Christopher", "Guest", "guest"),
        ("Emily", "Post", "post"),
        ("Marie-Hélène", "Courtier", "mh.courtier"),
        ("Marie-Hélène", "Courtier-Lamy", "mhcourtier"),
        ("Si", "Nguyen", "si.nguyen"),
        ("Luc", "Bureaux", "bureaux"),
        ("Norman", "Mailer", "mailer"),
        ("Dev", "Patel", "dev"),
        ("Sante", "Geronimo", "sante.geronimo"),
        ("Desmond", "Tutu", "tutu"),
        ("Toto", "Wolff", "toto"),
        ("Anne", "Lacour", "anne.lacour"),
        ("Elsa", "Infante", "infante"),
        ("Sandra", "Contat", "contat"),
        ("Thomas", "Thomas", "thomas.thomas"),
        ("Martin", "Martin", "m.martin"),
        ("Prudence", "Marchand", "prudence"),
        ("France", "Berger", "france.berger"),
        ("José", "Ortega y Gasset", "jose.ortega"),
        ("李", "王", "wang.li"),
        ("Chol", "O", "chol.o"),
        ("Ελένη", "Παπά", "eleni"),
        ("Jean-Paul", "Ng", "jp.ng"),
        ("Anne Accueil", "Roche", "anne.roche"),  # a job beside a name takes nothing from the name
    ],
)
def test_people_whose_names_are_common_words_are_admitted(first: str, last: str, local: str) -> None:
    assert facts(first, last, local) == []


@pytest.mark.parametrize(
    ("first", "last", "local"),
    [
        ("Ada", "Roy", "ada.roy"),
        ("Alan", "Roy", "alan"),
        ("Dean", "Al", "dean.al"),
        ("Adélaïde", "Roy", "adelaide.roy"),
        ("Karim", "Aït", "ait.karim"),
        ("Jean", "Roy", "3dad21f"),
        ("Jean", "Roy", "0dead9-ad"),
    ],
)
def test_small_words_that_join_others_name_no_box(first: str, last: str, local: str) -> None:
    assert nominative(first, last, f"{local}@mistral.example").granted


@pytest.mark.parametrize("local", ["servicecomptabilite", "aideventes"])
def test_a_name_made_of_a_box_is_no_name(local: str) -> None:
    assert not nominative("Claire", local, f"{local}@mistral.example").granted


def test_one_letter_of_a_name_tells_nobody() -> None:
    assert facts("Chol", "O", "oriflamme.contact") != []
    assert facts("Chol", "Oh", "oh.contact") == []


SERVICE = "désigne un service, un lieu ou une fonction, pas une personne"
FIGURE = "porte un chiffre, comme un poste ou un compte partagé"
LETTER = "n'a qu'une lettre : l'écrire en entier"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("Service", "Sinistres", [f"le prénom « Service » {SERVICE}", f"le nom « Sinistres » {SERVICE}"]),
        ("Accueil", "Aix", [f"le prénom « Accueil » {SERVICE}"]),
        ("Claire", "Accueil", [f"le nom « Accueil » {SERVICE}"]),
        ("Claire", "de l'Accueil", [f"le nom « de l'Accueil » {SERVICE}"]),
        ("Claire", "Service Sinistres", [f"le nom « Service Sinistres » {SERVICE}"]),
        ("Mistral", "Assurances", [f"le nom « Assurances » {SERVICE}"]),
        ("Cabinet", "Fabre", [f"le prénom « Cabinet » {SERVICE}"]),
        ("Bureau", "Lyon", [f"le prénom « Bureau » {SERVICE}"]),
        ("Test", "Test", [f"le prénom « Test » {SERVICE}"]),
        ("Agence", "13", [f"le prénom « Agence » {SERVICE}", f"le nom « 13 » {FIGURE}"]),
        ("Claire2", "Fabre", [f"le prénom « Claire2 » {FIGURE}"]),
        ("C", "Fabre", [f"le prénom « C » {LETTER}"]),
        ("A.", "Fabre", [f"le prénom « A. » {LETTER}"]),
        ("Claire", "F.", [f"le nom « F. » {LETTER}"]),
        ("Δ", "Ж", [f"le prénom « Δ » {LETTER}", f"le nom « Ж » {LETTER}"]),
        ("Toto", "Titi", ["« Toto Titi » n'est le nom de personne"]),
        ("Prénom", "Nom", ["« Prénom Nom » n'est le nom de personne"]),
        ("Xxx", "Azerty", ["le prénom « Xxx » n'est celui de personne", "le nom « Azerty » n'est celui de personne"]),
        ("Julie & Marc", "Fabre", ["« Julie & Marc » nomme plusieurs personnes : ouvrir un accès à chacune"]),
        ("Julie et Marc", "Fabre", ["« Julie et Marc » nomme plusieurs personnes : ouvrir un accès à chacune"]),
        ("Julie", "Fabre/Roche", ["« Fabre/Roche » nomme plusieurs personnes : ouvrir un accès à chacune"]),
    ],
)
def test_a_name_of_nobody_in_particular_is_refused(first: str, last: str, expected: list[str]) -> None:
    assert facts(first, last, "alix.roche") == expected


def test_each_thing_that_is_wrong_has_its_reason() -> None:
    assert len(facts("Service", "Sinistres", "contact")) == len(("first", "last", "login"))


def test_an_access_that_is_granted_says_whose_it_is() -> None:
    granted = nominative(" Claire ", "Fabre", "Claire.Fabre@Mistral.example")
    assert [(str(r.clause), r.fact) for r in granted.reasons] == [("6.6", "accès nominatif de Claire Fabre")]


@pytest.mark.parametrize("login", ["", "claire", "claire@x", "cla ire@x.fr", "a@b@x.fr", "x" * 65 + "@x.fr", None])
def test_a_login_is_an_address(login: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        Person("Claire", "Fabre", login)
    problem = ("login", "adresse e-mail illisible", "donner l'adresse e-mail de la personne")
    assert (refused.value.field, refused.value.problem, refused.value.remedy) == problem


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u3164", None])
def test_a_name_is_seen(name: str) -> None:
    for first, last in ((name, "Fabre"), ("Claire", name)):
        with pytest.raises(InvalidValue) as refused:
            Person(first, last, "claire@x.fr")
        problem = ("nom", "un accès est nominatif", "donner le prénom et le nom de la personne")
        assert (refused.value.field, refused.value.problem, refused.value.remedy) == problem


def test_a_person_is_kept_in_normal_form() -> None:
    person = Person("Cl\u00adaire", " Du\tpont ", " CLAIRE@x.fr")
    assert (person.first_name, person.last_name, person.login) == ("Claire", "Du pont", "claire@x.fr")
    assert person.full_name == "Claire Du pont"
    assert person.names == {"claire", "du", "pont"}


@given(persons())
def test_any_person_has_a_verdict_and_it_is_hers_in_any_case(person: Person) -> None:
    decision = nominative(person.first_name, person.last_name, person.login)
    shouted = nominative(person.first_name.upper(), person.last_name.upper(), person.login.upper())
    assert shouted.verdict == decision.verdict
    assert len(shouted.reasons) == len(decision.reasons)


@given(persons(), st.sampled_from(sorted(NEVER_A_NAME)))
def test_no_name_opens_a_shared_box(person: Person, word: str) -> None:
    assert nominative(person.first_name, person.last_name, f"{word}@mistral.example").verdict == "refused"
    assert nominative(word, word, person.login).verdict == "refused"


@given(st.text(max_size=20))
def test_a_plain_text_is_its_own(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert len(plain(tidy(text))) == len(tidy(text))
    assert words(plain(text)) == words(text)
    assert normal_login(normal_login(text)) == normal_login(text)


def test_the_lists_do_not_meet_and_are_plain() -> None:
    lists = (NEVER_A_NAME, ALSO_A_NAME, NOT_REAL, FILLERS, LINKS)
    assert sum(map(len, lists)) == len(frozenset().union(*lists))
    assert ALSO_GIVEN < ALSO_A_NAME
    assert all(plain(word) == word for words_of in lists for word in words_of)


def test_blank_signs_show_nothing() -> None:
    assert tidy("D\ud800u\u00ad\x00 pont") == "Du pont"
    assert (shows("李"), shows("\u2800"), shows("\u200b"), shows("")) == (True, False, False, False)


def test_an_account_stands_somewhere_at_any_instant() -> None:
    hour = timedelta(hours=1)
    account = Account(CLAIRE, AT, AT + hour)
    ends = [account.state(AT + n * hour / 2) for n in (-1, 0, 1, 2)]
    assert ends == ["not-yet", "password-to-change", "password-to-change", "closed"]
    assert Account(CLAIRE, AT, password_given=False).state(AT) == "in-use"
    assert Account(CLAIRE, AT, AT).state(AT) == "closed"


def test_an_account_is_not_closed_before_it_is_opened() -> None:
    with pytest.raises(InvalidValue) as refused:
        Account(CLAIRE, AT, AT - timedelta(seconds=1))
    problem = ("closed_at", "accès fermé avant d'être ouvert", "donner un instant qui suit l'ouverture")
    assert (refused.value.field, refused.value.problem, refused.value.remedy) == problem
    for opened, closed, field in (
        (AT.replace(tzinfo=None), None, "opened_at"),
        (AT, AT.replace(tzinfo=None), "closed_at"),
    ):
        with pytest.raises(InvalidValue, match="n'est pas un instant") as unzoned:
            Account(CLAIRE, opened, closed)
        assert unzoned.value.field == field
