"""Signing in and out, in either realm."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from attrs import frozen
from starlette.responses import PlainTextResponse, Response

from netsoft.answers import Decision
from reference_app.errors import Forbidden
from reference_app.services.sign_in import Credentials, Elsewhere, Refused
from reference_app.storage.people import Realm
from reference_app.web.calls import BrokerCall, PublicCall, StaffCall
from reference_app.web.guard import Cookies, safe_next
from reference_app.web.proxy import source_of
from reference_app.web.rendering import french_plural

HOME: Final = {Realm.BROKER: "/", Realm.STAFF: "/editeur"}


@frozen
class SignInForm:
    """The sign-in page of one realm."""

    realm: Realm
    template: str

    def show(self, call: PublicCall) -> Response:
        """Show the form."""
        return self._form(call, 200, "")

    def submit(self, call: PublicCall) -> Response:
        """Open a session, or show the form again."""
        source = call.request.client
        given = Credentials(
            self.realm,
            call.form.get("login", ""),
            call.form.get("password", ""),
            source.host if source else "",
            source.port if source else None,
        )
        result = call.sign_in(given, call.now, source_of(call.request))
        if isinstance(result, Refused):
            return self._refusal(call, result)
        if isinstance(result, Elsewhere):
            raise elsewhere(result.decision)
        cookies = Cookies(call.settings.https)
        call.directory.sessions.end(cookies.secret(call.request, self.realm))
        response = call.redirect(safe_next(call.form.get("suite", "")) or HOME[self.realm])
        cookies.put(response, self.realm, result.secret, call.sign_in.session_life)
        return response

    def _refusal(self, call: PublicCall, refused: Refused) -> Response:
        if not refused.wait:
            return self._form(call, 401, "Identifiant ou mot de passe erroné.")
        seconds = math.ceil(refused.wait.total_seconds())
        late = french_plural(seconds, "seconde", "secondes") if seconds < 120 else f"{math.ceil(seconds / 60)} minutes"
        response = self._form(call, 429, f"Trop de tentatives : patienter {late}, puis recommencer.")
        response.headers["retry-after"] = str(seconds)
        return response

    def _form(self, call: PublicCall, status: int, problem: str) -> Response:
        after = call.form.get("suite", call.query.get("suite", ""))
        return call.render(
            self.template,
            status,
            problem=problem,
            login=call.form.get("login", ""),
            suite=safe_next(after) or "",
        )


BROKERS: Final = SignInForm(Realm.BROKER, "sign_in.html")
STAFF: Final = SignInForm(Realm.STAFF, "editeur/sign_in.html")


def sign_out(realm: Realm) -> Callable[[BrokerCall | StaffCall], Response]:
    """Return the handler that ends the session of a realm."""

    def handler(call: BrokerCall | StaffCall) -> Response:
        cookies = Cookies(call.settings.https)
        call.directory.sessions.end(cookies.secret(call.request, realm))
        path = "/connexion" if realm is Realm.BROKER else "/editeur/connexion"
        response = call.redirect(path)
        cookies.put(response, realm, "", timedelta(0))
        return response

    return handler


def renew_cookie(call: BrokerCall | StaffCall, response: Response, secret: str) -> Response:
    """Give the browser the secret of a session that replaces the one it had."""
    Cookies(call.settings.https).put(response, call.session.realm, secret, call.session.expires_at - call.now)
    return response


def elsewhere(decision: Decision) -> Forbidden:
    """Return the refusal of a place, in the words of the page that says it (6.5)."""
    why = " ; ".join(reason.fact for reason in decision.reasons).replace("'", "’")
    remedy = "Revenir d’un lieu admis, ou demander à un administrateur du cabinet d’admettre celui-ci."
    return Forbidden(f"Le service ne s’utilise pas d’ici : {why} (6.5).", remedy)


def health(call: PublicCall) -> Response:
    """Say that the service answers."""
    call.directory.store.check()
    call.directory.sessions.check()
    return PlainTextResponse("ok\n")
