"""The revisions make the tables of today, on either engine, from nothing and from what there was before them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from attrs import evolve
from sqlalchemy import Connection, create_engine, make_url

from reference_app.deployment import open_deployment
from reference_app.ids import TenantId
from reference_app.storage.embedded import EmbeddedSite, EncryptedFile
from reference_app.storage.revisions import HISTORIES
from reference_app.storage.sealing import TENANT_PURPOSES, Purpose
from reference_app.storage.sites import SCHEMAS, Place
from tests.app.engine import of_files
from tests.app.schemas import URLS, described, frozen_text
from tests.app.world import SetClock, identity, settings_in
from tests.servers.databases import empty_database

BEFORE = json.loads((Path(__file__).parent / "tables_of_before.json").read_text())
"""The tables that the application made in files before there were revisions, as it made them."""
PURPOSES = tuple(SCHEMAS)
KEY = bytes(32)


@pytest.fixture(params=tuple(URLS))
def empty(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """An empty database, to which nothing is committed."""
    if request.param == "sqlite":
        with closing(create_engine("sqlite://").connect()) as db:
            yield db
        return
    with empty_database(request.getfixturevalue("postgres")) as address:
        engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
        with closing(engine.connect()) as db:
            yield db
        engine.dispose()


def test_the_revisions_make_the_tables_of_today(empty: Connection) -> None:
    for purpose in PURPOSES:
        by_revisions = _made_by_revisions(empty, purpose)
        SCHEMAS[purpose].create_all(empty)
        assert by_revisions == described(empty), "write a revision: see storage/migrations"
        HISTORIES[purpose].stamp(empty)
        assert HISTORIES[purpose].current(empty) == HISTORIES[purpose].head
        _clear(empty)


def _made_by_revisions(db: Connection, purpose: Purpose) -> set[tuple[str, str]]:
    assert HISTORIES[purpose].upgrade(db) == HISTORIES[purpose].head
    assert HISTORIES[purpose].upgrade(db) == HISTORIES[purpose].head  # nothing is left to do
    made = described(db)
    _clear(db)
    return made


def _clear(db: Connection) -> None:
    db.rollback()
    if db.dialect.name == "sqlite":  # whose driver commits what makes tables
        db.connection.driver_connection.executescript(  # type: ignore[union-attr]
            "PRAGMA writable_schema = 1; DELETE FROM sqlite_master; PRAGMA writable_schema = RESET; VACUUM;"
        )


@pytest.mark.parametrize("purpose", PURPOSES)
def test_each_revision_says_whose_code_may_go_on_and_never_goes_back(purpose: Purpose) -> None:
    history = HISTORIES[purpose]
    said = [history.all.index(history.compatible_with(revision)) for revision in history.all]
    assert said == sorted(said)
    assert all(one <= number for number, one in enumerate(said))
    assert all(revision.startswith(purpose.value) for revision in history.all)


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("dialect", URLS)
def test_the_first_revision_is_frozen(purpose: Purpose, dialect: str) -> None:
    """Until the first release: afterwards this test is of no use, and goes."""
    frozen = (HISTORIES[purpose].folder / f"r0001_{dialect}.sql").read_text()
    assert frozen == frozen_text(SCHEMAS[purpose], dialect), "python -m tests.app.schemas"


@of_files
def test_a_folder_of_before_the_revisions_is_brought_to_them(tmp_path: Path) -> None:
    """With tables, keys, a client and a session as they were: what was kept is kept, and says whose it is."""
    settings = settings_in(tmp_path)
    with open_deployment(settings, SetClock()) as made:
        tenant = evolve(identity("Cabinet Mistral", "552100554"), id=TenantId("a" * 32))
        made.vault.create(tenant)
        keys = {purpose: made.vault._keys(Place(tenant.id, purpose))[-1] for purpose in TENANT_PURPOSES}
    for purpose in TENANT_PURPOSES:
        file = settings.data_folder / "tenants" / tenant.id / f"{purpose.value}.db"
        file.unlink()
        _make_before(EncryptedFile(file, Place(tenant.id, purpose).identity, partial(tuple, [keys[purpose]])), purpose)
    with open_deployment(settings, SetClock()) as opened:
        with opened.directory.store.write() as db:
            db.exec_driver_sql("DELETE FROM schema_revisions")
        handle = opened.vault.operated(tenant.id)
        for purpose in TENANT_PURPOSES:
            with handle.store_of(purpose).read() as db:
                assert described(db) == _of_today(purpose)
                assert HISTORIES[purpose].current(db) == HISTORIES[purpose].head
        with handle.dossiers.write() as db:
            assert db.exec_driver_sql("SELECT id, owner FROM clients").all() == [("one", tenant.id)]
            assert db.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            db.exec_driver_sql("DELETE FROM clients")
            assert db.exec_driver_sql("SELECT of_table, key FROM changes").all() == [("clients", '["one"]')]
        assert opened.vault.revisions.behind() == ()


def test_a_directory_of_before_the_revisions_is_brought_to_them(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    site = EmbeddedSite(folder)
    file = EncryptedFile(folder / "directory.db", Place(TenantId(""), Purpose.DIRECTORY).identity, lambda: (KEY,))
    _make_before(file, Purpose.DIRECTORY)
    with site.directory(lambda: (KEY,)).read() as db:
        assert described(db) == _of_today(Purpose.DIRECTORY)
        assert db.exec_driver_sql("SELECT name, session_epoch, networks FROM tenants").all() == [("Mistral", 0, "")]
        assert db.exec_driver_sql("SELECT count(*) FROM sessions").scalar_one() == 0
    site.close()


def _make_before(file: EncryptedFile, purpose: Purpose) -> None:
    file.path.touch(mode=0o600)
    with closing(file.engine().connect()) as db, db.begin():
        file.begin(db, reads=False)
        for statements in BEFORE[purpose.value].values():
            for statement in statements:
                db.exec_driver_sql(statement)
        if purpose is Purpose.DOSSIERS:
            _fill(db, "clients", id="one", number=1, version=1, kind="person")
        if purpose is Purpose.DIRECTORY:
            _fill(db, "tenants", id="t", name="Mistral")
            _fill(db, "sessions", id_hash=b"x", realm="broker")


def _fill(db: Connection, table: str, **values: object) -> None:
    columns = db.exec_driver_sql(f"PRAGMA table_info({table})").all()
    row = {name: values.get(name, "") for _, name, _, needed, *_ in columns if needed or name in values}
    marks = ", ".join("?" * len(row))
    db.exec_driver_sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def _of_today(purpose: Purpose) -> set[tuple[str, str]]:
    with closing(create_engine("sqlite://").connect()) as db:
        SCHEMAS[purpose].create_all(db)
        return described(db)
