"""The one place where time enters the application."""

from __future__ import annotations

from datetime import UTC, date, datetime

from netsoft.days import Month
from netsoft.paris import PARIS, day_in_paris
from netsoft.ports import Clock

__all__ = ["PARIS", "Clock", "SystemClock", "paris_day", "paris_month"]


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


def paris_day(at: datetime) -> date:
    """Return the civil day of ``at`` in Paris."""
    return day_in_paris(at)


def paris_month(at: datetime) -> str:
    """Return the civil month of ``at`` in Paris, as ``2026-11``."""
    return str(Month.containing(day_in_paris(at)))
