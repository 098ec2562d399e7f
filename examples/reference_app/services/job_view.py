"""Jobs as the console shows them: what is due, how the last runs ended, how far one has come."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from netsoft.errors import NetsoftError
from reference_app.errors import SetupError
from reference_app.ids import StaffId, TenantId
from reference_app.services.job_desk import JobDesk
from reference_app.services.jobs import RunState
from reference_app.storage.directory import Directory
from reference_app.storage.job_log import RunKey, RunLog, StepLog

SHOWN: Final = 30
STATES: Final[tuple[tuple[RunState, str, str], ...]] = (
    ("running", "en cours", "due"),
    ("done", "terminée", "good"),
    ("failed", "terminée avec des échecs", "bad"),
    ("cut-off", "interrompue", "bad"),
)
"""The states of a run, in words, each with its look."""
STEPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "counts": "décompte des actions",
        "tier": "palier",
        "statement": "relevé",
        "late": "correction d’un mois clos",
        "complement": "complément d’usage",
        "subscription": "abonnement",
        "option": "options",
        "work": "travaux",
        "plan": "préparation",
        "backup": "sauvegarde",
        "trial": "essai de restauration",
        "purge": "purge",
        "archives": "archives trop anciennes",
    }
)
"""The steps of the jobs in words, by how their names begin."""


@frozen
class DueRow:
    """A job that is due on a subject, with the steps left, or why it cannot be told."""

    key: RunKey
    words: str
    left: int
    problem: str = ""


@frozen
class StepRow:
    """What became of a step: of which brokerage, and what it did or why it failed."""

    log: StepLog
    whose: str

    @property
    def words(self) -> str:
        """What it is about, in words; the steps of a day need none, since their result says it."""
        return STEPS.get(self.log.step.partition("/")[0], "")


@frozen
class RunRow:
    """A run: its job in words, where it stands, who started it."""

    run: RunLog
    words: str
    state: RunState
    state_words: str
    look: str
    by: str

    @property
    def tried(self) -> int:
        """How many of its steps were tried."""
        return len(self.run.steps)

    @property
    def resumable(self) -> bool:
        """Whether it left something undone and is not under way."""
        return self.state in ("failed", "cut-off")


@frozen
class JobView:
    """What the console sees of the jobs."""

    desk: JobDesk
    directory: Directory

    def due(self) -> tuple[DueRow, ...]:
        """Return what is due now, in the order in which it is to be run."""
        return tuple(self._due(key) for key in self.desk.due())

    def recent(self) -> tuple[RunRow, ...]:
        """Return the last runs, the newest first."""
        names = self._staff()
        return tuple(self._row(run, names) for run in self.desk.log.recent(SHOWN))

    def run(self, run_id: str) -> RunRow | None:
        """Return one run."""
        found = self.desk.log.run(run_id)
        return None if found is None else self._row(found, self._staff())

    def steps(self, run: RunLog) -> tuple[StepRow, ...]:
        """Return the steps of a run: those that failed first, the others the newest first."""
        names = {tenant.id: tenant.name for tenant in self.directory.tenants.all()}
        done = tuple(step for step in reversed(run.steps) if not step.failed)
        return tuple(StepRow(step, _whose(step.tenant_id, names)) for step in (*run.failures, *done))

    def _due(self, key: RunKey) -> DueRow:
        words = self.desk.words.get(key.job, key.job)
        try:
            return DueRow(key, words, self.desk.left(key))
        except (NetsoftError, SetupError) as error:
            return DueRow(key, words, 0, str(error))

    def _row(self, run: RunLog, names: Mapping[StaffId, str]) -> RunRow:
        state = self.desk.state(run)
        words, look = next((words, look) for name, words, look in STATES if name == state)
        by = names.get(run.started_by, "") if run.started_by else "l’exploitant"
        return RunRow(run, self.desk.words.get(run.key.job, run.key.job), state, words, look, by)

    def _staff(self) -> dict[StaffId, str]:
        return {StaffId(member.id): member.person.full_name for member in self.directory.staff.all()}


def _whose(tenant_id: TenantId | None, names: Mapping[TenantId, str]) -> str:
    return "Tous les cabinets" if tenant_id is None else names.get(tenant_id, "")
