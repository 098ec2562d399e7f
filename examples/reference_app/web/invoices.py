"""« Factures » : each invoice as it stands, each document as it was issued; open while the service is off."""

from __future__ import annotations

from starlette.responses import Response

from reference_app.ids import EntryId
from reference_app.services.account import Accounts, AsOf, Statement
from reference_app.services.paperwork import Paperwork, invoices_csv
from reference_app.web.answers import csv_file
from reference_app.web.calls import BrokerCall, StaffCall
from reference_app.web.console import tenant_in
from reference_app.web.contract import paper


def show_invoices(call: BrokerCall) -> Response:
    """List the invoices with their state and what is left to pay, then the other documents."""
    papers, drawn = Paperwork(call.directory), _drawn(call)
    return call.render(
        "invoices.html",
        drawn=drawn,
        sums=drawn.account.totals,
        invoices=papers.invoices(call.tenant.id, drawn),
        others=papers.others(call.tenant.id),
    )


def export_invoices(call: BrokerCall) -> Response:
    """Give the invoices as a table."""
    rows = Paperwork(call.directory).invoices(call.tenant.id, _drawn(call))
    return csv_file(invoices_csv(rows), f"factures-{call.tenant.siren}-{call.today.isoformat()}.csv")


def show_document(call: BrokerCall) -> Response:
    """Show a document of the brokerage, to print."""
    document = Paperwork(call.directory).page(call.tenant.id, EntryId(call.path_value("document_id")))
    return paper(call, "broker.html", document, (call.url("invoices"), "Factures"))


def show_brokerage_documents(call: StaffCall) -> Response:
    """List the invoices and documents of a brokerage in the console."""
    tenant, papers = tenant_in(call), Paperwork(call.directory)
    drawn = Accounts(call.directory).draw(tenant.id, AsOf(call.today))
    rows = papers.invoices(tenant.id, drawn)
    return call.render(
        "editeur/documents.html", tenant=tenant, drawn=drawn, invoices=rows, others=papers.others(tenant.id)
    )


def show_brokerage_document(call: StaffCall) -> Response:
    """Show a document of a brokerage in the console, to print."""
    tenant = tenant_in(call)
    document = Paperwork(call.directory).page(tenant.id, EntryId(call.path_value("document_id")))
    back = call.url("brokerage_documents", tenant_id=tenant.id)
    return paper(call, "editeur/staff.html", document, (back, "Documents"))


def _drawn(call: BrokerCall) -> Statement:
    return Accounts(call.directory).draw(call.tenant.id, AsOf(call.today))
