"""The three shapes of an answer: :class:`Decompte`, :class:`Decision`, :class:`Deadline`.

The amount of a line is derived from its *basis*, so that it cannot contradict its explanation,
and the total is the sum of the lines. A refusal is an answer, not an exception.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from attrs import field, frozen

from netsoft.clause import Clause
from netsoft.days import Day, Period
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate, half_away, total

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


Basis: TypeAlias = Share | OverDays | Count | RoundingDifference


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
