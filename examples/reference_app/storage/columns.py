"""Columns that hold alike on SQLite and on PostgreSQL: instants and days as text that sorts, and their tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import (
    DDL,
    INTEGER,
    TEXT,
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    Index,
    LargeBinary,
    MetaData,
    Table,
    event,
)
from sqlalchemy.schema import Constraint
from sqlalchemy.types import TypeDecorator

# 64 bits on either engine; on SQLite only INTEGER numbers rows by itself.
Whole: Final = BigInteger().with_variant(INTEGER, "sqlite")
Bytes: Final = LargeBinary


class Instant(TypeDecorator[datetime]):
    """An instant, kept in UTC with microseconds: ``2026-11-22T09:15:00.000000Z``."""

    impl = TEXT
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write an aware instant in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without its offset")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read it back, aware, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A civil day, kept as ``2026-11-22``."""

    impl = TEXT
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the day."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """Read it back."""
        return None if value is None else date.fromisoformat(value)


def strict_table(name: str, metadata: MetaData, *parts: Column[Any] | Constraint | Index) -> Table:
    """Return a table whose columns hold only values of their type."""
    return Table(name, metadata, *parts, sqlite_strict=True)


def valid_json(column: str) -> tuple[CheckConstraint, CheckConstraint]:
    """Return the constraint that a column holds JSON, in the words of each engine."""
    return (
        CheckConstraint(f"json_valid({column})").ddl_if(dialect="sqlite"),
        CheckConstraint(f"({column})::jsonb IS NOT NULL").ddl_if(dialect="postgresql"),
    )


APPEND_ONLY: Final = "append_only"


def append_only(table: Table) -> None:
    """Let the database itself refuse to change or delete what was appended to ``table``.

    On PostgreSQL the login that the application uses is not even granted the right (see ``server.py``).
    """
    table.info[APPEND_ONLY] = True
    for verb in ("UPDATE", "DELETE"):
        name = f"{table.name}_no_{verb.lower()}"
        after_create(
            table,
            "sqlite",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} "
            f"BEGIN SELECT RAISE(ABORT, '{table.name}: append only'); END",
        )
        after_create(
            table,
            "postgresql",
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table.name}: append only'; END $$; "
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} FOR EACH ROW EXECUTE FUNCTION {name}()",
        )


def after_create(table: Table, dialect: str, statement: str) -> None:
    """Run a statement of one engine once the table is made."""
    event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
