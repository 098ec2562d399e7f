"""Whether the access is open (8.1, 9.3, 13.1): what each page needs decides, and the page that refuses says why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from netsoft.billing.contract.after_the_end import Policy
from netsoft.billing.contract.contract_events import NoticeGiven, SwitchingAsked, SwitchingCompleted
from netsoft.billing.contract.withdrawal import Formation
from netsoft.tenancy.access import Need
from netsoft.tenancy.infringement import Closing, Infringement, Reopening
from netsoft.tenancy.rights import Right
from reference_app.ids import StaffId, UserId
from reference_app.services import policy
from reference_app.services.access import Accesses, Whose, access_now
from reference_app.services.contracts import Contracts
from reference_app.storage.facts import ContractFacts, Happened
from reference_app.storage.journal import Outcome
from tests.app.addresses import read_by_brokers
from tests.app.books import INVOICE, enter, text_of
from tests.app.contracts import CONTRACT
from tests.app.recorded import keep
from tests.app.world import Browser, Office, World

WRITTEN = datetime(2026, 11, 20, 8, tzinfo=UTC)


def end_the_contract(world: World, office: Office, available: date = date(2025, 11, 1)) -> None:
    """Let a contract of one year end, on a notice that was given in time: on 31 October unless it began later."""
    keep(world, office, ContractFacts(Formation(available_on=available), CONTRACT.planned), available)
    keep(world, office, Happened(NoticeGiven(date(2026, 8, 3), "client", "email")), date(2026, 8, 3))


def close(world: World, office: Office, user: UserId | None = None, *, leaves_export: bool = True) -> None:
    """Record a doing and close the access for it."""
    staff = StaffId(world.member.account.id)
    keep(world, office, Infringement("A-1", "robot", WRITTEN, "entrées 812 à 1 940", staff, user=user))
    told = "Un automate a lu tous vos dossiers."
    keep(world, office, Closing("A-1", WRITTEN + timedelta(minutes=5), staff, told, leaves_export=leaves_export))


def refused(browser: Browser, path: str = "/clients") -> str:
    """Return the page to which a refusal leads."""
    answer = browser.get(path)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "/acces"
    return text_of(browser.get("/acces").text)


def test_an_open_access_is_said_to_be_open(world: World) -> None:
    page = text_of(world.broker(world.first, 1).get("/acces").text)
    assert "Accès ouvert l’accès est ouvert (art. 3.1)" in page
    assert "Ce qui reste possible" not in page


def test_an_access_is_closed_for_an_infringement_and_its_user_reads_why(world: World) -> None:
    browser = world.broker(world.first)
    close(world, world.first)
    page = refused(browser)
    assert "Accès fermé accès fermé depuis le 20/11/2026 (accès par un automate) : Un automate a lu" in page
    assert "(art. 13.1)" in page
    assert "Travailler dans les dossiers." in page
    assert "exporter les clients (CSV)" in page
    assert "contact@infrassur.fr" in page
    assert "Votre accès est fermé (art. 13.1)." in text_of(browser.get("/compte").text)
    assert browser.get("/clients/export.csv").status_code == 200
    assert [e.act.detail for e in world.first.entries if e.outcome is Outcome.REFUSED] == ["accès fermé (13.1)"]
    assert world.broker(world.second).get("/clients").status_code == 200


def test_one_access_is_closed_and_those_of_colleagues_are_not(world: World) -> None:
    claire, hugo = world.broker(world.first), world.broker(world.first, 1)
    close(world, world.first, UserId(world.first.users[1].account.id))
    assert claire.get("/clients").status_code == 200
    assert "le droit de votre administrateur" in refused(hugo)
    assert "entrées 812" not in hugo.get("/acces").text
    page = text_of(claire.get("/acces").text)
    assert "Accès ouvert" in page
    assert "Accès Hugo Petit" in page
    assert "Preuve entrées 812 à 1 940" in page
    staff = StaffId(world.member.account.id)
    keep(world, world.first, Reopening("A-1", world.clock.now(), staff, "automate retiré"))
    assert hugo.get("/clients").status_code == 200


def test_an_access_that_is_in_other_hands_leaves_the_password_and_the_way_out(world: World) -> None:
    browser = world.broker(world.first)
    close(world, world.first, leaves_export=False)
    for path in ("/compte", "/compte/decompte.csv", "/clients/export.csv", "/contrat", "/charte"):
        assert "Reprendre les données depuis le service." in refused(browser, path)
    page = browser.get("/acces").text
    assert "Lire le compte et les factures." in text_of(page)
    assert "entrées 812" not in page
    assert browser.get("/mot-de-passe").status_code == 200
    assert browser.fill("/acces", {}).status_code == 405
    assert browser.post("/deconnexion", {"csrf": browser.csrf()}).status_code == 303


def test_what_a_page_needs_decides_whether_it_opens(world: World) -> None:
    browser, paths = world.broker(world.first), read_by_brokers(world)
    close(world, world.first, leaves_export=False)
    answers = {page.name: browser.get(path).status_code for page, path in paths}
    assert answers == {page.name: 200 if page.need is Need.SESSION else 303 for page, _path in paths}


def test_after_the_end_the_account_is_read_and_the_data_are_taken(world: World) -> None:
    end_the_contract(world, world.first, date(2025, 12, 1))
    world.clock.at = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)  # 23 h 59 in Paris
    browser = world.broker(world.first)
    assert browser.get("/clients").status_code == 200
    world.clock.advance(minutes=1)
    page = refused(browser)
    assert "Contrat terminé le contrat a pris fin le 30/11/2026 ; délai pour reprendre les données non énoncé" in page
    assert "(art. 9.3)" in page
    for path in ("/compte", "/factures", "/contrat", "/clients/export.csv"):
        assert browser.get(path).status_code == 200
    assert "Votre contrat a pris fin (art. 9.3)." in text_of(browser.get("/contrat").text)
    assert world.broker(world.second).get("/clients").status_code == 200


def test_a_stated_delay_ends_what_is_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "AFTER_THE_END", Policy(restitution_days=30))
    end_the_contract(world, world.first)
    browser = world.broker(world.first)
    assert "factures et données à disposition jusqu’au 30/11/2026 inclus" in refused(browser)
    assert browser.get("/clients/export.csv").status_code == 200
    world.clock.at = datetime(2026, 11, 30, 23, tzinfo=UTC)
    browser = world.broker(world.first)
    assert "étaient à disposition jusqu’au 30/11/2026" in refused(browser, "/clients/export.csv")


def test_a_switching_that_is_done_ends_the_access(world: World) -> None:
    keep(world, world.first, CONTRACT)
    for event in (SwitchingAsked(date(2026, 11, 2)), SwitchingCompleted(date(2026, 11, 18))):
        keep(world, world.first, Happened(event), event.on)
    assert "le contrat a pris fin le 18/11/2026" in refused(world.broker(world.first))


def test_an_event_without_a_contract_ends_nothing(world: World) -> None:
    keep(world, world.first, Happened(NoticeGiven(date(2026, 8, 3), "client", "email")))
    tenant_id = world.first.handle.tenant.id
    assert Contracts(world.deployment.directory).end(tenant_id, date(2026, 11, 20)) is None
    assert world.broker(world.first).get("/clients").status_code == 200


def test_every_cause_is_told_the_strongest_first(world: World) -> None:
    enter(world, world.first, INVOICE)
    end_the_contract(world, world.first)
    close(world, world.first)
    page = refused(world.broker(world.first))
    places = [page.index(words) for words in ("Accès fermé", "(art. 13.1)", "(art. 9.3)", "(art. 8.1)")]
    assert places == sorted(places)
    assert world.first.entries[-1].act.detail == "accès fermé (13.1, 9.3, 8.1)"


def test_who_may_not_read_the_account_is_not_led_to_it(world: World) -> None:
    enter(world, world.first, INVOICE)
    assert Right.ACCOUNT_READ not in world.first.users[1].account.member.held
    assert "Accès suspendu" in refused(world.broker(world.first, 1))
    assert world.broker(world.first).get("/clients").headers["location"] == "/compte"


def test_what_is_remembered_is_read_again_when_something_is_recorded_or_the_day_changes(world: World) -> None:
    kept, directory, now = Accesses(), world.deployment.directory, world.clock.now()
    whose = Whose(world.first.handle.tenant.id)
    assert kept(directory, whose, now).state == "open"
    close(world, world.first)
    assert kept(directory, whose, now).state == "closed"
    assert kept(directory, whose, WRITTEN).state == "open"
    enter(world, world.first, INVOICE)
    for at in (now, now + timedelta(days=1)):
        assert kept(directory, whose, at) == kept(directory, whose, at) == access_now(directory, whose.tenant_id, at)
    assert [cause.state for cause in kept(directory, whose, now).causes] == ["closed", "suspended"]
    assert kept(directory, Whose(world.second.handle.tenant.id), now).state == "open"
