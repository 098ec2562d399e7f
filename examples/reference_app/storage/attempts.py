"""Failed sign-ins, until when the next one must wait, and from where each person signed in lately."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import frozen
from sqlalchemy import Connection, delete, select

from netsoft.tenancy.throttle import DAY, DEFAULT, Memory, Policy, Tries, failed, succeeded, wait
from reference_app.storage.dialects import insert_or_set
from reference_app.storage.directory_tables import attempts
from reference_app.storage.store import Store


@frozen
class AttemptKeys:
    """Under which keys one try is remembered: the account from that source, the source, the account.

    ``known`` is under what the last success from that source stands.
    """

    pair: str
    source: str
    account: str
    known: str


@frozen
class Attempts:
    """The memory of sign-ins, over restarts; the policy is the library's (art. 6.3)."""

    _store: Store
    policy: Policy = DEFAULT

    def admit(self, keys: AttemptKeys, at: datetime) -> timedelta:
        """Note one try as failed and return zero, or note nothing and return what is left to wait.

        The try is noted before the password is looked at, so that parallel tries cannot pass together.
        """
        with self._store.write() as db:
            db.execute(delete(attempts).where(attempts.c.last_at <= at - DAY, attempts.c.blocked_until <= at))
            tries = _tries(db, keys)
            left = wait(self.policy, tries, at)
            if left <= timedelta(0):
                self._keep(db, keys, failed(self.policy, tries, at))
            return left

    def succeeded(self, keys: AttemptKeys, at: datetime) -> None:
        """Take a noted try back: the person's own failures from there are forgotten, and the source is known."""
        with self._store.write() as db:
            self._keep(db, keys, succeeded(self.policy, _tries(db, keys), at))

    def _keep(self, db: Connection, keys: AttemptKeys, tries: Tries) -> None:
        at = tries.known_at
        known = None if at is None else Memory(0, at, at + self.policy.known_for)
        kept = {keys.pair: tries.pair, keys.source: tries.source, keys.account: tries.account, keys.known: known}
        for key, memory in kept.items():
            _put(db, key, memory)


def _tries(db: Connection, keys: AttemptKeys) -> Tries:
    wanted = (keys.pair, keys.source, keys.account, keys.known)
    rows = db.execute(select(attempts).where(attempts.c.key.in_(wanted)))
    found: Mapping[str, Memory] = {row.key: Memory(row.failures, row.last_at, row.blocked_until) for row in rows}
    known = found.get(keys.known)
    since = None if known is None else known.since
    return Tries(found.get(keys.pair), found.get(keys.source), found.get(keys.account), since)


def _put(db: Connection, key: str, memory: Memory | None) -> None:
    if memory is None:
        db.execute(delete(attempts).where(attempts.c.key == key))
    else:
        row = {"failures": memory.failures, "last_at": memory.since, "blocked_until": memory.until}
        insert_or_set(db, attempts, {"key": key, **row}, row)
