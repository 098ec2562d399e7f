"""The days on which France is closed: eleven by the Labour Code (L3133-1), two more in Alsace-Moselle (L3134-13).

8 May was closed from 1953 to 1959, and is again since 1982. Whit Monday stayed a closed day from 2005 to 2007, though
it was worked then. In Alsace-Moselle, Good Friday is closed in the communes that have a Protestant church.

>>> next_working_day(date(2026, 11, 1))
datetime.date(2026, 11, 2)
>>> [is_working_day(date(2029, 12, 26), where) for where in ("metropole", "alsace-moselle")]
[True, False]
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal, TypeAlias, get_args

from attrs import frozen

from netsoft.days import ONE_DAY, Day, as_day
from netsoft.errors import InvalidValue
from netsoft.money import shown

Where: TypeAlias = Literal["metropole", "alsace-moselle"]
"""Which closed days hold: those of the whole country, or those of Alsace and Moselle too."""

_FIXED: Final = (
    (1, 1, "jour de l'an"),
    (5, 1, "fête du Travail"),
    (7, 14, "fête nationale"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "armistice de 1918"),
    (12, 25, "Noël"),
)
_AFTER_EASTER: Final = ((1, "lundi de Pâques"), (39, "Ascension"), (50, "lundi de Pentecôte"))


@frozen(order=True)
class ClosedDay:
    """A closed day, with its French name."""

    day: Day
    name: str


def easter(year: int) -> Day:
    """Return Easter Sunday of a year of the Gregorian calendar, by the anonymous computus of 1876."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def closed_days(year: int, where: Where = "metropole") -> tuple[ClosedDay, ...]:
    """Return the closed days of a year in order; two may fall on one day (Ascension and 1 May in 2008)."""
    if where not in get_args(Where):
        raise InvalidValue("closed_days", f"lieu inconnu : {shown(where)}", "écrire metropole ou alsace-moselle")
    sunday = easter(year)
    days = [ClosedDay(date(year, month, day), name) for month, day, name in _FIXED]
    days += [ClosedDay(sunday + timedelta(days=after), name) for after, name in _AFTER_EASTER]
    if 1953 <= year <= 1959 or year >= 1982:
        days.append(ClosedDay(date(year, 5, 8), "victoire de 1945"))
    if where == "alsace-moselle":
        days.append(ClosedDay(sunday - timedelta(days=2), "Vendredi saint"))
        days.append(ClosedDay(date(year, 12, 26), "Saint-Étienne"))
    return tuple(sorted(days))


def is_working_day(day: Day, where: Where = "metropole") -> bool:
    """Whether ``day`` is neither a Saturday, nor a Sunday, nor a closed day."""
    on = as_day(day, "day")
    return on.weekday() < 5 and all(closed.day != on for closed in closed_days(on.year, where))


def next_working_day(day: Day, where: Where = "metropole") -> Day:
    """Return ``day`` if it is a working day, else the first one after it (art. 642 CPC)."""
    while not is_working_day(day, where):
        day += ONE_DAY
    return day
