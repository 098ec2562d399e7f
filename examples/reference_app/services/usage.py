"""Actions of the months (7.2): by user, against the tier of the terms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from attrs import frozen

from netsoft.cg052018 import CG052018
from reference_app.ids import UserId
from reference_app.storage.journal import Journal
from reference_app.storage.people import Account

TIER: Final = CG052018.usage.published_tier
MONTHS_SHOWN: Final = 6


@frozen
class UserUsage:
    """The actions of one user in one month, against the tier."""

    name: str
    closed: bool
    actions: int

    @property
    def over(self) -> int:
        """How many actions are over the tier."""
        return max(0, self.actions - TIER)


@frozen
class MonthUsage:
    """The actions of a month, user by user; the allowance of the brokerage is pooled over its users (R-02)."""

    month: date
    users: tuple[UserUsage, ...]

    @property
    def actions(self) -> int:
        """All the actions of the month."""
        return sum(user.actions for user in self.users)

    @property
    def allowance(self) -> int:
        """The tier times the declared users of the month."""
        return TIER * sum(not user.closed or user.actions > 0 for user in self.users)

    @property
    def scale(self) -> int:
        """The number of actions at the end of the bars: the tier, or more where someone did more."""
        return max((TIER * 5 // 4, *(user.actions for user in self.users)))


def month_usage(journal: Journal, users: Iterable[Account], month: date) -> MonthUsage:
    """Return the usage of the month that holds ``month``, the most active users first."""
    counted = {count.user_id: count.actions for count in journal.counts_of(month.isoformat()[:7])}
    rows = (UserUsage(u.person.full_name, u.closed_at is not None, counted.get(UserId(u.id), 0)) for u in users)
    kept = (row for row in rows if row.actions or not row.closed)
    return MonthUsage(month.replace(day=1), tuple(sorted(kept, key=lambda row: (-row.actions, row.name))))


def months_until(today: date) -> tuple[date, ...]:
    """Return the first days of the months that may be looked at, the current one first."""
    months = (today.year * 12 + today.month - 1 - back for back in range(MONTHS_SHOWN))
    return tuple(date(month // 12, month % 12 + 1, 1) for month in months)
