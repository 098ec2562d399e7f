"""Changing one's own password."""

from __future__ import annotations

from starlette.responses import Response

from reference_app.services.own_password import own_password_problems
from reference_app.services.sign_in import Credentials, Refused
from reference_app.web.calls import BrokerCall
from reference_app.web.signing import renew_cookie


def show_password(call: BrokerCall) -> Response:
    """Show the form."""
    return call.render("password.html", problems={})


def submit_password(call: BrokerCall) -> Response:
    """Change the password; every other session of the account ends."""
    problems = own_password_problems(call.form, call.account.person, lambda: _knows_present(call))
    if problems:
        return call.render("password.html", 422, problems=problems)
    directory, account = call.directory, call.account
    hashed = call.passwords.hash(call.form["new"])
    with directory.store.write() as db:
        directory.users.put_own_password(db, account, hashed, call.now)
    call.desk.note("mot de passe changé")
    response = call.redirect(call.url("password_changed"))
    secret = directory.sessions.rotate(call.session, account.bounds.epochs.revoke_user())
    return response if secret is None else renew_cookie(call, response, secret)


def show_changed(call: BrokerCall) -> Response:
    """Say that it is done."""
    return call.render("password_changed.html")


def _knows_present(call: BrokerCall) -> bool:
    """Verify the present password under the same throttle as signing in."""
    given = Credentials(
        call.account.realm,
        call.account.person.login,
        call.form.get("present", ""),
        call.desk.actor.ip,
    )
    return not isinstance(call.sign_in.verify(given, call.now), Refused)
