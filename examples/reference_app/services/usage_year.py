"""Twelve months of a brokerage's use (art. 7): its users' actions against the tier, and where the month is going."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from attrs import field, frozen

from netsoft.cg052018 import CG052018
from netsoft.days import Month, anniversary
from netsoft.metering.statement import UsageStatement
from netsoft.metering.tier import Publication, in_force
from netsoft.rendering import count
from reference_app.clock import paris_day
from reference_app.services.forecast import month_forecast
from reference_app.storage.journal import Journal
from reference_app.storage.people import Account

MONTHS: Final = 12
_OPEN: Final = "le palier observé sera arrêté à la clôture du mois"


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
    """A month of the brokerage: its actions against its allowance, and why that tier.

    A month that is closed has its ``statement``, whose numbers it shows; until then the tier is the published one.
    """

    month: Month
    tier: int
    declared: int
    actions: int
    why: str
    statement: UsageStatement | None = None

    @property
    def allowance(self) -> int:
        """How many actions the month includes: the tier for each declared user (R-02)."""
        return self.tier * self.declared

    @property
    def over(self) -> int:
        """How many actions are over the allowance."""
        return max(0, self.actions - self.allowance) if self.statement is None else self.statement.result.over


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


@frozen
class Counted:
    """What the months are counted from: the journal, the accounts, the closed months, the tiers published since."""

    journal: Journal = field(repr=False)
    users: tuple[Account, ...]
    closed: Mapping[Month, UsageStatement] = field(factory=dict)
    published: tuple[Publication, ...] = ()

    def actions(self, month: Month) -> Mapping[str, int]:
        """Return the actions of a month by user: those of its statement once it is closed."""
        statement = self.closed.get(month)
        if statement is not None:
            return {str(line.user): line.actions for line in statement.use.users}
        return {str(count.user_id): count.actions for count in self.journal.counts_of(str(month))}

    def use(self, month: Month, actions: int) -> MonthUse:
        """Return a month with its tier, as closed or as it is under way."""
        statement = self.closed.get(month)
        if statement is not None:
            result = statement.result
            return MonthUse(month, result.tier, result.declared_users, result.actions, result.why.fact, statement)
        tier = in_force(CG052018, month, self.published).tier
        declared_users = sum(declared(account, month) for account in self.users)
        return MonthUse(month, tier, declared_users, actions, f"palier publié, {count(tier)} ; {_OPEN}")


def usage_year(counted: Counted, now: datetime) -> UsageYear:
    """Return the twelve months that end with the one of ``now``."""
    months = tuple(shown_months(now))
    actions = {month: counted.actions(month) for month in months}
    uses = tuple(counted.use(month, sum(actions[month].values())) for month in months)
    years = tuple(_user_year(account, uses, actions) for account in counted.users)
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


def _user_year(account: Account, uses: tuple[MonthUse, ...], actions: Mapping[Month, Mapping[str, int]]) -> UserYear:
    bars = (Bar(u.month, actions[u.month].get(account.id, 0), u.tier, declared(account, u.month)) for u in uses)
    return UserYear(account.person.full_name, account.closed_at is not None, tuple(bars))


def _busiest(year: UserYear) -> tuple[int, str]:
    return (-sum(bar.actions for bar in year.bars), year.name)
