"""Actions of the months (7.2): by user, against the tier of the terms."""

from __future__ import annotations

from datetime import date
from typing import Final

from attrs import frozen

from netsoft.days import Month
from reference_app.services.usage_year import Counted, declared

MONTHS_SHOWN: Final = 6


@frozen
class UserUsage:
    """The actions of one user in one month, against the tier."""

    name: str
    closed: bool
    actions: int
    tier: int

    @property
    def over(self) -> int:
        """How many actions are over the tier."""
        return max(0, self.actions - self.tier)


@frozen
class MonthUsage:
    """The actions of a month, user by user; the allowance of the brokerage is pooled over its users (R-02).

    Tier and allowance are those of the page of usage: as closed, or as published while the month is open.
    """

    month: date
    users: tuple[UserUsage, ...]
    tier: int
    allowance: int

    @property
    def actions(self) -> int:
        """All the actions of the month."""
        return sum(user.actions for user in self.users)

    @property
    def scale(self) -> int:
        """The number of actions at the end of the bars: the tier, or more where someone did more."""
        return max((self.tier * 5 // 4, *(user.actions for user in self.users)))


def month_usage(counted: Counted, day: date) -> MonthUsage:
    """Return the usage of the month that holds a day, the most active users first."""
    month = Month.containing(day)
    actions = counted.actions(month)
    use = counted.use(month, sum(actions.values()))
    kept = (user for user in counted.users if actions.get(user.id) or declared(user, month))
    rows = (UserUsage(u.person.full_name, u.closed_at is not None, actions.get(u.id, 0), use.tier) for u in kept)
    by_use = sorted(rows, key=lambda row: (-row.actions, row.name))
    return MonthUsage(month.start_day, tuple(by_use), use.tier, use.allowance)


def months_until(today: date) -> tuple[date, ...]:
    """Return the first days of the months that may be looked at, the current one first."""
    months = (today.year * 12 + today.month - 1 - back for back in range(MONTHS_SHOWN))
    return tuple(date(month // 12, month % 12 + 1, 1) for month in months)
