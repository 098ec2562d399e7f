"""Sessions kept in Redis: under the hash of the secret, sealed, gone at the end of their life.

Redis sees neither whose a session is nor any token: a value is sealed (AES-256-GCM) under a key derived from the master
key and bound to its own place, so that one moved under another's hash does not open. What does not open is no session.
Without an answer nobody is signed in: every command that fails raises :class:`SessionsAway`.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, Final

import redis
from attrs import asdict, evolve, field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry

from netsoft.tenancy.sessions import Epochs
from netsoft.tenancy.sessions import Session as Life
from reference_app.errors import SessionsAway
from reference_app.ids import UserId
from reference_app.storage.people import Account, Realm
from reference_app.storage.sessions import Session, hash_of, new_secret, new_session

TIMEOUT: Final = 2.0
"""Seconds that a command waits for its answer; the connection of one that waited longer is closed, not used again."""
_NONCE: Final = 12
_TRIES: Final = 8


@frozen(eq=False)
class RedisSessions:
    """The sessions of a Redis; ``keys`` open values, the first of them seals."""

    _redis: redis.Redis = field(repr=False)
    _keys: Sequence[bytes] = field(repr=False)

    @classmethod
    def at(cls, url: str, keys: Sequence[bytes], timeout: float = TIMEOUT) -> RedisSessions:
        """Return the sessions kept at an address; nothing is asked of it yet."""
        connected = redis.Redis.from_url(
            url, socket_timeout=timeout, socket_connect_timeout=timeout, retry=Retry(NoBackoff(), 0)
        )
        return cls(connected, tuple(keys))

    def open(self, account: Account, at: datetime, life: timedelta) -> str:
        """Open a session, which Redis itself forgets at its end."""
        secret, session = new_session(account, at, life)
        with _answering():
            self._redis.set(_name(session.id_hash), self._sealed(session), ex=math.ceil(life.total_seconds()))
        return secret

    def find(self, secret: str, realm: Realm, at: datetime) -> Session | None:
        """Return the session of a cookie."""
        id_hash = hash_of(secret)
        with _answering():
            found = self._opened(id_hash, self._redis.get(_name(id_hash)))
        return found if found is not None and found.realm is realm and found.expires_at > at else None

    def seen(self, session: Session, at: datetime) -> None:
        """Keep the last use."""
        self._change(session, lambda kept: evolve(kept, life=kept.life.seen(at)))

    def rotate(self, session: Session, epochs: Epochs) -> str | None:
        """Give a session a new secret in the present epochs."""
        secret = new_secret()
        new = hash_of(secret)
        moved = self._change(session, lambda kept: evolve(kept, id_hash=new, life=kept.life.rotated(epochs)))
        return secret if moved else None

    def end(self, secret: str) -> None:
        """End the session of a cookie."""
        with _answering():
            self._redis.delete(_name(hash_of(secret)))

    def leave(self, session: Session, notice: str, free_path: str | None, until: datetime) -> None:
        """Leave a notice, and a path that is shown once without being counted."""
        self._change(session, lambda kept: evolve(kept, notice=notice, free_path=free_path, free_until=until))

    def leave_notice(self, session: Session, notice: str) -> None:
        """Leave a notice, and what is free as it stands."""
        self._change(session, lambda kept: evolve(kept, notice=notice))

    def take_free_path(self, session: Session, path: str, at: datetime) -> bool:
        """Tell once whether ``path`` is free."""
        if not session.is_free(path, at):
            return False
        return self._change(session, lambda kept: evolve(kept, free_path=None) if kept.free_path == path else None)

    def clear_notice(self, session: Session) -> None:
        """Forget the notice."""
        self._change(session, lambda kept: evolve(kept, notice=None))

    def check(self) -> None:
        """Ask Redis."""
        with _answering():
            self._redis.ping()

    def close(self) -> None:
        """Close the connections."""
        self._redis.close()
        self._redis.connection_pool.disconnect()

    def _change(self, session: Session, new: Callable[[Session], Session | None]) -> bool:
        """Replace what is kept, unless somebody else replaced it meanwhile: it is then read again."""
        name = _name(session.id_hash)
        with _answering(), self._redis.pipeline() as together:
            for _ in range(_TRIES):
                with suppress(redis.WatchError):
                    return self._changed(together, name, session.id_hash, new)
        raise SessionsAway

    def _changed(self, together: Pipeline, name: str, id_hash: bytes, new: Callable[[Session], Session | None]) -> bool:
        together.watch(name)  # type: ignore[no-untyped-call]
        value, left = together.get(name), together.pttl(name)
        kept = self._opened(id_hash, value)
        changed = None if kept is None else new(kept)
        if changed is None or left <= 0:
            together.unwatch()
            return False
        together.multi()
        together.delete(name)
        together.set(_name(changed.id_hash), self._sealed(changed), px=left)
        together.execute()
        return True

    def _sealed(self, session: Session) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._keys[0]).encrypt(nonce, _written(session), _bound(session.id_hash))

    def _opened(self, id_hash: bytes, value: Any) -> Session | None:
        if not isinstance(value, bytes) or len(value) <= _NONCE:
            return None
        for key in self._keys:
            with suppress(InvalidTag):
                return _read(id_hash, AESGCM(key).decrypt(value[:_NONCE], value[_NONCE:], _bound(id_hash)))
        return None


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise SessionsAway from error


def _name(id_hash: bytes) -> str:
    return f"netsoft:session:{id_hash.hex()}"


def _bound(id_hash: bytes) -> bytes:
    return b"netsoft/1/session/" + id_hash


def _written(session: Session) -> bytes:
    life = session.life
    times = (life.opened_at, life.seen_at, session.expires_at, session.free_until)
    return json.dumps(
        {
            "realm": session.realm.value,
            "account_id": session.account_id,
            "browser_id": session.browser_id,
            "csrf": session.csrf,
            "epochs": asdict(life.epochs),
            "times": [None if at is None else at.isoformat() for at in times],
            "notice": session.notice,
            "free_path": session.free_path,
        }
    ).encode()


def _read(id_hash: bytes, text: bytes) -> Session:
    kept = json.loads(text)
    opened_at, seen_at, expires_at, free_until = (at and datetime.fromisoformat(at) for at in kept["times"])
    return Session(
        realm=Realm(kept["realm"]),
        account_id=UserId(kept["account_id"]),
        browser_id=kept["browser_id"],
        csrf=kept["csrf"],
        life=Life(opened_at, Epochs(**kept["epochs"]), seen_at=seen_at),
        expires_at=expires_at,
        id_hash=id_hash,
        notice=kept["notice"],
        free_path=kept["free_path"],
        free_until=free_until,
    )
