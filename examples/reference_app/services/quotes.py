"""Quotes and the consents to them (7.6): what may be invoiced, and what of it was."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from netsoft.billing.entries import Nature
from netsoft.billing.invoices.invoicing import InvoiceLine
from netsoft.billing.prices.quotes import Billable, Consent, Quote, billable
from netsoft.days import Day, Month
from reference_app.ids import TenantId
from reference_app.services.invoicing import Wanted, invoice_line
from reference_app.storage.directory import Directory
from reference_app.storage.facts import QuoteBilled
from reference_app.storage.people import Tenant


@frozen
class Quotes:
    """The quotes of the directory."""

    directory: Directory = field(repr=False)

    def of(self, tenant_id: TenantId) -> tuple[Quote, ...]:
        """Return the quotes made to a brokerage, oldest first."""
        return tuple(record.value for record in self.directory.records.of(Quote, tenant_id))

    def consents(self, tenant_id: TenantId) -> tuple[Consent, ...]:
        """Return the consents of its users, in the order in which they were given."""
        return tuple(record.value for record in self.directory.records.of(Consent, tenant_id))

    def decide(self, tenant_id: TenantId, quote: Quote, on: Day) -> Billable:
        """Decide whether a quote may be invoiced on a day."""
        billed = {record.value.quote for record in self.directory.records.of(QuoteBilled, tenant_id)}
        return billable(quote, self.consents(tenant_id), on, billed)

    def natures(self, tenant_id: TenantId, on: Day) -> tuple[Nature, ...]:
        """Return the natures of the invoices for which there is something to bill."""
        return tuple(sorted({quote.price.nature for quote, _lines in self._billable(tenant_id, on)}))

    def wanted(self, tenant: Tenant, month: Month, nature: Nature, on: Day) -> tuple[Wanted, tuple[Quote, ...]]:
        """Return what is to be invoiced of one nature, with the quotes of which it is made."""
        found = [each for each in self._billable(tenant.id, on) if each[0].price.nature == nature]
        lines = tuple(line for _quote, lines in found for line in lines)
        return Wanted(tenant, month.period, nature, lines, on), tuple(quote for quote, _lines in found)

    def _billable(self, tenant_id: TenantId, on: Day) -> Iterator[tuple[Quote, tuple[InvoiceLine, ...]]]:
        for quote in self.of(tenant_id):
            decided = self.decide(tenant_id, quote, on)
            if decided.decision.granted and decided.lines:
                yield quote, tuple(invoice_line(quote.price, line, None) for line in decided.lines)
