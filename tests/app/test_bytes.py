"""Every byte that is left on a disk or handed over, looked through for the canaries of others (15.10, 15.13.7).

On the embedded engine no canary is found at all, not even one's own: nothing is in clear at rest. A server keeps its
pages in clear under its own login; there each database's files hold their own brokerage's canaries alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from reference_app.ids import FileId, new_id
from reference_app.services.client_csv import clients_csv
from reference_app.storage.clients import all_clients
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.files import DiskFiles
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import TENANT_PURPOSES
from reference_app.storage.served_site import ServedSite, database_name
from reference_app.storage.sites import Place, Site
from reference_app.storage.tenant_files import TenantFiles
from tests.app.crowd import Crowded, User, crowded
from tests.servers.databases import superuser
from tests.servers.postgres import Postgres

if TYPE_CHECKING:
    from tests.conftest import Report


@pytest.fixture
def files(tmp_path: Path) -> DiskFiles:
    return DiskFiles(tmp_path / "files")


def canaries_in(path: Path, brokerages: Sequence[Crowded]) -> set[int]:
    """Whose canaries stand in a file, in UTF-8 or UTF-16."""
    data = path.read_bytes()
    return {one.number for one in brokerages for code in ("utf-8", "utf-16-le") if one.canary.encode(code) in data}


def busy(site: Site, pools: Pools, files: DiskFiles) -> list[Crowded]:
    """Three brokerages that wrote, were cut off, exported, and deposited a file."""
    made = [crowded(site, number) for number in range(1, 4)]
    for one in made:
        _fill(one, User(one, pools, Whole(one.number)), files)
    return made


class Whole(Random):
    """Chance that cuts nothing off."""

    def random(self) -> float:
        """Return what is never small enough."""
        return 1.0


def _fill(one: Crowded, user: User, files: DiskFiles) -> None:
    for _ in range(5):
        user.write()
        user.append()
        user.wait_too_long()
    user.leave()
    TenantFiles(one.tenant_id, files, bytes([one.number]) * 32).put(FileId(new_id()), one.canary.encode() * 99)


def exported(one: Crowded) -> bytes:
    with one.dossiers.read() as db:
        return clients_csv(all_clients(db, ""))


def remove(site: Site, brokerages: Sequence[Crowded]) -> None:
    for one in brokerages:
        for purpose in reversed(TENANT_PURPOSES):
            site.remove(Place(one.tenant_id, purpose))
    site.close()


def test_no_file_of_the_embedded_engine_holds_a_canary(tmp_path: Path, files: DiskFiles, report: Report) -> None:
    pools = Pools()
    site = EmbeddedSite(tmp_path, pools)
    made = busy(site, pools, files)
    seen = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in seen} >= {".db", ".db-wal", ".db-shm", ""}  # the log is still beside the files
    assert [path for path in seen if canaries_in(path, made)] == []
    site.close()
    assert [path for path in tmp_path.rglob("*") if path.is_file() and canaries_in(path, made)] == []
    report.add("bytes", f"embedded: {len(seen)} files, write-ahead logs among them, none with a canary")
    remove(site, made)


def test_an_export_holds_its_own_canaries_alone(tmp_path: Path, files: DiskFiles) -> None:
    pools = Pools()
    site = EmbeddedSite(tmp_path, pools)
    made = busy(site, pools, files)
    for one in made:
        (tmp_path / "export").write_bytes(exported(one))
        assert canaries_in(tmp_path / "export", made) == {one.number}
    remove(site, made)


def _files_of(postgres: Postgres, one: Crowded) -> Iterator[Path]:
    """The files of a brokerage's databases on the server, once the server has written them."""
    with superuser(postgres) as db:
        db.execute("CHECKPOINT")
        (folder,) = db.execute("SHOW data_directory").fetchone() or ("",)
        if not Path(folder).is_dir():
            pytest.skip(f"the files of this server are not on this machine: {folder}")
        for purpose in TENANT_PURPOSES:
            name = database_name(Place(one.tenant_id, purpose))
            (oid,) = db.execute("SELECT oid FROM pg_database WHERE datname = %s", (name,)).fetchone() or (0,)
            yield from (path for path in Path(folder, "base", str(oid)).iterdir() if path.is_file())


def test_the_files_of_a_database_on_a_server_hold_its_own_canaries_alone(
    postgres: Postgres, files: DiskFiles, report: Report
) -> None:
    pools, seen = Pools(), 0
    site = ServedSite(make_url(postgres.maintenance).set(drivername="postgresql+psycopg"), pools)
    made = busy(site, pools, files)
    for one in made:
        found = [canaries_in(path, made) for path in _files_of(postgres, one)]
        assert set().union(*found) == {one.number}
        seen += len(found)
    assert [path for path in files.folder.rglob("*") if path.is_file() and canaries_in(path, made)] == []
    report.add("bytes", f"postgresql: {seen} files of 6 databases, each with its own brokerage's canaries alone")
    remove(site, made)
