"""The publisher's console: the brokerages and their accounts, as due on a day, as known on another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from attrs import frozen
from starlette.responses import Response

from reference_app.errors import NotFound
from reference_app.ids import TenantId
from reference_app.services.account import LAST_DAY, Accounts, AsOf, Statement
from reference_app.services.account_view import suspended_since
from reference_app.services.billing_form import FORMS
from reference_app.services.client_form import parse_day
from reference_app.storage.people import Tenant
from reference_app.storage.staff_log import recent_acts
from reference_app.web.account import statement_file
from reference_app.web.calls import StaffCall
from reference_app.web.statement import document, respond, shown

_ACTS_SHOWN = 200


@frozen
class TenantRow:
    """A brokerage in the list: its account on the day, and since when its access is off."""

    tenant: Tenant
    drawn: Statement
    since: date | None


@frozen
class AskedDays:
    """The two days that were asked for: as typed, as read, and what is wrong with them."""

    typed: Mapping[str, str]
    problems: Mapping[str, str]
    as_of: AsOf

    @property
    def query(self) -> str:
        """The same days as the end of an address."""
        kept = {name: text for name, text in self.typed.items() if text and name not in self.problems}
        return f"?{urlencode(kept)}" if kept else ""


def show_console(call: StaffCall) -> Response:
    """List the brokerages with the state of their accounts, those that owe most first."""
    accounts = Accounts(call.directory)
    drawn = ((tenant, accounts.draw(tenant.id, AsOf(call.today))) for tenant in call.directory.tenants.all())
    rows = [TenantRow(tenant, statement, suspended_since(statement)) for tenant, statement in drawn]
    rows.sort(key=lambda row: -row.drawn.account.totals.total.cents)
    return call.render("editeur/home.html", rows=rows)


def show_brokerage(call: StaffCall) -> Response:
    """Show the account of a brokerage."""
    tenant, asked = tenant_in(call), asked_days(call)
    drawn = Accounts(call.directory).draw(tenant.id, asked.as_of)
    asking: dict[str, object] = {"tenant": tenant, "asked": asked, "forms": tuple(FORMS.values())}
    return respond(call, "editeur/brokerage.html", asking | shown(drawn), 422 if asked.problems else 200)


def show_document(call: StaffCall) -> Response:
    """Show the account of a brokerage as a document to print."""
    tenant, asked = tenant_in(call), asked_days(call)
    ways: dict[str, object] = {
        "layout": "editeur/staff.html",
        "back": call.url("brokerage", tenant_id=tenant.id) + asked.query,
        "csv": call.url("brokerage_csv", tenant_id=tenant.id) + asked.query,
    }
    drawn = Accounts(call.directory).draw(tenant.id, asked.as_of)
    return respond(call, "statement.html", ways | document(tenant, drawn))


def export_brokerage(call: StaffCall) -> Response:
    """Give the account of a brokerage as a table."""
    tenant = tenant_in(call)
    return statement_file(tenant, Accounts(call.directory).draw(tenant.id, asked_days(call).as_of))


def show_acts(call: StaffCall) -> Response:
    """Show what the staff did last."""
    with call.directory.store.read() as db:
        acts = recent_acts(db, _ACTS_SHOWN)
    names = {member.id: member.person.full_name for member in call.directory.staff.all()}
    subjects = {tenant.id: tenant.name for tenant in call.directory.tenants.all()}
    return call.render("editeur/acts.html", acts=acts, names=names, subjects=subjects)


def tenant_in(call: StaffCall) -> Tenant:
    """Return the brokerage that the address names: what the publisher knows of it."""
    tenant = call.directory.tenants.get(TenantId(call.path_value("tenant_id")))
    if tenant is None:
        raise NotFound
    return tenant


def asked_days(call: StaffCall) -> AskedDays:
    """Read the days in the address; one that cannot be read is left out and said."""
    typed = {name: call.query.get(name, "").strip()[:20] for name in ("au", "connu")}
    days = {name: parse_day(text) if text else None for name, text in typed.items()}
    problems = {name: _day_problem(typed[name], days[name]) for name in typed}
    wrong = {name: problem for name, problem in problems.items() if problem}
    on = call.today if "au" in wrong else days["au"] or call.today
    return AskedDays(typed, wrong, AsOf(on, None if "connu" in wrong else days["connu"]))


def _day_problem(text: str, day: date | None) -> str:
    if text and day is None:
        return "Écrire la date comme 22/11/2026."
    if day is not None and not date(2000, 1, 1) <= day <= LAST_DAY:
        return f"Choisir un jour entre le 01/01/2000 et le {LAST_DAY:%d/%m/%Y}."
    return ""
