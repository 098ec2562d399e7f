"""The tariff of a brokerage: the publisher's prices, and in their place the brokerage's own where it has some."""

from __future__ import annotations

from attrs import field, frozen

from netsoft.billing.prices.taking_effect import reaching
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.days import Day
from reference_app.ids import TenantId
from reference_app.services.account import TERMS
from reference_app.storage.directory import Directory
from reference_app.storage.facts import ContractFacts


@frozen
class Tariffs:
    """The tariffs in the directory."""

    directory: Directory = field(repr=False)

    def of(self, tenant_id: TenantId) -> Tariff:
        """Return the tariff of a brokerage: a product that has a price of its own there has no other.

        A price published for all reaches a contract that runs at its next yearly term (7.1).
        """
        own = self._prices(tenant_id)
        named = {price.product for price in own}
        published = Tariff(price for price in self._prices(None) if price.product not in named)
        contract = self.directory.records.latest(ContractFacts, tenant_id)
        begun = None if contract is None else contract.formation.available_on
        return (published if begun is None else reaching(published, begun, TERMS)).with_prices(*own)

    @property
    def begins_on(self) -> Day | None:
        """The first day on which anything is priced, for all or for one brokerage, or ``None``."""
        return min((record.value.first_day for record in self.directory.records.everywhere(Price)), default=None)

    def _prices(self, tenant_id: TenantId | None) -> tuple[Price, ...]:
        return tuple(record.value for record in self.directory.records.of(Price, tenant_id))
