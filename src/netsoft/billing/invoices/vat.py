"""VAT of an invoice: once per rate, on the sum of the net lines; the other roundings are named and offered.

``per-rate`` (the default) taxes the sum of the net lines of each rate. ``per-line`` taxes each line and adds.
``gross-kept`` keeps the sum of the gross lines and takes the VAT out of it, so that the net may differ from the sum
of the net lines by a rounding, which is shown. A line given with its VAT included has as net what its gross less the
VAT in it leaves, to the cent. Amounts are euros, rounded half away from zero.

>>> standard = VatRate(Rate.percent("19"))
>>> lines = [Taxed(Money.parse("100.00"), standard, includes_vat=True)] * 5
>>> [str(vat(lines, rounding).vat) for rounding in ("per-line", "per-rate", "gross-kept")]
['79.85', '79.83', '79.83']
>>> [str(vat(lines, rounding).gross) for rounding in ("per-line", "per-rate", "gross-kept")]
['500.00', '499.98', '500.00']
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, TypeAlias, get_args

from attrs import frozen

from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate, shown, total

VatRounding: TypeAlias = Literal["per-rate", "per-line", "gross-kept"]
"""Where the VAT is rounded: once per rate on the net, line by line, or once per rate within the gross."""
Category: TypeAlias = Literal["standard", "reverse-charge", "exempt", "outside"]
"""Why a line bears VAT or none: taxed, owed by the client, exempt, outside the scope of VAT."""
ROUNDINGS: Final = get_args(VatRounding)


@frozen
class VatRate:
    """A rate of VAT; where the client owes it, or nobody does, the rate is zero and ``mention`` says by which text."""

    rate: Rate
    category: Category = "standard"
    mention: str = ""

    def __attrs_post_init__(self) -> None:
        if type(self.rate) is not Rate or not 0 <= self.rate.fraction <= 1:
            given = f"{self.rate.percent_text} %" if type(self.rate) is Rate else self.rate
            raise InvalidValue("vat", f"taux de TVA illisible : {shown(given)}", "donner un taux de 0 à 100 %")
        if self.category not in get_args(Category):
            problem = f"régime de TVA inconnu : {shown(self.category)}"
            raise InvalidValue("category", problem, f"écrire {', '.join(get_args(Category))}")
        if self.category != "standard" and self.rate.numerator:
            raise InvalidValue(
                "vat", "un taux pour une ligne sans TVA", "donner un taux nul, ou le régime « standard »"
            )

    @property
    def base(self) -> VatRate:
        """What its tax is counted under: a rate that taxes is one, whatever its lines mention."""
        return VatRate(self.rate) if self.rate.numerator and self.mention else self

    @property
    def within(self) -> Rate:
        """The share of a gross amount that is its net."""
        return Rate(self.rate.denominator, self.rate.denominator + self.rate.numerator)


@frozen
class Taxed:
    """An amount and its rate of VAT, which it includes or not."""

    amount: Money
    rate: VatRate
    includes_vat: bool = False

    @property
    def net(self) -> Money:
        """The amount without VAT, to the cent."""
        return self.rate.within.of(self.amount) if self.includes_vat else self.amount

    @property
    def gross(self) -> Money:
        """The amount with VAT, to the cent."""
        return self.amount if self.includes_vat else self.amount + self.rate.rate.of(self.amount)


@frozen
class VatSubtotal:
    """What one rate comes to: ``lines`` is the sum of the net lines, from which ``net`` may differ by a rounding."""

    rate: VatRate
    lines: Money
    net: Money
    vat: Money

    @property
    def gross(self) -> Money:
        """Net and VAT."""
        return self.net + self.vat

    @property
    def rounding(self) -> Money:
        """What rounding adds to the sum of the net lines."""
        return self.net - self.lines


@frozen
class Vat:
    """The VAT of an invoice, one subtotal per rate, in the order in which the rates come."""

    subtotals: tuple[VatSubtotal, ...]
    rounding: VatRounding = "per-rate"

    @property
    def net(self) -> Money:
        """The total without VAT."""
        return total([subtotal.net for subtotal in self.subtotals])

    @property
    def vat(self) -> Money:
        """The VAT."""
        return total([subtotal.vat for subtotal in self.subtotals])

    @property
    def gross(self) -> Money:
        """The total with VAT."""
        return self.net + self.vat

    def __sub__(self, other: Vat) -> Vat:
        """Return what remains, rate by rate, once ``other`` is taken off; rates of which nothing remains go."""
        taken = {subtotal.rate: subtotal for subtotal in other.subtotals}
        left = [_less(subtotal, taken.get(subtotal.rate)) for subtotal in self.subtotals]
        return Vat(tuple(subtotal for subtotal in left if subtotal.lines or subtotal.gross), self.rounding)


def vat(lines: Iterable[Taxed], rounding: VatRounding = "per-rate") -> Vat:
    """Return the VAT of lines; :class:`~netsoft.errors.InvalidValue` for a rounding that has no name here."""
    if rounding not in ROUNDINGS:
        raise InvalidValue("rounding", f"arrondi inconnu : {shown(rounding)}", f"écrire {', '.join(ROUNDINGS)}")
    by_rate: dict[VatRate, list[Taxed]] = {}
    for line in lines:
        by_rate.setdefault(line.rate.base, []).append(line)
    return Vat(tuple(_subtotal(rate, some, rounding) for rate, some in by_rate.items()), rounding)


def _subtotal(rate: VatRate, lines: Sequence[Taxed], rounding: VatRounding) -> VatSubtotal:
    net, gross = total([line.net for line in lines]), total([line.gross for line in lines])
    if rounding == "per-rate":
        return VatSubtotal(rate, net, net, rate.rate.of(net))
    if rounding == "per-line":
        return VatSubtotal(rate, net, net, gross - net)
    kept = rate.within.of(gross)
    return VatSubtotal(rate, net, kept, gross - kept)


def _less(subtotal: VatSubtotal, taken: VatSubtotal | None) -> VatSubtotal:
    if taken is None:
        return subtotal
    return VatSubtotal(subtotal.rate, subtotal.lines - taken.lines, subtotal.net - taken.net, subtotal.vat - taken.vat)
