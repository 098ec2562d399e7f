"""Who asks: the session of a cookie, as netsoft finds it alive, and from where it may be used."""

from __future__ import annotations

from datetime import timedelta

from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response

from netsoft.answers import Decision
from netsoft.tenancy.networks import admitted
from netsoft.tenancy.sessions import SessionPolicy, alive, must_rotate
from reference_app.deployment import Deployment
from reference_app.storage.people import Account, Realm
from reference_app.storage.sessions import Session
from reference_app.web.guard import Cookies
from reference_app.web.proxy import source_of


@frozen(eq=False)
class Doorkeeper:
    """Finds who asks, and gives browsers the secrets of their sessions."""

    deployment: Deployment

    def who(self, request: Request, realm: Realm) -> tuple[Session, Account] | None:
        """Return the live session of a request with its account, both as they are now; its use is kept."""
        here, secret = self.deployment, self._cookies.secret(request, realm)
        now, kept = here.clock.now(), here.directory.sessions
        session = kept.find(secret, realm, now)
        account = None if session is None else here.directory.accounts(realm).get(session.account_id)
        if session is None or account is None or not here.sign_in.is_open(account):
            return None
        if not alive(session.life, now, account.bounds.epochs, self.policy(account)).granted:
            kept.end(secret)
            return None
        if session.seen_long_before(now):
            kept.seen(session, now)
        return session, account

    def policy(self, account: Account) -> SessionPolicy:
        """Return how long a session of an account lives, whole and idle."""
        whole, idle = SessionPolicy(self.deployment.settings.session_hours), account.bounds.idle_minutes
        most = whole.life // timedelta(minutes=1)  # shorter, perhaps, than when the brokerage stated its own
        return whole if idle is None else SessionPolicy(whole.hours, min(idle, most))

    def renew(self, session: Session, account: Account, response: Response) -> None:
        """Give the browser a new secret where the rights of the account changed since its own was made (16.4)."""
        epochs = account.bounds.epochs
        if not must_rotate(session.life, epochs):
            return
        secret = self.deployment.directory.sessions.rotate(session, epochs)
        if secret is not None:
            self._cookies.put(response, session.realm, secret, session.expires_at - self.deployment.clock.now())

    @property
    def _cookies(self) -> Cookies:
        return Cookies(self.deployment.settings.https)


def place_refused(request: Request, account: Account) -> Decision | None:
    """Return the refusal of the place from which an account is used (6.5); none where it is admitted."""
    decision = admitted(account.bounds.places, source_of(request))
    return None if decision.granted else decision
