"""Opening brokerages; opening, closing and resetting their administrators. A new password is shown once."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.errors import InvalidValue
from reference_app.errors import AlreadySent, NotFound
from reference_app.ids import TenantId, UserId
from reference_app.services.billing_form import sentence
from reference_app.services.console import AccessGiven, Asked, Console, person_of
from reference_app.storage.people import Account
from reference_app.web.calls import StaffCall
from reference_app.web.console import tenant_in
from reference_app.web.entries import ALREADY_SENT, Typed
from reference_app.web.guard import check_form_key


def show_new_brokerage(call: StaffCall) -> Response:
    """Show the form of a new brokerage."""
    return call.render("editeur/new_brokerage.html", form=Typed({}, {}))


def submit_new_brokerage(call: StaffCall) -> Response:
    """Open a brokerage and its first administrator."""
    try:
        given = _console(call).open_brokerage(call.form, _asked(call, "brokerage.open"))
    except InvalidValue as error:
        form = Typed(call.form, {error.field: sentence(error)})
        return call.render("editeur/new_brokerage.html", 422, form=form)
    except AlreadySent:
        return call.render("editeur/new_brokerage.html", 409, form=Typed(call.form, {"": ALREADY_SENT}))
    return _shown_once(call, given, is_new=True)


def show_administrators(call: StaffCall) -> Response:
    """Show the administrators of a brokerage, and the form of another one."""
    return _page(call, Typed({}, {}))


def submit_administrator(call: StaffCall) -> Response:
    """Open an administrator's access."""
    tenant, asked = tenant_in(call), _asked(call, "administrator.open")
    try:
        given = _console(call).open_administrator(tenant.id, person_of(call.form), asked)
    except InvalidValue as error:
        return _page(call, Typed(call.form, {error.field: sentence(error)}), 422)
    except AlreadySent:
        return _page(call, Typed(call.form, {"": ALREADY_SENT}), 409)
    return _shown_once(call, given, is_new=True)


def reset_administrator(call: StaffCall) -> Response:
    """Give an administrator a new password, shown on this page alone; her sessions end."""
    try:
        given = _console(call).reset(_administrator(call), _asked(call, "administrator.reset"))
    except AlreadySent:
        return _page(call, Typed({}, {"": ALREADY_SENT}), 409)
    return _shown_once(call, given, is_new=False)


def close_administrator(call: StaffCall) -> Response:
    """Close an administrator's access; her sessions end."""
    return _set_open(call, is_open=False)


def reopen_administrator(call: StaffCall) -> Response:
    """Open an administrator's access again."""
    return _set_open(call, is_open=True)


def _set_open(call: StaffCall, *, is_open: bool) -> Response:
    asked = _asked(call, "administrator.reopen" if is_open else "administrator.close")
    try:
        account = _console(call).set_open(_administrator(call), is_open=is_open, asked=asked)
    except AlreadySent:
        return _page(call, Typed({}, {"": ALREADY_SENT}), 409)
    state = "fermé, sessions terminées" if account.closed_at else "ouvert"
    path = call.url("administrators", tenant_id=tenant_in(call).id)
    return call.done(path, f"Accès de {account.person.full_name} : {state}.")


def _asked(call: StaffCall, action: str) -> Asked:
    check_form_key(call.form)
    return Asked(call.act(action), call.form_sent)


def _shown_once(call: StaffCall, given: AccessGiven, *, is_new: bool) -> Response:
    tenant = call.directory.tenants.get(given.account.tenant_id or TenantId(""))
    if tenant is None:
        raise NotFound
    return call.render("editeur/given.html", tenant=tenant, given=given, is_new=is_new)


def _page(call: StaffCall, form: Typed, status: int = 200) -> Response:
    tenant = tenant_in(call)
    people = [user for user in call.directory.users.of_tenant(tenant.id) if user.administrator]
    return call.render("editeur/administrators.html", status, tenant=tenant, people=people, form=form)


def _administrator(call: StaffCall) -> Account:
    return _console(call).administrator(tenant_in(call).id, UserId(call.path_value("user_id")))


def _console(call: StaffCall) -> Console:
    return Console(call.directory, call.passwords, call.registrar)
