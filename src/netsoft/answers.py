"""The three shapes of an answer: :class:`Decompte`, :class:`Decision`, :class:`Deadline`.

The amount of a line is derived from its *basis*, so that it cannot contradict its explanation,
and the total is the sum of the lines. A refusal is an answer, not an exception.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from netsoft.clause import Clause
from netsoft.days import Day, Period
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Exact, Money, Rate, as_exact, half_away, to_decimals, to_the_cent, total

Head: TypeAlias = Literal["principal", "interest", "penalty-clause", "statutory-indemnity", "outside-vat"]


@frozen
class Share:
    """A share of a base, struck on a day: 15 % of 1 200.00 on 2023-11-16.

    ``amount`` is the share rounded to the cent, half away from zero.
    """

    base: Money
    rate: Rate
    on: Day
    amount: Money = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "amount", self.rate.of(self.base))


@frozen
class OverDays:
    """A yearly rate over days: the base, the days counted, the rate, the length of the year and its source.

    ``year_days`` is 365, or 366 under ACT/ACT in a leap year; ``order`` is the act that fixed the rate, if known.
    ``amount`` is base x rate x days / year, rounded to the cent, half away from zero.
    """

    base: Money
    period: Period
    rate: Rate
    year_days: int
    day_count: str
    order: str = ""
    amount: Money = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        numerator = self.base.cents * self.rate.numerator * self.period.days
        cents = half_away(numerator, self.rate.denominator * self.year_days)
        object.__setattr__(self, "amount", Money(cents=cents))


@frozen
class Count:
    """A count at a unit price: 1 invoice at 40.00."""

    count: int
    price: Money
    on: Day

    @property
    def amount(self) -> Money:
        """Count x price."""
        return self.price * self.count


@frozen
class RoundingDifference:
    """The cents between lines rounded one by one and their exact sum rounded once."""

    difference: Money

    @property
    def amount(self) -> Money:
        """The difference itself, of either sign."""
        return self.difference


def _quantity(value: Exact) -> Fraction:
    return as_exact(value, "quantity")


def _unit_price(value: Exact) -> Fraction:
    return as_exact(value, "unit_price")


def _already(value: Exact) -> Fraction:
    return as_exact(value, "already")


@frozen
class Quantity:
    """A quantity at an exact unit price, in euros: 1 200 actions at 0.0045.

    ``already`` is the running quantity billed before at that price: the amount is that of the whole less that of what
    was billed, each rounded to the cent, half away from zero, so that parts billed one after another lose no cent.
    A negative quantity takes back.
    """

    quantity: Fraction = field(converter=_quantity)
    unit_price: Fraction = field(converter=_unit_price)
    already: Fraction = field(default=Fraction(0), converter=_already, kw_only=True)

    @property
    def exact(self) -> Fraction:
        """Quantity x unit price, in euros, before any rounding."""
        return self.quantity * self.unit_price

    @property
    def amount(self) -> Money:
        """The amount to the cent."""
        whole = to_the_cent((self.already + self.quantity) * self.unit_price)
        return whole - to_the_cent(self.already * self.unit_price)


@frozen
class Prorated:
    """A quantity at a unit price for part of a cycle: 30.00 for 15 of its 30 days.

    ``days`` are those of ``period``, ``of_days`` those of the whole cycle, both as ``convention`` counts them; a whole
    cycle has ``days == of_days``. ``decimals`` rounds the share itself, where the convention does.
    ``amount`` is quantity x unit price x share, rounded once to the cent, half away from zero.
    """

    quantity: Fraction = field(converter=_quantity)
    unit_price: Fraction = field(converter=_unit_price)
    period: Period
    days: int
    of_days: int
    convention: str = ""
    decimals: int | None = None

    def __attrs_post_init__(self) -> None:
        if type(self.of_days) is not int or type(self.days) is not int or self.of_days < 1:
            raise InvalidValue("of_days", "part de cycle illisible", "donner des jours entiers d'un cycle non vide")

    @property
    def share(self) -> Fraction:
        """The share of the cycle; 1 for a whole one."""
        return to_decimals(Fraction(self.days, self.of_days), self.decimals)

    @property
    def exact(self) -> Fraction:
        """Quantity x unit price x share, in euros, before any rounding."""
        return self.quantity * self.unit_price * self.share

    @property
    def amount(self) -> Money:
        """The amount to the cent."""
        return to_the_cent(self.exact)


@frozen
class ToBound:
    """What brings lines to an agreed bound: a true-up to a minimum, or a discount down to a maximum.

    ``reached`` is what the lines come to, ``bound`` what they may come to; ``already`` was adjusted before.
    """

    bound: Money
    reached: Money
    already: Money = field(default=ZERO, kw_only=True)

    @property
    def exact(self) -> Fraction:
        """The amount, which is exact."""
        return as_exact(self.amount)

    @property
    def amount(self) -> Money:
        """Bound less reached, less what was adjusted before: positive for a true-up, negative for a discount."""
        return self.bound - self.reached - self.already


Basis: TypeAlias = Share | OverDays | Count | RoundingDifference | Quantity | Prorated | ToBound


@frozen
class Line:
    """One line of an account: the clause it applies, to which invoice, in words, and its basis.

    ``why`` names in French the fact that set it off, where one did: a due day passed, a rejection, a recourse.
    """

    clause: Clause
    label: str
    basis: Basis
    invoice: str | None = None
    head: Head = "interest"
    why: str = ""

    @property
    def amount(self) -> Money:
        """The amount that the basis gives."""
        return self.basis.amount


@frozen
class Pending:
    """A line that would be due if a missing fact were given: which fact, and the amount if it is proved."""

    clause: Clause
    missing: str
    amount_if_proved: Money
    invoice: str | None = None


@frozen
class Remark:
    """Something printed for the record beside the total, never counted in it."""

    clause: Clause
    label: str
    amount: Money


@frozen
class Decompte:
    """An amount, line by line; what is pending and what is for the record stand outside the total."""

    lines: tuple[Line, ...] = ()
    pending: tuple[Pending, ...] = field(default=(), kw_only=True)
    for_the_record: tuple[Remark, ...] = field(default=(), kw_only=True)

    @property
    def lines_total(self) -> Money:
        """The sum of the lines."""
        return total([line.amount for line in self.lines])


@frozen
class Reason:
    """Why: the clause and the fact, in French, as the parties read it."""

    clause: Clause
    fact: str


@frozen
class Decision:
    """May or may not: granted, refused, or pending on a missing fact, with its reasons."""

    verdict: Literal["granted", "refused", "pending"]
    reasons: tuple[Reason, ...]

    def __attrs_post_init__(self) -> None:
        if not self.reasons:
            raise InvalidValue("reasons", "décision sans motif", "donner au moins un motif avec sa clause")

    @property
    def granted(self) -> bool:
        """Whether the answer is yes."""
        return self.verdict == "granted"


@frozen
class Deadline:
    """By when: the last day (or instant), the clause, and in French the computation that gave it."""

    last: Day | datetime
    clause: Clause
    rule: str
