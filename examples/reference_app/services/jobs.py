"""Jobs: work on many brokerages, step by step, safe to run twice and to cut off.

A job is a list of steps. Each step changes the directory in one transaction, together with the line of
the log that says that it is done: a process killed in the middle leaves whole steps, and the next run
does the others. What fails is kept with its reason and stops no other step; the next run tries it again.
A run that finds nothing to do leaves nothing behind.

One job runs at a time, in the process that holds the data folder: from the command line while nothing
serves, or in a thread of the serving process, started from the console.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final, Literal, Protocol, TypeAlias

from attrs import define, field, frozen
from sqlalchemy import Connection

from netsoft.errors import NetsoftError
from reference_app.clock import Clock
from reference_app.errors import DamagedTenant, SetupError
from reference_app.ids import StaffId, TenantId
from reference_app.services.safekeeping import Keeper
from reference_app.storage.directory import Directory
from reference_app.storage.job_log import DONE, FAILED, JobLog, RunKey, RunLog, StepLog, append_step
from reference_app.storage.journal import Count

RunState: TypeAlias = Literal["running", "done", "failed", "cut-off"]
Say: TypeAlias = Callable[[RunLog, StepLog], None]
EVERYTHING: Final = "run-jobs"
_LOG: Final = logging.getLogger(__name__)
_LONGEST: Final = 500
FAILURES: Final = (NetsoftError, SetupError, DamagedTenant)
"""What a step may fail of: facts that are missing or unreadable, files that do not open."""


def _silent(run: RunLog, step: StepLog) -> None:
    """Say nothing."""


class CountsOf(Protocol):
    """The counts of a brokerage in a month (``2026-11``): all that a job may read of a journal."""

    def __call__(self, tenant_id: TenantId, month: str) -> tuple[Count, ...]:
        """Return the counts, user by user."""


@frozen(eq=False)
class Room:
    """What the work of a job is given: the directory, the clock, the counts, the back-ups. It reads no dossier."""

    directory: Directory = field(repr=False)
    clock: Clock
    counts_of: CountsOf = field(repr=False)
    keeper: Keeper = field(repr=False)


@frozen
class Step:
    """One step: its name within the job, of which brokerage, and its work; it returns what it did, in French.

    One that is not ``wanted`` yet is not done, and not written down as done: a later run asks again.
    What takes long, and is safe to do again, is done ``before`` the transaction: it holds up nobody who writes.
    """

    name: str
    tenant_id: TenantId | None
    do: Callable[[Connection], str] = lambda db: ""  # noqa: ARG005
    wanted: Callable[[], bool] = lambda: True
    before: Callable[[], str] = lambda: ""

    @property
    def asked(self) -> bool:
        """Whether there is something to do; what cannot be told is tried, so that its failure is kept."""
        try:
            return self.wanted()
        except FAILURES:
            return True


def each_alone(tenant_id: TenantId, steps: Iterable[Step]) -> Iterator[Step]:
    """Give the steps of a brokerage; where its facts do not even tell which, a step that fails and stops no other."""
    try:
        yield from tuple(steps)
    except FAILURES as failure:
        yield Step(f"plan/{tenant_id}", tenant_id, partial(_fail, failure))


def _fail(failure: Exception, db: Connection) -> str:  # noqa: ARG001
    raise failure


@frozen
class Job:
    """A job: its name on the command line, in words, its subjects that are due now, and the steps on one of them.

    ``check`` refuses a subject on which it may not run yet. The steps come in their order; a step whose
    facts are missing fails and is tried again by the next run. One that may run ``beside`` the service does not ask
    for the data folder alone.
    """

    name: str
    words: str
    due: Callable[[Room], tuple[str, ...]]
    check: Callable[[Room, str], None]
    steps: Callable[[Room, str], Iterable[Step]]
    beside: bool = False


@define(eq=False)
class Jobs:
    """Runs jobs, one at a time."""

    room: Room
    table: tuple[Job, ...]
    _busy: threading.Lock = field(factory=threading.Lock, init=False, repr=False)
    _stop: threading.Event = field(factory=threading.Event, init=False, repr=False)
    _live: frozenset[str] = field(default=frozenset(), init=False)
    _thread: threading.Thread | None = field(default=None, init=False, repr=False)

    @property
    def log(self) -> JobLog:
        """The log of the runs."""
        return self.room.directory.job_log

    def job(self, name: str) -> Job:
        """Return a job by its name."""
        job = next((job for job in self.table if job.name == name), None)
        if job is None:
            raise SetupError(f"Tâche inconnue : {name} ; il y a {', '.join(job.name for job in self.table)}.")
        return job

    def due(self) -> tuple[RunKey, ...]:
        """Return what is due now and has steps left, in the order in which it is to be run."""
        keys = (RunKey(job.name, subject) for job in self.table for subject in job.due(self.room))
        return tuple(key for key in keys if self.left(key))

    def left(self, key: RunKey) -> tuple[Step, ...]:
        """Return the steps that are left to do; a subject on which the job may not run yet is refused."""
        job = self.job(key.job)
        job.check(self.room, key.subject)
        done = self.log.done(key)
        return tuple(step for step in job.steps(self.room, key.subject) if step.name not in done and step.asked)

    def run(self, key: RunKey, by: StaffId | None = None, say: Say = _silent) -> RunLog | None:
        """Do what is left, and return the run; ``None`` when nothing was left."""
        with self._alone():
            return self._run(key, by, say)

    def run_due(self, say: Say = _silent, only: str = "") -> tuple[RunLog, ...]:
        """Run everything that is due, or one job on what is; return the runs that had something to do."""
        asked = [job for job in self.table if only in ("", job.name)]
        with self._alone():
            due = (RunKey(job.name, subject) for job in asked for subject in job.due(self.room))
            runs = [self._run(key, None, say) for key in due]
        return tuple(run for run in runs if run is not None)

    def start(self, key: RunKey, by: StaffId | None = None) -> str | None:
        """Begin in a thread of this process; return the run's id at once, or ``None`` when nothing is left to do."""
        self._take()
        try:
            steps = self.left(key)
            run = self._begin(key, steps, by) if steps else None
        except BaseException:
            self._busy.release()
            raise
        if run is None:
            self._busy.release()
            return None
        self._thread = threading.Thread(target=self._to_the_end, args=(run, steps), name=f"{key.job} {key.subject}")
        self._thread.start()
        return run.id

    def resume(self, run_id: str, by: StaffId | None = None) -> str | None:
        """Begin again what a run left undone: steps that failed, and those that a cut left; as :meth:`start`."""
        run = self.log.run(run_id)
        if run is None:
            raise SetupError("Cette exécution n’existe pas.")
        return self.start(run.key, by)

    def state(self, run: RunLog) -> RunState:
        """Say where a run stands: under way in this process, ended well, ended with failures, or cut off."""
        if run.ended_at is not None:
            return "failed" if run.failures else "done"
        return "running" if run.id in self._live else "cut-off"

    def wait(self) -> None:
        """Wait for the run of the thread to end."""
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """Let the step under way end, and leave the others to the next run."""
        self._stop.set()
        self.wait()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._take()
        try:
            yield
        finally:
            self._busy.release()

    def _take(self) -> None:
        if not self._busy.acquire(blocking=False):
            raise SetupError("Une tâche est déjà en cours ; attendre sa fin.")

    def _run(self, key: RunKey, by: StaffId | None, say: Say) -> RunLog | None:
        steps = self.left(key)
        if not steps:
            return None
        run = self._begin(key, steps, by)
        self._do(run, steps, say)
        return self.log.run(run.id)

    def _begin(self, key: RunKey, steps: tuple[Step, ...], by: StaffId | None) -> RunLog:
        run_id = self.log.begin(key, len(steps), self.room.clock.now(), by)
        self._live |= {run_id}
        run = self.log.run(run_id)
        assert run is not None
        return run

    def _to_the_end(self, run: RunLog, steps: tuple[Step, ...]) -> None:
        try:
            self._do(run, steps, _silent)
        except Exception:  # noqa: BLE001 - the log is all that hears a thread
            _LOG.exception("%s %s was cut off", run.key.job, run.key.subject)
        finally:
            self._busy.release()

    def _do(self, run: RunLog, steps: tuple[Step, ...], say: Say) -> None:
        try:
            for step in steps:
                if self._stop.is_set():
                    return
                say(run, self._tried(run, step))
            self.log.end(run.id, self.room.clock.now())
        finally:
            self._live -= {run.id}

    def _tried(self, run: RunLog, step: Step) -> StepLog:
        """Do a step in one transaction with its line of the log; a failure undoes it, and is kept in its place."""
        store, now = self.room.directory.store, self.room.clock.now
        try:
            said = step.before()
            with store.write() as db:
                tried = StepLog(step.name, step.tenant_id, DONE, said + step.do(db), now())
                append_step(db, run, tried)
        except Exception as error:  # noqa: BLE001 - one failing brokerage never stops the others
            tried = StepLog(step.name, step.tenant_id, FAILED, _words(error), now())
            with store.write() as db:
                append_step(db, run, tried)
        return tried


def _words(error: Exception) -> str:
    """Say a failure; what nobody foresaw shows its kind alone, since its text may hold data, and goes to the log."""
    if isinstance(error, FAILURES):
        return str(error)[:_LONGEST]
    _LOG.error("a step failed", exc_info=error)
    return f"erreur imprévue ({type(error).__name__}), voir le journal du service"
