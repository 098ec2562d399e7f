"""Registering a brokerage: its row and its two sealed keys. Its files are made when its first user signs in."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from attrs import field, frozen
from sqlalchemy import Connection, insert, select

from netsoft.errors import InvalidValue
from reference_app.ids import TenantId
from reference_app.storage.directory_tables import tenant_keys, tenants
from reference_app.storage.people import Tenant
from reference_app.storage.sealing import TENANT_PURPOSES, Purpose


@frozen(eq=False)
class Registrar:
    """Registers brokerages. It seals new keys, and has no file to open: the publisher's console may hold it."""

    _wrap: Callable[[bytes, TenantId, Purpose], bytes] = field(repr=False)

    def register(self, db: Connection, tenant: Tenant) -> None:
        """Register a brokerage with two new keys, within a transaction on the directory."""
        if db.scalar(select(tenants.c.id).where(tenants.c.siren == tenant.siren)) is not None:
            raise InvalidValue("siren", "déjà enregistré", "donner le SIREN du nouveau cabinet")
        row = {name: getattr(tenant, name) for name in tenants.c.keys()}  # noqa: SIM118
        db.execute(insert(tenants).values(**row))
        for purpose in TENANT_PURPOSES:
            sealed = self._wrap(secrets.token_bytes(32), tenant.id, purpose)
            key_row = {"tenant_id": tenant.id, "purpose": purpose.value, "sealed": sealed}
            db.execute(insert(tenant_keys).values(**key_row))
