"""From a database to an archive and back, on either engine: what one takes, the other restores."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from sqlalchemy import Connection, MetaData, Table, text

from reference_app.operations.archive import BadArchive, Manifest, Reading, Seal, Writing
from reference_app.operations.rows import Proving, content_tables, fill, lines, proofs
from reference_app.storage.change_log import LOGGED
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import SCHEMAS
from reference_app.storage.store import Store


def schema_digest(schema: MetaData) -> str:
    """Return what tells two schemas apart: the names of their tables and columns."""
    named = {table.name: sorted(table.columns.keys()) for table in content_tables(schema)}
    return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:16]


def dump(store: Store, seal: Seal, at: datetime, file: IO[bytes]) -> Manifest:
    """Write one consistent state of a database; others go on reading and writing meanwhile."""
    writing, found, schema = Writing(file, seal), [], SCHEMAS[Purpose(seal.purpose)]
    with store.read() as db:
        for table in content_tables(schema):
            columns = tuple(table.columns.keys())
            writing.table(table.name, columns)
            proving = Proving(table.name, columns)
            for each in lines(db, table):
                proving.add(each)
                writing.line(each)
            found.append(proving.done())
    manifest = Manifest(seal.owner, seal.purpose, at, schema_digest(schema), tuple(found))
    writing.close(manifest)
    return manifest


def verify(file: IO[bytes], seal: Seal) -> Manifest:
    """Read an archive to its end, and compare what it holds with its manifest; nothing is shown."""
    reading = Reading(file, seal)
    for _table, rows in reading.tables():
        for _row in rows:
            pass
    return _read(reading)


def load(db: Connection, schema: MetaData, file: IO[bytes], seal: Seal) -> Manifest:
    """Fill empty tables from an archive, in the caller's transaction, and prove that they hold what it holds."""
    reading, known = Reading(file, seal), {table.name: table for table in content_tables(schema)}
    with unlogged(db, known.values()):
        for head, rows in reading.tables():
            table = known.get(head.name)
            if table is None or not _fits(table, head.columns):
                raise BadArchive(f"L’archive {seal.id} est d’un autre schéma : table {head.name}.")
            fill(db, table, head.columns, rows)
    manifest = _read(reading)
    if manifest.schema == schema_digest(schema) and proofs(db, known.values()) != manifest.tables:
        raise BadArchive(f"Ce qui est restauré de l’archive {seal.id} n’est pas ce qu’elle contient.")
    return manifest


@contextmanager
def unlogged(db: Connection, tables: Iterable[Table]) -> Iterator[None]:
    """Fill tables without their log of changes, which comes with them; the log is on again at the end."""
    followed = [table.name for table in tables if table.info.get(LOGGED)]
    if db.dialect.name == "postgresql":
        for name in followed:
            db.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER {name}_log"))
        yield
        for name in followed:
            db.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER {name}_log"))
        return
    db.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    asked = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_log\\_%' ESCAPE '\\'")
    triggers = [tuple(row) for row in db.execute(asked)]
    for name, _sql in triggers:
        db.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _name, sql in triggers:
        db.exec_driver_sql(sql)


def _fits(table: Table, columns: Iterable[str]) -> bool:
    """Tell whether rows of these columns can stand in a table: what it has since been given may be empty."""
    given = set(columns)
    missing = (column for column in table.columns if column.name not in given)
    return given <= set(table.columns.keys()) and all(column.nullable for column in missing)


def _read(reading: Reading) -> Manifest:
    assert reading.manifest is not None, "a reading that ended has its manifest, or was refused"
    return reading.manifest
