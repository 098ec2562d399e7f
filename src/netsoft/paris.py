"""From instants to the civil days of Paris, and months cut in seconds of UTC for long series.

Invoices, notices and quotas count civil days of Paris; what counts hours counts them in UTC.

>>> from datetime import UTC
>>> day_in_paris(datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
datetime.date(2026, 11, 1)
>>> bounds = MonthBounds.over(Month(2026, 1), Month(2026, 12))
>>> str(bounds.month_of(1793489400))
'2026-11'
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, tzinfo
from typing import Final

import pendulum
from attrs import field, frozen

from netsoft.days import Day, Month
from netsoft.errors import InvalidValue
from netsoft.money import shown

PARIS: Final = pendulum.timezone("Europe/Paris")
"""The zone in which the days of the contract are civil; held once, since making it is slow."""


def day_in_paris(at: datetime) -> Day:
    """Return the civil day of Paris at an instant; an instant without its zone is refused, and so is a day."""
    return civil_day(at, PARIS)


def in_utc(value: object, name: str) -> datetime:
    """Return an instant in UTC, so that two of them compare and subtract truly; anything else is refused."""
    try:
        assert isinstance(value, datetime)
        day_in_paris(value)
    except (AssertionError, InvalidValue):
        remedy = "donner une date et une heure avec leur fuseau, par exemple 2026-11-22T10:00:00+01:00"
        raise InvalidValue(name, f"{shown(value)} n'est pas un instant", remedy) from None
    at = value.astimezone(UTC)
    return datetime(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, tzinfo=UTC)


def civil_day(at: datetime, zone: tzinfo) -> Day:
    """Return the civil day of another zone at an instant: what counts is where the day is lived, not how it is sent.

    >>> civil_day(datetime(2026, 10, 31, 23, 30, tzinfo=pendulum.UTC), pendulum.timezone("America/Guadeloupe"))
    datetime.date(2026, 10, 31)
    """
    if type(at) not in (datetime, pendulum.DateTime) or at.utcoffset() is None:
        remedy = "donner une date et une heure avec leur fuseau, par exemple 2026-11-22T10:00:00+01:00"
        raise InvalidValue("at", f"{shown(at)} n'est pas un instant", remedy)
    local = at.astimezone(zone)
    return date(local.year, local.month, local.day)


def start_of_day(day: Day) -> int:
    """Return the instant at which ``day`` begins in Paris, in seconds since 1 January 1970 UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=PARIS).timestamp())


@frozen
class MonthBounds:
    """The months of Paris from ``first``, with the seconds of UTC at which each begins.

    Made once for a range, it cuts long series of instants by bisection, without a zone in the loop.
    """

    months: tuple[Month, ...]
    starts: tuple[int, ...] = field(repr=False)

    @classmethod
    def over(cls, first: Month, last: Month) -> MonthBounds:
        """Prepare the months from ``first`` to ``last``, both included."""
        if last < first:
            raise InvalidValue("last", f"{last} précède {first}", "donner un dernier mois qui suit le premier")
        months = [first]
        while months[-1] < last:
            months.append(months[-1].next)
        return cls(tuple(months), tuple(start_of_day(month.start_day) for month in (*months, last.next)))

    def holds(self, seconds: float) -> bool:
        """Whether an instant, in seconds since 1970 UTC, lies in one of the months."""
        return self.starts[0] <= seconds < self.starts[-1]

    def month_of(self, seconds: float) -> Month:
        """Return the month of Paris at an instant, given in seconds since 1970 UTC; outside the range it is refused."""
        place = bisect_right(self.starts, seconds)
        if not 0 < place < len(self.starts):
            problem = f"instant {seconds} hors des mois de {self.months[0]} à {self.months[-1]}"
            raise InvalidValue("seconds", problem, "préparer des bornes qui couvrent cet instant")
        return self.months[place - 1]
