"""Article 15.13.8: one secret to each database. A tenant's keys by purpose, each wrapped under the master key.

A wrapped key is sealed with AES-256-GCM for one tenant, one purpose and one version (its associated data): moved to
another it does not open. A ring holds what is open: for each purpose the current key and, while it is being replaced,
the next one. Whatever opens tries both; whatever seals takes the newest.

>>> from netsoft.tenancy.sealing_table import KEY_BYTES, NONCE_BYTES
>>> master = bytes(KEY_BYTES)
>>> key = TenantKey(TenantId("mistral"), Purpose.CACHE, 1, b"k" * KEY_BYTES)
>>> wrapped = wrap(master, key, nonce=bytes(NONCE_BYTES))
>>> unwrap(master, wrapped) == key
True
>>> import attrs
>>> unwrap(master, attrs.evolve(wrapped, tenant=TenantId("sirocco")))
Traceback (most recent call last):
    ...
netsoft.errors.BrokenEvidence: la clé « cache », version 1, ne s'ouvre pas : autre cabinet, autre usage ou clé maîtresse
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

import attrs
from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from netsoft.errors import BrokenEvidence, InvalidValue, MissingFact
from netsoft.money import shown
from netsoft.names import TenantId
from netsoft.tenancy.sealing_table import KEY_BYTES, NONCE_BYTES, TAG_BYTES

FORMAT: Final = "netsoft/1"
"""What every derivation and every associated data begins with."""


class Purpose(Enum):
    """What a tenant's key opens."""

    DOSSIERS = "dossiers"
    JOURNAL = "journal"
    ARCHIVES = "archives"
    FILES = "files"
    CACHE = "cache"
    JOBS = "jobs"
    SECRET = "secret"  # noqa: S105 - the name of a purpose


def exact_bytes(value: object, size: int, name: str) -> bytes:
    """Return bytes of an exact size; the refusal never shows them."""
    if type(value) is not bytes or len(value) != size:
        raise InvalidValue(name, f"il y faut {size} octets", "les tirer au hasard, ou les lire où ils sont gardés")
    return value


