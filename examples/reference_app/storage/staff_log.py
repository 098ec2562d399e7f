"""Reading the journal of the publisher's staff."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from attrs import fields
from sqlalchemy import Connection, Row, func, select

from reference_app.storage.directory import StaffAct
from reference_app.storage.directory_tables import staff_journal

_t = staff_journal.c


def count_acts(db: Connection) -> int:
    """Return how many acts the journal holds."""
    return db.scalar(select(func.count()).select_from(staff_journal)) or 0


def recent_acts(db: Connection, limit: int, skipped: int = 0) -> tuple[StaffAct, ...]:
    """Return the last acts of the staff, the newest first, after those that are skipped."""
    newest = select(staff_journal).order_by(_t.seq.desc())
    return tuple(map(_act, db.execute(newest.limit(limit).offset(skipped))))


def acts_about(db: Connection, subjects: Collection[str], actions: Collection[str]) -> tuple[StaffAct, ...]:
    """Return what the staff did of some kinds to some accounts or brokerages, the newest first."""
    concerned = _t.subject.in_(subjects) & _t.action.in_(actions) & (_t.outcome == "done")
    return tuple(map(_act, db.execute(select(staff_journal).where(concerned).order_by(_t.seq.desc()))))


def _act(row: Row[Any]) -> StaffAct:
    return StaffAct(**{attribute.name: getattr(row, attribute.name) for attribute in fields(StaffAct)})
