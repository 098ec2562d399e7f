"""Whole tables, to tell whether anything changed at all."""

from __future__ import annotations

from sqlalchemy import select

from reference_app.storage.directory_tables import directory_metadata
from tests.app.world import World

_LIVE = frozenset({"sessions", "attempts"})


def everything(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the directory, table by table; sessions come and go by themselves."""
    with world.deployment.directory.store.read() as db:
        return {
            table.name: [tuple(row) for row in db.execute(select(table))]
            for table in directory_metadata.sorted_tables
            if table.name not in _LIVE
        }
