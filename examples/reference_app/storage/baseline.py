"""Bringing a database to the tables of today: one that is empty, or one of before there were revisions."""

from __future__ import annotations

from sqlalchemy import Column, Connection, MetaData, Table, inspect, text
from sqlalchemy.schema import CreateColumn


def bring_to_baseline(db: Connection, schema: MetaData) -> None:
    """Make the tables that are missing, and in the others the columns and the triggers that are."""
    there = set(inspect(db).get_table_names())
    older = [table for table in schema.sorted_tables if table.name in there]
    schema.create_all(db)
    for table in older:
        _add_columns(db, table)
        _add_triggers(db, table)


def _add_columns(db: Connection, table: Table) -> None:
    known = {column["name"] for column in inspect(db).get_columns(table.name)}
    for column in table.columns:
        if column.name not in known:
            db.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {_written(db, column)}")


def _written(db: Connection, column: Column[object]) -> str:
    return str(CreateColumn(column).compile(dialect=db.dialect)).replace(" NOT NULL", "")


def _add_triggers(db: Connection, table: Table) -> None:
    """Run what follows the making of a table, unless it has its triggers already."""
    if _has_triggers(db, table):
        return
    table.dispatch.after_create(table, db, checkfirst=False, _ddl_runner=None)


def _has_triggers(db: Connection, table: Table) -> bool:
    sqlite = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    served = "SELECT count(*) FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass) AND NOT tgisinternal"
    asked = text(sqlite if db.dialect.name == "sqlite" else served)
    return bool(db.scalar(asked, {"table": table.name}))
