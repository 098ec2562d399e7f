"""May a brokerage use the service on a day (8.1)? The answer is netsoft's; here is where it is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from attrs import define, field

from netsoft.answers import Decision
from reference_app.ids import TenantId
from reference_app.services.account import Accounts
from reference_app.storage.directory import Directory

AccessOf: TypeAlias = Callable[[Directory, TenantId, date], Decision]
"""Decides from what the publisher holds of a brokerage: ``access_of(directory, tenant_id, on)``."""


@define(eq=False)
class Access:
    """Decides from the account as drawn on the day, and draws it again when an entry was added or the day changed.

    What is remembered cannot be out of date: entries are only ever appended, so their last number tells.
    """

    _decided: dict[TenantId, tuple[int, date, Decision]] = field(factory=dict, init=False, repr=False)

    def __call__(self, directory: Directory, tenant_id: TenantId, on: date) -> Decision:
        """Return the decision for one brokerage on a day."""
        version = directory.billing.version(tenant_id)
        known = self._decided.get(tenant_id)
        if known is None or known[:2] != (version, on):
            known = version, on, Accounts(directory).access(tenant_id, on)
            self._decided[tenant_id] = known
        return known[2]
