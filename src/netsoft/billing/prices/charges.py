"""Article 7: from what a client holds and a dated tariff to the lines of an invoice, each with its rate of VAT.

A price that changes while it is held is cut there: the days before keep the old one. A product without a price on one
of its days is a missing fact.

>>> from datetime import date
>>> from netsoft.billing.prices.pricing import PerUnit
>>> from netsoft.billing.prices.tariff import Price
>>> from netsoft.money import Rate
>>> def seat(amount, first_day):
...     return Price("seat", "Abonnement", "per-user", first_day, PerUnit(amount), Rate.percent("20"))
>>> tariff = Tariff((seat("30.00", date(2026, 1, 1)), seat("36.00", date(2026, 6, 16))))
>>> june = Held("seat", 2, Period(date(2026, 6, 1), date(2026, 7, 1)))
>>> for line in recurring_charges(tariff, june, Proration(date(2026, 1, 1))):
...     print(line.line.amount, line.line.why, line.vat.rate.percent_text)
30.00 du 01/06/2026 au 15/06/2026 20.00
36.00 du 16/06/2026 au 30/06/2026 20.00
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import field, frozen

from netsoft.answers import Line
from netsoft.billing.invoices.invoice_values import InvoiceLine
from netsoft.billing.invoices.vat import VatRate
from netsoft.billing.prices.pricing import not_negative
from netsoft.billing.prices.proration import Proration, prorate
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.days import Period
from netsoft.errors import InvalidValue
from netsoft.money import Exact, shown


def _quantity(value: Exact) -> Fraction:
    return not_negative(value, "quantity")


@frozen
class Held:
    """What a client holds: how many of a product, for which days."""

    product: str
    quantity: Fraction = field(converter=_quantity)
    served: Period


def charges(price: Price, lines: Iterable[Line], period: Period | None = None) -> tuple[InvoiceLine, ...]:
    """Return lines of a price as lines of an invoice: with its VAT, and the period that they are for."""
    return tuple(InvoiceLine(line, VatRate(price.vat), period) for line in lines)


def recurring_charges(tariff: Tariff, held: Held, how: Proration) -> tuple[InvoiceLine, ...]:
    """Return what a recurring product costs for the days that it is held, at the price of each day."""
    return tuple(line for piece in _pieces(tariff, held) for line in _charged(tariff, held, piece, how))


def _charged(tariff: Tariff, held: Held, piece: Period, how: Proration) -> tuple[InvoiceLine, ...]:
    price = tariff.on(held.product, piece.start)
    if not price.recurring:
        problem = f"{shown(held.product)} n'a pas de période : il est dû une fois"
        raise InvalidValue("product", problem, "le facturer quand il est fourni")
    return charges(price, prorate(price, held.quantity, piece, how), piece)


def _pieces(tariff: Tariff, held: Held) -> Iterator[Period]:
    rest = held.served
    for price in tariff.history(held.product):
        piece, rest = rest.cut(price.first_day)
        if piece.days:
            yield piece
    if rest.days:
        yield rest
