"""On which engine the application's tests run: files, or PostgreSQL with ``NETSOFT_TEST_ENGINE=postgresql``.

A test names a folder, and on PostgreSQL the folder stands for a database of its own, the same for whoever names the
same folder, in a process that the test starts as well.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import psycopg
import pytest
from attrs import define

from reference_app.storage.store import Store
from tests.servers.databases import Found, drop_new, found_on, new_database, superuser
from tests.servers.postgres import shared

ENGINE: Final = os.environ.get("NETSOFT_TEST_ENGINE", "embedded")
ON_POSTGRESQL: Final = ENGINE == "postgresql"
NAMED: Final = "TESTS_OF_NETSOFT_DATABASES"  # not NETSOFT_…: tests take those away

assert ENGINE in ("embedded", "postgresql"), f"NETSOFT_TEST_ENGINE={ENGINE}: embedded or postgresql"


@define
class Made:
    """What a test makes on the server, from the moment when it first asks for a database."""

    before: Found | None = None

    def begin(self) -> None:
        """Look at what is there, once a test."""
        if self.before is None:
            self.before = found_on(shared())

    def drop(self) -> None:
        """Drop what was made since."""
        if self.before is not None:
            drop_new(shared(), self.before)
            self.before = None


MADE: Final = Made()
of_files = pytest.mark.skipif(ON_POSTGRESQL, reason="says what the files of the embedded engine are")


of_servers = pytest.mark.skipif(not ON_POSTGRESQL, reason="says what a server does: NETSOFT_TEST_ENGINE=postgresql")


def by_owner(store: Store, statement: str, on_postgresql: str = "") -> None:
    """Run a statement as whoever may: on a server the application's login may change no table."""
    if not ON_POSTGRESQL:
        with store.write() as db:
            db.exec_driver_sql(statement)
        return
    with psycopg.connect(shared().url(store.backend.identity.database), autocommit=True) as owner:
        owner.execute((on_postgresql or statement).encode())


def drop_table(store: Store, name: str) -> None:
    """Drop a table."""
    by_owner(store, f"DROP TABLE {name}", f"DROP TABLE {name} CASCADE")


def spoil(store: Store) -> None:
    """Let a database no longer open, beside whatever the application does."""
    store.close()
    if ON_POSTGRESQL:
        with superuser(shared()) as db:
            db.execute(f"DROP DATABASE {store.backend.identity.database} WITH (FORCE)".encode())
        return
    kept = Path(store.name)
    for path in kept.parent.glob(f"{kept.name}*"):
        path.write_bytes(b"x" * 4096)


def database_of(folder: Path) -> str | None:
    """The address of the database that a folder stands for; none on the embedded engine, unless a test gave one."""
    named = json.loads(os.environ.get(NAMED, "{}"))
    if str(folder) in named:
        url: str = named[str(folder)]
        return url
    if not ON_POSTGRESQL:
        return None
    MADE.begin()
    made = new_database(shared())
    same_database(folder, made)
    return made


def same_database(folder: Path, url: str | None) -> None:
    """Let a folder stand for a database that is there."""
    if url is not None:
        MADE.begin()
        os.environ[NAMED] = json.dumps({**json.loads(os.environ.get(NAMED, "{}")), str(folder): url})


def name_database(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Set ``NETSOFT_DATABASE`` for the commands that a test runs on a folder."""
    url = database_of(folder)
    if url is not None:
        patch.setenv("NETSOFT_DATABASE", url)
