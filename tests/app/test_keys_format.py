"""The application's sealed keys and the library's are the same bytes, and each opens the other's (15.13.8)."""

from __future__ import annotations

import pytest
from hypothesis import given

from netsoft.errors import BrokenEvidence
from netsoft.tenancy import keys
from netsoft.testing import nonces, secret_keys, tenant_ids
from reference_app.errors import SetupError
from reference_app.ids import TenantId
from reference_app.storage.sealing import KeySeal, Purpose

BOTH = (Purpose.DOSSIERS, Purpose.JOURNAL, Purpose.ARCHIVES)


@given(secret_keys(), secret_keys(), tenant_ids(), nonces())
def test_each_opens_what_the_other_sealed(master: bytes, key: bytes, tenant: TenantId, nonce: bytes) -> None:
    seal = KeySeal(master)
    for purpose in BOTH:
        use = keys.Purpose(purpose.value)
        ours = keys.WrappedKey(tenant, use, 1, seal.wrap(key, tenant, purpose))
        assert keys.unwrap(master, ours).key == key
        theirs = keys.wrap(master, keys.TenantKey(tenant, use, 1, key), nonce).sealed
        assert seal.unwrap(theirs, tenant, purpose) == key


@given(secret_keys(), tenant_ids(), nonces())
def test_neither_opens_what_was_moved(master: bytes, tenant: TenantId, nonce: bytes) -> None:
    sealed = keys.wrap(master, keys.TenantKey(tenant, keys.Purpose.JOURNAL, 1, master), nonce).sealed
    with pytest.raises(SetupError):
        KeySeal(master).unwrap(sealed, tenant, Purpose.DOSSIERS)
    with pytest.raises(BrokenEvidence):
        keys.unwrap(master, keys.WrappedKey(tenant, keys.Purpose.ARCHIVES, 1, sealed))
