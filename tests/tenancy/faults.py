"""Faults to plant into the facts of a server, each with the code and the object of the finding that must name it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
from attrs import frozen

from netsoft.tenancy.audit import (
    ClusterFacts,
    DependencyFacts,
    LoginFacts,
    MembershipFacts,
    ObjectFacts,
    SettingFacts,
)
from netsoft.testing import Cluster
from netsoft.testing.clusters import MAINTENANCE

STRANGER: Final = "ns_" + "f" * 32 + "_d"
"""A name of no tenant that any test draws on purpose."""


@frozen
class Planted:
    """A server with one fault, and what the finding must say."""

    cluster: Cluster
    code: str
    object: str


Plant = Callable[[Cluster, str], ClusterFacts]
"""Plants a fault against one of the databases, given by its name."""


def changed(facts: ClusterFacts, part: str, name: str, **changes: Any) -> ClusterFacts:
    """Change the one value of a part of the facts that bears a name."""
    rows = getattr(facts, part)
    assert sum(_name(row) == name for row in rows) == 1
    return attrs.evolve(facts, **{part: tuple(attrs.evolve(r, **changes) if _name(r) == name else r for r in rows)})


def added(facts: ClusterFacts, part: str, row: object) -> ClusterFacts:
    return attrs.evolve(facts, **{part: (*getattr(facts, part), row)})


def without(facts: ClusterFacts, part: str, name: str) -> ClusterFacts:
    return attrs.evolve(facts, **{part: tuple(row for row in getattr(facts, part) if _name(row) != name)})


def inside(facts: ClusterFacts, name: str, **more: Any) -> ClusterFacts:
    """Add objects to those of a database."""
    old = next(objects for objects in facts.objects if objects.database == name)
    return changed(facts, "objects", name, **{part: (*getattr(old, part), row) for part, row in more.items()})


def table(facts: ClusterFacts, name: str, relation: str, **changes: Any) -> ClusterFacts:
    """Change one table of a database."""
    old = next(objects for objects in facts.objects if objects.database == name)
    rows = tuple(attrs.evolve(row, **changes) if row.name == relation else row for row in old.relations)
    return changed(facts, "objects", name, relations=rows)


def _name(row: object) -> str:
    return str(row.database if isinstance(row, ObjectFacts) else getattr(row, "name", ""))


def sibling(name: str) -> str:
    """The other database of the same tenant."""
    return name[:-1] + ("j" if name.endswith("d") else "d")


def _acl(facts: ClusterFacts, name: str, *items: str) -> ClusterFacts:
    old = next(database for database in facts.databases if database.name == name)
    return changed(facts, "databases", name, acl=(*(old.acl or ()), *items))


def of_role(**changes: Any) -> Plant:
    return lambda c, name: changed(c.facts, "roles", name, **changes)


def row_of(part: str, row: Callable[[str], object]) -> Plant:
    return lambda c, name: added(c.facts, part, row(name))


def object_in(part: str, row: Callable[[str], object]) -> Plant:
    return lambda c, name: inside(c.facts, name, **{part: row(name)})


def rights_on(relation: str, item: str) -> Plant:
    def plant(cluster: Cluster, name: str) -> ClusterFacts:
        return table(cluster.facts, name, relation, acl=(item.format(name=name, other=sibling(name)),))

    return plant


def _salt(cluster: Cluster, name: str) -> ClusterFacts:
    shared = changed(cluster.facts, "roles", name, salt="copied")
    return changed(shared, "roles", sibling(name), salt="copied")


def _mark(cluster: Cluster, name: str) -> ClusterFacts:
    shared = changed(cluster.facts, "roles", name, mark="same")
    return changed(shared, "roles", sibling(name), mark="same")


OF_ROLES: Final[Mapping[str, tuple[str, Plant]]] = {
    "superuser": ("role-superuser", of_role(superuser=True)),
    "bypassrls": ("role-bypassrls", of_role(bypassrls=True)),
    "createrole": ("role-createrole", of_role(createrole=True)),
    "createdb": ("role-createdb", of_role(createdb=True)),
    "replication": ("role-replication", of_role(replication=True)),
    "no login": ("role-nologin", of_role(can_login=False)),
    "no limit": ("role-unlimited", of_role(limit=-1)),
    "md5": ("weak-password", of_role(password="md5")),
    "unknown kind": ("weak-password", of_role(password="other")),
    "no password": ("no-password", of_role(password="none")),
    "expired": ("expired-password", of_role(password="expired")),
    "same salt": ("shared-secret", _salt),
    "same secret": ("shared-secret", _mark),
    "role gone": ("missing-role", lambda c, name: without(c.facts, "roles", name)),
    "own secret refused": (
        "secret-refused",
        row_of("logins", lambda name: LoginFacts(name, name, with_secret=True, opened=False)),
    ),
    "member of its sibling": (
        "membership",
        row_of("memberships", lambda name: MembershipFacts(sibling(name), name, MAINTENANCE)),
    ),
    "reads everything": (
        "membership",
        row_of("memberships", lambda name: MembershipFacts("pg_read_all_data", name, "postgres")),
    ),
    "hands itself on": (
        "membership",
        row_of(
            "memberships", lambda n: MembershipFacts(sibling(n), n, "postgres", admin=True, inherit=False, set=False)
        ),
    ),
    "setting": ("setting", row_of("settings", lambda name: SettingFacts(name, "", ("search_path=other",)))),
}
"""Faults of a role; the finding is about the role."""

OF_DATABASES: Final[Mapping[str, tuple[str, Plant]]] = {
    "public by default": ("public-connect", lambda c, name: changed(c.facts, "databases", name, acl=None)),
    "public connect": ("public-connect", lambda c, name: _acl(c.facts, name, f"=c/{MAINTENANCE}")),
    "public temp": ("public-connect", lambda c, name: _acl(c.facts, name, f"=T/{MAINTENANCE}")),
    "sibling connect": ("foreign-connect", lambda c, name: _acl(c.facts, name, f"{sibling(name)}=c/{MAINTENANCE}")),
    "stranger connect": ("foreign-connect", lambda c, name: _acl(c.facts, name, f'"some body"=c/{MAINTENANCE}')),
    "may create": ("database-rights", lambda c, name: _acl(c.facts, name, f"{name}=Cc/{MAINTENANCE}")),
    "may pass on": ("database-rights", lambda c, name: _acl(c.facts, name, f"{name}=c*/{MAINTENANCE}")),
    "shut out": ("shut-out", lambda c, name: changed(c.facts, "databases", name, acl=())),
    "owned": ("database-owner", lambda c, name: changed(c.facts, "databases", name, owner=name)),
    "collation": ("collation", lambda c, name: changed(c.facts, "databases", name, collate="fr_FR.UTF-8")),
    "encoding": ("collation", lambda c, name: changed(c.facts, "databases", name, encoding="SQL_ASCII")),
    "template": ("template", lambda c, name: changed(c.facts, "databases", name, is_template=True)),
    "closed": ("closed-database", lambda c, name: changed(c.facts, "databases", name, allow_connections=False)),
    "gone": ("missing-database", lambda c, name: without(c.facts, "databases", name)),
    "not read": ("unread-database", lambda c, name: without(c.facts, "objects", name)),
    "owns objects": ("owns-objects", row_of("dependencies", lambda name: DependencyFacts(name, name, owns=True))),
    "rights elsewhere": (
        "rights-elsewhere",
        row_of("dependencies", lambda name: DependencyFacts(sibling(name), name, owns=False)),
    ),
    "foreign login": (
        "foreign-login",
        row_of("logins", lambda name: LoginFacts(sibling(name), name, with_secret=True, opened=True)),
    ),
    "login without secret": (
        "login-without-secret",
        row_of("logins", lambda name: LoginFacts(name, name, with_secret=False, opened=True)),
    ),
    "setting": ("setting", row_of("settings", lambda name: SettingFacts("", name, ("search_path=other",)))),
}
"""Faults of a database; the finding is about the database."""
