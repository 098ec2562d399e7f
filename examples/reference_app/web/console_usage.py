"""The use of a brokerage in the console: its closed months, and the decision that a use is intensive (7.2).

It shows counts, and never a journal nor a dossier.
"""

from __future__ import annotations

from starlette.responses import Response

from netsoft.days import Day, Month
from netsoft.errors import InvalidValue, MissingFact
from reference_app.errors import AlreadySent, NotFound
from reference_app.ids import StaffId
from reference_app.services.billing_form import sentence
from reference_app.services.client_form import parse_day
from reference_app.services.complement_view import ComplementPreview, ComplementPreviews
from reference_app.services.month_reports import MonthReports
from reference_app.services.recording import Recording
from reference_app.storage.facts import Judged
from reference_app.storage.records import Fact
from reference_app.web.calls import StaffCall
from reference_app.web.console import tenant_in
from reference_app.web.contract import paper
from reference_app.web.entries import ALREADY_SENT, Typed, entering


def show_usage(call: StaffCall) -> Response:
    """Show the closed months of a brokerage, and what a complement would be."""
    return _page(call, Typed({}, {}))


def submit_judgement(call: StaffCall) -> Response:
    """Record that the use of a contract year is judged intensive, and why; the complement is issued by its job."""
    tenant, by = tenant_in(call), StaffId(call.account.id)
    act = entering(call, "record.judged", tenant.id)
    try:
        judged = Judged(call.today, _term_end(call), by, call.form.get("reason", "")[:300])
        Recording(call.directory).record(Fact(tenant.id, judged, call.today), act)
    except InvalidValue as error:
        return _page(call, Typed(call.form, {error.field: sentence(error)}), 422)
    except AlreadySent:
        return _page(call, Typed(call.form, {"": ALREADY_SENT}), 409)
    notice = "Décision enregistrée. La tâche « compléments » émet la facture."
    return call.done(call.url("staff_usage", tenant_id=tenant.id), notice)


def show_statement(call: StaffCall) -> Response:
    """Show the usage statement of a closed month, to print."""
    tenant = tenant_in(call)
    try:
        document = MonthReports(call.directory).page(tenant, Month.parse(call.path_value("month")))
    except InvalidValue as error:
        raise NotFound from error
    return paper(call, "editeur/staff.html", document, (call.url("staff_usage", tenant_id=tenant.id), "Usage"))


def _term_end(call: StaffCall) -> Day:
    """Return the last day of the contract year that is judged: one that still awaits its complement."""
    end = parse_day(call.form.get("term_end", ""))
    if end is None or end not in {row.term_end for row in _previews(call)}:
        raise InvalidValue("term_end", "cette année du contrat n’attend pas de complément", "choisir dans la liste")
    return end


def _previews(call: StaffCall) -> tuple[ComplementPreview, ...]:
    try:
        return ComplementPreviews(call.directory).of(tenant_in(call), call.today, StaffId(call.account.id))
    except MissingFact:
        return ()


def _page(call: StaffCall, form: Typed, status: int = 200) -> Response:
    tenant = tenant_in(call)
    statements = MonthReports(call.directory).statements(tenant.id)
    previews = _previews(call)
    return call.render("editeur/usage.html", status, tenant=tenant, statements=statements, previews=previews, form=form)
