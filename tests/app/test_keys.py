"""The master key: apart from the data, closed to others, never made a second time by mistake."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from attrs import evolve

from reference_app.deployment import open_deployment
from reference_app.errors import SetupError
from reference_app.settings import Settings, default_key_file, from_environment
from reference_app.storage.master_key import load_master_key
from reference_app.storage.vault import new_tenant
from tests.app.world import START, SetClock, identity, settings_in


def opened(settings: Settings) -> bool:
    """Open and close a deployment; tell whether its key was made."""
    with open_deployment(settings, SetClock()) as deployment:
        return deployment.master_key.created


def test_the_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    assert opened(settings)
    assert stat.S_IMODE(settings.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.key_file.parent.stat().st_mode) == 0o700
    first = settings.key_file.read_bytes()
    assert not opened(settings)
    assert settings.key_file.read_bytes() == first


def test_each_deployment_has_its_own_key(tmp_path: Path) -> None:
    keys = {load_master_key(settings_in(tmp_path / name), has_data=lambda: False).key for name in "abc"}
    assert len(keys) == 3
    assert all(len(key) == 32 for key in keys)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    settings = settings_in(tmp_path)
    opened(settings)
    settings.key_file.chmod(mode)
    with pytest.raises(SetupError, match="chmod 600"):
        opened(settings)


@pytest.mark.parametrize("inside", ["master.key", "deep/er/master.key", "../data/master.key"])
def test_a_key_beside_the_data_is_refused(tmp_path: Path, inside: str) -> None:
    settings = settings_in(tmp_path)
    with pytest.raises(SetupError, match="dans le dossier des données"):
        opened(evolve(settings, key_file=settings.data_folder / inside))
    assert not settings.data_folder.exists()


def test_a_key_beside_the_data_by_a_link_is_refused(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.data_folder.mkdir()
    (tmp_path / "link").symlink_to(settings.data_folder)
    with pytest.raises(SetupError, match="dans le dossier des données"):
        opened(evolve(settings, key_file=tmp_path / "link" / "master.key"))


def test_a_lost_key_is_not_replaced(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    opened(settings)
    settings.key_file.unlink()
    with pytest.raises(SetupError, match="manque"):
        opened(settings)
    assert not settings.key_file.exists()


@pytest.mark.parametrize("text", ["", "abc", "zz" * 32, "ab" * 31, "ab" * 33, "é" * 32])
def test_a_key_that_is_not_one_is_refused(tmp_path: Path, text: str) -> None:
    settings = settings_in(tmp_path)
    settings.key_file.parent.mkdir()
    settings.key_file.write_text(text)
    settings.key_file.chmod(0o600)
    with pytest.raises(SetupError):
        opened(settings)
    with pytest.raises(SetupError, match="64 chiffres"):
        opened(evolve(settings, master_key=text))


def test_another_key_opens_nothing_and_says_so_in_one_line(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with open_deployment(settings, SetClock()) as deployment:
        deployment.vault.create(new_tenant(identity("Cabinet", "552100554"), START))
    with pytest.raises(SetupError, match="ne s’ouvre pas avec cette clé") as refusal:
        opened(evolve(settings, master_key="00" * 32))
    assert "\n" not in str(refusal.value)
    assert not opened(settings)


def test_the_key_may_come_from_the_environment(tmp_path: Path) -> None:
    environ = {"NETSOFT_DATA": str(tmp_path / "data"), "NETSOFT_MASTER_KEY": "ab" * 32, "HOME": str(tmp_path)}
    settings = evolve(from_environment(environ), password_cost=settings_in(tmp_path).password_cost)
    assert not opened(settings)
    assert not settings.key_file.exists()
    assert "ab" * 32 not in repr(load_master_key(settings, has_data=lambda: False))


def test_the_default_key_file_is_named_after_the_data_folder_and_apart(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    one, two = (default_key_file(tmp_path / name, environ) for name in ("a", "b"))
    assert one.parent == two.parent == tmp_path / "config" / "netsoft"
    assert one != two
    assert default_key_file(tmp_path / "x" / ".." / "a", environ) == one


def test_the_environment_is_read_with_its_mistakes_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="NETSOFT_HTTPS"):
        from_environment({"NETSOFT_HTTPS": "oui", "HOME": str(tmp_path)})
    settings = from_environment({"NETSOFT_HTTPS": "1", "NETSOFT_HOSTS": "App.Example, b.example"})
    assert settings.https
    assert settings.hosts == ("app.example", "b.example")
