"""The commands that run jobs: each shows its steps as they are done, and may be run twice or cut off.

The process that runs a job holds the data folder alone: while the application serves it, a command
refuses, and the job is started from the console.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Final

from reference_app.deployment import Deployment
from reference_app.folder_lock import alone
from reference_app.services.jobs import Job, Say
from reference_app.serving import mend_each
from reference_app.storage.job_log import RunKey, RunLog, StepLog

ELSEWHERE: Final = "lancer la tâche depuis la console de l’éditeur, ou arrêter le service d’abord"
SOME_FAILED: Final = 1


def job_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the subject of a job; without it, all the subjects that are due."""
    said = "le mois (2026-10) ou le jour (2026-10-31) ; sans lui, tout ce qui est dû"
    parser.add_argument("subject", nargs="?", metavar="MOIS-OU-JOUR", help=said)


def run_job(job: Job, deployment: Deployment, asked: argparse.Namespace) -> int:
    """Run a job on a subject, or on all that are due."""
    if job.beside:
        return _run(job, deployment, asked.subject)
    with alone(deployment.settings.data_folder, ELSEWHERE):
        mend_each(deployment)
        return _run(job, deployment, asked.subject)


def _run(job: Job, deployment: Deployment, subject: str | None) -> int:
    if not subject:
        return _told(deployment.jobs.run_due(_saying(deployment), only=job.name))
    run = deployment.jobs.run(RunKey(job.name, subject), None, _saying(deployment))
    return _told([run] if run else [])


def run_everything(deployment: Deployment, asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Run all that is due, job after job."""
    with alone(deployment.settings.data_folder, ELSEWHERE):
        mend_each(deployment)
        return _told(deployment.jobs.run_due(_saying(deployment)))


def _saying(deployment: Deployment) -> Say:
    names = {tenant.id: tenant.name for tenant in deployment.directory.tenants.all()}

    def say(run: RunLog, step: StepLog) -> None:
        whom = names.get(step.tenant_id, "") if step.tenant_id else "tous les cabinets"
        line = f"{run.key.job} {run.key.subject} · {whom} : {step.detail}"
        if step.failed:
            print(f"ÉCHEC {line}", file=sys.stderr)
        else:
            print(line, flush=True)

    return say


def _told(runs: Iterable[RunLog]) -> int:
    """Say how it ended: 0 when everything is done, 1 when a step failed."""
    made = tuple(runs)
    failed = sum(len(run.failures) for run in made)
    if not made:
        print("Rien à faire : tout est déjà fait.")
    elif failed:
        print(f"{failed} étape(s) en échec ; la prochaine exécution les reprend.", file=sys.stderr)
    return SOME_FAILED if failed else 0
