"""A deployment on which operations are tried, on either engine: one brokerage with some dossiers, and its archives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from attrs import define, evolve
from sqlalchemy import Connection, delete, make_url, select, update

from reference_app.deployment import Deployment, open_deployment
from reference_app.ids import ClientId, FileId, UserId, new_id
from reference_app.operations.room import Room, Subject
from reference_app.services.desk import Change, Desk
from reference_app.services.opening import open_brokerage
from reference_app.settings import Settings
from reference_app.storage.client_files import Deposited, add_file, remove_file
from reference_app.storage.clients import ClientFields, Kind, add_client
from reference_app.storage.dossier_tables import clients
from reference_app.storage.journal import Actor, FormSent
from reference_app.storage.people import Person, Tenant
from reference_app.storage.sealing import Purpose
from reference_app.storage.vault import TenantHandle
from tests.app.sites import ENGINES
from tests.app.world import SetClock, identity, settings_in
from tests.servers.databases import empty_database

CANARY = "Quetzalcóatl"


@define(eq=False)
class Operated:
    """The deployment with its brokerage, and what was said."""

    deployment: Deployment
    clock: SetClock
    tenant: Tenant
    user: UserId
    said: list[str]

    @property
    def room(self) -> Room:
        """What operations are given."""
        return Room(self.deployment, self.said.append)

    @property
    def dossiers(self) -> Subject:
        """The brokerage's dossiers."""
        return Subject(self.tenant.id, Purpose.DOSSIERS, self.tenant.name)

    def add(self, *names: str) -> None:
        """Add clients, each by an action of the user, a minute after the one before."""
        for name in names:
            fields = ClientFields(Kind.PERSON, first_name=CANARY, last_name=name)
            self._change(partial(_add, ClientId(name), fields, self.clock.at))

    def rename(self, name: str, other: str) -> None:
        """Change the town of a client."""
        self._change(lambda db: db.execute(update(clients).where(clients.c.id == name).values(city=other)))

    def remove(self, name: str) -> None:
        """Take a client out."""
        self._change(lambda db: db.execute(delete(clients).where(clients.c.id == name)))

    def deposit(self, name: str, content: bytes) -> FileId:
        """Deposit a file in a client's dossier."""
        file_id = FileId(new_id())
        digest = self._handle.files.put(file_id, content)
        row = Deposited(file_id, ClientId(name), "é/../b.pdf", len(content), digest, self.clock.at, self.user)
        self._change(lambda db: add_file(db, row))
        return file_id

    def take_away(self, file_id: FileId) -> None:
        """Take a file out of its dossier."""
        self._change(lambda db: remove_file(db, file_id, self.clock.at))

    def neighbour(self) -> Tenant:
        """Open another brokerage, and make its databases."""
        person = Person("Hugo", "Petit", "hugo.petit@durand.example")
        open_brokerage(self.deployment, identity("Durand Courtage", "732829320"), person, self.clock.at)
        (made,) = (one for one in self.deployment.directory.tenants.all() if one.siren == "732829320")
        self.deployment.vault.operated(made.id)
        return made

    def held(self) -> list[tuple[str, str]]:
        """Return what the dossiers hold: names and towns."""
        with self.room.store(self.dossiers).read() as db:
            return [tuple(row) for row in db.execute(select(clients.c.id, clients.c.city).order_by(clients.c.id))]

    def journaled(self) -> list[tuple[str, str]]:
        """Return the actions of the brokerage's journal, and their outcomes."""
        return [(e.act.action, e.outcome.value if e.outcome else "") for e in self._handle.journal.all()]

    def counted(self) -> int:
        """Return how many actions are counted this month."""
        return sum(count.actions for count in self._handle.journal.counts_of("2026-11"))

    @property
    def _handle(self) -> TenantHandle:
        return self.deployment.vault.operated(self.tenant.id)

    def _change(self, write: Callable[[Connection], object]) -> None:
        actor = Actor(self.clock.at, self.tenant.id, self.user, "b", "192.0.2.1", 1)
        desk = Desk(self._handle, actor, "client.write", counted=True)
        desk.change(Change("x", FormSent(new_id(), b""), partial(_done, write)))
        self.clock.advance(minutes=1)


def settings_on(folder: Path, database: str | None) -> Settings:
    """Return settings with a folder of archives, on a server or in files."""
    url = None if database is None else make_url(database).set(drivername="postgresql+psycopg")
    return evolve(settings_in(folder), backups=folder / "backups", database=url)


@pytest.fixture(params=ENGINES)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings on each engine; what is made on a server is dropped."""
    if request.param == "embedded":
        yield settings_on(tmp_path, None)
        return
    with empty_database(request.getfixturevalue("postgres")) as database:
        yield settings_on(tmp_path, database)


def _add(id_: ClientId, fields: ClientFields, at: datetime, db: Connection) -> None:
    add_client(db, id_, fields, at)


def _done(write: Callable[[Connection], object], db: Connection) -> None:
    write(db)


@contextmanager
def operated(settings: Settings, clock: SetClock | None = None) -> Iterator[Operated]:
    """Open a deployment with one brokerage, made if there is none."""
    clock = clock or SetClock()
    with open_deployment(settings, clock) as deployment:
        if not deployment.directory.tenants.all():
            person = Person("Claire", "Fabre", "claire.fabre@mistral.example")
            open_brokerage(deployment, identity("Cabinet Mistral", "552100554"), person, clock.at)
        (tenant,) = deployment.directory.tenants.all()
        user = UserId(deployment.directory.users.of_tenant(tenant.id)[0].id)
        deployment.vault.operated(tenant.id)
        yield Operated(deployment, clock, tenant, user, [])
