"""Two brokerages on a site, and the four layers that stand between them, each of which can be switched off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from enum import Enum
from itertools import product
from typing import Final, Protocol

import psycopg
import pytest
from attrs import define, evolve, field, frozen
from sqlalchemy import ColumnElement, Connection, Engine, delete, update

from reference_app.ids import ClientId, FileId, TenantId, UserId, new_id
from reference_app.services import desk
from reference_app.services.desk import Desk
from reference_app.storage import sealing, store, tenant_files
from reference_app.storage.clients import ClientFields, Kind, add_client
from reference_app.storage.directory_tables import tenant_keys
from reference_app.storage.dossier_tables import clients
from reference_app.storage.files import DiskFiles
from reference_app.storage.journal import Actor
from reference_app.storage.pools import Pools
from reference_app.storage.sealing import KEY_PURPOSES, KeySeal, Purpose
from reference_app.storage.served_site import ServedSite, database_name
from reference_app.storage.server import ServedDatabase
from reference_app.storage.sites import Keys, Place, Site
from reference_app.storage.store import Backend, Identity, Store
from reference_app.storage.vault import TenantHandle, Vault
from tests.app.world import identity
from tests.servers.databases import superuser
from tests.servers.postgres import Postgres

AT: Final = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
CANARY: Final = "canari-de-b"
FILE: Final = FileId("f" * 32)


class Layer(Enum):
    """What stands at run time between one brokerage and another's dossiers."""

    HANDLE = "handle"
    LOGIN = "login"
    CHECK = "connection check"
    SEALING = "sealing"


class Logins(Protocol):
    """What lets a login of A into the dossiers of B, and shuts it out again."""

    def share(self, town: Town) -> None:
        """Let it in."""

    def part(self, town: Town) -> None:
        """Shut it out."""


@define(eq=False)
class Town:
    """Brokerage A, which attacks, and B, which has something to lose."""

    site: Site
    pools: Pools
    directory: Store
    logins: Logins
    seal: KeySeal
    files: DiskFiles
    vault: Vault = field(init=False)
    mine: TenantHandle = field(init=False)
    theirs: TenantHandle = field(init=False)
    secrets: dict[Place, bytes] = field(factory=dict, init=False)
    shared: bool = field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        self.vault = Vault(self.directory, self.seal, self.site, self.files)
        self.mine = self.vault.create(evolve(identity("A", "552100554"), id=TenantId(new_id())))
        self.theirs = self.vault.create(evolve(identity("B", "732829320"), id=TenantId(new_id())))
        with self.theirs.dossiers.write() as db:
            add_client(db, ClientId(new_id()), ClientFields(Kind.PERSON, last_name=CANARY), AT)
        self.theirs.files.put(FILE, CANARY.encode())
        for handle, purpose in product((self.mine, self.theirs), KEY_PURPOSES):
            place = Place(handle.tenant.id, purpose)
            self.secrets[place] = self.vault._keys(place)[0]

    @property
    def desk(self) -> Desk:
        """The desk of A's user."""
        actor = Actor(AT, self.mine.tenant.id, UserId("u"), "b", "192.0.2.1", 443)
        return Desk(self.mine, actor, "clients.list", counted=True)

    def place(self, handle: TenantHandle) -> Place:
        """Where the dossiers of one are."""
        return Place(handle.tenant.id, Purpose.DOSSIERS)

    def keys(self) -> Sequence[bytes]:
        """What A has to sign in with: its own secret; where keys are shared, B's besides."""
        own, others = (self.secrets[self.place(one)] for one in (self.mine, self.theirs))
        return (own, others) if self.shared else (own,)

    def theirs_as(self, whose: TenantHandle, keys: Keys) -> Backend:
        """What leads to B's dossiers, with the login of ``whose``; on files the key alone is the login."""
        place = self.place(self.theirs)
        if isinstance(self.site, ServedSite):
            url = self.site.url_of(place).set(username=database_name(self.place(whose)))
            return ServedDatabase(url, lambda: tuple(key.hex() for key in keys()))
        return self.site.open(place, keys).backend

    def misled(self, whose: TenantHandle, keys: Keys) -> Store:
        """A's store, by a connector that names B's database."""
        return Store(Misled(self.theirs_as(whose, keys), self.mine.dossiers.backend.identity), self.pools)

    def lose_a_row(self) -> None:
        """Let a row of B stand in A's own database, as a mistaken restore may leave it."""
        with self.mine.dossiers.write() as db:
            add_client(db, ClientId(FILE), ClientFields(Kind.PERSON, last_name=CANARY), AT)
            db.execute(update(clients).values(owner=self.theirs.tenant.id))

    def find_it_again(self) -> None:
        """Take it away."""
        with self.mine.dossiers.write() as db:
            db.execute(delete(clients))

    def anywhere(self, file_id: FileId) -> str:
        """Return under which name a file is kept, whoever's it is."""
        return next(f"{path.parent.name}/{path.name}" for path in self.files.folder.glob(f"*/{file_id}"))

    def reseal(self) -> None:
        """Seal the secrets and B's file anew, as what is bound to now has them."""
        for place, key in self.secrets.items():
            self._put(place, self.seal.wrap(key, place.tenant_id, place.purpose))
        self.theirs.files.put(FILE, CANARY.encode())

    @contextmanager
    def altered(self, purpose: Purpose) -> Iterator[None]:
        """Let the directory's row of A hold the sealed secret of B, then its own again."""
        row, bait = Place(self.mine.tenant.id, purpose), Place(self.theirs.tenant.id, purpose)
        before = self._sealed(row)
        self._put(row, self._sealed(bait))
        try:
            yield
        finally:
            self._put(row, before)

    def _sealed(self, place: Place) -> bytes:
        with self.directory.read() as db:
            return bytes(db.execute(tenant_keys.select().where(_row(place))).one().sealed)

    def _put(self, place: Place, sealed: bytes) -> None:
        with self.directory.write() as db:
            db.execute(update(tenant_keys).where(_row(place)).values(sealed=sealed))


