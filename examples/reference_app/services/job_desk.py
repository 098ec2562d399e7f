"""The jobs as the console is given them: to see what is due, to start it, to follow it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from reference_app.ids import StaffId
from reference_app.services.jobs import Jobs, RunState
from reference_app.storage.job_log import JobLog, RunKey, RunLog


@frozen(eq=False)
class JobDesk:
    """What the console is given of the jobs: to see what is due, to start it, to follow it; no count, no journal."""

    _jobs: Jobs = field(repr=False)

    @property
    def words(self) -> Mapping[str, str]:
        """The jobs in words, by name, in the order in which they are to be run."""
        return {job.name: job.words for job in self._jobs.table}

    @property
    def log(self) -> JobLog:
        """The log of the runs, with their steps and failures."""
        return self._jobs.log

    def due(self) -> tuple[RunKey, ...]:
        """Return what is due now and has steps left."""
        return self._jobs.due()

    def left(self, key: RunKey) -> int:
        """Return how many steps are left; a subject on which the job may not run yet is refused (SetupError)."""
        return len(self._jobs.left(key))

    def start(self, key: RunKey, by: StaffId) -> str | None:
        """Begin in a thread; the run's id, ``None`` when nothing is left; SetupError while another is under way."""
        return self._jobs.start(key, by)

    def resume(self, run_id: str, by: StaffId) -> str | None:
        """Begin again what a run left undone, as :meth:`start`."""
        return self._jobs.resume(run_id, by)

    def state(self, run: RunLog) -> RunState:
        """Say where a run stands."""
        return self._jobs.state(run)
