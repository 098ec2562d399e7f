"""The first revision: the tables as they stand, in a database that is new or of before there were revisions."""

from __future__ import annotations

from alembic import op

from reference_app.storage.baseline import bring_to_baseline
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import SCHEMAS

revision = "dossiers_0001"
down_revision = None
compatible = "dossiers_0001"


def upgrade() -> None:
    """Make what is missing."""
    bring_to_baseline(op.get_bind(), SCHEMAS[Purpose("dossiers")])
    # Rows of before they had an owner are this database's own.
    op.execute("UPDATE clients SET owner = (SELECT owner FROM identity) WHERE owner IS NULL")
