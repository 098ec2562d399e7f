"""Records for the tests of pages: a contract, and whatever the staff would enter."""

from __future__ import annotations

from datetime import date

from netsoft.billing.contract.withdrawal import Formation
from netsoft.days import Day
from netsoft.metering.perimeter import Perimeter
from reference_app.storage.facts import ContractFacts
from reference_app.storage.records import By, Fact, append
from tests.app.world import Office, World

AVAILABLE = date(2026, 4, 1)
ORIGIN = ContractFacts(
    Formation(concluded_on=date(2026, 3, 20), available_on=AVAILABLE), Perimeter(users=2, disk_bytes=50 * 10**9)
)


def keep(world: World, office: Office | None, value: object, on: Day | None = None) -> str:
    """Put a record in the directory, of a brokerage or of all, as the demonstration does."""
    tenant_id = None if office is None else office.handle.tenant.id
    fact: Fact[object] = Fact(tenant_id, value, on or date(2026, 11, 1))
    with world.deployment.directory.store.write() as db:
        return append(db, fact, By(world.clock.now()))
