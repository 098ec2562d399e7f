"""Sessions kept on the server: the cookie holds a random id, the store only its hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from attrs import field, frozen
from sqlalchemy import Row, delete, insert, select, update

from reference_app.ids import StaffId, UserId
from reference_app.storage.directory_tables import sessions
from reference_app.storage.people import Account, Realm
from reference_app.storage.store import Store


@frozen
class Session:
    """A live session: whose it is, its browser id, its anti-forgery token, when it ends.

    ``notice`` is a sentence for the next page, ``free_path`` the page to which a counted post redirected.
    """

    realm: Realm
    account_id: UserId | StaffId
    browser_id: str
    csrf: str = field(repr=False)
    expires_at: datetime
    id_hash: bytes = field(repr=False)
    notice: str | None = None
    free_path: str | None = None
    free_until: datetime | None = None


@frozen
class Sessions:
    """The sessions of the directory."""

    _store: Store

    def open(self, account: Account, at: datetime, life: timedelta) -> str:
        """Open a session and return its secret, for the cookie alone."""
        secret = secrets.token_urlsafe(32)
        row = {
            "id_hash": _hash(secret),
            "realm": account.realm.value,
            "account_id": account.id,
            "browser_id": secrets.token_hex(8),
            "csrf": secrets.token_urlsafe(32),
            "created_at": at,
            "expires_at": at + life,
        }
        with self._store.write() as db:
            db.execute(delete(sessions).where(sessions.c.expires_at <= at))
            db.execute(insert(sessions).values(**row))
        return secret

    def find(self, secret: str, realm: Realm, at: datetime) -> Session | None:
        """Return the live session of a cookie in its own realm, whatever else the cookie says."""
        alive = (
            (sessions.c.id_hash == _hash(secret))
            & (sessions.c.realm == realm.value)
            & (sessions.c.expires_at > at)
            & (sessions.c.created_at <= at)
        )
        with self._store.read() as db:
            row = db.execute(select(sessions).where(alive)).one_or_none()
            return None if row is None else _session(row)

    def end(self, secret: str) -> None:
        """End the session of a cookie."""
        with self._store.write() as db:
            db.execute(delete(sessions).where(sessions.c.id_hash == _hash(secret)))

    def leave(self, session: Session, notice: str, free_path: str | None, until: datetime) -> None:
        """Leave a notice for the next page, and a path that is shown once without being counted."""
        values = {"notice": notice, "free_path": free_path, "free_until": until}
        with self._store.write() as db:
            db.execute(update(sessions).where(sessions.c.id_hash == session.id_hash).values(**values))

    def leave_notice(self, session: Session, notice: str) -> None:
        """Leave a notice for the next page, and what is free as it stands."""
        with self._store.write() as db:
            db.execute(update(sessions).where(sessions.c.id_hash == session.id_hash).values(notice=notice))

    def take_free_path(self, session: Session, path: str, at: datetime) -> bool:
        """Tell once whether ``path`` is the page to which a counted post redirected."""
        if session.free_path != path or session.free_until is None or session.free_until <= at:
            return False
        still = (sessions.c.id_hash == session.id_hash) & (sessions.c.free_path == path)
        with self._store.write() as db:
            return bool(db.execute(update(sessions).where(still).values(free_path=None)).rowcount)

    def clear_notice(self, session: Session) -> None:
        """Forget the notice once it has been shown."""
        mine = sessions.c.id_hash == session.id_hash
        with self._store.write() as db:
            db.execute(update(sessions).where(mine).values(notice=None))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _session(row: Row[Any]) -> Session:
    return Session(
        realm=Realm(row.realm),
        account_id=row.account_id,
        browser_id=row.browser_id,
        csrf=row.csrf,
        expires_at=row.expires_at,
        id_hash=row.id_hash,
        notice=row.notice,
        free_path=row.free_path,
        free_until=row.free_until,
    )
