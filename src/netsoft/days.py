"""Civil days: days, periods and half-years.

A day is a plain ``datetime.date``; a ``datetime`` is refused, although Python calls it a date too.
Days and hours do not mix: what counts hours is elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, TypeAlias

import pendulum
from attrs import frozen

from netsoft.errors import InvalidValue
from netsoft.money import shown

Day: TypeAlias = date
"""A civil day; which zone it is civil in is said where it matters (Paris)."""

ONE_DAY: Final = timedelta(days=1)


def as_day(value: object, name: str = "") -> Day:
    """Return ``value`` if it is a day, and not an instant; refuse anything else."""
    if type(value) is date:
        return value
    if type(value) is pendulum.Date:
        return date(value.year, value.month, value.day)
    raise InvalidValue(name, f"{shown(value)} n'est pas un jour", "donner un jour sans heure, par exemple 2024-03-01")


@frozen(order=True)
class Period:
    """Civil days from ``start`` (included) to ``end`` (excluded); it may be empty.

    >>> Period(date(2024, 2, 28), date(2024, 3, 1)).days
    2
    """

    start: Day
    end: Day

    def __attrs_post_init__(self) -> None:
        if as_day(self.end, "end") < as_day(self.start, "start"):
            raise InvalidValue("end", "la fin précède le début", "donner une fin qui suit le début")

    @property
    def days(self) -> int:
        """How many days it holds."""
        return self.end.toordinal() - self.start.toordinal()

    @property
    def last(self) -> Day:
        """Its last day; an empty period has none and refuses."""
        if self.start == self.end:
            raise InvalidValue("period", "une période vide n'a pas de dernier jour", "vérifier « days » d'abord")
        return self.end - ONE_DAY

    def __contains__(self, day: Day) -> bool:
        return self.start <= day < self.end

    def __iter__(self) -> Iterator[Day]:
        return map(date.fromordinal, range(self.start.toordinal(), self.end.toordinal()))

    def cut(self, at: Day) -> tuple[Period, Period]:
        """Cut in two at ``at``, clamped to the period: nothing is lost, nothing counted twice."""
        middle = min(max(at, self.start), self.end)
        return Period(self.start, middle), Period(middle, self.end)


@frozen(order=True)
class HalfYear:
    """The first (1) or second (2) half of a year, as legal rates are fixed: ``HalfYear(2026, 2)``."""

    year: int
    half: int

    def __attrs_post_init__(self) -> None:
        if self.half not in (1, 2) or type(self.half) is not int:
            raise InvalidValue("half", f"semestre {shown(self.half)}", "écrire 1 ou 2")
        if type(self.year) is not int or not 1 <= self.year <= 9998:
            raise InvalidValue("year", f"année {shown(self.year)}", "donner une année de 1 à 9998")

    @classmethod
    def containing(cls, day: Day) -> HalfYear:
        """Return the half-year in which ``day`` falls."""
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def parse(cls, text: str) -> HalfYear:
        """Read ``"2027-S1"``."""
        year, _, half = text.partition("-S")
        if not (len(year) == 4 and year.isascii() and year.isdigit() and half in ("1", "2")):
            raise InvalidValue("", f"semestre illisible : {shown(text)}", "écrire par exemple « 2027-S1 »")
        return cls(int(year), int(half))

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.start_day, self.next.start_day)

    @property
    def start_day(self) -> Day:
        """Its first day, 1 January or 1 July."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def next(self) -> HalfYear:
        """The half-year after it."""
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    def __str__(self) -> str:
        return f"{self.year}-S{self.half}"
