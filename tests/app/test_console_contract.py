"""The contract in the console: what the staff record, what is refused, what is struck out."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from netsoft.billing.contract.contract_events import NoticeGiven
from reference_app.services.contract_forms import CONTRACT_FORMS
from reference_app.services.contracts import Contracts
from reference_app.services.record_fields import parse_count, parse_decimal, parse_instant
from reference_app.services.recording import Recording
from reference_app.storage.facts import ContractFacts, Happened
from tests.app.books import text_of
from tests.app.recorded import ORIGIN, keep
from tests.app.test_publisher import acts
from tests.app.world import Browser, World, hidden_fields

ORIGIN_TYPED = {
    "concluded_on": "20/03/2026",
    "available_on": "01/04/2026",
    "closed_days": "metropole",
    "users": "4",
    "disk": "50",
    "employees": "3",
    "off_premises": "yes",
    "main_activity": "no",
    "early_start_requested": "",
    "disclosed": "",
}
EMAIL_TYPED = {
    "received_at": "18/11/2026 23:30",
    "mailbox": "contact@infrassur.fr",
    "sender": "claire.fabre@mistral.example",
    "power": "représentante légale",
    "raw": "Subject: préavis\r\n\r\nNous partons.",
}
EVENTS = {
    "preavis": {"on": "10/11/2026", "party": "provider", "means": "registered-letter", "outcome": "delivered",
                "sent_on": "05/11/2026", "presented_on": "09/11/2026"},
    "retrait-preavis": {"on": "10/11/2026", "party": "client", "agreed": "yes"},
    "retractation": {"on": "10/11/2026"},
    "changement": {"on": "10/11/2026", "notice_ends_on": "10/12/2026", "erase_only": "no"},
    "changement-acheve": {"on": "10/11/2026"},
    "infraction": {"on": "10/11/2026", "rule": "6.5", "evidence": "journal du 9"},
    "regularisation": {"on": "10/11/2026"},
    "mise-en-demeure": {"on": "10/11/2026", "ground": "infringement", "clause": "5.3", "until": "10/12/2026",
                        "means": "registered-letter", "outcome": "delivered"},
    "resiliation": {"on": "10/11/2026", "ground": "infringement"},
    "attestation": {"risk": "own-loss", "insurer": "Assureur A", "policy": "P-1", "first_day": "01/01/2026",
                    "last_day": "31/12/2026"},
    "moyenne": {"out": "yes", "reason": "cabinet d’essai"},
    "devis": {"id": "D-12", "label": "Reprise de données", "kind": "work", "amount": "450", "quantity": "1",
              "vat": "20", "on": "10/11/2026", "valid_until": "30/11/2026", "shown": "Reprise de 4 000 dossiers"},
    "preavis-email": EMAIL_TYPED,
    "origine": ORIGIN_TYPED,
}  # fmt: skip


@pytest.fixture
def one(world: World) -> str:
    return f"/editeur/cabinets/{world.first.handle.tenant.id}"


def fill(staff: Browser, one: str, slug: str, **changed: str) -> tuple[int, str]:
    answer = staff.fill(f"{one}/contrat/saisir/{slug}", {**EVENTS[slug], **changed})
    return answer.status_code, text_of(answer.text)


def test_the_origin_is_recorded_as_typed_and_shown_again_in_its_form(world: World, one: str) -> None:
    staff = world.staff()
    assert "Contrat non saisi" in text_of(staff.get(f"{one}/contrat").text)
    assert fill(staff, one, "origine")[0] == 303
    kept = world.deployment.directory.records.latest(ContractFacts, world.first.handle.tenant.id)
    assert kept is not None
    assert (kept.formation.concluded_on, kept.formation.available_on) == (date(2026, 3, 20), date(2026, 4, 1))
    assert (kept.planned.users, kept.planned.disk_bytes) == (4, 50 * 10**9)
    situation = kept.formation.situation
    assert (situation.employees, situation.off_premises, situation.main_activity, situation.disclosed) == (
        3, True, False, None,
    )  # fmt: skip
    form = staff.get(f"{one}/contrat/saisir/origine").text
    for value in ('value="20/03/2026"', 'value="01/04/2026"', 'value="50"', '<option value="no" selected>'):
        assert value in form
    assert "Contrat en cours" in text_of(staff.get(f"{one}/contrat").text)
    assert acts(world) == ["record.origine"]


def test_a_message_is_kept_to_the_byte_with_its_instant(world: World, one: str) -> None:
    keep(world, world.first, ORIGIN)
    assert fill(world.staff(), one, "preavis-email")[0] == 303
    (record,) = world.deployment.directory.records.of(Happened, world.first.handle.tenant.id)
    event = record.value.event
    assert isinstance(event, NoticeGiven)
    assert event.message is not None
    assert event.message.digest == hashlib.sha256(EMAIL_TYPED["raw"].encode()).hexdigest()
    assert event.message.received_at.isoformat() == "2026-11-18T22:30:00+00:00"
    assert event.on == date(2026, 11, 18)
    life = Contracts(world.deployment.directory).life(world.first.handle.tenant.id, date(2026, 11, 20))
    assert life.ending is not None
    assert life.ending.ends_on == date(2027, 3, 31)
    assert "Accusé de réception" in text_of(world.broker(world.first).get("/contrat").text)


@pytest.mark.parametrize("slug", sorted(CONTRACT_FORMS))
def test_each_form_records_what_it_says_and_once(world: World, one: str, slug: str) -> None:
    keep(world, world.first, ORIGIN)
    staff = world.staff()
    form = {**hidden_fields(staff.get(f"{one}/contrat/saisir/{slug}").text), **EVENTS[slug]}
    before = len(Recording(world.deployment.directory).history(world.first.handle.tenant.id))
    for _ in range(2):
        answer = staff.post(f"{one}/contrat/saisir/{slug}", form)
        assert (answer.status_code, answer.headers.get("location")) == (303, f"{one}/contrat"), text_of(answer.text)
    assert len(Recording(world.deployment.directory).history(world.first.handle.tenant.id)) == before + 1
    assert acts(world) == [f"record.{slug}"]
    assert (
        staff.post(f"{one}/contrat/saisir/{slug}", {**form, "on": "09/11/2026", "reason": "autre"}).status_code == 409
    )
    assert staff.get(f"{one}/contrat").status_code == 200
    assert world.broker(world.first).get("/contrat").status_code == 200


@pytest.mark.parametrize("slug", sorted(set(CONTRACT_FORMS) - {"origine", "attestation", "moyenne", "devis"}))
def test_an_event_waits_for_its_contract(world: World, one: str, slug: str) -> None:
    status, page = fill(world.staff(), one, slug)
    assert status == 422
    assert "contrat non saisi" in page
    assert acts(world) == []


@pytest.mark.parametrize(
    "case",
    [
        ("origine", {"available_on": ""}, "Ce champ est vide"),
        ("origine", {"users": "quatre"}, "Nombre illisible"),
        ("origine", {"users": "-1"}, "Nombre illisible"),
        ("origine", {"first_use_on": "01/03/2026"}, "premier usage avant la mise à disposition"),
        ("preavis-email", {"received_at": "18/11/2026"}, "Instant illisible"),
        ("preavis-email", {"received_at": "29/03/2026 02:30"}, "n’existe pas"),
        ("preavis-email", {"received_at": "18/12/2026 10:00"}, "est à venir"),
        ("preavis-email", {"sender": "claire"}, "Adresse illisible"),
        ("preavis-email", {"raw": ""}, "Ce champ est vide"),
        ("preavis-email", {"raw": "x" * 50_001}, "Au plus 50000 caractères"),
        ("preavis", {"on": "21/11/2026"}, "est à venir"),
        ("preavis", {"means": "pigeon"}, "Choix inconnu"),
        ("preavis", {"presented_on": "12/11/2026"}, "jour de l'acte"),
        ("changement", {"notice_ends_on": "10/02/2027"}, "Préavis de changement hors"),
        ("mise-en-demeure", {"until": "01/11/2026"}, "délai finit avant"),
        ("attestation", {"last_day": "01/01/2025"}, "dernier jour précède le premier"),
        ("infraction", {"rule": " "}, "Ce champ est vide"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(
    world: World, one: str, case: tuple[str, dict[str, str], str]
) -> None:
    slug, changed, said = case
    keep(world, world.first, ORIGIN)
    status, page = fill(world.staff(), one, slug, **changed)
    assert status == 422
    assert said in page
    assert acts(world) == []


def test_a_mistake_is_struck_out_and_stays_in_the_history(world: World, one: str) -> None:
    keep(world, world.first, ORIGIN)
    staff = world.staff()
    fill(staff, one, "preavis-email")
    (record,) = world.deployment.directory.records.of(Happened, world.first.handle.tenant.id)
    assert staff.fill(f"{one}/saisies/{record.id}/rayer", {"reason": "non"}).status_code == 422
    assert staff.fill(f"{one}/saisies/{record.id}/rayer", {"reason": "message d’un autre client"}).status_code == 303
    assert world.deployment.directory.records.of(Happened, world.first.handle.tenant.id) == ()
    page = text_of(staff.get(f"{one}/contrat").text)
    assert "Contrat en cours" in page
    assert "Préavis du 18/11/2026 rayée le 20/11/2026 par Paul Serrano : message d’un autre client" in page
    assert staff.get(f"{one}/saisies/{record.id}/rayer").status_code == 404
    assert acts(world) == ["record.strike", "record.preavis-email"]
    assert "préavis" not in text_of(world.broker(world.first).get("/contrat").text).partition("Ce qui s’est")[2][:80]


def test_a_strike_that_is_sent_twice_is_one(world: World, one: str) -> None:
    path = f"{one}/saisies/{keep(world, world.first, ORIGIN)}/rayer"
    staff = world.staff()
    first, second = ({**hidden_fields(staff.get(path).text), "reason": "faux jour"} for _ in range(2))
    assert [staff.post(path, first).status_code for _ in range(3)] == [303, 303, 303]
    assert staff.post(path, second).status_code == 404
    assert acts(world) == ["record.strike"]


def test_a_strike_without_its_key_is_refused(world: World, one: str) -> None:
    record = keep(world, world.first, ORIGIN)
    staff = world.staff()
    form = {"csrf": staff.csrf(f"{one}/saisies/{record}/rayer"), "reason": "faux numéro"}
    assert staff.post(f"{one}/saisies/{record}/rayer", form).status_code == 403
    assert acts(world) == []


def test_an_unknown_form_is_not_found(world: World, one: str) -> None:
    assert world.staff().get(f"{one}/contrat/saisir/inconnu").status_code == 404


def test_the_autumn_hour_is_the_first_of_the_two() -> None:
    assert parse_instant("25/10/2026 02:30").isoformat() == "2026-10-25T00:30:00+00:00"
    assert parse_instant("22/11/2026 à 10 h 42").isoformat() == "2026-11-22T09:42:00+00:00"
    assert parse_count("3 600") == 3600
    assert str(parse_decimal("0,0045")) == "9/2000"
