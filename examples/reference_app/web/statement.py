"""What the pages that show an account are given."""

from __future__ import annotations

from importlib.metadata import version

from starlette.responses import Response

from netsoft.cg052018 import CG052018
from netsoft.decompte_text.opening import basis_words
from reference_app.services.account import Statement
from reference_app.services.account_view import (
    invoice_rows,
    left_out,
    line_rows,
    line_sum,
    owing,
    payment_rows,
    surplus,
    suspended_since,
)
from reference_app.services.publisher import PUBLISHER
from reference_app.storage.people import Tenant
from reference_app.web.calls import BrokerCall, StaffCall
from reference_app.web.figures import reading_rows


def respond(call: BrokerCall | StaffCall, template: str, page: dict[str, object], status: int = 200) -> Response:
    """Render a page that shows an account."""
    return call.pages.response(call, template, status, page)


def account_parts(drawn: Statement) -> dict[str, object]:
    """Return the account, its rows and its sums, for a template."""
    lines, invoices = line_rows(drawn.account.lines), invoice_rows(drawn)
    by_law, flat = [row for row in lines if row.by_law], [row for row in lines if not row.by_law]
    return {
        "drawn": drawn,
        "account": drawn.account,
        "sums": drawn.account.totals,
        "invoices": invoices,
        "owing": owing(invoices),
        "payments": payment_rows(drawn),
        "by_law": by_law,
        "by_law_sum": line_sum(by_law),
        "flat": flat,
        "flat_sum": line_sum(flat),
        "awaiting": line_rows(drawn.awaiting),
        "ignored": left_out(drawn),
        "surplus": surplus(drawn),
        "since": suspended_since(drawn),
        "readings": tuple(reading_rows(drawn.account.readings)),
        "terms": CG052018,
        "basis": basis_words(CG052018.payment.interest),
    }


def document(debtor: Tenant, drawn: Statement) -> dict[str, object]:
    """Return what the printed account is given: the parties and the program beside the rest."""
    return {"debtor": debtor, "publisher": PUBLISHER, "version": version("netsoft"), **account_parts(drawn)}
