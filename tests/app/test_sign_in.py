"""Signing in: the same answer and the same work for everyone who is not let in; growing waits, no lock-out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from attrs import evolve

from netsoft.errors import InvalidValue
from netsoft.tenancy.places import Source
from reference_app.services.passwords import Passwords, generated
from reference_app.services.sign_in import Credentials, Elsewhere, Refused, SignedIn, SignIn
from reference_app.settings import PasswordCost, Settings
from reference_app.storage.people import Person, Realm
from tests.app.world import CHEAP, World

WRONG = "ce n'est pas lui"
HERE = Source("192.0.2.7")


def given(world: World, **changed: str) -> Credentials:
    """Return the right credentials of a user, or others."""
    known = world.first.users[0]
    right = {"login": known.account.person.login, "password": known.password, "ip": "192.0.2.7", **changed}
    return Credentials(Realm.BROKER, right["login"], right["password"], right["ip"])


def tries(world: World, times: int, **changed: str) -> list[SignedIn | Refused | Elsewhere]:
    """Try the same credentials several times at the same instant."""
    return [world.deployment.sign_in(given(world, **changed), world.clock.now(), HERE) for _ in range(times)]


def waits(results: list[SignedIn | Refused | Elsewhere]) -> list[float | None]:
    """Return the wait that each refusal asks for, ``None`` for a success."""
    return [r.wait.total_seconds() if isinstance(r, Refused) else None for r in results]


@pytest.mark.parametrize(
    "form",
    [
        {"login": "inconnu@ailleurs.example", "password": WRONG},
        {"login": "claire.fabre@mistral.example", "password": WRONG},
        {"login": "claire.fabre@mistral.example", "password": ""},
        {"login": "", "password": ""},
        {"login": "claire.fabre@mistral.example' OR '1'='1", "password": "xyzzy"},
        {"login": "claire.fabre@mistral.example", "password": "x" * 5000},
    ],
)
def test_a_refusal_does_not_tell_whether_the_account_exists(world: World, form: dict[str, str]) -> None:
    answer = world.nobody().post("/connexion", form)
    assert answer.status_code == 401
    assert "Identifiant ou mot de passe erroné." in answer.text
    assert "set-cookie" not in answer.headers
    assert form["password"] == "" or form["password"] not in answer.text


def test_the_login_is_the_same_in_any_case(world: World) -> None:
    known = world.first.users[0]
    form = {"login": f" {known.account.person.login.upper()} ", "password": known.password}
    assert world.nobody().post("/connexion", form).status_code == 303


def test_accounts_of_one_realm_do_not_sign_in_to_the_other(world: World) -> None:
    staff, broker = world.member, world.first.users[0]
    for path, one in (("/connexion", staff), ("/editeur/connexion", broker)):
        form = {"login": one.account.person.login, "password": one.password}
        assert world.nobody().post(path, form).status_code == 401


def test_a_closed_account_is_refused_like_any_other(world: World) -> None:
    world.deployment.directory.users.set_closed(world.first.users[0].account, world.clock.now())
    assert waits(tries(world, 1)) == [0.0]
    world.deployment.directory.users.set_closed(world.first.users[0].account, None)
    assert waits(tries(world, 1)) == [None]


def test_waits_grow_with_failures_and_the_right_password_must_wait_too(world: World) -> None:
    assert waits(tries(world, 5, password=WRONG)) == [0.0] * 5
    waited = []
    for _ in range(6):
        wait = waits(tries(world, 1))[0]
        assert wait
        waited.append(wait)
        world.clock.at += timedelta(seconds=wait)
        assert waits(tries(world, 1, password=WRONG)) == [0.0]
    assert waited == [64, 128, 256, 512, 1024, 2048]
    world.clock.advance(hours=2)
    assert waits(tries(world, 1)) == [None]
    assert waits(tries(world, 5, password=WRONG)) == [0.0] * 5  # a success starts afresh


def attacked(world: World, seconds: int) -> None:
    """Let strangers try a user's account every few seconds, each time from a place of their own."""
    for n in range(60):
        world.deployment.sign_in(given(world, password=WRONG, ip=f"198.51.100.{n}"), world.clock.now(), HERE)
        world.clock.advance(seconds=seconds)


def test_an_attacker_elsewhere_locks_nobody_out(world: World) -> None:
    attacked(world, 10)
    wait = waits(tries(world, 1))[0]
    assert wait is None or wait <= 8


