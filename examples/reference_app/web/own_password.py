"""Changing one's own password, in either realm."""

from __future__ import annotations

from typing import Final

from attrs import frozen
from starlette.responses import Response

from reference_app.services.own_password import own_password_problems
from reference_app.services.sign_in import Credentials, Refused
from reference_app.storage.directory import journal_staff_act
from reference_app.web.calls import BrokerCall, StaffCall
from reference_app.web.signing import HOME, renew_cookie


@frozen
class OwnPassword:
    """The pages of one realm: its templates, and the page that says that it is done."""

    folder: str
    done: str

    def show(self, call: BrokerCall | StaffCall) -> Response:
        """Show the form."""
        return call.render(f"{self.folder}password.html", problems={})

    def submit(self, call: BrokerCall | StaffCall) -> Response:
        """Change the password; every other session of the account ends, and this one goes on under a new secret."""
        problems = own_password_problems(call.form, call.account.person, lambda: _knows_present(call))
        if problems:
            return call.render(f"{self.folder}password.html", 422, problems=problems)
        if not _change(call, call.passwords.hash(call.form["new"])):
            return call.redirect(HOME[call.account.realm])
        response = call.redirect(call.url(self.done))
        secret = call.directory.sessions.rotate(call.session, call.account.bounds.epochs.revoke_user())
        return response if secret is None else renew_cookie(call, response, secret)

    def show_changed(self, call: BrokerCall | StaffCall) -> Response:
        """Say that it is done."""
        return call.render(f"{self.folder}password_changed.html")


BROKERS: Final = OwnPassword("", "password_changed")
STAFF: Final = OwnPassword("editeur/", "staff_password_changed")


def _change(call: BrokerCall | StaffCall, hashed: str) -> bool:
    """Change it, unless somebody ended the sessions of the account meanwhile: what they gave or closed stands."""
    directory, account = call.directory, call.account
    with directory.store.write() as db:
        if not directory.accounts(account.realm).stands(db, account):
            return False
        directory.accounts(account.realm).put_own_password(db, account, hashed, call.now)
        if isinstance(call, StaffCall):
            journal_staff_act(db, call.act("password.change"))
    if isinstance(call, BrokerCall):
        call.desk.note("mot de passe changé")
    return True


def _knows_present(call: BrokerCall | StaffCall) -> bool:
    """Verify the present password under the same throttle as signing in."""
    source, account = call.request.client, call.account
    given = Credentials(
        account.realm, account.person.login, call.form.get("present", ""), source.host if source else ""
    )
    return not isinstance(call.sign_in.verify(given, call.now), Refused)
