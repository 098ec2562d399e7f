"""May a brokerage use the service on a day (8.1)? The answer is netsoft's; here is where it is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from netsoft.answers import Decision
from reference_app.ids import TenantId
from reference_app.services.account import Accounts
from reference_app.storage.directory import Directory

AccessOf: TypeAlias = Callable[[Directory, TenantId, date], Decision]
"""Decides from what the publisher holds of a brokerage: ``access_of(directory, tenant_id, on)``."""


def access_of(directory: Directory, tenant_id: TenantId, on: date) -> Decision:
    """Decide from the brokerage's account as drawn on the day ``on``."""
    return Accounts(directory).access(tenant_id, on)