def _row(place: Place) -> ColumnElement[bool]:
    return (tenant_keys.c.tenant_id == place.tenant_id) & (tenant_keys.c.purpose == place.purpose.value)


@frozen
class Misled:
    """A connector that leads elsewhere than to the database that it is asked for."""

    _leads: Backend
    identity: Identity

    @property
    def name(self) -> str:
        """A name of its own, so that nothing else borrows what it opens."""
        return f"misled/{self._leads.name}"

    def engine(self) -> Engine:
        """Open the wrong one."""
        return self._leads.engine()

    def found(self, db: Connection) -> Identity:
        """What the connection says of itself is true."""
        return self._leads.found(db)

    def begin(self, db: Connection, *, reads: bool) -> None:
        """Begin."""
        self._leads.begin(db, reads=reads)

    def outdated(self, error: Exception) -> bool:
        """Tell whether the connection is gone."""
        return self._leads.outdated(error)


@frozen
class SharedKeys:
    """On files a login is the key: A is given B's besides its own."""

    def share(self, town: Town) -> None:
        """Give it."""
        town.shared = True

    def part(self, town: Town) -> None:
        """Take it back."""
        town.shared = False


@frozen
class Granted:
    """On a server: B's database and its rows are granted to A's role."""

    postgres: Postgres

    def share(self, town: Town) -> None:
        """Grant."""
        self._run(town, "GRANT", "TO")

    def part(self, town: Town) -> None:
        """Revoke."""
        self._run(town, "REVOKE", "FROM")

    def _run(self, town: Town, verb: str, to: str) -> None:
        mine, theirs = (database_name(town.place(one)) for one in (town.mine, town.theirs))
        with superuser(self.postgres) as db:
            db.execute(f"{verb} CONNECT ON DATABASE {theirs} {to} {mine}".encode())
        with psycopg.connect(self.postgres.url(theirs), autocommit=True) as db:
            db.execute(f"{verb} USAGE ON SCHEMA public {to} {mine}".encode())
            db.execute(f"{verb} SELECT ON ALL TABLES IN SCHEMA public {to} {mine}".encode())


@contextmanager
def without(town: Town, off: frozenset[Layer]) -> Iterator[None]:
    """Switch layers off, each by its one small function, or by what a careless administrator does to logins."""
    with ExitStack() as stack:
        if Layer.SEALING in off:
            stack.callback(town.reseal)  # once the binding is back
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for layer in off:
            _SWITCHES[layer](town, patch, stack)
        yield


def _no_handle(town: Town, patch: pytest.MonkeyPatch, _stack: ExitStack) -> None:
    patch.setattr(desk, "own", lambda _mine, _owner: None)
    patch.setattr(tenant_files, "own_name", lambda _tenant, file_id: town.anywhere(file_id))


def _no_login(town: Town, _patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
    town.logins.share(town)
    stack.callback(town.logins.part, town)


def _no_check(_town: Town, patch: pytest.MonkeyPatch, _stack: ExitStack) -> None:
    patch.setattr(store, "same_identity", lambda _expected, _found: True)


def _no_sealing(town: Town, patch: pytest.MonkeyPatch, _stack: ExitStack) -> None:
    patch.setattr(sealing, "bound_to", lambda _tenant, _purpose: b"netsoft/1")
    town.reseal()


_SWITCHES: Final = {
    Layer.HANDLE: _no_handle,
    Layer.LOGIN: _no_login,
    Layer.CHECK: _no_check,
    Layer.SEALING: _no_sealing,
}