def test_where_one_signed_in_lately_an_attacker_elsewhere_delays_nothing(world: World) -> None:
    assert waits(tries(world, 1)) == [None]
    for _ in range(3):
        attacked(world, 0)
        world.clock.advance(seconds=8)
        attacked(world, 0)
        assert waits(tries(world, 1, ip="203.0.113.9"))[0]
        assert waits(tries(world, 1)) == [None]
    world.clock.advance(days=30)
    attacked(world, 0)
    assert waits(tries(world, 1))[0]


def test_a_place_is_known_for_one_account_alone(world: World) -> None:
    other = world.first.users[1]
    assert waits(tries(world, 1, login=other.account.person.login, password=other.password)) == [None]
    attacked(world, 0)
    assert waits(tries(world, 1))[0]


def test_one_source_cannot_try_many_accounts(world: World) -> None:
    logins = [f"personne{n}@ailleurs.example" for n in range(45)]
    results = [tries(world, 1, login=login, password=WRONG)[0] for login in logins]
    assert waits(results)[39] == 0.0
    assert waits(results)[41] > 0  # type: ignore[operator]
    assert waits(tries(world, 1, ip="203.0.113.9")) == [None]


def test_people_of_one_office_who_know_their_passwords_are_not_slowed(world: World) -> None:
    assert waits(tries(world, 45)) == [None] * 45


def test_addresses_of_one_ipv6_network_are_one_source(world: World) -> None:
    for n in range(5):
        tries(world, 1, password=WRONG, ip=f"2001:db8::{n:x}")
    assert waits(tries(world, 1, ip="2001:db8::ffff"))[0]
    assert waits(tries(world, 1, ip="2001:db8:0:1::1")) == [None]


def test_the_page_says_how_long_to_wait(world: World) -> None:
    form = {"login": world.first.users[0].account.person.login, "password": WRONG}
    for _ in range(5):
        world.nobody().post("/connexion", form)
    answer = world.nobody().post("/connexion", form)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "64")
    assert "patienter 64 secondes" in answer.text


def test_failures_are_forgotten_after_a_day(world: World) -> None:
    tries(world, 5, password=WRONG)
    world.clock.advance(hours=25)
    assert waits(tries(world, 5, password=WRONG)) == [0.0] * 5


def test_passwords_are_kept_as_argon2id_that_another_program_verifies() -> None:
    passwords = Passwords(PasswordCost(memory_kib=512, passes=2, lanes=1))
    stored = passwords.hash("mot de passe accentué")
    assert stored.startswith("$argon2id$v=19$m=512,t=2,p=1$")
    assert PasswordHasher().verify(stored, "mot de passe accentué")
    assert passwords.verify("mot de passe accentué", stored)  # composed otherwise, the same word
    assert not passwords.verify("mot de passe accentue", stored)
    assert not passwords.verify("mot de passe accentué", None)


def test_the_default_cost_is_what_the_state_of_the_art_asks_for(tmp_path: Path) -> None:
    cost = Settings(tmp_path, tmp_path).password_cost
    assert cost.memory_kib >= 19 * 1024
    assert cost.passes >= 2


def test_hashes_of_an_older_cost_are_renewed_at_sign_in_without_ending_sessions(world: World) -> None:
    browser = world.broker(world.first)
    dearer = Passwords(evolve(CHEAP, passes=2))
    sign_in = SignIn(world.deployment.directory, dearer, timedelta(hours=24), world.deployment.vault.journal_of)
    assert isinstance(sign_in(given(world), world.clock.now(), HERE), SignedIn)
    account = world.deployment.directory.users.by_login(given(world).login)
    assert account is not None
    assert ",t=2," in account.password_hash
    assert browser.get("/").status_code == 200


def test_generated_passwords_differ_and_are_long() -> None:
    made = {generated() for _ in range(50)}
    assert len(made) == 50
    assert all(len(password) == 23 for password in made)


@pytest.mark.parametrize(
    ("first", "last", "login"),
    [
        ("", "Fabre", "claire@x.fr"),
        ("Claire", " ", "claire@x.fr"),
        ("Claire", "Fabre", "contact@x.fr"),
        ("Claire", "Fabre", "ADMIN@x.fr"),
        ("Claire", "Fabre", "agence-aix@x.fr"),
        ("Service", "Sinistres", "claire.fabre@x.fr"),
        ("Claire", "Accueil", "claire.fabre@x.fr"),
        ("C", "Fabre", "claire.fabre@x.fr"),
        ("Claire", "Fabre", "claire"),
        ("Claire", "Fabre", "claire@x"),
        ("Claire", "Fabre", "cla ire@x.fr"),
        ("Claire", "Fabre", ""),
    ],
)
def test_an_access_that_is_nobodys_in_particular_is_refused(first: str, last: str, login: str) -> None:
    with pytest.raises(InvalidValue):
        Person.named(first, last, login)
