"""Opening brokerages; opening, closing and resetting their administrators. A new password is shown once."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.errors import InvalidValue
from reference_app.ids import UserId
from reference_app.services.billing_form import sentence
from reference_app.services.console import Console, person_of
from reference_app.storage.people import Account
from reference_app.web.calls import StaffCall
from reference_app.web.console import tenant_in
from reference_app.web.entries import Typed


def show_new_brokerage(call: StaffCall) -> Response:
    """Show the form of a new brokerage."""
    return call.render("editeur/new_brokerage.html", form=Typed({}, {}))


def submit_new_brokerage(call: StaffCall) -> Response:
    """Open a brokerage and its first administrator."""
    try:
        tenant, given = _console(call).open_brokerage(call.form, call.act("brokerage.open"))
    except InvalidValue as error:
        form = Typed(call.form, {error.field: sentence(error)})
        return call.render("editeur/new_brokerage.html", 422, form=form)
    return call.render("editeur/given.html", tenant=tenant, given=given)


def show_administrators(call: StaffCall) -> Response:
    """Show the administrators of a brokerage, and the form of another one."""
    return _page(call, Typed({}, {}))


def submit_administrator(call: StaffCall) -> Response:
    """Open an administrator's access."""
    tenant = tenant_in(call)
    try:
        given = _console(call).open_administrator(tenant.id, person_of(call.form), call.act("administrator.open"))
    except InvalidValue as error:
        return _page(call, Typed(call.form, {error.field: sentence(error)}), 422)
    return call.render("editeur/given.html", tenant=tenant, given=given)


def reset_administrator(call: StaffCall) -> Response:
    """Give an administrator a new password, shown on this page alone; her sessions end."""
    given = _console(call).reset(_administrator(call), call.act("administrator.reset"))
    return call.render("editeur/given.html", tenant=tenant_in(call), given=given)


def close_administrator(call: StaffCall) -> Response:
    """Close an administrator's access; her sessions end."""
    return _set_open(call, is_open=False)


def reopen_administrator(call: StaffCall) -> Response:
    """Open an administrator's access again."""
    return _set_open(call, is_open=True)


def _set_open(call: StaffCall, *, is_open: bool) -> Response:
    account = _administrator(call)
    act = call.act("administrator.reopen" if is_open else "administrator.close")
    _console(call).set_open(account, is_open=is_open, act=act)
    state = "ouvert" if is_open else "fermé, sessions terminées"
    path = call.url("administrators", tenant_id=tenant_in(call).id)
    return call.done(path, f"Accès de {account.person.full_name} : {state}.")


def _page(call: StaffCall, form: Typed, status: int = 200) -> Response:
    tenant = tenant_in(call)
    people = [user for user in call.directory.users.of_tenant(tenant.id) if user.administrator]
    return call.render("editeur/administrators.html", status, tenant=tenant, people=people, form=form)


def _administrator(call: StaffCall) -> Account:
    return _console(call).administrator(tenant_in(call).id, UserId(call.path_value("user_id")))


def _console(call: StaffCall) -> Console:
    return Console(call.directory, call.passwords, call.registrar)
