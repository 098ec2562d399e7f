"""Rows as canonical lines, the same whichever engine keeps them: what is backed up, compared and restored."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

from attrs import frozen
from sqlalchemy import TEXT, BigInteger, Connection, LargeBinary, MetaData, Table, TableClause, column, func, select
from sqlalchemy import table as lightweight
from sqlalchemy.types import TypeDecorator, TypeEngine

T = TypeVar("T")
Value: TypeAlias = int | str | bytes | None
_BATCH: Final = 500


@frozen
class TableProof:
    """What proves a table's content: its columns, how many rows, the digest of their lines, the highest number."""

    name: str
    columns: tuple[str, ...]
    rows: int
    digest: str
    last: int | None = None


def content_tables(schema: MetaData) -> tuple[Table, ...]:
    """Return the tables that hold something, each after those that it refers to; the identity is made, not moved."""
    return tuple(table for table in schema.sorted_tables if table.name != "identity")


def plain(table: Table) -> TableClause:
    """Return the table with its values as the engines keep them: whole numbers, text and bytes."""
    return lightweight(table.name, *(column(each.name, _kept_as(each.type)) for each in table.columns))


def lines(db: Connection, table: Table) -> Iterator[str]:
    """Give a table's rows as lines, in the order of its primary key, without holding them together."""
    kept = plain(table)
    asked = select(kept).order_by(*(kept.c[key.name] for key in table.primary_key))
    for row in db.execute(asked, execution_options={"yield_per": _BATCH}):
        yield line(row)


def line(values: Iterable[Value]) -> str:
    """Write the values of a row as one line of JSON."""
    return json.dumps([_written(value) for value in values], ensure_ascii=False, separators=(",", ":"))


def values_of(text: str) -> list[Value]:
    """Read the values of a line back."""
    return [base64.b64decode(each["bytes"]) if isinstance(each, dict) else each for each in json.loads(text)]


def prove(table: Table, rows: Iterable[str]) -> TableProof:
    """Count and digest the lines of a table."""
    proof = Proving(table.name, tuple(table.columns.keys()))
    for each in rows:
        proof.add(each)
    return proof.done()


def proofs(db: Connection, tables: Iterable[Table]) -> tuple[TableProof, ...]:
    """Count and digest the tables of a database."""
    return tuple(prove(table, lines(db, table)) for table in tables)


class Proving:
    """Counts and digests lines as they pass."""

    def __init__(self, name: str, columns: tuple[str, ...]) -> None:
        """Begin with no line."""
        self._name, self._columns = name, columns
        self._at = columns.index("seq") if "seq" in columns else None
        self._rows, self._last = 0, 0
        self._digest = hashlib.sha256()

    def add(self, text: str) -> None:
        """Take one line."""
        self._rows += 1
        self._digest.update(text.encode() + b"\n")
        if self._at is not None:
            self._last = max(self._last, json.loads(text)[self._at])

    def done(self) -> TableProof:
        """Return the proof of what passed."""
        last = None if self._at is None else self._last
        return TableProof(self._name, self._columns, self._rows, self._digest.hexdigest(), last)


def fill(db: Connection, table: Table, columns: Sequence[str], rows: Iterable[str]) -> None:
    """Insert lines into a table, and let it number its next rows after them."""
    kept = plain(table)
    for some in in_batches(rows):
        db.execute(kept.insert(), [dict(zip(columns, values_of(each), strict=True)) for each in some])
    number = table.autoincrement_column
    if number is not None and db.dialect.name == "postgresql":
        last = db.scalar(select(func.max(number)))
        if last is not None:
            db.execute(select(func.setval(func.pg_get_serial_sequence(table.name, number.name), last)))


def in_batches(rows: Iterable[T]) -> Iterator[tuple[T, ...]]:
    """Give what comes some at a time."""
    given = iter(rows)
    while some := tuple(islice(given, _BATCH)):
        yield some


def _kept_as(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    inner = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if isinstance(inner, LargeBinary):
        return LargeBinary()
    return BigInteger() if inner.python_type is int else TEXT()


def _written(value: Value) -> object:
    return {"bytes": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
