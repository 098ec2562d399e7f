"""A log of what changes in a database, kept by the database itself: the image of each row, in the same transaction.

With it an earlier state is the last back-up before it and the changes since (art. 15.5). The log is only appended to.
"""

from __future__ import annotations

from string import Template
from typing import Any, Final

from sqlalchemy import TEXT, Column, Connection, MetaData, Table, text

from reference_app.storage.columns import Bytes, Whole, after_create, append_only, strict_table

LOGGED: Final = "logged"
_OLD_OR_NEW: Final = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}

_SQLITE: Final = Template(
    "CREATE TRIGGER ${table}_log_$name AFTER $verb ON $table BEGIN "
    "INSERT INTO changes(of_table, key, image) VALUES ('$table', json_array($key), $image); END"
)
# It writes with the rights of whoever changes the row.
_POSTGRESQL: Final = Template("""
CREATE OR REPLACE FUNCTION ${table}_log() RETURNS trigger LANGUAGE plpgsql AS $$$$
DECLARE
    old_key json;
    image json;
BEGIN
    IF TG_OP = 'INSERT' THEN
        old_key := pg_catalog.json_build_array($new);
    ELSE
        old_key := pg_catalog.json_build_array($old);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        image := pg_catalog.row_to_json(NEW);
    END IF;
    INSERT INTO public.changes(of_table, key, image) VALUES ('$table', old_key::text, image::text);
    RETURN NULL;
END $$$$;
CREATE TRIGGER ${table}_log AFTER INSERT OR UPDATE OR DELETE ON $table FOR EACH ROW EXECUTE FUNCTION ${table}_log()
""")


def add_change_log(metadata: MetaData) -> Table:
    """Add the log to a schema, before the tables that it follows."""
    table = strict_table(
        "changes",
        metadata,
        Column("seq", Whole, primary_key=True),
        Column("of_table", TEXT, nullable=False),
        # The primary key that the row had, as a JSON array; the row as it is now as a JSON object, none if it is gone.
        Column("key", TEXT, nullable=False),
        Column("image", TEXT),
    )
    append_only(table)
    return table


def logged(table: Table, changes: Table) -> None:
    """Let the database append each change of ``table`` to ``changes``, whoever makes it."""
    table.info[LOGGED] = True
    table.add_is_dependent_on(changes)
    for verb in _OLD_OR_NEW:
        after_create(table, "sqlite", _on_sqlite(table, verb))
    after_create(table, "postgresql", _on_postgresql(table))


def forget_before(db: Connection, table: Table, seq: int) -> int:
    """Take out the changes before one, as the owner of the database; that one stays, and the log refuses it again."""
    number, name = table.c.seq, f"{table.name}_no_delete"
    off, on = f"ALTER TABLE {table.name} DISABLE TRIGGER {name}", f"ALTER TABLE {table.name} ENABLE TRIGGER {name}"
    if db.dialect.name == "sqlite":
        asked = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
        off, on = f"DROP TRIGGER {name}", str(db.scalar(asked, {"name": name}))
    db.exec_driver_sql(off)
    gone = db.execute(table.delete().where(number < seq)).rowcount
    db.exec_driver_sql(on)
    return gone


def _on_sqlite(table: Table, verb: str) -> str:
    image = "NULL" if verb == "DELETE" else f"json_object({', '.join(map(_named, table.columns))})"
    return _SQLITE.substitute(
        table=table.name, verb=verb, name=verb.lower(), key=_key(table, _OLD_OR_NEW[verb]), image=image
    )


def _on_postgresql(table: Table) -> str:
    return _POSTGRESQL.substitute(table=table.name, old=_key(table, "OLD"), new=_key(table, "NEW"))


def _key(table: Table, row: str) -> str:
    return ", ".join(f"{row}.{column.name}" for column in table.primary_key)


def _named(column: Column[Any]) -> str:
    """Give a column's name and value; bytes as PostgreSQL writes them in JSON."""
    if isinstance(column.type, Bytes):
        return f"'{column.name}', '\\x' || lower(hex(NEW.{column.name}))"
    return f"'{column.name}', NEW.{column.name}"
