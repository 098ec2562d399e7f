"""Prices by hand: each model, its parts, what is taken back, its bounds, and what is refused."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from netsoft.billing.prices.pricing import (
    Bounded,
    Flat,
    Graduated,
    Model,
    Package,
    PerUnit,
    Tier,
    Volume,
    amount_of,
    price,
    tiers_from,
)
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import Exact, Money

GRADUATED: Final = Graduated((Tier(10, "10", "2"), Tier(20, "5", "3"), Tier(None, "1")))
VOLUME: Final = Volume((Tier(10, "0", "150"), Tier(15, "10"), Tier(None, "5")))
CALLS: Final = PerUnit("0.0045")


def explained(model: Model, quantity: Exact, already: Exact = 0, opened: bool = False) -> list[tuple[str, str]]:
    parts = price(model, quantity, already, opened=opened)
    return [(part.label.replace("\u202f", " ").replace("\xa0", " "), str(part.amount)) for part in parts]


def test_each_unit_at_one_price() -> None:
    assert explained(CALLS, 1201) == [("", "5.40")]
    assert explained(CALLS, 0) == []


def test_a_flat_amount_is_due_once() -> None:
    assert explained(Flat("19.95"), 0) == [("forfait", "19.95")] == explained(Flat("19.95"), 500)
    assert explained(Flat("19.95"), 5, already=1) == [] == explained(Flat("19.95"), 5, opened=True)


def test_a_package_begun_is_a_package_due() -> None:
    package = Package(100, "1", free=200)
    assert explained(package, 200) == []
    assert explained(package, 201) == [("par lot de 100", "1.00")]
    assert explained(package, 99, already=201) == []
    assert explained(package, 100, already=201) == [("par lot de 100", "1.00")]


def test_each_tier_reached_has_its_fee_and_its_units() -> None:
    assert explained(GRADUATED, 12) == [
        ("tranche 1, jusqu'à 10, forfait", "2.00"),
        ("tranche 1, jusqu'à 10", "100.00"),
        ("tranche 2, au-delà de 10, jusqu'à 20, forfait", "3.00"),
        ("tranche 2, au-delà de 10, jusqu'à 20", "10.00"),
    ]
    assert explained(GRADUATED, 1, already=20) == [("tranche 3, au-delà de 20", "1.00")]


def test_the_fee_at_zero_is_due_once() -> None:
    assert explained(GRADUATED, 0) == [("tranche 1, jusqu'à 10, forfait", "2.00")]
    assert explained(GRADUATED, 1, opened=True) == [("tranche 1, jusqu'à 10", "10.00")]


def test_a_free_tier_is_shown() -> None:
    assert explained(Graduated((Tier(5, 0), Tier(None, 2))), 7) == [
        ("tranche 1, jusqu'à 5", "0.00"),
        ("tranche 2, au-delà de 5", "4.00"),
    ]


def test_less_than_was_rated_takes_back() -> None:
    assert explained(GRADUATED, -2, already=11) == [
        ("tranche 1, jusqu'à 10", "-10.00"),
        ("tranche 2, au-delà de 10, jusqu'à 20, forfait, déjà compté", "-3.00"),
        ("tranche 2, au-delà de 10, jusqu'à 20, déjà compté", "-5.00"),
    ]
    assert explained(CALLS, -1201, already=1201) == [("déjà compté", "-5.40")]


def test_by_volume_one_more_unit_may_lower_the_amount() -> None:
    assert explained(VOLUME, 15) == [("tout au prix de la tranche 2", "150.00")]
    assert explained(VOLUME, 1, already=15) == [
        ("tout au prix de la tranche 3", "80.00"),
        ("tout au prix de la tranche 2, déjà compté", "-150.00"),
    ]


@pytest.mark.parametrize(("bounds", "amount"), [("inclusive", "100.00"), ("exclusive", "50.00")])
def test_a_quantity_at_the_bound(bounds: Any, amount: str) -> None:
    tiers = tiers_from((("0", "1"), ("100", "0.5")))
    assert str(amount_of(price(Volume(tiers, bounds), 100))) == amount
    assert str(amount_of(price(Graduated(tiers, bounds), 100))) == "100.00"


def test_blocks_begun_in_a_tier() -> None:
    """1 000 are ten blocks of 100; the 4 325 beyond are five blocks of 1 000."""
    blocks = Graduated((Tier(1000, 1, block=100), Tier(None, 1, block=1000)))
    assert explained(blocks, 5325) == [
        ("tranche 1, jusqu'à 1 000, par lot de 100", "10.00"),
        ("tranche 2, au-delà de 1 000, par lot de 1 000", "5.00"),
    ]


def test_a_true_up_to_the_minimum_is_taken_back_by_later_use() -> None:
    bounded = Bounded(PerUnit(1), minimum=Money.parse("50"))
    assert explained(bounded, 20) == [("", "20.00"), ("complément jusqu'au minimum de 50,00 €", "30.00")]
    assert explained(bounded, 10, already=20) == [("", "10.00"), ("complément jusqu'au minimum de 50,00 €", "-10.00")]
    assert explained(bounded, 60, already=20)[1] == ("reprise du complément ou de la remise déjà comptés", "-30.00")
    assert explained(bounded, 20, already=60) == [("", "20.00")]


def test_a_discount_down_to_the_maximum() -> None:
    bounded = Bounded(PerUnit(1), maximum=Money.parse("50"))
    assert explained(bounded, 52) == [("", "52.00"), ("remise au-delà du maximum de 50,00 €", "-2.00")]
    assert explained(bounded, 5, already=52)[1] == ("remise au-delà du maximum de 50,00 €", "-5.00")


def test_a_part_becomes_a_line_of_its_clause() -> None:
    per_unit, flat = price(CALLS, 2000)[0], price(Flat(1), 0)[0]
    line = per_unit.line(Clause("7.2"), "Actions", why="relevé")
    assert (line.label, str(line.amount), line.head, line.why) == ("Actions", "9.00", "principal", "relevé")
    assert flat.line(Clause("7.2"), "Accès").label == "Accès, forfait"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: PerUnit("-1"),
            "unit_price : nombre négatif : « -1 » ; donner un nombre positif ou nul",
        ),
        (
            lambda: PerUnit(0.1),  # type: ignore[arg-type]
            "unit_price : nombre illisible : « 0.1 » ; donner un nombre exact, par exemple « 0.0045 »",
        ),
        (
            lambda: Package(0, "1"),
            "size : nombre nul ou négatif : « 0 » ; donner un nombre positif",
        ),
        (
            lambda: Graduated(()),
            "tiers : la dernière tranche, et elle seule, est ouverte ; la laisser sans borne (up_to)",
        ),
        (
            lambda: Graduated((Tier(10, 1),)),
            "tiers : la dernière tranche, et elle seule, est ouverte ; la laisser sans borne (up_to)",
        ),
        (
            lambda: Graduated((Tier(None, 1), Tier(None, 1))),
            "tiers : la dernière tranche, et elle seule, est ouverte ; la laisser sans borne (up_to)",
        ),
        (
            lambda: Graduated((Tier(10, 1), Tier(10, 1), Tier(None, 1))),
            "tiers : bornes qui ne croissent pas ; ranger les tranches par bornes croissantes",
        ),
        (
            lambda: Volume((Tier(None, 1),), "both"),  # type: ignore[arg-type]
            "bounds : règle inconnue : « both » ; écrire inclusive ou exclusive",
        ),
        (
            lambda: Tier(0, 1),
            "up_to : nombre nul ou négatif : « 0 » ; donner un nombre positif",
        ),
        (
            lambda: Tier(10, 1, block=-1),
            "block : nombre nul ou négatif : « -1 » ; donner un nombre positif",
        ),
        (
            lambda: tiers_from(()),
            "first_units : la première tranche ne part pas de zéro ; la faire partir de zéro",
        ),
        (
            lambda: tiers_from(((1, 1),)),
            "first_units : la première tranche ne part pas de zéro ; la faire partir de zéro",
        ),
        (
            lambda: Bounded(Bounded(PerUnit(1))),  # type: ignore[arg-type]
            "model : modèle de prix inconnu : « Bounded(model=PerUnit(unit_price=Fractio… » ; donner un modè",
        ),
        (
            lambda: Bounded(PerUnit(1), minimum=Money.parse("2"), maximum=Money.parse("1")),
            "minimum : le minimum dépasse le maximum ; donner un minimum qui ne le dépasse pas",
        ),
        (
            lambda: Bounded(PerUnit(1), minimum=Money.parse("2"), maximum=Money.parse("0")),
            "minimum : le minimum dépasse le maximum ; donner un minimum qui ne le dépasse pas",
        ),
        (
            lambda: Bounded(PerUnit(1), minimum=Money.parse("-1")),
            "minimum : « -1.00 » n'est pas un montant positif ou nul ; donner un Money",
        ),
        (
            lambda: Bounded(PerUnit(1), maximum=1),
            "maximum : « 1 » n'est pas un montant positif ou nul ; donner un Money",
        ),
        (
            lambda: price(PerUnit(1), -1),
            "quantity : on reprendrait 1 de plus que ce qui était compté ; reprendre au plus ce qui était compté",
        ),
        (
            lambda: price(PerUnit(1), 1, -1),
            "already : nombre négatif : « -1 » ; donner un nombre positif ou nul",
        ),
        (
            lambda: price(PerUnit(1), 1.5),  # type: ignore[arg-type]
            "quantity : nombre illisible : « 1.5 » ; donner un nombre exact, par exemple « 0.0045 »",
        ),
        (
            lambda: price("30.00", 1),  # type: ignore[arg-type]
            "model : modèle de prix inconnu : « 30.00 » ; donner un modèle de prix",
        ),
    ],
)
def test_what_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        make()
    assert str(refusal.value).startswith(message)
