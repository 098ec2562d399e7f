"""Article 7: a recurring price for part of its cycle, on demand, under a named convention; and a change of price in it.

One-time fees are never prorated. The credit for what is no longer served depends on the old price alone, and all that
is credited never exceeds what was paid.

>>> from datetime import date
>>> from netsoft.billing.prices.pricing import PerUnit
>>> from netsoft.money import Rate
>>> vat, year = Rate.percent("20"), date(2026, 1, 1)
>>> seat = Price("seat", "Abonnement", "per-user", year, PerUnit("30.00"), vat)
>>> joined = Period(date(2026, 6, 16), date(2026, 7, 1))
>>> [str(line.amount) for line in prorate(seat, 2, joined, Proration(year))]
['30.00']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import evolve, field, frozen
from attrs.converters import optional

from netsoft.answers import Line, Prorated, Quantity, ToBound
from netsoft.billing.prices.cycles import HALF_OPEN, Convention, CyclePart, DayCycle, shares
from netsoft.billing.prices.pricing import not_negative, price
from netsoft.billing.prices.tariff import Price
from netsoft.days import Cycle, Day, Period, as_day
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Exact, Money, shown, total
from netsoft.rendering import day as french


def _anchor(value: object) -> Day:
    return as_day(value, "anchor")


@frozen
class Proration:
    """From which day cycles are counted, as it was given, and the convention that shares them.

    Cycles have the months of the price, or so many ``days`` where they are given.
    """

    anchor: Day = field(converter=_anchor)
    convention: Convention = HALF_OPEN
    days: int | None = None

    def parts(self, served: Period, price: Price) -> tuple[CyclePart, ...]:
        """Return the part of each of the price's cycles that a service took."""
        months = Cycle(self.anchor, price.months)
        return shares(served, months if self.days is None else DayCycle(self.anchor, self.days), self.convention)


def _amount(value: object, name: str) -> Money:
    if type(value) is not Money or value < ZERO:
        raise InvalidValue(name, f"{shown(value)} n'est pas un montant positif ou nul", "donner un Money")
    return value


def _paid_amount(value: object) -> Money:
    return _amount(value, "paid")


def _credited_amount(value: object) -> Money:
    return _amount(value, "credited")


def _quantity(value: Exact) -> Fraction:
    return not_negative(value, "quantity")


@frozen
class Sold:
    """A price as it was sold: how many, for which days, prorated how; ``paid`` of it (all, if not said), and
    ``credited`` since.
    """

    price: Price
    quantity: Fraction = field(converter=_quantity)
    served: Period
    how: Proration
    paid: Money | None = field(default=None, kw_only=True, converter=optional(_paid_amount))
    credited: Money = field(default=ZERO, kw_only=True, converter=_credited_amount)

    def lines(self, from_day: Day) -> tuple[Line, ...]:
        """Return what the days sold from a day on cost."""
        return prorate(self.price, self.quantity, self.served.cut(as_day(from_day, "on"))[1], self.how)

    @property
    def received(self) -> Money:
        """What was paid of it, without VAT: all that it costs, if nobody said."""
        return total([line.amount for line in self.lines(self.served.start)]) if self.paid is None else self.paid


@frozen
class Change:
    """What a change of price comes to: the credit for the old one and the charge for the new one, as lines."""

    credit: tuple[Line, ...]
    charge: tuple[Line, ...]

    @property
    def net(self) -> Money:
        """The charge less the credit, in euros without VAT."""
        return total([line.amount for line in (*self.credit, *self.charge)])


def prorate(price: Price, quantity: Exact, served: Period, how: Proration) -> tuple[Line, ...]:
    """Return what a price costs for the days ``served``: cycle by cycle, the whole ones at the whole price.

    A price that does not recur is due whole, once.
    """
    if not price.recurring:
        return price.lines(quantity)
    return tuple(piece.line(price) for piece in _pieces(price, quantity, how.parts(served, price)))


def credit_unused(sold: Sold, on: Day) -> tuple[Line, ...]:
    """Return the credit, as negative lines, for the days sold from ``on``: of the old price, and of nothing else.

    It never exceeds what was paid less what was credited before; nothing that does not recur is credited.
    """
    unused = sold.served.cut(as_day(on, "on"))[1]
    if not sold.price.recurring:
        return ()
    pieces = _pieces(sold.price, sold.quantity, sold.how.parts(unused, sold.price))
    lines = tuple(piece.credited().line(sold.price) for piece in pieces)
    potential = -total([line.amount for line in lines])
    due = capped_credit(potential, sold.received, sold.credited)
    if due == potential:
        return lines
    cap = ToBound(-due, -potential)
    label = f"{sold.price.label}, avoir limité à ce qui a été payé"
    return (*lines, Line(sold.price.clause, label, cap, head="principal"))


def change(old: Sold, new: Sold, on: Day) -> Change:
    """Return what changing from ``old`` to ``new`` on a day comes to, over the days that each was sold for."""
    return Change(credit_unused(old, on), new.lines(on))


def capped_credit(potential: Money, paid: Money, credited: Money = ZERO) -> Money:
    """Return what may still be credited of ``potential``: at most what was paid less what was credited, never less
    than nothing.
    """
    return max(ZERO, min(potential, paid - credited))


@frozen
class _Piece:
    """A part of a price in one cycle: what it is, on what it rests, for which days."""

    label: str
    basis: Quantity | Prorated | ToBound
    why: str

    def line(self, priced: Price) -> Line:
        label = f"{priced.label}, {self.label}" if self.label else priced.label
        return Line(priced.clause, label, self.basis, head="principal", why=self.why)

    def credited(self) -> _Piece:
        label = f"{self.label}, jours non servis" if self.label else "jours non servis"
        return _Piece(label, _opposite(self.basis), self.why)


def _pieces(priced: Price, quantity: Exact, cycles: Iterable[CyclePart]) -> Iterator[_Piece]:
    parts = price(priced.model, quantity)
    for cycle in cycles:
        why = f"du {french(cycle.period.start)} au {french(cycle.period.last)}"
        yield from (_Piece(p.label, p.basis if cycle.whole else _share(p.basis, cycle), why) for p in parts)


def _share(basis: Quantity | ToBound, cycle: CyclePart) -> Prorated:
    one = (Fraction(1), basis.exact)
    quantity, unit_price = one if isinstance(basis, ToBound) else (basis.quantity, basis.unit_price)
    how = cycle.convention
    return Prorated(quantity, unit_price, cycle.period, cycle.days, cycle.of_days, how.name, how.decimals)


def _opposite(basis: Quantity | Prorated | ToBound) -> Quantity | Prorated | ToBound:
    if isinstance(basis, ToBound):
        return ToBound(basis.reached, basis.bound)
    return evolve(basis, quantity=-basis.quantity)
