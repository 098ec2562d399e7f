"""Identifiers as small types, so that one cannot stand for another."""

from __future__ import annotations

import secrets
from typing import NewType

from netsoft.names import StaffId, TenantId, UserId

__all__ = ["ClientId", "EntryId", "FileId", "StaffId", "TenantId", "UserId", "new_id"]

ClientId = NewType("ClientId", str)
EntryId = NewType("EntryId", str)
FileId = NewType("FileId", str)


def new_id() -> str:
    """Return 128 random bits in hexadecimal: not to be guessed, and telling nothing."""
    return secrets.token_hex(16)
