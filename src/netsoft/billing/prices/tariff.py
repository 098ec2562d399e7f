"""Article 7: a dated tariff, in which each product has its price from a first day on.

A price that is not in the tariff on a day is a missing fact, never a default: a complement of usage (7.2) has no unit
price until somebody gives one. A new price leaves the older one in force for the days before it.

>>> from datetime import date
>>> from netsoft.billing.prices.pricing import PerUnit
>>> since, vat = date(2026, 1, 1), Rate.percent("20")
>>> seat = Price("seat", "Abonnement par utilisateur", "per-user", since, PerUnit("30.00"), vat)
>>> tariff = Tariff((seat,))
>>> tariff.on("seat", date(2026, 11, 2)).lines(4)[0].amount
Money('120.00')
>>> tariff.on("complement", date(2026, 11, 2))
Traceback (most recent call last):
    ...
netsoft.errors.MissingFact: ...
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from netsoft.answers import Line
from netsoft.billing.entries import Nature, contract_day
from netsoft.billing.prices.price_models import Bounded, Model, Unbounded
from netsoft.billing.prices.pricing import price
from netsoft.billing.prices.rgpd_functions import refuse_a_price
from netsoft.clause import Clause
from netsoft.days import Cycle, Day
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import Exact, Rate, shown
from netsoft.rendering import day as french

Kind: TypeAlias = Literal["per-user", "flat", "disk", "option", "work", "complement"]
"""What a price is for: each user a period, the subscription a period, disk space a period, each call of an option,
exceptional work, each action beyond the tier."""

NATURES: Final[Mapping[Kind, Nature]] = MappingProxyType(
    {
        "per-user": "subscription",
        "flat": "subscription",
        "disk": "subscription",
        "option": "option",
        "work": "work",
        "complement": "complement",
    }
)
"""The nature of the invoice that bears each kind of price."""
CLAUSES_OF_KINDS: Final[Mapping[Kind, Clause]] = MappingProxyType(
    {
        "per-user": Clause("7.1"),
        "flat": Clause("7.1"),
        "disk": Clause("7.1"),
        "option": Clause("7.4"),
        "work": Clause("7.6"),
        "complement": Clause("7.2"),
    }
)
"""The clause under which each kind of price is billed."""
RECURRING: Final = ("per-user", "flat", "disk")
"""The kinds that come back each period, and may be prorated; the others are due once."""


def _first_day(value: object) -> Day:
    return contract_day(value, "first_day")


def _words(value: str, name: str) -> str:
    if type(value) is not str or not value.strip() or value != value.strip():
        raise InvalidValue(name, f"texte vide ou bordé d'espaces : {shown(value)}", "écrire un texte")
    return value


def _product(value: str) -> str:
    return _words(value, "product")


def _label(value: str) -> str:
    return _words(value, "label")


@frozen
class Price:
    """The price of a product from its first day on: what it is, in French; its model, in euros without VAT; its VAT.

    ``months`` is the length of the period of a recurring price; the others have none. A price on a function of the
    GDPR cannot be constructed (7.5).
    """

    product: str = field(converter=_product)
    label: str = field(converter=_label)
    kind: Kind
    first_day: Day = field(converter=_first_day)
    model: Model
    vat: Rate
    months: int = field(default=1, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise InvalidValue("kind", f"sorte de prix inconnue : {shown(self.kind)}", "écrire " + ", ".join(NATURES))
        if not isinstance(self.model, (*get_args(Unbounded), Bounded)):
            raise InvalidValue("model", f"modèle de prix inconnu : {shown(self.model)}", "donner un modèle de prix")
        if type(self.vat) is not Rate or self.vat.numerator < 0:
            raise InvalidValue("vat", f"taux de TVA illisible : {shown(self.vat)}", "donner un taux positif ou nul")
        Cycle(self.first_day, self.months)
        refuse_a_price(self.product, self.label)

    @property
    def clause(self) -> Clause:
        """The clause under which it is billed."""
        return CLAUSES_OF_KINDS[self.kind]

    @property
    def nature(self) -> Nature:
        """The nature of the invoice that bears it."""
        return NATURES[self.kind]

    @property
    def recurring(self) -> bool:
        """Whether it comes back each period."""
        return self.kind in RECURRING

    def lines(self, quantity: Exact = 1, already: Exact = 0, why: str = "") -> tuple[Line, ...]:
        """Return what a whole period (or a whole quantity) costs, as lines without VAT."""
        return tuple(part.line(self.clause, self.label, why) for part in price(self.model, quantity, already))


def _prices(value: Iterable[Price]) -> tuple[Price, ...]:
    return tuple(value)


@frozen
class Tariff:
    """Prices of products, each from its first day until the next one of the same product."""

    prices: tuple[Price, ...] = field(default=(), converter=_prices)

    def __attrs_post_init__(self) -> None:
        seen: set[tuple[str, Day]] = set()
        for one in self.prices:
            if (one.product, one.first_day) in seen:
                problem = f"deux prix de {shown(one.product)} au {french(one.first_day)}"
                raise InvalidValue("prices", problem, "n'en garder qu'un")
            seen.add((one.product, one.first_day))

    def on(self, product: str, day: Day) -> Price:
        """Return the price of a product on a day; :class:`MissingFact` when the tariff has none."""
        known = [price for price in self.prices if price.product == product and price.first_day <= day]
        if not known:
            fact = f"aucun prix de {shown(product)} au {french(day)} dans le tarif"
            raise MissingFact(fact, "ajouter au tarif un prix daté de ce jour ou d'avant")
        return max(known, key=lambda price: price.first_day)

    def products(self, day: Day) -> tuple[str, ...]:
        """Return the products that have a price on a day, in the order of their names."""
        return tuple(sorted({price.product for price in self.prices if price.first_day <= day}))

    def history(self, product: str) -> tuple[Price, ...]:
        """Return all the prices of a product, the oldest first."""
        return tuple(sorted((p for p in self.prices if p.product == product), key=lambda p: p.first_day))

    def with_prices(self, *prices: Price) -> Tariff:
        """Return the tariff with more prices; those it has are untouched."""
        return Tariff((*self.prices, *prices))
