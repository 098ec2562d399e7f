"""Sealed bytes, and findings word for word, at the edges where a small change would not show elsewhere (15.13.7)."""

from __future__ import annotations

import hmac
from typing import Final

import pytest
from attrs import evolve
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from netsoft.errors import BrokenEvidence
from netsoft.names import TenantId
from netsoft.tenancy.audit import (
    ClusterFacts,
    DefaultFacts,
    FileFacts,
    Finding,
    FolderFacts,
    HbaFacts,
    RelationFacts,
    SettingFacts,
    audit,
    audit_files,
)
from netsoft.tenancy.audit.grants import Grant
from netsoft.tenancy.keys import KeyRing, Purpose, TenantKey, unwrap, wrap
from netsoft.tenancy.placement import ConnectionFacts, Placement
from netsoft.tenancy.sealing import Sealed, cache_key, seal_payload
from netsoft.testing import cluster_of
from netsoft.testing.clusters import DIRECTORY, MAINTENANCE
from tests.tenancy.faults import added, changed, inside

ID: Final = TenantId("1" * 32)
NAME: Final = f"ns_{ID}_d"
CLUSTER: Final = cluster_of([ID, TenantId("2" * 32)])
OTHER: Final = f"ns_{'2' * 32}_j"
RING: Final = KeyRing(ID, [TenantKey(ID, use, 3, use.value.encode().ljust(32)) for use in Purpose])
NONCE: Final = bytes(12)


def derived(key: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 (RFC 5869), one block, without a salt."""
    return hmac.digest(hmac.digest(bytes(32), key, "sha256"), info + b"\x01", "sha256")


def test_a_sealed_payload_byte_for_byte() -> None:
    line = f'["netsoft/1", "{ID}", "jobs", "relance", 3]\n'.encode()
    box = AESGCM(derived(b"jobs".ljust(32), b"netsoft/1/jobs/seal")).encrypt(NONCE, b"content", line)
    assert seal_payload(RING, "relance", b"content", NONCE).encode() == line + NONCE + box


def test_a_cache_key_bit_for_bit() -> None:
    key = derived(b"cache".ljust(32), b"netsoft/1/cache/name")
    assert cache_key(RING, "accueil") == hmac.new(key, f'["{ID}", "accueil"]'.encode(), "sha256").hexdigest()


def test_the_longest_label_and_the_shortest_content_are_read() -> None:
    head = len(f'["netsoft/1", "{ID}", "jobs", "", 3]')
    longest = seal_payload(RING, "k" * (1_999 - head), b"", NONCE)
    assert len(longest.label.line) == 2_000
    assert Sealed.parse(longest.encode()) == longest
    with pytest.raises(BrokenEvidence, match="contenu scellé illisible"):
        Sealed.parse(longest.encode()[:-1])
    with pytest.raises(BrokenEvidence, match="contenu scellé illisible"):
        Sealed.parse(b" " * 2_001 + b"\n" + bytes(28))


def test_an_id_that_utf_8_cannot_write_is_wrapped_all_the_same() -> None:
    odd = TenantKey(TenantId("\ud800"), Purpose.JOBS, 1, bytes(32))
    assert unwrap(bytes(32), wrap(bytes(32), odd, NONCE)) == odd


def test_a_name_with_quotes_as_postgresql_writes_it() -> None:
    assert str(Grant('a"b', "r", "x")) == '"a""b"=r/x'


def found(facts: ClusterFacts) -> list[tuple[str, str, str]]:
    return [(one.object, one.problem, one.remedy) for one in audit(CLUSTER.expected, facts)]


def test_default_rights_in_one_schema() -> None:
    facts = inside(CLUSTER.facts, NAME, defaults=DefaultFacts(MAINTENANCE, "s", "TABLES", ("=r/x", f"{NAME}=rU/x")))
    where = f"{NAME} : droits par défaut de {MAINTENANCE}"
    remedy = f'ALTER DEFAULT PRIVILEGES FOR ROLE "{MAINTENANCE}" IN SCHEMA "s" REVOKE ALL ON TABLES FROM PUBLIC;'
    assert found(facts) == [(where, f"ce que {MAINTENANCE} créera sera ouvert à tous : SELECT", remedy)]


def test_a_table_of_the_directory_has_no_role_to_give_rights_back_to() -> None:
    facts = inside(CLUSTER.facts, DIRECTORY, relations=RelationFacts(name="users", owner=NAME))
    problem, remedy = f"appartient à {NAME}, qui peut donc tout y changer", 'ALTER TABLE "public"."users" OWNER TO'
    assert found(facts) == [(f"{DIRECTORY} : public.users", problem, f'{remedy} "{MAINTENANCE}";')]


def test_a_neighbour_is_not_the_same_brokerage() -> None:
    old = next(one for one in CLUSTER.facts.databases if one.name == NAME)
    facts = changed(CLUSTER.facts, "databases", NAME, acl=(*(old.acl or ()), f"{OTHER}=c/x"))
    remedy = f'REVOKE CONNECT ON DATABASE "{NAME}" FROM "{OTHER}";'
    assert found(facts) == [(NAME, f"{OTHER} y a le droit CONNECT", remedy)]


def test_settings_of_a_role_in_a_database() -> None:
    facts = added(CLUSTER.facts, "settings", SettingFacts(NAME, OTHER, ("work_mem=1MB", "role=x")))
    remedy = f'ALTER ROLE "{NAME}" IN DATABASE "{OTHER}" RESET ALL;'
    assert found(facts) == [(NAME, "réglages posés d'avance : role=x, work_mem=1MB", remedy)]


@pytest.mark.parametrize("address", ["127.0.0.1/8", "::1/128"])
def test_the_machine_itself_needs_no_encryption(address: str) -> None:
    rule = HbaFacts(9, "host", ("all",), ("all",), address, "scram-sha-256")
    assert found(evolve(CLUSTER.facts, server=(("listen_addresses", "*"), ("ssl", "on")), hba=(rule,))) == []


def test_files_gravest_first_and_every_difference_said() -> None:
    place = Placement(ID, Purpose.DOSSIERS, engine="sqlcipher", server="/srv", territory="FR")
    stray = FileFacts(path="tenants/0.db", mode=0o600, clear=False)
    closed = FileFacts(path=place.database, mode=0o600, clear=False)
    codes = [one.code for one in audit_files([place], FolderFacts(files=(stray, closed)))]
    assert codes == ["secret-refused", "unknown-file"]
    foreign = evolve(closed, identity=ConnectionFacts("x", "journal"))
    said = f"la connexion mène à la base « x », non à « {ID} » ; la connexion est ouverte par « journal », non par"
    (only,) = audit_files([place], FolderFacts(files=(foreign,)))
    assert isinstance(only, Finding)
    assert only.problem == f"{said} « dossiers »"
