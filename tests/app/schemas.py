"""What a database is made of, as its engine tells it; and the tables of the first revision, frozen for each engine.

``python -m tests.app.schemas`` freezes the tables of today anew as the first revision: only for as long as no release
has made databases of it. After that, what changes a table is a further revision.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import ClauseElement, Connection, MetaData, create_mock_engine, inspect

import reference_app.app  # noqa: F401 - which loads every module that declares tables
from reference_app.storage import revisions
from reference_app.storage.sites import SCHEMAS

URLS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}
_PARTS = {
    "column": "SELECT attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' ||"
    " attnotnull || ' ' || coalesce((SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef"
    " WHERE adrelid = attrelid AND adnum = attnum), '') FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
    " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped",
    "constraint": "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "index": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "function": "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def described(db: Connection) -> set[tuple[str, str]]:
    """Every table, column, constraint, index and trigger, whatever the order in which they were made."""
    found = _of_files(db) if db.dialect.name == "sqlite" else _of_server(db)
    return {(kind, " ".join(said.split())) for kind, said in found if "alembic_version" not in kind + said}


def _of_server(db: Connection) -> list[tuple[str, str]]:
    return [(kind, said) for kind, asked in _PARTS.items() for said in db.exec_driver_sql(asked).scalars()]


def _of_files(db: Connection) -> list[tuple[str, str]]:
    asked = "SELECT type, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"
    found = [(str(kind), str(sql)) for kind, sql in db.exec_driver_sql(asked)]
    for table in inspect(db).get_table_names():
        found += [(f"{kind} of {table}", str(said)) for kind, said in _parts_of(db, table)]
    return found


def _parts_of(db: Connection, table: str) -> list[tuple[str, Any]]:
    catalogue = inspect(db)
    columns = db.exec_driver_sql(f"PRAGMA table_info({table})").all()
    (strict,) = [row[5] for row in db.exec_driver_sql("PRAGMA table_list").all() if row[1] == table]
    return [
        ("strict", strict),
        *(("column", tuple(column)[1:]) for column in columns),
        *(("check", re.sub(r"\s", "", check["sqltext"])) for check in catalogue.get_check_constraints(table)),
        *(("unique", sorted(unique["column_names"])) for unique in catalogue.get_unique_constraints(table)),
        *(
            ("key", (key["constrained_columns"], key["referred_table"], key["referred_columns"]))
            for key in catalogue.get_foreign_keys(table)
        ),
    ]


def statements_of(metadata: MetaData, dialect: str) -> dict[str, list[str]]:
    """The statements that make each table of a schema, in the words of an engine."""
    made: dict[str, list[str]] = {}
    for table in metadata.sorted_tables:
        said: list[ClauseElement] = []
        engine = create_mock_engine(URLS[dialect], _into(said))
        table.create(engine, checkfirst=False)
        first, *others = (_trimmed(str(one.compile(dialect=engine.dialect))) for one in said)
        made[table.name] = [first, *sorted(others)]  # the indexes of a table have no order of their own
    return made


def _into(said: list[ClauseElement]) -> Callable[..., None]:
    def keep(one: ClauseElement, *_: object, **__: object) -> None:
        said.append(one)

    return keep


def frozen_text(metadata: MetaData, dialect: str) -> str:
    """The text of a frozen file."""
    made = statements_of(metadata, dialect)
    text = "".join(f"-- table {name}\n" + "\n--;\n".join(said) + "\n" for name, said in made.items())
    assert "%" not in text, "psycopg would read it as a parameter"
    return text


def _trimmed(statement: str) -> str:
    return "\n".join(line.rstrip() for line in statement.strip().splitlines())


def main() -> None:
    """Freeze the tables of today."""
    for purpose, metadata in SCHEMAS.items():
        for dialect in URLS:
            folder: Path = revisions.HISTORIES[purpose].folder
            (folder / f"r0001_{dialect}.sql").write_text(frozen_text(metadata, dialect))


if __name__ == "__main__":
    main()
