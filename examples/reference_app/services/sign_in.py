"""Signing in: throttled, and the same work whether or not the account exists."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from netsoft.tenancy.places import neighbourhood
from reference_app.services.passwords import Passwords
from reference_app.storage.attempts import Limit
from reference_app.storage.directory import Directory
from reference_app.storage.people import Account, Realm, normal_login


@frozen
class Credentials:
    """What was typed, for which realm, and where it came from."""

    realm: Realm
    login: str
    password: str
    ip: str


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
class SignIn:
    """Opens sessions for those who know their password."""

    directory: Directory
    passwords: Passwords
    session_life: timedelta

    def __call__(self, given: Credentials, at: datetime) -> SignedIn | Refused:
        """Verify and open a session of 24 hours at most (art. 16.4)."""
        account = self.verify(given, at)
        return account if isinstance(account, Refused) else SignedIn(account, self._session(account, at))

    def verify(self, given: Credentials, at: datetime) -> Account | Refused:
        """Return the open account whose password this is, or why not; failures are throttled."""
        if not normal_login(given.login):
            return Refused(timedelta(0))  # nobody's account: there is nothing to try, and nothing to throttle
        limits = _limits(given)
        wait = self.directory.attempts.admit(limits, at)
        if wait > timedelta(0):
            return Refused(wait)
        account = self.directory.accounts(given.realm).by_login(given.login)
        right = self.passwords.verify(given.password, account.password_hash if account else None)
        if account is None or not right or not self.is_open(account):
            return Refused(timedelta(0))
        self.directory.attempts.succeeded(limits, at)
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


def _limits(given: Credentials) -> tuple[Limit, ...]:
    """Return the limits, the one that a success clears first.

    The wait for an account from everywhere stays short: it slows a spread attack, and locks nobody out.
    """
    login, source, realm = normal_login(given.login)[:200], neighbourhood(given.ip), given.realm.value
    # The kind stands first and what was typed last, so that no login can pass for another key.
    return (
        Limit(f"both|{realm}|{source}|{login}", free=5, longest=timedelta(minutes=15)),
        Limit(f"source|{realm}|{source}", free=40, longest=timedelta(minutes=15)),
        Limit(f"login|{realm}|{login}", free=30, longest=timedelta(seconds=8)),
    )
