"""The users of the brokerage: opened, closed, given rights and passwords by its administrators (6.4)."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.answers import Decision
from netsoft.errors import InvalidValue
from netsoft.tenancy.rights import GRANTABLE, ROLES, Right, role_of
from reference_app.ids import UserId
from reference_app.services.billing_form import sentence
from reference_app.services.console import person_of
from reference_app.services.opening import Given
from reference_app.services.team import OWN_SET, TeamDesk, asked_rights, in_words
from reference_app.storage.people import Account
from reference_app.web.calls import BrokerCall
from reference_app.web.entries import Typed


def show_users(call: BrokerCall) -> Response:
    """List the accesses, and show the form of a new one."""
    return _page(call, Typed({"role": "gestion"}, {}))


def open_user(call: BrokerCall) -> Response:
    """Open the access of a named person; its password is shown on this page alone."""
    desk = _desk(call)
    try:
        given = desk.open(person_of(call.form), asked_rights(call.form))
    except InvalidValue as error:
        return _page(call, Typed(call.form, {error.field: sentence(error)}), 422)
    if isinstance(given, Decision):
        return _page(call, Typed(call.form, {"": in_words(given, desk.people)}), 403)
    call.desk.note(f"accès ouvert {given.account.id}")
    return _given(call, given, is_new=True)


def show_user(call: BrokerCall) -> Response:
    """Show one access with its rights."""
    return _user(call, _one(call))


def set_rights(call: BrokerCall) -> Response:
    """Give an access other rights."""
    desk, account = _desk(call), _one(call)
    try:
        rights = asked_rights(call.form)
    except InvalidValue as error:
        return _user(call, account, sentence(error), 422)
    named = role_of(rights)
    refused = desk.give(account, rights)
    return _settled(call, account, refused, f"droits de {account.id} : {named.key if named else OWN_SET}")


def close_user(call: BrokerCall) -> Response:
    """Close an access."""
    account = _one(call)
    return _settled(call, account, _desk(call).close(account), f"accès fermé {account.id}")


def reopen_user(call: BrokerCall) -> Response:
    """Open an access again."""
    account = _one(call)
    return _settled(call, account, _desk(call).reopen(account), f"accès rouvert {account.id}")


def reset_user(call: BrokerCall) -> Response:
    """Give an access a new password, shown on this page alone."""
    desk, account = _desk(call), _one(call)
    given = desk.reset(account)
    if isinstance(given, Decision):
        return _user(call, account, in_words(given, desk.people), 403)
    call.desk.note(f"mot de passe remplacé {account.id}")
    return _given(call, given, is_new=False)


def _settled(call: BrokerCall, account: Account, refused: Decision | None, done: str) -> Response:
    if refused is not None:
        return _user(call, account, in_words(refused, _desk(call).people), 403)
    call.desk.note(done)
    if account.id == call.account.id:  # this page may be closed to oneself by now
        return call.done(call.url("home"), "Votre accès : enregistré.", free=False)
    return call.done(call.url("user", user_id=account.id), f"{account.person.full_name} : enregistré.", free=False)


def _given(call: BrokerCall, given: Given, *, is_new: bool) -> Response:
    return call.render("users/given.html", given=given, is_new=is_new)


def _page(call: BrokerCall, form: Typed, status: int = 200) -> Response:
    shown = {"people": _desk(call).people, "roles": ROLES, "role_of": role_of, "form": form}
    return call.render("users/list.html", status, **shown, **_choices())


def _user(call: BrokerCall, account: Account, problem: str = "", status: int = 200) -> Response:
    now = role_of(account.rights)
    shown = {"user": account, "roles": ROLES, "role": now.key if now else OWN_SET, "problem": problem}
    return call.render("users/one.html", status, **shown, **_choices())


def _choices() -> dict[str, object]:
    return {"rights": tuple(right for right in Right if right in GRANTABLE), "own_set": OWN_SET}


def _one(call: BrokerCall) -> Account:
    return _desk(call).one(UserId(call.path_value("user_id")))


def _desk(call: BrokerCall) -> TeamDesk:
    return TeamDesk(call.directory, call.passwords, call.account, call.now)
