"""The jobs and what became of each of their steps; only appended to, so that a cut rewrites nothing.

A step is done once: the table itself refuses a second time. Its failures are kept one after the other.
A run that finds every step done leaves no trace: nothing was changed.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import TEXT, CheckConstraint, Column, ForeignKey, Index

from reference_app.storage.columns import Instant, Whole, append_only, strict_table
from reference_app.storage.directory_tables import directory_metadata

job_runs: Final = strict_table(
    "job_runs",
    directory_metadata,
    Column("seq", Whole, primary_key=True),
    Column("id", TEXT, nullable=False, unique=True),
    Column("job", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False),
    Column("steps", Whole, nullable=False),
    Column("started_by", TEXT, ForeignKey("staff.id")),
    Column("started_at", Instant, nullable=False),
)
append_only(job_runs)

job_ends: Final = strict_table(
    "job_ends",
    directory_metadata,
    Column("run_id", TEXT, ForeignKey("job_runs.id"), primary_key=True),
    Column("ended_at", Instant, nullable=False),
)
append_only(job_ends)

job_steps: Final = strict_table(
    "job_steps",
    directory_metadata,
    Column("seq", Whole, primary_key=True),
    Column("run_id", TEXT, ForeignKey("job_runs.id"), nullable=False, index=True),
    Column("job", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False),
    Column("step", TEXT, nullable=False),
    Column("tenant_id", TEXT, ForeignKey("tenants.id")),
    Column("state", TEXT, CheckConstraint("state IN ('done', 'failed')"), nullable=False),
    Column("detail", TEXT, nullable=False),
    Column("at", Instant, nullable=False),
)
append_only(job_steps)

Index(
    "job_steps_done_once",
    job_steps.c.job,
    job_steps.c.subject,
    job_steps.c.step,
    unique=True,
    sqlite_where=job_steps.c.state == "done",
    postgresql_where=job_steps.c.state == "done",
)
