"""What the audit leaves alone, and how rights are read (15.13.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.errors import InvalidValue
from netsoft.names import TenantId
from netsoft.tenancy.audit import (
    ClusterFacts,
    DefaultFacts,
    DependencyFacts,
    FunctionFacts,
    HbaFacts,
    LoginFacts,
    MembershipFacts,
    ObjectFacts,
    RelationFacts,
    RoleFacts,
    SchemaFacts,
    SettingFacts,
    audit,
)
from netsoft.tenancy.audit.grants import Grant, grants, words
from netsoft.tenancy.audit.privileges_table import LETTERS
from netsoft.testing import cluster_of
from netsoft.testing.clusters import DIRECTORY, MAINTENANCE
from tests.tenancy.faults import STRANGER, added, changed, inside

CLUSTER: Final = cluster_of([TenantId("1" * 32)])
NAME: Final = f"ns_{'1' * 32}_d"
ROLE: Final = st.text(max_size=12).filter(lambda name: "\0" not in name)


@st.composite
def given_rights(draw: st.DrawFn) -> Grant:
    held = draw(st.sets(st.sampled_from(sorted(LETTERS))))
    passed = draw(st.sets(st.sampled_from(sorted(held)))) if held else set()
    return Grant(draw(ROLE), held, draw(ROLE.filter(bool)), passed)


@given(given_rights())
def test_rights_are_written_as_they_are_read(grant: Grant) -> None:
    assert Grant.parse(str(grant)) == grant


@pytest.mark.parametrize("item", ["", "a", "a=c", "=c", 'a"b=c/d', "a=c*/d/e", "a=**/d", "a=1/d"])
def test_what_is_no_aclitem_is_refused(item: str) -> None:
    with pytest.raises(InvalidValue, match="n'est pas un aclitem ; écrire par exemple role=r/proprietaire"):
        Grant.parse(item)


def test_a_right_that_postgresql_does_not_have_is_refused() -> None:
    with pytest.raises(InvalidValue, match="droits inconnus : « Zz » ; relire l'aclitem"):
        Grant.parse("a=Zrz/b")
    with pytest.raises(InvalidValue, match="un droit transmis n'est pas détenu ; relire l'aclitem"):
        Grant("a", "r", "b", "w")


def test_rights_as_sql_names_them() -> None:
    assert words("dwar") == "INSERT, SELECT, UPDATE, DELETE"
    assert [grant.grantee for grant in grants(["=r/x", '"a""b"=r/x'])] == ["", 'a"b']


def none_of(facts: ClusterFacts) -> None:
    assert audit(CLUSTER.expected, facts) == ()


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("memberships", MembershipFacts("pg_monitor", "watcher", "postgres")),
        ("settings", SettingFacts("watcher", "", ("search_path=x",))),
        ("settings", SettingFacts("", "shop", ("search_path=x",))),
        ("dependencies", DependencyFacts("watcher", NAME, owns=True)),
        ("dependencies", DependencyFacts(NAME, "", owns=False)),
        ("roles", RoleFacts(name="watcher", password="md5", salt="same")),
        ("roles", RoleFacts(name="opener", createdb=True)),
        ("logins", LoginFacts(STRANGER, NAME, with_secret=True, opened=False)),
        ("logins", LoginFacts(NAME, NAME, with_secret=False, opened=False)),
        ("logins", LoginFacts(STRANGER, STRANGER, with_secret=True, opened=False)),
        ("objects", ObjectFacts(database="shop", extensions=("dblink",))),
        ("hba", HbaFacts(9, "local", ("all",), ("postgres",), None, "peer")),
        ("hba", HbaFacts(9, "hostssl", ("all",), ("all",), "all", "cert")),
    ],
)
def test_what_touches_no_tenant_is_left_alone(part: str, row: object) -> None:
    none_of(added(CLUSTER.facts, part, row))


def test_two_roles_that_are_no_tenants_may_share_what_they_like() -> None:
    facts = added(CLUSTER.facts, "roles", RoleFacts(name="a", salt="same"))
    none_of(added(facts, "roles", RoleFacts(name="b", salt="same")))


def test_owners_may_do_what_they_like_inside() -> None:
    own = f"{MAINTENANCE}=arwdDxt/{MAINTENANCE}"
    none_of(inside(CLUSTER.facts, NAME, defaults=DefaultFacts(MAINTENANCE, "", "TABLES", (own, f"{NAME}=r/x"))))
    none_of(inside(CLUSTER.facts, NAME, schemas=SchemaFacts(name="pg_catalog", owner="postgres")))
    system = RelationFacts(schema="pg_catalog", name="pg_authid", owner="postgres", acl=("postgres=r/postgres",))
    none_of(inside(CLUSTER.facts, NAME, relations=system))
    function = FunctionFacts(schema="pg_catalog", signature="f()", owner="postgres", acl=("postgres=X/postgres",))
    none_of(inside(CLUSTER.facts, NAME, functions=function))
    called = FunctionFacts(signature="f()", owner=MAINTENANCE, acl=("=X/x", f"{NAME}=X/x"))
    none_of(inside(CLUSTER.facts, NAME, functions=called))


def test_a_table_beside_ours_is_nobodys() -> None:
    other = RelationFacts(schema="other", name="clients", owner=MAINTENANCE, acl=(f"{NAME}=r/x",))
    found = audit(CLUSTER.expected, inside(CLUSTER.facts, NAME, relations=other))
    assert [(one.code, one.object) for one in found] == [("excess-rights", f"{NAME} : other.clients")]


def test_the_directory_has_no_role_of_its_own() -> None:
    facts = changed(CLUSTER.facts, "databases", DIRECTORY, acl=(f"{DIRECTORY}=c/{MAINTENANCE}",))
    assert [one.code for one in audit(CLUSTER.expected, facts)] == ["foreign-connect"]


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        (HbaFacts(9, "host", ("all",), ("all",), "10.0.0.0", "scram-sha-256"), ["in-clear"]),
        (HbaFacts(9, "hostnossl", ("all",), ("all",), "all", "scram-sha-256"), ["in-clear"]),
        (HbaFacts(9, "host", ("all",), ("all",), "::1", "scram-sha-256"), []),
        (HbaFacts(9, "host", ("all",), ("all",), "samehost", "scram-sha-256"), []),
        (HbaFacts(9, "host", ("all",), ("all",), "10.0.0.0", "reject"), []),
        (HbaFacts(9, "hostssl", ("all",), ("all",), "10.0.0.0", "scram-sha-256"), []),
        (HbaFacts(9, "local", ("all",), ("all",), None, "scram-sha-256"), []),
        (HbaFacts(9, "host", ("all",), ("all",), None, "scram-sha-256"), ["in-clear"]),
    ],
)
def test_what_comes_from_elsewhere_is_encrypted(rule: HbaFacts, codes: list[str]) -> None:
    heard = attrs.evolve(
        CLUSTER.facts, server=(("listen_addresses", "localhost, 10.0.0.1"), ("ssl", "on")), hba=(rule,)
    )
    assert [one.code for one in audit(CLUSTER.expected, heard)] == codes
    none_of(attrs.evolve(heard, server=(("listen_addresses", "127.0.0.1,::1"), ("ssl", "off"))))


def test_gravest_first() -> None:
    faults: tuple[Callable[[ClusterFacts], ClusterFacts], ...] = (
        lambda facts: changed(facts, "roles", NAME, limit=-1),
        lambda facts: changed(facts, "roles", NAME, superuser=True),
    )
    facts = CLUSTER.facts
    for fault in faults:
        facts = fault(facts)
    assert [one.severity for one in audit(CLUSTER.expected, facts)] == ["fault", "warning"]


def test_no_salt_is_shown() -> None:
    assert "salt" not in repr(RoleFacts(name="a", salt="a"))
