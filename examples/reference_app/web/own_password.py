"""Changing one's own password."""

from __future__ import annotations

from starlette.responses import Response

from netsoft.errors import InvalidValue
from reference_app.services.passwords import check_new
from reference_app.services.sign_in import Credentials, Refused
from reference_app.web.calls import BrokerCall
from reference_app.web.signing import renew_cookie


def show_password(call: BrokerCall) -> Response:
    """Show the form."""
    return call.render("password.html", problems={})


def submit_password(call: BrokerCall) -> Response:
    """Change the password; every other session of the account ends."""
    problems = _problems(call)
    if problems:
        return call.render("password.html", 422, problems=problems)
    directory, account = call.directory, call.account
    directory.users.set_password(account, call.passwords.hash(call.form["new"]), call.now)
    secret = directory.sessions.open(account, call.now, call.sign_in.session_life)
    return renew_cookie(call, call.redirect(call.url("password_changed")), secret)


def show_changed(call: BrokerCall) -> Response:
    """Say that it is done."""
    return call.render("password_changed.html")


def _problems(call: BrokerCall) -> dict[str, str]:
    form = call.form
    problems: dict[str, str] = {}
    try:
        check_new(form.get("new", ""), call.account.person)
    except InvalidValue as error:
        problems["new"] = f"{error.problem} ; {error.remedy}.".capitalize()
    if form.get("new", "") != form.get("again", ""):
        problems["again"] = "Les deux saisies diffèrent."
    if not problems and not _knows_present(call):
        problems["present"] = "Ce n’est pas le mot de passe actuel, ou les essais sont trop rapprochés."
    return problems


def _knows_present(call: BrokerCall) -> bool:
    """Verify the present password under the same throttle as signing in."""
    given = Credentials(
        call.account.realm,
        call.account.person.login,
        call.form.get("present", ""),
        call.desk.actor.ip,
    )
    return not isinstance(call.sign_in.verify(given, call.now), Refused)
