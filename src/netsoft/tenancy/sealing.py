"""Articles 15.10 and 15.13.7: what leaves for a shared cache or a shared queue is sealed for one tenant.

A sealed value carries in clear whose it is, what kind of thing it is and under which version of the key it was sealed,
so that a worker knows whose ring to ask for; all of it is bound to the content (AES-256-GCM, associated data), so that
none of it can be altered. A cache's key is a keyed hash: two tenants never share one, even under the same name.

>>> from netsoft.names import TenantId
>>> from netsoft.tenancy.keys import TenantKey
>>> from netsoft.tenancy.sealing_table import KEY_BYTES
>>> mistral, sirocco = (
...     KeyRing(TenantId(name), [TenantKey(TenantId(name), purpose, 1, name.encode().ljust(KEY_BYTES))
...                              for purpose in (Purpose.JOBS, Purpose.CACHE)])
...     for name in ("mistral", "sirocco")
... )
>>> sealed = seal_payload(mistral, "relance", b"C-17", nonce=bytes(NONCE_BYTES))
>>> open_payload(mistral, "relance", Sealed.parse(sealed.encode()))
b'C-17'
>>> open_payload(sirocco, "relance", sealed)
Traceback (most recent call last):
    ...
netsoft.errors.BrokenEvidence: contenu d'un autre cabinet, d'un autre usage ou d'une autre nature
>>> cache_key(mistral, "accueil") == cache_key(sirocco, "accueil")
False
"""

from __future__ import annotations

import hmac
import json
from typing import Final

from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from netsoft.errors import BrokenEvidence, InvalidValue
from netsoft.money import shown
from netsoft.names import TenantId
from netsoft.tenancy.keys import FORMAT, KeyRing, Purpose, TenantKey, derive, exact_bytes
from netsoft.tenancy.sealing_table import NONCE_BYTES, TAG_BYTES

_FOREIGN: Final = "contenu d'un autre cabinet, d'un autre usage ou d'une autre nature"
_ALTERED: Final = "contenu altéré, ou scellé sous une clé qui n'est plus là"
_UNREADABLE: Final = "contenu scellé illisible"
_LONGEST_LABEL: Final = 2_000


@frozen
class Label:
    """What stands on a sealed value in clear: whose, what for, what kind of thing, under which version of the key."""

    tenant: TenantId
    purpose: Purpose
    kind: str
    version: int

    @property
    def line(self) -> bytes:
        """One line that no other label has: it is the associated data, and what stands before the content."""
        return json.dumps([FORMAT, self.tenant, self.purpose.value, self.kind, self.version]).encode() + b"\n"


@frozen
class Sealed:
    """A sealed value: its label, and nonce, ciphertext and tag in ``box``."""

    label: Label
    box: bytes = field(repr=False)

    def encode(self) -> bytes:
        """Return the bytes to keep or to send."""
        return self.label.line + self.box

    @classmethod
    def parse(cls, data: bytes) -> Sealed:
        """Read them back; raise ``BrokenEvidence`` for what :meth:`encode` never writes."""
        line, end, box = data.partition(b"\n")
        if len(line) > _LONGEST_LABEL:  # what nests deeply is not even read
            raise BrokenEvidence(_UNREADABLE)
        try:
            _format, tenant, purpose, kind, version = json.loads(line.decode("ascii"))
            label = Label(tenant, Purpose(purpose), kind, version)
        except (ValueError, TypeError):  # malformed text is a ValueError too
            raise BrokenEvidence(_UNREADABLE) from None
        if label.line != line + end or len(box) < NONCE_BYTES + TAG_BYTES:
            raise BrokenEvidence(_UNREADABLE)
        return cls(label, box)


def _seal(ring: KeyRing, purpose: Purpose, kind: str, content: tuple[bytes, bytes]) -> Sealed:
    payload, nonce = content
    if not kind.strip():
        raise InvalidValue("kind", f"{shown(kind)} ne dit pas ce qui est scellé", "nommer la nature du contenu")
    key = ring.sealing(purpose)
    label = Label(ring.tenant, purpose, kind, key.version)
    if len(label.line) > _LONGEST_LABEL:
        raise InvalidValue("kind", f"{shown(kind)} est trop long", "nommer la nature du contenu en quelques mots")
    exact_bytes(nonce, NONCE_BYTES, "nonce")
    return Sealed(label, nonce + _cipher(key).encrypt(nonce, payload, label.line))


def _open(ring: KeyRing, purpose: Purpose, kind: str, sealed: Sealed) -> bytes:
    label = sealed.label
    if (label.tenant, label.purpose, label.kind) != (ring.tenant, purpose, kind):
        raise BrokenEvidence(_FOREIGN)
    return _decrypted([key for key in ring.opening(purpose) if key.version == label.version], sealed)


def _decrypted(keys: list[TenantKey], sealed: Sealed) -> bytes:
    try:
        for key in keys:
            return _cipher(key).decrypt(sealed.box[:NONCE_BYTES], sealed.box[NONCE_BYTES:], sealed.label.line)
    except (InvalidTag, ValueError):  # a box that is cut short has no whole nonce
        pass
    raise BrokenEvidence(_ALTERED)


def _cipher(key: TenantKey) -> AESGCM:
    return AESGCM(derive(key.key, f"{key.purpose.value}/seal"))


def seal_payload(ring: KeyRing, kind: str, payload: bytes, nonce: bytes) -> Sealed:
    """Seal the payload of a job for one tenant and one kind of job; a nonce serves once."""
    return _seal(ring, Purpose.JOBS, kind, (payload, nonce))


def open_payload(ring: KeyRing, kind: str, sealed: Sealed) -> bytes:
    """Open the payload of a job; raise ``BrokenEvidence`` for another tenant's, another kind's or an altered one."""
    return _open(ring, Purpose.JOBS, kind, sealed)


def cache_key(ring: KeyRing, name: str) -> str:
    """Return under what a tenant's value called ``name`` stands in a shared cache: HMAC-SHA256 under its own key.

    When the tenant's cache key has been replaced, the name stands elsewhere: what was cached is not found any more.
    """
    key = derive(ring.sealing(Purpose.CACHE).key, "cache/name")
    return hmac.new(key, json.dumps([ring.tenant, name]).encode(), "sha256").hexdigest()


def seal_cached(ring: KeyRing, name: str, value: bytes, nonce: bytes) -> Sealed:
    """Seal a value for a shared cache, bound to the name under which it stands."""
    return _seal(ring, Purpose.CACHE, cache_key(ring, name), (value, nonce))


def open_cached(ring: KeyRing, name: str, sealed: Sealed) -> bytes:
    """Open a value of a shared cache; raise ``BrokenEvidence`` for one that stood under another name or tenant."""
    return _open(ring, Purpose.CACHE, cache_key(ring, name), sealed)
