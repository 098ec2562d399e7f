"""Closed months as they were closed: the statements of a brokerage, the tier of each month, what was published."""

from __future__ import annotations

from attrs import field, frozen

from netsoft.days import Month
from netsoft.documents import Document, Party
from netsoft.documents.usage_statement import usage_statement_document
from netsoft.metering.statement import UsageStatement
from netsoft.metering.tier import Publication, TierReport
from reference_app.errors import NotFound
from reference_app.ids import TenantId
from reference_app.services.account import TERMS
from reference_app.services.complements import last_statements
from reference_app.services.publisher import PUBLISHER
from reference_app.services.usage_year import Counted
from reference_app.storage.directory import Directory
from reference_app.storage.journal import Journal
from reference_app.storage.people import Tenant


@frozen
class MonthReports:
    """Reads closed months from the directory."""

    directory: Directory = field(repr=False)

    def statements(self, tenant_id: TenantId) -> tuple[UsageStatement, ...]:
        """Return the last statement of each closed month, the newest month first."""
        return tuple(reversed(last_statements(self.directory.records.of(UsageStatement, tenant_id))))

    def counted(self, tenant_id: TenantId, journal: Journal) -> Counted:
        """Return what the months of a brokerage are counted from, its own journal for those that are open."""
        closed = {statement.month: statement for statement in self.statements(tenant_id)}
        published = tuple(record.value for record in self.directory.records.of(Publication, None))
        return Counted(journal, self.directory.users.of_tenant(tenant_id), closed, published)

    def page(self, tenant: Tenant, month: Month) -> Document:
        """Return the usage statement of a closed month as a page to print."""
        statement = next((one for one in self.statements(tenant.id) if one.month == month), None)
        report = self.directory.records.keyed(TierReport, None, str(month))
        if statement is None or report is None:
            raise NotFound
        parties = (
            Party("Fournisseur", (f"{PUBLISHER.name}, {PUBLISHER.legal_form}",)),
            Party("Client", (tenant.name, f"SIREN {tenant.siren}")),
        )
        return usage_statement_document(statement, report, TERMS, parties)
