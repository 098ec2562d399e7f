"""Jobs: step by step, once however often they run, whatever fails and wherever they are cut off."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from attrs import define, field
from sqlalchemy import Connection, delete, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from netsoft.days import Month
from netsoft.errors import MissingFact
from reference_app.errors import SetupError
from reference_app.ids import StaffId
from reference_app.jobs.closing import CLOSE_MONTH
from reference_app.jobs.table import JOBS
from reference_app.services.job_desk import JobDesk
from reference_app.services.jobs import Job, Jobs, Room, Step
from reference_app.storage import records
from reference_app.storage.facts import MonthCounts
from reference_app.storage.job_log import RunKey, StepLog, append_step
from reference_app.storage.job_tables import job_ends, job_runs, job_steps
from tests.app.children import environ
from tests.app.crash_job import CUT_OFF
from tests.app.engine import of_files
from tests.app.ledgers import everything
from tests.app.world import START, World, user_id

OCTOBER = RunKey(CLOSE_MONTH, "2026-10")


@define
class Bench:
    """A job of three steps, each of which can be made to fail or to wait."""

    failing: set[str] = field(factory=set)
    done: list[str] = field(factory=list)
    gate: threading.Event = field(factory=threading.Event)

    def job(self) -> Job:
        """Return it as a job."""
        return Job("trial", "Essai", lambda room: ("x",), lambda room, subject: None, self.steps)  # noqa: ARG005

    def steps(self, room: Room, subject: str) -> Iterable[Step]:  # noqa: ARG002
        """Give its steps."""
        return [Step(name, None, partial(self.do, name)) for name in ("a", "b", "c")]

    def do(self, name: str, db: Connection) -> str:  # noqa: ARG002
        """Do one."""
        if name == "gate":
            self.gate.wait()
        if name in self.failing:
            raise MissingFact(f"le fait de {name} manque", "le donner")
        self.done.append(name)
        return f"{name} fait"


TRIAL = RunKey("trial", "x")


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def jobs(world: World, bench: Bench) -> Jobs:
    return Jobs(world.deployment.jobs.room, (bench.job(),))


def test_a_step_that_fails_stops_no_other_and_is_tried_again(jobs: Jobs, bench: Bench) -> None:
    bench.failing = {"b"}
    run = jobs.run(TRIAL)
    assert run is not None
    assert [(s.step, s.state) for s in run.steps] == [("a", "done"), ("b", "failed"), ("c", "done")]
    assert run.failures[0].detail == "le fait de b manque ; le donner"
    assert jobs.state(run) == "failed"
    assert jobs.due() == (TRIAL,)
    bench.failing = set()
    again = jobs.run(TRIAL)
    assert again is not None
    assert [(s.step, s.state) for s in again.steps] == [("b", "done")]
    assert bench.done == ["a", "c", "b"]
    assert jobs.state(again) == "done"
    assert jobs.due() == ()


def test_a_second_run_leaves_nothing_behind(world: World, jobs: Jobs, bench: Bench) -> None:
    assert jobs.run(TRIAL) is not None
    before = everything(world)
    assert jobs.run(TRIAL) is None
    assert jobs.run_due() == ()
    assert everything(world) == before
    assert bench.done == ["a", "b", "c"]


def test_what_nobody_foresaw_fails_without_showing_its_values(
    jobs: Jobs, bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(bench: Bench, name: str, db: Connection) -> str:  # noqa: ARG001
        raise ZeroDivisionError("Madame Lefèvre")

    monkeypatch.setattr(Bench, "do", burst)
    run = jobs.run(TRIAL)
    assert run is not None
    assert {step.detail for step in run.steps} == {"erreur imprévue (ZeroDivisionError), voir le journal du service"}
    assert "ZeroDivisionError" in caplog.text
    assert bench.done == []


def test_a_failing_step_leaves_nothing_of_itself(world: World) -> None:
    def half(db: Connection) -> str:
        fact = records.Fact(None, MonthCounts(Month(2026, 10), (), 0), START.date())
        records.append(db, fact, records.By(START))
        raise MissingFact("la suite manque", "la donner")

    steps = (Step("half", None, half),)
    job = Job("trial", "Essai", lambda room: ("x",), lambda room, subject: None, lambda room, subject: steps)  # noqa: ARG005
    run = Jobs(world.deployment.jobs.room, (job,)).run(TRIAL)
    assert run is not None
    assert len(run.failures) == 1
    assert world.deployment.directory.records.everywhere(MonthCounts) == ()


def test_a_run_in_a_thread_shows_its_progress_and_is_alone(world: World, bench: Bench) -> None:
    steps = [Step(name, None, partial(bench.do, name)) for name in ("first", "gate")]
    job = Job("trial", "Essai", lambda room: ("x",), lambda room, subject: None, lambda room, subject: steps)  # noqa: ARG005
    jobs = Jobs(world.deployment.jobs.room, (job,))
    desk = JobDesk(jobs)
    run_id = desk.start(TRIAL, user_id_of_staff(world))
    assert run_id is not None
    with pytest.raises(SetupError, match="déjà en cours"):
        desk.start(TRIAL, user_id_of_staff(world))
    with pytest.raises(SetupError, match="déjà en cours"):
        jobs.run(TRIAL)
    run = desk.log.run(run_id)
    assert run is not None
    assert (desk.state(run), run.planned, run.ended_at) == ("running", 2, None)
    bench.gate.set()
    jobs.wait()
    run = desk.log.run(run_id)
    assert run is not None
    assert (desk.state(run), run.done, run.started_by) == ("done", 2, user_id_of_staff(world))
    assert desk.start(TRIAL, user_id_of_staff(world)) is None
    assert desk.resume(run_id, user_id_of_staff(world)) is None
    assert desk.left(TRIAL) == 0
    assert desk.due() == ()


def user_id_of_staff(world: World) -> StaffId:
    return StaffId(world.member.account.id)


def test_closing_lets_the_step_under_way_end_and_leaves_the_others(world: World, bench: Bench) -> None:
    steps = [Step(name, None, partial(bench.do, name)) for name in ("gate", "later")]
    job = Job("trial", "Essai", lambda room: ("x",), lambda room, subject: None, lambda room, subject: steps)  # noqa: ARG005
    jobs = Jobs(world.deployment.jobs.room, (job,))
    run_id = jobs.start(TRIAL)
    assert run_id is not None
    closing = threading.Thread(target=jobs.close)
    closing.start()
    jobs._stop.wait()
    bench.gate.set()
    closing.join()
    run = jobs.log.run(run_id)
    assert run is not None
    assert (jobs.state(run), run.done) == ("cut-off", 1)
    resumed = Jobs(world.deployment.jobs.room, (job,))
    assert resumed.resume(run_id) is not None
    resumed.wait()
    assert bench.done == ["gate", "later"]


def test_jobs_and_runs_that_are_not_there(jobs: Jobs) -> None:
    with pytest.raises(SetupError, match="Tâche inconnue"):
        jobs.run(RunKey("other", "x"))
    with pytest.raises(SetupError, match="n’existe pas"):
        jobs.resume("0" * 32)
    with pytest.raises(SetupError, match="Tâche inconnue"):
        jobs.start(RunKey("other", "x"))
    assert jobs.log.run("0" * 32) is None
    assert jobs.log.last(TRIAL) is None
    assert jobs.run(TRIAL) is not None, "a refusal must not leave the jobs taken"


def test_the_log_refuses_a_step_done_twice_and_any_change(world: World, jobs: Jobs) -> None:
    run = jobs.run(TRIAL)
    assert run is not None
    assert jobs.log.recent(5) == (run,)
    assert jobs.log.last(TRIAL) == run
    store = world.deployment.directory.store
    with pytest.raises(IntegrityError), store.write() as db:
        append_step(db, run, StepLog("a", None, "done", "", world.clock.now()))
    for table in (job_runs, job_ends, job_steps):
        first = next(iter(table.c))
        for change in (update(table).values({first: first}), delete(table)):
            with pytest.raises(DatabaseError, match="append only"), store.write() as db:
                db.execute(change)


def test_a_month_is_closed_once_it_is_over_in_paris(world: World) -> None:
    jobs = world.deployment.jobs
    world.clock.at = datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC)
    with pytest.raises(SetupError, match="n’est pas terminé"):
        jobs.run(RunKey(CLOSE_MONTH, "2026-11"))
    world.clock.at = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert jobs.run(RunKey(CLOSE_MONTH, "2026-11")) is not None


def test_the_close_keeps_the_counts_of_each_brokerage_and_no_other(world: World) -> None:
    first, second = world.broker(world.first), world.broker(world.second)
    for _ in range(3):
        first.get("/clients")
    second.get("/clients")
    world.clock.at = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    run = world.deployment.jobs.run(RunKey(CLOSE_MONTH, "2026-11"))
    assert run is not None
    assert not run.failures
    kept = world.deployment.directory.records.everywhere(MonthCounts)
    by_tenant = {record.tenant_id: record.value for record in kept}
    one, two = by_tenant[world.first.handle.tenant.id], by_tenant[world.second.handle.tenant.id]
    assert [(c.user, c.actions) for c in one.counts] == [(user_id(world.first.users[0]), 3)]
    assert [(c.user, c.actions) for c in two.counts] == [(user_id(world.second.users[0]), 1)]
    assert (one.declared, two.declared) == (2, 2)


@of_files
def test_one_damaged_brokerage_is_said_and_stops_no_other(world: World) -> None:
    world.clock.at = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    jobs, first = world.deployment.jobs, world.first.handle
    vault = world.deployment.vault
    vault._open.clear()
    journal = Path(first._journal_store.name)
    first.close()
    kept = journal.read_bytes()
    journal.write_bytes(b"x" * len(kept))
    run = jobs.run(RunKey(CLOSE_MONTH, "2026-11"))
    assert run is not None
    failed = [step for step in run.failures if step.step.startswith("counts/")]
    assert [step.tenant_id for step in failed] == [first.tenant.id]
    assert "ne s’ouvre pas" in failed[0].detail
    counted = [record.tenant_id for record in world.deployment.directory.records.everywhere(MonthCounts)]
    assert counted == [world.second.handle.tenant.id]
    journal.write_bytes(kept)
    again = jobs.run(RunKey(CLOSE_MONTH, "2026-11"))
    assert again is not None
    assert not again.failures


def test_a_job_that_is_killed_goes_on_where_it_was(world: World, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.app.crash_job", str(tmp_path)]
    done = subprocess.run(command, env=environ(), check=False)
    assert done.returncode == CUT_OFF
    world.clock.at = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    jobs = world.deployment.jobs
    cut = jobs.log.last(RunKey(CLOSE_MONTH, "2026-11"))
    assert cut is not None
    assert (jobs.state(cut), cut.done) == ("cut-off", 1)
    planned = cut.planned
    again = jobs.run(RunKey(CLOSE_MONTH, "2026-11"))
    assert again is not None
    assert again.planned == planned - 1
    assert not again.failures
    assert len(world.deployment.directory.records.everywhere(MonthCounts)) == 2


def test_the_jobs_of_the_table_are_named_once() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)
