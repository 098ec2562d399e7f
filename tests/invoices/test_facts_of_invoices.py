"""Facts of an invoice that are easy to get wrong: paths of refusals, numbers, prices that change, nothing to bill."""

from typing import Any

import pytest

from tests.invoices.test_command import asked, problems, refusal

Facts = dict[str, Any]
SEAT: Facts = {
    "product": "seat", "label": "Abonnement", "kind": "per-user", "first_day": "2026-01-01", "vat": "20",
    "model": "per-unit", "unit_price": "30.00",
}  # fmt: skip
STATED: Facts = {"label": "Abonnement", "net": "120.00", "vat": "20"}
LAST: Facts = {"number": "F-000009", "issued": "2026-10-31"}


def invoice(*lines: Facts, **more: object) -> Facts:
    """An invoice of October that lacks nothing."""
    return {
        "issued": "2026-11-02",
        "due": "2026-12-02",
        "period": {"first": "2026-10-01", "last": "2026-10-31"},
        "supplied": "services",
        "discount": "Pas d'escompte pour paiement anticipé.",
        "seller": {
            "name": "Éditeur", "address": "75001 Paris", "siren": "732829320", "vat_number": "FR44732829320",
        },
        "buyer": {"name": "Mistral", "address": "13002 Marseille", "siren": "552100554"},
        "lines": list(lines) or [STATED],
        **more,
    }  # fmt: skip


def amounts(answer: Facts) -> list[tuple[str, str]]:
    return [(line["label"], line["amount"]) for line in answer["lines"]]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (invoice({"product": "seat", "quantity": 1.5}, tariff=[SEAT]),
         "netsoft : lines[0].quantity : nombre illisible"),
        (invoice(tariff=[SEAT | {"unit_price": "-1"}]), "netsoft : tariff[0].unit_price : prix négatif"),
        (invoice(tariff="20"), "netsoft : tariff : un texte au lieu d'une liste"),
        (invoice(tariff=[SEAT | {"model": "package", "size": "-1.50", "price": "1"}]),
         "netsoft : tariff[0].unit_price : clé sans objet"),
        (invoice({"product": "seat", "already": "-1.50"}, tariff=[SEAT]),
         "netsoft : lines[0].already : nombre négatif : « -1.5 »"),
        (invoice(tariff=[SEAT, SEAT]), "netsoft : tariff.prices : deux prix"),
        (invoice(STATED | {"corrects": {"invoice": "F-1", "line": "1"}}),
         "netsoft : lines[0].corrects.line : nombre entier attendu"),
        (invoice(STATED | {"vat": "101"}), "netsoft : lines[0].vat : taux de TVA illisible : « 101.00 % »"),
    ],
)  # fmt: skip
def test_a_refusal_names_its_field_once(document: Facts, said: str) -> None:
    assert refusal(document).startswith(said)


@pytest.mark.parametrize("number", ["F-000012", "F-000009", "F-000005"])
def test_a_number_follows_the_last_one(number: str) -> None:
    answer = asked(invoice(number=number, series={"last": LAST}))
    fact = f"{number} ne suit pas F-000009 : le numéro suivant est F-000010"
    assert (answer["decision"]["verdict"], answer["next_number"]) == ("refused", "F-000010")
    assert [reason["fact"] for reason in answer["decision"]["reasons"]] == [fact]
    assert not problems(answer, "invoice-answer")


def test_the_number_that_follows_is_granted() -> None:
    answer = asked(invoice(number="F-000010", series={"last": LAST}))
    assert (answer["decision"]["verdict"], answer["number"]) == ("granted", "F-000010")


def test_a_series_holds_no_number_before_its_first() -> None:
    assert "n'est pas de la série F-" in refusal(invoice(number="F-000002", series={"first": 5}))
    assert "n'est pas de la série F-" in refusal(invoice(series={"first": 11, "last": LAST}))
    assert asked(invoice(series={"first": 10, "last": LAST}))["next_number"] == "F-000010"


def test_numbers_may_be_bare() -> None:
    answer = asked(invoice(series={"prefix": "", "width": 1}))
    assert answer["next_number"] == "1"
    assert answer["decision"]["reasons"][0]["fact"] == "1 ouvre la série sans préfixe"


def test_a_price_that_changes_is_cut_there_at_a_proration() -> None:
    dearer = SEAT | {"first_day": "2026-10-16", "unit_price": "60.00"}
    document = invoice({"product": "seat"}, tariff=[SEAT, dearer], proration={"anchor": "2026-10-01"})
    answer = asked(document)
    assert amounts(answer) == [("Abonnement", "14.52"), ("Abonnement", "30.97")]  # 30 x 15/31 + 60 x 16/31
    assert [line["period"]["first"] for line in answer["lines"]] == ["2026-10-01", "2026-10-16"]
    document["lines"][0]["period"] = document["period"]
    assert asked(document)["lines"] == answer["lines"]


def test_a_running_quantity_is_not_prorated() -> None:
    line = {"product": "seat", "quantity": 2, "already": 1}
    said = refusal(invoice(line, tariff=[SEAT], proration={"anchor": "2026-10-01"}))
    assert said == "netsoft : lines[0].already : clé sans objet pour un produit au prorata ; la retirer\n"


@pytest.mark.parametrize("proration", [{}, {"proration": {"anchor": "2026-10-01"}}])
def test_nothing_to_bill_keeps_its_line(proration: Facts) -> None:
    none = {"product": "seat", "quantity": 0}
    answer = asked(invoice(none, STATED, tariff=[SEAT], **proration))
    assert amounts(answer) == [("Abonnement, rien à facturer", "0.00"), ("Abonnement", "120.00")]
    alone = asked(invoice(none, tariff=[SEAT], **proration))
    assert (alone["decision"]["verdict"], alone["total"]) == ("refused", "0.00")
    assert "rien à facturer" in alone["decision"]["reasons"][0]["fact"]


def test_no_line_prices_a_function_of_the_gdpr() -> None:
    said = refusal(invoice(STATED | {"label": "Portabilité des données"}))
    assert said.startswith("netsoft : lines[0].label : pas de prix possible pour « Portabilité des données » (7.5)")
    given_back = asked(invoice(STATED, STATED | {"label": "Portabilité des données", "net": "-20.00"}))
    assert given_back["decision"]["verdict"] == "granted"
    assert asked(invoice(STATED | {"label": "Droit d'accès au logiciel"}))["decision"]["verdict"] == "granted"
    assert "(7.5)" in refusal(invoice(STATED | {"label": "Droit d'accès"}))


def test_what_a_line_mentions_does_not_cut_a_rate_in_two() -> None:
    line = STATED | {"net": "0.12"}
    answer = asked(invoice(line, line | {"mention": "une note"}))
    assert [(base["net"], base["vat"]) for base in answer["vat_by_rate"]] == [("0.24", "0.05")]
    assert "une note" in answer["mentions"]
