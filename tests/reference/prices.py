"""Prices read slowly: unit by unit, day by day, in exact fractions."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from netsoft.billing.prices.cycles import Cycles
from netsoft.billing.prices.pricing import Flat, Graduated, Model, Package, PerUnit, Tier, Volume
from netsoft.days import Period


def exact_price(model: Model, quantity: int) -> Fraction:
    """What a whole quantity of units costs, unbounded, before any rounding: each unit asks which tier it is in."""
    match model:
        case PerUnit():
            return sum((model.unit_price for _unit in range(quantity)), Fraction(0))
        case Flat():
            return model.amount
        case Package():
            begun = [unit for unit in range(quantity) if unit >= model.free and (unit - model.free) % model.size == 0]
            return model.price * len(begun)
        case Graduated():
            return fees(model, quantity) + sum(each_unit(model, quantity), Fraction(0))
        case Volume():
            tier = tier_of(model, quantity)
            return tier.flat + tier.unit_price * units(quantity, tier)
        case _:
            raise AssertionError("a bounded model is read apart")


def units(quantity: int, tier: Tier) -> int:
    """How many units, or how many blocks begun, a quantity is in a tier."""
    if tier.block is None:
        return quantity
    return sum(1 for unit in range(quantity) if unit % tier.block == 0)


def tier_of(model: Graduated | Volume, quantity: int) -> Tier:
    """The tier in which a quantity ends: the first one that holds it."""
    for tier in model.tiers:
        if tier.up_to is None or quantity < tier.up_to or (quantity == tier.up_to and model.bounds == "inclusive"):
            return tier
    raise AssertionError("the last tier is open")


def fees(model: Graduated, quantity: int) -> Fraction:
    """The flat fees of all the tiers up to the one in which a quantity ends."""
    place = model.tiers.index(tier_of(model, quantity))
    return sum((tier.flat for tier in model.tiers[: place + 1]), Fraction(0))


def each_unit(model: Graduated, quantity: int) -> Iterator[Fraction]:
    """The price of each unit in its own tier; a block is paid by the unit that begins it."""
    for unit in range(quantity):
        place = next(i for i, tier in enumerate(model.tiers) if tier.up_to is None or unit < tier.up_to)
        tier = model.tiers[place]
        within = unit - (model.tiers[place - 1].up_to or 0 if place else 0)
        yield tier.unit_price if tier.block is None or within % tier.block == 0 else Fraction(0)


def day_by_day(served: Period, cycles: Cycles) -> Fraction:
    """How many cycles a service took: each day is one part of the cycle that holds it."""
    return sum((Fraction(1, length(cycles, day)) for day in served), Fraction(0))


def length(cycles: Cycles, day: date) -> int:
    """The days of the cycle that holds a day, counted one by one in both directions."""
    index, count = cycles.index(day), 1
    for step in (timedelta(days=1), timedelta(days=-1)):
        other = day + step
        while cycles.index(other) == index:
            count, other = count + 1, other + step
    return count
