r"""How the amount of a line of price comes about, in French: a quantity, part of a cycle, a bound.

>>> price_words(Quantity(1200, "0.0045")).replace("\u202f", " ").replace("\xa0", " ")
'1 200 × 0,0045 €'
"""

from __future__ import annotations

from netsoft.answers import Prorated, Quantity, ToBound
from netsoft.rendering import day, euros, number, unit_price


def price_words(basis: Quantity | Prorated | ToBound) -> str:
    """Return the reckoning of a line of price, as people read it."""
    match basis:
        case Quantity():
            return _at(basis) + (f", après {number(basis.already)} déjà comptés" if basis.already else "")
        case Prorated():
            return f"{_at(basis)} × {basis.days}/{basis.of_days}{_dates(basis)}"
        case _:
            words = f"pour atteindre {euros(basis.bound)} au lieu de {euros(basis.reached)}"
            return words + (f", dont {euros(basis.already)} déjà comptés" if basis.already else "")


def _at(basis: Quantity | Prorated) -> str:
    return f"{number(basis.quantity)} × {unit_price(basis.unit_price)}"


def _dates(basis: Prorated) -> str:
    if not basis.period.days:
        return ""
    return f", du {day(basis.period.start)} au {day(basis.period.last)} inclus"
