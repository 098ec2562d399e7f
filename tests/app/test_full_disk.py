"""A disk that takes no more: what was acknowledged stays and is read, and writing goes on once there is room (15.5)."""

from __future__ import annotations

import random
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from reference_app.ids import ClientId, new_id
from reference_app.storage.clients import ClientFields, Kind, add_client
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.journal import Act, Outcome
from reference_app.storage.pools import Pools
from tests.app.crowd import AT, Crowded, User, crowded

ROOM = 96 * 1024


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """Let the system refuse to make any file larger, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def largest(folder: Path) -> int:
    return max(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def add(one: Crowded) -> None:
    """Add a client, and say what became of it."""
    word = f"{one.canary} {new_id()}"
    try:
        with one.dossiers.write() as db:
            add_client(db, ClientId(new_id()), ClientFields(Kind.PERSON, last_name=word, address="x" * 2000), AT)
    except DBAPIError:
        one.settle(word, one.refused)
        raise
    one.settle(word, one.kept)


def append(one: Crowded) -> None:
    """Append to the journal, and say what became of it."""
    word = f"{one.canary} {new_id()}"
    try:
        one.journal.record(one.actor(), Act("clients.read", "x" * 2000, word), Outcome.DONE)
    except DBAPIError:
        one.settle(word, one.refused)
        raise
    one.settle(word, one.kept)


def until_full(one: Crowded) -> None:
    """Write until nothing is taken any more, neither by the dossiers nor by the journal."""
    for write in (add, append):
        refused = 0
        for _ in range(500):
            try:
                write(one)
            except DBAPIError:
                refused += 1
            if refused == 3:
                break
        assert refused == 3


def test_a_disk_that_is_full_loses_nothing_acknowledged_and_keeps_nothing_refused(tmp_path: Path) -> None:
    site = EmbeddedSite(tmp_path, pools := Pools(most=6, each=3, wait=1))
    one, other = crowded(site, 1), crowded(site, 2)
    with no_more_than(largest(tmp_path) + ROOM):
        until_full(one)
        assert one.found() == one.kept  # it is still read
        add(other)  # whose files have room
        assert pools.lent == 0
    assert one.found() == one.kept
    assert one.refused
    add(one)
    append(one)
    User(one, pools, random.Random(1)).look()
    site.close()  # whose log goes into the files
    assert one.found() == one.kept
    assert other.found() == other.kept
    site.close()
