"""Twelve months of a brokerage's use (art. 7): its users' actions against the tier, and where the month is going."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from attrs import frozen

from netsoft.cg052018 import CG052018
from netsoft.days import Month, anniversary
from reference_app.clock import paris_day
from reference_app.ids import UserId
from reference_app.services.forecast import month_forecast
from reference_app.storage.journal import Journal
from reference_app.storage.people import Account

MONTHS: Final = 12
PUBLISHED: Final = CG052018.usage.published_tier


@frozen
class Bar:
    """One user in one month: her actions, the tier of that month, and whether her access was open in it."""

    month: Month
    actions: int
    tier: int
    declared: bool

    @property
    def over(self) -> int:
        """How many actions are over the tier."""
        return max(0, self.actions - self.tier)


@frozen
class UserYear:
    """A user's months, the oldest first."""

    name: str
    closed: bool
    bars: tuple[Bar, ...]

    @property
    def heights(self) -> tuple[tuple[int, int], ...]:
        """Actions and tier of each month; no tier where there was no access."""
        return tuple((bar.actions, bar.tier if bar.declared else 0) for bar in self.bars)


@frozen
class MonthUse:
    """A month of the brokerage: its actions against its allowance, the tier for each declared user (R-02)."""

    month: Month
    tier: int
    declared: int
    actions: int

    @property
    def allowance(self) -> int:
        """How many actions the month includes."""
        return self.tier * self.declared

    @property
    def over(self) -> int:
        """How many actions are over the allowance."""
        return max(0, self.actions - self.allowance)


@frozen
class UsageYear:
    """The months that are shown, the oldest first, the running one last."""

    months: tuple[MonthUse, ...]
    users: tuple[UserYear, ...]
    forecast: int | None

    @property
    def bars(self) -> tuple[tuple[int, int], ...]:
        """Actions and allowance of each month."""
        return tuple((use.actions, use.allowance) for use in self.months)

    @property
    def running(self) -> MonthUse:
        """The running month."""
        return self.months[-1]

    @property
    def scale(self) -> int:
        """The actions at the top of the users' charts: a fifth over the tier, or more where somebody did more."""
        bars = [bar for user in self.users for bar in user.bars]
        return max([1, *(bar.tier * 6 // 5 for bar in bars), *(bar.actions for bar in bars)])

    @property
    def ceiling(self) -> int:
        """The actions at the top of the brokerage's chart."""
        tops = (max(use.allowance * 6 // 5, use.actions) for use in self.months)
        return max(1, *tops)

    def month(self, month: Month) -> MonthUse:
        """Return one of the months shown; the running one when it is another."""
        return next((use for use in self.months if use.month == month), self.running)

    def of(self, month: Month) -> tuple[tuple[UserYear, Bar], ...]:
        """Return the users of a month with their bar, the most active first; those who had no access are left out."""
        rows = [(user, bar) for user in self.users for bar in user.bars if bar.month == month]
        kept = [row for row in rows if row[1].declared or row[1].actions]
        return tuple(sorted(kept, key=lambda row: (-row[1].actions, row[0].name)))


def usage_year(journal: Journal, users: Iterable[Account], now: datetime) -> UsageYear:
    """Return the twelve months that end with the one of ``now``, counted from the journal."""
    people, months = tuple(users), tuple(shown_months(now))
    counted = {month: {c.user_id: c.actions for c in journal.counts_of(str(month))} for month in months}
    years = tuple(_user_year(account, months, counted) for account in people)
    uses = tuple(_month_use(people, month, sum(counted[month].values())) for month in months)
    forecast = month_forecast(uses[-1].actions, months[-1], now)
    return UsageYear(uses, tuple(sorted(years, key=_busiest)), forecast)


def shown_months(now: datetime) -> Iterator[Month]:
    """Give the months that are shown, the oldest first."""
    first = Month.containing(paris_day(now)).start_day
    return (Month.containing(anniversary(first, back)) for back in range(1 - MONTHS, 1))


def declared(account: Account, month: Month) -> bool:
    """Whether an account was open on at least one day of a month."""
    closed = account.closed_at is not None and paris_day(account.closed_at) < month.start_day
    return paris_day(account.opened_at) < month.period.end and not closed


def _user_year(account: Account, months: tuple[Month, ...], counted: dict[Month, dict[UserId, int]]) -> UserYear:
    mine = UserId(account.id)
    bars = (Bar(m, counted[m].get(mine, 0), PUBLISHED, declared(account, m)) for m in months)
    return UserYear(account.person.full_name, account.closed_at is not None, tuple(bars))


def _month_use(people: tuple[Account, ...], month: Month, actions: int) -> MonthUse:
    return MonthUse(month, PUBLISHED, sum(declared(account, month) for account in people), actions)


def _busiest(year: UserYear) -> tuple[int, str]:
    return (-sum(bar.actions for bar in year.bars), year.name)
