"""Columns of STRICT tables: instants and days as text that sorts, and tables made with them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import DDL, TEXT, Column, Dialect, Index, MetaData, Table, event
from sqlalchemy.schema import Constraint
from sqlalchemy.types import TypeDecorator


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


def append_only(table: Table) -> None:
    """Let the file itself refuse to change or delete what was appended to ``table``."""
    for verb in ("UPDATE", "DELETE"):
        event.listen(
            table,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
                f"BEGIN SELECT RAISE(ABORT, '{table.name}: append only'); END"
            ),
        )
