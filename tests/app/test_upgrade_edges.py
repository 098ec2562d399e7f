"""Upgrades at their edges: an older version over newer tables, whatever stops one, and who waits for whom."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, inspect
from sqlalchemy.exc import DBAPIError

from reference_app.clock import SystemClock
from reference_app.deployment import Deployment, open_deployment
from reference_app.errors import DamagedTenant, SetupError, Upgrading
from reference_app.folder_lock import alone
from reference_app.ids import TenantId
from reference_app.migrate_command import migrate
from reference_app.storage.directory_tables import schema_revisions
from reference_app.storage.embedded import EmbeddedSite, EncryptedFile
from reference_app.storage.placed_site import PlacedSite
from reference_app.storage.revision_log import FAILED, UPGRADING, Known
from reference_app.storage.revisions import HISTORIES
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import Keys, Place
from tests.app.test_baseline import KEY, _make_before
from tests.app.test_migrations import NOW, deployment, next_version, settings
from tests.app.world import START

__all__ = ["deployment", "next_version", "settings"]


def first_of(deployment: Deployment) -> Place:
    return Place(deployment.directory.tenants.all()[0].id, Purpose.DOSSIERS)


@pytest.mark.parametrize("changed", [False, True])
def test_an_older_version_leaves_what_a_newer_one_was_cut_off_in(
    deployment: Deployment, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, changed: bool
) -> None:
    """Whether the change was made is nowhere in the directory: what it announced stands, and the others are served."""
    vault, place, older = deployment.vault, first_of(deployment), HISTORIES[Purpose.DOSSIERS]
    next_version("dossiers_0002")
    announced = Known("dossiers_0001", "dossiers_0002", UPGRADING)
    vault.revisions.record(place, announced, START)
    if changed:
        vault._site.upgrade(place, lambda: vault._keys(place))
    newer = HISTORIES[Purpose.DOSSIERS]
    monkeypatch.setitem(HISTORIES, Purpose.DOSSIERS, older)
    vault.let_go(place.tenant_id)
    said: list[DamagedTenant] = []
    assert len(vault.each(said.append)) == 2
    assert isinstance(said[0], Upgrading)
    with pytest.raises(Upgrading, match="plus récente"):
        vault.upgrade(place)
    assert migrate(deployment, NOW) == 0
    assert vault.revisions.of(place) == announced
    monkeypatch.setitem(HISTORIES, Purpose.DOSSIERS, newer)
    assert migrate(deployment, NOW) == 0
    vault.operated(place.tenant_id).dossiers.check()


def test_an_older_version_over_newer_tables_of_which_nothing_is_known_stops_one_brokerage(
    deployment: Deployment, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The directory lost its rows; the database itself says what it is."""
    vault, place, older = deployment.vault, first_of(deployment), HISTORIES[Purpose.DOSSIERS]
    next_version("dossiers_0002")
    vault.upgrade(place)
    monkeypatch.setitem(HISTORIES, Purpose.DOSSIERS, older)
    with deployment.directory.store.write() as db:
        db.execute(delete(schema_revisions).where(schema_revisions.c.tenant_id == place.tenant_id))
    vault.let_go(place.tenant_id)
    said: list[DamagedTenant] = []
    assert len(vault.each(said.append)) == 2
    assert "mise à jour en échec" in str(said[0])
    assert vault.revisions.of(place).revision == ""


