"""Article 7.1: a price varied by a rate, exactly or to the cent, and the rate by which two prices differ.

>>> variation(PerUnit("30.00"), PerUnit("31.20"))
Rate('4.00 %')
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from attrs import evolve

from netsoft.billing.prices.price_models import Bounded, Flat, Graduated, Model, Package, PerUnit, Unbounded, Volume
from netsoft.billing.prices.tariff import Price
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import Rate, as_exact, shown, to_the_cent

PriceRounding: TypeAlias = Literal["exact", "cent"]
"""How a varied price is rounded: not at all, or to the cent, half away from zero."""


def varied(price: Price, by: Rate, first_day: Day, rounding: PriceRounding = "exact") -> Price:
    """Return a price varied by a rate from a day on: every amount of its model, exact or each to the cent."""
    if rounding not in get_args(PriceRounding):
        raise InvalidValue("rounding", f"règle inconnue : {shown(rounding)}", "écrire exact ou cent")
    factor = 1 + by.fraction
    return evolve(price, first_day=first_day, model=_scaled(price.model, factor, rounding))


def variation(old: Model, new: Model) -> Rate | None:
    """Return by how much a model varies, if one rate says it of all its amounts; ``None`` if none does."""
    first = next((after / before for before, after in _pairs(old, new) if before), None)
    if first is None or _scaled(old, first, "exact") != new:
        return None
    return Rate(first.numerator - first.denominator, first.denominator)


def _pairs(old: Model, new: Model) -> Iterator[tuple[Fraction, Fraction]]:
    return zip(_amounts(old), _amounts(new), strict=False)


def _amounts(model: Model) -> Iterator[Fraction]:
    match model:
        case PerUnit():
            yield model.unit_price
        case Flat():
            yield model.amount
        case Package():
            yield model.price
        case Graduated() | Volume():
            yield from (amount for tier in model.tiers for amount in (tier.unit_price, tier.flat))
        case _:
            yield from _amounts(model.model)


def _scaled(model: Model, factor: Fraction, rounding: PriceRounding) -> Model:
    if isinstance(model, Bounded):
        bounds = (m if m is None else to_the_cent(as_exact(m) * factor) for m in (model.minimum, model.maximum))
        return Bounded(_scaled_inside(model.model, factor, rounding), *bounds)
    return _scaled_inside(model, factor, rounding)


def _scaled_inside(model: Unbounded, factor: Fraction, rounding: PriceRounding) -> Unbounded:
    def scaled(amount: Fraction) -> Fraction:
        return as_exact(to_the_cent(amount * factor)) if rounding == "cent" else amount * factor

    match model:
        case PerUnit():
            return PerUnit(scaled(model.unit_price))
        case Flat():
            return Flat(scaled(model.amount))
        case Package():
            return evolve(model, price=scaled(model.price))
        case _:
            tiers = (evolve(t, unit_price=scaled(t.unit_price), flat=scaled(t.flat)) for t in model.tiers)
            return evolve(model, tiers=tuple(tiers))
