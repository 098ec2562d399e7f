"""Strategies for tenants: their ids, their keys, where their databases are."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from netsoft.names import TenantId
from netsoft.tenancy.keys import KeyRing, Purpose, TenantKey
from netsoft.tenancy.placement import Engine, Placement
from netsoft.tenancy.sealing_table import KEY_BYTES, NONCE_BYTES

STORED: Final = (Purpose.DOSSIERS, Purpose.JOURNAL)


def tenant_ids() -> st.SearchStrategy[TenantId]:
    """Ids that may name databases: 32 hexadecimal digits."""
    return st.integers(0, (1 << 128) - 1).map(lambda number: TenantId(f"{number:032x}"))


def secret_keys() -> st.SearchStrategy[bytes]:
    """Keys of 256 bits."""
    return st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)


def nonces() -> st.SearchStrategy[bytes]:
    """Nonces of 96 bits."""
    return st.binary(min_size=NONCE_BYTES, max_size=NONCE_BYTES)


@st.composite
def tenant_keys(draw: st.DrawFn) -> TenantKey:
    """Keys of a tenant, of any purpose and version."""
    tenant, purpose = draw(tenant_ids()), draw(st.sampled_from(Purpose))
    return TenantKey(tenant, purpose, draw(st.integers(1, 1_000)), draw(secret_keys()))


@st.composite
def key_rings(draw: st.DrawFn) -> KeyRing:
    """Rings with a key for each purpose, some of them being replaced."""
    tenant, keys = draw(tenant_ids()), []
    for purpose in Purpose:
        first = draw(st.integers(1, 5))
        versions = range(first, first + draw(st.integers(1, 2)))
        keys += [TenantKey(tenant, purpose, version, draw(secret_keys())) for version in versions]
    return KeyRing(tenant, keys)


@st.composite
def placements(draw: st.DrawFn) -> Placement:
    """Databases of either engine."""
    engines: tuple[Engine, ...] = ("postgresql", "sqlcipher")
    engine = draw(st.sampled_from(engines))
    server = "db1:5432" if engine == "postgresql" else "/srv/netsoft"
    purpose = draw(st.sampled_from(STORED))
    return Placement(draw(tenant_ids()), purpose, engine=engine, server=server, territory="FR")
