"""Names of what the rules speak of: a tenant, a user, an action. Texts to the interpreter, apart to the type checker.

>>> TenantId("mistral")
'mistral'
"""

from __future__ import annotations

from typing import NewType

TenantId = NewType("TenantId", str)
"""A client of the publisher: a brokerage."""

UserId = NewType("UserId", str)
"""A person of a tenant, with one access."""

StaffId = NewType("StaffId", str)
"""A person of the publisher's staff."""

ActionId = NewType("ActionId", str)
"""An action; unique within its tenant, and free of any instant."""
