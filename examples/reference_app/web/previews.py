"""The invoices of a month before they are issued: the same documents, without their numbers."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.days import Month
from netsoft.documents.invoice import invoice_page
from netsoft.errors import InvalidValue
from reference_app.errors import NotFound
from reference_app.services.previews import Previews, grand_total, months_to_show
from reference_app.web.calls import StaffCall
from reference_app.web.console import tenant_in
from reference_app.web.contract import paper


def show_previews(call: StaffCall) -> Response:
    """Show what the invoices of a month would be, and the way to issue them as a job."""
    months = months_to_show(call.today)
    asked = call.query.get("mois", "")
    month = next((one for one in months if str(one) == asked), months[1])
    rows = Previews(call.directory).of(month, call.today)
    return call.render("editeur/previews.html", rows=rows, months=months, month=month, sum=grand_total(rows))


def show_preview(call: StaffCall) -> Response:
    """Show the invoice of a brokerage for a month as it would be issued."""
    try:
        month = Month.parse(call.path_value("month"))
    except InvalidValue as error:
        raise NotFound from error
    found = Previews(call.directory).one(tenant_in(call), month, call.today)
    if found.drawn is None:
        raise NotFound
    back = f"{call.url('previews')}?mois={month}"
    return paper(call, "editeur/staff.html", invoice_page(found.drawn), (back, "Aperçu du mois"))
