"""The commands of the jobs: what was done is said, what failed too, and a folder that is served is left alone."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

import reference_app.__main__ as command_line
from reference_app.__main__ import main
from reference_app.folder_lock import alone
from tests.app.contracts import CONTRACT, billed, record
from tests.app.engine import name_database
from tests.app.world import People, SetClock, settings_in, world_again, world_in


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    """A world with one brokerage that can be billed and one that cannot, closed again, and a clock for the commands."""
    with world_in(tmp_path) as world:
        billed(world, world.first)
        made = world.people
    for name in [name for name in os.environ if name.startswith("NETSOFT_")]:
        monkeypatch.delenv(name)
    settings = settings_in(tmp_path)
    monkeypatch.setenv("NETSOFT_DATA", str(settings.data_folder))
    monkeypatch.setenv("NETSOFT_KEY_FILE", str(settings.key_file))
    name_database(monkeypatch, tmp_path)
    monkeypatch.setattr(os, "umask", lambda mask: mask)
    monkeypatch.setattr(command_line, "SystemClock", lambda: SetClock(datetime(2026, 12, 1, 8, tzinfo=UTC)))
    return made


def test_all_that_is_due_is_done_and_said_and_what_failed_too(
    tmp_path: Path, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run-jobs"]) == 1
    said = capsys.readouterr()
    done = said.out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "close-month 2026-11 · Cabinet Mistral : 0 action" in done
    assert "close-month 2026-11 · tous les cabinets : palier 3600" in done
    assert "issue-invoices 2026-12 · Cabinet Mistral : F-000001 : 108,00" in done
    assert "ÉCHEC issue-invoices 2026-12 · Durand Courtage : contrat non saisi" in said.err
    assert said.err.endswith("1 étape(s) en échec ; la prochaine exécution les reprend.\n")
    with world_again(tmp_path, people) as world:
        record(world, world.second.handle.tenant.id, CONTRACT)
    assert main(["issue-invoices", "2026-12"]) == 0
    assert "Durand Courtage : F-000002" in capsys.readouterr().out
    assert main(["run-jobs"]) == 0
    assert capsys.readouterr().out == "Rien à faire : tout est déjà fait.\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("close-month", "2026-12"), "n’est pas terminé"),
        (("close-month", "décembre"), "décembre"),
        (("issue-invoices", "2027-01"), "n’a pas commencé"),
        (("issue-complements", "2026-02-30"), "Jour illisible"),
        (("dunning", "2026-11-30"), "au jour où elle est lancée"),
        (("reminders", "hier"), "Jour illisible"),
    ],
)
@pytest.mark.usefixtures("people")
def test_a_subject_on_which_it_may_not_run_is_one_line(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...], said: str
) -> None:
    assert main(command) == 2
    error = capsys.readouterr().err
    assert error.startswith("erreur : ")
    assert error.count("\n") == 1
    assert said in error


@pytest.mark.usefixtures("people")
def test_a_folder_that_is_served_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with alone(settings_in(tmp_path).data_folder):
        assert main(["run-jobs"]) == 2
    assert "lancer la tâche depuis la console de l’éditeur" in capsys.readouterr().err


@pytest.mark.usefixtures("people")
def test_one_job_alone_runs_on_all_that_is_due_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["close-month"]) == 0
    assert "issue-invoices" not in capsys.readouterr().out
    assert main(["close-month"]) == 0
    assert capsys.readouterr().out == "Rien à faire : tout est déjà fait.\n"


@pytest.mark.usefixtures("people")
def test_back_ups_run_beside_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NETSOFT_BACKUPS", str(tmp_path / "backups"))
    with alone(settings_in(tmp_path).data_folder):
        assert main(["daily-backup"]) == 0
        assert "daily-backup 2026-12-01 · Cabinet Mistral : dossiers : " in capsys.readouterr().out
        assert main(["daily-restore-test", "2026-12-01"]) == 0
    assert "tous les cabinets : directory : restaurée et comparée" in capsys.readouterr().out
