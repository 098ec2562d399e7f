"""What operations on the databases leave in the directory: where each is, back-ups, trials, erasures."""

from __future__ import annotations

from typing import Final

from sqlalchemy import TEXT, CheckConstraint, Column, ForeignKey, PrimaryKeyConstraint

from reference_app.storage.columns import Instant, Whole, append_only, strict_table
from reference_app.storage.directory_tables import directory_metadata

# Where a database is, when it is not at the site of the settings; ``previous`` is kept until it is forgotten.
placements: Final = strict_table(
    "placements",
    directory_metadata,
    Column("tenant_id", TEXT, ForeignKey("tenants.id"), nullable=False),
    Column("purpose", TEXT, nullable=False),
    Column("site", TEXT, nullable=False),
    Column("previous", TEXT),
    Column("moved_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "purpose"),
)

# The archives that are kept; the owner is empty for the directory's own.
backups: Final = strict_table(
    "backups",
    directory_metadata,
    Column("id", TEXT, primary_key=True),
    Column("owner", TEXT, nullable=False, index=True),
    Column("purpose", TEXT, nullable=False),
    Column("at", Instant, nullable=False),
    Column("file", TEXT, nullable=False, unique=True),
    Column("rows", Whole, nullable=False),
    Column("bytes", Whole, nullable=False),
    Column("digest", TEXT, nullable=False),
)

restore_tests: Final = strict_table(
    "restore_tests",
    directory_metadata,
    Column("seq", Whole, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("owner", TEXT, nullable=False, index=True),
    Column("purpose", TEXT, nullable=False),
    Column("archive", TEXT, nullable=False),
    Column("rows", Whole, nullable=False),
    Column("milliseconds", Whole, nullable=False),
    Column("verdict", TEXT, CheckConstraint("verdict IN ('equal', 'failed')"), nullable=False),
    Column("detail", TEXT, nullable=False),
)
append_only(restore_tests)

# The certificate of what was erased stays when everything else of a brokerage is gone.
erasures: Final = strict_table(
    "erasures",
    directory_metadata,
    Column("tenant_id", TEXT, ForeignKey("tenants.id"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("ticket", TEXT, nullable=False),
    Column("certificate", TEXT, nullable=False),
)
append_only(erasures)
