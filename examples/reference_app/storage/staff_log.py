"""Reading the journal of the publisher's staff."""

from __future__ import annotations

from attrs import fields
from sqlalchemy import Connection, select

from reference_app.storage.directory import StaffAct
from reference_app.storage.directory_tables import staff_journal


def recent_acts(db: Connection, limit: int) -> tuple[StaffAct, ...]:
    """Return the last acts of the staff, the newest first."""
    names = [attribute.name for attribute in fields(StaffAct)]
    rows = db.execute(select(staff_journal).order_by(staff_journal.c.seq.desc()).limit(limit))
    return tuple(StaffAct(**{name: getattr(row, name) for name in names}) for row in rows)
