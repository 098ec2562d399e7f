"""Complements of usage (7.2): what netsoft decides on a term that was judged intensive, and what is invoiced of it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from netsoft.billing.invoices.invoicing import InvoiceLine
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.metering.complement import Complement, Judgement, Outcome, Request, complement
from netsoft.metering.statement import UsageStatement
from netsoft.rendering import day as french
from reference_app.ids import TenantId
from reference_app.services import policy
from reference_app.services.contracts import Contracts
from reference_app.services.invoicing import Wanted, invoice_line
from reference_app.services.tariffs import Tariffs
from reference_app.storage.directory import Directory
from reference_app.storage.facts import Judged
from reference_app.storage.people import Tenant
from reference_app.storage.records import Record


@frozen
class Complements:
    """The complements of usage in the directory."""

    directory: Directory = field(repr=False)

    def decide(self, tenant_id: TenantId, judged: Judged, dated: Day) -> Outcome:
        """Decide on the complement of a term, dated on a day, from the last statement of each of its months."""
        statements = last_statements(self.directory.records.of(UsageStatement, tenant_id))
        issued = [record.value for record in self.directory.records.of(Complement, tenant_id)]
        request = self._request(tenant_id, judged, dated)
        return complement(request, [statement.result for statement in statements], issued)

    def wanted(self, tenant: Tenant, granted: Complement) -> Wanted:
        """Return what is invoiced of a complement: each month at the price of that month."""
        request = granted.request
        return Wanted(tenant, request.year, "complement", tuple(self._lines(granted)), request.dated)

    def _lines(self, granted: Complement) -> Iterator[InvoiceLine]:
        tariff = Tariffs(self.directory).of(TenantId(granted.request.tenant))
        for line in granted.lines:
            price = tariff.on(policy.COMPLEMENT, line.month.start_day)
            for priced in price.lines(line.actions, why=line.why.fact):
                yield invoice_line(price, priced, line.month.period)

    def _request(self, tenant_id: TenantId, judged: Judged, dated: Day) -> Request:
        years, contracts = Contracts(self.directory).years(tenant_id), Contracts(self.directory)
        index = years.index(judged.term_end)
        if years.period(index).last != judged.term_end:
            problem = f"aucune échéance ne finit le {french(judged.term_end)}"
            raise InvalidValue("term_end", problem, f"donner le {french(years.period(index).last)}")
        ending = contracts.life(tenant_id, dated).ending
        decided = Judgement(self._name(judged), judged.on, judged.reason)
        ended_on = None if ending is None or dated < ending.over_from else ending.ends_on
        return Request(tenant_id, years, index, decided, dated, ended_on)

    def _name(self, judged: Judged) -> str:
        member = self.directory.staff.get(judged.by)
        return judged.by if member is None else member.person.full_name


def last_statements(kept: tuple[Record[UsageStatement], ...]) -> tuple[UsageStatement, ...]:
    """Return the last statement of each month, oldest month first."""
    by_month = {record.value.month: record.value for record in kept}
    return tuple(by_month[month] for month in sorted(by_month))
