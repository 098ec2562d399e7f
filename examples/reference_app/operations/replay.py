"""An earlier state of the dossiers: a base, and the changes that followed it, applied in their order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, TableClause, and_, func, insert, select

from reference_app.ids import new_id
from reference_app.operations.rows import (
    TableProof,
    Value,
    content_tables,
    in_batches,
    line,
    plain,
    proofs,
)
from reference_app.storage.change_log import LOGGED
from reference_app.storage.dossier_tables import applied, changes, dossier_metadata

_BATCH = 500


def followed() -> tuple[Table, ...]:
    """Return the tables whose changes are logged: what a restore to an instant gives back."""
    return tuple(table for table in content_tables(dossier_metadata) if table.info.get(LOGGED))


def state(db: Connection) -> tuple[TableProof, ...]:
    """Prove what the dossiers hold."""
    return proofs(db, followed())


def head(db: Connection) -> int:
    """Return the number of the last change."""
    return db.scalar(select(func.max(changes.c.seq))) or 0


def mark(db: Connection, at: datetime) -> None:
    """Keep where in the log the changes of an operation end, and when they were made: no action claims them."""
    db.execute(insert(applied).values(entry_id=new_id(), at=at, change=head(db)))


def reaches(db: Connection, after: int) -> bool:
    """Tell whether the log still holds all that came after a change; after none: whether it goes back to the start."""
    first = db.scalar(select(func.min(changes.c.seq))) or 0
    known = after or db.scalar(select(func.min(applied.c.change)))
    return known is None or first <= known


def cut_at(db: Connection, at: datetime) -> int:
    """Return the last change of the actions up to an instant: those before the first one that was asked for after it.

    Changes that no action claims belong to the next one that does; without a later action, all count.
    """
    later = select(func.min(applied.c.change)).where(applied.c.at > at)
    first = db.scalar(later)
    if first is None:
        return head(db)
    before = select(func.max(applied.c.change)).where(applied.c.change < first)
    return db.scalar(before) or 0


def apply(source: Connection, target: Connection, after: int, until: int) -> int:
    """Apply the changes after one and until another, read from one database, to another; return how many."""
    tables = {table.name: table for table in followed()}
    asked = select(changes).where((changes.c.seq > after) & (changes.c.seq <= until)).order_by(changes.c.seq)
    done = 0
    for change in source.execute(asked, execution_options={"yield_per": _BATCH}):
        table = tables[change.of_table]
        _take_out(target, table, json.loads(change.key))
        if change.image is not None:
            target.execute(plain(table).insert(), [_row(table, json.loads(change.image))])
        done += 1
    return done


def replace(source: Connection, target: Connection) -> tuple[int, int]:
    """Give the tables of one database the content that another has; return how many rows go, and how many come.

    A row that changes goes and comes. Rows that are the same stay untouched, so that the log says what a restore really
    changed; those that are not to be there go first, so that what is unique is free again.
    """
    wanted = {table.name: _unlike(target, source, table) for table in followed()}
    removed = 0
    for table in reversed(followed()):
        came = {line(key) for key in wanted[table.name]}
        for key in _unlike(source, target, table):
            removed += 1
            if line(key) not in came:
                _take_out(target, table, key)
    for table in followed():
        for key in wanted[table.name]:
            _put(target, table, key, _one(source, table, key))
    return removed, sum(map(len, wanted.values()))


def _put(db: Connection, table: Table, key: list[Value], values: tuple[Value, ...]) -> None:
    """Change a row in place, since others may refer to it, or add it."""
    kept, row = plain(table), dict(zip(table.columns.keys(), values, strict=True))
    names = [column.name for column in table.primary_key]
    if db.execute(kept.update().where(_is(kept, names, key)).values(**row)).rowcount == 0:
        db.execute(kept.insert(), [row])


def difference(source: Connection, target: Connection) -> tuple[int, int]:
    """Return how many rows :func:`replace` would take out, and put in."""
    gone = sum(len(_unlike(source, target, table)) for table in followed())
    return gone, sum(len(_unlike(target, source, table)) for table in followed())


def _unlike(without: Connection, having: Connection, table: Table) -> list[list[Value]]:
    """Return the keys of the rows of ``having`` that ``without`` does not hold just so."""
    kept, names = plain(table), list(table.columns.keys())
    keys = [names.index(column.name) for column in table.primary_key]
    asked = select(kept).order_by(*(kept.c[names[at]] for at in keys))
    found = []
    for some in in_batches(having.execute(asked, execution_options={"yield_per": _BATCH})):
        same = {line(row) for row in _of_keys(without, table, [[row[at] for at in keys] for row in some])}
        found += [[row[at] for at in keys] for row in some if line(row) not in same]
    return found


def _of_keys(db: Connection, table: Table, keys: list[list[Value]]) -> Iterable[tuple[Value, ...]]:
    """Return the rows of some keys; a key of several columns is looked for one by one."""
    kept, names = plain(table), [column.name for column in table.primary_key]
    if len(names) == 1:
        asked = select(kept).where(kept.c[names[0]].in_([key[0] for key in keys]))
        return [tuple(row) for row in db.execute(asked)]
    found = (db.execute(select(kept).where(_is(kept, names, key))).one_or_none() for key in keys)
    return [tuple(row) for row in found if row is not None]


def _one(db: Connection, table: Table, key: list[Value]) -> tuple[Value, ...]:
    kept, names = plain(table), [column.name for column in table.primary_key]
    return tuple(db.execute(select(kept).where(_is(kept, names, key))).one())


def _take_out(db: Connection, table: Table, key: list[Value]) -> None:
    kept = plain(table)
    db.execute(kept.delete().where(_is(kept, [column.name for column in table.primary_key], key)))


def _is(kept: TableClause, names: list[str], key: list[Value]) -> ColumnElement[bool]:
    return and_(*(kept.c[name] == value for name, value in zip(names, key, strict=True)))


def _row(table: Table, image: Mapping[str, Value]) -> dict[str, Value]:
    """Read an image: bytes stand in it as PostgreSQL writes them; a column that it does not know is empty."""
    return {column.name: _value(column.type, image.get(column.name)) for column in table.columns}


def _value(kind: object, value: Value) -> Value:
    if isinstance(kind, LargeBinary) and isinstance(value, str):
        return bytes.fromhex(value.removeprefix("\\x"))
    return value
