"""Faults inside a database, on the server itself and in what is no tenant's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from netsoft.tenancy.audit import (
    DatabaseFacts,
    DefaultFacts,
    FunctionFacts,
    HbaFacts,
    MembershipFacts,
    RelationFacts,
    RoleFacts,
    SchemaFacts,
    SettingFacts,
)
from netsoft.testing import Cluster
from netsoft.testing.clusters import DIRECTORY, MAINTENANCE
from tests.tenancy.faults import (
    OF_DATABASES,
    OF_ROLES,
    STRANGER,
    Plant,
    Planted,
    changed,
    inside,
    object_in,
    rights_on,
    row_of,
    sibling,
    table,
)

INSIDE: Final[Mapping[str, tuple[str, Plant, str]]] = {
    "table owned": ("object-owner", lambda c, n: table(c.facts, n, "clients", owner=n), "public.clients"),
    "table of a superuser": (
        "object-owner",
        lambda c, n: table(c.facts, n, "clients", owner="postgres"),
        "public.clients",
    ),
    "schema owned": ("object-owner", object_in("schemas", lambda n: SchemaFacts(name="own", owner=n)), "schéma own"),
    "function owned": (
        "object-owner",
        object_in("functions", lambda n: FunctionFacts(signature="f()", owner=n)),
        "public.f()",
    ),
    "may create in schema": (
        "excess-rights",
        object_in("schemas", lambda n: SchemaFacts(name="s", owner=MAINTENANCE, acl=(f"{n}=UC/{MAINTENANCE}",))),
        "schéma s",
    ),
    "public schema": (
        "public-rights",
        object_in("schemas", lambda _: SchemaFacts(name="s", owner=MAINTENANCE, acl=(f"=U/{MAINTENANCE}",))),
        "schéma s",
    ),
    "public table": ("public-rights", rights_on("clients", "=r/netsoft_maintenance"), "public.clients"),
    "sibling's table": ("foreign-rights", rights_on("clients", "{other}=r/netsoft_maintenance"), "public.clients"),
    "truncate": ("excess-rights", rights_on("clients", "{name}=arwdD/netsoft_maintenance"), "public.clients"),
    "passed on": ("excess-rights", rights_on("clients", "{name}=r*/netsoft_maintenance"), "public.clients"),
    "update of evidence": ("append-only", rights_on("entries", "{name}=arw/netsoft_maintenance"), "public.entries"),
    "delete of evidence": ("append-only", rights_on("entries", "{name}=ard/netsoft_maintenance"), "public.entries"),
    "write of identity": ("excess-rights", rights_on("identity", "{name}=ra/netsoft_maintenance"), "public.identity"),
    "set a sequence": (
        "excess-rights",
        rights_on("entries_seq_seq", "{name}=rwU/netsoft_maintenance"),
        "entries_seq_seq",
    ),
    "column": (
        "append-only",
        lambda c, n: table(c.facts, n, "entries", columns=(f"{n}=w/{MAINTENANCE}",)),
        "public.entries",
    ),
    "catalogue of secrets": (
        "excess-rights",
        object_in(
            "relations",
            lambda n: RelationFacts(schema="pg_catalog", name="pg_authid", owner="postgres", acl=(f"{n}=r/postgres",)),
        ),
        "pg_catalog.pg_authid",
    ),
    "function of the server": (
        "foreign-rights",
        object_in(
            "functions",
            lambda n: FunctionFacts(
                schema="pg_catalog", signature="f()", owner="postgres", acl=(f"{sibling(n)}=X/postgres",)
            ),
        ),
        "pg_catalog.f()",
    ),
    "row security": ("row-security", lambda c, n: table(c.facts, n, "clients", row_security=True), "public.clients"),
    "definer": (
        "security-definer",
        object_in("functions", lambda _: FunctionFacts(signature="f()", owner=MAINTENANCE, definer=True)),
        "public.f()",
    ),
    "untrusted": (
        "untrusted-language",
        object_in(
            "functions", lambda _: FunctionFacts(signature="f()", owner=MAINTENANCE, language="c", trusted=False)
        ),
        "public.f()",
    ),
    "dblink": ("extension", object_in("extensions", lambda _: "dblink"), "extension dblink"),
    "other extension": ("extension", object_in("extensions", lambda _: "citext"), "extension citext"),
    "foreign server": ("foreign-server", object_in("foreign_servers", lambda _: "elsewhere"), "SERVER elsewhere"),
    "event trigger": ("event-trigger", object_in("event_triggers", lambda _: "spy"), "EVENT TRIGGER spy"),
    "publication": ("publication", object_in("publications", lambda _: "out"), "PUBLICATION out"),
    "subscription": ("subscription", object_in("subscriptions", lambda _: "in"), "SUBSCRIPTION in"),
    "default to public": (
        "default-privileges",
        object_in("defaults", lambda _: DefaultFacts(MAINTENANCE, "", "TABLES", (f"=r/{MAINTENANCE}",))),
        f"droits par défaut de {MAINTENANCE}",
    ),
    "default to the sibling": (
        "default-privileges",
        object_in("defaults", lambda n: DefaultFacts(MAINTENANCE, "", "TABLES", (f"{sibling(n)}=r/{MAINTENANCE}",))),
        f"droits par défaut de {MAINTENANCE}",
    ),
}
"""Faults inside a database; the finding is about an object of it."""

ELSEWHERE: Final[Mapping[str, tuple[str, Plant, str]]] = {
    "trust": (
        "hba-trust",
        row_of("hba", lambda _: HbaFacts(7, "local", ("all",), ("all",), None, "trust")),
        "pg_hba.conf, ligne 7",
    ),
    "md5": (
        "hba-md5",
        row_of("hba", lambda _: HbaFacts(7, "host", ("all",), ("all",), "::1", "md5")),
        "pg_hba.conf, ligne 7",
    ),
    "password": (
        "hba-password",
        row_of("hba", lambda _: HbaFacts(7, "hostssl", ("all",), ("all",), "all", "password")),
        "pg_hba.conf, ligne 7",
    ),
    "unreadable rule": (
        "hba-error",
        row_of("hba", lambda _: HbaFacts(7, "host", (), (), None, "scram-sha-256", "invalid")),
        "pg_hba.conf, ligne 7",
    ),
    "kept as md5": (
        "password-encryption",
        lambda c, _: attrs.evolve(c.facts, server=(("password_encryption", "md5"),)),
        "password_encryption",
    ),
    "logged": (
        "logged-statements",
        lambda c, _: attrs.evolve(c.facts, server=(("log_statement", "all"),)),
        "log_statement",
    ),
    "not encrypted": (
        "in-clear",
        lambda c, _: attrs.evolve(c.facts, server=(("listen_addresses", "*"), ("ssl", "off"))),
        "ssl",
    ),
    "unknown database": (
        "unknown-database",
        row_of("databases", lambda _: DatabaseFacts(name=STRANGER, owner=MAINTENANCE, acl=())),
        STRANGER,
    ),
    "foreign database": (
        "foreign-database",
        row_of("databases", lambda _: DatabaseFacts(name="shop", owner="postgres", acl=())),
        "shop",
    ),
    "unknown role": ("unknown-role", row_of("roles", lambda _: RoleFacts(name=STRANGER)), STRANGER),
    "foreign superuser": ("role-superuser", row_of("roles", lambda _: RoleFacts(name="shop", superuser=True)), "shop"),
    "superuser for maintenance": (
        "role-superuser",
        lambda c, _: changed(c.facts, "roles", MAINTENANCE, superuser=True),
        MAINTENANCE,
    ),
    "maintenance with md5": (
        "weak-password",
        lambda c, _: changed(c.facts, "roles", MAINTENANCE, password="md5"),
        MAINTENANCE,
    ),
    "maintenance is a tenant": (
        "membership",
        row_of("memberships", lambda name: MembershipFacts(name, MAINTENANCE, "postgres", inherit=False)),
        MAINTENANCE,
    ),
    "somebody becomes a tenant": (
        "membership",
        row_of("memberships", lambda name: MembershipFacts(name, "shop", "postgres")),
        "shop",
    ),
    "identd": (
        "hba-ident",
        row_of("hba", lambda _: HbaFacts(7, "host", ("all",), ("all",), "127.0.0.1/32", "ident")),
        "pg_hba.conf, ligne 7",
    ),
    "enters the directory": (
        "foreign-connect",
        lambda c, name: changed(c.facts, "databases", DIRECTORY, acl=(f"{name}=c/{MAINTENANCE}",)),
        DIRECTORY,
    ),
    "directory owned": (
        "database-owner",
        lambda c, name: changed(c.facts, "databases", DIRECTORY, owner=name),
        DIRECTORY,
    ),
    "reads the directory": (
        "foreign-rights",
        lambda c, name: inside(
            c.facts, DIRECTORY, relations=RelationFacts(name="users", owner=MAINTENANCE, acl=(f"{name}=r/postgres",))
        ),
        f"{DIRECTORY} : public.users",
    ),
    "everybody enters postgres": (
        "public-connect",
        lambda c, _: changed(c.facts, "databases", "postgres", acl=None),
        "postgres",
    ),
    "one enters postgres": (
        "foreign-connect",
        lambda c, name: changed(c.facts, "databases", "postgres", acl=(f"{name}=c/postgres",)),
        "postgres",
    ),
    "setting for all": (
        "setting",
        row_of("settings", lambda _: SettingFacts("", "", ("search_path=x",))),
        "tous les rôles",
    ),
}
"""Faults of the server itself, or of what is no tenant's."""


def plant(cluster: Cluster, family: str, fault: str, name: str) -> Planted:
    """Plant a fault of a family against the database ``name``."""
    if family in ("roles", "databases"):
        code, made = (OF_ROLES if family == "roles" else OF_DATABASES)[fault]
        return Planted(attrs.evolve(cluster, facts=made(cluster, name)), code, name)
    code, made, where = (INSIDE if family == "inside" else ELSEWHERE)[fault]
    where = f"{name} : {where}" if family == "inside" and where.startswith(("public", "pg_", "schéma")) else where
    return Planted(attrs.evolve(cluster, facts=made(cluster, name)), code, where)


FAULTS: Final = tuple(
    (family, fault)
    for family, faults in (
        ("roles", OF_ROLES),
        ("databases", OF_DATABASES),
        ("inside", INSIDE),
        ("elsewhere", ELSEWHERE),
    )
    for fault in faults
)
