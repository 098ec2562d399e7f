"""Strategies for PostgreSQL servers as their catalogues show them: without a fault, as the service makes them."""

from __future__ import annotations

from typing import Final

from attrs import frozen
from hypothesis import strategies as st

from netsoft.names import TenantId
from netsoft.tenancy.audit import (
    ClusterFacts,
    DatabaseFacts,
    DependencyFacts,
    Expected,
    FunctionFacts,
    HbaFacts,
    LoginFacts,
    MembershipFacts,
    ObjectFacts,
    RelationFacts,
    RoleFacts,
    SchemaFacts,
    Tables,
)
from netsoft.tenancy.placement import Placement
from netsoft.testing.tenants import STORED, tenant_ids

MAINTENANCE: Final = "netsoft_maintenance"
DIRECTORY: Final = "netsoft"
SUPERUSER: Final = "postgres"
_TABLES: Final = ("clients", "entries", "identity")


@frozen
class Cluster:
    """What should be on a server, and what is."""

    expected: Expected
    facts: ClusterFacts


@st.composite
def clusters(draw: st.DrawFn, tenants: int = 4) -> Cluster:
    """Servers of one to ``tenants`` brokerages, two databases each, without a fault."""
    ids = draw(st.lists(tenant_ids(), min_size=1, max_size=tenants, unique=True))
    return cluster_of(ids, newer=draw(st.booleans()), seen=draw(st.booleans()))


def cluster_of(ids: list[TenantId], *, newer: bool = True, seen: bool = True) -> Cluster:
    """Return the server of some brokerages: PostgreSQL 16 or ``newer``; verifiers and entry rules ``seen`` or not."""
    where: dict[str, str] = {"server": "db1:5432", "territory": "FR"}
    places = [Placement(tenant, use, engine="postgresql", **where) for tenant in ids for use in STORED]
    names = [place.database for place in places]
    tables = Tables(append_only={"entries"}, read_only={"identity"})
    expected = Expected(
        placements=places, maintenance=MAINTENANCE, directory=DIRECTORY, dossiers=tables, journal=tables
    )
    facts = ClusterFacts(
        databases=(*map(_database, names), *_shared()),
        roles=(*(_role(name, seen=seen) for name in names), *_keepers(seen=seen)),
        memberships=tuple(_handed(name) for name in names) if newer else (),
        objects=(*map(_inside, names), ObjectFacts(database=DIRECTORY)),
        dependencies=tuple(DependencyFacts(name, name, owns=False, objects=3) for name in names),
        server=(("password_encryption", "scram-sha-256"), ("listen_addresses", "localhost"), ("ssl", "off")),
        hba=(HbaFacts(1, "host", ("all",), ("all",), "127.0.0.1", "scram-sha-256"),) if seen else (),
        logins=tuple(LoginFacts(name, name, with_secret=True, opened=True) for name in names),
        unseen=() if seen else ("pg_authid", "pg_hba_file_rules"),
    )
    return Cluster(expected, facts)


def _database(name: str) -> DatabaseFacts:
    acl = (f"{MAINTENANCE}=CTc/{MAINTENANCE}", f"{name}=c/{MAINTENANCE}")
    return DatabaseFacts(name=name, owner=MAINTENANCE, acl=acl)


def _shared() -> tuple[DatabaseFacts, ...]:
    kept = (f"{SUPERUSER}=CTc/{SUPERUSER}",)
    return (
        DatabaseFacts(name=DIRECTORY, owner=MAINTENANCE, acl=(f"{MAINTENANCE}=CTc/{MAINTENANCE}",)),
        DatabaseFacts(name="postgres", owner=SUPERUSER, acl=kept, collate="fr_FR.UTF-8"),
        DatabaseFacts(name="template1", owner=SUPERUSER, acl=kept, is_template=True),
        DatabaseFacts(name="template0", owner=SUPERUSER, acl=None, is_template=True, allow_connections=False),
    )


def _role(name: str, *, seen: bool) -> RoleFacts:
    return RoleFacts(name=name, limit=40, password="scram" if seen else "unseen", salt=name if seen else None)


def _keepers(*, seen: bool) -> tuple[RoleFacts, ...]:
    kind, salt = ("scram", "of maintenance") if seen else ("unseen", None)
    powers = {"superuser": True, "createrole": True, "createdb": True, "replication": True, "bypassrls": True}
    return (
        RoleFacts(name=MAINTENANCE, createrole=True, createdb=True, password=kind, salt=salt),  # type: ignore[arg-type]
        RoleFacts(name=SUPERUSER, **powers),  # type: ignore[arg-type]
        RoleFacts(name="pg_read_all_data", can_login=False, password="none"),  # noqa: S106 - a kind
    )


def _handed(name: str) -> MembershipFacts:
    """What PostgreSQL 16 gives whoever creates a role."""
    return MembershipFacts(name, MAINTENANCE, SUPERUSER, admin=True, inherit=False, set=False)


def _inside(name: str) -> ObjectFacts:
    rights = {"clients": "arwd", "entries": "ar", "identity": "r"}
    owner = f"{MAINTENANCE}=arwdDxt/{MAINTENANCE}"
    return ObjectFacts(
        database=name,
        schemas=(
            SchemaFacts(
                name="public",
                owner="pg_database_owner",
                acl=("pg_database_owner=UC/pg_database_owner", f"{name}=U/pg_database_owner"),
            ),
        ),
        relations=(
            *(
                RelationFacts(name=table, owner=MAINTENANCE, acl=(owner, f"{name}={rights[table]}/{MAINTENANCE}"))
                for table in _TABLES
            ),
            RelationFacts(name="entries_seq_seq", kind="sequence", owner=MAINTENANCE, acl=(f"{name}=U/{MAINTENANCE}",)),
        ),
        functions=(FunctionFacts(signature="entries_no_update()", owner=MAINTENANCE, language="plpgsql"),),
    )
