"""Article 7: what a quantity costs in any of the models, part by part, each part with its tier and its unit price.

Each part is rounded to the cent once, half away from zero. For a running quantity, the price of what is added is the
price of the whole less the price of what was rated: rated in one go or in many, not a cent is lost.

>>> model = Graduated((Tier(10, "0.50"), Tier(None, "0.25")))
>>> [(part.label, str(part.amount)) for part in price(model, 14)]
[("tranche 1, jusqu'à 10", '5.00'), ('tranche 2, au-delà de 10', '1.00')]
>>> [(part.tier, str(part.amount)) for part in price(model, 4, already=8)]
[(1, '1.00'), (2, '0.50')]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import field, frozen

from netsoft.answers import Line, Quantity, ToBound
from netsoft.billing.prices.price_models import (
    Bounded,
    Bounds,
    Flat,
    Graduated,
    Model,
    Package,
    PerUnit,
    Tier,
    Unbounded,
    Volume,
    not_negative,
    tiers_from,
)
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Exact, Money, as_exact, shown, to_the_cent, total
from netsoft.rendering import euros, number

__all__ = [
    "Bounded",
    "Bounds",
    "Flat",
    "Graduated",
    "Model",
    "Package",
    "Part",
    "PerUnit",
    "Tier",
    "Volume",
    "amount_of",
    "exact_total",
    "not_negative",
    "price",
    "tiers_from",
]


@frozen
class Part:
    """One part of a price: in French what it is, the basis that gives its amount, and its tier (0 without tiers)."""

    label: str
    basis: Quantity | ToBound
    tier: int = 0

    @property
    def amount(self) -> Money:
        """The amount in euros, rounded to the cent."""
        return self.basis.amount

    @property
    def exact(self) -> Fraction:
        """The amount in euros, before any rounding."""
        return self.basis.exact

    def line(self, clause: Clause, what: str, why: str = "") -> Line:
        """Return the line of an account or of an invoice: of which clause, and for ``what``, in French."""
        return Line(clause, f"{what}, {self.label}" if self.label else what, self.basis, head="principal", why=why)


def price(model: Model, quantity: Exact, already: Exact = 0, *, opened: bool = False) -> tuple[Part, ...]:
    """Return the price of ``quantity`` beyond what was ``already`` rated, part by part, in euros without VAT.

    A quantity may be negative, down to a whole of zero: it then takes back. ``opened`` says that a quantity of zero
    was rated before, with the fees that are due at zero; any other quantity rated implies it.
    """
    before = not_negative(already, "already")
    whole = before + as_exact(quantity, "quantity")
    if whole < 0:
        problem = f"on reprendrait {number(-whole)} de plus que ce qui était compté"
        raise InvalidValue("quantity", problem, "reprendre au plus ce qui était compté")
    rated = bool(before) or opened
    if isinstance(model, Bounded):
        return tuple(_bounded(model, whole, before if rated else None))
    return _added(_charges(model, whole), _charges(model, before) if rated else ())


def amount_of(parts: Iterable[Part]) -> Money:
    """Add the amounts of parts, each rounded to the cent."""
    return total([part.amount for part in parts])


def exact_total(parts: Iterable[Part]) -> Fraction:
    """Add parts before any rounding, in euros."""
    return sum((part.exact for part in parts), Fraction(0))


@frozen
class _Charge:
    """What a whole quantity costs under one head: the units of a tier (0 without tiers), or its flat fee."""

    place: int
    label: str
    quantity: Fraction
    unit_price: Fraction
    fee: bool = field(default=False, kw_only=True)

    @property
    def key(self) -> tuple[int, bool]:
        """What tells heads apart, from one quantity to another."""
        return self.place, self.fee

    def beyond(self, already: Fraction) -> Part:
        basis = Quantity(self.quantity - already, self.unit_price, already=already)
        return Part(self.label, basis, self.place)

    def taken_back(self) -> Part:
        basis = Quantity(-self.quantity, self.unit_price, already=self.quantity)
        return Part(f"{self.label}, déjà compté" if self.label else "déjà compté", basis, self.place)


def _added(charges: tuple[_Charge, ...], rated: tuple[_Charge, ...]) -> tuple[Part, ...]:
    before = {charge.key: charge.quantity for charge in rated}
    keys = {charge.key for charge in charges}
    added = [c.beyond(before.get(c.key, Fraction(0))) for c in charges if c.quantity != before.get(c.key)]
    return (*added, *(charge.taken_back() for charge in rated if charge.key not in keys))


def _bounded(model: Bounded, whole: Fraction, before: Fraction | None) -> Iterator[Part]:
    charges = _charges(model.model, whole)
    rated = () if before is None else _charges(model.model, before)
    yield from _added(charges, rated)
    reached, was = _worth(charges), _worth(rated)
    already = ZERO if before is None else model.within(was) - was
    basis = ToBound(model.within(reached), reached, already=already)
    if basis.amount:
        yield Part(_adjustment(basis), basis)


def _adjustment(basis: ToBound) -> str:
    if basis.bound > basis.reached:
        return f"complément jusqu'au minimum de {euros(basis.bound)}"
    if basis.bound < basis.reached:
        return f"remise au-delà du maximum de {euros(basis.bound)}"
    return "reprise du complément ou de la remise déjà comptés"


def _worth(charges: Iterable[_Charge]) -> Money:
    return total([to_the_cent(charge.quantity * charge.unit_price) for charge in charges])


def _charges(model: Unbounded, quantity: Fraction) -> tuple[_Charge, ...]:
    """Return what a whole quantity costs, head by head; nothing that is neither a quantity nor a fee."""
    match model:
        case PerUnit():
            charges = [_Charge(0, "", quantity, model.unit_price)]
        case Flat():
            charges = [_Charge(0, "forfait", Fraction(1), model.amount)]
        case Package():
            label = f"par lot de {number(model.size)}"
            packages = _begun(max(quantity - model.free, Fraction(0)), model.size)
            charges = [_Charge(0, label, packages, model.price)]
        case Graduated():
            charges = list(_graduated(model, quantity))
        case Volume():
            charges = list(_by_volume(model, quantity))
        case _:
            raise InvalidValue("model", f"modèle de prix inconnu : {shown(model)}", "donner un modèle de prix")
    return tuple(charge for charge in charges if charge.quantity)


def _begun(quantity: Fraction, size: Fraction) -> Fraction:
    return Fraction(-(-quantity // size))


def _graduated(model: Graduated, quantity: Fraction) -> Iterator[_Charge]:
    for place, (tier, lower) in enumerate(zip(model.tiers, model.lowers, strict=True), start=1):
        if model.reaches(quantity, lower):
            upper = quantity if tier.up_to is None else min(quantity, tier.up_to)
            yield from _tier(place, tier, upper - lower, _span(place, tier, lower))


def _by_volume(model: Volume, quantity: Fraction) -> Iterator[_Charge]:
    reached = [place for place, lower in enumerate(model.lowers) if model.reaches(quantity, lower)]
    place = reached[-1]
    yield from _tier(place + 1, model.tiers[place], quantity, f"tout au prix de la tranche {place + 1}")


def _tier(place: int, tier: Tier, units: Fraction, label: str) -> Iterator[_Charge]:
    if tier.flat:
        yield _Charge(place, f"{label}, forfait", Fraction(1), tier.flat, fee=True)
    if tier.unit_price or not tier.flat:
        blocks = label if tier.block is None else f"{label}, par lot de {number(tier.block)}"
        count = units if tier.block is None else _begun(units, tier.block)
        yield _Charge(place, blocks, count, tier.unit_price)


def _span(place: int, tier: Tier, lower: Fraction) -> str:
    words = [f"tranche {place}"]
    words += [f"au-delà de {number(lower)}"] if lower else []
    words += [f"jusqu'à {number(tier.up_to)}"] if tier.up_to is not None else []
    return ", ".join(words)
