"""What an operation is given, what it works on, and the lines that it leaves in the journals."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen
from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError

from netsoft.errors import InvalidValue
from reference_app.errors import DamagedTenant, SetupError
from reference_app.ids import TenantId, UserId
from reference_app.operations.archive import Seal
from reference_app.operations.files import remove_parts
from reference_app.storage.custody import Custody
from reference_app.storage.directory import StaffAct, journal_staff_act
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.journal import Act, Actor, Outcome
from reference_app.storage.people import Tenant
from reference_app.storage.sealing import TENANT_PURPOSES, Purpose
from reference_app.storage.sites import SCHEMAS, Place
from reference_app.storage.store import Store

if TYPE_CHECKING:
    from reference_app.deployment import Deployment

Say = Callable[[str], None]
PUBLISHER: Final = UserId("editeur")
_WORDS: Final = {Purpose.DIRECTORY: "annuaire", Purpose.DOSSIERS: "dossiers", Purpose.JOURNAL: "journal"}


@frozen
class Subject:
    """One database: the directory, or one of a brokerage."""

    owner: str
    purpose: Purpose
    name: str = "annuaire de l’éditeur"

    @property
    def words(self) -> str:
        """What people call it."""
        return self.name if not self.owner else f"{self.name}, {_WORDS[self.purpose]}"

    @property
    def place(self) -> Place:
        """Where it belongs."""
        return Place(TenantId(self.owner), self.purpose)

    @property
    def schema(self) -> MetaData:
        """Its tables."""
        return SCHEMAS[self.purpose]


@frozen(eq=False)
class Room:
    """A deployment, as operations use it, and where they say how far they are."""

    deployment: Deployment
    say: Say = print

    @property
    def custody(self) -> Custody:
        """The secrets and the site."""
        return self.deployment.custody

    def seal(self, subject: Subject, archive: str) -> Seal:
        """Return what seals an archive of a database."""
        return Seal(subject.owner, subject.purpose.value, archive, self.custody.archive_key(subject.owner))

    def store(self, subject: Subject) -> Store:
        """Return the database; of a brokerage, the very one that serves it in this process."""
        if subject.purpose is Purpose.DIRECTORY:
            return self.deployment.directory.store
        return self.deployment.vault.operate(TenantId(subject.owner), subject.purpose)

    def tenant(self, named: str) -> Tenant:
        """Return a brokerage by its id, its SIREN or its name."""
        found = [t for t in self.deployment.directory.tenants.all() if named in (t.id, t.siren, t.name)]
        if len(found) != 1:
            raise SetupError(f"{len(found)} cabinet(s) « {named} » ; donner le SIREN, voir la commande « list ».")
        return found[0]

    def subject(self, place: Place) -> Subject:
        """Return a database with the name of whose it is."""
        if place.purpose is Purpose.DIRECTORY:
            return Subject("", Purpose.DIRECTORY)
        tenant = self.deployment.directory.tenants.get(place.tenant_id)
        return Subject(place.tenant_id, place.purpose, place.tenant_id if tenant is None else tenant.name)

    def subjects(self, tenant: Tenant | None = None) -> tuple[Subject, ...]:
        """Return the databases of a brokerage, or of all, the directory last; those never made are left out."""
        tenants = self.deployment.directory.tenants.all() if tenant is None else (tenant,)
        given = (Subject(each.id, purpose, each.name) for each in tenants for purpose in TENANT_PURPOSES)
        there = tuple(subject for subject in given if self.custody.site.exists(subject.place))
        return there if tenant is not None else (*there, Subject("", Purpose.DIRECTORY))

    def note(self, action: str, subject: str, detail: str) -> None:
        """Leave a line in the journal of the staff."""
        act = StaffAct(self.deployment.clock.now(), None, "", "", None, action, subject, detail[:300])
        with self.deployment.directory.store.write() as db:
            journal_staff_act(db, act)

    def note_to(self, tenant: Tenant, action: str, detail: str) -> None:
        """Leave a line in both journals, the staff's and the brokerage's own, where it is no counted action."""
        self.note(action, tenant.id, detail)
        actor = Actor(self.deployment.clock.now(), tenant.id, PUBLISHER, "", "", None)
        journal = self.deployment.vault.operated(tenant.id).journal
        journal.record(actor, Act(action, "", detail[:300]), Outcome.NOTED)

    @contextmanager
    def scratch(self) -> Iterator[EmbeddedSite]:
        """Give a place for databases that are encrypted under keys of the moment, removed at the end."""
        folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=self.deployment.settings.data_folder))
        site = EmbeddedSite(folder)
        try:
            yield site
        finally:
            site.close()
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for who works on the archives in another process: what it has half-written is not to be removed."""
        with (self.deployment.settings.data_folder / "archives.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def tidy(self) -> None:
        """Remove what a process that was killed left behind: scratch places, trials and half-written archives."""
        for mark in self.deployment.directory.all_unfinished("scratch/"):
            _scratch, owner, purpose = mark.split("/")
            self.custody.site.remove(Place(TenantId(owner), Purpose(purpose)))
            self.deployment.directory.finish(mark)
        for left in self.deployment.settings.data_folder.glob("scratch-*"):
            shutil.rmtree(left, ignore_errors=True)
        backups = self.deployment.settings.backups
        if backups is not None and backups.is_dir():
            remove_parts(backups)


FAILURES: Final = (SetupError, DamagedTenant, DBAPIError, InvalidValue, OSError)
"""What an operation on one brokerage may fail of without stopping the others."""


def refuse_without_ticket(ticket: str) -> str:
    """Refuse what nobody asked for (15.3, 15.6): the instruction is a ticket, and the journals name it."""
    if not ticket.strip():
        raise SetupError("Donner --ticket, la référence du billet par lequel le cabinet le demande (art. 15).")
    return ticket.strip()[:100]