def test_whatever_stops_an_upgrade_as_it_is_opened_stops_one_brokerage(
    deployment: Deployment, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    if deployment.settings.database is not None:
        return
    place, real = first_of(deployment), PlacedSite.upgrade

    def failing(site: PlacedSite, at: Place, keys: Keys) -> str:
        if at == place:
            raise KeyError
        return real(site, at, keys)

    next_version("dossiers_0001")
    for tenant in deployment.directory.tenants.all():
        deployment.vault.let_go(tenant.id)
    monkeypatch.setattr(PlacedSite, "upgrade", failing)
    said: list[DamagedTenant] = []
    assert len(deployment.vault.each(said.append)) == 2
    assert "dossiers : mise à jour en échec, KeyError" in str(said[0])


def test_nobody_waits_while_another_brokerage_is_opened(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, (first, second, _) = deployment.vault, deployment.directory.tenants.all()
    there, go_on, real = threading.Event(), threading.Event(), PlacedSite.make

    def slow(site: PlacedSite, place: Place, key: bytes, *, known: bool = False) -> bool:
        if place.tenant_id == first.id:
            there.set()
            go_on.wait()
        return real(site, place, key, known=known)

    for tenant in (first, second):
        vault.let_go(tenant.id)
    monkeypatch.setattr(PlacedSite, "make", slow)
    opening = threading.Thread(target=vault.operated, args=(first.id,))
    served = threading.Thread(target=vault.operated, args=(second.id,))
    opening.start()
    there.wait()
    served.start()
    served.join(30)
    waited = served.is_alive()
    go_on.set()
    opening.join()
    assert not waited


def test_an_upgrade_may_take_its_time(deployment: Deployment) -> None:
    vault, place = deployment.vault, first_of(deployment)
    if deployment.settings.database is None:
        return
    with closing(vault._site.owned(place, lambda: vault._keys(place))) as store, store.write() as db:
        assert db.exec_driver_sql("SHOW statement_timeout").scalar_one() == "30s"
        HISTORIES[Purpose.DOSSIERS].upgrade(db)
        assert db.exec_driver_sql("SHOW statement_timeout").scalar_one() == "0"


def test_a_directory_of_before_the_revisions_is_left_to_the_older_version_that_serves_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    site = EmbeddedSite(folder)
    file = EncryptedFile(folder / "directory.db", Place(TenantId(""), Purpose.DIRECTORY).identity, lambda: (KEY,))
    _make_before(file, Purpose.DIRECTORY)
    with alone(folder), pytest.raises(SetupError, match="arrêter d’abord l’ancienne version"):
        site.directory(lambda: (KEY,))
    with closing(file.engine().connect()) as db:
        assert db.exec_driver_sql("SELECT count(*) FROM sessions").scalar_one() == 1
        assert db.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'identity'").scalar_one() == 0
    site.directory(lambda: (KEY,)).check()
    site.close()


def test_a_database_that_was_lost_before_an_upgrade_is_not_made_anew(
    deployment: Deployment, next_version: Callable[[str], None]
) -> None:
    vault, place = deployment.vault, first_of(deployment)
    next_version("dossiers_0002")
    vault.let_go(place.tenant_id)
    vault._site.remove(place)
    assert migrate(deployment, NOW) == 1
    assert not vault._site.exists(place)
    assert vault.revisions.of(place).compatible == "dossiers_0002"
    with open_deployment(deployment.settings, SystemClock()) as again, pytest.raises(DamagedTenant):
        again.vault.operated(place.tenant_id)


@pytest.mark.parametrize("answers", [True, False])
def test_an_upgrade_whose_answer_was_lost_lets_no_older_code_on(
    deployment: Deployment, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    """The tables were changed, and the connection went before the server said so."""
    vault, place, real = deployment.vault, first_of(deployment), PlacedSite.upgrade

    def cut(site: PlacedSite, at: Place, keys: Keys) -> str:
        real(site, at, keys)
        if not answers:
            monkeypatch.setattr(PlacedSite, "owned", None)
        raise ConnectionError

    next_version("dossiers_0002")
    with monkeypatch.context() as patched:
        patched.setattr(PlacedSite, "upgrade", cut)
        with pytest.raises(ConnectionError):
            vault.upgrade(place)
    assert vault.revisions.of(place) == Known("dossiers_0001", "dossiers_0002", FAILED, "ConnectionError")


def test_a_database_that_is_lost_while_it_is_served_is_not_made_anew(deployment: Deployment) -> None:
    vault, place = deployment.vault, first_of(deployment)
    handle = vault.operated(place.tenant_id)
    handle.dossiers.check()
    handle.close()
    if deployment.settings.database is None:
        vault._site.remove(place)
        for _ in range(2):
            with pytest.raises(DBAPIError):
                handle.dossiers.check()
        assert not vault._site.exists(place)
    else:
        with closing(vault._site.owned(place, lambda: vault._keys(place))) as store, store.write() as db:
            for table in reversed(inspect(db).get_table_names()):
                db.exec_driver_sql(f"DROP TABLE {table} CASCADE")
    vault.let_go(place.tenant_id)
    with pytest.raises(DamagedTenant, match="restaurer la sauvegarde"):
        vault.operated(place.tenant_id)


def test_an_empty_file_in_the_place_of_a_database_is_a_loss(deployment: Deployment) -> None:
    if deployment.settings.database is not None:
        return
    vault, place = deployment.vault, first_of(deployment)
    vault.let_go(place.tenant_id)
    vault._site.remove(place)
    (deployment.settings.data_folder / "tenants" / place.tenant_id / "dossiers.db").touch()
    with pytest.raises(DamagedTenant, match="restaurer la sauvegarde"):
        vault.operated(place.tenant_id)
