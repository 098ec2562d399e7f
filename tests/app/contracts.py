"""Contracts, prices and a seller for the application's tests, recorded as the staff records them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import update

from netsoft.billing.contract.withdrawal import Formation
from netsoft.billing.invoices.identity import Identity
from netsoft.billing.prices.price_models import PerUnit
from netsoft.billing.prices.tariff import Price
from netsoft.metering.perimeter import Perimeter
from netsoft.money import Rate
from reference_app.ids import StaffId, TenantId
from reference_app.storage import records
from reference_app.storage.directory_tables import tenants, users
from reference_app.storage.facts import ContractFacts
from tests.app.world import Office, World

VAT: Final = Rate.percent("20")
SINCE: Final = date(2026, 12, 1)
AVAILABLE: Final = date(2025, 12, 1)
SELLER: Final = Identity(
    "Infrassur (démonstration)", ("1 rue du Service", "13100 Aix"), siren="000000000", vat_number="FR12000000000"
)
PRICES: Final = (
    Price("seat", "Abonnement, par utilisateur", "per-user", SINCE, PerUnit("40.00"), VAT),
    Price("disk", "Espace disque, par Go", "disk", SINCE, PerUnit("1.00"), VAT),
)
COMPLEMENT: Final = Price(
    "complement", "Actions au-delà du palier", "complement", date(2025, 1, 1), PerUnit("0.02"), VAT
)
CONTRACT: Final = ContractFacts(
    Formation(concluded_on=date(2025, 11, 20), available_on=AVAILABLE), Perimeter(users=2, disk_bytes=10**10)
)
OPEN_TERM: Final = ContractFacts(Formation(available_on=date(2026, 10, 1)), CONTRACT.planned)
"""A contract whose first term is far from its end in the winter of 2026."""


def record(world: World, tenant_id: TenantId | None, *values: object, key: str | None = None) -> None:
    """Record facts of a brokerage, or of all, as a member of staff."""
    by = records.By(world.clock.now(), StaffId(world.member.account.id))
    with world.deployment.directory.store.write() as db:
        for value in values:
            records.append(db, records.Fact(tenant_id, value, world.clock.now().date(), key), by)


def opened_since(world: World, at: datetime) -> None:
    """Let every brokerage and every user have been there since an instant."""
    with world.deployment.directory.store.write() as db:
        db.execute(update(tenants).values(opened_at=at))
        db.execute(update(users).values(opened_at=at))


def billed(world: World, *offices: Office) -> None:
    """Record a seller, a tariff, and the contracts of brokerages."""
    record(world, None, SELLER, *PRICES)
    for office in offices:
        record(world, office.handle.tenant.id, CONTRACT)
