"""What administrators decide of sessions and passwords (6.3, 16.4), and accesses used from two places (6.2, 6.7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from netsoft.tenancy.renewal import Renewal
from reference_app.app import create_app
from reference_app.ids import UserId
from reference_app.services.sign_in import NO_BROWSER
from reference_app.storage.bounds import Security, put_security
from reference_app.storage.journal import Act, Actor, Outcome
from tests.app.world import HOME, Browser, World


def decided(world: World, security: Security) -> None:
    with world.deployment.directory.store.write() as db:
        put_security(db, world.first.handle.tenant.id, security)


def set_to(browser: Browser, idle: str = "", months: str = "", administrators: str = "") -> tuple[int, str]:
    form = {"idle_minutes": idle, "months": months, "administrators": administrators}
    answer = browser.fill("/securite", form)
    return answer.status_code, answer.text


def test_the_settings_hold_at_the_next_request_and_are_journaled(world: World) -> None:
    hugo, browser = world.broker(world.first, 1), world.broker(world.first)
    assert set_to(browser, "15", "6", "3")[0] == 303
    page = browser.get("/securite").text
    assert "Réglages enregistrés." in page
    assert 'value="15"' in page
    assert "au plus tard le 20/05/2027" in page
    assert "au plus tard le 20/02/2027" in page
    notes = [entry.act.detail for entry in world.first.entries if entry.outcome is Outcome.NOTED]
    assert notes == ["inactivité : 15 ; mots de passe : 6, administrateurs : 3"]
    world.clock.advance(minutes=15)
    assert hugo.get("/").status_code == 303
    browser = world.broker(world.first)
    assert set_to(browser)[0] == 303
    world.clock.advance(minutes=119)
    assert browser.get("/").status_code == 200


def test_an_idle_time_beyond_the_life_of_sessions_locks_nobody_out(world: World) -> None:
    """The deployment was given shorter sessions since it was stated."""
    decided(world, Security(1440))
    world.app = create_app(evolve(world.deployment, settings=evolve(world.deployment.settings, session_hours=1)))
    browser = world.broker(world.first)
    assert browser.get("/securite").status_code == 200
    world.clock.advance(minutes=60)
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("4",), "de 5 à 1440"),
        (("1441",), "de 5 à 1440"),
        (("dix",), "pas un nombre entier"),
        (("", "0"), "pas un nombre de mois"),
        (("", "", "0"), "pas un nombre de mois"),
        (("", "1 an"), "pas un nombre entier"),
        (("", "121"), "120 mois au plus"),
        (("", "", "999999"), "120 mois au plus"),
    ],
)
def test_settings_out_of_bounds_are_refused_with_the_reason(world: World, typed: tuple[str, ...], said: str) -> None:
    browser = world.broker(world.first)
    status, html = set_to(browser, *typed)
    assert status == 422
    assert said in html.replace("&#39;", "'")
    assert browser.get("/securite").text.count("aria-invalid") == 0


def test_a_password_that_was_to_be_changed_opens_that_page_alone(world: World) -> None:
    decided(world, Security(renewal=Renewal(6, 12)))
    world.clock.at += timedelta(days=181)  # 20 May 2027: the last day
    assert world.broker(world.first, 1).get("/clients").status_code == 200
    world.clock.advance(days=1)
    hugo = world.broker(world.first, 1)
    assert hugo.get("/clients").headers["location"] == "/mot-de-passe"
    page = hugo.get("/mot-de-passe").text
    assert "était à changer le 20/05/2027" in page
    assert "Annuler" not in page
    assert world.first.entries[-1].act.detail == "mot de passe à changer"
    new = "cinq mots pris bien au hasard"
    form = {"present": world.first.users[1].password, "new": new, "again": new}
    assert hugo.fill("/mot-de-passe", form).status_code == 303
    assert hugo.get("/clients").status_code == 200
    claire = world.broker(world.first)
    assert claire.get("/clients").status_code == 200
    world.clock.advance(days=184)
    page = world.broker(world.first).get("/mot-de-passe").text
    assert "était à changer le 20/11/2027" in page


def use(world: World, minutes: int, browser: str, ip: str) -> None:
    """Journal a use by the second user of the first brokerage."""
    user, tenant = UserId(world.first.users[1].account.id), world.first.handle.tenant.id
    actor = Actor(world.clock.now() - timedelta(minutes=minutes), tenant, user, browser, ip, 4711)
    world.first.handle.journal.record(actor, Act("clients.list"), Outcome.NOTED)


def test_an_access_used_by_two_persons_in_turns_is_shown_with_who_when_and_from_where(world: World) -> None:
    for minutes, browser, ip in ((50, "poste", HOME), (40, "portable", "198.51.100.4"), (35, "poste", HOME)):
        use(world, minutes, browser, ip)
    use(world, 20, "sans-adresse", "inconnue")
    page = world.broker(world.first).get("/securite/partages").text
    assert "1 constat" in page
    assert "Hugo Petit" in page
    for told in (HOME, "198.51.100.4", "portable", "20/11/2026 à 8 h 40", "20/11/2026 à 8 h 55"):
        assert told in page
    assert "Hugo" not in world.broker(world.second).get("/securite/partages").text
    assert world.first.counted(world.clock.now()) == 0


def test_an_honest_day_and_what_is_long_past_show_nothing(world: World) -> None:
    for minutes, browser, ip in ((50, "poste", HOME), (40, "maison", "198.51.100.4"), (35, "maison", "198.51.100.4")):
        use(world, minutes, browser, ip)
    for minutes, browser in ((9, "poste-2"), (8, NO_BROWSER), (7, "poste-2")):
        use(world, minutes, browser, "203.0.113.9")
    long_ago = 60 * 24 * 40
    for minutes, browser, ip in ((50, "poste", HOME), (40, "portable", "198.51.100.4"), (35, "poste", HOME)):
        use(world, long_ago + minutes, browser, ip)
    assert "Rien de tel ces 31 derniers jours" in world.broker(world.first).get("/securite/partages").text


def test_whoever_has_gone_is_still_named_by_the_finding(world: World) -> None:
    for minutes, browser, ip in ((50, "poste", HOME), (40, "portable", "198.51.100.4"), (35, "poste", HOME)):
        use(world, minutes, browser, ip)
    users, account = world.deployment.directory.users, world.first.users[1].account
    users.set_closed(evolve(account), world.clock.now())
    assert "Hugo Petit" in world.broker(world.first).get("/securite/partages").text
