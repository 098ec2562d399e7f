"""Revising a price of a brokerage in the console (7.1)."""

from __future__ import annotations

from attrs import evolve
from starlette.responses import Response

from netsoft.billing.prices.revision import Revised
from netsoft.errors import InvalidValue, MissingFact
from reference_app.errors import AlreadySent
from reference_app.services.billing_form import sentence
from reference_app.services.record_forms import RecordForm, RecordRead
from reference_app.services.revisions import FIELDS, Revisions
from reference_app.web.calls import StaffCall
from reference_app.web.console import tenant_in
from reference_app.web.entries import ALREADY_SENT, entering

_EXPLAINS = (
    "À l’échéance annuelle, ou entre deux sur un motif avec ses chiffres (7.1). Les factures passées gardent leur prix."
)


def show_revision(call: StaffCall) -> Response:
    """Show the form of a revision."""
    return _page(call, RecordRead({}, {}, None))


def submit_revision(call: StaffCall) -> Response:
    """Revise a price where netsoft grants it; a refusal is shown with its reasons and the next day."""
    tenant, revisions = tenant_in(call), Revisions(call.directory)
    act = entering(call, "price.revise", tenant.id)
    try:
        found = revisions.decide(tenant.id, call.form, call.today)
        if found[1].price is None:
            return _page(call, RecordRead(call.form, {"": _refused(found[1])}, None), 422)
        revisions.record(tenant.id, found, act)
    except InvalidValue as error:
        known = error.field if error.field in {one.name for one in FIELDS} else ""
        return _page(call, RecordRead(call.form, {known: sentence(error)}, None), 422)
    except MissingFact as missing:
        return _page(call, RecordRead(call.form, {"": str(missing)}, None), 422)
    except AlreadySent:
        return _page(call, RecordRead(call.form, {"": ALREADY_SENT}, None), 409)
    reason = found[1].decision.reasons[0].fact
    return call.done(call.url("staff_contract", tenant_id=tenant.id), f"Prix révisé : {reason}.")


def _refused(revised: Revised) -> str:
    said = " ; ".join(f"{reason.fact} ({reason.clause})" for reason in revised.decision.reasons)
    later = f" Sans motif, au plus tôt le {revised.next_day:%d/%m/%Y}." if revised.next_day else ""
    return f"Révision refusée : {said}.{later}"


def _page(call: StaffCall, read: RecordRead, status: int = 200) -> Response:
    tenant = tenant_in(call)
    prices = Revisions(call.directory).products(tenant.id, call.today)
    chosen = tuple((price.product, price.label) for price in prices)
    fields = (evolve(FIELDS[0], choices=chosen), *FIELDS[1:])
    form = RecordForm("revision", "Réviser un prix", _EXPLAINS, fields, lambda **_values: None)
    back = call.url("staff_contract", tenant_id=tenant.id)
    action = call.url("submit_revision", tenant_id=tenant.id)
    return call.render("editeur/record.html", status, whose=tenant.name, form=form, read=read, back=back, action=action)
