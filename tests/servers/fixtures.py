"""The servers as fixtures, for the suites that want them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.kept import Unavailable
from tests.servers.postgres import Postgres, shared

if TYPE_CHECKING:
    from tests.conftest import Report


@pytest.fixture(scope="session")
def postgres(report: Report) -> Postgres:
    """The PostgreSQL of this worker; tests that ask for it are skipped, with the reason, where there is none."""
    try:
        server = shared()
    except Unavailable as why:
        pytest.skip(f"no PostgreSQL: {why}")
    report.add("PostgreSQL", f"{server.version}, {server.bin_folder or server.origin}, SCRAM")
    return server
