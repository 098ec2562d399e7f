"""Sessions kept on the server: the cookie holds a random secret, and what keeps the sessions only its hash.

Two places keep them under the same contract: the directory's database, and Redis. Whether a session still lives is
netsoft's answer, from its last use and from the epochs that the directory holds: no place is asked to revoke anything.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final, Protocol

from attrs import field, frozen

from netsoft.tenancy.sessions import Epochs
from netsoft.tenancy.sessions import Session as Life
from reference_app.ids import StaffId, UserId
from reference_app.storage.people import Account, Realm

SEEN_EVERY: Final = timedelta(minutes=1)
"""A last use is kept at most so often: a session ends that much early, and never late."""


@frozen
class Session:
    """A session: whose it is, its browser id, its anti-forgery token, what it lives, when it ends whatever is done.

    ``notice`` is a sentence for the next page, ``free_path`` the page to which a counted post redirected.
    """

    realm: Realm
    account_id: UserId | StaffId
    browser_id: str
    csrf: str = field(repr=False)
    life: Life
    expires_at: datetime
    id_hash: bytes = field(repr=False)
    notice: str | None = None
    free_path: str | None = None
    free_until: datetime | None = None

    def is_free(self, path: str, at: datetime) -> bool:
        """Tell whether ``path`` is the page to which a counted post has just redirected."""
        return self.free_path == path and self.free_until is not None and self.free_until > at

    def seen_long_before(self, at: datetime) -> bool:
        """Tell whether its last use is to be kept anew."""
        return at - self.life.seen_at >= SEEN_EVERY


class Sessions(Protocol):
    """Where the sessions of both realms are kept."""

    def open(self, account: Account, at: datetime, life: timedelta) -> str:
        """Open a session in the present epochs of an account and return its secret, for the cookie alone."""

    def find(self, secret: str, realm: Realm, at: datetime) -> Session | None:
        """Return what is kept under the secret of a cookie in its own realm, whatever else the cookie says."""

    def seen(self, session: Session, at: datetime) -> None:
        """Keep the last use."""

    def rotate(self, session: Session, epochs: Epochs) -> str | None:
        """Give a session a new secret in the present epochs, with the life it has left; none if it has gone.

        Of two who ask it at once with the same secret one has the new one, and the other nothing.
        """

    def end(self, secret: str) -> None:
        """End the session of a cookie."""

    def leave(self, session: Session, notice: str, free_path: str | None, until: datetime) -> None:
        """Leave a notice for the next page, and a path that is shown once without being counted."""

    def leave_notice(self, session: Session, notice: str) -> None:
        """Leave a notice for the next page, and what is free as it stands."""

    def take_free_path(self, session: Session, path: str, at: datetime) -> bool:
        """Tell once whether ``path`` is the page to which a counted post redirected."""

    def clear_notice(self, session: Session) -> None:
        """Forget the notice once it has been shown."""

    def check(self) -> None:
        """Ask once; raise if nothing answers."""

    def close(self) -> None:
        """Close what is open."""


def new_session(account: Account, at: datetime, life: timedelta) -> tuple[str, Session]:
    """Return a new session of an account with its secret."""
    secret = new_secret()
    session = Session(
        realm=account.realm,
        account_id=account.id,
        browser_id=secrets.token_hex(8),
        csrf=secrets.token_urlsafe(32),
        life=Life(at, account.bounds.epochs),
        expires_at=at + life,
        id_hash=hash_of(secret),
    )
    return secret, session


def new_secret() -> str:
    """Return a secret of 256 bits."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> bytes:
    """Return under what a session is kept."""
    return hashlib.sha256(secret.encode()).digest()
