"""The commands on whole databases: what they say, what they refuse, and that a cut leaves nothing half-written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from attrs import evolve

import reference_app.__main__ as command_line
from reference_app import commands
from reference_app.__main__ import main
from reference_app.errors import SetupError
from reference_app.operations import backups
from reference_app.operations.backups import back_up_all, folder_of
from reference_app.settings import from_environment
from tests.app.operated import operated, settings_on
from tests.app.world import SetClock


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with operated(settings_on(tmp_path, None)) as on:
        on.add("a")
    for name, value in (("DATA", "data"), ("KEY_FILE", "keys/master.key"), ("BACKUPS", "backups")):
        monkeypatch.setenv(f"NETSOFT_{name}", str(tmp_path / value))
    monkeypatch.delenv("NETSOFT_DATABASE", raising=False)
    monkeypatch.setattr(os, "umask", lambda mask: mask)
    monkeypatch.setattr(command_line, "SystemClock", SetClock)
    return tmp_path


def test_a_brokerage_from_its_first_backup_to_its_export(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out + said.err

    one = ("--tenant", "552100554")
    assert run("backup", "--check")[0] == 1
    assert run("backup")[0] == 0
    assert run("verify-backup")[0] == 0
    assert run("restore-test")[0] == 0
    assert run("backup", "--check") == (0, "Toutes les bases ont une sauvegarde récente, essayée.\n")
    code, said = run("restore", *one, "--to", "2026-11-20T12:00+01:00", "--dry-run")
    assert (code, "--ticket" in said) == (2, True)
    assert run("restore", *one, "--to", "hier", "--ticket", "T")[0] == 2
    code, said = run("rebuild", *one, "--database", "dossiers", "--ticket", "T")
    assert (code, "s’ouvre et se lit" in said) == (2, True)
    assert run("rotate-secret")[0] == 0
    assert run("rotate-master-key")[0] == 0
    assert run("lift-places", *one)[0] == 2
    assert run("lift-places", *one, "--ticket", "T") == (
        0, "Cabinet Mistral : lieux levés, administrateurs restreints : 0 ; cabinet : partout.\n",
    )  # fmt: skip
    code, said = run("export", *one, "--into", str(folder / "out"), "--ticket", "T")
    assert (code, "Phrase secrète" in said) == (0, True)
    assert run("erase", *one, "--ticket", "T")[0] == 2
    assert run("close-tenant", *one, "--ticket", "T")[0] == 0
    assert run("backup", "--tenant", "personne")[0] == 2


def test_the_folder_of_the_archives_stays_apart(tmp_path: Path) -> None:
    given = settings_on(tmp_path, None)
    assert folder_of(given) == tmp_path / "backups"
    for wrong in (None, given.data_folder / "x", given.data_folder, tmp_path, given.key_file.parent):
        with pytest.raises(SetupError, match="NETSOFT_BACKUPS"):
            folder_of(evolve(given, backups=wrong))


@pytest.mark.parametrize("step", ["dump", "verify", "keep_backup"])
def test_a_backup_that_is_cut_off_leaves_nothing_that_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with operated(settings_on(folder, None)) as on:
        with monkeypatch.context() as patch:
            patch.setattr(backups, step, cut)
            with pytest.raises(KeyboardInterrupt):
                back_up_all(on.room)
        assert on.deployment.directory.backups() == ()
        left = [path for path in (folder / "backups").rglob("*") if path.is_file()]
        assert [path.suffix for path in left] == ([".nsa"] if step == "keep_backup" else [])
        assert back_up_all(on.room) == 0


@pytest.mark.parametrize("wrong", ["sans", "a=", "=x", "a b=/x", "a=/x,a=/y", "a=mysql://u@h/b", "a=postgresql://h"])
def test_places_that_cannot_be_are_refused(wrong: str) -> None:
    with pytest.raises(SetupError, match="NETSOFT_SITES"):
        from_environment({"NETSOFT_SITES": wrong})


def test_each_command_on_whole_databases_is_there() -> None:
    assert {"backup", "verify-backup", "restore", "rebuild", "rebuild-directory", "restore-test", "rotate-secret",
            "rotate-master-key", "move", "export", "close-tenant", "erase"} <= commands.COMMANDS.keys()  # fmt: skip
