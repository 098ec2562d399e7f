"""Euros to the cent, and the rates that round them.

:class:`Money` holds whole cents of euro. It adds, subtracts and compares; only a :class:`Rate` rounds it,
half away from zero, so that ``rate.of(-m) == -rate.of(m)``.

>>> Rate.percent("15").of(Money.parse("1200.10"))
Money('180.02')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Final, TypeAlias

from attrs import field, frozen

from netsoft.errors import InvalidValue

_AMOUNT: Final = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,2}))?", re.ASCII)
_MOST_DIGITS: Final = 12
_LARGEST: Final = 10**_MOST_DIGITS
_EXACT: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?", re.ASCII)
_PERCENT: Final = re.compile(r"(-?)([0-9]{1,6})(?:\.([0-9]{1,12}))?", re.ASCII)


def half_away(numerator: int, denominator: int) -> int:
    """Round ``numerator / denominator`` to the nearest integer, halves away from zero.

    ``denominator`` is positive.

    >>> half_away(5, 2), half_away(-5, 2), half_away(7, 3)
    (3, -3, 2)
    """
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient


def _whole(value: object, name: str) -> int:
    if type(value) is not int:
        raise InvalidValue(name, f"{value!r} n'est pas un nombre entier", "donner un entier, ni booléen ni flottant")
    return value


@frozen(order=True, repr=False, str=False)
class Money:
    """An amount in euros, exact to the cent; ``Money.parse("12.34")`` or ``Money(cents=1234)``."""

    cents: int = field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        if type(self.cents) is not int:
            _whole(self.cents, "cents")

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read ASCII digits with at most two decimals after a point, in euros.

        Floats, exponents, underscores, spaces, signs other than a leading ``-`` and other scripts are refused.
        """
        match = _AMOUNT.fullmatch(text) if type(text) is str else None
        if match is None:
            raise InvalidValue("", f"montant illisible : {shown(text)}", _AMOUNT_REMEDY)
        sign, whole, part = match.groups()
        if len(whole.lstrip("0")) > _MOST_DIGITS:
            raise InvalidValue(
                "", f"montant trop grand : {shown(text)}", "écrire au plus douze chiffres avant le point"
            )
        cents = int(whole) * 100 + int((part or "").ljust(2, "0"))
        return cls(cents=-cents if sign else cents)

    @property
    def euros(self) -> Decimal:
        """The same amount as an exact decimal number of euros, whatever the decimal context of the caller."""
        return Decimal(str(self))

    def split(self, weights: Sequence[int | Fraction]) -> tuple[Money, ...]:
        """Share the amount by ``weights`` without losing a cent.

        Largest remainder; equal remainders are served in the order given. Weights are exact (integers or
        fractions), none negative, not all zero.
        """
        if any(type(w) not in (int, Fraction) for w in weights):
            raise InvalidValue("weights", "poids inexacts", "donner des entiers ou des fractions, jamais des flottants")
        if not weights or min(weights) < 0 or not any(weights):
            raise InvalidValue("weights", "poids nuls, négatifs ou absents", "donner au moins un poids positif")
        return tuple(Money(cents=c) for c in _largest_remainder(self.cents, weights))

    def __add__(self, other: Money) -> Money:
        return Money(cents=self.cents + other.cents) if type(other) is Money else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(cents=self.cents - other.cents) if type(other) is Money else NotImplemented

    def __mul__(self, count: int) -> Money:
        return Money(cents=self.cents * count) if type(count) is int else NotImplemented

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(cents=-self.cents)

    def __bool__(self) -> bool:
        return self.cents != 0

    def __str__(self) -> str:
        sign, (euros, cents) = "-" if self.cents < 0 else "", divmod(abs(self.cents), 100)
        return f"{sign}{euros}.{cents:02d}"

    def __repr__(self) -> str:
        return f"Money('{self}')"


_AMOUNT_REMEDY: Final = "écrire des chiffres et au plus deux décimales après un point, par exemple « 1200.50 »"
ZERO: Final = Money(cents=0)
CENT: Final = Money(cents=1)


def total(amounts: Sequence[Money]) -> Money:
    """Add amounts; nothing gives zero."""
    return Money(cents=sum(a.cents for a in amounts))


Exact: TypeAlias = int | str | Decimal | Fraction | Money
"""What may be written for an exact number: ``3``, ``"0.0045"``, a decimal, a fraction, an amount; never a float."""


def as_exact(value: Exact, name: str = "") -> Fraction:
    """Return the exact fraction that ``value`` writes; an amount gives its euros.

    Twelve digits on each side of the point at most; floats, booleans and texts of any other form are refused.

    >>> as_exact("0.0045")
    Fraction(9, 2000)
    """
    exact = value if type(value) is Fraction else _read_exact(value)
    if exact is None or abs(exact.numerator) >= _LARGEST * exact.denominator:
        raise InvalidValue(name, f"nombre illisible : {shown(value)}", "donner un nombre exact, par exemple « 0.0045 »")
    return exact


