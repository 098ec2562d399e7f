"""Civil days: days, periods, months, half-years, and the anniversaries of a day.

A day is a plain ``datetime.date``; a ``datetime`` is refused, although Python calls it a date too.
Days and hours do not mix: :mod:`netsoft.paris` crosses from an instant to a civil day.

Months count from their origin, never one after another: 31 January + 1 + 1 is 31 March, not 28.

>>> [str(anniversary(date(2026, 1, 31), months)) for months in (1, 2, 3)]
['2026-02-28', '2026-03-31', '2026-04-30']
>>> Cycle(date(2026, 1, 31)).containing(date(2026, 3, 30))
Period(start=datetime.date(2026, 2, 28), end=datetime.date(2026, 3, 31))
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias, get_args

import pendulum
from attrs import frozen

from netsoft.errors import InvalidValue
from netsoft.money import shown

Day: TypeAlias = date
"""A civil day; which zone it is civil in is said where it matters (Paris)."""

ONE_DAY: Final = timedelta(days=1)
_HALF_YEAR: Final = re.compile(r"([0-9]{4})-S([12])", re.ASCII)
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


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
        match = _HALF_YEAR.fullmatch(text) if type(text) is str else None
        if match is None:
            raise InvalidValue("", f"semestre illisible : {shown(text)}", "écrire par exemple « 2027-S1 »")
        return cls(int(match[1]), int(match[2]))

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.start_day, _clamped(self.start_day, 6))

    @property
    def start_day(self) -> Day:
        """Its first day, 1 January or 1 July."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def next(self) -> HalfYear:
        """The half-year after it."""
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-S{self.half}"


@frozen(order=True)
class Month:
    """A calendar month: ``Month(2026, 10)``, written ``2026-10``."""

    year: int
    month: int

    def __attrs_post_init__(self) -> None:
        if type(self.month) is not int or not 1 <= self.month <= 12:
            raise InvalidValue("month", f"mois {shown(self.month)}", "écrire un mois de 1 à 12")
        if type(self.year) is not int or not 1 <= self.year <= 9998:
            raise InvalidValue("year", f"année {shown(self.year)}", "donner une année de 1 à 9998")

    @classmethod
    def containing(cls, day: Day) -> Month:
        """Return the month in which ``day`` falls."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``"2026-10"``."""
        match = _MONTH.fullmatch(text) if type(text) is str else None
        if match is None:
            raise InvalidValue("", f"mois illisible : {shown(text)}", "écrire par exemple « 2026-10 »")
        return cls(int(match[1]), int(match[2]))

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.start_day, _clamped(self.start_day, 1))

    @property
    def start_day(self) -> Day:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


EndOfMonth: TypeAlias = Literal["clamp", "next-day", "refuse"]
"""What becomes of a day that its month does not have (30 February): the month's last day, as art. 641 CPC says;
the first day of the next month; or a refusal."""

_POLICIES: Final = get_args(EndOfMonth)


def anniversary(origin: Day, months: int, end_of_month: EndOfMonth = "clamp") -> Day:
    """Return the day that is ``months`` after ``origin`` (before it if negative), counted from it in one go.

    ``end_of_month`` is the policy for a month that lacks that day; the default clamps to its last day.
    """
    if end_of_month not in _POLICIES:
        raise InvalidValue("end_of_month", f"règle inconnue : {shown(end_of_month)}", f"écrire {', '.join(_POLICIES)}")
    if type(months) is not int:
        raise InvalidValue("months", f"{shown(months)} n'est pas un nombre de mois", "donner un nombre entier de mois")
    clamped = _clamped(as_day(origin, "origin"), months)
    if clamped.day == origin.day or end_of_month == "clamp":
        return clamped
    if end_of_month == "next-day":
        return clamped + ONE_DAY
    problem = f"{months} mois après le {origin}, le mois n'a pas de {origin.day}"
    raise InvalidValue("end_of_month", problem, "choisir la règle « clamp » ou « next-day »")


def _clamped(origin: Day, months: int) -> Day:
    # Not pendulum's Date.add, which takes several times as long; it is the peer of the tests.
    year, month = divmod(origin.year * 12 + origin.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise InvalidValue("months", f"{months} mois après le {origin} : hors du calendrier", "donner moins de mois")
    month += 1
    return date(year, month, origin.day if origin.day <= 28 else min(origin.day, monthrange(year, month)[1]))


def whole_months(origin: Day, day: Day) -> int:
    """Return how many whole months have passed from ``origin`` to ``day``: negative before ``origin``.

    It is the greatest ``n`` such that ``anniversary(origin, n) <= day``.
    """
    first, last = as_day(origin, "origin"), as_day(day, "day")
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if _clamped(first, months) <= last else months - 1


@frozen
class Cycle:
    """Periods of ``months`` months that follow one another from ``anchor``, each counted from it."""

    anchor: Day
    months: int = 1

    def __attrs_post_init__(self) -> None:
        as_day(self.anchor, "anchor")
        if type(self.months) is not int or self.months < 1:
            raise InvalidValue("months", f"durée {shown(self.months)}", "donner un nombre entier de mois, au moins 1")

    def period(self, index: int) -> Period:
        """Return the period of that index; 0 begins on the anchor, -1 ends on its eve."""
        return Period(_clamped(self.anchor, index * self.months), _clamped(self.anchor, (index + 1) * self.months))

    def index(self, day: Day) -> int:
        """Return the index of the period that holds ``day``."""
        return whole_months(self.anchor, day) // self.months

    def containing(self, day: Day) -> Period:
        """Return the period that holds ``day``; it takes the same time in any year."""
        return self.period(self.index(day))
