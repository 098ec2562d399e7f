"""The dossiers of a brokerage: what only the brokerage reads and writes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import TEXT, CheckConstraint, Column, ForeignKey, MetaData

from reference_app.storage.change_log import add_change_log, logged
from reference_app.storage.columns import Day, Instant, Whole, strict_table
from reference_app.storage.identity_table import add_identity

dossier_metadata: Final = MetaData()
identity: Final = add_identity(dossier_metadata)
changes: Final = add_change_log(dossier_metadata)

clients: Final = strict_table(
    "clients",
    dossier_metadata,
    Column("id", TEXT, primary_key=True),
    # Whose the row is, as the database itself says: what leaves is compared with who asks.
    Column("owner", TEXT, nullable=False),
    Column("number", Whole, nullable=False, unique=True),
    Column("version", Whole, nullable=False),
    Column("kind", TEXT, CheckConstraint("kind IN ('person', 'company')"), nullable=False),
    Column("title", TEXT, nullable=False),
    Column("first_name", TEXT, nullable=False),
    Column("last_name", TEXT, nullable=False),
    Column("birth_date", Day),
    Column("corporate_name", TEXT, nullable=False),
    Column("siren", TEXT, nullable=False),
    Column("contact", TEXT, nullable=False),
    Column("email", TEXT, nullable=False),
    Column("phone", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("postcode", TEXT, nullable=False),
    Column("city", TEXT, nullable=False),
    Column("country", TEXT, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # Folded copies, without accents or capitals: one to search in, three to sort by.
    Column("search", TEXT, nullable=False),
    Column("name_key", TEXT, nullable=False, index=True),
    Column("city_key", TEXT, nullable=False),
    Column("email_key", TEXT, nullable=False),
)
logged(clients, changes)

# What was deposited in a client's dossier. A file that was taken away keeps its row, and its content until it is
# purged: an earlier version of the dossiers may still ask for it (art. 15.5).
files: Final = strict_table(
    "files",
    dossier_metadata,
    Column("id", TEXT, primary_key=True),
    Column("client_id", TEXT, ForeignKey("clients.id"), nullable=False, index=True),
    Column("name", TEXT, nullable=False),
    Column("size", Whole, CheckConstraint("size > 0"), nullable=False),
    Column("sha256", TEXT, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("added_by", TEXT, nullable=False),
    Column("removed_at", Instant),
)
logged(files, changes)

# The journal's entries whose change is in this file: written with it, read when a cut is mended. Where in the log of
# changes each ends, and when it was asked for, is what a restore to an instant goes by.
applied: Final = strict_table(
    "applied",
    dossier_metadata,
    Column("entry_id", TEXT, primary_key=True),
    Column("at", Instant),
    Column("change", Whole),
)
