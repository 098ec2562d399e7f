"""« Contrat »: the dates that netsoft gives, on the page of the brokerage, in the console and on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from attrs import evolve

from netsoft.billing.contract.client_notice import ReceivedMessage
from netsoft.billing.contract.contract_events import NoticeGiven
from netsoft.billing.contract.delivery import Delivery
from netsoft.billing.responsibility.insurance import Certificate
from netsoft.billing.responsibility.outages import CauseNotice, Outage
from reference_app.services.contract_view import ContractPages, share
from reference_app.services.contracts import Contracts
from reference_app.storage.facts import Happened
from tests.app.books import INVOICE, enter, text_of
from tests.app.recorded import ORIGIN, keep
from tests.app.world import World

RAW = (
    b"From: claire.fabre@mistral.example\r\nSubject: resiliation\r\n\r\nNous ne renouvelons pas <b>le contrat</b>.\r\n"
)


def by_email(at: datetime) -> Happened:
    message = ReceivedMessage(RAW, at, "contact@infrassur.fr", "claire.fabre@mistral.example", "représentante légale")
    arrived = Delivery(mailbox="contact@infrassur.fr")
    return Happened(NoticeGiven(message.arrived_on, "client", "email", arrived, message))


@pytest.fixture
def signed(world: World) -> World:
    """A world whose first brokerage has a contract from 1 April 2026."""
    keep(world, world.first, ORIGIN)
    return world


def test_without_dates_the_page_says_so_and_invents_none(world: World) -> None:
    answer = world.broker(world.first).get("/contrat")
    assert answer.status_code == 200
    assert "ne sont pas encore saisies par l’éditeur" in text_of(answer.text)


def test_the_page_gives_the_terms_and_the_last_days_of_each_party(signed: World) -> None:
    page = text_of(signed.broker(signed.first).get("/contrat").text)
    life = Contracts(signed.deployment.directory).life(signed.first.handle.tenant.id, date(2026, 11, 20))
    assert life.state == "running"
    assert "Contrat en cours" in page
    assert "du 1er avril 2026 au 31 mars 2027, puis reconduite" in page
    assert [str(found.last_day) for found in life.notices] == ["2027-02-28", "2027-01-31"]
    assert "Mettre fin au contrat à l’échéance du 31/03/2027" in page
    assert "28/02/2027" in page
    assert "31/01/2027" in page
    assert "Écrivez un e-mail à contact@infrassur.fr" in page
    assert "au plus tard le 28 février 2027 à minuit" in page
    assert "2 utilisateurs, 50 Go d’espace" in page
    assert "Changer de fournisseur" in page


def test_a_notice_is_shown_with_its_acknowledgement(signed: World) -> None:
    record = keep(signed, signed.first, by_email(datetime(2026, 11, 18, 22, 30, tzinfo=UTC)), date(2026, 11, 18))
    browser = signed.broker(signed.first)
    page = text_of(browser.get("/contrat").text)
    assert "Contrat en préavis" in page
    assert "31 mars 2027" in page
    answer = browser.get(f"/contrat/preavis/{record}")
    paper = text_of(answer.text)
    assert "Le contrat prend fin le 31 mars 2027, à minuit" in paper
    assert "18/11/2026 à 23:30:00" in paper
    assert ReceivedMessage(RAW, datetime(2026, 11, 18, tzinfo=UTC), "a@b", "c@d").digest in paper
    assert "<b>le contrat</b>" not in answer.text
    assert "&lt;b&gt;le contrat&lt;/b&gt;" in answer.text


def test_a_contract_older_than_the_known_terms_is_shown_and_can_be_struck_out(signed: World) -> None:
    older = evolve(ORIGIN, formation=evolve(ORIGIN.formation, concluded_on=date(2017, 3, 1)))
    record = keep(signed, signed.first, older)
    page = text_of(signed.broker(signed.first).get("/contrat").text)
    assert "1er mars 2017" in page
    assert "s’applique depuis" not in page
    console = signed.staff().get(f"/editeur/cabinets/{signed.first.handle.tenant.id}/contrat")
    assert f"/saisies/{record}/rayer" in console.text


def test_a_late_notice_is_kept_and_ends_the_next_term(signed: World) -> None:
    keep(signed, signed.first, Happened(NoticeGiven(date(2027, 3, 2), "client", "email")), date(2027, 3, 2))
    signed.clock.at = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)
    page = text_of(signed.broker(signed.first).get("/contrat").text)
    assert "trop tard pour l'échéance du 31/03/2027" in page
    assert "31 mars 2028" in page


@pytest.mark.parametrize("record", ["0" * 32, "x"])
def test_a_notice_that_is_not_there_is_not_found(signed: World, record: str) -> None:
    assert signed.broker(signed.first).get(f"/contrat/preavis/{record}").status_code == 404


def test_the_notice_of_another_brokerage_is_not_found(signed: World) -> None:
    keep(signed, signed.second, ORIGIN)
    theirs = keep(signed, signed.second, by_email(datetime(2026, 11, 18, 9, 0, tzinfo=UTC)), date(2026, 11, 18))
    assert signed.broker(signed.first).get(f"/contrat/preavis/{theirs}").status_code == 404
    own = f"/editeur/cabinets/{signed.first.handle.tenant.id}"
    staff = signed.staff()
    assert staff.get(f"{own}/contrat/preavis/{theirs}").status_code == 404
    assert staff.get(f"{own}/saisies/{theirs}/rayer").status_code == 404
    assert "préavis" not in text_of(signed.broker(signed.first).get("/contrat").text).partition("Ce qui s’est")[2][:200]


def test_while_suspended_the_contract_is_read_and_says_so(signed: World) -> None:
    enter(signed, signed.first, INVOICE)
    page = text_of(signed.broker(signed.first).get("/contrat").text)
    assert "Contrat suspendu depuis le 02/10/2026" in page
    assert "du 1er avril 2026 au 31 mars 2027" in page


def test_certificates_and_their_reminders(signed: World) -> None:
    keep(
        signed,
        signed.first,
        Certificate("damage-to-others", "Assureur A", "RC-1", date(2026, 1, 1), date(2026, 12, 10)),
    )
    page = text_of(signed.broker(signed.first).get("/contrat").text)
    assert "Assureur A, police RC-1, du 01/01/2026 au 10/12/2026" in page
    assert "la garantie prend fin dans 20 jours" in page
    assert "aucune attestation pour les dommages subis à titre personnel le 20/11/2026" in page


def test_availability_is_that_of_the_outages(signed: World) -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 10, 6, hour, 0, tzinfo=UTC)

    notice = CauseNotice(at(8), "coupure du réseau", at(12))
    keep(signed, None, Outage(at(8), at(10), "telecom-operator", (notice,)))
    keep(signed, None, Outage(at(14), at(17), "own-failure"))
    pages = ContractPages(signed.deployment.directory)
    october = next(
        row for row in pages.availability(signed.clock.now(), date(2026, 4, 1)) if str(row.month) == "2026-10"
    )
    assert october.answer.base == 745 * 3600  # October has an hour more in Paris
    assert october.answer.measured == 1 - Fraction(5, 745)
    assert october.answer.due == 1 - Fraction(3, 745)
    page = text_of(signed.broker(signed.first).get("/contrat").text)
    assert f"octobre 2026 {share(october.answer.measured)} {share(october.answer.due)}".replace("\xa0", " ") in page
    assert "septembre 2026 100,000 % 100,000 % aucune" in page


def test_the_contract_page_is_no_action(signed: World) -> None:
    signed.broker(signed.first).get("/contrat")
    assert signed.first.entries == ()


def test_the_first_period_is_the_one_that_holds_the_day(signed: World) -> None:
    later = evolve(ORIGIN, formation=evolve(ORIGIN.formation, available_on=date(2026, 12, 1)))
    keep(signed, signed.first, later)
    page = text_of(signed.broker(signed.first).get("/contrat").text)
    assert "service pas encore mis à disposition" in page
