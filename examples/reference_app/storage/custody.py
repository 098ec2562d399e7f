"""What the publisher's operations hold: the secrets of databases and of archives, and whole databases to work on.

No page is given it, and nothing here reads a dossier: operations count, copy and compare rows without showing them.
"""

from __future__ import annotations

import secrets
from typing import Final

from attrs import field, frozen
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from reference_app.ids import TenantId
from reference_app.storage.directory_tables import tenant_keys
from reference_app.storage.master_key import MasterKey
from reference_app.storage.sealing import KeySeal, Purpose, derive, derived
from reference_app.storage.sites import Place, Site
from reference_app.storage.store import Store

_c: Final = tenant_keys.c


@frozen
class Secrets:
    """The secret of a database and, while it is being replaced, the next one."""

    current: bytes = field(repr=False)
    next: bytes | None = field(default=None, repr=False)

    @property
    def all(self) -> tuple[bytes, ...]:
        """Both, in the order in which they are tried."""
        return (self.current,) if self.next is None else (self.current, self.next)


@frozen(eq=False)
class Custody:
    """The secrets of every brokerage, out of the directory and the master key, and the site of the databases."""

    directory: Store = field(repr=False)
    site: Site = field(repr=False)
    _master: MasterKey = field(repr=False)

    @property
    def seal(self) -> KeySeal:
        """What seals the secrets."""
        return KeySeal(*derived(self._master, "tenant keys"))

    def secrets(self, place: Place) -> Secrets:
        """Return the secrets of a database."""
        with self.directory.read() as db:
            row = db.execute(select(_c.sealed, _c.next).where(_of(place))).one()
        current, following = (None if one is None else self._unwrap(one, place) for one in row)
        assert current is not None
        return Secrets(current, following)

    def store(self, place: Place) -> Store:
        """Return a database as the application opens it."""
        return self.site.open(place, lambda: self.secrets(place).all)

    def owned(self, place: Place) -> Store:
        """Return a database as its owner opens it, who may fill it."""
        return self.site.owned(place, lambda: self.secrets(place).all)

    def archive_key(self, owner: str) -> bytes:
        """Return the key of the archives of a brokerage, made when first asked for; of the directory, derived."""
        if not owner:
            return derive(self._master, "directory archives")
        place = Place(TenantId(owner), Purpose.ARCHIVES)
        with self.directory.write() as db:
            sealed = db.scalar(select(_c.sealed).where(_of(place)))
            if sealed is None:
                sealed = self.seal.wrap(secrets.token_bytes(32), place.tenant_id, place.purpose)
                row = {"tenant_id": owner, "purpose": place.purpose.value, "sealed": sealed}
                db.execute(insert(tenant_keys).values(**row))
        return self._unwrap(sealed, place)

    def keep_next(self, place: Place, secret: bytes) -> None:
        """Keep the next secret of a database beside the present one."""
        sealed = self.seal.wrap(secret, place.tenant_id, place.purpose)
        with self.directory.write() as db:
            db.execute(update(tenant_keys).where(_of(place)).values(next=sealed))

    def promote(self, place: Place) -> None:
        """Let the next secret be the only one."""
        with self.directory.write() as db:
            db.execute(update(tenant_keys).where(_of(place) & _c.next.is_not(None)).values(sealed=_c.next, next=None))

    def forget_keys(self, db: Connection, tenant_id: TenantId) -> None:
        """Forget every secret of a brokerage: what they sealed, wherever a copy of it lies, is lost for ever."""
        db.execute(delete(tenant_keys).where(_c.tenant_id == tenant_id))

    def _unwrap(self, sealed: bytes, place: Place) -> bytes:
        return self.seal.unwrap(sealed, place.tenant_id, place.purpose)


def _of(place: Place) -> ColumnElement[bool]:
    return (_c.tenant_id == place.tenant_id) & (_c.purpose == place.purpose.value)
