"""The log of the jobs: their runs, what became of each step, and what is left to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from attrs import field, frozen
from sqlalchemy import Connection, Row, insert, select

from reference_app.ids import StaffId, TenantId, new_id
from reference_app.storage.job_tables import job_ends, job_runs, job_steps
from reference_app.storage.store import Store

DONE: Final = "done"
FAILED: Final = "failed"


@frozen
class RunKey:
    """Which job, on what: ``close-month`` of ``2026-10``."""

    job: str
    subject: str


@frozen
class StepLog:
    """What became of a step in a run."""

    step: str
    tenant_id: TenantId | None
    state: str
    detail: str
    at: datetime

    @property
    def failed(self) -> bool:
        """Whether it failed, so that the next run tries it again."""
        return self.state == FAILED


@frozen
class RunLog:
    """A run: how many steps it had to do, what became of them so far, and when it ended (``None``: it has not)."""

    id: str
    key: RunKey
    planned: int
    started_by: StaffId | None
    started_at: datetime
    ended_at: datetime | None
    steps: tuple[StepLog, ...] = ()

    @property
    def done(self) -> int:
        """How many steps it did."""
        return sum(not step.failed for step in self.steps)

    @property
    def failures(self) -> tuple[StepLog, ...]:
        """The steps that failed."""
        return tuple(step for step in self.steps if step.failed)


@frozen
class JobLog:
    """The log in the directory."""

    store: Store = field(repr=False)

    def begin(self, key: RunKey, planned: int, at: datetime, by: StaffId | None = None) -> str:
        """Append a run about to be made; return its id."""
        run_id = new_id()
        row = {"id": run_id, "job": key.job, "subject": key.subject, "steps": planned}
        with self.store.write() as db:
            db.execute(insert(job_runs).values(**row, started_by=by, started_at=at))
        return run_id

    def end(self, run_id: str, at: datetime) -> None:
        """Append that a run came to its end."""
        with self.store.write() as db:
            db.execute(insert(job_ends).values(run_id=run_id, ended_at=at))

    def done(self, key: RunKey) -> frozenset[str]:
        """Return the steps of a job that were done, in any run."""
        mine = (job_steps.c.job == key.job) & (job_steps.c.subject == key.subject)
        asked = select(job_steps.c.step).where(mine & (job_steps.c.state == DONE))
        with self.store.read() as db:
            return frozenset(db.scalars(asked))

    def run(self, run_id: str) -> RunLog | None:
        """Return one run with its steps."""
        with self.store.read() as db:
            row = db.execute(_runs().where(job_runs.c.id == run_id)).one_or_none()
            return None if row is None else _run(db, row)

    def recent(self, limit: int) -> tuple[RunLog, ...]:
        """Return the last runs, the newest first."""
        with self.store.read() as db:
            rows = db.execute(_runs().order_by(job_runs.c.seq.desc()).limit(limit)).all()
            return tuple(_run(db, row) for row in rows)

    def last(self, key: RunKey) -> RunLog | None:
        """Return the last run of a job on a subject."""
        mine = (job_runs.c.job == key.job) & (job_runs.c.subject == key.subject)
        with self.store.read() as db:
            row = db.execute(_runs().where(mine).order_by(job_runs.c.seq.desc()).limit(1)).one_or_none()
            return None if row is None else _run(db, row)

    def settled(self, job: str) -> frozenset[str]:
        """Return the subjects whose last run came to its end without a failure."""
        runs = _runs().where(job_runs.c.job == job).order_by(job_runs.c.seq)
        failed = select(job_steps.c.run_id).where((job_steps.c.job == job) & (job_steps.c.state == FAILED))
        with self.store.read() as db:
            failing = frozenset(db.scalars(failed))
            last = {row.subject: row for row in db.execute(runs)}
        return frozenset(s for s, row in last.items() if row.ended_at is not None and row.id not in failing)

    def subjects(self, job: str) -> frozenset[str]:
        """Return the subjects on which a job was run."""
        with self.store.read() as db:
            return frozenset(db.scalars(select(job_runs.c.subject).where(job_runs.c.job == job)))


def append_step(db: Connection, run: RunLog, step: StepLog) -> None:
    """Append what became of a step, in the transaction that did it; done twice, the table itself refuses."""
    db.execute(
        insert(job_steps).values(
            run_id=run.id,
            job=run.key.job,
            subject=run.key.subject,
            step=step.step,
            tenant_id=step.tenant_id,
            state=step.state,
            detail=step.detail,
            at=step.at,
        )
    )


def _runs() -> Any:
    joined = job_runs.outerjoin(job_ends, job_runs.c.id == job_ends.c.run_id)
    return select(job_runs, job_ends.c.ended_at).select_from(joined)


def _run(db: Connection, row: Row[Any]) -> RunLog:
    steps = db.execute(select(job_steps).where(job_steps.c.run_id == row.id).order_by(job_steps.c.seq))
    logs = tuple(StepLog(s.step, s.tenant_id, s.state, s.detail, s.at) for s in steps)
    key = RunKey(row.job, row.subject)
    return RunLog(row.id, key, row.steps, row.started_by, row.started_at, row.ended_at, logs)
