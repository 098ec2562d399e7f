"""The publisher's list of brokerages: state, use, balance; sorted and cut in pages as the address asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

from attrs import evolve, frozen

from netsoft.metering.statement import UsageStatement
from netsoft.tenancy.access import Access
from reference_app.clock import paris_day
from reference_app.services.access import STATES, accesses
from reference_app.services.account import Accounts, AsOf, Statement
from reference_app.services.account_view import suspended_since
from reference_app.storage.directory import Directory
from reference_app.storage.people import Tenant

SIZES: Final = (50, 25, 100)
DEFAULT: Final = "du"


@frozen
class TenantRow:
    """A brokerage in the list: its account on the day, its access, and since when what is unpaid suspends it."""

    tenant: Tenant
    drawn: Statement
    since: date | None
    access: Access
    closed: UsageStatement | None = None

    @property
    def share(self) -> int:
        """Which share of its allowance the last closed month used, in hundredths; -1 where none is closed."""
        if self.closed is None or not self.closed.result.allowance:
            return -1
        return 100 * self.closed.result.actions // self.closed.result.allowance

    @property
    def state(self) -> str:
        """Where it stands: closed as a client, or the state of its access."""
        if self.tenant.closed_at is not None:
            return "fermé"
        return STATES[self.access.state]


@frozen
class ListQuery:
    """How the list is asked for: by which column, in which direction, which page."""

    sort: str = DEFAULT
    descending: bool = True
    page: int = 1
    size: int = SIZES[0]

    def query(self, **changed: object) -> str:
        """Return the end of an address for the same list with something changed; the page starts again."""
        asked = evolve(self, **({"page": 1} | changed))  # type: ignore[arg-type]
        kept = {
            "tri": asked.sort,
            "sens": "desc" if asked.descending else "asc",
            "page": str(asked.page),
            "taille": str(asked.size),
        }
        return f"?{urlencode(kept)}"


@frozen
class TenantPage:
    """A page of the list."""

    query: ListQuery
    rows: tuple[TenantRow, ...]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.query.size))


def asked_list(query: Mapping[str, str]) -> ListQuery:
    """Read how the list is asked for; what is not understood is as if it had not been given."""
    sort = query.get("tri", "")
    known = sort if sort in SORTS else DEFAULT
    text = query.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    sens = query.get("sens", "desc" if known == DEFAULT else "asc")
    size = next((size for size in SIZES if str(size) == query.get("taille")), SIZES[0])
    return ListQuery(known, sens == "desc", max(1, page), size)


def tenant_page(directory: Directory, at: datetime, query: ListQuery) -> TenantPage:
    """Return a page of the brokerages as they stand at an instant; a page that is not there gives the nearest."""
    rows = _sorted(tenant_rows(directory, at), query)
    size = query.size
    page = min(query.page, max(1, -(-len(rows) // size)))
    return TenantPage(evolve(query, page=page), tuple(rows[(page - 1) * size : page * size]), len(rows))


def tenant_rows(directory: Directory, at: datetime) -> tuple[TenantRow, ...]:
    """Return every brokerage as it stands at an instant."""
    accounts, on = Accounts(directory), paris_day(at)
    drawn = [(tenant, accounts.draw(tenant.id, AsOf(on))) for tenant in directory.tenants.all()]
    found = accesses(directory, {tenant.id: one.account.access for tenant, one in drawn}, at)
    closed = _last_closed(directory)
    return tuple(TenantRow(t, one, suspended_since(one), found[t.id], closed.get(t.id)) for t, one in drawn)


def _last_closed(directory: Directory) -> dict[str, UsageStatement]:
    """Return the statement of the last closed month of each brokerage."""
    last: dict[str, UsageStatement] = {}
    for record in directory.records.everywhere(UsageStatement):
        known = last.get(record.value.tenant)
        if known is None or known.month <= record.value.month:
            last[record.value.tenant] = record.value
    return last


def _sorted(rows: Iterable[TenantRow], query: ListQuery) -> list[TenantRow]:
    by_name = sorted(rows, key=lambda row: row.tenant.name.casefold())
    return sorted(by_name, key=SORTS[query.sort], reverse=query.descending)


SORTS: Final[Mapping[str, Callable[[TenantRow], Any]]] = MappingProxyType(
    {
        "nom": lambda row: row.tenant.name.casefold(),
        "siren": lambda row: row.tenant.siren,
        "acces": lambda row: row.state,
        "depuis": lambda row: row.since or date.max,
        "usage": lambda row: row.share,
        "retablir": lambda row: row.drawn.account.to_restore.cents,
        "du": lambda row: row.drawn.account.totals.total.cents,
        "echoir": lambda row: row.drawn.account.totals.not_yet_due.cents,
    }
)
"""By what the list may be sorted, and how; equal rows stand by name."""
