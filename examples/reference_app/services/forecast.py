"""Where a month is going: its actions, carried on at the pace of the working time that has passed.

A forecast is never billed. Its method is one, and has a name: what was done, times the working days of the month,
divided by those that have passed. A working day is neither a week-end nor a closed day; the present one counts by
the share of its hours that has passed. Before one whole working day there is no forecast: chance would make it.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Final

from netsoft.closed_days import is_working_day
from netsoft.days import Month, Period
from reference_app.clock import PARIS

METHOD: Final = "linéaire, au temps ouvré écoulé"
_OPENS, _CLOSES = 8 * 3600, 19 * 3600
_LEAST: Final = 1


def working_days(period: Period) -> int:
    """Return how many working days a period holds."""
    return sum(map(is_working_day, period))


def worked(period: Period, now: datetime) -> Fraction:
    """Return how many working days of a period have passed at an instant, the present day by its hours."""
    local = now.astimezone(PARIS)
    passed, _ahead = period.cut(local.date())
    today = local.date() in period and is_working_day(local.date())
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    share = Fraction(min(max(seconds - _OPENS, 0), _CLOSES - _OPENS), _CLOSES - _OPENS)
    return working_days(passed) + (share if today else Fraction(0))


def at_this_pace(actions: int, since: Period, now: datetime) -> Fraction | None:
    """Return the actions of a working day at the pace of a period that is under way; ``None``: too early to tell."""
    passed = worked(since, now)
    return None if passed < _LEAST else actions / passed


def month_forecast(actions: int, month: Month, now: datetime) -> int | None:
    """Return the actions of a whole month at its pace until ``now``, never fewer than it has already."""
    pace = at_this_pace(actions, month.period, now)
    return None if pace is None else max(actions, rounded(pace * working_days(month.period)))


def rounded(number: Fraction) -> int:
    """Return the nearest whole number, halves up."""
    return int(number + Fraction(1, 2))
