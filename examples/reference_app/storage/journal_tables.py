"""The journal of a brokerage (art. 16.3) and the counts of its actions (art. 7.2).

They live in a file of their own, outside what a restore of the dossiers rewinds.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    TEXT,
    CheckConstraint,
    Column,
    ForeignKey,
    MetaData,
    PrimaryKeyConstraint,
)

from reference_app.storage.columns import Bytes, Instant, Whole, append_only, strict_table
from reference_app.storage.identity_table import add_identity

journal_metadata: Final = MetaData()
add_identity(journal_metadata)

entries: Final = strict_table(
    "entries",
    journal_metadata,
    Column("seq", Whole, primary_key=True),
    Column("id", TEXT, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("action", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False),
    Column("detail", TEXT, nullable=False),
    Column("ip", TEXT, nullable=False),
    Column("dns", TEXT, nullable=False),
    Column("port", Whole),
    Column("tenant_id", TEXT, nullable=False),
    Column("user_id", TEXT, nullable=False),
    Column("browser_id", TEXT, nullable=False),
)
append_only(entries)

# What became of an entry is a row of its own, since an entry never changes.
outcomes: Final = strict_table(
    "outcomes",
    journal_metadata,
    Column("entry_id", TEXT, ForeignKey("entries.id"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("outcome", TEXT, nullable=False),
)
append_only(outcomes)

counts: Final = strict_table(
    "counts",
    journal_metadata,
    Column("user_id", TEXT, nullable=False),
    Column("month", TEXT, nullable=False),
    Column("actions", Whole, CheckConstraint("actions >= 0"), nullable=False),
    PrimaryKeyConstraint("user_id", "month"),
)

# A form that was sent: the same one sent again finds its entry, and is neither done nor counted twice.
sent_forms: Final = strict_table(
    "sent_forms",
    journal_metadata,
    Column("user_id", TEXT, nullable=False),
    Column("key", TEXT, nullable=False),
    Column("digest", Bytes, nullable=False),
    Column("entry_id", TEXT, ForeignKey("entries.id"), nullable=False),
    PrimaryKeyConstraint("user_id", "key"),
)
