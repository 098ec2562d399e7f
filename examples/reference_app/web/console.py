"""The publisher's console: the brokerages and their accounts, as due on a day, as known on another."""

from __future__ import annotations

from starlette.responses import Response

from reference_app.errors import NotFound
from reference_app.ids import TenantId
from reference_app.services.access import access_now
from reference_app.services.account import Accounts
from reference_app.services.asked_days import AskedDays, asked_days
from reference_app.services.billing_form import FORMS
from reference_app.services.staff_acts import acts_page
from reference_app.services.tenant_list import asked_list, tenant_page
from reference_app.storage.people import Tenant
from reference_app.web.account import statement_file
from reference_app.web.calls import StaffCall
from reference_app.web.console_safekeeping import view
from reference_app.web.statement import account_parts, document, respond


def show_console(call: StaffCall) -> Response:
    """List the brokerages with the state of their accounts, those that owe most first unless asked otherwise."""
    page = tenant_page(call.directory, call.now, asked_list(call.query))
    return call.render("editeur/home.html", page=page, alarms=view(call).alarms())


def show_brokerage(call: StaffCall) -> Response:
    """Show the account of a brokerage."""
    tenant, asked = tenant_in(call), asked_days(call.query, call.today)
    if asked.as_of is None:
        return _days_refused(call, tenant, asked)
    drawn = Accounts(call.directory).draw(tenant.id, asked.as_of)
    asking: dict[str, object] = {"tenant": tenant, "asked": asked, "forms": tuple(FORMS.values())}
    asking |= {"access": access_now(call.directory, tenant.id, call.now)}
    return respond(call, "editeur/brokerage.html", asking | account_parts(drawn))


def show_document(call: StaffCall) -> Response:
    """Show the account of a brokerage as a document to print."""
    tenant, asked = tenant_in(call), asked_days(call.query, call.today)
    if asked.as_of is None:
        return _days_refused(call, tenant, asked)
    ways: dict[str, object] = {
        "layout": "editeur/staff.html",
        "back": call.url("brokerage", tenant_id=tenant.id) + asked.query,
        "csv": call.url("brokerage_csv", tenant_id=tenant.id) + asked.query,
    }
    drawn = Accounts(call.directory).draw(tenant.id, asked.as_of)
    return respond(call, "statement.html", ways | document(tenant, drawn))


def export_brokerage(call: StaffCall) -> Response:
    """Give the account of a brokerage as a table."""
    tenant, asked = tenant_in(call), asked_days(call.query, call.today)
    if asked.as_of is None:
        return _days_refused(call, tenant, asked)
    return statement_file(tenant, Accounts(call.directory).draw(tenant.id, asked.as_of))


def show_acts(call: StaffCall) -> Response:
    """Show what the staff did, the last first, page by page."""
    return call.render("editeur/acts.html", page=acts_page(call.directory, call.query.get("page", "1")))


def tenant_in(call: StaffCall) -> Tenant:
    """Return the brokerage that the address names: what the publisher knows of it."""
    tenant = call.directory.tenants.get(TenantId(call.path_value("tenant_id")))
    if tenant is None:
        raise NotFound
    return tenant


def _days_refused(call: StaffCall, tenant: Tenant, asked: AskedDays) -> Response:
    """Say what is wrong with a day beside its field; no account is drawn in its place."""
    return call.render("editeur/days.html", 422, tenant=tenant, asked=asked)
