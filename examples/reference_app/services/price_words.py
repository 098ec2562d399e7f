"""A price in French: how much, of what, from when."""

from __future__ import annotations

from fractions import Fraction

from netsoft.billing.prices.price_models import Bounded, Flat, Graduated, Model, Package, PerUnit, Volume
from netsoft.money import exact_text
from netsoft.rendering import NO_BREAK_SPACE


def model_words(model: Model) -> str:
    """Say a model of price in a line, in euros without VAT."""
    match model:
        case PerUnit(unit_price=amount):
            return f"{_euros(amount)} l’unité"
        case Flat(amount=amount):
            return f"{_euros(amount)} au forfait"
        case Package(size=size, price=amount):
            return f"{_euros(amount)} par lot de {_number(size)} entamé"
        case Bounded(model=inner):
            return f"{model_words(inner)}, borné"
        case Graduated() | Volume():
            tiers = (f"{_upper(tier.up_to)} : {_euros(tier.unit_price)}" for tier in model.tiers)
            return " ; ".join(tiers)


def _upper(bound: Fraction | None) -> str:
    return "au-delà" if bound is None else f"jusqu’à {_number(bound)}"


def _number(value: Fraction) -> str:
    return exact_text(value).replace(".", ",")


def _euros(value: Fraction) -> str:
    return f"{_number(value)}{NO_BREAK_SPACE}€"
