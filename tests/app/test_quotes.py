"""« Devis »: the price is shown before, whoever may bind the brokerage answers once, to that very quote."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from attrs import evolve

from netsoft.billing.prices.price_models import PerUnit
from netsoft.billing.prices.quotes import Consent, Quote
from netsoft.billing.prices.tariff import Price
from netsoft.money import Rate
from netsoft.tenancy.rights import ACCOUNTING, Right, Rights
from reference_app.errors import Conflict, Forbidden
from reference_app.services.quote_view import QuoteDesk
from reference_app.services.quotes import Quotes
from reference_app.storage.facts import Declined
from reference_app.storage.records import By
from tests.app.books import INVOICE, enter, text_of
from tests.app.recorded import ORIGIN, keep
from tests.app.world import Browser, World, hidden_fields, user_id

MADE = date(2026, 11, 10)
VAT = Rate.percent("20")
WORK = Price("D-12", "Reprise de données", "work", MADE, PerUnit("450"), VAT)
QUOTE = Quote("D-12", WORK, 1, MADE, date(2026, 11, 30), "Reprise de 4 000 dossiers <b>ici</b>")


@pytest.fixture
def path(world: World) -> str:
    keep(world, world.first, ORIGIN)
    return f"/devis/{keep(world, world.first, QUOTE, MADE)}"


def consents(world: World) -> list[Consent]:
    return [record.value for record in world.deployment.directory.records.of(Consent, world.first.handle.tenant.id)]


def answer(browser: Browser, path: str, how: str, **changed: str) -> int:
    form = hidden_fields(browser.get(path).text)
    return browser.post(f"{path}/{how}", {**form, "empreinte": QUOTE.digest, **changed}).status_code


def test_the_price_is_shown_with_its_vat_before_any_consent(world: World, path: str) -> None:
    browser = world.broker(world.first)
    html = browser.get(path).text
    page = text_of(html)
    assert "450,00 € HT , TVA 90,00 €, 540,00 € TTC" in page
    assert "30 novembre 2026, à minuit" in page
    assert QUOTE.digest in page
    assert "<b>ici</b>" not in html
    assert "D-12 , Reprise de données : 540,00 € TTC attend votre réponse" in text_of(browser.get("/contrat").text)


def test_the_consent_of_an_administrator_is_recorded_once_and_makes_the_line(world: World, path: str) -> None:
    browser = world.broker(world.first)
    assert answer(browser, path, "accepter") == 303
    (consent,) = consents(world)
    assert (consent.quote, consent.digest, consent.entitled, consent.at) == (
        "D-12", QUOTE.digest, True, world.clock.now(),
    )  # fmt: skip
    assert consent.by == world.first.users[0].account.id
    decided = Quotes(world.deployment.directory).decide(world.first.handle.tenant.id, QUOTE, date(2026, 11, 20))
    assert decided.decision.granted
    assert "accepté le 20/11/2026" in text_of(browser.get(path).text)
    assert "devis D-12 accepté" in world.first.entries[-1].act.detail
    assert world.first.counted(world.clock.now()) == 0


def test_a_form_sent_twice_is_one_consent(world: World, path: str) -> None:
    browser = world.broker(world.first)
    form = hidden_fields(browser.get(path).text)
    assert [browser.post(f"{path}/accepter", form).status_code for _ in range(3)] == [303] * 3
    assert len(consents(world)) == 1


def test_a_quote_is_declined_and_no_longer_open(world: World, path: str) -> None:
    browser = world.broker(world.first)
    form = hidden_fields(browser.get(path).text)
    assert browser.post(f"{path}/refuser", form).status_code == 303
    assert browser.post(f"{path}/refuser", form).status_code == 303
    late = browser.post(f"{path}/accepter", {**form, "cle": "autre"})
    assert late.status_code == 409
    assert "n’attend plus de réponse ; celle-ci n’est pas enregistrée" in text_of(late.text)
    assert consents(world) == []
    assert len(world.deployment.directory.records.of(Declined, world.first.handle.tenant.id)) == 1
    assert "refusé" in text_of(browser.get(path).text)


def hugo_with(world: World, rights: Rights) -> Browser:
    directory = world.deployment.directory
    with directory.store.write() as db:
        directory.users.put_rights(db, world.first.users[1].account, rights)
    return world.broker(world.first, 1)


def test_whoever_may_not_bind_the_brokerage_does_not_answer(world: World, path: str) -> None:
    hugo = hugo_with(world, ACCOUNTING.rights)
    page = hugo.get(path).text
    assert "Y répondre demande le droit de consentir à un devis" in text_of(page)
    assert "/accepter" not in page
    form = {"csrf": hugo.csrf(), "cle": "k", "empreinte": QUOTE.digest}
    for how in ("accepter", "refuser"):
        assert hugo.post(f"{path}/{how}", form).status_code == 403
    assert consents(world) == []
    account = world.deployment.directory.users.get(world.first.users[1].account.id)
    assert account is not None
    desk, tenant_id = QuoteDesk(world.deployment.directory), world.first.handle.tenant.id
    (row,) = desk.of(tenant_id, MADE)
    with pytest.raises(Forbidden, match="engager le cabinet"):
        desk.consent(row, account, QUOTE.digest, By(world.clock.now(), user=user_id(world.first.users[1])))


def test_whoever_may_bind_the_brokerage_answers_without_administering_it(world: World, path: str) -> None:
    hugo = hugo_with(world, frozenset({Right.CONTRACT_READ, Right.CONTRACT_COMMIT}))
    assert answer(hugo, path, "accepter") == 303
    (consent,) = consents(world)
    assert (consent.by, consent.entitled) == (world.first.users[1].account.id, True)
    assert "accepté le" in text_of(hugo.get(path).text)


def test_another_quote_than_the_one_shown_is_not_consented_to(world: World, path: str) -> None:
    assert answer(world.broker(world.first), path, "accepter", empreinte="0" * 64) == 409
    assert consents(world) == []


def test_an_expired_quote_is_closed_at_midnight_in_paris(world: World, path: str) -> None:
    world.clock.at = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)
    form = hidden_fields(world.broker(world.first).get(path).text)
    world.clock.advance(minutes=1)
    browser = world.broker(world.first)
    assert "expiré le 30/11/2026" in text_of(browser.get(path).text)
    token = {"csrf": browser.csrf()}
    late = browser.post(f"{path}/accepter", {**form, **token})
    assert late.status_code == 409
    assert "n’est pas enregistrée" in text_of(late.text)
    assert consents(world) == []


def test_the_other_answer_given_in_the_meantime_stands(world: World, path: str) -> None:
    desk = QuoteDesk(world.deployment.directory)
    account = world.deployment.directory.users.get(world.first.users[0].account.id)
    assert account is not None
    (row,) = desk.of(world.first.handle.tenant.id, date(2026, 11, 20))
    by = By(world.clock.now(), user=user_id(world.first.users[0]))
    desk.decline(row, account, QUOTE.digest, by)
    with pytest.raises(Conflict):  # the row was read before, and still says that it is open
        desk.consent(row, account, QUOTE.digest, by)
    assert consents(world) == []
    assert path


def test_the_key_of_one_answer_makes_no_other(world: World, path: str) -> None:
    other = evolve(QUOTE, id="D-13")
    second = f"/devis/{keep(world, world.first, other, MADE)}"
    browser = world.broker(world.first)
    form = hidden_fields(browser.get(path).text)
    assert browser.post(f"{path}/accepter", form).status_code == 303
    assert browser.post(f"{second}/accepter", {**form, "empreinte": other.digest}).status_code == 409
    assert len(consents(world)) == 1


def test_the_quote_of_another_brokerage_is_not_found(world: World, path: str) -> None:
    other = world.broker(world.second)
    assert other.get(path).status_code == 404
    form = {"csrf": other.csrf(), "cle": "k", "empreinte": QUOTE.digest}
    assert other.post(f"{path}/accepter", form).status_code == 404
    assert consents(world) == []


def test_an_answer_without_its_key_is_refused(world: World, path: str) -> None:
    browser = world.broker(world.first)
    form = {"csrf": browser.csrf(), "empreinte": QUOTE.digest}
    assert browser.post(f"{path}/accepter", form).status_code == 403


def test_a_call_of_an_option_is_shown_at_its_price(world: World) -> None:
    price = Price("sms", "Envoi d’un SMS", "option", MADE, PerUnit("0.09"), VAT)
    record = keep(world, world.first, Quote("D-13", price, None, MADE, date(2026, 12, 31), "0,09 € par envoi"), MADE)
    page = text_of(world.broker(world.first).get(f"/devis/{record}").text)
    assert "0,09 € l’unité, à chaque appel" in page
    assert "Accepter ce prix" in page


def test_a_quote_is_read_and_not_consented_to_while_the_service_is_off(world: World, path: str) -> None:
    form = hidden_fields(world.broker(world.first).get(path).text)
    enter(world, world.first, INVOICE)
    browser = world.broker(world.first)
    page = text_of(browser.get(path).text)
    assert "450,00 € HT" in page
    assert "rien ne s’y ajoute tant que l’accès n’est pas rétabli" in page
    assert "Accepter" not in page
    answer = browser.post(f"{path}/accepter", {**form, "csrf": browser.csrf()})
    assert (answer.status_code, answer.headers["location"]) == (303, "/compte")
    assert consents(world) == []


def test_a_reference_is_given_once(world: World, path: str) -> None:
    form = f"/editeur/cabinets/{world.second.handle.tenant.id}/contrat/saisir/devis"
    typed = {"id": "D-12", "label": "x", "kind": "work", "amount": "1", "quantity": "1", "vat": "20",
             "on": "10/11/2026", "valid_until": "30/11/2026", "shown": "x"}  # fmt: skip
    assert path
    refused = world.staff().fill(form, typed)
    assert refused.status_code == 422
    assert "existe déjà" in text_of(refused.text)
