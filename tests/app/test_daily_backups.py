"""The daily back-up and the trials as jobs, on either engine: each brokerage alone, resumed where it was cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import evolve

from reference_app.deployment import jobs_on
from reference_app.errors import SetupError
from reference_app.jobs.safekeeping import DAILY_BACKUP, DAILY_TRIAL, TIDYING
from reference_app.operations.backups import back_up, back_up_all, backups_of, overdue
from reference_app.operations.rebuilding import rebuild
from reference_app.operations.room import Room, Subject
from reference_app.services.jobs import Jobs
from reference_app.services.policy import BACKUP_DAYS, RESTORE_TEST_EVERY
from reference_app.settings import Settings
from reference_app.storage.job_log import RunKey, RunLog, StepLog
from reference_app.storage.sealing import Purpose
from tests.app.operated import Operated, operated, settings

__all__ = ["settings"]

DAY = "2026-11-20"


@pytest.fixture
def on(settings: Settings) -> Iterator[Operated]:
    with operated(settings) as made:
        yield made


def jobs_of(on: Operated) -> Jobs:
    """Return the jobs of the deployment."""
    return on.deployment.jobs


def run(on: Operated, job: str, day: str = DAY) -> RunLog:
    """Run a job that has something to do."""
    made = jobs_of(on).run(RunKey(job, day))
    assert made is not None
    return made


def test_what_is_due_each_day_is_backed_up_and_tried(on: Operated) -> None:
    on.add("a")
    on.deposit("a", b"contenu")
    jobs = jobs_of(on)
    assert RunKey(DAILY_BACKUP, DAY) in jobs.due()
    made = jobs.run_due(only=DAILY_BACKUP)[0]
    assert [step.failed for step in made.steps] == [False] * 4
    assert "dossiers : 6 lignes, 1 fichier copié" in made.steps[0].detail.replace("\xa0", " ")
    tried = run(on, DAILY_TRIAL)
    assert ["restaurée et comparée" in step.detail for step in tried.steps] == [True] * 3
    assert overdue(on.room) == ()
    assert jobs.run_due(only=DAILY_BACKUP) == jobs.run_due(only=DAILY_TRIAL) == ()


def test_a_day_later_it_is_backed_up_again_and_tried_in_its_turn(on: Operated) -> None:
    run(on, DAILY_BACKUP)
    run(on, DAILY_TRIAL)
    on.clock.advance(days=1)
    with pytest.raises(SetupError, match="au jour où elle est lancée"):
        jobs_of(on).left(RunKey(DAILY_BACKUP, DAY))
    assert run(on, DAILY_BACKUP, "2026-11-21").done == 4
    assert jobs_of(on).left(RunKey(DAILY_TRIAL, "2026-11-21")) == ()
    on.clock.advance(days=RESTORE_TEST_EVERY.days - 1)
    assert len(jobs_of(on).left(RunKey(DAILY_TRIAL, "2026-11-27"))) == 3
    on.clock.advance(days=BACKUP_DAYS)
    tidied = run(on, DAILY_BACKUP, "2027-01-01").steps[-1]
    assert (tidied.step, tidied.detail.replace("\xa0", " ")) == (TIDYING, "6 archives retirées")


def test_one_brokerage_that_fails_stops_no_other_and_is_done_once_mended(on: Operated) -> None:
    other = on.neighbour()
    lost = Subject(other.id, Purpose.JOURNAL, other.name)
    kept = back_up(on.room, lost)
    on.deployment.vault.close()
    on.room.custody.site.remove(lost.place)
    made = run(on, DAILY_BACKUP)
    assert {step.tenant_id for step in made.failures} == {other.id}
    assert (made.planned, made.done) == (6, 4)
    on.clock.advance(hours=2)
    rebuild(on.room, lost, "T")
    again = run(on, DAILY_BACKUP)
    assert (again.planned, again.done) == (2, 2)
    assert backups_of(on.room, lost)[0].id == kept.id


def test_a_run_that_is_cut_off_is_resumed_where_it_was(on: Operated) -> None:
    on.neighbour()

    def cut(run: RunLog, step: StepLog) -> None:  # noqa: ARG001
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs_of(on).run(RunKey(DAILY_BACKUP, DAY), say=cut)
    assert len(on.deployment.directory.backups()) == 1
    again = run(on, DAILY_BACKUP)
    assert (again.planned, again.done) == (5, 5)
    assert len(on.deployment.directory.backups()) == 5


def test_a_trial_that_fails_is_an_alarm_until_one_goes_well(on: Operated) -> None:
    run(on, DAILY_BACKUP)
    assert len(run(on, DAILY_TRIAL).steps) == 3
    folder = on.deployment.settings.backups
    assert folder is not None
    path = folder / backups_of(on.room, on.dossiers)[-1].file
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    on.clock.advance(days=7)
    failed = run(on, DAILY_TRIAL, "2026-11-27")
    assert [step.step for step in failed.failures] == [f"trial/{on.tenant.id}/dossiers"]
    assert "dossiers : ÉCHEC" in failed.failures[0].detail
    assert any("essai de restauration en échec" in line for line in overdue(on.room))
    path.write_bytes(whole)
    assert [step.failed for step in run(on, DAILY_TRIAL, "2026-11-27").steps] == [False]
    assert not any("essai" in line for line in overdue(on.room))


def test_files_whose_content_is_missing_are_a_failure(on: Operated) -> None:
    on.add("a")
    lost = on.deposit("a", b"perdu")
    on.deployment.vault.files_of(on.tenant.id).delete(lost)
    made = run(on, DAILY_BACKUP)
    assert [lost in step.detail for step in made.failures] == [True]
    assert len(on.deployment.directory.backups()) == 3


def test_without_a_folder_nothing_is_due_and_it_is_said(on: Operated) -> None:
    jobs = jobs_on(evolve(on.deployment, settings=evolve(on.deployment.settings, backups=None)))
    assert not [key for key in jobs.due() if key.job in (DAILY_BACKUP, DAILY_TRIAL)]
    with pytest.raises(SetupError, match="NETSOFT_BACKUPS"):
        jobs.run(RunKey(DAILY_BACKUP, DAY))


def test_a_lost_database_is_still_expected(on: Operated) -> None:
    run(on, DAILY_BACKUP)
    run(on, DAILY_TRIAL)
    on.deployment.vault.close()
    on.room.custody.site.remove(on.dossiers.place)
    on.clock.advance(days=1, seconds=1)
    assert any(line.startswith(on.dossiers.words) for line in overdue(Room(on.deployment, print)))


def test_where_the_newest_archive_is_gone_the_one_before_counts(on: Operated) -> None:
    back_up_all(on.room)
    on.clock.advance(hours=20)
    gone = back_up(on.room, on.dossiers)
    folder = on.deployment.settings.backups
    assert folder is not None
    (folder / gone.file).unlink()
    assert not any("pas de sauvegarde" in line for line in overdue(on.room))
    on.clock.advance(hours=5)
    (late,) = (line for line in overdue(on.room) if line.startswith(f"{on.dossiers.words} : pas de sauvegarde"))
    assert "la dernière est du 20/11/2026" in late
