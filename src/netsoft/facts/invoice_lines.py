"""The tariff and the lines of an invoice, as facts write them: prices in any model, and lines priced or stated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final, TypeVar, cast, get_args

from attrs import evolve, frozen

from netsoft.answers import Line, Quantity
from netsoft.billing.invoices.invoice_values import InvoiceLine, LineReference
from netsoft.billing.invoices.vat import Category, VatRate
from netsoft.billing.prices.charges import Held, charges, recurring_charges
from netsoft.billing.prices.cycles import convention
from netsoft.billing.prices.price_models import (
    Bounded,
    Flat,
    Graduated,
    Model,
    Package,
    PerUnit,
    Tier,
    Unbounded,
    Volume,
)
from netsoft.billing.prices.proration import Proration
from netsoft.billing.prices.rgpd_functions import refuse_a_price
from netsoft.billing.prices.tariff import NATURES, Kind, Price, Tariff
from netsoft.clause import Clause
from netsoft.days import ONE_DAY, Period
from netsoft.errors import InvalidValue
from netsoft.facts.fields import Fields, a_day, a_list, a_percentage, a_text, an_amount
from netsoft.money import ZERO, Money, Rate, as_exact, shown

T = TypeVar("T")
MODEL_KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "per-unit": ("unit_price",),
        "flat": ("amount",),
        "package": ("size", "price", "free"),
        "graduated": ("tiers", "bounds"),
        "volume": ("tiers", "bounds"),
    }
)
"""The keys that each model of price takes beside those of every price."""
PRICE_KEYS: Final = ("product", "label", "kind", "first_day", "vat", "months", "model", "minimum", "maximum")
TIER_KEYS: Final = ("up_to", "unit_price", "flat", "block")
PRORATION_KEYS: Final = ("convention", "anchor")
PERIOD_KEYS: Final = ("first", "last")
LINE_KEYS: Final = (
    "product", "quantity", "already", "label", "clause", "net", "gross", "unit_price", "vat", "category", "mention",
    "period", "corrects",
)  # fmt: skip
_AMOUNTS: Final = ("net", "gross", "unit_price")


@frozen
class Pricing:
    """What lines are priced with: the tariff, the period of the invoice, the clause of a stated line, the proration."""

    tariff: Tariff
    period: Period
    clause: Clause
    proration: Proration | None = None


def placed(path: str, make: Callable[[], T]) -> T:
    """Construct a value, its refusal being placed under ``path``, unless it stands there already."""
    try:
        return make()
    except InvalidValue as error:
        there = error.field == path or error.field.startswith((f"{path}.", f"{path}["))
        raise (error if there else error.under(path)) from None


def a_period(value: object, path: str) -> Period:
    """Read a period by its first and its last day, both included."""
    fields = Fields.of(value, path, PERIOD_KEYS)
    first, last = fields.need("first", a_day), fields.need("last", a_day)
    if last < first:
        raise InvalidValue(fields.at("last"), "le dernier jour précède le premier", "donner un jour qui le suit")
    return Period(first, last + ONE_DAY)


def a_tariff(document: Fields) -> Tariff:
    """Read ``[[tariff]]``."""
    keys = (*PRICE_KEYS, *dict.fromkeys(key for some in MODEL_KEYS.values() for key in some))
    return placed("tariff", lambda: Tariff(tuple(_price(row) for row in document.tables("tariff", keys))))


def a_proration(value: object, path: str, period: Period) -> Proration:
    """Read ``[proration]``: a convention by its name, and from which day cycles are counted."""
    fields = Fields.of(value, path, PRORATION_KEYS)
    name = fields.may("convention", a_text) or "half-open"
    return Proration(fields.may("anchor", a_day) or period.start, placed(path, lambda: convention(name)))


def some_lines(document: Fields, pricing: Pricing) -> tuple[InvoiceLine, ...]:
    """Read ``[[lines]]``: a product of the tariff may give several lines."""
    rows = document.tables("lines", LINE_KEYS)
    return tuple(line for row in rows for line in _lines(row, pricing))


def a_number(value: object, path: str) -> Fraction:
    """Read an exact number: a text of ASCII digits (``"0.0045"``) or a whole number."""
    if type(value) not in (int, str):
        raise InvalidValue(
            path, f"nombre illisible : {shown(value)}", 'l\'écrire entre guillemets, par exemple "0.0045"'
        )
    return placed(path, lambda: as_exact(cast("int | str", value)))


def a_signed_amount(value: object, path: str) -> Money:
    """Read an amount in euros that may be negative: a rebate, a correction."""
    negative = type(value) is str and value.startswith("-")
    amount = an_amount(value[1:] if negative and type(value) is str else value, path)
    return -amount if negative else amount


def a_whole(value: object, path: str) -> int:
    """Read a whole number: of months, of a line, of a series."""
    if type(value) is not int:
        raise InvalidValue(path, f"nombre entier attendu : {shown(value)}", "écrire un nombre entier, sans guillemets")
    return value


def _price(row: Fields) -> Price:
    model = _bounded(row)
    named = [row.need(key, a_text) for key in ("product", "label")]
    kind = cast("Kind", row.choice("kind", tuple(NATURES)))
    first_day, vat = row.need("first_day", a_day), row.need("vat", a_percentage)
    months = row.may("months", a_whole)
    return placed(
        row.path, lambda: Price(named[0], named[1], kind, first_day, model, vat, months=1 if months is None else months)
    )


def _bounded(row: Fields) -> Model:
    kind = row.choice("model", tuple(MODEL_KEYS))
    for key in row.table:
        if key not in (*PRICE_KEYS, *MODEL_KEYS[kind]):
            raise InvalidValue(row.at(key), f"clé sans objet pour le modèle {kind}", "la retirer")
    model = placed(row.path, lambda: _model(row, kind))
    minimum, maximum = row.may("minimum", an_amount), row.may("maximum", an_amount)
    if minimum is None and maximum is None:
        return model
    return placed(row.path, lambda: Bounded(model, minimum, maximum))


def _model(row: Fields, kind: str) -> Unbounded:
    if kind == "per-unit":
        return PerUnit(row.need("unit_price", _a_price))
    if kind == "flat":
        return Flat(row.need("amount", _a_price))
    if kind == "package":
        return Package(
            row.need("size", a_number), row.need("price", _a_price), row.may("free", a_number) or Fraction(0)
        )
    row.need("tiers", a_list)
    tiers = tuple(_tier(tier) for tier in row.tables("tiers", TIER_KEYS))
    bounds = row.choice("bounds", ("inclusive", "exclusive")) if "bounds" in row.table else "inclusive"
    made = Graduated if kind == "graduated" else Volume
    return made(tiers, "exclusive" if bounds == "exclusive" else "inclusive")


def _a_price(value: object, path: str) -> Fraction:
    price = a_number(value, path)
    if price < 0:
        raise InvalidValue(path, f"prix négatif : {shown(value)}", "écrire un prix positif ou nul")
    return price


def _tier(row: Fields) -> Tier:
    up_to, price = row.may("up_to", a_number), row.need("unit_price", _a_price)
    flat, block = row.may("flat", _a_price) or Fraction(0), row.may("block", a_number)
    return placed(row.path, lambda: Tier(up_to, price, flat, block))


def _lines(row: Fields, pricing: Pricing) -> tuple[InvoiceLine, ...]:
    period, corrects = row.may("period", a_period), row.may("corrects", _reference)
    made = _priced(row, pricing, period or pricing.period) if "product" in row.table else (_stated(row, pricing),)
    return tuple(evolve(line, period=line.period or period, corrects=corrects) for line in made)


def _reference(value: object, path: str) -> LineReference:
    fields = Fields.of(value, path, ("invoice", "line"))
    invoice, line = fields.need("invoice", a_text), fields.need("line", a_whole)
    return placed(path, lambda: LineReference(invoice, line))


def _priced(row: Fields, pricing: Pricing, served: Period) -> tuple[InvoiceLine, ...]:
    """Price a product of the tariff, prorated over the line's own period where the invoice prorates.

    A quantity of which nothing is due keeps a line, of zero: no line of the facts goes without a trace.
    """
    for key in ("label", "clause", *_AMOUNTS):
        if key in row.table:
            raise InvalidValue(row.at(key), "clé sans objet pour un produit du tarif", "la retirer, ou retirer product")
    price = pricing.tariff.on(row.need("product", a_text), served.start)
    lines = placed(row.path, lambda: _charged(row, price, served, pricing)) or (_nothing(row, price, served),)
    return tuple(evolve(line, vat=_vat(row, line.vat.rate)) for line in lines)


def _charged(row: Fields, price: Price, served: Period, pricing: Pricing) -> tuple[InvoiceLine, ...]:
    quantity, already = _quantity(row), row.may("already", a_number) or Fraction(0)
    if pricing.proration is None or not price.recurring:
        return charges(price, price.lines(quantity, already), served)
    if already:
        raise InvalidValue(row.at("already"), "clé sans objet pour un produit au prorata", "la retirer")
    return recurring_charges(pricing.tariff, Held(price.product, quantity, served), pricing.proration)


def _nothing(row: Fields, price: Price, served: Period) -> InvoiceLine:
    line = Line(price.clause, f"{price.label}, rien à facturer", Quantity(_quantity(row), 0), head="principal")
    return InvoiceLine(line, VatRate(price.vat), served)


def _quantity(row: Fields) -> Fraction:
    quantity = row.may("quantity", a_number)
    return Fraction(1) if quantity is None else quantity


def _stated(row: Fields, pricing: Pricing) -> InvoiceLine:
    """Take a line whose amount is given: net, gross, or a unit price with a quantity."""
    given = [key for key in _AMOUNTS if key in row.table]
    if len(given) != 1:
        remedy = "donner product, net, gross ou unit_price, un seul des quatre"
        raise InvalidValue(row.path, "ligne sans montant, ou avec plusieurs", remedy)
    clause = row.may("clause", _a_clause) or pricing.clause
    basis = _basis(row, given[0])
    line = Line(clause, row.need("label", a_text), basis, head="principal")
    if line.amount > ZERO:
        refuse_a_price(line.label, field=row.at("label"))
    return InvoiceLine(line, _vat(row, None), includes_vat=given[0] == "gross")


def _basis(row: Fields, given: str) -> Quantity:
    if given == "unit_price":
        return Quantity(_quantity(row), row.need("unit_price", _a_price))
    for key in ("quantity", "already"):
        if key in row.table:
            raise InvalidValue(row.at(key), f"clé sans objet à côté de {given}", "donner unit_price, ou la retirer")
    return Quantity(1, row.need(given, a_signed_amount))


def _a_clause(value: object, path: str) -> Clause:
    text = a_text(value, path)
    try:
        return Clause(text)
    except InvalidValue as error:
        raise InvalidValue(path, error.problem, error.remedy) from None


def _vat(row: Fields, known: Rate | None) -> VatRate:
    category = row.choice("category", get_args(Category)) if "category" in row.table else "standard"
    given = row.may("vat", a_percentage)
    if given is None and category != "standard":
        given = Rate(0)
    rate = known if given is None else given
    if rate is None:
        raise InvalidValue(row.at("vat"), "champ absent", "l'ajouter")
    mention = row.may("mention", a_text) or ""
    return placed(row.path, lambda: VatRate(rate, cast("Category", category), mention))
