"""The row by which a database says whose it is and what for."""

from __future__ import annotations

from sqlalchemy import TEXT, Column, MetaData, Table

from reference_app.storage.columns import append_only, strict_table


def add_identity(metadata: MetaData) -> Table:
    """Add the table to a schema: it takes one row, which never changes."""
    table = strict_table(
        "identity",
        metadata,
        Column("owner", TEXT, nullable=False),
        Column("purpose", TEXT, primary_key=True),
    )
    append_only(table)
    return table
