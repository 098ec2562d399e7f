"""The damaged files of one brokerage stop that brokerage alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reference_app.deployment import open_deployment
from reference_app.serving import mend_each
from tests.app.engine import drop_table, name_database, of_files, of_servers
from tests.app.world import World, settings_in
from tests.servers.databases import superuser
from tests.servers.postgres import Postgres


def garbage(mine: Path, other: Path) -> None:  # noqa: ARG001
    """Overwrite a file with noise."""
    (mine / "dossiers.db").write_bytes(os.urandom(8192))


def swapped(mine: Path, other: Path) -> None:
    """Put the file of the other brokerage in its place."""
    shutil.copy(other / "dossiers.db", mine / "dossiers.db")


def journal_cut(mine: Path, other: Path) -> None:  # noqa: ARG001
    """Cut the journal short."""
    (mine / "journal.db").write_bytes((mine / "journal.db").read_bytes()[:3000])


def lost(mine: Path, other: Path) -> None:  # noqa: ARG001
    """Lose the dossiers and keep the journal."""
    (mine / "dossiers.db").unlink()


def not_a_folder(mine: Path, other: Path) -> None:  # noqa: ARG001
    """Put a file where the folder was."""
    shutil.rmtree(mine)
    mine.write_text("x")


FILES = [garbage, swapped, journal_cut, lost, not_a_folder]
DATABASES = {
    "lost": "DROP DATABASE {mine} WITH (FORCE)",
    "swapped": "ALTER DATABASE {mine} RENAME TO aside; ALTER DATABASE {other} RENAME TO {mine}",
    "shut": "ALTER DATABASE {mine} ALLOW_CONNECTIONS false",
    "another password": "ALTER ROLE {mine} PASSWORD 'another'",
}
"""What may happen to the dossiers on a server, in its own words."""


def names(world: World) -> tuple[str, str]:
    """The databases of the dossiers of both brokerages."""
    first, second = (office.handle.dossiers.backend.identity.database for office in (world.first, world.second))
    return first, second


@of_files
@pytest.mark.parametrize("damage", FILES)
def test_one_brokerage_is_damaged_and_the_other_is_served(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path, Path], None]
) -> None:
    damage(*(tmp_path / "data" / "tenants" / office.tenant_id for office in (world.first, world.second)))
    one_is_not_served(world, capsys)


@of_files
@pytest.mark.parametrize("damage", [garbage, lost, not_a_folder])
def test_a_file_that_goes_while_served_stops_one_brokerage(
    world: World, tmp_path: Path, damage: Callable[[Path, Path], None]
) -> None:
    browser, mine = world.broker(world.first), tmp_path / "data" / "tenants" / world.first.tenant_id
    assert browser.get("/clients").status_code == 200
    world.first.handle.dossiers.forget()
    damage(mine, mine)
    assert browser.get("/clients").status_code == 503
    assert not (mine / "dossiers.db").exists() or damage is garbage


@of_servers
@pytest.mark.parametrize("damage", ["lost", "shut", "another password"])
def test_one_database_is_damaged_and_the_other_brokerage_is_served(
    world: World, server: Postgres, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    mine, other = names(world)
    world.deployment.vault.close()
    run(server, DATABASES[damage].format(mine=mine, other=other))
    one_is_not_served(world, capsys)


@of_servers
def test_a_database_in_the_place_of_another_is_not_served(
    world: World, server: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, other = names(world)
    world.deployment.vault.close()
    world.second.handle.dossiers.close()
    run(server, *DATABASES["swapped"].format(mine=mine, other=other).split("; "))
    mend_each(world.deployment)
    capsys.readouterr()
    answer = world.broker(world.first).get("/clients")
    assert answer.status_code == 503


def run(server: Postgres, *statements: str) -> None:
    with superuser(server) as db:
        for statement in statements:
            db.execute(statement)


def one_is_not_served(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    mend_each(world.deployment)
    said = capsys.readouterr().err
    assert said.startswith("Cabinet non servi : Cabinet Mistral : ")
    assert said.count("\n") == 1

    answer = world.broker(world.first).get("/clients")
    assert answer.status_code == 503
    assert "Les données de votre cabinet ne s’ouvrent pas." in answer.text
    assert world.broker(world.second).get("/clients").status_code == 200
    assert world.staff().get("/editeur").status_code == 200


@of_servers
@pytest.mark.parametrize("damage", ["lost", "shut"])
def test_a_database_that_goes_while_served_stops_one_brokerage(world: World, server: Postgres, damage: str) -> None:
    first, second = world.broker(world.first), world.broker(world.second)
    mine, other = names(world)
    assert first.get("/clients").status_code == 200
    run(server, DATABASES[damage].format(mine=mine, other=other))
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
    run(server, ended.format(mine))
    assert first.get("/clients").status_code == 503
    assert second.get("/clients").status_code == 200


@of_servers
def test_sessions_that_the_server_ends_are_opened_again(world: World, server: Postgres) -> None:
    browser = world.broker(world.first)
    path = browser.add_client()
    run(server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'netsoft'")
    assert browser.get(path).status_code == 200


@of_files
def test_damage_done_while_serving_is_said_and_stops_one_brokerage(world: World, tmp_path: Path) -> None:
    first, second = world.broker(world.first), world.broker(world.second)
    assert first.get("/clients").status_code == 200
    file = tmp_path / "data" / "tenants" / world.first.handle.tenant.id / "dossiers.db"
    world.first.handle.dossiers.close()  # its connections are opened again when needed
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    file.write_bytes(os.urandom(8192))
    assert first.get("/clients").status_code == 503
    assert second.get("/clients").status_code == 200


@of_files
def test_the_files_open_again_once_restored(world: World, tmp_path: Path) -> None:
    world.deployment.vault.close()
    file = tmp_path / "data" / "tenants" / world.first.handle.tenant.id / "dossiers.db"
    kept = file.read_bytes()
    file.write_bytes(b"x" * 4096)
    browser = world.broker(world.first)
    assert browser.get("/clients").status_code == 503
    file.write_bytes(kept)
    assert browser.get("/clients").status_code == 200


def test_a_fault_that_is_no_damage_is_said_as_a_fault(world: World) -> None:
    browser = world.broker(world.first)
    drop_table(world.first.handle.dossiers, "clients")
    assert browser.get("/clients").status_code == 500


def test_the_way_back_leads_to_the_home_of_the_realm(world: World) -> None:
    assert '<a href="/editeur">' in world.staff().get("/editeur/rien").text
    assert '<a href="/">' in world.nobody().get("/editeurs").text


def test_a_demonstration_that_was_cut_off_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reference_app.__main__ import main
    from reference_app.services import demo
    from tests.app.world import SetClock

    settings = settings_in(tmp_path)
    monkeypatch.setenv("NETSOFT_DATA", str(settings.data_folder))
    monkeypatch.setenv("NETSOFT_KEY_FILE", str(settings.key_file))
    name_database(monkeypatch, tmp_path)
    monkeypatch.setattr(os, "umask", lambda mask: mask)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, open_deployment(settings, SetClock()) as here:
        patched.setattr(demo, "keep_books", cut)
        with pytest.raises(KeyboardInterrupt):
            demo.make_demonstration(here, demo.Size(clients=2, months=1))
    for command in (["serve"], ["serve", "--demo"]):
        assert main(command) == 2
        error = capsys.readouterr().err
        assert "interrompue" in error
        assert "rm -r" in error
        assert error.count("\n") == 1
