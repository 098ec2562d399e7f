"""Article 7.2, "utilisateur déclaré": how many users are declared in a month (R-19).

The count of declared accounts is dated: what is declared on a day holds from that day until the next declaration.

>>> from datetime import date
>>> history = (Declared(date(2026, 9, 1), 4), Declared(date(2026, 10, 11), 6), Declared(date(2026, 10, 31), 5))
>>> october = Period(date(2026, 10, 1), date(2026, 11, 1))
>>> [declared_users(history, october, UsageReadings(declared_users=which))
...  for which in ("highest", "last-day", "average")]
[6, 5, 5]
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from attrs import field, frozen

from netsoft.days import ONE_DAY, Day, Period, as_day
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import half_away, shown
from netsoft.rendering import day as written_day
from netsoft.usage_readings import UsageReadings


@frozen(order=True)
class Declared:
    """So many accounts are declared from a day on; on one day the last declaration given holds."""

    on: Day = field(converter=as_day)
    users: int

    def __attrs_post_init__(self) -> None:
        if type(self.users) is not int or self.users < 0:
            problem = f"{shown(self.users)} n'est pas un nombre d'utilisateurs"
            raise InvalidValue("users", problem, "donner un entier positif ou nul")


def declared_users(
    history: Iterable[Declared], month: Period, readings: UsageReadings = UsageReadings(), until: Day | None = None
) -> int:
    """Return the declared users of a month: its highest count, that of its last day, or the mean over its days.

    Days before the first declaration are not days of the contract, nor are those after ``until``, its last day: they
    lower no mean. A month without any declared day is a missing fact.
    """
    spans = _spans(history, month if until is None else month.cut(until + ONE_DAY)[0])
    if not spans:
        fact = f"utilisateurs déclarés inconnus du {written_day(month.start)} au {written_day(month.last)}"
        raise MissingFact(fact, "donner le nombre de comptes déclarés et son premier jour")
    if readings.declared_users == "highest":
        return max(users for _days, users in spans)
    if readings.declared_users == "last-day":
        return spans[-1][1]
    return half_away(sum(days * users for days, users in spans), sum(days for days, _users in spans))


def _spans(history: Iterable[Declared], month: Period) -> list[tuple[int, int]]:
    """Return how many days of the month each count held, in order; what held no day of it is left out."""
    dated = sorted({declared.on: declared.users for declared in history}.items())
    held = [
        (min(end, month.end).toordinal() - max(on, month.start).toordinal(), users)
        for (on, users), (end, _next) in pairwise((*dated, (month.end, 0)))
    ]
    return [(days, users) for days, users in held if days > 0]
