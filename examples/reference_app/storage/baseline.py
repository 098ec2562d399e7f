"""The tables of the first revision, frozen as each engine writes them, and how a database comes to them.

What stands in the files of SQL never changes once it was released: later revisions alter what it makes. A database of
before there were revisions has most of it; what it lacks is added. Of what it has, sessions alone are ended: nothing
says what their new columns would hold.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

_TABLE: Final = re.compile(r"^-- table (\w+)\n", re.MULTILINE)
_COLUMN: Final = re.compile(r'^\t("?[a-z_0-9]+"?) (.*?),?$', re.MULTILINE)
_NAMED: Final = re.compile(r"CREATE (?:UNIQUE )?(?:INDEX|TRIGGER) (\w+)")
_OWNER: Final = "owner"
_EMPTIED: Final = frozenset({"sessions"})


def bring_to_baseline(db: Connection, folder: Path) -> None:
    """Make the tables that are missing; in the others the columns, the indexes and the triggers that are."""
    there = set(inspect(db).get_table_names())
    for table, statements in frozen_tables(folder, db.dialect.name).items():
        for statement in _completing(db, table, statements) if table in there else statements:
            db.exec_driver_sql(statement)


def frozen_tables(folder: Path, dialect: str) -> dict[str, list[str]]:
    """Return the statements that make each table, in the words of an engine."""
    _nothing, *parts = _TABLE.split((folder / f"r0001_{dialect}.sql").read_text())
    return {table: body.strip().split("\n--;\n") for table, body in zip(parts[::2], parts[1::2], strict=True)}


def _completing(db: Connection, table: str, statements: list[str]) -> list[str]:
    """Return what completes a table of before."""
    made, *others = statements
    known = [str(column["name"]) for column in inspect(db).get_columns(table)]
    lacking = {name: rest for name, rest in _COLUMN.findall(made) if name.strip('"') not in known}
    if lacking and table in _EMPTIED:
        return [f"DROP TABLE {table}", *statements]
    held = [name for name, rest in lacking.items() if "NOT NULL" in rest and "DEFAULT" not in rest]
    if held and db.dialect.name == "sqlite":
        return _made_anew(db, table, statements, known)
    added = [f"ALTER TABLE {table} ADD COLUMN {name} {rest}{_filled(db, name, held)}" for name, rest in lacking.items()]
    ended = [f"ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT" for name in held]
    named = _names(db, table)
    return [*added, *ended, *(other for other in others if _NAMED.findall(other)[0] not in named)]


def _made_anew(db: Connection, table: str, statements: list[str], known: list[str]) -> list[str]:
    """Copy a table into one whose rows say whose they are: SQLite adds no column that must hold something."""
    made, *others = statements
    kept = ", ".join(f'"{name}"' for name in known)
    return [
        "PRAGMA defer_foreign_keys = ON",
        "PRAGMA legacy_alter_table = ON",  # what refers to the table goes on doing so
        f"ALTER TABLE {table} RENAME TO {table}_before",
        made,
        f"INSERT INTO {table} ({kept}, {_OWNER}) SELECT {kept}, {_owner(db)} FROM {table}_before",  # noqa: S608
        f"DROP TABLE {table}_before",
        "PRAGMA legacy_alter_table = OFF",
        *others,
    ]


def _filled(db: Connection, name: str, held: list[str]) -> str:
    return f" DEFAULT {_owner(db)}" if name in held else ""


def _owner(db: Connection) -> str:
    """Return whose the database is, as a literal."""
    owner = str(db.exec_driver_sql("SELECT owner FROM identity").scalar_one())
    return "'" + owner.replace("'", "''") + "'"


def _names(db: Connection, table: str) -> set[str]:
    """Return the indexes and the triggers of a table."""
    sqlite = "SELECT name FROM sqlite_master WHERE tbl_name = :table"
    served = (
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE relname = :table"
        " UNION SELECT indexname FROM pg_indexes WHERE tablename = :table AND schemaname = 'public'"
    )
    return set(db.scalars(text(sqlite if db.dialect.name == "sqlite" else served), {"table": table}))
