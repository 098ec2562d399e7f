"""One database, whichever engine keeps it: readers beside one writer, each transaction on a checked connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Protocol, TypeVar

from attrs import field, frozen
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from reference_app.errors import ForeignConnection
from reference_app.storage.pools import Pools
from reference_app.storage.together import Together

S = TypeVar("S")
T = TypeVar("T")


@frozen
class Identity:
    """What a connection says of itself: its database and its user; of a file, whose it is and what for."""

    database: str
    user: str


class Backend(Protocol):
    """A database of one engine."""

    @property
    def name(self) -> str:
        """What people call it: a path, or a database's name."""

    @property
    def identity(self) -> Identity:
        """What each of its connections must say of itself."""

    def engine(self) -> Engine:
        """Return what opens connections with its own secret; it pools none."""

    def found(self, db: Connection) -> Identity:
        """Return what a connection says of itself."""

    def begin(self, db: Connection, *, reads: bool) -> None:
        """Begin a transaction that reads one state and changes nothing, or the only one that writes."""

    def outdated(self, error: Exception) -> bool:
        """Tell whether an error means that the connection is gone, or that its secret was replaced since it opened."""


def same_identity(expected: Identity, found: Identity) -> bool:
    """Compare, at checkout, the connection's own database and user with those of the handle."""
    return expected == found


def first_that_opens(secrets: Callable[[], Sequence[S]], connect: Callable[[S], T], refusal: type[Exception]) -> T:
    """Return the connection of the first secret that opens one.

    Once all are refused they are asked for again, since they may have been replaced; none is tried twice.
    """
    tried: list[S] = []
    refused: Exception | None = None
    while new := [secret for secret in secrets() if secret not in tried]:
        for secret in new:
            try:
                return connect(secret)
            except refusal as error:
                tried, refused = [*tried, secret], error
    raise refused or LookupError("a database without a secret")


@frozen(eq=False)
class Store:
    """An open database. Reading and writing are transactions; one writer at a time."""

    backend: Backend
    _pools: Pools = field(repr=False)
    _writer: threading.RLock = field(factory=threading.RLock, repr=False)
    _together: Together = field(factory=Together, repr=False)

    @property
    def name(self) -> str:
        """What people call the database."""
        return self.backend.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state and can change nothing."""
        with self._transaction(reads=True) as db:
            yield db

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are all kept, or none if an error leaves the block."""
        with self._writer, self._transaction(reads=False) as db:
            yield db

    def together(self, work: Callable[[Connection], T]) -> T:
        """Do a small piece of work in one transaction with what other threads ask at the same time.

        Whoever holds the pen commits for all who wait (group commit): when this returns, the work is durable. One
        piece that fails is undone alone. Where one is cut off, the others are undone and done again: ``work`` may run
        twice, and is kept once.
        """
        return self._together.do(work, self._writer, self.write)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other writers of this process out while several transactions follow one another."""
        with self._writer:
            yield

    def check(self) -> None:
        """Read once; raise if the database does not answer."""
        with self.read() as db:
            db.exec_driver_sql("SELECT 1")

    def forget(self) -> None:
        """Close the idle connections: the next ones ask for the secret again."""
        self._pools.forget(self.backend.name)

    def close(self) -> None:
        """Close the idle connections."""
        self.forget()

    @contextmanager
    def _transaction(self, *, reads: bool) -> Iterator[Connection]:
        with self._begun(reads=reads) as db:
            try:
                yield db
            except BaseException:
                with suppress(DBAPIError):  # a connection that is gone has nothing to undo; the error itself goes on
                    db.rollback()
                raise
            if reads:
                db.rollback()
            else:
                db.commit()

    @contextmanager
    def _begun(self, *, reads: bool) -> Iterator[Connection]:
        """Lend a checked connection with its transaction begun; one that died or aged while idle is replaced once."""
        with self._pools.lend(self.backend.name, self.backend.engine) as db:
            alive = self._begin(db, reads=reads)
            if alive:
                yield db
        if not alive:
            with self._pools.lend(self.backend.name, self.backend.engine, fresh=True) as db:
                self._begin(db, reads=reads, last=True)
                yield db

    def _begin(self, db: Connection, *, reads: bool, last: bool = False) -> bool:
        try:
            self.backend.begin(db, reads=reads)
            found = self.backend.found(db)
        except (DBAPIError, MemoryError) as error:
            if last or not self.backend.outdated(error):
                raise
            return False
        if not same_identity(self.backend.identity, found):
            raise ForeignConnection(f"{self.backend.name} : une connexion d’une autre base a été refusée.")
        return True
