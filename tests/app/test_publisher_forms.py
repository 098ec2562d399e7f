"""The forms of the console: each kind of fact, what is refused and where it is said, and nothing entered twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pytest

from netsoft.billing import entries as e
from netsoft.billing.sepa import REASON_CODES
from netsoft.money import Money
from reference_app.services.billing_form import FORMS, REASONS
from tests.app.books import INVOICE, enter, standing_facts, text_of
from tests.app.world import Browser, World, hidden_fields

M = Money.parse
DEBIT: Final = e.Payment(date(2026, 10, 20), M("300.00"), "PR-1", "direct-debit", "F-1")
DAY: Final = date(2026, 11, 4)
COMMON: Final = {"on": "04/11/2026", "known_on": "05/11/2026"}
KNOWN: Final = date(2026, 11, 5)
VALID: Final[Mapping[str, tuple[dict[str, str], e.Fact]]] = {
    "paiement": (
        {**COMMON, "amount": "1 234,5 €", "means": "transfer", "invoice": "F-1", "id": "VIR 77"},
        e.Payment(DAY, M("1234.50"), "VIR 77", "transfer", "F-1", known_on=KNOWN),
    ),
    "retour": (
        {**COMMON, "type": "refund", "reason": "MD06", "payment": "PR-1", "invoice": ""},
        e.DebitReturned(DAY, "refund", "MD06", payment="PR-1", known_on=KNOWN),
    ),
    "avoir": (
        {**COMMON, "amount": "10", "invoice": "F-1", "cause": "correction"},
        e.CreditNote(DAY, M("10.00"), "F-1", "correction", known_on=KNOWN),
    ),
    "facture": (
        {"number": "F-2", "issued": "2026-11-01", "due": "15/11/2026", "net": "100", "vat": "20,00"}
        | {"total": "120.00", "nature": "work", "known_on": ""},
        e.Invoice("F-2", date(2026, 11, 1), date(2026, 11, 15), M("120.00"), "work", net=M("100.00"), vat=M("20.00")),
    ),
    "mise-en-demeure": ({**COMMON, "invoices:F-1": "oui"}, e.FormalNotice(DAY, ("F-1",), known_on=KNOWN)),
    "recouvrement": ({**COMMON, "by": "agency"}, e.Collection(DAY, "agency", known_on=KNOWN)),
    "jugement": (
        {**COMMON, "enforceable_on": "01/12/2026"},
        e.Judgment(DAY, date(2026, 12, 1), known_on=KNOWN),
    ),
    "annonce": ({**COMMON, "known_on": ""}, e.PaymentAnnounced(DAY)),
    "exception": (
        {**COMMON, "legitimate": "no", "invoices:F-1": "oui"},
        e.ExceptionNotified(DAY, legitimate=False, invoices=("F-1",), known_on=KNOWN),
    ),
    "preuve": (
        {**COMMON, "evidence": "courriel du 3 novembre"},
        e.OppositionProved(DAY, "courriel du 3 novembre", known_on=KNOWN),
    ),
}


@pytest.fixture
def form(world: World) -> str:
    enter(world, world.first, INVOICE, DEBIT)
    return f"/editeur/cabinets/{world.first.handle.tenant.id}/saisir/"


def test_every_form_is_tried() -> None:
    assert set(VALID) == set(FORMS)


@pytest.mark.parametrize("slug", VALID)
def test_each_kind_of_fact_is_entered(world: World, form: str, slug: str) -> None:
    typed, fact = VALID[slug]
    answer = world.staff().fill(form + slug, typed)
    assert answer.status_code == 303, text_of(answer.text)
    assert standing_facts(world, world.first)[2:] == [fact]
    entry = world.deployment.directory.billing.of(world.first.handle.tenant.id)[-1]
    assert (entry.recorded_by, entry.recorded_at) == (world.member.account.id, world.clock.now())
    assert (entry.on, entry.learnt) == (fact.on, fact.learnt)


@pytest.mark.parametrize("slug", VALID)
def test_the_same_form_sent_again_enters_nothing_more(world: World, form: str, slug: str) -> None:
    staff = world.staff()
    sent = {**hidden_fields(staff.get(form + slug).text), **VALID[slug][0]}
    codes = [staff.post(form + slug, sent).status_code for _ in range(3)]
    assert codes == [303, 303, 303]
    assert len(standing_facts(world, world.first)) == 3


def test_the_same_form_with_other_content_is_refused(world: World, form: str) -> None:
    staff = world.staff()
    sent = {**hidden_fields(staff.get(form + "paiement").text), **VALID["paiement"][0]}
    staff.post(form + "paiement", sent)
    again = staff.post(form + "paiement", {**sent, "amount": "99,00"})
    assert again.status_code == 409
    assert "a déjà été enregistré" in again.text
    assert 'value="99,00"' in again.text
    assert len(standing_facts(world, world.first)) == 3


WRONG: Final = (
    ("paiement", "amount", "douze", "Montant illisible"),
    ("paiement", "amount", "12,345", "Montant illisible"),
    ("paiement", "amount", "0", "nul ou négatif"),
    ("paiement", "amount", "-5", "nul ou négatif"),
    ("paiement", "amount", "", "Ce champ est vide"),
    ("paiement", "on", "31/02/2026", "Date illisible"),
    ("paiement", "on", "", "Ce champ est vide"),
    ("annonce", "on", "21/11/2026", "à venir"),
    ("paiement", "known_on", "21/11/2026", "à venir"),
    ("facture", "issued", "30/05/2018", "précède les conditions CG052018"),
    ("facture", "due", "01/01/9999", "entre 1900 et 2999"),
    ("paiement", "on", "01/01/0001", "entre 1900 et 2999"),
    ("paiement", "known_on", "03/11/2026", "connu avant son jour"),
    ("paiement", "means", "troc", "Choix inconnu"),
    ("paiement", "invoice", "F-404", "inconnue"),
    ("paiement", "id", "PR-1", "donné deux fois"),
    ("paiement", "id", "x" * 201, "200 caractères"),
    ("retour", "reason", "ZZ99", "Choix inconnu"),
    ("retour", "reason", "", "Ce champ est vide"),
    ("retour", "payment", "", "sans paiement"),
    ("retour", "on", "19/10/2026", "précède le paiement"),
    ("avoir", "amount", "1200,01", "ne pas créditer plus"),
    ("avoir", "on", "31/08/2026", "précède sa facture"),
    ("facture", "due", "31/10/2026", "précède l"),
    ("facture", "vat", "19,99", "ne font pas"),
    ("facture", "net", "", "vont ensemble"),
    ("facture", "number", "F-1", "donné deux fois"),
    ("preuve", "evidence", "", "Ce champ est vide"),
)


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_what_is_wrong_is_said_beside_its_field(world: World, form: str, case: tuple[str, str, str, str]) -> None:
    slug, field, text, said = case
    typed = {**VALID[slug][0], field: text}
    answer = world.staff().fill(form + slug, typed)
    assert answer.status_code == 422
    assert said in problem_beside(answer.text, field)
    assert len(standing_facts(world, world.first)) == 2
    for name, kept in typed.items():
        assert kept in ("", *NOT_OFFERED) or kept in answer.text, name


NOT_OFFERED: Final = ("troc", "ZZ99", "F-404")  # a list can show only what it offers


def problem_beside(page: str, field: str) -> str:
    found = page.partition(f'id="{field}-problem">')[2].partition("</p>")[0]
    return text_of(found) if found else "NOTHING BESIDE THE FIELD; " + text_of(page)


def test_a_return_is_entered_once(world: World, form: str) -> None:
    staff: Browser = world.staff()
    assert staff.fill(form + "retour", VALID["retour"][0]).status_code == 303
    again = staff.fill(form + "retour", VALID["retour"][0])
    assert again.status_code == 422
    assert "déjà annulé" in problem_beside(again.text, "payment")


def test_payments_without_a_reference_are_given_one(world: World, form: str) -> None:
    staff = world.staff()
    for _ in range(2):
        assert staff.fill(form + "paiement", {**VALID["paiement"][0], "id": ""}).status_code == 303
    given = [fact.id for fact in standing_facts(world, world.first) if isinstance(fact, e.Payment)]
    assert given == ["PR-1", "P-0002", "P-0003"]


def test_the_notice_says_what_became_of_access(world: World, form: str) -> None:
    staff = world.staff()
    sent = {**VALID["paiement"][0], "on": "20/11/2026", "known_on": ""}
    staff.fill(form + "paiement", {**sent, "amount": "100", "id": "1"})
    page = form.partition("/saisir")[0]
    assert "L’accès du cabinet est suspendu." in staff.get(page).text
    staff.fill(form + "paiement", {**sent, "amount": "2 000", "id": "2"})
    assert "L’accès du cabinet est ouvert." in staff.get(page).text


def test_the_codes_of_banks_are_listed_with_their_french_labels(world: World, form: str) -> None:
    page = text_of(world.staff().get(form + "retour").text)
    assert len(REASONS) == len(REASON_CODES)
    for code in REASON_CODES.values():
        assert f"{code.code} · {code.label}" in page


def test_a_form_without_its_key_is_refused(world: World, form: str) -> None:
    staff = world.staff()
    token = staff.csrf(form + "paiement")
    assert staff.post(form + "paiement", {"csrf": token, **VALID["paiement"][0]}).status_code == 403
    assert len(standing_facts(world, world.first)) == 2
