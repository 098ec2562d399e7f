"""What a complement of usage would be, were the use judged intensive: the decision, its lines, its price (7.2)."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from netsoft.answers import Decision
from netsoft.billing.invoices.invoice_values import InvoiceDocument
from netsoft.days import Day
from netsoft.errors import NetsoftError
from netsoft.metering.complement import Complement, last_day
from reference_app.errors import SetupError
from reference_app.ids import StaffId, TenantId
from reference_app.services.complements import Complements
from reference_app.services.contracts import Contracts
from reference_app.services.invoicing import Invoicing
from reference_app.storage.directory import Directory
from reference_app.storage.facts import Judged
from reference_app.storage.people import Tenant

_TRIED = "aperçu"


@frozen
class ComplementPreview:
    """The complement of a contract year, dated of today; ``judged`` is the decision if one was recorded.

    ``until`` is the last day on which it may be dated (R-27).
    """

    term_end: Day
    until: Day
    decision: Decision | None
    complement: Complement | None
    drawn: InvoiceDocument | None
    judged: Judged | None
    problem: str = ""


@frozen
class ComplementPreviews:
    """Draws complements without issuing any."""

    directory: Directory = field(repr=False)

    def of(self, tenant: Tenant, today: Day, by: StaffId) -> tuple[ComplementPreview, ...]:
        """Return the contract years that may still have one, the running one last."""
        years = Contracts(self.directory).years(tenant.id)
        if today < years.anchor:
            return ()
        index = years.index(today)
        ends = [years.period(n).last for n in (index - 1, index) if n >= 0]
        rows = [self.one(tenant, Judged(today, end, by, _TRIED), today) for end in ends]
        return tuple(row for row in rows if row.until >= today or row.judged)

    def one(self, tenant: Tenant, tried: Judged, today: Day) -> ComplementPreview:
        """Return the complement of one contract year."""
        years, complements = Contracts(self.directory).years(tenant.id), Complements(self.directory)
        limit = last_day(years.containing(tried.term_end)).last
        until = limit if not isinstance(limit, datetime) else limit.date()
        judged = self._judged(tenant.id, tried.term_end)
        drawn: InvoiceDocument | None = None
        try:
            outcome = complements.decide(tenant.id, tried, today)
            if outcome.complement is not None:
                drawn = Invoicing(self.directory).preview(complements.wanted(tenant, outcome.complement))
        except (NetsoftError, SetupError) as error:
            return ComplementPreview(tried.term_end, until, None, None, None, judged, str(error))
        return ComplementPreview(tried.term_end, until, outcome.decision, outcome.complement, drawn, judged)

    def _judged(self, tenant_id: TenantId, term_end: Day) -> Judged | None:
        kept = [record.value for record in self.directory.records.of(Judged, tenant_id)]
        return next((one for one in reversed(kept) if one.term_end == term_end), None)
