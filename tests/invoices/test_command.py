"""``netsoft invoice``: examples as they are kept, schemas, refusals that name the field."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from netsoft.facts.document import read_document
from netsoft.facts.invoice import IDENTITY_KEYS, KEYS, LAST_KEYS, SERIES_KEYS
from netsoft.facts.invoice_lines import LINE_KEYS, MODEL_KEYS, PERIOD_KEYS, PRICE_KEYS, PRORATION_KEYS, TIER_KEYS
from tests.fuzz.running import run, wrong_pages
from tests.invoices.golden import EXAMPLES, kept

Facts = dict[str, Any]


def facts(name: str = "abonnement.toml") -> Facts:
    """The facts of an example, as JSON."""
    path = next(path for path in EXAMPLES if path.name == name)
    made: Facts = json.loads(json.dumps(read_document(path.read_bytes()), default=date.isoformat))
    return made


def schema(name: str) -> Any:
    return json.loads(run(["schema", name]).out)


def problems(document: object, name: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema(name), format_checker=jsonschema.FormatChecker())
    return [error.message for error in validator.iter_errors(document)]


def asked(document: Facts) -> Facts:
    said = run(["invoice", "-", "--json"], json.dumps(document).encode())
    assert said.code == 0, said.err
    answer: Facts = json.loads(said.out)
    return answer


def refusal(document: Facts) -> str:
    said = run(["invoice", "-"], json.dumps(document).encode())
    assert (said.code, said.out) == (2, "")
    return said.err


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_give_what_is_kept(example: Path) -> None:
    for path, page in kept(example):
        assert path.read_text(encoding="utf-8") == page


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_fit_the_schemas_and_the_page(example: Path) -> None:
    assert problems(facts(example.name), "invoice-facts") == []
    assert problems(asked(facts(example.name)), "invoice-answer") == []
    assert not wrong_pages(run(["invoice", str(example)]).out)


def test_the_schema_has_the_keys_that_are_read() -> None:
    published = schema("invoice-facts")
    defined = published["$defs"]
    models = {one["properties"]["model"]["const"]: one["properties"] for one in defined["price"]["oneOf"]}
    assert set(published["properties"]) == set(KEYS)
    assert set(published["properties"]["series"]["properties"]) == set(SERIES_KEYS)
    assert set(published["properties"]["series"]["properties"]["last"]["properties"]) == set(LAST_KEYS)
    assert set(published["properties"]["proration"]["properties"]) == set(PRORATION_KEYS)
    assert set(defined["identity"]["properties"]) == set(IDENTITY_KEYS)
    assert set(defined["period"]["properties"]) == set(PERIOD_KEYS)
    assert set(defined["line"]["properties"]) == set(LINE_KEYS)
    assert set(defined["tier"]["properties"]) == set(TIER_KEYS)
    assert {model: set(keys) for model, keys in models.items()} == {
        model: {*PRICE_KEYS, *keys} for model, keys in MODEL_KEYS.items()
    }


def test_the_sums_add_up() -> None:
    answer = asked(facts())
    net = sum(Decimal(line["net"]) for line in answer["lines"])
    assert (Decimal(answer["net"]), Decimal(answer["total"])) == (net, net + Decimal(answer["vat"]))
    assert (answer["net"], answer["vat"], answer["total"]) == ("134.98", "27.00", "161.98")
    assert answer["next_number"] == "F-2026-0042"
    assert answer["decision"]["verdict"] == "granted"


def test_an_issued_invoice_has_its_number_and_no_other() -> None:
    answer = asked(facts("complement.toml"))
    assert (answer["number"], answer["next_number"], answer["missing"]) == ("C-0007", None, [])
    assert answer["decision"]["reasons"][0]["fact"] == "mentions présentes au 02/11/2026"


def test_without_a_series_no_number_is_foretold() -> None:
    answer = asked(facts("arrondi.json"))
    assert (answer["number"], answer["next_number"], answer["decision"]["verdict"]) == (None, None, "granted")


def test_what_is_missing_is_said_and_answered() -> None:
    answer = asked(facts("mentions-absentes.toml"))
    fields = [one["field"] for one in answer["missing"]]
    assert fields == ["discount", "seller.vat_number", "lines[1].mention", "buyer.siren", "supplied"]
    assert (answer["decision"]["verdict"], answer["next_number"]) == ("refused", None)


def test_before_the_last_of_its_series() -> None:
    late = facts()
    late["series"]["last"]["issued"] = "2026-11-03"
    answer = asked(late)
    assert "chronologique" in answer["decision"]["reasons"][0]["fact"]
    assert answer["number"] is None


@pytest.mark.parametrize(
    ("rounding", "sums"),
    [
        ("per-rate", ["420.15", "79.83", "499.98"]),
        ("per-line", ["420.15", "79.85", "500.00"]),
        ("gross-kept", ["420.17", "79.83", "500.00"]),
    ],
)
def test_the_rounding_is_the_one_asked_for(rounding: str, sums: list[str]) -> None:
    answer = asked(facts("arrondi.json") | {"rounding": rounding})
    assert [answer[key] for key in ("net", "vat", "total")] == sums


def test_proration_is_on_demand() -> None:
    document = facts()
    assert asked(document)["lines"][1]["amount"] == "15.48"
    document["proration"]["convention"] = "30-day-months"
    assert asked(document)["lines"][1]["amount"] == "15.00"
    del document["proration"]["anchor"]
    assert asked(document)["lines"][1]["amount"] == "15.00"
    del document["proration"]
    assert asked(document)["lines"][1]["amount"] == "30.00"


def test_prices_are_those_of_their_day() -> None:
    document = facts()
    document["tariff"].append(document["tariff"][0] | {"first_day": "2026-10-10", "model": "flat", "amount": "40"})
    document["tariff"][-1].pop("tiers")
    amounts = [line["amount"] for line in asked(document)["lines"]]
    assert amounts[:3] == ["34.84", "28.39", "20.65"]  # 120 x 9/31, 40 x 22/31, 40 x 16/31


def test_each_model_prices() -> None:
    document = facts()
    base = {key: document["tariff"][0][key] for key in ("label", "kind", "first_day", "vat")}
    tiers = [{"up_to": 3, "unit_price": "2"}, {"unit_price": "1"}]
    models: list[Facts] = [
        {"model": "per-unit", "unit_price": "2"},
        {"model": "flat", "amount": "9"},
        {"model": "package", "size": 3, "price": "4", "free": 1},
        {"model": "graduated", "tiers": tiers},
        {"model": "volume", "tiers": tiers, "bounds": "exclusive"},
        {"model": "per-unit", "unit_price": "2", "maximum": "7.00"},
    ]
    document["tariff"] = [base | {"product": f"p{place}"} | model for place, model in enumerate(models)]
    del document["proration"]
    sums = []
    for place in range(len(models)):
        document["lines"] = [{"product": f"p{place}", "quantity": 5}]
        sums.append(asked(document)["net"])
    assert sums == ["10.00", "9.00", "8.00", "8.00", "5.00", "7.00"]


def test_a_line_overrides_the_tax_of_its_tariff() -> None:
    document = facts()
    document["lines"][0] |= {"category": "reverse-charge", "mention": "Autoliquidation"}
    document["lines"][1] |= {"vat": "10"}
    answer = asked(document)
    assert [one["rate_percent"] for one in answer["vat_by_rate"]] == ["0.00", "10.00", "20.00"]
    assert answer["missing"][0]["field"] == "buyer.vat_number"


def test_terms_are_those_of_the_day_or_named() -> None:
    document = facts() | {"set_aside": ["8.2", "8.3"]}
    answer = asked(document)
    assert (answer["set_aside"], answer["missing"][0]["field"]) == (["8.2", "8.3"], "terms")
    del document["terms"]
    assert asked(document)["terms"]["name"] == "CG052018"


CHANGES: list[tuple[tuple[str | int, ...], object, str]] = [
    (("facture",), 1, "facture : clé inconnue"),
    (("issued",), "2026-13-01", "issued : jour illisible"),
    (("due",), "2026-11-01", "due : l'échéance précède l'émission"),
    (("period", "last"), "2026-09-30", "period.last : le dernier jour précède le premier"),
    (("seller", "siren"), "732829321", "seller.siren : SIREN faux"),
    (("seller", "vat_number"), "FR45732829320", "seller.vat_number : numéro de TVA faux"),
    (("seller", "iban"), "FR76", "seller.iban : IBAN illisible"),
    (("buyer", "address"), "", "buyer.address : texte vide"),
    (("buyer", "size"), "huge", "buyer.size : valeur inconnue"),
    (("number",), "F-2025-0001", "number : « F-2025-0001 » n'est pas de la série F-2026-"),
    (("series", "last", "number"), "G-1", "series.last.number : « G-1 » n'est pas de la série"),
    (("series", "prefix"), "é", "series.prefix : préfixe de série illisible"),
    (("series", "width"), "4", "series.width : nombre entier attendu"),
    (("series", "width"), 12, "series.width : largeur illisible"),
    (("rounding",), "half-even", "rounding : valeur inconnue"),
    (("supplied",), "all", "supplied : valeur inconnue"),
    (("nature",), "gift", "nature : valeur inconnue"),
    (("terms",), "CG1999", "terms"),
    (("set_aside",), ["99.9"], "set_aside[0] : clause inconnue"),
    (("on_debits",), "oui", "on_debits"),
    (("proration", "convention"), "lunar", "proration.convention : règle inconnue"),
    (("tariff", 0, "vat"), "-1", "tariff[0].vat : taux négatif"),
    (("tariff", 0, "model"), "auction", "tariff[0].model : valeur inconnue"),
    (("tariff", 0, "amount"), "1", "tariff[0].amount : clé sans objet pour le modèle graduated"),
    (("tariff", 0, "tiers"), [{"up_to": 1, "unit_price": "1"}], "tariff[0].tiers : la dernière tranche"),
    (("tariff", 0, "tiers"), [], "tariff[0].tiers : la dernière tranche"),
    (("tariff", 0, "tiers", 0, "up_to"), 0, "tariff[0].tiers[0]"),
    (("tariff", 0, "tiers", 0, "unit_price"), 1.5, "tariff[0].tiers[0].unit_price : nombre illisible"),
    (("tariff", 0, "tiers", 0, "unit_price"), "-1", "tariff[0].tiers[0].unit_price : prix négatif"),
    (("tariff", 0, "bounds"), "open", "tariff[0].bounds : valeur inconnue"),
    (("tariff", 0, "months"), 0, "tariff[0].months"),
    (("tariff", 0, "months"), "1", "tariff[0].months : nombre entier attendu"),
    (("tariff", 0, "minimum"), "-1", "tariff[0].minimum"),
    (("tariff", 0, "kind"), "gift", "tariff[0].kind : valeur inconnue"),
    (("tariff", 0, "label"), "Portabilité des données", "tariff[0].product : pas de prix possible"),
    (("tariff", 1, "product"), "seat", "tariff.prices : deux prix"),
    (("lines",), [], "lines : facture sans ligne"),
    (("lines",), None, "lines"),
    (("lines", 0, "product"), "nothing", "aucun prix de « nothing » au 01/10/2026 dans le tarif"),
    (("lines", 0, "quantity"), 1.5, "lines[0].quantity : nombre illisible"),
    (("lines", 0, "quantity"), "-1", "lines[0]"),
    (("lines", 0, "net"), "1", "lines[0].net : clé sans objet pour un produit du tarif"),
    (("lines", 0, "vat"), "101", "lines[0].vat : taux de TVA illisible"),
    (("lines", 0, "category"), "exempt", "lines[0].mention"),
    (("lines", 0, "corrects"), {"invoice": "F-1", "line": 0}, "lines[0].corrects.line : ligne illisible"),
    (("lines", 3, "gross"), "1", "lines[3] : ligne sans montant, ou avec plusieurs"),
    (("lines", 3, "quantity"), 2, "lines[3].quantity : clé sans objet à côté de net"),
    (("lines", 3, "net"), "1,00", "lines[3].net : montant illisible"),
    (("lines", 3, "net"), "--1.00", "lines[3].net"),
    (("lines", 3, "clause"), "huit", "lines[3].clause : numéro illisible"),
    (("lines", 3, "vat"), None, "lines[3].vat"),
]


@pytest.mark.parametrize(("path", "value", "said"), CHANGES)
def test_what_is_not_understood_is_one_line(path: tuple[str | int, ...], value: object, said: str) -> None:
    document: Any = facts()
    table = document
    for step in path[:-1]:
        table = table[step]
    table[path[-1]] = value
    if said == "lines[0].mention":  # not nonsense, but a mention that the law asks for
        assert asked(document)["missing"][0]["field"] == said
        return
    assert said in refusal(document)


@pytest.mark.parametrize("key", ["issued", "due", "period", "seller", "buyer", "lines"])
def test_what_must_be_there(key: str) -> None:
    document = facts()
    del document[key]
    assert refusal(document) == f"netsoft : {key} : champ absent ; l'ajouter\n"


def test_a_stated_line_needs_its_rate() -> None:
    document = facts()
    del document["lines"][3]["vat"]
    assert "lines[3].vat : champ absent" in refusal(document)
    del document["lines"][3]["net"]
    assert "ligne sans montant" in refusal(document)


def test_the_seller_has_a_series_and_so_a_siren() -> None:
    document = facts()
    del document["seller"]["siren"]
    assert "seller.siren : SIREN absent" in refusal(document)


def test_one_form_at_a_time() -> None:
    assert run(["invoice", "-", "--json", "--html"]).code == 2
