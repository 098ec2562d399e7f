"""What the invoices of a month would be, each drawn by the function that issues it, and why one cannot be."""

from __future__ import annotations

from typing import Final

from attrs import field, frozen

from netsoft.billing.invoices.invoice_values import InvoiceDocument
from netsoft.days import Day, Month, anniversary
from netsoft.errors import NetsoftError
from netsoft.money import Money, total
from reference_app.errors import SetupError
from reference_app.services.invoicing import Invoicing, key_of
from reference_app.storage.directory import Directory
from reference_app.storage.documents import Issued
from reference_app.storage.people import Tenant

BACK: Final = 3


@frozen
class Preview:
    """The invoice of a brokerage for a month: drawn, or issued already, or why there is none."""

    tenant: Tenant
    drawn: InvoiceDocument | None
    issued: Issued | None
    problem: str = ""

    @property
    def total(self) -> Money:
        """Its total with VAT, zero where there is none."""
        return self.drawn.total if self.drawn is not None else Money(cents=0)


@frozen
class Previews:
    """Draws the invoices of a month without issuing any."""

    directory: Directory = field(repr=False)

    def of(self, month: Month, today: Day) -> tuple[Preview, ...]:
        """Return the invoices of a month, those that cannot be drawn first."""
        rows = [self.one(tenant, month, today) for tenant in self.directory.tenants.all() if tenant.closed_at is None]
        return tuple(sorted(rows, key=lambda row: (not row.problem, row.tenant.name)))

    def one(self, tenant: Tenant, month: Month, today: Day) -> Preview:
        """Return the invoice of one brokerage for a month."""
        invoicing = Invoicing(self.directory)
        try:
            wanted = invoicing.month(tenant, month, max(today, month.start_day))
            drawn = None if wanted is None else invoicing.preview(wanted)
        except (NetsoftError, SetupError) as error:
            return Preview(tenant, None, None, str(error))
        kept = [] if drawn is None else self.directory.documents.of(tenant.id)
        issued = next((one for one in kept if drawn and one.document.key == key_of(drawn.key)), None)
        return Preview(tenant, drawn, issued)


def months_to_show(today: Day) -> tuple[Month, ...]:
    """Return the months that a preview may be asked of: the next one, the present one, and a few before."""
    first = Month.containing(today).start_day
    return tuple(Month.containing(anniversary(first, 1 - back)) for back in range(BACK + 2))


def grand_total(rows: tuple[Preview, ...]) -> Money:
    """Return what the invoices come to, VAT included."""
    return total([row.total for row in rows])
