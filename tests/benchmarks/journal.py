"""What a durable entry of the journal costs, beside a bare insert of the same bytes into the same kind of file."""

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from reference_app.ids import TenantId, UserId, new_id
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.journal import Act, Actor, Journal, Outcome
from reference_app.storage.sealing import TENANT_PURPOSES
from reference_app.storage.sites import Place
from tests.benchmarks.harness import Comparison

KEY = bytes(range(32))
THREADS = 16


def comparisons() -> Iterator[Comparison]:
    """One entry after the other, and sixteen requests at once."""
    with tempfile.TemporaryDirectory(prefix="netsoft-") as folder, ThreadPoolExecutor(THREADS) as threads:
        journal, actor = _journal(Path(folder))
        bare = _bare(Path(folder))
        row = (new_id(), "clients.read", "192.0.2.1" * 20)

        def one() -> None:
            journal.record(actor, Act("clients.read", "0" * 32), Outcome.DONE)

        def many() -> None:
            list(threads.map(lambda _n: one(), range(THREADS)))

        def bare_one() -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO bare VALUES (?, ?, ?)", row)
            bare.execute("COMMIT")

        def bare_many() -> None:
            for _ in range(THREADS):
                bare_one()

        yield Comparison("journal: an entry, its outcome and its count, durable", one, bare_one, "bare durable insert")
        name = f"journal: {THREADS} requests at once, all durable"
        yield Comparison(name, many, bare_many, f"{THREADS} bare durable inserts")


def _journal(folder: Path) -> tuple[Journal, Actor]:
    site, tenant = EmbeddedSite(folder), TenantId(new_id())
    for purpose in TENANT_PURPOSES:
        site.make(Place(tenant, purpose), KEY)
    journal = Journal(site.open(Place(tenant, TENANT_PURPOSES[-1]), lambda: (KEY,)))
    return journal, Actor(datetime(2026, 11, 2, tzinfo=UTC), tenant, UserId(new_id()), "b", "192.0.2.1", 1)


def _bare(folder: Path) -> sqlcipher.Connection:
    bare = sqlcipher.connect(os.fspath(folder / "bare.db"), isolation_level=None, check_same_thread=False)
    for statement in (f"PRAGMA key = \"x'{KEY.hex()}'\"", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"):
        bare.execute(statement)
    bare.execute("CREATE TABLE bare (id TEXT, action TEXT, rest TEXT)")
    return bare
