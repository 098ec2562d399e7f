"""The contract of a brokerage in the console: its state, and what the staff record of it."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.errors import InvalidValue, MissingFact
from reference_app.errors import AlreadySent, NotFound
from reference_app.ids import EntryId, TenantId
from reference_app.services.billing_form import sentence
from reference_app.services.contract_forms import CONTRACT_FORMS
from reference_app.services.contract_view import ContractPages, ContractView
from reference_app.services.record_forms import RecordForm, RecordRead, new_typed, placed, read_record
from reference_app.services.recording import Recording
from reference_app.storage.people import Tenant
from reference_app.storage.records import Fact
from reference_app.web.calls import StaffCall
from reference_app.web.console import tenant_in
from reference_app.web.contract import acknowledged, contract_parts, paper
from reference_app.web.entries import ALREADY_SENT, Typed, entering


def show_contract(call: StaffCall) -> Response:
    """Show the contract of a brokerage, and what may be recorded of it."""
    tenant, view = tenant_in(call), _view(call)
    page: dict[str, object] = {"tenant": tenant, "view": view, "forms": tuple(CONTRACT_FORMS.values())}
    page |= {"entered": Recording(call.directory).history(tenant.id)}
    if view is not None:
        page |= contract_parts(call, tenant, view)
    return call.pages.response(call, "editeur/contract.html", 200, page)


def show_form(call: StaffCall) -> Response:
    """Show the form of a kind of fact of a contract."""
    form, view = _form_in(call), _view(call)
    typed = new_typed(form, call.today)
    if form.typed is not None and view is not None:
        typed |= form.typed(view)
    return _page(call, tenant_in(call), form, RecordRead(typed, {}, None))


def submit_form(call: StaffCall) -> Response:
    """Record a fact of a contract; what is wrong is said beside its field, with all that was typed."""
    tenant, form = tenant_in(call), _form_in(call)
    read, status = recorded(call, tenant.id, form)
    if status == 303:
        return call.done(call.url("staff_contract", tenant_id=tenant.id), f"{form.title} : enregistré.")
    return _page(call, tenant, form, read, status)


def recorded(call: StaffCall, tenant_id: TenantId | None, form: RecordForm) -> tuple[RecordRead, int]:
    """Read a form and record what it makes; return what was read and the status of the answer."""
    read = read_record(form, call.form)
    if read.value is None:
        return read, 422
    fact: Fact[object] = Fact(tenant_id, read.value, form.dated(read.value, call.today))
    try:
        Recording(call.directory).record(fact, entering(call, f"record.{form.slug}", tenant_id or ""))
    except InvalidValue as error:
        return RecordRead(call.form, placed(error, form), None), 422
    except MissingFact as missing:
        return RecordRead(call.form, {"": str(missing)}, None), 422
    except AlreadySent:
        return RecordRead(call.form, {"": ALREADY_SENT}, None), 409
    return read, 303


def show_strike(call: StaffCall) -> Response:
    """Show the form that strikes something out."""
    return strike_page(
        call, tenant_in(call).id, call.url("staff_contract", tenant_id=tenant_in(call).id), Typed({}, {})
    )


def submit_strike(call: StaffCall) -> Response:
    """Strike something out."""
    tenant = tenant_in(call)
    return struck(call, tenant.id, call.url("staff_contract", tenant_id=tenant.id))


def struck(call: StaffCall, tenant_id: TenantId | None, back: str) -> Response:
    """Strike out what the address names, and go back."""
    record_id, reason = EntryId(call.path_value("record_id")), call.form.get("reason", "")
    act = entering(call, "record.strike", tenant_id or "")
    try:
        Recording(call.directory).strike(tenant_id, record_id, reason, act)
    except InvalidValue as error:
        return strike_page(call, tenant_id, back, Typed(call.form, {"reason": sentence(error)}), 422)
    except AlreadySent:
        return strike_page(call, tenant_id, back, Typed(call.form, {"": ALREADY_SENT}), 409)
    return call.done(back, "Saisie rayée.")


def strike_page(call: StaffCall, tenant_id: TenantId | None, back: str, form: Typed, status: int = 200) -> Response:  # noqa: PLR0913,PLR0917
    """Show what is to be struck out, and ask why."""
    entered = Recording(call.directory).entered(tenant_id, EntryId(call.path_value("record_id")))
    return call.render("editeur/strike.html", status, entered=entered, back=back, form=form)


def show_acknowledgement(call: StaffCall) -> Response:
    """Show the acknowledgement of a notice, to print."""
    tenant = tenant_in(call)
    document = acknowledged(call, tenant, EntryId(call.path_value("record_id")))
    back = call.url("staff_contract", tenant_id=tenant.id)
    return paper(call, "editeur/staff.html", document, (back, "Contrat"))


def _view(call: StaffCall) -> ContractView | None:
    try:
        return ContractPages(call.directory).view(tenant_in(call).id, call.today)
    except MissingFact:
        return None


def _form_in(call: StaffCall) -> RecordForm:
    form = CONTRACT_FORMS.get(call.path_value("slug"))
    if form is None:
        raise NotFound
    return form


def _page(call: StaffCall, tenant: Tenant, form: RecordForm, read: RecordRead, status: int = 200) -> Response:  # noqa: PLR0913,PLR0917
    back = call.url("staff_contract", tenant_id=tenant.id)
    action = call.url("submit_contract_form", tenant_id=tenant.id, slug=form.slug)
    return call.render("editeur/record.html", status, whose=tenant.name, form=form, read=read, back=back, action=action)
