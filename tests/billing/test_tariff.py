"""A dated tariff: which price holds on a day, what is missing, what cannot be constructed."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import attrs
import pytest

from netsoft.billing.prices.pricing import Flat, PerUnit
from netsoft.billing.prices.rgpd_functions import chargeable, rgpd_function
from netsoft.billing.prices.rgpd_functions_table import RGPD_FUNCTIONS
from netsoft.billing.prices.tariff import NATURES, Price, Tariff
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import Rate

VAT: Final = Rate.percent("20")
OLD: Final = Price("seat", "Abonnement par utilisateur", "per-user", date(2025, 1, 1), PerUnit("30.00"), VAT)
NEW: Final = attrs.evolve(OLD, first_day=date(2026, 1, 1), model=PerUnit("32.50"))
CALL: Final = Price("signature", "Signature électronique", "option", date(2025, 6, 1), PerUnit("1.20"), VAT)
TARIFF: Final = Tariff((NEW, OLD, CALL))


@pytest.mark.parametrize(
    ("day", "amount"),
    [(date(2025, 1, 1), "300.00"), (date(2025, 12, 31), "300.00"), (date(2026, 1, 1), "325.00")],
)
def test_the_price_of_a_day(day: date, amount: str) -> None:
    (line,) = TARIFF.on("seat", day).lines(10)
    assert (str(line.amount), line.clause.number, line.head) == (amount, "7.1", "principal")


@pytest.mark.parametrize(("product", "day"), [("seat", date(2024, 12, 31)), ("complement", date(2026, 1, 1))])
def test_no_price_is_a_missing_fact(product: str, day: date) -> None:
    with pytest.raises(MissingFact, match=f"aucun prix de « {product} »"):
        TARIFF.on(product, day)


def test_what_a_tariff_has() -> None:
    assert TARIFF.products(date(2025, 1, 1)) == ("seat",)
    assert TARIFF.products(date(2026, 1, 1)) == ("seat", "signature")
    assert TARIFF.history("seat") == (OLD, NEW)
    assert Tariff().with_prices(OLD, CALL).history("signature") == (CALL,)


def test_a_kind_has_its_clause_its_nature_and_may_come_back() -> None:
    told = {kind: attrs.evolve(OLD, kind=kind) for kind in NATURES}
    assert {kind: (price.clause.number, price.nature, price.recurring) for kind, price in told.items()} == {
        "per-user": ("7.1", "subscription", True),
        "flat": ("7.1", "subscription", True),
        "disk": ("7.1", "subscription", True),
        "option": ("7.4", "option", False),
        "work": ("7.6", "work", False),
        "complement": ("7.2", "complement", False),
    }


def test_two_prices_of_one_day_are_refused() -> None:
    with pytest.raises(InvalidValue, match="deux prix"):
        TARIFF.with_prices(attrs.evolve(OLD, model=Flat(1)))


@pytest.mark.parametrize(
    "change",
    [
        {"product": ""},
        {"product": " seat"},
        {"product": 7},
        {"label": ""},
        {"kind": "monthly"},
        {"model": "30.00"},
        {"vat": 20},
        {"vat": Rate(-1, 5)},
        {"months": 0},
        {"first_day": "2026-01-01"},
        {"first_day": date(1, 1, 1)},
    ],
)
def test_what_is_no_price(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue) as refusal:
        attrs.evolve(OLD, **change)
    assert refusal.value.field == next(iter(change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"kind": "monthly"},
            ("kind : sorte de prix inconnue : « monthly » ; écrire per-user, flat, disk, option, work, complement"),
        ),
        ({"model": "30.00"}, "model : modèle de prix inconnu : « 30.00 » ; donner un modèle de prix"),
        ({"vat": 20}, "vat : taux de TVA illisible : « 20 » ; donner un taux positif ou nul"),
        ({"label": ""}, "label : texte vide ou bordé d'espaces : «  » ; écrire un texte"),
    ],
)
def test_what_a_refusal_says(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        attrs.evolve(OLD, **change)
    assert str(refusal.value) == message


def test_what_is_missing_or_there_twice_is_said_whole() -> None:
    with pytest.raises(MissingFact) as missing:
        TARIFF.on("disk", date(2026, 1, 1))
    fact = "aucun prix de « disk » au 01/01/2026 dans le tarif"
    assert str(missing.value) == f"{fact} ; ajouter au tarif un prix daté de ce jour ou d'avant"
    with pytest.raises(InvalidValue) as twice:
        TARIFF.with_prices(OLD)
    assert str(twice.value) == "prices : deux prix de « seat » au 01/01/2025 ; n'en garder qu'un"


@pytest.mark.parametrize("function", RGPD_FUNCTIONS, ids=lambda function: function.code)
def test_no_function_of_the_gdpr_has_a_price(function: Any) -> None:
    names: list[Callable[[], object]] = [
        lambda: attrs.evolve(CALL, product=function.code),
        lambda: attrs.evolve(CALL, label=function.name.upper()),
        *(lambda name=name: attrs.evolve(CALL, label=f"Option {name} (par mois)") for name in function.also),
    ]
    for make in names:
        with pytest.raises(InvalidValue, match="plus strict que le texte") as refusal:
            make()
        assert refusal.value.field == "product"
    assert chargeable("seat", function.name).reasons[0].clause.number == "7.5"


@pytest.mark.parametrize(
    "name",
    [
        "Travaux au-delà du périmètre du RGPD",
        "Droits d'accès par réseau",
        "access-control",
        "Reprise de données",
        "Rectification de facture",
        "",
        "Dopia",
    ],
)
def test_other_names_may_have_a_price(name: str) -> None:
    assert rgpd_function(name) is None
    assert chargeable(name).granted
