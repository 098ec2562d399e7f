"""A password that someone else gave is changed before anything else is done with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from netsoft.errors import InvalidValue
from reference_app.deployment import open_deployment
from reference_app.services.demo import Size, make_demonstration
from reference_app.services.opening import Given, open_staff, open_user, reset_password
from reference_app.services.own_password import own_password_problems
from reference_app.services.passwords import Passwords, check_new, generated
from reference_app.storage.journal import Outcome
from reference_app.storage.people import Person
from tests.app.world import SetClock, World, accept_terms, hidden_fields, settings_in, with_access

CHOSEN = "quatre mots pris au hasard"
ALEX = Person("Alex", "Roche", "alex.roche@mistral.example")


def opened(world: World) -> Given:
    """Open an account, with the password that is given with it."""
    tenant_id = world.first.handle.tenant.id
    return open_user(world.deployment, tenant_id, ALEX, administrator=True)


@pytest.mark.parametrize("path", ["/", "/clients", "/clients/nouveau", "/compte", "/mot-de-passe/change"])
def test_every_page_leads_to_the_change_of_password(world: World, path: str) -> None:
    browser = world.newly_in("/connexion", opened(world))
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/mot-de-passe")
    assert world.first.counted(world.clock.now()) == 0
    assert [e.outcome for e in world.first.entries] == [Outcome.REFUSED]


def test_a_form_is_not_taken_either(world: World) -> None:
    browser = world.newly_in("/connexion", opened(world))
    answer = browser.post("/clients/nouveau", {"csrf": browser.csrf(), "cle": "k"})
    assert answer.headers["location"] == "/mot-de-passe"


def test_signing_out_and_taking_ones_data_away_stay_open(world: World) -> None:
    browser = world.newly_in("/connexion", opened(world))
    assert browser.get("/clients/export.csv").status_code == 200
    answer = browser.post("/deconnexion", {"csrf": browser.csrf()})
    assert answer.headers["location"] == "/connexion"


def test_once_changed_the_service_is_open_and_the_change_is_journaled(world: World) -> None:
    given = opened(world)
    accept_terms(world.deployment, given)
    browser = world.newly_in("/connexion", given)
    assert "quelqu’un d’autre" in browser.get("/mot-de-passe").text
    form = {"present": given.password, "new": CHOSEN, "again": CHOSEN}
    assert browser.fill("/mot-de-passe", form).headers["location"] == "/mot-de-passe/change"
    assert browser.get("/").status_code == 200
    assert "quelqu’un d’autre" not in browser.get("/mot-de-passe").text
    (entry,) = world.first.entries
    assert (entry.act.action, entry.act.detail, entry.outcome) == (
        "submit_password",
        "mot de passe changé",
        Outcome.NOTED,
    )
    assert world.first.counted(world.clock.now()) == 0


def test_it_is_changed_while_the_service_is_suspended_too(world: World) -> None:
    given = opened(world)
    browser = with_access(world, granted=False).newly_in("/connexion", given)
    form = {"present": given.password, "new": CHOSEN, "again": CHOSEN}
    assert browser.fill("/mot-de-passe", form).status_code == 303
    assert browser.get("/compte").status_code == 200


def test_a_reset_password_is_one_to_change(world: World) -> None:
    login = world.first.users[0].account.person.login
    (given,) = reset_password(world.deployment, login)
    assert world.newly_in("/connexion", given).get("/").headers["location"] == "/mot-de-passe"


def test_the_demonstration_is_opened_at_once(tmp_path: Path) -> None:
    with open_deployment(settings_in(tmp_path), SetClock()) as here:
        make_demonstration(here, Size(clients=1, months=1))
        everyone = (*here.directory.users.all(), *here.directory.staff.all())
    assert everyone
    assert not any(account.must_change for account in everyone)


def test_the_present_password_is_no_new_one(world: World) -> None:
    given = world.first.users[0]
    form = {"present": given.password, "new": given.password, "again": given.password}
    answer = world.broker(world.first).fill("/mot-de-passe", form)
    assert answer.status_code == 422
    assert "C’est le mot de passe actuel" in answer.text


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse2026", "MotDePasse123456", "m0tdep@sse2026!", "Mot de passe 2025", "azertyuiop123",
        "AZERTY-2026-azerty",
        "qsdfghjklm2026", "123456789012", "Bonjour2026!!", "Assurance2026!", "Courtage-2026!", "P@ssw0rd1234",
        "wxcvbnazerty",
    ],
)  # fmt: skip
def test_what_everyone_tries_is_refused(password: str) -> None:
    with pytest.raises(InvalidValue, match=r"trop facile à deviner .* ne compte"):
        check_new(password, ALEX)


@pytest.mark.parametrize("password", [CHOSEN, "ardoise tambour girafe lundi velours", "Passerelle-1987-cuivre"])
def test_words_taken_at_random_are_accepted(password: str) -> None:
    check_new(password, ALEX)


@pytest.mark.parametrize("password", ["trente-six chandelles", "tambour girafe lundi velours", "Mistral-Roche-Mistral"])
def test_too_few_words_are_refused(password: str) -> None:
    with pytest.raises(InvalidValue, match="mots comptés"):
        check_new(password, ALEX)


def test_what_is_generated_would_be_accepted() -> None:
    for _ in range(50):
        check_new(generated(), ALEX)


def test_a_member_of_staff_changes_its_password_and_a_given_one_first(world: World) -> None:
    given = open_staff(world.deployment, Person("Anne", "Moreau", "anne.moreau@editeur.example"))
    staff = world.newly_in("/editeur/connexion", given)
    assert staff.get("/editeur").headers["location"] == "/editeur/mot-de-passe"
    assert "donné par quelqu’un d’autre" in staff.get("/editeur/mot-de-passe").text
    elsewhere = world.newly_in("/editeur/connexion", given)
    new = "quatre mots pris au hasard"
    form = {"present": given.password, "new": new, "again": new}
    wrong = staff.fill("/editeur/mot-de-passe", {**form, "again": "autre chose"})
    assert (wrong.status_code, "diffèrent" in wrong.text) == (422, True)
    answer = staff.fill("/editeur/mot-de-passe", form)
    assert answer.headers["location"] == "/editeur/mot-de-passe/change"
    assert "Mot de passe changé" in staff.get("/editeur/mot-de-passe/change").text
    assert staff.get("/editeur").status_code == 200
    assert elsewhere.get("/editeur").headers["location"].startswith("/editeur/connexion")
    assert "Mot de passe changé par soi-même" in staff.get("/editeur/journal").text
    credentials = {"login": given.account.person.login, "password": given.password}
    assert world.nobody().post("/editeur/connexion", credentials).status_code == 401


def test_what_is_wrong_with_a_password_is_said_in_its_own_words() -> None:
    for weak in ("court", "Motdepasse2026!"):
        with pytest.raises(InvalidValue) as refused:
            check_new(weak, ALEX)
        said = own_password_problems({"new": weak, "again": weak}, ALEX, lambda: True)["new"]
        assert said[1:].startswith(refused.value.problem[1:])
        assert said[0] == refused.value.problem[0].upper()


@pytest.mark.parametrize("staff", [False, True])
def test_a_password_given_while_one_chooses_another_stands(
    world: World, monkeypatch: pytest.MonkeyPatch, staff: bool
) -> None:
    """Whoever resets it may do so because somebody else is in."""
    browser = world.staff() if staff else world.broker(world.first, 1)
    given, path = (world.member, "/editeur") if staff else (world.first.users[1], "")
    form = hidden_fields(browser.get(f"{path}/mot-de-passe").text)
    login, real = given.account.person.login, Passwords.hash
    reset: list[Given] = []

    def meanwhile(passwords: Passwords, password: str) -> str:
        monkeypatch.undo()
        reset.extend(reset_password(world.deployment, login))
        return real(passwords, password)

    monkeypatch.setattr(Passwords, "hash", meanwhile)
    answer = browser.post(f"{path}/mot-de-passe", {**form, "present": given.password, "new": CHOSEN, "again": CHOSEN})
    assert answer.headers["location"] == (path or "/")
    assert browser.get(path or "/").headers["location"].startswith(f"{path}/connexion")
    assert world.nobody().post(f"{path}/connexion", {"login": login, "password": CHOSEN}).status_code == 401
    assert world.newly_in(f"{path}/connexion", reset[0]).get(path or "/").headers["location"].endswith("/mot-de-passe")
