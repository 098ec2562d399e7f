"""The first revision: the tables as they stood when revisions began, frozen beside this file for each engine."""

from __future__ import annotations

from pathlib import Path

from alembic.operations import Operations

from reference_app.storage.baseline import bring_to_baseline

revision = "dossiers_0001"
down_revision = None
compatible = "dossiers_0001"


def upgrade(op: Operations) -> None:
    """Make what is missing."""
    bring_to_baseline(op.get_bind(), Path(__file__).parent)
