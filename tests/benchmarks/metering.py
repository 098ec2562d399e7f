"""Actions taken in and counted, against a loop that keeps each id with its tuple; the tier of a whole fleet."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

from netsoft.cg052018 import CG052018
from netsoft.days import Month
from netsoft.metering.actions import Action, take_in
from netsoft.metering.admission import Access, Admission
from netsoft.metering.overage import TenantMonth, overage
from netsoft.metering.tier import TierInputs, TierReport, tier
from netsoft.metering.usage import Usage, UserMonth
from netsoft.names import ActionId, TenantId, UserId
from netsoft.paris import MonthBounds
from tests.benchmarks.harness import Comparison

START = datetime(2026, 1, 1, tzinfo=UTC)
BOUNDS = MonthBounds.over(Month(2026, 1), Month(2026, 12))
TENANTS, USERS = 100, 10
FLEET, MONTHS = 5_000, 12
MOST_RATIO, MOST_SECONDS, MOST_SLOPE = 2.5, 1.0, 2.2
BATCH = 200_000


def made(count: int) -> list[Action]:
    """Actions of a hundred tenants over a year, in order."""
    names = [TenantId(f"tenant-{n}") for n in range(TENANTS)]
    users = [UserId(f"user-{n}") for n in range(USERS)]
    step = timedelta(days=364) / count
    return [
        Action(ActionId(f"action-{n}"), names[n % TENANTS], users[n % USERS], START + n * step, "record")
        for n in range(count)
    ]


def admission() -> Admission:
    """All of them are known."""
    access = Access(frozenset(UserId(f"user-{n}") for n in range(USERS)), date(2026, 1, 1))
    return Admission.of({TenantId(f"tenant-{n}"): access for n in range(TENANTS)})


def metered(actions: list[Action], door: Admission) -> Usage:
    """Taken in, cut by months, counted."""
    return Usage.of(take_in(actions, door).new, BOUNDS)


def bare(actions: list[Action]) -> dict[str, tuple[object, ...]]:
    """The least that anyone would do: each id with its tuple in a dict."""
    kept: dict[str, tuple[object, ...]] = {}
    for action in actions:
        kept[action.id] = (action.tenant, action.user, action.at, action.kind)
    return kept


def fleet(tenants: int) -> Usage:
    """Counts of a year: twelve months of ten users a tenant."""
    months = BOUNDS.months
    return Usage.counted(
        UserMonth(TenantId(f"tenant-{n}"), UserId(f"user-{user}"), month, 100 + n % 97 * user)
        for n in range(tenants)
        for user in range(USERS)
        for month in months
    )


def tiers(usage: Usage) -> list[TierReport]:
    """The tier of each month."""
    return [tier(TierInputs.of(usage, month), CG052018) for month in usage.months]


def explained(usage: Usage) -> int:
    """The tier of each month, and what each tenant did over it, explained."""
    total = 0
    for report in tiers(usage):
        for name, users in usage.tenants(report.month).items():
            total += overage(TenantMonth(name, USERS, users), report, CG052018).over
    return total


def added(usage: Usage) -> int:
    """Every count added up: what any tier needs."""
    return sum(sum(users.values()) for month in usage.months for users in usage.tenants(month).values())


def comparisons() -> Iterator[Comparison]:
    """What is measured."""
    door, batch, twice = admission(), made(BATCH), made(2 * BATCH)
    name = f"{BATCH:,} actions taken in and counted by month"
    yield Comparison(name, partial(metered, batch, door), partial(bare, batch), "bare loop", BATCH / 1e6, MOST_RATIO)
    once = partial(metered, batch, door)
    yield Comparison("twice as many actions", partial(metered, twice, door), once, "half of them", None, MOST_SLOPE)
    whole, half = fleet(FLEET), fleet(FLEET // 2)
    name = f"tiers of {FLEET:,} tenants x {MONTHS} months x {USERS} users"
    yield Comparison(name, partial(tiers, whole), partial(added, whole), "bare sum", MOST_SECONDS)
    yield Comparison(
        "tiers of twice as many tenants", partial(tiers, whole), partial(tiers, half), "half", None, MOST_SLOPE
    )
    yield Comparison("the same, each overage explained", partial(explained, whole), partial(added, whole), "bare sum")
