"""The brokerages' files. A handle is minted for a live session; no other call opens a dossier."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from attrs import define, evolve, field, frozen
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from reference_app.errors import DamagedTenant, Forbidden, SetupError, Upgrading
from reference_app.ids import TenantId, new_id
from reference_app.storage.directory_tables import tenant_keys, tenants, unfinished, users
from reference_app.storage.files import FileStore
from reference_app.storage.journal import Count, Journal
from reference_app.storage.people import Account, Realm, Tenant, tenant_of
from reference_app.storage.registrar import Registrar, give_key
from reference_app.storage.revision_log import (
    DIRECTORY,
    FAILED,
    UPGRADING,
    Known,
    Revisions,
    other_tables,
    revision_of,
    said,
    whose_code,
)
from reference_app.storage.revisions import HISTORIES
from reference_app.storage.sealing import TENANT_PURPOSES, KeySeal, Purpose
from reference_app.storage.sessions import Session
from reference_app.storage.sites import Place, Site, awaited
from reference_app.storage.store import Store
from reference_app.storage.tenant_files import TenantFiles

_OF_DATABASES: Final = frozenset(purpose.value for purpose in TENANT_PURPOSES)


@frozen(eq=False)
class TenantHandle:
    """The capability to work in one brokerage: its dossiers and its journal, and no other's."""

    tenant: Tenant
    dossiers: Store = field(repr=False)
    _journal_store: Store = field(repr=False)
    files: TenantFiles = field(repr=False)

    @property
    def journal(self) -> Journal:
        """The journal and the counts of this brokerage."""
        return Journal(self._journal_store)

    def store_of(self, purpose: Purpose) -> Store:
        """Return one of its databases whole, for an operation on it."""
        return self.dossiers if purpose is Purpose.DOSSIERS else self._journal_store

    def close(self) -> None:
        """Close both files."""
        self.dossiers.close()
        self._journal_store.close()


