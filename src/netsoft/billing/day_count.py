"""How days of a yearly rate are counted: 365 always (ACT/365F), or the real year (ACT/ACT), reading R-05.

The official page on the legal rate divides by 365 in leap years too; lawyers are seen to divide by 366.

>>> from datetime import date
>>> year_days(date(2024, 3, 1), "ACT/365F"), year_days(date(2024, 3, 1), "ACT/ACT")
(365, 366)
"""

from __future__ import annotations

from calendar import isleap
from datetime import date

from netsoft.days import Day
from netsoft.readings import DayCount


def year_days(day: Day, day_count: DayCount) -> int:
    """Return the length of the year by which a day's interest is divided."""
    return 366 if day_count == "ACT/ACT" and isleap(day.year) else 365


def next_cut(day: Day, day_count: DayCount) -> Day:
    """Return the day on which the divisor may change next: 1 January under ACT/ACT, never otherwise."""
    return date(day.year + 1, 1, 1) if day_count == "ACT/ACT" and day.year < date.max.year else date.max
