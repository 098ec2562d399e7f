"""What the journal acknowledged is durable, however many append at once and however the process ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url

from reference_app.ids import TenantId, UserId, new_id
from reference_app.storage.embedded import EncryptedFile
from reference_app.storage.journal import Act, Actor, Outcome
from reference_app.storage.sealing import TENANT_PURPOSES
from reference_app.storage.sites import Place
from tests.app.children import environ
from tests.app.writer import KEY, THREADS, journal_of, site_of

SEEN = 300


@pytest.fixture(params=["embedded", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "embedded":
        return str(tmp_path)
    url = make_url(request.getfixturevalue("postgres").maintenance).set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


@pytest.fixture
def tenant(where: str) -> Iterator[TenantId]:
    tenant, site = TenantId(new_id()), site_of(where)
    places = [Place(tenant, purpose) for purpose in TENANT_PURPOSES]
    for place in places:
        site.make(place, KEY)
    yield tenant
    for place in places:
        site.remove(place)


def test_a_process_killed_while_it_appends_loses_nothing_acknowledged(where: str, tenant: TenantId) -> None:
    command = [sys.executable, "-m", "tests.app.writer", where, tenant]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ()) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(SEEN)]
        process.send_signal(signal.SIGKILL)
        said += process.stdout.readlines()
    acknowledged = {line.strip() for line in said if line.endswith("\n")}
    journal = journal_of(where, tenant)
    kept = {entry.id: entry for entry in journal.all()}
    assert len(acknowledged) >= SEEN
    assert acknowledged <= set(kept)
    assert len(kept) - len(acknowledged) <= THREADS  # committed, and cut off before they could be said
    assert {entry.outcome for entry in kept.values()} == {Outcome.DONE}
    assert journal.actions_of(UserId("u" * 32), "2026-11") == len(kept)
    journal._store.close()


def test_what_is_asked_at_once_is_committed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tenant, site = TenantId(new_id()), site_of(str(tmp_path))
    for purpose in TENANT_PURPOSES:
        site.make(Place(tenant, purpose), KEY)
    journal = journal_of(str(tmp_path), tenant)
    actor = Actor(datetime(2026, 11, 2, tzinfo=UTC), tenant, UserId("u" * 32), "b", "192.0.2.1", 1)
    store, begun = journal._store, list[bool]()
    begin = EncryptedFile.begin

    def counted(file: EncryptedFile, db: Connection, *, reads: bool) -> None:
        begun.append(reads)
        begin(file, db, reads=reads)

    monkeypatch.setattr(EncryptedFile, "begin", counted)
    act = Act("clients.read")
    threads = [threading.Thread(target=journal.record, args=(actor, act, Outcome.DONE)) for _ in range(THREADS)]
    with store.alone():
        for thread in threads:
            thread.start()
        while len(store._together._waiting) < THREADS:
            pass
    for thread in threads:
        thread.join()
    assert begun == [False]
    assert [entry.outcome for entry in journal.all()] == [Outcome.DONE] * THREADS
    store.close()