@define(eq=False)
class Vault:
    """Mints handles. It holds the sealing key; the publisher's console is never given it."""

    _directory: Store = field(repr=False)
    _seal: KeySeal = field(repr=False)
    _site: Site = field(repr=False)
    _files: FileStore = field(repr=False)
    _open: dict[TenantId, TenantHandle] = field(factory=dict, init=False, repr=False)
    _turns: dict[TenantId, threading.Lock] = field(factory=dict, init=False, repr=False)

    @property
    def registrar(self) -> Registrar:
        """What registers brokerages and opens none of them."""
        return Registrar(self._seal.wrap)

    def mint(self, session: Session) -> TenantHandle:
        """Return the handle of the brokerage to which the session's user belongs."""
        if session.realm is not Realm.BROKER:
            raise Forbidden("Une session de l'éditeur n'ouvre aucun dossier.")
        mine = select(users.c.tenant_id).where(users.c.id == session.account_id)
        with self._directory.read() as db:
            tenant_id = TenantId(db.execute(mine).scalar_one())
            elsewhere = other_tables(db, tenant_id)
        if elsewhere:  # another version has begun to change its tables, or this one has to
            self.let_go(tenant_id)
        return self._handle(tenant_id)

    def journal_of(self, account: Account) -> Journal:
        """Return the journal of the brokerage to which a user belongs, for what is refused before any session."""
        if account.tenant_id is None:
            raise Forbidden("Un compte de l’éditeur n’a pas de journal de cabinet.")
        return self._handle(account.tenant_id).journal

    def create(self, tenant: Tenant) -> TenantHandle:
        """Register a brokerage with two new keys, and make its two files."""
        with self._directory.write() as db:
            self.registrar.register(db, tenant)
        return self._handle(tenant.id)

    def each(self, damaged: Callable[[DamagedTenant], None] | None = None) -> tuple[TenantHandle, ...]:
        """Return every handle, for what mends or checks files at start-up; no page calls this.

        One that does not open is given to ``damaged``, or raised if there is nobody to hear of it.
        """
        with self._directory.read() as db:
            kept = select(tenant_keys.c.tenant_id)  # one that was erased has no key
            ids = db.scalars(select(tenants.c.id).where(tenants.c.id.in_(kept)).order_by(tenants.c.name)).all()
        handles = []
        for tenant_id in ids:
            try:
                handles.append(self._handle(TenantId(tenant_id)))
            except DamagedTenant as damage:
                if damaged is None:
                    raise
                damaged(damage)
        return tuple(handles)

    def counts_of(self, tenant_id: TenantId, month: str) -> tuple[Count, ...]:
        """Return the counts of a brokerage in a month of Paris (``2026-11``): what a job may know of a journal."""
        handle = self._handle(tenant_id)
        try:
            return handle.journal.counts_of(month)
        except DatabaseError as error:
            raise DamagedTenant(f"{handle.tenant.name} : son journal est abîmé.") from error

    def refuse_another_key(self, where: str) -> None:
        """Raise when none of the sealed secrets opens: the master key is another one, and would seal the next ones.

        An encrypted directory refuses such a key by itself; a server's does not know it.
        """
        with self._directory.read() as db:
            asked = select(tenant_keys.c.tenant_id, tenant_keys.c.purpose, tenant_keys.c.sealed)
            kept = db.execute(asked.order_by(tenant_keys.c.tenant_id)).all()
        if kept and not any(self._opens(TenantId(row.tenant_id), Purpose(row.purpose), row.sealed) for row in kept):
            raise SetupError(f"{where} ne s’ouvre pas avec cette clé : ses secrets sont scellés par une autre.")

    def _opens(self, tenant_id: TenantId, purpose: Purpose, sealed: bytes) -> bool:
        try:
            self._seal.unwrap(sealed, tenant_id, purpose)
        except SetupError:
            return False
        return True

    def operated(self, tenant_id: TenantId) -> TenantHandle:
        """Return the handle of a brokerage for an operation on the whole of its databases; no page calls this."""
        return self._handle(tenant_id)

    def let_go(self, tenant_id: TenantId) -> None:
        """Forget the handle of a brokerage whose databases are about to go, or to be elsewhere."""
        with self._turn(tenant_id):
            handle = self._open.pop(tenant_id, None)
            if handle is not None:
                handle.close()

    def operate(self, tenant_id: TenantId, purpose: Purpose) -> Store:
        """Return one of its databases whole, to back it up, restore it or give it another secret (15.5)."""
        return self._handle(tenant_id).store_of(purpose)

    def close(self) -> None:
        """Close every file."""
        for tenant_id in tuple(self._open):
            self.let_go(tenant_id)

    def _handle(self, tenant_id: TenantId) -> TenantHandle:
        with self._turn(tenant_id):
            if tenant_id not in self._open:
                self._open[tenant_id] = self._opened(tenant_id)
            return self._open[tenant_id]

    def _turn(self, tenant_id: TenantId) -> threading.Lock:
        """Return the lock under which one brokerage is opened: however long that takes, no other waits for it."""
        return self._turns.setdefault(tenant_id, threading.Lock())

    def _opened(self, tenant_id: TenantId) -> TenantHandle:
        with self._directory.read() as db:
            row = db.execute(select(tenants).where(tenants.c.id == tenant_id)).one()
            served = revision_of(db, DIRECTORY).served(DIRECTORY)
        tenant = tenant_of(row)
        if not served:
            raise Upgrading(f"{tenant.name} : l’annuaire est celui d’une version plus récente")
        try:
            dossiers, journal = (self._database(Place(tenant.id, purpose)) for purpose in TENANT_PURPOSES)
            return TenantHandle(tenant, dossiers, journal, self.files_of(tenant.id))
        except Upgrading as waits:
            raise Upgrading(f"{row.name} : {waits}") from waits
        except (SetupError, OSError) as error:
            raise DamagedTenant(f"{row.name} : {error}") from error

    def _database(self, place: Place) -> Store:
        self._refuse_awaited(place)
        known = self.revisions.of(place)
        if not known.served(place) and self._waits(place, known):
            raise Upgrading(f"{place.purpose.value} en révision « {known.revision} », commande « migrate » attendue")
        if not known.revision or not known.served(place):
            self._upgrade_or_leave(place)
        else:
            self._make(place, known=True)
        return self._site.open(place, lambda: self._keys(place))

    def _waits(self, place: Place, known: Known) -> bool:
        """Tell whether tables are left to « migrate », or to the newer version that is, or was cut off, at work."""
        knows = HISTORIES[place.purpose].knows
        return self._site.waits_for_migrate(place) or not (knows(known.revision) and knows(known.compatible))

    def _upgrade_or_leave(self, place: Place) -> None:
        """Upgrade a database that is being opened; one that cannot be is left as it was, and stops no other."""
        try:
            self.upgrade(place)
        except (SetupError, OSError, Upgrading):
            raise
        except Exception as error:
            raise SetupError(f"{place.purpose.value} : mise à jour en échec, {said(error)}") from error

    def upgrade(self, place: Place) -> None:
        """Bring one database to the last revision, made if it is new, and record it.

        Where code of the present revision may not go on, the directory says so before anything changes: whoever still
        runs it serves the brokerage no longer. What stops the upgrade is recorded and raised.
        """
        self._refuse_awaited(place)
        history, known, revisions = HISTORIES[place.purpose], self.revisions.of(place), self.revisions
        if known.compatible and not history.knows(known.compatible):
            raise Upgrading(f"{place.purpose.value} : une version plus récente a commencé à les changer")
        if known.revision and known.compatible != history.compatible:
            revisions.record(place, Known(known.revision, history.compatible, UPGRADING), datetime.now(UTC))
        try:
            made = self._make(place, known=bool(known.revision))
            revision = history.head if made else self._site.upgrade(place, lambda: self._keys(place))
        except Exception as error:
            stands = whose_code(self._site, place, lambda: self._keys(place)) if known.revision else ""
            revisions.record(place, Known(known.revision, stands, FAILED, said(error)), datetime.now(UTC))
            raise
        revisions.record(place, Known(revision, history.compatible), datetime.now(UTC))

    @property
    def revisions(self) -> Revisions:
        """What the directory knows of the databases' tables."""
        return Revisions(self._directory)

    def _refuse_awaited(self, place: Place) -> None:
        """Refuse a database that is to come back from an archive: an empty one must not stand in its place."""
        with self._directory.read() as db:
            waits = db.scalar(select(unfinished.c.work).where(unfinished.c.work == awaited(place))) is not None
        if waits:
            raise SetupError(f"{place.purpose.value} : à refaire depuis une sauvegarde, par la commande « rebuild ».")

    def _make(self, place: Place, *, known: bool = False) -> bool:
        """Make a database that is not known yet, or check that it opens.

        With its secret or, while it is being replaced, with the next.
        """
        *first, last = self._keys(place)
        for key in first:
            with suppress(SetupError):
                return self._site.make(place, key, known=known)
        return self._site.make(place, last, known=known)

    def files_of(self, tenant_id: TenantId) -> TenantFiles:
        """Return what a brokerage keeps beside its dossiers, for an operation on the whole of it."""
        place = Place(tenant_id, Purpose.FILES)
        if not self._keys(place):  # a brokerage of before there were files
            with self._directory.write() as db:
                give_key(db, self._seal.wrap, tenant_id, Purpose.FILES)
        return TenantFiles(tenant_id, self._files, self._keys(place)[-1])

    def _keys(self, place: Place) -> Sequence[bytes]:
        """Return the secrets of one database, asked of the directory each time: they may have been replaced."""
        asked = (tenant_keys.c.tenant_id == place.tenant_id) & (tenant_keys.c.purpose == place.purpose.value)
        with self._directory.read() as db:
            rows = db.execute(select(tenant_keys.c.sealed, tenant_keys.c.next).where(asked)).all()
        sealed = [one for row in rows for one in row if one is not None]
        return tuple(self._seal.unwrap(one, place.tenant_id, place.purpose) for one in sealed)

    def secrets(self) -> dict[Place, Sequence[bytes]]:
        """Return the secrets of every brokerage's databases, for the audit alone; none where they do not open."""
        with self._directory.read() as db:
            rows = db.execute(select(tenant_keys.c.tenant_id, tenant_keys.c.purpose)).all()
        places = [Place(TenantId(owner), Purpose(use)) for owner, use in rows if use in _OF_DATABASES]
        return {place: self._known(place) for place in places}

    def _known(self, place: Place) -> Sequence[bytes]:
        try:
            return self._keys(place)
        except SetupError:
            return ()


def new_tenant(identity: Tenant, at: datetime) -> Tenant:
    """Return the identity under an id of its own, opened at ``at``."""
    return evolve(identity, id=TenantId(new_id()), opened_at=at, closed_at=None)
