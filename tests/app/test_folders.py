"""The data folder and the key's: what is no place for data is refused in one line, and what was there is left alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from reference_app.__main__ import main
from reference_app.errors import SetupError
from reference_app.storage.master_key import load_master_key
from tests.app.world import settings_in


def listed(data: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a command over a data folder."""
    monkeypatch.setenv("NETSOFT_DATA", str(data))
    monkeypatch.setenv("NETSOFT_KEY_FILE", f"{data}-keys/master.key")
    monkeypatch.setattr(os, "umask", lambda mask: mask)
    return main(["list"])


def test_a_file_is_no_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("x")
    assert listed(tmp_path / "data", monkeypatch) == 2
    error = capsys.readouterr().err
    assert "n’est pas un dossier" in error
    assert error.count("\n") == 1
    assert (tmp_path / "data").read_text() == "x"


def test_a_place_where_nothing_can_be_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("NETSOFT_MASTER_KEY", "ab" * 32)
    assert listed(tmp_path / "file" / "data", monkeypatch) == 2
    error = capsys.readouterr().err
    assert "ne peut pas être créé" in error
    assert error.count("\n") == 1


def test_a_folder_that_may_not_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    if os.geteuid() == 0:  # root may write everywhere
        monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)  # noqa: ARG005
    assert listed(tmp_path / "data", monkeypatch) == 2
    assert "ne peut pas être écrit" in capsys.readouterr().err


def test_a_folder_of_something_else_is_refused_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    (data / "photo.jpg").write_text("x")
    assert listed(data, monkeypatch) == 2
    error = capsys.readouterr().err
    assert "autre chose" in error
    assert error.count("\n") == 1
    assert [entry.name for entry in data.iterdir()] == ["photo.jpg"]
    assert stat.S_IMODE(data.stat().st_mode) == 0o755
    assert not (tmp_path / "data-keys").exists()


def test_an_empty_folder_that_was_there_keeps_its_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o750)
    assert listed(data, monkeypatch) == 0
    assert stat.S_IMODE(data.stat().st_mode) == 0o750


def test_a_folder_that_is_made_is_its_owners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert listed(tmp_path / "data", monkeypatch) == 0
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_key_that_is_cut_off_while_written_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_in(tmp_path)

    def full(descriptor: int) -> None:  # noqa: ARG001
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(SetupError, match="ne peut pas être écrite"):
            load_master_key(settings, has_data=lambda: False)
    assert list(settings.key_file.parent.iterdir()) == []
    assert load_master_key(settings, has_data=lambda: False).created
    assert [entry.name for entry in settings.key_file.parent.iterdir()] == ["master.key"]


def test_a_key_that_another_process_made_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_in(tmp_path)
    link = os.link

    def late(made: str, path: Path) -> None:
        path.write_text("cd" * 32)
        link(made, path)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(SetupError, match="ne peut pas être écrite"):
        load_master_key(settings, has_data=lambda: False)
    assert settings.key_file.read_text() == "cd" * 32
    assert len(list(settings.key_file.parent.iterdir())) == 1
