"""Upgrades of the stored tables: each database for itself, resumable, and known to the directory."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve
from sqlalchemy import delete, make_url

from netsoft.names import TenantId
from reference_app.clock import SystemClock
from reference_app.deployment import Deployment, open_deployment
from reference_app.errors import DamagedTenant, SetupError, Upgrading
from reference_app.ids import new_id
from reference_app.migrate_command import migrate
from reference_app.settings import Settings
from reference_app.storage.directory_tables import schema_revisions
from reference_app.storage.people import Tenant
from reference_app.storage.placed_site import PlacedSite
from reference_app.storage.revision_log import FAILED, UPGRADING, Known
from reference_app.storage.revisions import HISTORIES, History
from reference_app.storage.sealing import TENANT_PURPOSES, Purpose
from reference_app.storage.sites import Place
from tests.app.engine import of_files
from tests.app.world import START, World, identity, settings_in
from tests.conftest import Report
from tests.servers.databases import empty_database
from tests.servers.postgres import Postgres

NEXT = """
import sqlalchemy as sa

revision = "dossiers_0002"
down_revision = "dossiers_0001"
compatible = "{compatible}"


def upgrade(op):
    op.add_column("applied", sa.Column("made_up", sa.TEXT))
    op.create_index("applied_made_up", "applied", ["made_up"])
"""
NOW = Namespace(check=False, dry_run=False, only="", workers=4)
CHECK = Namespace(check=True, dry_run=False, only="", workers=4)
SIRENS = ["552100554", "732829320", "542065479", "775670417", "383474814", "402207153"]


@pytest.fixture(params=["embedded", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    made = settings_in(tmp_path)
    if request.param == "embedded":
        yield made
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with empty_database(postgres) as address:
        yield evolve(made, database=make_url(address).set(drivername="postgresql+psycopg"))


@pytest.fixture
def deployment(settings: Settings) -> Iterator[Deployment]:
    with open_deployment(settings, SystemClock()) as opened:
        made = [opened.vault.create(evolve(one, id=TenantId(new_id()))) for one in some(3)]
        yield opened
        for handle in made:
            for purpose in TENANT_PURPOSES:
                opened.vault.let_go(handle.tenant.id)
                opened.vault._site.remove(Place(handle.tenant.id, purpose))


def some(many: int) -> list[Tenant]:
    return [identity(f"Cabinet {n}", SIRENS[n]) for n in range(many)]


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let this be a version of the application that has one more revision of the dossiers."""

    def install(compatible: str) -> None:
        folder = tmp_path / "revisions"
        folder.mkdir()
        for baseline in HISTORIES[Purpose.DOSSIERS].folder.glob("r0001_*"):
            (folder / baseline.name).write_text(baseline.read_text())
        (folder / "r0002_made_up.py").write_text(NEXT.format(compatible=compatible))
        monkeypatch.setitem(HISTORIES, Purpose.DOSSIERS, History(folder))

    return install


def test_with_nothing_to_do_no_database_is_opened(
    deployment: Deployment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(deployment.vault), "upgrade", None)
    assert deployment.vault.revisions.behind() == ()
    assert migrate(deployment, NOW) == migrate(deployment, CHECK) == 0
    assert "à jour" in capsys.readouterr().out


