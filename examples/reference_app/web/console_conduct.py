"""Clause 13.1 in the console: doings recorded with their evidence, accesses closed for them and opened again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen
from starlette.responses import Response

from netsoft.errors import InvalidValue
from reference_app.errors import AlreadySent
from reference_app.ids import EntryId
from reference_app.services.access import access_now
from reference_app.services.bookkeeping import Entering
from reference_app.services.conduct import Conduct, ConductRow
from reference_app.services.conduct_forms import CLOSE, NOTE, REOPEN
from reference_app.services.record_forms import RecordForm, RecordRead, placed, read_record
from reference_app.web.calls import StaffCall
from reference_app.web.console import tenant_in
from reference_app.web.entries import ALREADY_SENT, entering

_AS_NEW = RecordRead({"leaves_export": "yes"}, {}, None)


@frozen
class _Answered:
    """A form that was sent: what was read of it, and the status of the answer."""

    read: RecordRead
    status: int


def show_conduct(call: StaffCall) -> Response:
    """Show the access of a brokerage, and the doings recorded, the newest first."""
    tenant = tenant_in(call)
    access, rows = access_now(call.directory, tenant.id, call.now), _conduct(call).rows(call.now)
    return call.render("editeur/conduct.html", tenant=tenant, access=access, rows=rows)


def show_note(call: StaffCall) -> Response:
    """Show the form of a doing."""
    return _note_page(call, _Answered(_AS_NEW, 200))


def submit_note(call: StaffCall) -> Response:
    """Record a doing with its evidence; nothing is closed by it."""
    answered = _sent(call, NOTE, lambda noted: _conduct(call).note(noted, _entering(call, "note")))
    if answered.status != 303:
        return _note_page(call, answered)
    return call.done(call.url("conduct", tenant_id=tenant_in(call).id), "Agissement consigné. Rien n’est fermé.")


def show_infringement(call: StaffCall) -> Response:
    """Show a doing, what was done about it, and the form of what can be done now."""
    return _page(call, _row(call), _Answered(_AS_NEW, 200))


def close_access(call: StaffCall) -> Response:
    """Close the access from which a doing came."""
    row = _row(call)
    answered = _sent(call, CLOSE, lambda asked: _conduct(call).close(row, asked, _entering(call, "close")))
    return _settled(call, row, answered, "Accès fermé")


def reopen_access(call: StaffCall) -> Response:
    """Open again what was closed for a doing."""
    row = _row(call)
    answered = _sent(call, REOPEN, lambda asked: _conduct(call).reopen(row, asked, _entering(call, "reopen")))
    return _settled(call, row, answered, "Accès rouvert")


def _sent(call: StaffCall, form: RecordForm, act: Callable[[Any], EntryId]) -> _Answered:
    """Read a form and do what it asks; what is wrong is said beside its field."""
    read = read_record(form, call.form)
    if read.value is None:
        return _Answered(read, 422)
    try:
        act(read.value)
    except InvalidValue as error:
        return _Answered(RecordRead(call.form, placed(error, form), None), 422)
    except AlreadySent:
        return _Answered(RecordRead(call.form, {"": ALREADY_SENT}, None), 409)
    return _Answered(read, 303)


def _settled(call: StaffCall, row: ConductRow, answered: _Answered, said: str) -> Response:
    if answered.status != 303:
        return _page(call, row, answered)
    path = call.url("infringement", tenant_id=tenant_in(call).id, record_id=row.record_id)
    return call.done(path, f"{said} : {row.whose}.")


def _note_page(call: StaffCall, answered: _Answered) -> Response:
    tenant = tenant_in(call)
    back, action = (call.url(name, tenant_id=tenant.id) for name in ("conduct", "submit_note"))
    page: dict[str, object] = {"whose": tenant.name, "form": NOTE, "read": answered.read, "back": back}
    return call.render("editeur/record.html", answered.status, action=action, **page)


def _page(call: StaffCall, row: ConductRow, answered: _Answered) -> Response:
    form, name = (CLOSE, "close_access") if row.closed is None else (REOPEN, "reopen_access")
    ids = {"tenant_id": tenant_in(call).id, "record_id": row.record_id}
    page: dict[str, object] = {"row": row, "form": form, "action": call.url(name, **ids), "read": answered.read}
    return call.render("editeur/infringement.html", answered.status, tenant=tenant_in(call), **page)


def _row(call: StaffCall) -> ConductRow:
    return _conduct(call).row(EntryId(call.path_value("record_id")), call.now)


def _conduct(call: StaffCall) -> Conduct:
    return Conduct(call.directory, tenant_in(call).id)


def _entering(call: StaffCall, verb: str) -> Entering:
    return entering(call, f"conduct.{verb}", tenant_in(call).id)
