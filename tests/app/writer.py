"""A process that appends to a journal from several threads and says what was acknowledged, until it is killed."""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from reference_app.ids import TenantId, UserId
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.journal import Act, Actor, Journal, Outcome
from reference_app.storage.sealing import Purpose
from reference_app.storage.served_site import ServedSite
from reference_app.storage.sites import Place, Site

KEY = bytes(range(32))
THREADS = 6


def site_of(where: str) -> Site:
    """The site of an address, or of a folder."""
    return ServedSite(make_url(where)) if "://" in where else EmbeddedSite(Path(where))


def journal_of(where: str, tenant: str) -> Journal:
    """The journal of a brokerage."""
    return Journal(site_of(where).open(Place(TenantId(tenant), Purpose.JOURNAL), lambda: (KEY,)))


def main(where: str, tenant: str) -> None:
    """Append for ever."""
    journal = journal_of(where, tenant)
    actor = Actor(datetime(2026, 11, 2, tzinfo=UTC), TenantId(tenant), UserId("u" * 32), "b", "192.0.2.1", 1)

    def append() -> None:
        while True:
            entry = journal.record(actor, Act("clients.read"), Outcome.DONE)
            os.write(1, f"{entry}\n".encode())

    for _ in range(THREADS):
        threading.Thread(target=append).start()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
