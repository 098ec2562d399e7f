"""« Offre »: prices, tiers, the seller and outages as the staff record them for every brokerage."""

from __future__ import annotations

import pytest

from netsoft.billing.invoices.identity import Identity
from netsoft.billing.prices.price_models import Flat, Graduated, Package, PerUnit, Volume
from netsoft.billing.prices.tariff import Price
from netsoft.billing.responsibility.outages import Outage
from netsoft.metering.tier import Publication
from reference_app.services.price_words import model_words
from tests.app.books import text_of
from tests.app.test_publisher import acts
from tests.app.world import World

PRICE = {
    "product": "seat",
    "label": "Abonnement",
    "kind": "per-user",
    "first_day": "01/11/2026",
    "model": "unit",
    "amount": "40,00",
    "size": "",
    "vat": "20",
    "tiers": "",
}
TIERS = {"product": "complement", "kind": "complement", "amount": "", "tiers": "10000 : 0,0045\r\nau-delà : 0,003"}
TYPED = {
    "prix": PRICE,
    "palier": {"on": "02/11/2026", "tier": "3 900"},
    "vendeur": {"name": "Infrassur", "address": "1 rue A\r\n13100 Aix", "form": "SAS", "siren": "732 829 320",
                "vat_number": "FR44732829320", "iban": ""},
    "interruption": {"begins": "06/10/2026 10:00", "ends": "06/10/2026 12:00", "cause": "telecom-operator",
                     "told_at": "06/10/2026 10:15", "told": "fibre coupée", "told_until": "06/10/2026 14:00"},
}  # fmt: skip


@pytest.mark.parametrize("slug", sorted(TYPED))
def test_each_form_records_what_it_says(world: World, slug: str) -> None:
    staff = world.staff()
    answer = staff.fill(f"/editeur/offre/saisir/{slug}", TYPED[slug])
    assert answer.status_code == 303, text_of(answer.text)
    kept = world.deployment.directory.records
    kind = {"prix": Price, "palier": Publication, "vendeur": Identity, "interruption": Outage}[slug]
    assert len(kept.of(kind, None)) == 1
    assert acts(world) == [f"record.{slug}"]
    assert staff.get("/editeur/offre").status_code == 200


@pytest.mark.parametrize(
    ("typed", "model", "words"),
    [
        ({}, PerUnit("40"), "40 € l’unité"),
        ({"model": "flat"}, Flat("40"), "40 € au forfait"),
        ({"model": "package", "size": "1000"}, Package(1000, "40"), "40 € par lot de 1000 entamé"),
        ({**TIERS, "model": "graduated"}, Graduated, "jusqu’à 10000 : 0,0045 € ; au-delà : 0,003 €"),
        ({**TIERS, "model": "volume"}, Volume, "jusqu’à 10000 : 0,0045 € ; au-delà : 0,003 €"),
    ],
)
def test_a_price_has_the_model_that_was_chosen(world: World, typed: dict[str, str], model: object, words: str) -> None:
    staff = world.staff()
    assert staff.fill("/editeur/offre/saisir/prix", {**PRICE, **typed}).status_code == 303
    (record,) = world.deployment.directory.records.of(Price, None)
    assert record.value.model == model or type(record.value.model) is model
    assert text_of(model_words(record.value.model)) == words
    assert words in text_of(staff.get("/editeur/offre").text)


@pytest.mark.parametrize(
    "case",
    [
        ("prix", {"amount": ""}, "Prix absent"),
        ("prix", {"amount": "-1"}, "nombre négatif"),
        ("prix", {"model": "package"}, "Taille du lot absente"),
        ("prix", {"model": "graduated", "tiers": "dix"}, "Tranche illisible"),
        ("prix", {"model": "graduated", "tiers": "10 : 1"}, "dernière tranche"),
        ("prix", {"label": "Export RGPD des données personnelles", "product": "export-rgpd"}, "7.5"),
        ("palier", {"on": "21/11/2026"}, "est à venir"),
        ("palier", {"tier": "0"}, "n'est pas un compte"),
        ("vendeur", {"siren": "732829321"}, "SIREN faux"),
        ("interruption", {"ends": "06/10/2026 09:00"}, "fin précède le début"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(world: World, case: tuple[str, dict[str, str], str]) -> None:
    slug, changed, said = case
    answer = world.staff().fill(f"/editeur/offre/saisir/{slug}", {**TYPED[slug], **changed})
    assert answer.status_code == 422
    assert said.casefold() in text_of(answer.text).casefold()
    assert acts(world) == []


def test_two_prices_or_two_tiers_of_one_day_are_refused_until_one_is_struck_out(world: World) -> None:
    staff = world.staff()
    for slug in ("prix", "palier"):
        assert staff.fill(f"/editeur/offre/saisir/{slug}", TYPED[slug]).status_code == 303
        assert staff.fill(f"/editeur/offre/saisir/{slug}", TYPED[slug]).status_code == 422
    (record,) = world.deployment.directory.records.of(Publication, None)
    form = f"/editeur/offre/saisies/{record.id}/rayer"
    assert staff.fill(form, {"reason": "mauvais chiffre"}).status_code == 303
    assert staff.fill("/editeur/offre/saisir/palier", TYPED["palier"]).status_code == 303
    assert "Palier publié le 02/11/2026 : 3 900 rayée" in text_of(staff.get("/editeur/offre").text)


def test_an_outage_shows_in_the_availability_of_each_brokerage(world: World) -> None:
    from tests.app.recorded import ORIGIN, keep

    keep(world, world.first, ORIGIN)
    world.staff().fill("/editeur/offre/saisir/interruption", TYPED["interruption"])
    page = text_of(world.broker(world.first).get("/contrat").text)
    assert "06/10/2026 à 10 h 00" in page
    assert "99,731 %" in page


def test_an_unknown_form_is_not_found(world: World) -> None:
    assert world.staff().get("/editeur/offre/saisir/inconnu").status_code == 404
