"""What was appended stays as it is: INSERT OR REPLACE does not rewrite it either."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from sqlalchemy import Insert, Table, insert, select
from sqlalchemy.dialects.postgresql import insert as served_insert
from sqlalchemy.exc import DatabaseError

from reference_app.storage.billing_tables import billing_entries
from reference_app.storage.directory import StaffAct, journal_staff_act
from reference_app.storage.directory_tables import staff_journal
from reference_app.storage.journal_tables import entries, outcomes
from reference_app.storage.store import Store
from tests.app.books import INVOICE, enter
from tests.app.engine import ON_POSTGRESQL
from tests.app.world import START, World


def filled(world: World) -> Iterable[tuple[Store, Table]]:
    """Put a row in each table that is only appended to."""
    journal, directory = world.first.handle.journal._store, world.deployment.directory.store
    world.broker(world.first).get("/clients")
    enter(world, world.first, INVOICE)
    with directory.write() as db:
        journal_staff_act(db, StaffAct(START, None, "b", "192.0.2.1", 1, "essai"))
    return (journal, entries), (journal, outcomes), (directory, staff_journal), (directory, billing_entries)


def rows(store: Store, table: Table) -> list[dict[str, object]]:
    """Return the rows of a table."""
    with store.read() as db:
        return [dict(row._mapping) for row in db.execute(select(table))]


@pytest.mark.parametrize("which", range(4), ids=["entries", "outcomes", "staff", "billing"])
def test_a_row_is_not_replaced(world: World, which: int) -> None:
    store, table = tuple(filled(world))[which]
    (kept,) = rows(store, table)
    replacing: Insert = insert(table).prefix_with("OR REPLACE").values(**kept)
    if ON_POSTGRESQL:
        replacing = served_insert(table).values(**kept).on_conflict_do_update(constraint=table.primary_key, set_=kept)
    with pytest.raises(DatabaseError, match=r"append only|permission denied"), store.write() as db:
        db.execute(replacing)
    assert rows(store, table) == [kept]
