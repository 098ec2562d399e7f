"""The log of changes: each change of a dossier leaves its image, on either engine, and nothing takes it away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from reference_app.ids import ClientId, EntryId, TenantId, new_id
from reference_app.services.desk import mark_applied
from reference_app.storage.clients import ClientFields, Kind, add_client
from reference_app.storage.dossier_tables import applied, changes, clients
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import Place
from reference_app.storage.store import Store
from tests.app.sites import ENGINES, MakeSite, site_of

__all__ = ["site_of"]
KEY, AT = bytes(range(32)), datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, site_of: MakeSite) -> Iterator[Store]:
    site, place = site_of(request.param), Place(TenantId(new_id()), Purpose.DOSSIERS)
    site.make(place, KEY)
    yield site.open(place, lambda: (KEY,))
    site.remove(place)


def images(store: Store) -> list[tuple[str, object, object]]:
    with store.read() as db:
        rows = db.execute(select(changes).order_by(changes.c.seq))
        return [(row.of_table, json.loads(row.key), row.image and json.loads(row.image)) for row in rows]


def test_each_change_leaves_its_image(store: Store) -> None:
    name = "Œ'“\\ \n𝔘"
    with store.write() as db:
        add_client(db, ClientId("a"), ClientFields(Kind.PERSON, last_name=name), AT)
        mark_applied(db, EntryId("first"), AT)
        row = dict(db.execute(select(clients)).one()._mapping)
    with store.write() as db:
        db.execute(update(clients).values(id="b", number=2**60, city="Aix"))
        db.execute(delete(clients))
        mark_applied(db, EntryId("second"), AT)
    added, changed, removed = images(store)
    assert added[:2] == ("clients", ["a"])
    kept = {**row, "created_at": "2026-11-02T09:00:00.000000Z", "updated_at": "2026-11-02T09:00:00.000000Z"}
    assert added[2] == kept
    assert changed == ("clients", ["a"], {**kept, "id": "b", "number": 2**60, "city": "Aix"})
    assert removed == ("clients", ["b"], None)
    with store.read() as db:
        assert [tuple(row) for row in db.execute(select(applied.c.at, applied.c.change))] == [(AT, 1), (AT, 3)]


def test_what_is_undone_leaves_none_and_what_stands_stays(store: Store) -> None:
    def fail() -> None:
        with store.write() as db:
            add_client(db, ClientId("a"), ClientFields(Kind.PERSON), AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert images(store) == []
    with store.write() as db:
        db.execute(insert(changes).values(of_table="clients", key="[]"))
    for change in (delete(changes), update(changes).values(key="x")):
        with pytest.raises(DBAPIError, match=r"append only|permission denied"), store.write() as db:
            db.execute(change)
