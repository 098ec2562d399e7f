"""Open connections of every database together: few for each, the least recently used given up first, one budget.

SQLAlchemy and psycopg pool the connections of one database; what is missing is a bound over a thousand of them.
A connection is handed out to one piece of work at a time, and only an untouched one is kept afterwards: whatever
an error or a cancellation left behind is closed, never lent again.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from attrs import define, field
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from reference_app.errors import Busy, ForeignRow


@define(eq=False)
class _Pool:
    """The connections of one database."""

    engine: Engine
    idle: list[tuple[Connection, float]] = field(factory=list)
    lent: int = 0

    @property
    def size(self) -> int:
        return len(self.idle) + self.lent


@define(eq=False)
class Pools:
    """At most ``most`` connections in all and ``each`` to a database; one that is idle for ``keep`` seconds is closed.

    Who finds none free waits ``wait`` seconds, then is told that the service is busy.
    """

    most: int = 80
    each: int = 8
    wait: float = 10.0
    keep: float = 60.0
    _pools: OrderedDict[object, _Pool] = field(factory=OrderedDict, init=False, repr=False)
    _changed: threading.Condition = field(factory=threading.Condition, init=False, repr=False)

    @property
    def size(self) -> int:
        """How many connections are open, lent ones and idle ones."""
        with self._changed:
            return self._size()

    @property
    def lent(self) -> int:
        """How many connections are lent."""
        with self._changed:
            return sum(pool.lent for pool in self._pools.values())

    @contextmanager
    def lend(self, key: object, engine: Callable[[], Engine], *, fresh: bool = False) -> Iterator[Connection]:
        """Lend a connection of the database ``key``; a ``fresh`` one was never lent before."""
        pool, db = self._take(key, engine, fresh=fresh)
        whole = False
        try:
            if db is None:
                db = pool.engine.connect()
            yield db
            whole = _untouched(db)
        except BaseException as error:
            whole = not _doubtful(error) and db is not None and _untouched(db)
            raise
        finally:
            self._give_back(pool, db, whole=whole)

    def forget(self, key: object) -> None:
        """Close the idle connections of a database, whose secret or place has changed."""
        with self._changed:
            pool = self._pools.get(key)
            if pool is not None:
                self._close_idle(pool, before=None)
            self._drop_empty()

    def close(self) -> None:
        """Close every connection that is not lent."""
        with self._changed:
            for pool in self._pools.values():
                self._close_idle(pool, before=None)
            self._drop_empty()

    def _take(self, key: object, engine: Callable[[], Engine], *, fresh: bool) -> tuple[_Pool, Connection | None]:
        """Return an idle connection, or room for a new one."""
        until = time.monotonic() + self.wait
        with self._changed:
            self._close_old()
            while True:
                pool = self._pools.get(key) or self._pools.setdefault(key, _Pool(engine()))
                self._pools.move_to_end(key)
                if fresh:
                    self._close_idle(pool, before=None)
                if pool.idle or (pool.size < self.each and self._room()):
                    pool.lent += 1
                    return pool, pool.idle.pop()[0] if pool.idle else None
                left = until - time.monotonic()
                if left <= 0:  # only once what may have come back while waiting was looked for
                    self._drop_empty()
                    raise Busy("Le service est trop demandé ; réessayer dans un instant.")
                self._changed.wait(left)

    def _give_back(self, pool: _Pool, db: Connection | None, *, whole: bool) -> None:
        try:
            if not whole and db is not None:
                _throw_away(db)
        finally:  # however the closing ends, its room is free
            with self._changed:
                pool.lent -= 1
                if whole and db is not None:
                    pool.idle.append((db, time.monotonic()))
                self._drop_empty()
                self._changed.notify_all()

    def _room(self) -> bool:
        """Make room for one more connection at the cost of the least recently used; tell whether there is."""
        while self._size() >= self.most:
            oldest = next((pool for pool in self._pools.values() if pool.idle), None)
            if oldest is None:
                return False
            _throw_away(oldest.idle.pop(0)[0])
        return True

    def _size(self) -> int:
        return sum(pool.size for pool in self._pools.values())

    def _close_old(self) -> None:
        before = time.monotonic() - self.keep
        for pool in self._pools.values():
            self._close_idle(pool, before)

    def _close_idle(self, pool: _Pool, before: float | None) -> None:
        old = [one for one in pool.idle if before is None or one[1] < before]
        pool.idle = [one for one in pool.idle if one not in old]
        for db, _since in old:
            _throw_away(db)

    def _drop_empty(self) -> None:
        """Forget the databases without a connection: what was compiled for them goes too."""
        for key in [key for key, pool in self._pools.items() if not pool.size]:
            del self._pools[key]


def directory_pools() -> Pools:
    """Return pools for the directory alone: who holds it reaches no brokerage's connection through them."""
    return Pools(most=16, each=16)


def _doubtful(error: BaseException) -> bool:
    """Tell whether an error may have left its connection in the middle of something, or shows it to be another's."""
    return isinstance(error, DBAPIError | OSError | TimeoutError | ForeignRow) or not isinstance(error, Exception)


def _untouched(db: Connection) -> bool:
    """Tell whether a connection is still there and in the middle of nothing."""
    return not db.invalidated and not db.in_transaction()


def _throw_away(db: Connection) -> None:
    with suppress(SQLAlchemyError, OSError):
        db.invalidate()
    with suppress(SQLAlchemyError, OSError):
        db.close()
