"""What is held of the conduct of a brokerage (13.1), as netsoft judges it: the doings, and what was done about them."""

from __future__ import annotations

from sqlalchemy import Connection

from netsoft.tenancy.infringement import Closing, ConductAct, Infringement, InfringementFile, Reopening
from reference_app.ids import TenantId
from reference_app.storage import records


def conduct_file(db: Connection, tenant_id: TenantId) -> InfringementFile:
    """Return the doings that stand and the acts about them, each in the order in which it was recorded."""
    known = tuple(record.value for record in records.recorded(db, Infringement, tenant_id))
    return InfringementFile(known, _acts(db, tenant_id))


def _acts(db: Connection, tenant_id: TenantId) -> tuple[ConductAct, ...]:
    closings, reopenings = records.recorded(db, Closing, tenant_id), records.recorded(db, Reopening, tenant_id)
    both: dict[int, ConductAct] = {record.seq: record.value for record in closings}
    both |= {record.seq: record.value for record in reopenings}
    return tuple(both[seq] for seq in sorted(both))
