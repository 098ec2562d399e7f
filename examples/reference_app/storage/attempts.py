"""Failed sign-ins, and until when the next one must wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen
from sqlalchemy import Connection, case, delete, select, update

from reference_app.storage.dialects import insert_or_set
from reference_app.storage.directory_tables import attempts
from reference_app.storage.store import Store

FORGET_AFTER: Final = timedelta(hours=24)
HALVED_EVERY: Final = timedelta(hours=1)


@frozen
class Limit:
    """After ``free`` failures under ``key`` each further one doubles the wait, up to ``longest``.

    What is remembered is halved every hour, whatever happens in it: a day's mistakes do not add up.
    """

    key: str
    free: int
    longest: timedelta

    def wait(self, failures: int) -> timedelta:
        """Return how long the next try waits after so many failures."""
        if failures < self.free:
            return timedelta(0)
        return min(self.longest, timedelta(seconds=2 ** min(failures - self.free, 16)))


@frozen
class Attempts:
    """The memory of failed sign-ins, over restarts."""

    _store: Store

    def admit(self, limits: Sequence[Limit], at: datetime) -> timedelta:
        """Note one try as failed and return zero, or note nothing and return what is left to wait.

        The try is noted before the password is looked at, so that parallel tries cannot pass together.
        """
        with self._store.write() as db:
            db.execute(delete(attempts).where(attempts.c.last_at <= at - FORGET_AFTER))
            left = max(_left(db, limit, at) for limit in limits)
            if left <= timedelta(0):
                for limit in limits:
                    _note(db, limit, at)
        return max(left, timedelta(0))

    def succeeded(self, limits: Sequence[Limit], at: datetime) -> None:
        """Forget the failures under the first limit, and take this try back from the others."""
        with self._store.write() as db:
            db.execute(delete(attempts).where(attempts.c.key == limits[0].key))
            for limit in limits[1:]:
                back = {
                    "failures": case((attempts.c.failures > 0, attempts.c.failures - 1), else_=0),
                    "blocked_until": at,
                }
                db.execute(update(attempts).where(attempts.c.key == limit.key).values(**back))


def _left(db: Connection, limit: Limit, at: datetime) -> timedelta:
    until = db.scalar(select(attempts.c.blocked_until).where(attempts.c.key == limit.key))
    return timedelta(0) if until is None else until - at


def _remembered(db: Connection, limit: Limit, at: datetime) -> tuple[int, datetime]:
    """Return the failures left after halving, and the instant from which the next hour runs."""
    row = db.execute(select(attempts.c.failures, attempts.c.last_at).where(attempts.c.key == limit.key)).one_or_none()
    if row is None:
        return 0, at
    hours = max((at - row.last_at) // HALVED_EVERY, 0)
    left = row.failures >> min(hours, 64)
    return (left, row.last_at + hours * HALVED_EVERY) if left else (0, at)


def _note(db: Connection, limit: Limit, at: datetime) -> None:
    kept, since = _remembered(db, limit, at)
    row = {"failures": kept + 1, "last_at": since, "blocked_until": at + limit.wait(kept + 1)}
    insert_or_set(db, attempts, {"key": limit.key, **row}, row)
