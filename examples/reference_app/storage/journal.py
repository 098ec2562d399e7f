"""Journal and meter of one brokerage: an entry and its count in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from attrs import asdict, frozen
from sqlalchemy import Connection, Row, delete, func, insert, select

from netsoft.days import Month
from netsoft.paris import start_of_day
from reference_app.clock import paris_month
from reference_app.errors import AlreadySent
from reference_app.ids import EntryId, TenantId, UserId, new_id
from reference_app.storage.dialects import insert_or_set
from reference_app.storage.journal_tables import counts, entries, outcomes, sent_forms
from reference_app.storage.store import Store


class Outcome(Enum):
    """What became of an action; only what was done is counted.

    ``NOTED`` is of what is journaled and is no action: no dossier is read or changed.
    """

    DONE = "done"
    INVALID = "invalid"
    REFUSED = "refused"
    FAILED = "failed"
    CUT_OFF = "cut-off"
    NOTED = "noted"


@frozen
class Actor:
    """Who acts and from where: the fields of art. 16.3 that the request gives."""

    at: datetime
    tenant_id: TenantId
    user_id: UserId
    browser_id: str
    ip: str
    port: int | None
    dns: str = "inconnu"


@frozen
class Act:
    """What is done to what: the action's name, the dossier's id or ``""``, and its circumstances."""

    action: str
    subject: str = ""
    detail: str = ""


@frozen
class Entry:
    """One entry of the journal, with its outcome (``None`` while it is under way)."""

    id: EntryId
    actor: Actor
    act: Act
    outcome: Outcome | None


@frozen
class FormSent:
    """The key of a form, made when it was shown, and the digest of what was typed in it."""

    key: str
    digest: bytes


@frozen
class Count:
    """Actions of one user in one month of Paris (``2026-11``)."""

    user_id: UserId
    month: str
    actions: int


@frozen
class Journal:
    """The journal of one brokerage; it knows no other."""

    _store: Store

    def record(self, actor: Actor, act: Act, outcome: Outcome) -> EntryId:
        """Append an entry with its outcome; what was done is counted, in the same transaction.

        What several requests append at once is made durable by one commit; when this returns, it is.
        """

        def work(db: Connection) -> EntryId:
            entry = _append(db, actor, act)
            _conclude(db, entry, actor.at, outcome)
            if outcome is Outcome.DONE:
                _count(db, actor, 1)
            return entry

        return self._store.together(work)

    def record_past(self, done: Iterable[tuple[Actor, Act]]) -> None:
        """Append what was done before, oldest first, each with its outcome and its count, in one transaction."""
        kept = [(new_id(), actor, act) for actor, act in done]
        if not kept:
            return
        by_month = Counter((actor.user_id, paris_month(actor.at)) for _id, actor, _act in kept)
        one = {(actor.user_id, paris_month(actor.at)): actor for _id, actor, _act in kept}
        with self._store.write() as db:
            db.execute(insert(entries), [{"id": i, **asdict(actor), **asdict(act)} for i, actor, act in kept])
            db.execute(insert(outcomes), [_done(i, actor.at) for i, actor, _act in kept])
            for month, actions in by_month.items():
                _count(db, one[month], actions)

    def intend(self, actor: Actor, act: Act, form: FormSent) -> EntryId:
        """Append the entry of a change about to be made, and count it, in one transaction."""
        row = {"user_id": actor.user_id, "key": form.key, "digest": form.digest}

        def work(db: Connection) -> EntryId:
            entry = _append(db, actor, act)
            db.execute(insert(sent_forms).values(entry_id=entry, **row))
            _count(db, actor, 1)
            return entry

        return self._store.together(work)

    def conclude(self, entry_id: EntryId, at: datetime, outcome: Outcome) -> None:
        """Append what became of an intended change; what was not done is no longer counted."""

        def work(db: Connection) -> None:
            _conclude(db, entry_id, at, outcome)
            if outcome is not Outcome.DONE:
                entry = _entry(db.execute(_entries().where(entries.c.id == entry_id)).one())
                db.execute(delete(sent_forms).where(sent_forms.c.entry_id == entry_id))
                _count(db, entry.actor, -1)

        self._store.together(work)

    def sent_before(self, user_id: UserId, form: FormSent) -> Entry | None:
        """Return the entry of the same form sent before; refuse one sent with other content."""
        mine = (sent_forms.c.user_id == user_id) & (sent_forms.c.key == form.key)
        with self._store.read() as db:
            row = db.execute(select(sent_forms).where(mine)).one_or_none()
            if row is None:
                return None
            if row.digest != form.digest:
                raise AlreadySent
            return _entry(db.execute(_entries().where(entries.c.id == row.entry_id)).one())

    def under_way(self) -> tuple[Entry, ...]:
        """Return the entries that have no outcome."""
        with self._store.read() as db:
            return tuple(map(_entry, db.execute(_entries().where(outcomes.c.entry_id.is_(None)))))

    def all(self) -> tuple[Entry, ...]:
        """Return every entry, oldest first."""
        with self._store.read() as db:
            return tuple(map(_entry, db.execute(_entries())))

    def counted_in(self, month: str) -> tuple[Entry, ...]:
        """Return the entries that a month of Paris counts, oldest first: what was done, and what is under way."""
        span = Month.parse(month).period
        since, until = (datetime.fromtimestamp(start_of_day(day), UTC) for day in (span.start, span.end))
        counted = outcomes.c.outcome.is_(None) | (outcomes.c.outcome == Outcome.DONE.value)
        asked = _entries().where((entries.c.at >= since) & (entries.c.at < until) & counted)
        with self._store.read() as db:
            return tuple(map(_entry, db.execute(asked)))

    def actors_since(self, since: datetime) -> tuple[Actor, ...]:
        """Return who used the service from where since an instant, in order of time."""
        asked = select(entries).where(entries.c.at >= since).order_by(entries.c.at, entries.c.seq)
        with self._store.read() as db:
            return tuple(_actor(row) for row in db.execute(asked))

    def counts_of(self, month: str) -> tuple[Count, ...]:
        """Return the counts of a month of Paris, by user."""
        asked = select(counts).where(counts.c.month == month).order_by(counts.c.user_id)
        with self._store.read() as db:
            return tuple(Count(row.user_id, row.month, row.actions) for row in db.execute(asked))

    def actions_of(self, user_id: UserId, month: str) -> int:
        """Return how many actions of one user a month holds."""
        asked = select(func.sum(counts.c.actions))
        with self._store.read() as db:
            mine = (counts.c.user_id == user_id) & (counts.c.month == month)
            return int(db.scalar(asked.where(mine)) or 0)


def _append(db: Connection, actor: Actor, act: Act) -> EntryId:
    entry = EntryId(new_id())
    db.execute(
        insert(entries).values(
            id=entry,
            at=actor.at,
            action=act.action,
            subject=act.subject,
            detail=act.detail,
            ip=actor.ip,
            dns=actor.dns,
            port=actor.port,
            tenant_id=actor.tenant_id,
            user_id=actor.user_id,
            browser_id=actor.browser_id,
        )
    )
    return entry


def _conclude(db: Connection, entry: EntryId, at: datetime, outcome: Outcome) -> None:
    db.execute(insert(outcomes).values(entry_id=entry, at=at, outcome=outcome.value))


def _done(entry_id: str, at: datetime) -> dict[str, object]:
    return {"entry_id": entry_id, "at": at, "outcome": Outcome.DONE.value}


def _count(db: Connection, actor: Actor, by: int) -> None:
    row = {"user_id": actor.user_id, "month": paris_month(actor.at)}
    changed = {"actions": counts.c.actions + by}
    insert_or_set(db, counts, {"actions": max(by, 0), **row}, changed)


def _entries() -> Any:
    joined = entries.outerjoin(outcomes, entries.c.id == outcomes.c.entry_id)
    return select(entries, outcomes.c.outcome).select_from(joined).order_by(entries.c.seq)


def _entry(row: Row[Any]) -> Entry:
    act = Act(row.action, row.subject, row.detail)
    return Entry(EntryId(row.id), _actor(row), act, Outcome(row.outcome) if row.outcome else None)


def _actor(row: Row[Any]) -> Actor:
    return Actor(row.at, row.tenant_id, row.user_id, row.browser_id, row.ip, row.port, row.dns)
