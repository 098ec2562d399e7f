"""Many users of several brokerages at once, cut off at random points, and what each was told became of its work."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from attrs import define, field, frozen
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from reference_app.errors import Busy
from reference_app.ids import ClientId, TenantId, UserId, new_id
from reference_app.storage.clients import ClientFields, Kind, add_client, all_clients
from reference_app.storage.journal import Act, Actor, Journal, Outcome
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import TENANT_PURPOSES
from reference_app.storage.sites import Place, Site
from reference_app.storage.store import Store

AT: Final = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
CUTS: Final = (KeyboardInterrupt, GeneratorExit, SystemExit, TimeoutError, RuntimeError)


class TimedOut(Exception):
    """The server ended a statement that took too long, as it was asked to."""


EXPECTED: Final = (*CUTS, DBAPIError, Busy, TimedOut)


@define(eq=False)
class Crowded:
    """A brokerage with many users: what was acknowledged, what was refused, and what nobody knows.

    Nobody knows of a commit whose connection was ended before it answered.
    """

    number: int
    dossiers: Store
    journal: Journal
    tenant_id: TenantId
    kept: set[str] = field(factory=set)
    refused: set[str] = field(factory=set)
    unknown: set[str] = field(factory=set)
    _lock: threading.Lock = field(factory=threading.Lock)

    @property
    def canary(self) -> str:
        """A word that only this brokerage writes."""
        return f"canari{self.number}canari"

    def settle(self, word: str, fate: set[str]) -> None:
        """Note what its user was told of a piece of work."""
        with self._lock:
            fate.add(word)

    def actor(self) -> Actor:
        """A user."""
        return Actor(AT, self.tenant_id, UserId(self.canary), "b", "192.0.2.1", 443)

    def found(self) -> set[str]:
        """Everything that is there: clients and entries."""
        with self.dossiers.read() as db:
            names = {client.fields.last_name for client in all_clients(db, "")}
        return names | {entry.act.detail for entry in self.journal.all()}


def crowded(site: Site, number: int) -> Crowded:
    """Make a brokerage."""
    tenant_id, key = TenantId(new_id()), bytes([number]) * 32
    stores = []
    for purpose in TENANT_PURPOSES:
        place = Place(tenant_id, purpose)
        site.make(place, key)
        stores.append(site.open(place, lambda: (key,)))
    return Crowded(number, stores[0], Journal(stores[1]), tenant_id)


@define(eq=False)
class User:
    """One of many; what it does and where it is cut off follows from its number."""

    of: Crowded
    pools: Pools
    chance: random.Random
    wrong: list[str] = field(factory=list)

    def act(self) -> None:
        """Do one thing."""
        acts = (
            self.write, self.write, self.append, self.append,
            self.look, self.leave, self.wait_too_long, self.be_cut_among_others,
        )  # fmt: skip
        with suppress(Busy, DBAPIError):
            self.chance.choice(acts)()
        if self.pools.size > self.pools.most:
            self.wrong.append(f"{self.pools.size} connections are open")

    def write(self) -> None:
        """Add a client; be cut off before it, after it, or not at all."""
        self._write(self._maybe_cut)

    def wait_too_long(self) -> None:
        """Run into a time-out in the middle of a change."""
        self._write(_too_long)

    def append(self) -> None:
        """Append to the journal with whoever else does: whatever cuts another off is not heard here."""
        word = f"{self.of.canary} {new_id()}"
        try:
            self.of.journal.record(self.of.actor(), Act("clients.read", "", word), Outcome.DONE)
        except DBAPIError:
            self.of.settle(word, self.of.unknown)
        except Busy:
            self.of.settle(word, self.of.refused)
        else:
            self.of.settle(word, self.of.kept)

    def be_cut_among_others(self) -> None:
        """Be cut off in the middle of what several append at once, and hear of one's own cut alone."""
        word, cut = f"{self.of.canary} {new_id()}", self.chance.choice(CUTS)

        def work(db: Connection) -> None:
            db.exec_driver_sql("SELECT 1")
            raise cut(word)

        self.of.settle(word, self.of.refused)
        try:
            self.of.journal._store.together(work)
        except cut as error:
            if str(error) != word:
                self.wrong.append(f"{word} heard {error!r}")

    def look(self) -> None:
        """Read everything, and find nothing of another's."""
        with self.of.dossiers.read() as db:
            seen = repr(all_clients(db, ""))
        seen += repr(self.of.journal.all())
        if seen.count("canari") != 2 * seen.count(self.of.canary):
            self.wrong.append(f"{self.of.canary} was shown another's")

    def leave(self) -> None:
        """Stop reading in the middle, as a page that is streamed to somebody who went away."""
        reading = self._reading()
        next(reading)
        reading.close()

    def _reading(self) -> Generator[Connection, None, None]:
        with self.of.dossiers.read() as db:
            db.exec_driver_sql("SELECT 1")
            yield db

    def _maybe_cut(self, _db: Connection | None) -> None:
        if self.chance.random() < 0.2:
            raise self.chance.choice(CUTS)

    def _write(self, cut: Callable[[Connection], None]) -> None:
        word, fate = f"{self.of.canary} {new_id()}", self.of.refused
        try:
            with self.of.dossiers.write() as db:
                self._maybe_cut(db)
                add_client(db, ClientId(new_id()), ClientFields(Kind.PERSON, last_name=word), AT)
                cut(db)
                fate = self.of.unknown  # what fails from here on fails at the commit
            fate = self.of.kept
        except BaseException as error:  # noqa: BLE001 - a cancellation is what is tried here
            if not isinstance(error, EXPECTED):
                self.wrong.append(repr(error))
        self.of.settle(word, fate)


def _too_long(db: Connection) -> None:
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SET LOCAL statement_timeout = '3ms'; SELECT pg_sleep(5)")
    raise TimedOut


@frozen
class Crowd:
    """All users, each in a thread of its own."""

    users: Sequence[User]
    acts: int

    def live(self) -> None:
        """Let them all act at once, and wait for the last."""
        start = threading.Barrier(len(self.users))
        threads = [threading.Thread(target=self._live, args=(user, start)) for user in self.users]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _live(self, user: User, start: threading.Barrier) -> None:
        start.wait()
        try:
            for _ in range(self.acts):
                user.act()
        except BaseException as error:  # noqa: BLE001 - it fails the test, not a thread that nobody looks at
            user.wrong.append(repr(error))


def told(brokerages: Sequence[Crowded]) -> Mapping[str, int]:
    """How many pieces of work were kept, refused, and unknown."""
    return {fate: sum(len(getattr(one, fate)) for one in brokerages) for fate in ("kept", "refused", "unknown")}