def test_a_change_reaches_each_and_a_failure_stops_one_alone(
    deployment: Deployment, next_version: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    next_version("dossiers_0001")
    vault, ids = deployment.vault, [tenant.id for tenant in deployment.directory.tenants.all()]
    first = Place(ids[0], Purpose.DOSSIERS)
    with vault._site.owned(first, lambda: vault._keys(first)).write() as db:
        db.exec_driver_sql("ALTER TABLE applied ADD COLUMN made_up TEXT")
    assert migrate(deployment, CHECK) == 1
    assert "3 base(s) en retard" in capsys.readouterr().out
    assert migrate(deployment, NOW) == 1
    said = capsys.readouterr()
    assert "Cabinet 0, dossiers : " in said.err
    assert "2 base(s) mise(s) à jour, 1 en échec" in said.out
    assert vault.revisions.behind() == (first,)
    assert vault.revisions.of(first).error
    with vault._site.owned(first, lambda: vault._keys(first)).write() as db:
        db.exec_driver_sql("ALTER TABLE applied DROP COLUMN made_up")
    assert migrate(deployment, NOW) == 0
    assert vault.revisions.behind() == ()
    assert vault.revisions.of(first).error == ""


def test_what_was_upgraded_and_not_recorded_is_found_so(
    deployment: Deployment, next_version: Callable[[str], None]
) -> None:
    next_version("dossiers_0001")
    vault, tenant = deployment.vault, deployment.directory.tenants.all()[0]
    place = Place(tenant.id, Purpose.DOSSIERS)
    vault._site.upgrade(place, lambda: vault._keys(place))  # and here the process was killed
    assert place in vault.revisions.behind()
    assert migrate(deployment, NOW) == 0
    assert vault.revisions.of(place) == Known("dossiers_0002", "dossiers_0001")


def test_an_older_version_goes_on_beside_a_change_that_allows_it_alone(
    deployment: Deployment, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    older = HISTORIES[Purpose.DOSSIERS]
    vault, tenant = deployment.vault, deployment.directory.tenants.all()[0]
    next_version("dossiers_0001")
    assert migrate(deployment, NOW) == 0
    monkeypatch.setitem(HISTORIES, Purpose.DOSSIERS, older)
    vault.let_go(tenant.id)
    vault.operated(tenant.id).dossiers.check()
    place = Place(tenant.id, Purpose.DOSSIERS)
    vault.revisions.record(place, Known("dossiers_0003", "dossiers_0002"), START)
    vault.let_go(tenant.id)
    with pytest.raises(Upgrading, match="dossiers_0003"):
        vault.operated(tenant.id)


def test_on_a_server_a_newer_version_waits_for_the_command(
    deployment: Deployment, next_version: Callable[[str], None]
) -> None:
    vault, tenant = deployment.vault, deployment.directory.tenants.all()[0]
    next_version("dossiers_0001")
    vault.let_go(tenant.id)
    if deployment.settings.database is None:
        vault.operated(tenant.id).dossiers.check()  # whoever serves a folder is alone in it
        return
    with pytest.raises(Upgrading):
        vault.operated(tenant.id)
    assert migrate(deployment, NOW) == 0
    vault.operated(tenant.id).dossiers.check()


@of_files
def test_a_folder_of_before_the_revisions_is_brought_to_them(world: World) -> None:
    handle, browser = world.first.handle, world.broker(world.first)
    older = browser.add_client()
    with handle.dossiers.write() as db:
        db.exec_driver_sql("DROP TABLE alembic_version")
        for verb in ("insert", "update", "delete"):
            db.exec_driver_sql(f"DROP TRIGGER IF EXISTS clients_log_{verb}")
        db.exec_driver_sql("ALTER TABLE clients DROP COLUMN owner")
        db.exec_driver_sql("DROP TABLE files")
        db.exec_driver_sql("ALTER TABLE applied DROP COLUMN change")
    with world.deployment.directory.store.write() as db:
        db.execute(delete(schema_revisions))
    world.deployment.vault.let_go(handle.tenant.id)
    assert "ZOÉ" in browser.get(older).text.upper()
    assert "ZOÉ" in browser.get(browser.add_client()).text.upper()
    assert world.deployment.vault.revisions.behind() != ()
    world.deployment.vault.let_go(world.second.handle.tenant.id)
    world.broker(world.second).get("/clients")
    assert world.deployment.vault.revisions.behind() == ()


def test_who_waits_for_an_upgrade_is_told_so_and_the_others_are_served(world: World) -> None:
    first, second = world.broker(world.first), world.broker(world.second)
    place = Place(world.first.handle.tenant.id, Purpose.DOSSIERS)
    world.deployment.vault.revisions.record(place, Known("dossiers_0003", "dossiers_0002"), world.clock.now())
    world.deployment.vault.let_go(place.tenant_id)
    answer = first.get("/clients")
    assert answer.status_code == 503
    assert "mise à jour du service est en cours" in answer.text
    assert second.get("/clients").status_code == 200


def test_many_brokerages_with_nothing_to_do_cost_one_question(deployment: Deployment, report: Report) -> None:
    revisions = deployment.vault.revisions
    began = time.perf_counter()
    for _ in range(3):
        assert revisions.behind() == ()
    taken = (time.perf_counter() - began) / 3
    report.add("upgrades", f"nothing to do: {taken * 1000:.1f} ms for {len(revisions.places())} databases")
    assert len(revisions.places()) == 6


def test_an_upgrade_that_fails_as_a_folder_is_served_stops_one_brokerage(
    world: World, next_version: Callable[[str], None]
) -> None:
    if world.deployment.settings.database is not None:
        return
    first, second = world.broker(world.first), world.broker(world.second)
    with world.first.handle.dossiers.write() as db:
        db.exec_driver_sql("ALTER TABLE applied ADD COLUMN made_up TEXT")
    next_version("dossiers_0001")
    assert first.get("/clients").status_code == 503
    assert second.get("/clients").status_code == 200
    said: list[DamagedTenant] = []
    assert len(world.deployment.vault.each(said.append)) == 1
    assert "Cabinet Mistral : dossiers : mise à jour en échec" in str(said[0])


def test_who_runs_older_code_stops_before_anything_changes(
    deployment: Deployment, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change beside which older code may not go on is announced first; a handle that is open is of no use then."""
    vault, place = deployment.vault, Place(deployment.directory.tenants.all()[0].id, Purpose.DOSSIERS)
    older, seen = HISTORIES[Purpose.DOSSIERS], []

    def meanwhile(*_: object) -> str:
        known = vault.revisions.of(place)
        newer = HISTORIES[Purpose.DOSSIERS]
        HISTORIES[Purpose.DOSSIERS] = older
        seen.append((known.state, known.revision, known.served(place)))
        HISTORIES[Purpose.DOSSIERS] = newer
        raise OSError

    next_version("dossiers_0002")
    with monkeypatch.context() as patched:
        patched.setattr(PlacedSite, "upgrade", meanwhile)
        with pytest.raises(OSError, match=r"^$"):
            vault.upgrade(place)
    assert seen == [(UPGRADING, "dossiers_0001", False)]
    assert vault.revisions.of(place) == Known("dossiers_0001", "dossiers_0001", FAILED, "OSError")
    vault.upgrade(place)
    assert vault.revisions.of(place) == Known("dossiers_0002", "dossiers_0002")


def test_a_database_that_is_known_and_gone_is_not_made_anew(deployment: Deployment) -> None:
    vault, tenant = deployment.vault, deployment.directory.tenants.all()[0]
    vault.let_go(tenant.id)
    for purpose in TENANT_PURPOSES:
        vault._site.remove(Place(tenant.id, purpose))
    with pytest.raises(DamagedTenant, match="manque"):
        vault.operated(tenant.id)
    assert not vault._site.exists(Place(tenant.id, Purpose.DOSSIERS))


def test_a_brokerage_that_nobody_entered_yet_is_behind_nothing(deployment: Deployment) -> None:
    with deployment.directory.store.write() as db:
        deployment.vault.registrar.register(db, evolve(some(4)[3], id=TenantId(new_id())))
    assert deployment.vault.revisions.behind() == ()


def test_what_would_be_done_is_said_and_one_brokerage_may_be_done_alone(
    deployment: Deployment, next_version: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    next_version("dossiers_0001")
    assert migrate(deployment, Namespace(check=False, dry_run=True, only="", workers=4)) == 0
    assert "Cabinet 1, dossiers : dossiers_0001 → dossiers_0002" in capsys.readouterr().out
    assert migrate(deployment, Namespace(check=False, dry_run=False, only="Cabinet 1", workers=1)) == 0
    assert len(deployment.vault.revisions.behind()) == 2
    with pytest.raises(SetupError, match="--workers"):
        migrate(deployment, Namespace(check=False, dry_run=False, only="", workers=0))
