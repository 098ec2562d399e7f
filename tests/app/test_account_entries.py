"""The rows of the accounts: never changed, never deleted, undone by counter-entries alone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from netsoft.billing import entries as e
from netsoft.days import HalfYear
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate
from reference_app.storage.billing import standing
from reference_app.storage.billing_facts import KINDS, BillingFact, StatutoryRate, decode, encode, kind_of
from tests.app.books import INVOICE, drawn, enter, standing_facts, text_of
from tests.app.world import World

M = Money.parse
D = date(2026, 3, 4)
K = date(2026, 3, 6)
FACTS: tuple[BillingFact, ...] = (
    e.Invoice("F-1", D, K, M("120.00"), "option", net=M("100.00"), vat=M("20.00"), known_on=K),
    e.Payment(D, M("12.30"), "P-1", "direct-debit", "F-1", known_on=K),
    e.CreditNote(D, M("0.01"), "F-1", "correction"),
    e.DebitReturned(D, "refund", "MD06", payment="P-1", known_on=K),
    e.DebitReturned(D, "reject", "AC04", invoice="F-1"),
    e.Collection(D, "court", ("F-1", "F-2")),
    e.Judgment(D, K, ("F-1",)),
    e.FormalNotice(D, ()),
    e.PaymentAnnounced(D, ("F-1",)),
    e.ExceptionNotified(D, None, ("F-1",)),
    e.ExceptionNotified(D, legitimate=False),
    e.OppositionProved(D, "courriel du 3 mars", ("F-1",), known_on=K),
    StatutoryRate(D, HalfYear(2026, 2), Rate.percent("2.75"), "arrêté du 19 juin", "ecb"),
)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_a_fact_comes_back_as_it_went(fact: BillingFact) -> None:
    assert decode(kind_of(fact), encode(fact)) == fact


def test_every_kind_of_fact_was_tried() -> None:
    assert {kind_of(fact) for fact in FACTS} == set(KINDS)


def test_what_was_damaged_is_refused() -> None:
    with pytest.raises(InvalidValue):
        decode("payment", encode(FACTS[1]).replace("12.30", "-1.00"))
    with pytest.raises(InvalidValue, match="écriture inconnue"):
        decode("pardon", "{}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_entries SET body = '{}'",
        "UPDATE billing_entries SET known_on = '2020-01-01'",
        "DELETE FROM billing_entries",
        "UPDATE staff_journal SET action = ''",
        "DELETE FROM staff_journal",
    ],
)
def test_the_file_itself_refuses_to_change_or_delete(world: World, statement: str) -> None:
    world.staff().fill(f"/editeur/cabinets/{world.first.handle.tenant.id}/saisir/facture", invoice())
    before = world.deployment.directory.billing.of(world.first.handle.tenant.id)
    assert len(before) == 1
    with pytest.raises(DatabaseError, match="append only"), world.deployment.directory.store.write() as db:
        db.execute(text(statement))
    assert world.deployment.directory.billing.of(world.first.handle.tenant.id) == before


def invoice(**changed: str) -> dict[str, str]:
    filled = {"number": "F-1", "issued": "01/09/2026", "due": "01/10/2026", "total": "1 200,00", "nature": "option"}
    return {**filled, "net": "", "vat": "", "known_on": "", **changed}


@pytest.fixture
def path(world: World) -> str:
    enter(world, world.first, INVOICE)
    return f"/editeur/cabinets/{world.first.handle.tenant.id}/ecritures"


def counter(world: World, path: str, reason: str = "saisie deux fois", which: int = -1) -> int:
    entry = standing(world.deployment.directory.billing.of(world.first.handle.tenant.id))[which]
    return world.staff().fill(f"{path}/{entry.id}/contrepasser", {"reason": reason}).status_code


def test_a_counter_entry_undoes_and_stays_readable(world: World, path: str) -> None:
    assert world.broker(world.first).get("/clients").status_code == 303
    assert counter(world, path) == 303
    assert world.broker(world.first).get("/clients").status_code == 200
    assert standing_facts(world, world.first) == []
    fact, undone = world.deployment.directory.billing.of(world.first.handle.tenant.id)
    assert (undone.cancels, undone.reason, undone.recorded_by) == (
        fact.id,
        "saisie deux fois",
        world.member.account.id,
    )
    page = text_of(world.staff().get(path).text)
    assert "Facture F-1" in page
    assert "contre-passée le 20/11/2026 par Paul Serrano : saisie deux fois" in page


def test_the_same_number_may_be_entered_again_once_undone(world: World, path: str) -> None:
    form = path.replace("ecritures", "saisir/facture")
    assert world.staff().fill(form, invoice()).status_code == 422
    counter(world, path)
    assert world.staff().fill(form, invoice(total="120,00")).status_code == 303
    assert drawn(world, world.first, date(2026, 11, 20)).account.totals.invoiced == M("120.00")


def test_a_number_of_another_brokerage_is_refused(world: World, path: str) -> None:
    other = f"/editeur/cabinets/{world.second.handle.tenant.id}/saisir/facture"
    answer = world.staff().fill(other, invoice())
    assert answer.status_code == 422
    assert "celle d’un autre cabinet" in answer.text
    counter(world, path)
    assert world.staff().fill(other, invoice()).status_code == 303


def test_what_others_rest_on_is_undone_last(world: World, path: str) -> None:
    enter(world, world.first, e.Payment(date(2026, 10, 20), M("300.00"), "V-1", "transfer", "F-1"))
    assert counter(world, path, which=0) == 422
    assert counter(world, path, which=1) == 303
    assert counter(world, path, which=0) == 303


@pytest.mark.parametrize("reason", ["", "   ", "non"])
def test_a_counter_entry_says_why(world: World, path: str, reason: str) -> None:
    assert counter(world, path, reason) == 422
    assert len(standing_facts(world, world.first)) == 1


def test_an_entry_is_undone_once(world: World, path: str) -> None:
    entry = world.deployment.directory.billing.of(world.first.handle.tenant.id)[0]
    form = f"{path}/{entry.id}/contrepasser"
    staff = world.staff()
    sent = {"csrf": staff.csrf(form), "cle": "a" * 32, "reason": "saisie deux fois"}
    assert staff.post(form, sent).status_code == 303
    assert staff.post(form, sent).status_code == 303
    assert staff.post(form, {**sent, "cle": "b" * 32}).status_code == 404
    assert len(world.deployment.directory.billing.of(world.first.handle.tenant.id)) == 2


def test_an_entry_of_another_brokerage_is_not_found(world: World, path: str) -> None:
    entry = world.deployment.directory.billing.of(world.first.handle.tenant.id)[0]
    other = path.replace(world.first.handle.tenant.id, world.second.handle.tenant.id)
    assert world.staff().get(f"{other}/{entry.id}/contrepasser").status_code == 404
