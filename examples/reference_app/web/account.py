"""« Mon compte »: what the brokerage uses, owes and has paid; open also while the service is off."""

from __future__ import annotations

from datetime import date
from typing import Final

from starlette.responses import Response

from reference_app.services.account import Accounts, AsOf, Statement
from reference_app.services.account_csv import account_csv
from reference_app.services.conduct import Conduct
from reference_app.services.month_reports import MonthReports
from reference_app.services.staff_acts import AccessNews, given_by_publisher
from reference_app.services.usage import month_usage, months_until
from reference_app.storage.people import Tenant
from reference_app.web.calls import BrokerCall
from reference_app.web.statement import account_parts, document, respond

_CSV: Final = "text/csv; charset=utf-8"


def show_account(call: BrokerCall) -> Response:
    """Show the state of the account, the invoices, the payments, and the actions of a month."""
    months = months_until(call.today)
    month = _month(call.query.get("mois", ""), months)
    usage = month_usage(MonthReports(call.directory).counted(call.tenant.id, call.journal), month)
    used: dict[str, object] = {"usage": usage, "months": months, "tier": usage.tier, "news": _news(call)}
    return respond(call, "account.html", used | account_parts(_drawn(call)))


def show_statement(call: BrokerCall) -> Response:
    """Show the account as a document to print."""
    ways: dict[str, object] = {
        "layout": "broker.html",
        "back": call.url("account"),
        "csv": call.url("export_statement"),
    }
    return respond(call, "statement.html", ways | document(call.tenant, _drawn(call)))


def export_statement(call: BrokerCall) -> Response:
    """Give the account as a table for a spreadsheet."""
    return statement_file(call.tenant, _drawn(call))


def statement_file(tenant: Tenant, drawn: Statement) -> Response:
    """Return the account of a brokerage as a file named after its SIREN, its day and that of what was known."""
    known_on = drawn.account.known_on
    known = f"-connu-{known_on.isoformat()}" if known_on else ""
    name = f"decompte-{tenant.siren}-{drawn.on.isoformat()}{known}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(account_csv(drawn), media_type=_CSV, headers=headers)


def _news(call: BrokerCall) -> tuple[AccessNews, ...]:
    given = given_by_publisher(call.directory, call.tenant.id, call.now)
    both = (*given, *Conduct(call.directory, call.tenant.id).news(call.now))
    return tuple(sorted(both, key=lambda one: one.at, reverse=True))


def _drawn(call: BrokerCall) -> Statement:
    return Accounts(call.directory).draw(call.tenant.id, AsOf(call.today))


def _month(asked: str, months: tuple[date, ...]) -> date:
    return next((month for month in months if month.isoformat()[:7] == asked), months[0])
