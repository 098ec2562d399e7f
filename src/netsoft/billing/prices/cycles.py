"""The share of each cycle that a service took, under a named convention.

A whole cycle carries exactly 1; shares add up over any cut of the service; the length of a cycle comes from its anchor
and its index alone, never from the day on which use began.

>>> from datetime import date
>>> quarter = Cycle(date(2024, 4, 1), 3)
>>> [(part.days, part.of_days) for part in shares(Period(date(2024, 5, 20), date(2024, 7, 1)), quarter)]
[(42, 91)]
>>> INCLUSIVE.period(date(2024, 3, 15), date(2024, 3, 31)).days
17
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from netsoft.days import ONE_DAY, Cycle, Day, Period, anniversary, as_day, whole_months
from netsoft.errors import InvalidValue
from netsoft.money import shown, to_decimals

Counting: TypeAlias = Literal["actual", "30-day-months"]
"""Days as they are, or twelve months of thirty days: the 31st counts as the 30th."""
Denominator: TypeAlias = Literal["each-cycle", "first-cycle", "year-of-365"]
"""Over which days: those of each cycle touched; those of the cycle in which the service began, even beyond its end; a
year of 365 days always."""
LastDay: TypeAlias = Literal["excluded", "included"]
_BEGINNING: Final = date(1, 1, 1)
_MONTH_OF_30: Final = 30
_YEAR: Final = 365


@frozen
class Convention:
    """How days become a share: its name, what counts as a day, over which days, to how many decimals if rounded.

    ``last_day`` says how dates are read (:meth:`period`); inside, the last day is always excluded.
    """

    name: str
    counting: Counting = field(default="actual", kw_only=True)
    denominator: Denominator = field(default="each-cycle", kw_only=True)
    last_day: LastDay = field(default="excluded", kw_only=True)
    decimals: int | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name, options in (("counting", Counting), ("denominator", Denominator), ("last_day", LastDay)):
            if getattr(self, name) not in get_args(options):
                problem = f"règle inconnue : {shown(getattr(self, name))}"
                raise InvalidValue(name, problem, f"écrire {', '.join(get_args(options))}")
        if self.decimals is not None and (type(self.decimals) is not int or self.decimals < 0):
            raise InvalidValue("decimals", f"{shown(self.decimals)} décimales", "donner un entier positif ou nul")

    def period(self, start: Day, end: Day) -> Period:
        """Return the days from ``start`` to ``end``, the last one in or out as the convention reads dates."""
        return Period(start, as_day(end, "end") + ONE_DAY if self.last_day == "included" else end)

    def count(self, days: Period) -> int:
        """Count days."""
        return days.days if self.counting == "actual" else _thirty(days.end) - _thirty(days.start)


HALF_OPEN: Final = Convention("half-open")
INCLUSIVE: Final = Convention("inclusive", last_day="included")
THIRTY_DAYS: Final = Convention("30-day-months", counting="30-day-months")
NINE_DECIMALS: Final = Convention("9-decimals", decimals=9)
FROM_LAST_BILL: Final = Convention("from-last-bill", denominator="first-cycle", decimals=9)
YEAR_OF_365: Final = Convention("year-of-365", denominator="year-of-365")
CONVENTIONS: Final[Mapping[str, Convention]] = MappingProxyType(
    {c.name: c for c in (HALF_OPEN, INCLUSIVE, THIRTY_DAYS, NINE_DECIMALS, FROM_LAST_BILL, YEAR_OF_365)}
)
"""The conventions by their names."""


def convention(name: str) -> Convention:
    """Return a convention by its name."""
    if name not in CONVENTIONS:
        raise InvalidValue("convention", f"règle inconnue : {shown(name)}", f"écrire {', '.join(CONVENTIONS)}")
    return CONVENTIONS[name]


@frozen
class BillingCycle:
    """Cycles of ``months`` months that begin on a day of the month, clamped to its end, aligned on a first service.

    The cycle of index 0 begins on that day of the month of ``start``; a service that began before it has a stub in the
    cycle of index -1. A 31st stays a 31st, through every shorter month.
    """

    start: Day
    billing_day: int
    months: int = 1

    def __attrs_post_init__(self) -> None:
        if type(self.billing_day) is not int or not 1 <= self.billing_day <= _MONTH_OF_30 + 1:
            raise InvalidValue("billing_day", f"jour {shown(self.billing_day)}", "donner un jour de 1 à 31")
        Cycle(self.start, self.months)

    def period(self, index: int) -> Period:
        """Return the period of that index."""
        first = self._offset + index * self.months
        return Period(anniversary(self._origin, first), anniversary(self._origin, first + self.months))

    def index(self, day: Day) -> int:
        """Return the index of the period that holds ``day``."""
        return (whole_months(self._origin, day) - self._offset) // self.months

    def containing(self, day: Day) -> Period:
        """Return the period that holds ``day``."""
        return self.period(self.index(day))

    @property
    def _origin(self) -> Day:
        return date(self.start.year, 1, self.billing_day)  # January has all the days

    @property
    def _offset(self) -> int:
        return self.start.month - 1


@frozen
class DayCycle:
    """Cycles of so many days that follow one another from ``anchor``: weeks, or periods of thirty days."""

    anchor: Day
    days: int

    def __attrs_post_init__(self) -> None:
        as_day(self.anchor, "anchor")
        if type(self.days) is not int or self.days < 1:
            raise InvalidValue("days", f"durée {shown(self.days)}", "donner un nombre entier de jours, au moins 1")

    def period(self, index: int) -> Period:
        """Return the period of that index; 0 begins on the anchor."""
        start = self.anchor + timedelta(days=index * self.days)
        return Period(start, start + timedelta(days=self.days))

    def index(self, day: Day) -> int:
        """Return the index of the period that holds ``day``."""
        return (day - self.anchor).days // self.days

    def containing(self, day: Day) -> Period:
        """Return the period that holds ``day``."""
        return self.period(self.index(day))


Cycles: TypeAlias = Cycle | BillingCycle | DayCycle
"""Periods that follow one another without a gap, each a function of its index."""


@frozen
class CyclePart:
    """The part of one cycle that was served: its days, those of the cycle, and the convention that counts both."""

    period: Period
    days: int
    of_days: int
    convention: Convention = HALF_OPEN

    @property
    def whole(self) -> bool:
        """Whether it is the whole cycle."""
        return self.days == self.of_days

    @property
    def share(self) -> Fraction:
        """The share of the cycle: exact, or rounded half away from zero where the convention rounds it."""
        return to_decimals(Fraction(self.days, self.of_days), self.convention.decimals)


def shares(served: Period, cycles: Cycles, how: Convention = HALF_OPEN) -> tuple[CyclePart, ...]:
    """Return the part of each cycle that a service took, in order; nothing for no day."""
    if not served.days:
        return ()
    if how.denominator == "each-cycle":
        return tuple(_part(part, whole, how) for part, whole in _cut(served, cycles))
    first = how.count(cycles.containing(served.start)) if how.denominator == "first-cycle" else _YEAR
    return (CyclePart(served, how.count(served), first, how),)


def cycles_of(parts: Iterable[CyclePart]) -> Fraction:
    """Add shares into a number of cycles."""
    return sum((part.share for part in parts), Fraction(0))


def billed_in_advance(start: Day, target: Day, cycles: Cycles, end: Day | None = None) -> Period:
    """Return the days billed by ``target`` when each cycle is billed as it begins; none before the service starts.

    A cycle that has begun is billed whole, up to the ``end`` of the service, which is excluded.
    """
    if target < start or (end is not None and end <= start):
        return Period(start, start)
    through = cycles.containing(target).end
    return Period(start, through if end is None else min(end, through))


def _cut(served: Period, cycles: Cycles) -> Iterator[tuple[Period, Period]]:
    for index in range(cycles.index(served.start), cycles.index(served.last) + 1):
        whole = cycles.period(index)
        yield Period(max(served.start, whole.start), min(served.end, whole.end)), whole


def _part(part: Period, whole: Period, how: Convention) -> CyclePart:
    # A cycle of one day, the 30th before a 31st, has none of thirty: it is counted as it is.
    if not (days := how.count(whole)):
        return CyclePart(part, part.days, whole.days, how)
    return CyclePart(part, how.count(part), days, how)


def _thirty(day: Day) -> int:
    return whole_months(_BEGINNING, day) * _MONTH_OF_30 + min(day.day, _MONTH_OF_30)
