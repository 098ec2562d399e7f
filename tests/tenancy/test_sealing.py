"""What is sealed for one tenant opens for that tenant alone (15.10, 15.13.7)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.errors import BrokenEvidence, InvalidValue
from netsoft.names import TenantId
from netsoft.tenancy.keys import KeyRing, Purpose, TenantKey
from netsoft.tenancy.sealing import Sealed, cache_key, open_cached, open_payload, seal_cached, seal_payload
from netsoft.testing import key_rings, nonces, secret_keys

NONCE = b"n" * 12
NAMES = st.text(min_size=1, max_size=20).filter(str.strip)


def ring(tenant: str = "mistral") -> KeyRing:
    name = TenantId(tenant)
    return KeyRing(name, [TenantKey(name, purpose, 1, tenant.encode().ljust(32)) for purpose in Purpose])


@given(key_rings(), NAMES, st.binary(), nonces())
def test_what_is_sealed_opens_again(keys: KeyRing, kind: str, content: bytes, nonce: bytes) -> None:
    payload = Sealed.parse(seal_payload(keys, kind, content, nonce).encode())
    assert open_payload(keys, kind, payload) == content
    cached = Sealed.parse(seal_cached(keys, kind, content, nonce).encode())
    assert open_cached(keys, kind, cached) == content


@given(key_rings(), key_rings(), NAMES, NAMES)
def test_nobody_else_opens_it(mine: KeyRing, theirs: KeyRing, one: str, other: str) -> None:
    payload, cached = seal_payload(mine, one, b"", NONCE), seal_cached(mine, one, b"", NONCE)
    if mine.tenant != theirs.tenant:
        with pytest.raises(BrokenEvidence):
            open_payload(theirs, one, payload)
        with pytest.raises(BrokenEvidence):
            open_cached(theirs, one, cached)
        assert cache_key(mine, one) != cache_key(theirs, one)
    if one != other:
        with pytest.raises(BrokenEvidence):
            open_payload(mine, other, payload)
        with pytest.raises(BrokenEvidence):
            open_cached(mine, other, cached)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_an_altered_byte_closes_it(place: int, change: int) -> None:
    data = bytearray(seal_payload(ring(), "relance", b"content", NONCE).encode())
    data[place % len(data)] ^= change
    with pytest.raises(BrokenEvidence):
        open_payload(ring(), "relance", Sealed.parse(bytes(data)))


@given(st.integers(0, 200))
def test_what_is_cut_short_is_refused(length: int) -> None:
    data = seal_payload(ring(), "relance", b"content", NONCE).encode()
    if length < len(data):
        with pytest.raises(BrokenEvidence):
            open_payload(ring(), "relance", Sealed.parse(data[:length]))


@given(st.binary() | st.binary().map(lambda junk: b'["netsoft/1", "a", "jobs", "k", 1]\n' + junk))
def test_whatever_is_read_is_sealed_content_or_broken(data: bytes) -> None:
    with suppress(BrokenEvidence):
        assert Sealed.parse(data).encode() == data


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b"{}",
        b"7",
        b"\xff",
        b'["netsoft/1", "mistral", "keys", "relance", 1]',
        b'["netsoft/1", "mistral", [], "relance", 1]',
        b'["netsoft/2", "mistral", "jobs", "relance", 1]',
        b'["netsoft/1","mistral","jobs","relance",1]',
    ],
)
def test_a_label_that_was_never_written_is_unreadable(line: bytes) -> None:
    with pytest.raises(BrokenEvidence, match="contenu scellé illisible"):
        Sealed.parse(line + b"\n" + bytes(28))


def test_a_label_cannot_be_exchanged() -> None:
    """Whoever can write into the queue writes another's name on it: the content stays shut."""
    sealed = seal_payload(ring("mistral"), "relance", b"content", NONCE)
    for changed in (
        attrs.evolve(sealed.label, tenant=TenantId("sirocco")),
        attrs.evolve(sealed.label, kind="cloture"),
        attrs.evolve(sealed.label, version=2),
        attrs.evolve(sealed.label, version=cast("int", 1.0)),
    ):
        keys = ring(changed.tenant).begin(Purpose.JOBS, b"x" * 32)
        with pytest.raises(BrokenEvidence, match="contenu altéré"):
            open_payload(keys, changed.kind, attrs.evolve(sealed, label=changed))
    with pytest.raises(BrokenEvidence, match="contenu altéré"):
        open_payload(ring(), "relance", attrs.evolve(sealed, box=b""))


def test_a_payload_is_no_cached_value() -> None:
    keys = ring()
    sealed = seal_payload(keys, cache_key(keys, "accueil"), b"content", NONCE)
    with pytest.raises(BrokenEvidence, match="d'un autre usage"):
        open_cached(keys, "accueil", sealed)


@given(key_rings(), secret_keys())
def test_content_opens_while_its_key_is_being_replaced_and_not_after(keys: KeyRing, new: bytes) -> None:
    one = keys.finish(Purpose.JOBS)
    before = seal_payload(one, "relance", b"before", NONCE)
    if new == one.current(Purpose.JOBS).key:
        return
    both = one.begin(Purpose.JOBS, new)
    during = seal_payload(both, "relance", b"during", NONCE)
    assert open_payload(both, "relance", before) == b"before"
    after = both.finish(Purpose.JOBS)
    assert open_payload(after, "relance", during) == b"during"
    with pytest.raises(BrokenEvidence, match="une clé qui n'est plus là"):
        open_payload(after, "relance", before)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (
            lambda: seal_payload(ring(), " ", b"", NONCE),
            ("kind", "« \u0020 » ne dit pas ce qui est scellé", "nommer la nature du contenu"),
        ),
        (
            lambda: seal_payload(ring(), "x" * 2_000, b"", NONCE),
            ("kind", f"« {'x' * 40}… » est trop long", "nommer la nature du contenu en quelques mots"),
        ),
        (
            lambda: seal_payload(ring(), "relance", b"", b""),
            ("nonce", "il y faut 12 octets", "les tirer au hasard, ou les lire où ils sont gardés"),
        ),
    ],
)
def test_what_cannot_be_sealed_is_refused(make: Callable[[], Sealed], told: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        make()
    assert (refused.value.field, refused.value.problem, refused.value.remedy) == told


def test_nothing_of_the_content_is_shown() -> None:
    assert "box" not in repr(seal_payload(ring(), "relance", b"content", NONCE))
