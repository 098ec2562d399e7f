r"""French typography of values: ``1 234,56 €``, ``15,21 %``, ``22/11/2026``, ``22 novembre 2026``.

Thousands are parted by a narrow no-break space (U+202F), units by a no-break space (U+00A0), and a negative amount
bears a true minus sign (U+2212). Only values are rendered here, never a layout, so that reasons and labels can be
written where the rule stands.

>>> euros(Money.parse("1234.56")).replace("\u202f", " ").replace("\xa0", " ")
'1 234,56 €'
>>> from datetime import date
>>> long_day(date(2026, 11, 1))
'1er novembre 2026'
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from netsoft.days import Day
from netsoft.money import Money, Rate, exact_text

NARROW_SPACE: Final = "\u202f"
NO_BREAK_SPACE: Final = "\u00a0"
MINUS: Final = "\u2212"
MONTHS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def euros(amount: Money) -> str:
    """Write an amount in euros, two decimals, thousands parted."""
    whole, cents = divmod(abs(amount.cents), 100)
    sign = MINUS if amount.cents < 0 else ""
    return f"{sign}{count(whole)},{cents:02d}{NO_BREAK_SPACE}€"


def percent(rate: Rate) -> str:
    """Write a rate as a percentage, two decimals at least."""
    text = rate.percent_text.replace(".", ",").replace("-", MINUS)
    return f"{text}{NO_BREAK_SPACE}%"


def count(number: int) -> str:
    """Write a whole number, thousands parted."""
    sign = MINUS if number < 0 else ""
    return sign + f"{abs(number):,}".replace(",", NARROW_SPACE)


def number(exact: Fraction, places: int = 0) -> str:
    """Write an exact number, at least so many decimals: ``1 200``, ``0,0045``; ``1/3`` where it has no end."""
    if "/" in (text := exact_text(exact)):
        return text.replace("-", MINUS)
    whole, _, part = text.lstrip("-").partition(".")
    sign, decimals = MINUS if exact < 0 else "", part.ljust(places, "0")
    return sign + count(int(whole)) + (f",{decimals}" if decimals else "")


def unit_price(exact: Fraction) -> str:
    """Write an exact price in euros, two decimals at least: ``0,0045 €``."""
    return f"{number(exact, 2)}{NO_BREAK_SPACE}€"


def day(value: Day) -> str:
    """Write a day in figures: ``22/11/2026``."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def long_day(value: Day) -> str:
    """Write a day in letters: ``22 novembre 2026``; the first of a month is ``1er``."""
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first} {MONTHS[value.month - 1]} {value.year}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: ``1 jour``, ``2 jours``; under two is singular in French."""
    noun = one if abs(number) < 2 else many or f"{one}s"
    return f"{count(number)}{NO_BREAK_SPACE}{noun}"


def months(number: int) -> str:
    """Write a number of months, which has no plural of its own in French: ``1 mois``, ``2 mois``."""
    return f"{count(number)}{NO_BREAK_SPACE}mois"
