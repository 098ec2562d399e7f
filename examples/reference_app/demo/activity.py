"""Months of work: what each user did, when, as the journal would have kept it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from attrs import frozen

from reference_app.clock import PARIS

MONTHS: Final = 6
_FRIDAY: Final = 4
_OPENING: Final = 8 * 3600 + 30 * 60
_CLOSING: Final = 18 * 3600 + 15 * 60
_AUGUST: Final = 8


@frozen
class Pace:
    """About how many actions a user makes on a working day."""

    actions: int


def instants(pace: Pace, since: date, until: datetime, chance: Random) -> Iterator[datetime]:
    """Give the instants of a user's actions, in order, from ``since`` to just before ``until``, in UTC.

    Nobody works on a week-end, few do in August.
    """
    for offset in range((until.astimezone(PARIS).date() - since).days + 1):
        day = since + timedelta(days=offset)
        yield from (at for at in _day(day, pace, chance) if at < until)


def _day(day: date, pace: Pace, chance: Random) -> list[datetime]:
    if day.weekday() > _FRIDAY or chance.random() < (0.5 if day.month == _AUGUST else 0.06):
        return []
    seconds = (chance.randint(_OPENING, _CLOSING) for _ in range(_how_many(pace, chance)))
    midnight = datetime.combine(day, time(0), PARIS)
    return sorted((midnight + timedelta(seconds=s)).astimezone(UTC) for s in seconds)


def _how_many(pace: Pace, chance: Random) -> int:
    return max(1, round(chance.gauss(pace.actions, pace.actions / 5)))
