"""The readings of article 7: what the terms leave open on actions, tiers and complements.

``docs/readings.md`` tells each question at length.

>>> UsageReadings().tier
'higher'
>>> UsageReadings.of({"allowance": "per-user"}).allowance
'per-user'
"""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from attrs import frozen

from netsoft.readings import Choices, Options

BindingTier = Literal["higher", "published", "observed"]
Allowance = Literal["pooled", "per-user"]
TierRounding = Literal["up", "half-up"]
DeclaredUsers = Literal["highest", "last-day", "average"]
ComplementLimit = Literal["day-after", "last-day"]
TierMonths = Literal["calendar", "of-the-subscription"]
UsersInMean = Literal["active", "declared"]

QUESTIONS: Final[Options] = (
    ("R-01", "tier", ("higher", "published", "observed")),
    ("R-02", "allowance", ("pooled", "per-user")),
    ("R-17", "tier_rounding", ("up", "half-up")),
    ("R-19", "declared_users", ("highest", "last-day", "average")),
    ("R-27", "complement_limit", ("day-after", "last-day")),
    ("R-28", "tier_months", ("calendar", "of-the-subscription")),
    ("R-29", "users_in_mean", ("active", "declared")),
)


@frozen
class UsageReadings(Choices):
    """One choice per open question of article 7; the defaults are those of ``docs/readings.md``."""

    QUESTIONS: ClassVar[Options] = QUESTIONS

    tier: BindingTier = "higher"
    allowance: Allowance = "pooled"
    tier_rounding: TierRounding = "up"
    declared_users: DeclaredUsers = "highest"
    complement_limit: ComplementLimit = "day-after"
    tier_months: TierMonths = "calendar"
    users_in_mean: UsersInMean = "active"
