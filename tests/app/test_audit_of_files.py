"""The audit of the encrypted files: nothing where the application made them, each planted fault by its name."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

import reference_app.__main__ as command_line
from reference_app.__main__ import main
from reference_app.services.isolation_audit import Audited, audit_isolation
from reference_app.services.opening import open_brokerage
from reference_app.storage.directory_tables import given_passwords, tenant_keys
from reference_app.storage.people import Person
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import Place
from tests.app.engine import of_files
from tests.app.world import START, SetClock, World, identity, settings_in

pytestmark = of_files


@pytest.fixture
def world(world: World) -> World:
    """The world with the modes that the commands' umask gives."""
    for path in [world.deployment.settings.data_folder, *world.deployment.settings.data_folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return world


def codes(world: World) -> list[str]:
    return [one.code for one in audit_isolation(world.deployment).findings]


def path_of(world: World, *, first: bool, name: str = "dossiers.db") -> Path:
    tenant = (world.first if first else world.second).handle.tenant
    return world.deployment.settings.data_folder / "tenants" / tenant.id / name


def test_what_the_application_made_is_without_a_fault(world: World) -> None:
    world.broker(world.first).add_client()
    tenant = world.first.handle.tenant.id
    with world.deployment.directory.store.write() as db:  # a key that opens no database
        db.execute(tenant_keys.insert().values(tenant_id=tenant, purpose="archives", sealed=bytes(60)))
    assert audit_isolation(world.deployment) == Audited(4, ())


def test_other_accounts_of_the_machine_are_kept_out(world: World) -> None:
    path_of(world, first=True).chmod(0o640)
    path_of(world, first=True).parent.chmod(0o711)
    assert sorted(codes(world)) == ["file-mode", "folder-mode"]


def test_a_database_in_clear_is_found_under_any_name(world: World) -> None:
    clear = path_of(world, first=True, name="copie")
    db = sqlite3.connect(clear)
    db.execute("CREATE TABLE clients (name TEXT)")
    db.close()
    clear.chmod(0o600)
    assert codes(world) == ["file-in-clear", "unknown-file"]


def test_a_neighbours_file_in_the_place_of_ours_is_found(world: World) -> None:
    for one in (world.first, world.second):
        one.handle.close()
    shutil.copy(path_of(world, first=False), path_of(world, first=True))
    for suffix in ("-wal", "-shm"):
        path_of(world, first=True, name=f"dossiers.db{suffix}").unlink(missing_ok=True)
    assert codes(world) == ["secret-refused"]


def test_two_brokerages_with_one_key_are_found(world: World) -> None:
    """The key of the first, sealed for the second, and its file with it: only the identity and the key give it away."""
    seal = world.deployment.vault._seal
    first, second = (one.handle.tenant.id for one in (world.first, world.second))
    key = world.deployment.vault.secrets()[Place(first, Purpose.DOSSIERS)][0]
    for one in (world.first, world.second):
        one.handle.close()
    shutil.copy(path_of(world, first=True), path_of(world, first=False))
    with world.deployment.directory.store.write() as db:
        mine = (tenant_keys.c.tenant_id == second) & (tenant_keys.c.purpose == "dossiers")
        sealed = seal.wrap(key, second, Purpose.DOSSIERS)
        db.execute(tenant_keys.update().where(mine).values(sealed=sealed))
    assert codes(world) == ["foreign-file", "shared-secret", "shared-secret"]


def test_a_key_that_does_not_open_and_a_file_that_is_lost_are_found(world: World) -> None:
    second = world.second.handle.tenant.id
    with world.deployment.directory.store.write() as db:
        mine = (tenant_keys.c.tenant_id == second) & (tenant_keys.c.purpose == "journal")
        db.execute(tenant_keys.update().where(mine).values(sealed=bytes(60)))
    world.first.handle.close()
    path_of(world, first=True, name="journal.db").unlink()
    found = audit_isolation(world.deployment).findings
    assert {(one.code, one.object.rpartition("/")[2]) for one in found} >= {
        ("secret-refused", "journal.db"),
        ("missing-database", "journal.db"),
    }


def test_a_brokerage_that_nobody_entered_has_no_file_yet(world: World) -> None:
    person = Person.named("Anne", "Martin", "anne@exemple.fr")
    open_brokerage(world.deployment, identity("Cabinet Neuf", "542065479"), person, START)
    assert audit_isolation(world.deployment) == Audited(4, (), (), ("Cabinet Neuf",))
    with world.deployment.directory.store.write() as db:
        db.execute(given_passwords.delete())
    assert codes(world) == ["missing-database", "missing-database"]


def test_the_command_says_it_in_french_and_fails(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(command_line, "from_environment", lambda _: settings_in(tmp_path))
    monkeypatch.setattr(command_line, "SystemClock", SetClock)
    monkeypatch.setattr("os.umask", lambda mask: mask)
    assert main(["audit-isolation"]) == 0
    assert capsys.readouterr().out.endswith("data : 4 base(s)\n\nAucun constat.\n")
    path_of(world, first=True).chmod(0o644)
    assert main(["audit-isolation"]) == 1
    said = capsys.readouterr().out
    assert "dossiers.db\n  d’autres comptes de la machine y ont accès (644)\n  remède : chmod 600\n" in said
    assert said.endswith("1 constat(s), dont 1 grave(s).\n")
