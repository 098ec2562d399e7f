"""The models in which billing engines price: per unit, by package, by volume, graduated, flat, and bounded.

Prices and quantities are exact: integers, texts such as ``"0.0045"``, decimals or fractions, never floats. Prices are
in euros, without VAT, and never negative. :func:`netsoft.billing.prices.pricing.price` applies them.

>>> Graduated((Tier(10, "0.50"), Tier(None, "0.25"))).tiers[1].unit_price
Fraction(1, 4)
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Literal, TypeAlias, get_args

from attrs import field, frozen
from attrs.converters import optional

from netsoft.errors import InvalidValue
from netsoft.money import Exact, Money, as_exact, shown

Bounds: TypeAlias = Literal["inclusive", "exclusive"]
"""Whether the upper bound of a tier belongs to it, or is the first unit of the next."""


def not_negative(value: Exact, name: str = "") -> Fraction:
    """Return an exact number that is not negative."""
    exact = as_exact(value, name)
    if exact < 0:
        raise InvalidValue(name, f"nombre négatif : {shown(value)}", "donner un nombre positif ou nul")
    return exact


def _positive(value: Exact, name: str) -> Fraction:
    exact = as_exact(value, name)
    if exact <= 0:
        raise InvalidValue(name, f"nombre nul ou négatif : {shown(value)}", "donner un nombre positif")
    return exact


def _unit_price(value: Exact) -> Fraction:
    return not_negative(value, "unit_price")


def _amount(value: Exact) -> Fraction:
    return not_negative(value, "amount")


def _price(value: Exact) -> Fraction:
    return not_negative(value, "price")


def _free(value: Exact) -> Fraction:
    return not_negative(value, "free")


def _flat(value: Exact) -> Fraction:
    return not_negative(value, "flat")


def _size(value: Exact) -> Fraction:
    return _positive(value, "size")


def _up_to(value: Exact) -> Fraction:
    return _positive(value, "up_to")


def _block(value: Exact) -> Fraction:
    return _positive(value, "block")


@frozen
class PerUnit:
    """Each unit at one price."""

    unit_price: Fraction = field(converter=_unit_price)


@frozen
class Flat:
    """One amount, whatever the quantity, due at zero too."""

    amount: Fraction = field(converter=_amount)


@frozen
class Package:
    """A price for each package begun, of ``size`` units, beyond the ``free`` ones."""

    size: Fraction = field(converter=_size)
    price: Fraction = field(converter=_price)
    free: Fraction = field(default=Fraction(0), converter=_free)


@frozen
class Tier:
    """A tier: its upper bound (``None`` for the last), its unit price, and a flat fee due once it is reached.

    With a ``block``, the units of the tier are counted in blocks begun, and ``unit_price`` is that of a block.
    """

    up_to: Fraction | None = field(converter=optional(_up_to))
    unit_price: Fraction = field(converter=_unit_price)
    flat: Fraction = field(default=Fraction(0), converter=_flat)
    block: Fraction | None = field(default=None, converter=optional(_block))


def _all(tiers: Iterable[Tier]) -> tuple[Tier, ...]:
    return tuple(tiers)


@frozen
class _Tiered:
    tiers: tuple[Tier, ...] = field(converter=_all)
    bounds: Bounds = "inclusive"

    def __attrs_post_init__(self) -> None:
        uppers = [tier.up_to for tier in self.tiers]
        if not uppers or uppers[-1] is not None or None in uppers[:-1]:
            raise InvalidValue(
                "tiers", "la dernière tranche, et elle seule, est ouverte", "la laisser sans borne (up_to)"
            )
        lowers = self.lowers
        if any(after <= before for before, after in pairwise(lowers)):
            raise InvalidValue("tiers", "bornes qui ne croissent pas", "ranger les tranches par bornes croissantes")
        if self.bounds not in get_args(Bounds):
            raise InvalidValue("bounds", f"règle inconnue : {shown(self.bounds)}", "écrire inclusive ou exclusive")

    @property
    def lowers(self) -> tuple[Fraction, ...]:
        """The lower bound of each tier: that of the one before, and 0 for the first."""
        return (Fraction(0), *(tier.up_to for tier in self.tiers if tier.up_to is not None))

    def reaches(self, quantity: Fraction, lower: Fraction) -> bool:
        """Whether a quantity is beyond a lower bound; the first tier is always reached, at zero too."""
        return not lower or (quantity >= lower if self.bounds == "exclusive" else quantity > lower)


@frozen
class Graduated(_Tiered):
    """Each unit at the price of the tier in which it falls; amounts never fall as quantities grow."""


@frozen
class Volume(_Tiered):
    """All units at the price of the tier in which the last one falls: one more unit may lower the amount."""


Unbounded: TypeAlias = PerUnit | Flat | Package | Graduated | Volume


def _bound(value: object, name: str) -> Money:
    if type(value) is not Money or value.cents < 0:
        raise InvalidValue(name, f"{shown(value)} n'est pas un montant positif ou nul", "donner un Money")
    return value


def _minimum(value: object) -> Money:
    return _bound(value, "minimum")


def _maximum(value: object) -> Money:
    return _bound(value, "maximum")


@frozen
class Bounded:
    """A model with a least and a most amount for the whole quantity: a true-up or a discount brings it there."""

    model: Unbounded
    minimum: Money | None = field(default=None, converter=optional(_minimum))
    maximum: Money | None = field(default=None, converter=optional(_maximum))

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.model, get_args(Unbounded)):
            raise InvalidValue("model", f"modèle de prix inconnu : {shown(self.model)}", "donner un modèle sans bornes")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise InvalidValue("minimum", "le minimum dépasse le maximum", "donner un minimum qui ne le dépasse pas")

    def within(self, amount: Money) -> Money:
        """Return the amount brought between the two bounds."""
        least = max(amount, self.minimum) if self.minimum is not None else amount
        return min(least, self.maximum) if self.maximum is not None else least


Model: TypeAlias = Unbounded | Bounded


def tiers_from(first_units: Iterable[tuple[Exact, Exact]]) -> tuple[Tier, ...]:
    """Return tiers written as where each begins and its unit price, the first from zero.

    Where a quantity exactly at a bound matters (by volume), take them with ``bounds="exclusive"``.

    >>> [tier.up_to for tier in tiers_from((("0", "1"), ("100", "0.5")))]
    [Fraction(100, 1), None]
    """
    pairs = list(first_units)
    if not pairs or as_exact(pairs[0][0], "first_units"):
        raise InvalidValue("first_units", "la première tranche ne part pas de zéro", "la faire partir de zéro")
    uppers = [*(start for start, _price in pairs[1:]), None]
    return tuple(Tier(upper, price) for upper, (_start, price) in zip(uppers, pairs, strict=True))
