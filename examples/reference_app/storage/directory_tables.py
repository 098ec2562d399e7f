"""The publisher's directory: brokerages, accounts, sessions, sealed keys; no dossier.

Art. 15.1 bounds what the publisher holds: the firm's identity, its legal representative, its means
of contact, and the names of its users.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    TEXT,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    MetaData,
    PrimaryKeyConstraint,
)

from reference_app.storage.columns import Bytes, Instant, Whole, append_only, strict_table
from reference_app.storage.identity_table import add_identity

directory_metadata: Final = MetaData()
add_identity(directory_metadata)

tenants: Final = strict_table(
    "tenants",
    directory_metadata,
    Column("id", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("legal_form", TEXT, nullable=False),
    Column("siren", TEXT, nullable=False, unique=True),
    Column("representative", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("email", TEXT, nullable=False),
    Column("phone", TEXT, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    # One more ends every session of the brokerage, wherever sessions are kept.
    Column("session_epoch", Whole, nullable=False, default=0, server_default="0"),
    # What the brokerage's administrators decide: its places (6.5), the idle limit (16.4), the age of passwords (6.3).
    Column("networks", TEXT, nullable=False, default="", server_default=""),
    Column("idle_minutes", Whole),
    Column("renewal_months", Whole),
    Column("administrator_renewal_months", Whole),
)

# While a secret is being replaced, both are kept: whoever is refused with the first tries the next.
tenant_keys: Final = strict_table(
    "tenant_keys",
    directory_metadata,
    Column("tenant_id", TEXT, ForeignKey("tenants.id"), nullable=False),
    Column("purpose", TEXT, nullable=False),
    Column("sealed", Bytes, nullable=False),
    Column("next", Bytes),
    PrimaryKeyConstraint("tenant_id", "purpose"),
)

# What is known of each database: its revision, the oldest one whose code may go on beside it, and what stopped its last
# upgrade. The directory's own row has no owner, so that no key of another table is asked for.
schema_revisions: Final = strict_table(
    "schema_revisions",
    directory_metadata,
    Column("tenant_id", TEXT, nullable=False),
    Column("purpose", TEXT, nullable=False),
    Column("revision", TEXT, nullable=False),
    Column("compatible", TEXT, nullable=False),
    Column("state", TEXT, CheckConstraint("state IN ('new', 'ready', 'upgrading', 'failed')"), nullable=False),
    Column("error", TEXT, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant_id", "purpose"),
)

users: Final = strict_table(
    "users",
    directory_metadata,
    Column("id", TEXT, primary_key=True),
    Column("tenant_id", TEXT, ForeignKey("tenants.id"), nullable=False, index=True),
    Column("first_name", TEXT, nullable=False),
    Column("last_name", TEXT, nullable=False),
    Column("login", TEXT, nullable=False, unique=True),
    Column("password", TEXT, nullable=False),
    Column("administrator", Whole, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("password_changed_at", Instant, nullable=False),
    # One more ends every session of the user, or gives each a new secret; and the places that narrow the brokerage's.
    Column("session_epoch", Whole, nullable=False, default=0, server_default="0"),
    Column("rights_epoch", Whole, nullable=False, default=0, server_default="0"),
    Column("networks", TEXT, nullable=False, default="", server_default=""),
)

# The rights of a user (art. 6.4), as netsoft writes them; a user without a row has those of the role that the account
# was opened with.
user_rights: Final = strict_table(
    "user_rights",
    directory_metadata,
    Column("user_id", TEXT, ForeignKey("users.id"), primary_key=True),
    Column("rights", TEXT, nullable=False),
)

staff: Final = strict_table(
    "staff",
    directory_metadata,
    Column("id", TEXT, primary_key=True),
    Column("first_name", TEXT, nullable=False),
    Column("last_name", TEXT, nullable=False),
    Column("login", TEXT, nullable=False, unique=True),
    Column("password", TEXT, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("password_changed_at", Instant, nullable=False),
    Column("session_epoch", Whole, nullable=False, default=0, server_default="0"),
)

# Where they are not kept in Redis.
sessions: Final = strict_table(
    "sessions",
    directory_metadata,
    Column("id_hash", Bytes, primary_key=True),
    Column("realm", TEXT, CheckConstraint("realm IN ('broker', 'staff')"), nullable=False),
    Column("account_id", TEXT, nullable=False, index=True),
    Column("browser_id", TEXT, nullable=False),
    Column("csrf", TEXT, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    # The epochs in which it was opened: it lives while they are the present ones.
    Column("user_epoch", Whole, nullable=False),
    Column("tenant_epoch", Whole, nullable=False),
    Column("rights_epoch", Whole, nullable=False),
    # The page to which a counted post redirects, shown once without being counted again.
    Column("free_path", TEXT),
    Column("free_until", Instant),
    Column("notice", TEXT),
)

attempts: Final = strict_table(
    "attempts",
    directory_metadata,
    Column("key", TEXT, primary_key=True),
    Column("failures", Whole, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("blocked_until", Instant, nullable=False),
)

staff_journal: Final = strict_table(
    "staff_journal",
    directory_metadata,
    Column("seq", Whole, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("staff_id", TEXT, ForeignKey("staff.id")),
    Column("browser_id", TEXT, nullable=False),
    Column("ip", TEXT, nullable=False),
    Column("port", Whole),
    Column("action", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False),
    Column("detail", TEXT, nullable=False),
    Column("outcome", TEXT, nullable=False),
)
append_only(staff_journal)

# Accounts whose password someone else knows: it was given to them, and they must change it.
given_passwords: Final = strict_table(
    "given_passwords", directory_metadata, Column("account_id", TEXT, primary_key=True)
)

# What was begun and not yet finished, of what no single transaction holds: the demonstration.
unfinished: Final = strict_table("unfinished", directory_metadata, Column("work", TEXT, primary_key=True))

Index("sessions_by_end", sessions.c.expires_at)
