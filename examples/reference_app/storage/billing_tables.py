"""The entries of the brokerages' accounts, in the directory: the publisher answers for them (art. 15.1).

One row is one fact, with its day, the day it was learnt, who entered it and when. Rows are never
changed nor deleted: a mistake is undone by a counter-entry that names what it cancels and says why.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import TEXT, CheckConstraint, Column, ForeignKey, UniqueConstraint

from reference_app.storage.columns import Bytes, Day, Instant, Whole, append_only, strict_table, valid_json
from reference_app.storage.directory_tables import directory_metadata

COUNTER_ENTRY: Final = "counter-entry"

billing_entries: Final = strict_table(
    "billing_entries",
    directory_metadata,
    Column("seq", Whole, primary_key=True),
    Column("id", TEXT, nullable=False, unique=True),
    # Rates are the only facts that belong to no brokerage.
    Column("tenant_id", TEXT, ForeignKey("tenants.id"), index=True),
    Column("kind", TEXT, nullable=False),
    Column("on_day", Day, nullable=False),
    Column("known_on", Day, nullable=False),
    Column("body", TEXT, nullable=False),
    Column("cancels", TEXT, ForeignKey("billing_entries.id"), unique=True),
    Column("reason", TEXT, nullable=False),
    # Nobody of the staff entered what the demonstration brings.
    Column("recorded_by", TEXT, ForeignKey("staff.id")),
    Column("recorded_at", Instant, nullable=False),
    Column("form_key", TEXT),
    Column("form_digest", Bytes),
    UniqueConstraint("recorded_by", "form_key"),
    CheckConstraint(f"(kind = '{COUNTER_ENTRY}') = (cancels IS NOT NULL)"),
    CheckConstraint("kind = 'rate' OR cancels IS NOT NULL OR tenant_id IS NOT NULL"),
    CheckConstraint("known_on >= on_day"),
    *valid_json("body"),
)
append_only(billing_entries)
