"""Each key opens where it was sealed for, and nowhere else (15.13.8)."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from netsoft.errors import BrokenEvidence, InvalidValue, MissingFact
from netsoft.names import TenantId
from netsoft.tenancy.keys import KeyRing, Purpose, TenantKey, WrappedKey, derive, rewrap, unwrap, wrap
from netsoft.testing import key_rings, nonces, secret_keys, tenant_ids, tenant_keys

MASTER, NONCE, KEY = b"m" * 32, b"n" * 12, b"k" * 32
CURRENT = TenantKey(TenantId("mistral"), Purpose.DOSSIERS, 1, KEY)


@given(secret_keys(), tenant_keys(), nonces())
def test_what_is_wrapped_opens_again(master: bytes, key: TenantKey, nonce: bytes) -> None:
    assert unwrap(master, wrap(master, key, nonce)) == key


@given(tenant_keys(), tenant_ids(), st.sampled_from(Purpose), st.integers(1, 3))
def test_a_wrapped_key_that_is_moved_does_not_open(
    key: TenantKey, tenant: TenantId, purpose: Purpose, version: int
) -> None:
    wrapped = wrap(MASTER, key, NONCE)
    moved = attrs.evolve(wrapped, tenant=tenant, purpose=purpose, version=version)
    if moved == wrapped:
        assert unwrap(MASTER, moved) == key
    else:
        with pytest.raises(BrokenEvidence):
            unwrap(MASTER, moved)


@given(st.integers(0, 59), st.integers(1, 255))
def test_an_altered_byte_closes_it(place: int, change: int) -> None:
    sealed = bytearray(wrap(MASTER, CURRENT, NONCE).sealed)
    sealed[place] ^= change
    with pytest.raises(BrokenEvidence, match="la clé « dossiers », version 1, ne s'ouvre pas"):
        unwrap(MASTER, attrs.evolve(wrap(MASTER, CURRENT, NONCE), sealed=bytes(sealed)))


def test_names_that_look_alike_are_not_the_same() -> None:
    """The associated data of no two keys are the same text, whatever an id contains."""
    odd = TenantKey(TenantId("mistral/dossiers"), Purpose.JOURNAL, 2, KEY)
    for other in (
        TenantKey(TenantId("mistral"), Purpose.DOSSIERS, 2, KEY),
        TenantKey(TenantId("mistral/dossiers/journal"), Purpose.JOURNAL, 2, KEY),
        TenantKey(TenantId("mistral/dossiers"), Purpose.JOURNAL, 1, KEY),
    ):
        moved = attrs.evolve(
            wrap(MASTER, odd, NONCE), tenant=other.tenant, purpose=other.purpose, version=other.version
        )
        with pytest.raises(BrokenEvidence):
            unwrap(MASTER, moved)


def test_the_format_is_the_one_that_was_always_written() -> None:
    sealed = NONCE + AESGCM(MASTER).encrypt(NONCE, KEY, b"netsoft/1/mistral/dossiers")
    assert wrap(MASTER, CURRENT, NONCE).sealed == sealed
    assert unwrap(MASTER, WrappedKey(TenantId("mistral"), Purpose.DOSSIERS, 1, sealed)) == CURRENT
    second = NONCE + AESGCM(MASTER).encrypt(NONCE, KEY, b"netsoft/1/mistral/dossiers/2")
    assert wrap(MASTER, attrs.evolve(CURRENT, version=2), NONCE).sealed == second


def test_a_derivation_is_that_of_the_standard() -> None:
    """HKDF-SHA256 (RFC 5869) worked out from HMAC alone."""
    import hmac

    extracted = hmac.digest(bytes(32), MASTER, "sha256")
    assert derive(MASTER, "tenant keys") == hmac.digest(extracted, b"netsoft/1/tenant keys\x01", "sha256")
    assert derive(MASTER, "directory") != derive(MASTER, "tenant keys")


def test_a_new_master_key_changes_no_tenant_key() -> None:
    again = rewrap((MASTER, KEY), wrap(MASTER, CURRENT, NONCE), b"o" * 12)
    assert unwrap(KEY, again) == CURRENT
    with pytest.raises(BrokenEvidence):
        unwrap(MASTER, again)


def test_no_secret_is_shown() -> None:
    ring = KeyRing(TenantId("mistral"), [CURRENT])
    for value in (CURRENT, wrap(MASTER, CURRENT, NONCE), ring):
        assert "kkkk" not in repr(value)
        assert "sealed" not in repr(value)
    with pytest.raises(InvalidValue) as refused:
        TenantKey(TenantId("mistral"), Purpose.DOSSIERS, 1, b"secret")
    told = (refused.value.field, refused.value.problem, refused.value.remedy)
    assert told == ("key", "il y faut 32 octets", "les tirer au hasard, ou les lire où ils sont gardés")


DRAW = "les tirer au hasard, ou les lire où ils sont gardés"
THREE = [attrs.evolve(CURRENT, version=version) for version in (1, 2, 4)]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: wrap(MASTER, CURRENT, b"short"), ("nonce", "il y faut 12 octets", DRAW)),
        (lambda: wrap(b"short", CURRENT, NONCE), ("master", "il y faut 32 octets", DRAW)),
        (lambda: unwrap(b"short", wrap(MASTER, CURRENT, NONCE)), ("master", "il y faut 32 octets", DRAW)),
        (lambda: derive(b"short", "x"), ("key", "il y faut 32 octets", DRAW)),
        (lambda: attrs.evolve(CURRENT, key=bytearray(32)), ("key", "il y faut 32 octets", DRAW)),
        (lambda: attrs.evolve(wrap(MASTER, CURRENT, NONCE), sealed=b"short"), ("sealed", "il y faut 60 octets", DRAW)),
        (
            lambda: attrs.evolve(CURRENT, version=0),
            ("version", "« 0 » n'est pas une version", "compter à partir de 1"),
        ),
        (
            lambda: attrs.evolve(CURRENT, version=True),
            ("version", "« True » n'est pas une version", "compter à partir de 1"),
        ),
        (
            lambda: attrs.evolve(CURRENT, tenant=TenantId(" ")),
            ("tenant", "« \u0020 » ne désigne aucun cabinet", "donner son identifiant"),
        ),
        (
            lambda: attrs.evolve(CURRENT, tenant=7),
            ("tenant", "« 7 » ne désigne aucun cabinet", "donner son identifiant"),
        ),
        (
            lambda: KeyRing(TenantId("sirocco"), [CURRENT]),
            ("keys", "une clé est d'un autre cabinet", "n'y mettre que les siennes"),
        ),
        (
            lambda: KeyRing(TenantId("mistral"), [CURRENT, CURRENT]),
            (
                "keys",
                "les versions [1, 1] de la clé « dossiers » ne sont pas deux au plus, distinctes",
                "garder la clé actuelle et la suivante",
            ),
        ),
        (
            lambda: KeyRing(TenantId("mistral"), THREE),
            (
                "keys",
                "les versions [1, 2, 4] de la clé « dossiers » ne sont pas deux au plus, distinctes",
                "garder la clé actuelle et la suivante",
            ),
        ),
        (
            lambda: KeyRing(TenantId("mistral"), [CURRENT]).begin(Purpose.DOSSIERS, KEY),
            ("key", "la clé suivante est la clé actuelle", "en tirer une autre"),
        ),
        (
            lambda: KeyRing(TenantId("mistral"), THREE[:2]).begin(Purpose.DOSSIERS, MASTER),
            (
                "purpose",
                "la clé « dossiers » est déjà en cours de remplacement",
                "achever ce remplacement ou y renoncer",
            ),
        ),
    ],
)
def test_what_cannot_be_is_refused(make: Callable[[], object], told: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        make()
    assert (refused.value.field, refused.value.problem, refused.value.remedy) == told


@given(key_rings(), st.sampled_from(Purpose), secret_keys())
def test_a_replacement_goes_from_one_key_to_the_next(ring: KeyRing, purpose: Purpose, new: bytes) -> None:
    one = ring.finish(purpose)
    assert len(one.opening(purpose)) == 1
    assert one.current(purpose) == one.sealing(purpose) == ring.sealing(purpose)
    assert one.finish(purpose) == one == one.give_up(purpose)
    if new == one.current(purpose).key:
        return
    both = one.begin(purpose, new)
    assert [key.key for key in both.opening(purpose)] == [one.current(purpose).key, new]
    assert both.current(purpose) == one.current(purpose)
    assert both.sealing(purpose).version == one.current(purpose).version + 1
    assert both.give_up(purpose) == one
    assert both.finish(purpose).current(purpose).key == new
    others = [key for key in ring.keys if key.purpose is not purpose]
    assert [key for key in both.finish(purpose).keys if key.purpose is not purpose] == others


def test_a_key_that_nobody_gave_is_a_missing_fact() -> None:
    with pytest.raises(MissingFact) as missing:
        KeyRing(TenantId("mistral"), [CURRENT]).sealing(Purpose.JOBS)
    assert (missing.value.fact, missing.value.remedy) == ("la clé « jobs » du cabinet", "la lire dans l'annuaire")


@given(key_rings())
def test_the_order_in_which_keys_are_given_is_nothing(ring: KeyRing) -> None:
    assert KeyRing(ring.tenant, reversed(ring.keys)) == ring
