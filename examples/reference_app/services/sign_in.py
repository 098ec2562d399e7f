"""Signing in: throttled, and the same work whether or not the account exists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from attrs import field, frozen

from netsoft.answers import Decision
from netsoft.tenancy.accounts import normal_login
from netsoft.tenancy.networks import admitted
from netsoft.tenancy.places import Source, neighbourhood
from reference_app.ids import UserId
from reference_app.services.passwords import Passwords
from reference_app.storage.attempts import AttemptKeys
from reference_app.storage.directory import Directory
from reference_app.storage.journal import Act, Actor, Journal, Outcome
from reference_app.storage.people import Account, Realm

NO_BROWSER: Final = "aucune session"
"""What the journal says of the browser where no session was opened."""


@frozen
class Credentials:
    """What was typed, for which realm, and where it came from."""

    realm: Realm
    login: str
    password: str
    ip: str
    port: int | None = None


@frozen
class SignedIn:
    """A success: the secret for the cookie."""

    account: Account
    secret: str


@frozen
class Refused:
    """A failure; ``wait`` is positive when tries come too fast. It never says whether the login exists."""

    wait: timedelta


@frozen
class Elsewhere:
    """The password is right, and the place is not admitted (6.5)."""

    decision: Decision


@frozen
class SignIn:
    """Opens sessions for those who know their password."""

    directory: Directory
    passwords: Passwords
    session_life: timedelta
    _journal_of: Callable[[Account], Journal] = field(repr=False)

    def __call__(self, given: Credentials, at: datetime, found: Source | Decision) -> SignedIn | Refused | Elsewhere:
        """Verify, and open a session of 24 hours at most (art. 16.4) where the place is admitted (6.5)."""
        account = self.verify(given, at)
        if isinstance(account, Refused):
            return account
        decision = admitted(account.bounds.places, found)
        if account.tenant_id is not None and not decision.granted:
            self._refuse(account, given, decision, at)
            return Elsewhere(decision)
        return SignedIn(account, self._session(account, at))

    def _refuse(self, account: Account, given: Credentials, decision: Decision, at: datetime) -> None:
        """Journal the refusal: whoever it was knew the password."""
        assert account.tenant_id is not None
        actor = Actor(at, account.tenant_id, UserId(account.id), NO_BROWSER, given.ip, given.port)
        act = Act("sign_in", detail=decision.reasons[0].fact)
        self._journal_of(account).record(actor, act, Outcome.REFUSED)

    def verify(self, given: Credentials, at: datetime) -> Account | Refused:
        """Return the open account whose password this is, or why not; failures are throttled."""
        if not normal_login(given.login):
            return Refused(timedelta(0))  # nobody's account: there is nothing to try, and nothing to throttle
        keys = _keys(given)
        wait = self.directory.attempts.admit(keys, at)
        if wait > timedelta(0):
            return Refused(wait)
        account = self.directory.accounts(given.realm).by_login(given.login)
        right = self.passwords.verify(given.password, account.password_hash if account else None)
        if account is None or not right or not self.is_open(account):
            return Refused(timedelta(0))
        self.directory.attempts.succeeded(keys, at)
        self._refresh(account, given.password)
        return account

    def is_open(self, account: Account) -> bool:
        """Tell whether the account, and its brokerage if it has one, are open."""
        if account.closed_at is not None:
            return False
        if account.tenant_id is None:
            return True
        tenant = self.directory.tenants.get(account.tenant_id)
        return tenant is not None and tenant.closed_at is None

    def _refresh(self, account: Account, password: str) -> None:
        if self.passwords.outdated(account.password_hash):
            self.directory.accounts(account.realm).rehash(account, self.passwords.hash(password))

    def _session(self, account: Account, at: datetime) -> str:
        return self.directory.sessions.open(account, at, self.session_life)


def _keys(given: Credentials) -> AttemptKeys:
    """Return under what the try is remembered: the addresses of one subscriber are one source."""
    login, source, realm = normal_login(given.login)[:200], neighbourhood(given.ip), given.realm.value
    # The kind stands first and what was typed last, so that no login can pass for another key.
    return AttemptKeys(
        pair=f"both|{realm}|{source}|{login}",
        source=f"source|{realm}|{source}",
        account=f"login|{realm}|{login}",
        known=f"known|{realm}|{source}|{login}",
    )
