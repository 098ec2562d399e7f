"""Registering a brokerage: its row and its sealed keys. Its files are made when its first user signs in."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from attrs import asdict, field, frozen
from sqlalchemy import Connection, insert, select

from netsoft.errors import InvalidValue
from reference_app.ids import TenantId
from reference_app.storage.directory_tables import tenant_keys, tenants
from reference_app.storage.people import Tenant
from reference_app.storage.revision_log import NEW, Known, record_revision
from reference_app.storage.sealing import KEY_PURPOSES, TENANT_PURPOSES, Purpose
from reference_app.storage.sites import Place

Wrap = Callable[[bytes, TenantId, Purpose], bytes]


@frozen(eq=False)
class Registrar:
    """Registers brokerages. It seals new keys, and has no file to open: the publisher's console may hold it."""

    _wrap: Wrap = field(repr=False)

    def register(self, db: Connection, tenant: Tenant) -> None:
        """Register a brokerage with its new keys, within a transaction on the directory."""
        if db.scalar(select(tenants.c.id).where(tenants.c.siren == tenant.siren)) is not None:
            raise InvalidValue("siren", "déjà enregistré", "donner le SIREN du nouveau cabinet")
        db.execute(insert(tenants).values(**asdict(tenant)))
        for purpose in KEY_PURPOSES:
            give_key(db, self._wrap, tenant.id, purpose)
        for purpose in TENANT_PURPOSES:
            record_revision(db, Place(tenant.id, purpose), Known(state=NEW), tenant.opened_at)


def give_key(db: Connection, wrap: Wrap, tenant_id: TenantId, purpose: Purpose) -> None:
    """Give a brokerage a new key, sealed; for a purpose that it has no key for yet."""
    sealed = wrap(secrets.token_bytes(32), tenant_id, purpose)
    row = {"tenant_id": tenant_id, "purpose": purpose.value, "sealed": sealed}
    db.execute(insert(tenant_keys).values(**row))
