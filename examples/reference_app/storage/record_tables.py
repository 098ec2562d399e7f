"""What the publisher records of contracts and months, and the documents that it issues.

Both tables are only appended to. ``records`` keeps facts and decisions, each a value of one kind: a
newer one of the same kind stands beside the older. One that bears a key is alone under it: the table
itself refuses a second closing of a month. ``documents`` keeps what left for a brokerage: one number
once in a series of a seller, one document once under a key of a brokerage.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import TEXT, CheckConstraint, Column, ForeignKey, Index, UniqueConstraint

from reference_app.storage.columns import Bytes, Day, Instant, Whole, append_only, strict_table, valid_json
from reference_app.storage.directory_tables import directory_metadata

EVERYONE: Final = ""

records: Final = strict_table(
    "records",
    directory_metadata,
    Column("seq", Whole, primary_key=True),
    Column("id", TEXT, nullable=False, unique=True),
    # The brokerage, or nothing for what concerns all: the tariff, a tier, an outage.
    Column("scope", TEXT, nullable=False),
    Column("tenant_id", TEXT, ForeignKey("tenants.id")),
    Column("kind", TEXT, nullable=False),
    Column("key", TEXT),
    Column("on_day", Day, nullable=False),
    Column("body", TEXT, nullable=False),
    # A person of the staff; a user of the brokerage; or neither, for what a job or the demonstration records.
    Column("recorded_by", TEXT, ForeignKey("staff.id")),
    Column("recorded_by_user", TEXT, ForeignKey("users.id")),
    Column("recorded_at", Instant, nullable=False),
    Column("form_key", TEXT),
    Column("form_digest", Bytes),
    UniqueConstraint("scope", "kind", "key"),
    UniqueConstraint("recorded_by", "form_key"),
    UniqueConstraint("recorded_by_user", "form_key"),
    CheckConstraint(f"scope = coalesce(tenant_id, '{EVERYONE}')"),
    CheckConstraint("recorded_by IS NULL OR recorded_by_user IS NULL"),
    *valid_json("body"),
)
append_only(records)
Index("records_by_kind", records.c.kind, records.c.scope)

documents: Final = strict_table(
    "documents",
    directory_metadata,
    Column("seq", Whole, primary_key=True),
    Column("id", TEXT, nullable=False, unique=True),
    Column("tenant_id", TEXT, ForeignKey("tenants.id"), nullable=False, index=True),
    Column("kind", TEXT, nullable=False),
    Column("key", TEXT, nullable=False),
    # Invoices and credit notes are numbered; a notice or a statement bears its key alone.
    Column("seller", TEXT, nullable=False),
    Column("series", TEXT),
    Column("number", TEXT),
    Column("on_day", Day, nullable=False),
    Column("body", TEXT, nullable=False),
    Column("digest", TEXT, nullable=False),
    Column("issued_by", TEXT, ForeignKey("staff.id")),
    Column("issued_at", Instant, nullable=False),
    UniqueConstraint("seller", "series", "number"),
    UniqueConstraint("tenant_id", "key"),
    CheckConstraint("(series IS NULL) = (number IS NULL)"),
    *valid_json("body"),
)
append_only(documents)