def _read_exact(value: object) -> Fraction | None:
    match value:
        case Money():
            return Fraction(value.cents, 100)
        case bool():
            return None
        case int():
            return Fraction(value)
        case str() if _EXACT.fullmatch(value):
            return Fraction(value)
        case Decimal() if value.is_finite() and abs(int(value.as_tuple().exponent)) <= _MOST_DIGITS:
            return Fraction(value)
        case _:
            return None


def to_the_cent(exact: Fraction) -> Money:
    """Round an exact number of euros to the cent, half away from zero."""
    return Money(cents=half_away(exact.numerator * 100, exact.denominator))


def to_decimals(exact: Fraction, decimals: int | None) -> Fraction:
    """Round an exact number to so many decimals, half away from zero; ``None`` leaves it exact."""
    if decimals is None:
        return exact
    scale: int = 10**decimals
    return Fraction(half_away(exact.numerator * scale, exact.denominator), scale)


def exact_text(value: Fraction) -> str:
    """Write an exact number in plain digits (``"0.0045"``), or as a fraction (``"1/3"``) if it has no end."""
    for places in range(_MOST_DIGITS * 2):
        if not 10**places % value.denominator:
            digits = value.numerator * 10**places // value.denominator
            return _point(digits, places) if places else str(digits)
    return str(value)


def of_cents(cents: Iterable[int]) -> Money:
    """Add whole cents into an amount."""
    return Money(cents=sum(cents))


def shown(value: object, limit: int = 40) -> str:
    """Quote a refused value, cut short, in one line."""
    text = (
        exact_text(value) if type(value) is Fraction else str(value) if isinstance(value, str | Money) else repr(value)
    )
    text = text.encode("unicode_escape").decode("ascii") if not text.isprintable() else text
    return f"« {text[:limit]}… »" if len(text) > limit else f"« {text} »"


def _largest_remainder(cents: int, weights: Sequence[int | Fraction]) -> list[int]:
    whole, sign = sum(map(Fraction, weights)), -1 if cents < 0 else 1
    exact = [Fraction(w) * abs(cents) / whole for w in weights]
    floors = [e.numerator // e.denominator for e in exact]
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in order[: abs(cents) - sum(floors)]:
        floors[i] += 1
    return [sign * f for f in floors]


@frozen(repr=False, str=False, order=False)
class Rate:
    """An exact fraction, such as 15 % or three times the legal rate.

    >>> Rate.percent("5.07").times(3)
    Rate('15.21 %')
    """

    numerator: int
    denominator: int = 1

    def __attrs_post_init__(self) -> None:
        if _whole(self.denominator, "denominator") <= 0:
            raise InvalidValue("denominator", "dénominateur nul ou négatif", "donner un dénominateur positif")
        divisor = gcd(_whole(self.numerator, "numerator"), self.denominator)
        object.__setattr__(self, "numerator", self.numerator // divisor)
        object.__setattr__(self, "denominator", self.denominator // divisor)

    @classmethod
    def percent(cls, text: str) -> Rate:
        """Read a percentage written with ASCII digits and a point: ``"15"``, ``"2.75"``."""
        match = _PERCENT.fullmatch(text) if type(text) is str else None
        if match is None:
            raise InvalidValue("", f"taux illisible : {shown(text)}", "écrire un pourcentage, par exemple « 2.75 »")
        sign, whole, part = match.groups()
        digits = part or ""
        return cls(int(sign + whole + digits), 100 * 10 ** len(digits))

    @property
    def fraction(self) -> Fraction:
        """The rate as an exact fraction of one."""
        return Fraction(self.numerator, self.denominator)

    def of(self, base: Money) -> Money:
        """Return this share of ``base``, rounded to the cent, half away from zero."""
        return Money(cents=half_away(base.cents * self.numerator, self.denominator))

    def times(self, count: int) -> Rate:
        """Return ``count`` times this rate."""
        return Rate(self.numerator * _whole(count, "count"), self.denominator)

    def plus(self, points: Rate) -> Rate:
        """Add percentage points."""
        return Rate(
            self.numerator * points.denominator + points.numerator * self.denominator,
            self.denominator * points.denominator,
        )

    def __lt__(self, other: Rate) -> bool:
        return self.numerator * other.denominator < other.numerator * self.denominator

    @property
    def percent_text(self) -> str:
        """The percentage in plain digits, two decimals at least: ``"15.00"``, ``"15.21"``.

        A rate without a finite decimal form is written as a fraction: ``"100/3"``.
        """
        percent = Fraction(100 * self.numerator, self.denominator)
        for places in range(2, 15):
            scaled = percent * 10**places
            if scaled.denominator == 1:
                return _point(scaled.numerator, places)
        return str(percent)

    def __repr__(self) -> str:
        return f"Rate('{self.percent_text} %')"


def _point(digits: int, places: int) -> str:
    sign, text = "-" if digits < 0 else "", str(abs(digits)).rjust(places + 1, "0")
    return f"{sign}{text[:-places]}.{text[-places:]}"
