"""The first revision: the tables as they stand, in a database that is new or of before there were revisions."""

from __future__ import annotations

from alembic import op

from reference_app.storage.baseline import bring_to_baseline
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import SCHEMAS

revision = "directory_0001"
down_revision = None
compatible = "directory_0001"


def upgrade() -> None:
    """Make what is missing."""
    bring_to_baseline(op.get_bind(), SCHEMAS[Purpose("directory")])
