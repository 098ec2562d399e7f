"""Keys of files, sealed under the master key with what they are for as associated data."""

from __future__ import annotations

import os
from contextlib import suppress
from enum import Enum
from typing import Final

from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from netsoft.tenancy import keys
from reference_app.errors import SetupError
from reference_app.ids import TenantId
from reference_app.storage.master_key import MasterKey


class Purpose(Enum):
    """What a key opens; the directory's is derived, the others are a brokerage's own."""

    DIRECTORY = "directory"
    DOSSIERS = "dossiers"
    JOURNAL = "journal"
    ARCHIVES = "archives"
    FILES = "files"


TENANT_PURPOSES: Final = (Purpose.DOSSIERS, Purpose.JOURNAL)
"""The databases that each brokerage has, each with a secret of its own."""

KEY_PURPOSES: Final = (*TENANT_PURPOSES, Purpose.FILES)
"""The purposes for which each brokerage has a key: its databases, and its files."""


def derive(master: MasterKey, use: str) -> bytes:
    """Derive the 256-bit key of one use from the master key."""
    return keys.derive(master.key, use)


def derived(master: MasterKey, use: str) -> tuple[bytes, ...]:
    """Derive the key of one use and, while the master key is being replaced, that of the next one after it."""
    return tuple(keys.derive(key, use) for key in (master.key, master.next) if key is not None)


@frozen
class KeySeal:
    """Wraps and unwraps the keys of the brokerages' files (AES-256-GCM).

    While the master key is being replaced it has two: what was sealed under either opens.
    """

    _key: bytes = field(repr=False)
    _next: bytes | None = field(default=None, repr=False)

    def wrap(self, key: bytes, tenant: TenantId, purpose: Purpose) -> bytes:
        """Seal ``key`` for one brokerage and one purpose."""
        nonce = os.urandom(12)
        return nonce + AESGCM(self._key).encrypt(nonce, key, bound_to(tenant, purpose))

    def unwrap(self, sealed: bytes, tenant: TenantId, purpose: Purpose) -> bytes:
        """Open a sealed key; one moved to another brokerage or purpose does not open."""
        for one in filter(None, (self._key, self._next)):
            with suppress(InvalidTag):
                return AESGCM(one).decrypt(sealed[:12], sealed[12:], bound_to(tenant, purpose))
        raise SetupError(f"La clé « {purpose.value} » d’un cabinet ne s’ouvre pas ; restaurer l’annuaire.")


def bound_to(tenant: TenantId, purpose: Purpose) -> bytes:
    """Return the associated data of what is sealed for a brokerage and a purpose: elsewhere it does not open."""
    return f"netsoft/1/{tenant}/{purpose.value}".encode()
