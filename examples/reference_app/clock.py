"""The one place where time enters the application."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

PARIS: Final = ZoneInfo("Europe/Paris")


class Clock(Protocol):
    """Tells the instant, aware and in UTC."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


def paris_day(at: datetime) -> date:
    """Return the civil day of ``at`` in Paris."""
    return at.astimezone(PARIS).date()


def paris_month(at: datetime) -> str:
    """Return the civil month of ``at`` in Paris, as ``2026-11``."""
    return paris_day(at).isoformat()[:7]
