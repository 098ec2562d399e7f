"""The processes that tests start: they import what the tests import."""

from __future__ import annotations

import os
import sys


def environ() -> dict[str, str]:
    """Return the environment of a process that imports from where this one does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
