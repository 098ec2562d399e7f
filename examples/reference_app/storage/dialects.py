"""What SQLite and PostgreSQL both do and SQLAlchemy writes differently for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Connection, Table, cast, func
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_set(db: Connection, table: Table, row: Mapping[str, object], changed: Mapping[str, Any]) -> None:
    """Insert ``row``, or where a row of the same primary key stands, set what is ``changed`` of it."""
    keys = [column.name for column in table.primary_key]
    if db.dialect.name == "sqlite":
        db.execute(sqlite.insert(table).values(**row).on_conflict_do_update(index_elements=keys, set_=changed))
    else:
        db.execute(postgresql.insert(table).values(**row).on_conflict_do_update(index_elements=keys, set_=changed))


def json_text(db: Connection, column: Column[Any], key: str) -> ColumnElement[str]:
    """Return the text under ``key`` of a column that holds a JSON object."""
    if db.dialect.name == "sqlite":
        return func.json_extract(column, f"$.{key}")
    found: ColumnElement[str] = cast(column, JSON)[key].as_string()
    return found
