"""The table of the jobs, in the order in which they are to be run."""

from __future__ import annotations

from typing import Final

from reference_app.jobs.closing import CLOSING
from reference_app.jobs.complements import COMPLEMENTS
from reference_app.jobs.dunning import FORMAL_NOTICES
from reference_app.jobs.invoices import ISSUING
from reference_app.jobs.reminders import REMINDING
from reference_app.jobs.safekeeping import BACKING_UP, PURGING, TRYING
from reference_app.services.jobs import Job

JOBS: Final[tuple[Job, ...]] = (CLOSING, COMPLEMENTS, ISSUING, FORMAL_NOTICES, REMINDING, BACKING_UP, TRYING, PURGING)
