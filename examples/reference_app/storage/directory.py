"""The directory of the publisher, opened from its folder and the master key."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from attrs import field, frozen
from sqlalchemy import Connection, delete, insert, select

from reference_app.errors import SetupError
from reference_app.ids import StaffId
from reference_app.storage.attempts import Attempts
from reference_app.storage.backup_log import Backup, kept_backups
from reference_app.storage.billing import Billing
from reference_app.storage.directory_sessions import DirectorySessions
from reference_app.storage.directory_tables import staff_journal, unfinished
from reference_app.storage.documents import Documents
from reference_app.storage.embedded import DIRECTORY_FILE
from reference_app.storage.files import FileStore
from reference_app.storage.job_log import JobLog
from reference_app.storage.master_key import MasterKey
from reference_app.storage.people import Accounts, Realm, Tenants
from reference_app.storage.placed_site import PlacedSite
from reference_app.storage.records import Records
from reference_app.storage.revision_log import DIRECTORY, Known, record_revision, revision_of
from reference_app.storage.revisions import HISTORIES
from reference_app.storage.sealing import KeySeal, Purpose, derived
from reference_app.storage.sessions import Sessions
from reference_app.storage.store import Store
from reference_app.storage.vault import Vault

_OURS: Final = frozenset({"serve.lock", "archives.lock", "tenants", "files"})


@frozen
class StaffAct:
    """One act of the publisher's staff, as their journal keeps it."""

    at: datetime
    staff_id: StaffId | None
    browser_id: str
    ip: str
    port: int | None
    action: str
    subject: str = ""
    detail: str = ""
    outcome: str = "done"


@frozen(eq=False)
class Directory:
    """What the publisher holds. It opens no dossier: that is the vault's, kept apart."""

    store: Store = field(repr=False)
    sessions: Sessions = field(repr=False)

    @property
    def tenants(self) -> Tenants:
        """The brokerages."""
        return Tenants(self.store)

    @property
    def users(self) -> Accounts:
        """The accounts of the brokerages' users."""
        return Accounts(self.store, Realm.BROKER)

    @property
    def staff(self) -> Accounts:
        """The accounts of the publisher's staff."""
        return Accounts(self.store, Realm.STAFF)

    @property
    def attempts(self) -> Attempts:
        """The failed sign-ins."""
        return Attempts(self.store)

    @property
    def billing(self) -> Billing:
        """The entries of the brokerages' accounts."""
        return Billing(self.store)

    @property
    def records(self) -> Records:
        """The facts and decisions of contracts and months."""
        return Records(self.store)

    @property
    def documents(self) -> Documents:
        """The documents issued to the brokerages."""
        return Documents(self.store)

    @property
    def job_log(self) -> JobLog:
        """The log of the jobs."""
        return JobLog(self.store)

    @contextmanager
    def finishing(self, work: str) -> Iterator[None]:
        """Mark ``work`` as begun, and take the mark away once the block has ended without an error."""
        self.begin(work)
        yield
        self.finish(work)

    def begin(self, work: str) -> None:
        """Mark ``work`` as begun."""
        with self.store.write() as db:
            db.execute(insert(unfinished).values(work=work))

    def finish(self, work: str) -> None:
        """Take the mark of ``work`` away."""
        with self.store.write() as db:
            db.execute(delete(unfinished).where(unfinished.c.work == work))

    def unfinished(self, work: str) -> bool:
        """Tell whether ``work`` was begun and cut off."""
        with self.store.read() as db:
            return db.scalar(select(unfinished.c.work).where(unfinished.c.work == work)) is not None

    def backups(self, owner: str | None = None) -> tuple[Backup, ...]:
        """Return the archives that are kept, of one brokerage (``""``: of the directory) or all, the oldest first."""
        with self.store.read() as db:
            return kept_backups(db, owner)

    def all_unfinished(self, prefix: str) -> tuple[str, ...]:
        """Return the works that were begun and cut off, of those whose name begins so."""
        with self.store.read() as db:
            return tuple(db.scalars(select(unfinished.c.work).where(unfinished.c.work.startswith(prefix))))

    def accounts(self, realm: Realm) -> Accounts:
        """Return the accounts of a realm."""
        return Accounts(self.store, realm)


def journal_staff_act(db: Connection, act: StaffAct) -> None:
    """Append an act of the staff, in the transaction that does it."""
    row = {name: getattr(act, name) for name in staff_journal.c.keys() if name != "seq"}  # noqa: SIM118
    db.execute(insert(staff_journal).values(**row))


def check_data_folder(folder: Path) -> None:
    """Refuse, before anything is made, a place that cannot hold the data or that holds something else."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise SetupError(f"{folder} n’est pas un dossier ; donner un dossier dans NETSOFT_DATA.")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise SetupError(f"Le dossier {folder} ne peut pas être écrit ; en donner les droits, ou changer NETSOFT_DATA.")
    if not (folder / DIRECTORY_FILE).exists() and any(entry.name not in _OURS for entry in folder.iterdir()):
        raise SetupError(
            f"Le dossier {folder} contient autre chose que des données de l’application ; "
            "donner un dossier vide ou nouveau dans NETSOFT_DATA."
        )


def make_data_folder(folder: Path) -> None:
    """Make the folder, closed to others; one that was there keeps its mode."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = f"ne peut pas être créé ({error.strerror})"
        raise SetupError(f"Le dossier {folder} {reason} ; changer NETSOFT_DATA.") from error


def open_directory(
    site: PlacedSite, files: FileStore, master: MasterKey, sessions: Sessions | None
) -> tuple[Directory, Vault]:
    """Open the directory of a site, and the vault beside it with its files; it keeps the sessions itself if it must."""
    store = site.directory_store
    vault = Vault(store, KeySeal(*derived(master, "tenant keys")), site, files)
    return Directory(store, sessions or DirectorySessions(store)), vault


def behind(store: Store) -> bool:
    """Tell whether a directory waits for an upgrade; one of a version beside which this one may not go is refused."""
    history = HISTORIES[Purpose.DIRECTORY]
    with store.read() as db:
        current = history.current(db)
        if current and not history.knows(current) and not revision_of(db, DIRECTORY).served(DIRECTORY):
            raise SetupError("L’annuaire est celui d’une version plus récente ; servir avec elle.")
    return not current or (current != history.head and history.knows(current))


def upgrade_directory(store: Store, at: datetime) -> None:
    """Bring the directory to the last revision and say so in it, in one transaction."""
    history = HISTORIES[Purpose.DIRECTORY]
    with store.write() as db:
        record_revision(db, DIRECTORY, Known(history.upgrade(db), history.compatible), at)
