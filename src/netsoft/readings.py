"""Readings: each open question of the terms, its default and its alternatives; here those of article 8.

Those of article 7 are in :mod:`netsoft.usage_readings`, those of the life of the contract in
:mod:`netsoft.contract_readings`.

A :class:`Readings` is a frozen choice, one value per question; an account says which it used.
``docs/readings.md`` tells each question at length.

>>> Readings().bounds
'(due, paid]'
>>> Readings.of({"day_count": "ACT/ACT"}).day_count
'ACT/ACT'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final, Literal, Self, TypeAlias

import attrs
from attrs import frozen

from netsoft.errors import InvalidValue
from netsoft.money import shown

PenaltyBase = Literal["once", "balance-on-day-drawn", "annual-rate"]
Bounds = Literal["(due, paid]", "[due, paid)"]
DayCount = Literal["ACT/365F", "ACT/ACT"]
RateChange = Literal["each-half-year", "at-due-date"]
Rounding = Literal["each-line", "each-invoice"]
Imputation = Literal["interest-first", "accessories-first", "principal-first"]
BetweenInvoices = Literal["most-interest", "oldest-first", "pro-rata"]
FlatBase = Literal["principal-and-interest", "all-sums-due", "principal"]
Cumulation = Literal["cumulative", "opposition-absorbs"]
RestoresAccess = Literal["principal-and-interest", "everything", "principal"]
CreditorSideRejections = Literal["no-default", "as-any-other"]
CreditNoteEffect = Literal["by-cause", "from-its-date"]
ReturnEffect = Literal["from-the-return", "as-if-never-paid"]

Options: TypeAlias = tuple[tuple[str, str, tuple[str | bool, ...]], ...]
"""Number, key and values of readings; the first value of each is its default."""

OPTIONS: Final[Options] = (
    ("R-03", "penalty_base", ("once", "balance-on-day-drawn", "annual-rate")),
    ("R-04", "bounds", ("(due, paid]", "[due, paid)")),
    ("R-05", "day_count", ("ACT/365F", "ACT/ACT")),
    ("R-06", "rate_change", ("each-half-year", "at-due-date")),
    ("R-07", "rounding", ("each-line", "each-invoice")),
    ("R-08", "imputation", ("interest-first", "accessories-first", "principal-first")),
    ("R-09", "between_invoices", ("most-interest", "oldest-first", "pro-rata")),
    ("R-10", "flat_base", ("principal-and-interest", "all-sums-due", "principal")),
    ("R-11", "statutory_indemnity", (False, True)),
    ("R-20", "formal_notice", (False, True)),
    ("R-21", "cumulation", ("cumulative", "opposition-absorbs")),
    ("R-22", "restores_access", ("principal-and-interest", "everything", "principal")),
    ("R-23", "creditor_side_rejections", ("no-default", "as-any-other")),
    ("R-24", "credit_note_effect", ("by-cause", "from-its-date")),
    ("R-34", "return_effect", ("from-the-return", "as-if-never-paid")),
)
"""Number, key and values of each reading; the first value is the default."""


class Choices:
    """One choice per open question: what the readings of every article share."""

    __slots__ = ()
    QUESTIONS: ClassVar[Options] = ()

    def __attrs_post_init__(self) -> None:
        for _number, key, values in self.QUESTIONS:
            _one_of(key, getattr(self, key), values)

    @classmethod
    def of(cls, choices: Mapping[str, object]) -> Self:
        """Read choices by their keys; an unknown key or value is refused with what may be written."""
        known = {key for _number, key, _values in cls.QUESTIONS}
        for key in choices:
            if key not in known:
                remedy = f"choisir parmi {', '.join(sorted(known))}"
                raise InvalidValue(key, "lecture inconnue", remedy)
        return cls(**choices)

    def variants(self) -> tuple[tuple[str, str | bool, Self], ...]:
        """Return each reading changed alone: its number, the value taken, and the whole choice."""
        return tuple(
            (number, value, attrs.evolve(self, **{key: value}))  # type: ignore[misc]
            for number, key, values in self.QUESTIONS
            for value in values
            if value != getattr(self, key)
        )


@frozen
class Readings(Choices):
    """One choice per open question of article 8; the defaults are those of ``docs/readings.md``."""

    QUESTIONS: ClassVar[Options] = OPTIONS

    penalty_base: PenaltyBase = "once"
    bounds: Bounds = "(due, paid]"
    day_count: DayCount = "ACT/365F"
    rate_change: RateChange = "each-half-year"
    rounding: Rounding = "each-line"
    imputation: Imputation = "interest-first"
    between_invoices: BetweenInvoices = "most-interest"
    flat_base: FlatBase = "principal-and-interest"
    statutory_indemnity: bool = False
    formal_notice: bool = False
    cumulation: Cumulation = "cumulative"
    restores_access: RestoresAccess = "principal-and-interest"
    creditor_side_rejections: CreditorSideRejections = "no-default"
    credit_note_effect: CreditNoteEffect = "by-cause"
    return_effect: ReturnEffect = "from-the-return"


def _one_of(key: str, value: object, values: tuple[str | bool, ...]) -> None:
    if not any(type(value) is type(v) and value == v for v in values):
        allowed = ", ".join(str(v).lower() if isinstance(v, bool) else f"« {v} »" for v in values)
        raise InvalidValue(key, f"lecture inconnue : {shown(value)}", f"écrire {allowed}")


DEFAULTS: Final = Readings()
"""The default reading of every question."""
