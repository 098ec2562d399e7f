"""The directory of the publisher, opened from its folder and the master key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from attrs import field, frozen
from sqlalchemy import Connection, delete, insert, select

from reference_app.ids import StaffId
from reference_app.storage.attempts import Attempts
from reference_app.storage.billing import Billing
from reference_app.storage.directory_tables import directory_metadata, staff_journal, unfinished
from reference_app.storage.master_key import MasterKey, directory_path
from reference_app.storage.people import Accounts, Realm, Tenants
from reference_app.storage.sealing import KeySeal, derive
from reference_app.storage.sessions import Sessions
from reference_app.storage.store import Store, open_store
from reference_app.storage.vault import Vault


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
    def sessions(self) -> Sessions:
        """The live sessions of both realms."""
        return Sessions(self.store)

    @property
    def attempts(self) -> Attempts:
        """The failed sign-ins."""
        return Attempts(self.store)

    @property
    def billing(self) -> Billing:
        """The entries of the brokerages' accounts."""
        return Billing(self.store)

    @contextmanager
    def finishing(self, work: str) -> Iterator[None]:
        """Mark ``work`` as begun, and take the mark away once the block has ended without an error."""
        with self.store.write() as db:
            db.execute(insert(unfinished).values(work=work))
        yield
        with self.store.write() as db:
            db.execute(delete(unfinished).where(unfinished.c.work == work))

    def unfinished(self, work: str) -> bool:
        """Tell whether ``work`` was begun and cut off."""
        with self.store.read() as db:
            return db.scalar(select(unfinished.c.work).where(unfinished.c.work == work)) is not None

    def accounts(self, realm: Realm) -> Accounts:
        """Return the accounts of a realm."""
        return Accounts(self.store, realm)


def journal_staff_act(db: Connection, act: StaffAct) -> None:
    """Append an act of the staff, in the transaction that does it."""
    row = {name: getattr(act, name) for name in staff_journal.c.keys() if name != "seq"}  # noqa: SIM118
    db.execute(insert(staff_journal).values(**row))


def open_directory(folder: Path, master: MasterKey) -> tuple[Directory, Vault]:
    """Open the directory of a data folder, and the vault beside it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    store = open_store(directory_path(folder), derive(master, "directory"), directory_metadata)
    return Directory(store), Vault(store, KeySeal(derive(master, "tenant keys")), folder)
