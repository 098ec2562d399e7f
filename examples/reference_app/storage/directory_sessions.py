"""Sessions kept in the directory's database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from attrs import frozen
from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from netsoft.tenancy.sessions import Epochs
from netsoft.tenancy.sessions import Session as Life
from reference_app.storage.directory_tables import sessions
from reference_app.storage.people import Account, Realm
from reference_app.storage.sessions import Session, hash_of, new_secret, new_session
from reference_app.storage.store import Store


@frozen
class DirectorySessions:
    """The sessions of the directory."""

    _store: Store

    def open(self, account: Account, at: datetime, life: timedelta) -> str:
        """Open a session, and drop those that are over."""
        secret, session = new_session(account, at, life)
        with self._store.write() as db:
            db.execute(delete(sessions).where(sessions.c.expires_at <= at))
            db.execute(insert(sessions).values(**_row(session)))
        return secret

    def find(self, secret: str, realm: Realm, at: datetime) -> Session | None:
        """Return the session of a cookie; one of before there were epochs is over."""
        mine = (sessions.c.id_hash == hash_of(secret)) & (sessions.c.realm == realm.value)
        mine &= sessions.c.seen_at.is_not(None)
        with self._store.read() as db:
            row = db.execute(select(sessions).where(mine & (sessions.c.expires_at > at))).one_or_none()
            return None if row is None else _session(row)

    def seen(self, session: Session, at: datetime) -> None:
        """Keep the last use."""
        self._set(_of(session), seen_at=session.life.seen(at).seen_at)

    def rotate(self, session: Session, epochs: Epochs) -> str | None:
        """Give a session a new secret in the present epochs."""
        secret = new_secret()
        return secret if self._set(_of(session), id_hash=hash_of(secret), **_epochs(epochs)) else None

    def end(self, secret: str) -> None:
        """End the session of a cookie."""
        with self._store.write() as db:
            db.execute(delete(sessions).where(sessions.c.id_hash == hash_of(secret)))

    def leave(self, session: Session, notice: str, free_path: str | None, until: datetime) -> None:
        """Leave a notice, and a path that is shown once without being counted."""
        self._set(_of(session), notice=notice, free_path=free_path, free_until=until)

    def leave_notice(self, session: Session, notice: str) -> None:
        """Leave a notice, and what is free as it stands."""
        self._set(_of(session), notice=notice)

    def take_free_path(self, session: Session, path: str, at: datetime) -> bool:
        """Tell once whether ``path`` is free."""
        return session.is_free(path, at) and self._set(_of(session) & (sessions.c.free_path == path), free_path=None)

    def clear_notice(self, session: Session) -> None:
        """Forget the notice."""
        self._set(_of(session), notice=None)

    def check(self) -> None:
        """Ask the database."""
        self._store.check()

    def close(self) -> None:
        """Leave the database open: it is the directory's."""

    def _set(self, which: ColumnElement[bool], **values: object) -> bool:
        with self._store.write() as db:
            return bool(db.execute(update(sessions).where(which).values(**values)).rowcount)


def _of(session: Session) -> ColumnElement[bool]:
    return sessions.c.id_hash == session.id_hash


def _epochs(epochs: Epochs) -> dict[str, int]:
    return {"user_epoch": epochs.user, "tenant_epoch": epochs.tenant, "rights_epoch": epochs.rights}


def _row(session: Session) -> dict[str, object]:
    return {
        "id_hash": session.id_hash,
        "realm": session.realm.value,
        "account_id": session.account_id,
        "browser_id": session.browser_id,
        "csrf": session.csrf,
        "created_at": session.life.opened_at,
        "seen_at": session.life.seen_at,
        "expires_at": session.expires_at,
        **_epochs(session.life.epochs),
    }


def _session(row: Row[Any]) -> Session:
    epochs = Epochs(row.user_epoch, row.tenant_epoch, row.rights_epoch)
    return Session(
        realm=Realm(row.realm),
        account_id=row.account_id,
        browser_id=row.browser_id,
        csrf=row.csrf,
        life=Life(row.created_at, epochs, seen_at=row.seen_at),
        expires_at=row.expires_at,
        id_hash=row.id_hash,
        notice=row.notice,
        free_path=row.free_path,
        free_until=row.free_until,
    )
