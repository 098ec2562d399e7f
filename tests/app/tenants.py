"""Three brokerages over one site, and what each may observe: for the proofs that they cannot meet.

What a brokerage does is written as observations: values, numbers, counts and errors, in words that name no chance.
Every text that it writes carries its own canary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Final

from attrs import define, field
from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import DBAPIError

from reference_app.errors import Busy, NotFound
from reference_app.ids import ClientId, TenantId, UserId, new_id
from reference_app.services.client_csv import clients_csv
from reference_app.storage.clients import (
    ClientFields,
    ClientQuery,
    Kind,
    add_client,
    all_clients,
    change_client,
    find_clients,
    get_client,
)
from reference_app.storage.dossier_tables import clients
from reference_app.storage.journal import Act, Actor, Journal, Outcome
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import TENANT_PURPOSES, Purpose
from reference_app.storage.sites import Place, Site
from reference_app.storage.store import Store

AT: Final = datetime(2026, 11, 2, 9, tzinfo=UTC)
MONTH: Final = "2026-11"
NAMES: Final = ("mistral", "sirocco", "tramontane")
ERRORS: Final = (KeyboardInterrupt, GeneratorExit, TimeoutError, SystemExit, RuntimeError)


def small_pools() -> Pools:
    """Pools that are soon exhausted."""
    return Pools(most=7, each=3, wait=0.02)


@define(eq=False)
class Tenant:
    """One brokerage: its databases, and what it ought to find in them."""

    name: str
    site: Site
    id: TenantId = field(factory=lambda: TenantId(new_id()))
    key: bytes = b""
    made: int = 0
    known: dict[str, str] = field(factory=dict)
    done: int = 0
    saved: tuple[list[dict[str, object]], dict[str, str]] | None = None

    @property
    def canary(self) -> str:
        """A word that only this brokerage writes."""
        return f"CANARI{self.name.upper()}"

    def open(self, site: Site) -> None:
        """Open its databases, made if they are not there."""
        self.site, self.key = site, self.key or new_id().encode()
        for purpose in TENANT_PURPOSES:
            site.make(Place(self.id, purpose), self.key)
        self.dossiers, self.journal_store = (self._store(Place(self.id, purpose)) for purpose in TENANT_PURPOSES)

    dossiers: Store = field(init=False)
    journal_store: Store = field(init=False)

    def _store(self, place: Place) -> Store:
        key = self.key
        return self.site.open(place, lambda: (key,))

    def remove(self) -> None:
        """Remove its databases for ever."""
        for purpose in TENANT_PURPOSES:
            self.site.remove(Place(self.id, purpose))

    def recreate(self) -> str:
        """Delete it and make another brokerage of the same name: nothing of the first is left in the second."""
        self.remove()
        self.id, self.key, self.saved = TenantId(new_id()), b"", None
        self.known, self.done, self.made = {}, 0, 0
        self.open(self.site)
        return self.list("")

    def add(self, word: str) -> str:
        """Add a client."""
        client_id = f"{self.name[:1]}{self.made:031x}"
        self.made += 1
        with self.dossiers.write() as db:
            add_client(db, ClientId(client_id), self._fields(word), AT)
        self.known[client_id] = word
        return self.read(len(self.known) - 1)

    def read(self, which: int) -> str:
        """Read one of its clients."""
        ids = list(self.known)
        return self.read_id(ids[which % len(ids)]) if ids else "none"

    def read_id(self, client_id: str) -> str:
        """Read whatever client an id names."""
        try:
            with self.dossiers.read() as db:
                found = get_client(db, ClientId(client_id))
        except NotFound:
            return "not found"
        return f"{found.number} v{found.version} {found.fields.last_name} {found.fields.city}"

    def list(self, words: str) -> str:
        """List or search."""
        with self.dossiers.read() as db:
            page = find_clients(db, ClientQuery(words=words, sort="reference"))
        return f"{page.total}: " + ", ".join(f"{c.number} {c.fields.last_name} {c.fields.city}" for c in page.clients)

    def change(self, which: int, word: str) -> str:
        """Change one of its clients."""
        ids = list(self.known)
        if not ids:
            return "none"
        client_id = ids[which % len(ids)]
        with self.dossiers.write() as db:
            change_client(db, get_client(db, ClientId(client_id)), self._fields(word), AT)
        self.known[client_id] = word
        return self.read_id(client_id)

    def export(self) -> str:
        """Take all its clients away."""
        with self.dossiers.read() as db:
            return clients_csv(all_clients(db, "")).decode("utf-8-sig")

    def journal(self) -> str:
        """Append to its journal."""
        actor = Actor(AT, self.id, UserId(self.name), "b", "192.0.2.1", 1)
        Journal(self.journal_store).record(actor, Act("clients.read", "", self.canary), Outcome.DONE)
        self.done += 1
        return str(self.count())

    def count(self) -> int:
        """How many actions its journal counts."""
        return Journal(self.journal_store).actions_of(UserId(self.name), MONTH)

    def entries(self) -> str:
        """What its journal says, without the ids."""
        return "; ".join(f"{e.act.action} {e.act.detail}" for e in Journal(self.journal_store).all())

    def save(self) -> str:
        """Keep its clients as they are."""
        with self.dossiers.read() as db:
            self.saved = [dict(row._mapping) for row in db.execute(select(clients))], dict(self.known)
        return str(len(self.saved[0]))

    def put_back(self) -> str:
        """Bring back what was kept: its own tables and no other's."""
        if self.saved is None:
            return "none"
        rows, known = self.saved
        with self.dossiers.write() as db:
            db.execute(delete(clients))
            if rows:
                db.execute(insert(clients), rows)
        self.known = dict(known)
        return self.list("")

    def rebuild(self) -> str:
        """Have its dossiers made anew from what was kept, as a restore makes them."""
        if self.saved is None:
            return "none"
        (rows, known), key = self.saved, self.key

        def fill(db: Connection) -> None:
            if rows:
                db.execute(insert(clients), rows)

        self.site.rebuild(Place(self.id, Purpose.DOSSIERS), lambda: (key,), fill)
        self.known = dict(known)
        return self.list("")

    def cut_off(self, error: type[BaseException]) -> str:
        """Be cut off in the middle of a write."""

        def die(db: Connection) -> None:
            add_client(db, ClientId(new_id()), self._fields("jamais"), AT)
            raise error

        try:
            with self.dossiers.write() as db:
                die(db)
        except error:
            return error.__name__
        return "lived on"

    def time_out(self) -> str:
        """Wait longer than a statement may, where the engine knows such a limit."""

        def wait(db: Connection) -> None:
            if db.dialect.name == "postgresql":
                db.exec_driver_sql("SET LOCAL statement_timeout = '5ms'; SELECT pg_sleep(2)")
            else:
                db.exec_driver_sql("SELECT nothing FROM nowhere")

        try:
            with self.dossiers.write() as db:
                add_client(db, ClientId(new_id()), self._fields("jamais"), AT)
                wait(db)
        except DBAPIError:
            return "cut"
        return "not cut"

    def exhaust(self) -> str:
        """Hold every connection that it may have, and ask for one more."""
        with ExitStack() as held:
            for _ in range(3):
                held.enter_context(self.dossiers.read())
            try:
                held.enter_context(self.dossiers.read())
            except Busy as busy:
                return str(busy)
        return "not busy"

    def _fields(self, word: str) -> ClientFields:
        return ClientFields(Kind.PERSON, last_name=self.canary, city=word)


def three(site: Site) -> list[Tenant]:
    """Make three brokerages."""
    return [_made(name, site) for name in NAMES]


def _made(name: str, site: Site) -> Tenant:
    tenant = Tenant(name, site)
    tenant.open(site)
    return tenant


Step = tuple[int, Callable[[Tenant], str]]


def live(site: Site, trace: list[Step], only: int | None = None) -> Iterator[tuple[int, str]]:
    """Live a trace in new brokerages, or one brokerage's part where no other ever was; give who observed what."""
    tenants = {who: _made(name, site) for who, name in enumerate(NAMES) if only in (None, who)}
    try:
        for who, act in trace:
            if only is None or who == only:
                yield who, act(tenants[who])
    finally:
        for tenant in tenants.values():
            tenant.remove()


__all__ = ["AT", "ERRORS", "NAMES", "Step", "Tenant", "live", "small_pools", "three"]
