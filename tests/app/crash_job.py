"""A process that is killed in the second step of a close: ``python -m tests.app.crash_job FOLDER``."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from attrs import evolve

from reference_app.deployment import open_deployment
from reference_app.ids import TenantId
from reference_app.jobs.closing import CLOSE_MONTH
from reference_app.services.jobs import Jobs
from reference_app.storage.job_log import RunKey
from reference_app.storage.journal import Count
from tests.app.world import SetClock, settings_in

CUT_OFF = 9
DAY = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def main(folder: Path) -> None:
    """Close November, and die while the second brokerage is counted."""
    asked: list[TenantId] = []
    with open_deployment(settings_in(folder), SetClock(DAY)) as deployment:

        def counts_of(tenant_id: TenantId, month: str) -> tuple[Count, ...]:
            asked.append(tenant_id)
            if len(asked) > 1:
                os._exit(CUT_OFF)
            return deployment.vault.counts_of(tenant_id, month)

        room = evolve(deployment.jobs.room, counts_of=counts_of)
        Jobs(room, deployment.jobs.table).run(RunKey(CLOSE_MONTH, "2026-11"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
