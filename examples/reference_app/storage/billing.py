"""The entries of accounts, read back as frozen values; appending is the only change there is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from attrs import field, frozen
from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select

from netsoft.days import Day
from reference_app.errors import AlreadySent
from reference_app.ids import EntryId, StaffId, TenantId, new_id
from reference_app.storage.billing_facts import BillingFact, decode, encode, kind_of
from reference_app.storage.billing_tables import COUNTER_ENTRY, billing_entries
from reference_app.storage.dialects import json_text
from reference_app.storage.journal import FormSent
from reference_app.storage.store import Store

_t = billing_entries.c


@frozen
class Recorded:
    """Who enters a fact, when, and from which form (``None``: the demonstration)."""

    at: datetime
    by: StaffId | None = None
    form: FormSent | None = None


@frozen
class BillingEntry:
    """One row: a fact of an account, or a counter-entry that ``cancels`` another row for a ``reason``."""

    seq: int
    id: EntryId
    tenant_id: TenantId | None
    kind: str
    on: Day
    learnt: Day
    fact: BillingFact | None
    cancels: EntryId | None
    reason: str
    recorded_by: StaffId | None
    recorded_at: datetime

    def learnt_after(self, known_on: Day | None) -> bool:
        """Tell whether it was learnt after a day; nothing was, when the day is ``None``."""
        return known_on is not None and self.learnt > known_on


@frozen
class Counter:
    """A counter-entry about to be made: what it cancels, why, and the day the mistake was learnt."""

    entry: BillingEntry
    reason: str
    on: Day


@frozen
class Billing:
    """The entries of the directory. Writing takes a transaction of the caller, which journals with it."""

    store: Store = field(repr=False)

    def of(self, tenant_id: TenantId) -> tuple[BillingEntry, ...]:
        """Return every entry of one brokerage, in the order in which they were made."""
        with self.store.read() as db:
            return entries_of(db, tenant_id)

    def rates(self) -> tuple[BillingEntry, ...]:
        """Return the rates that the staff entered, and their counter-entries."""
        with self.store.read() as db:
            return entries_of(db, None)

    def version(self, tenant_id: TenantId) -> int:
        """Return a number that rises with each entry that may change the account of a brokerage."""
        with self.store.read() as db:
            return int(db.scalar(select(func.max(_t.seq)).where(or_(_mine(tenant_id), _mine(None)))) or 0)


def entries_of(db: Connection, tenant_id: TenantId | None) -> tuple[BillingEntry, ...]:
    """Return the entries of one brokerage, or the rates of all (``None``), within a transaction."""
    return tuple(map(_entry, db.execute(select(billing_entries).where(_mine(tenant_id)).order_by(_t.seq))))


def numbered_elsewhere(db: Connection, number: str, tenant_id: TenantId) -> bool:
    """Tell whether another brokerage has a standing invoice of that number: one numbering serves all."""
    cancelled = select(_t.cancels).where(_t.cancels.is_not(None))
    same = json_text(db, _t.body, "number") == number
    others = (_t.kind == "invoice") & same & (_t.tenant_id != tenant_id) & _t.id.not_in(cancelled)
    return db.scalar(select(func.count()).where(others)) != 0


def append(db: Connection, tenant_id: TenantId | None, fact: BillingFact, recorded: Recorded) -> EntryId:
    """Append a fact of one brokerage, or a rate (``None``)."""
    row = {
        "kind": kind_of(fact),
        "on_day": fact.on,
        "known_on": fact.learnt,
        "body": encode(fact),
        "reason": "",
    }
    return _append(db, row | {"tenant_id": tenant_id}, recorded)


def append_counter(db: Connection, counter: Counter, recorded: Recorded) -> EntryId:
    """Append the counter-entry of a row; a second one of the same row is refused by the table itself."""
    row = {"kind": COUNTER_ENTRY, "on_day": counter.on, "known_on": counter.on, "body": "{}"}
    named = {
        "tenant_id": counter.entry.tenant_id,
        "cancels": counter.entry.id,
        "reason": counter.reason,
    }
    return _append(db, row | named, recorded)


def sent_before(db: Connection, recorded: Recorded) -> EntryId | None:
    """Return the entry that the same form made before; refuse one sent again with other content."""
    if recorded.form is None:
        return None
    same = (_t.recorded_by == recorded.by) & (_t.form_key == recorded.form.key)
    row = db.execute(select(_t.id, _t.form_digest).where(same)).one_or_none()
    if row is not None and row.form_digest != recorded.form.digest:
        raise AlreadySent
    return None if row is None else EntryId(row.id)


def standing(entries: Iterable[BillingEntry], known_on: Day | None = None) -> tuple[BillingEntry, ...]:
    """Leave out the counter-entries and what they cancel, as known on a day (all that was entered, when ``None``).

    A counter-entry learnt after ``known_on`` cancels nothing yet: what was known on a day is never rewritten.
    """
    rows = tuple(entries)
    cancelled = {row.cancels for row in rows if row.cancels is not None and not row.learnt_after(known_on)}
    return tuple(row for row in rows if row.cancels is None and row.id not in cancelled)


def _mine(tenant_id: TenantId | None) -> ColumnElement[bool]:
    return _t.tenant_id.is_(None) if tenant_id is None else _t.tenant_id == tenant_id


def _append(db: Connection, row: dict[str, object], recorded: Recorded) -> EntryId:
    entry_id, form = EntryId(new_id()), recorded.form
    sent = {"form_key": form.key, "form_digest": form.digest} if form else {}
    made = {"id": entry_id, "recorded_by": recorded.by, "recorded_at": recorded.at}
    db.execute(insert(billing_entries).values(**row, **made, **sent))
    return entry_id


def _entry(row: Row[Any]) -> BillingEntry:
    return BillingEntry(
        seq=row.seq,
        id=row.id,
        tenant_id=row.tenant_id,
        kind=row.kind,
        on=row.on_day,
        learnt=row.known_on,
        fact=None if row.kind == COUNTER_ENTRY else decode(row.kind, row.body),
        cancels=row.cancels,
        reason=row.reason,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
    )