def derive(key: bytes, use: str) -> bytes:
    """Derive the 256-bit key of one use from another key (HKDF-SHA256)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"{FORMAT}/{use}".encode()).derive(
        exact_bytes(key, KEY_BYTES, "key")
    )


def _version(value: object) -> int:
    if type(value) is not int or value < 1:
        raise InvalidValue("version", f"{shown(value)} n'est pas une version", "compter à partir de 1")
    return value


def _tenant(value: object) -> TenantId:
    if type(value) is not str or not value.strip():
        raise InvalidValue("tenant", f"{shown(value)} ne désigne aucun cabinet", "donner son identifiant")
    return TenantId(value)


def _key(value: object) -> bytes:
    return exact_bytes(value, KEY_BYTES, "key")


@frozen
class TenantKey:
    """An open key: whose, what for, which version, and its 256 bits, which its ``repr`` does not show."""

    tenant: TenantId = field(converter=_tenant)
    purpose: Purpose
    version: int = field(converter=_version)
    key: bytes = field(converter=_key, repr=False)


def _sealed(value: object) -> bytes:
    return exact_bytes(value, NONCE_BYTES + KEY_BYTES + TAG_BYTES, "sealed")


@frozen
class WrappedKey:
    """A sealed key as a directory keeps it: nonce, ciphertext and tag in ``sealed``."""

    tenant: TenantId = field(converter=_tenant)
    purpose: Purpose
    version: int = field(converter=_version)
    sealed: bytes = field(converter=_sealed, repr=False)


def wrap(master: bytes, key: TenantKey, nonce: bytes) -> WrappedKey:
    """Seal a key under the master key; a nonce serves once."""
    exact_bytes(nonce, NONCE_BYTES, "nonce")
    box = AESGCM(exact_bytes(master, KEY_BYTES, "master")).encrypt(nonce, key.key, _bound(key))
    return WrappedKey(key.tenant, key.purpose, key.version, nonce + box)


def unwrap(master: bytes, wrapped: WrappedKey) -> TenantKey:
    """Open a sealed key; raise ``BrokenEvidence`` for one that was moved, altered or sealed under another master."""
    cipher = AESGCM(exact_bytes(master, KEY_BYTES, "master"))
    nonce, box = wrapped.sealed[:NONCE_BYTES], wrapped.sealed[NONCE_BYTES:]
    try:
        opened = cipher.decrypt(nonce, box, _bound(wrapped))
    except InvalidTag:
        which = f"la clé « {wrapped.purpose.value} », version {wrapped.version}, ne s'ouvre pas"
        raise BrokenEvidence(f"{which} : autre cabinet, autre usage ou clé maîtresse") from None
    return TenantKey(wrapped.tenant, wrapped.purpose, wrapped.version, opened)


def rewrap(masters: tuple[bytes, bytes], wrapped: WrappedKey, nonce: bytes) -> WrappedKey:
    """Seal a key under a new master key, given ``(old, new)``; the key itself stays, and so does what it opens."""
    old, new = masters
    return wrap(new, unwrap(old, wrapped), nonce)


def _bound(key: TenantKey | WrappedKey) -> bytes:
    """The associated data. The first version is written without its number: so were keys before they had versions."""
    version = "" if key.version == 1 else f"/{key.version}"
    return f"{FORMAT}/{key.tenant}/{key.purpose.value}{version}".encode("utf-8", "surrogatepass")


def _in_order(keys: Iterable[TenantKey]) -> tuple[TenantKey, ...]:
    return tuple(sorted(keys, key=lambda key: (key.purpose.value, key.version)))


@frozen
class KeyRing:
    """The open keys of one tenant: one for each purpose, or two, of which the newer is the next one."""

    tenant: TenantId = field(converter=_tenant)
    keys: tuple[TenantKey, ...] = field(converter=_in_order)

    def __attrs_post_init__(self) -> None:
        if any(key.tenant != self.tenant for key in self.keys):
            raise InvalidValue("keys", "une clé est d'un autre cabinet", "n'y mettre que les siennes")
        for purpose in Purpose:
            versions = [key.version for key in self.keys if key.purpose is purpose]
            if len(versions) > 2 or len(set(versions)) < len(versions):
                problem = f"les versions {versions} de la clé « {purpose.value} » ne sont pas deux au plus, distinctes"
                raise InvalidValue("keys", problem, "garder la clé actuelle et la suivante")

    def opening(self, purpose: Purpose) -> tuple[TenantKey, ...]:
        """Return the keys to try, the current one first; raise ``MissingFact`` if there is none."""
        found = tuple(key for key in self.keys if key.purpose is purpose)
        if not found:
            raise MissingFact(f"la clé « {purpose.value} » du cabinet", "la lire dans l'annuaire")
        return found

    def sealing(self, purpose: Purpose) -> TenantKey:
        """Return the key to seal with: the newest, so that nothing new depends on the one that leaves."""
        return self.opening(purpose)[-1]

    def current(self, purpose: Purpose) -> TenantKey:
        """Return the key that is in force: the older of two."""
        return self.opening(purpose)[0]

    def begin(self, purpose: Purpose, key: bytes) -> KeyRing:
        """Begin to replace a key: ``key`` is the next one. Refused while another replacement is under way."""
        standing = self.opening(purpose)
        if len(standing) > 1:
            problem = f"la clé « {purpose.value} » est déjà en cours de remplacement"
            raise InvalidValue("purpose", problem, "achever ce remplacement ou y renoncer")
        if key == standing[0].key:
            raise InvalidValue("key", "la clé suivante est la clé actuelle", "en tirer une autre")
        return attrs.evolve(self, keys=(*self.keys, TenantKey(self.tenant, purpose, standing[0].version + 1, key)))

    def finish(self, purpose: Purpose) -> KeyRing:
        """End a replacement: the next key is the current one, the old one is gone. Done twice it does nothing more."""
        return self._without(set(self.opening(purpose)[:-1]))

    def give_up(self, purpose: Purpose) -> KeyRing:
        """Give a replacement up: the next key is gone, with what was sealed under it. Without one, nothing happens."""
        return self._without(set(self.opening(purpose)[1:]))

    def _without(self, gone: set[TenantKey]) -> KeyRing:
        return attrs.evolve(self, keys=tuple(key for key in self.keys if key not in gone))
