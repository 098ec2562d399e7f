"""The forms of the console that opened or replaced an access: the same one sent again does nothing more."""

from __future__ import annotations

from datetime import datetime
from typing import Final, cast

from attrs import frozen
from sqlalchemy import TEXT, Column, Connection, ForeignKey, UniqueConstraint, insert, select

from reference_app.errors import AlreadySent
from reference_app.ids import StaffId, UserId
from reference_app.storage.columns import Bytes, Instant, Whole, append_only, strict_table
from reference_app.storage.directory_tables import directory_metadata
from reference_app.storage.journal import FormSent

console_forms: Final = strict_table(
    "console_forms",
    directory_metadata,
    Column("seq", Whole, primary_key=True),
    Column("staff_id", TEXT, ForeignKey("staff.id"), nullable=False),
    Column("form_key", TEXT, nullable=False),
    Column("form_digest", Bytes, nullable=False),
    Column("user_id", TEXT, ForeignKey("users.id"), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("staff_id", "form_key"),
)
append_only(console_forms)


@frozen
class ConsoleForm:
    """A form of the console: who of the staff sends it, and when."""

    staff_id: StaffId
    form: FormSent
    at: datetime


def concerned_before(db: Connection, sent: ConsoleForm) -> UserId | None:
    """Return the account that the same form concerned before; refuse one sent again with other content."""
    t = console_forms.c
    same = (t.staff_id == sent.staff_id) & (t.form_key == sent.form.key)
    row = db.execute(select(t.user_id, t.form_digest).where(same)).one_or_none()
    if row is not None and row.form_digest != sent.form.digest:
        raise AlreadySent
    return None if row is None else cast("UserId", row.user_id)


def remember(db: Connection, sent: ConsoleForm, user_id: UserId) -> None:
    """Append a form with the account that it concerned, in the transaction that does what it asks."""
    row = {"staff_id": sent.staff_id, "form_key": sent.form.key, "form_digest": sent.form.digest}
    db.execute(insert(console_forms).values(**row, user_id=user_id, at=sent.at))
