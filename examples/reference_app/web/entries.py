"""Entering facts in an account, and undoing an entry by a counter-entry."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen
from starlette.responses import Response

from netsoft.errors import InvalidValue
from reference_app.errors import AlreadySent, NotFound
from reference_app.ids import EntryId, StaffId
from reference_app.services.access import STATES, access_now
from reference_app.services.account import Accounts, AsOf
from reference_app.services.account_view import invoice_rows, payment_rows
from reference_app.services.billing_form import FORMS, Form, Read, defaults, problem_of, read_form, sentence
from reference_app.services.billing_history import HistoryRow, history
from reference_app.services.bookkeeping import Books, Entering, Mistake
from reference_app.storage.billing import BillingEntry, Recorded, standing
from reference_app.storage.people import Tenant
from reference_app.web.calls import StaffCall
from reference_app.web.console import tenant_in
from reference_app.web.guard import check_form_key

ALREADY_SENT = "Ce formulaire a déjà été enregistré avec d’autres valeurs ; vérifier, puis enregistrer."


@frozen
class Typed:
    """The text of each field of a form as typed, and what is wrong with it."""

    typed: Mapping[str, str]
    problems: Mapping[str, str]


def show_form(call: StaffCall) -> Response:
    """Show the form of a kind of fact."""
    form = _form_in(call)
    return _page(call, form, Read(defaults(form, call.today), {}, None))


def submit_form(call: StaffCall) -> Response:
    """Enter a fact; what is wrong is said beside its field, with all that was typed."""
    tenant, form = tenant_in(call), _form_in(call)
    read = read_form(form, call.form)
    if read.fact is None:
        return _page(call, form, read, status=422)
    try:
        Books(call.directory).record(tenant.id, read.fact, entering(call, f"{form.slug}.enter", tenant.id))
    except InvalidValue as error:
        return _page(call, form, evolve(read, problems=problem_of(error, form)), status=422)
    except AlreadySent:
        return _page(call, form, evolve(read, problems={"": ALREADY_SENT}), status=409)
    return call.done(call.url("brokerage", tenant_id=tenant.id), _recorded(call, tenant, form))


def show_history(call: StaffCall) -> Response:
    """Show every entry of an account, the newest first."""
    tenant = tenant_in(call)
    rows = history_in(call, call.directory.billing.of(tenant.id))
    return call.render("editeur/history.html", tenant=tenant, rows=rows)


def show_counter(call: StaffCall) -> Response:
    """Show the form of a counter-entry."""
    return _counter_page(call, Typed({}, {}))


def submit_counter(call: StaffCall) -> Response:
    """Cancel an entry by a counter-entry."""
    tenant = tenant_in(call)
    mistake = Mistake(tenant.id, EntryId(call.path_value("entry_id")), call.form.get("reason", ""))
    try:
        Books(call.directory).cancel(mistake, entering(call, "entry.cancel", tenant.id))
    except InvalidValue as error:
        field = "reason" if error.field == "reason" else ""
        return _counter_page(call, Typed(call.form, {field: sentence(error)}), 422)
    except AlreadySent:
        return _counter_page(call, Typed(call.form, {"": ALREADY_SENT}), 409)
    return call.done(call.url("history", tenant_id=tenant.id), "Écriture contre-passée.")


def entering(call: StaffCall, action: str, subject: str = "") -> Entering:
    """Return who enters a fact, when, and from which form; a form without its key is refused."""
    check_form_key(call.form)
    recorded = Recorded(call.now, call.act(action).staff_id, call.form_sent)
    return Entering(recorded, call.act(action, subject))


def history_in(call: StaffCall, entries: tuple[BillingEntry, ...]) -> tuple[HistoryRow, ...]:
    """Return the entries with who of the staff made and cancelled them, the newest first."""
    names = {StaffId(member.id): member.person.full_name for member in call.directory.staff.all()}
    return history(entries, names)


def _recorded(call: StaffCall, tenant: Tenant, form: Form) -> str:
    access = access_now(call.directory, tenant.id, call.now)
    return f"{form.title} : enregistré. L’accès du cabinet est {STATES[access.state]}."


def _form_in(call: StaffCall) -> Form:
    form = FORMS.get(call.path_value("slug"))
    if form is None:
        raise NotFound
    return form


def _page(call: StaffCall, form: Form, read: Read, status: int = 200) -> Response:
    tenant = tenant_in(call)
    drawn = Accounts(call.directory).draw(tenant.id, AsOf(call.today))
    return call.render(
        "editeur/entry.html",
        status,
        tenant=tenant,
        form=form,
        read=read,
        drawn=drawn,
        invoices=sorted(invoice_rows(drawn), key=lambda row: not row.remaining),
        payments=payment_rows(drawn),
    )


def _standing_in(call: StaffCall) -> BillingEntry:
    entries = call.directory.billing.of(tenant_in(call).id)
    found = next((e for e in standing(entries) if e.id == call.path_value("entry_id")), None)
    if found is None:
        raise NotFound
    return found


def _counter_page(call: StaffCall, form: Typed, status: int = 200) -> Response:
    back = call.url("history", tenant_id=tenant_in(call).id)
    return call.render("editeur/counter.html", status, entry=_standing_in(call), back=back, form=form)
