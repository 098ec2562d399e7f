"""The tariff of a brokerage: the publisher's prices, and in their place the brokerage's own where it has some."""

from __future__ import annotations

from attrs import field, frozen

from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.days import Day
from reference_app.ids import TenantId
from reference_app.storage.directory import Directory


@frozen
class Tariffs:
    """The tariffs in the directory."""

    directory: Directory = field(repr=False)

    def of(self, tenant_id: TenantId) -> Tariff:
        """Return the tariff of a brokerage: a product that has a price of its own there has no other."""
        own = self._prices(tenant_id)
        named = {price.product for price in own}
        return Tariff((*own, *(price for price in self._prices(None) if price.product not in named)))

    @property
    def begins_on(self) -> Day | None:
        """The first day on which anything is priced, for all or for one brokerage, or ``None``."""
        return min((record.value.first_day for record in self.directory.records.everywhere(Price)), default=None)

    def _prices(self, tenant_id: TenantId | None) -> tuple[Price, ...]:
        return tuple(record.value for record in self.directory.records.of(Price, tenant_id))
