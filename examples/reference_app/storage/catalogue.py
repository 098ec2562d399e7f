"""What a PostgreSQL server's own catalogues say, read for the audit: nothing is changed, no row of a client is read.

One connection reads what belongs to the whole server; then one, short, to each of our databases reads what is in it.
What only a superuser may see (which kind of secret each role has, the rules of entry) is said to be unseen otherwise.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, cast

import psycopg
from attrs import evolve
from sqlalchemy import URL

from netsoft.tenancy.audit import (
    ClusterFacts,
    DatabaseFacts,
    DefaultFacts,
    DependencyFacts,
    FunctionFacts,
    HbaFacts,
    MembershipFacts,
    ObjectFacts,
    RelationFacts,
    RoleFacts,
    SchemaFacts,
    SettingFacts,
)
from reference_app.errors import SetupError
from reference_app.storage import catalogue_queries as ask
from reference_app.storage.server import connect

Connection = psycopg.Connection[Any]

_SINCE_16: Final = 160_000
AT_ONCE: Final = 4  # connections that the audit holds at one time
UNSEEN_SECRETS: Final = "la forme des secrets de tous les rôles (pg_authid)"
UNSEEN_ENTRY: Final = "les règles d’entrée du serveur (pg_hba.conf)"


def read_cluster(url: URL, databases: Collection[str]) -> ClusterFacts:
    """Read a server by the address of one of its databases, and what is in each of ``databases`` that is there."""
    try:
        with _reading(url) as db:
            facts = _of_server(db)
    except psycopg.OperationalError as error:
        raise SetupError(f"PostgreSQL ne répond pas ou refuse : {' '.join(str(error).split())}.") from error
    there = [one.name for one in facts.databases if one.name in databases]
    return evolve(facts, objects=tuple(_objects(url, there)))


def administrator(url: URL) -> str:
    """Return the role as which the server was set up: the one superuser that cannot be done without."""
    with _reading(url) as db:
        name: str = _rows(db, ask.ADMINISTRATOR)[0][0]
        return name


def _reading(url: URL) -> Connection:
    """Connect for one transaction, which sees one state and can change nothing."""
    db = connect(url)
    db.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    db.read_only = True
    return db


def _rows(db: Connection, question: str) -> list[Any]:
    """Ask one of our own questions; each is a text of ``catalogue_queries``."""
    return db.execute(question).fetchall()


def _of_server(db: Connection) -> ClusterFacts:
    secrets, unseen = _secrets(db)
    entry, unseen_entry = _entry(db)
    newer = db.info.server_version >= _SINCE_16
    return ClusterFacts(
        databases=tuple(map(_database, _rows(db, ask.DATABASES))),
        roles=tuple(_role(row, secrets.get(row[0])) for row in _rows(db, ask.ROLES)),
        memberships=tuple(
            MembershipFacts(*row) for row in _rows(db, ask.MEMBERSHIPS_SINCE_16 if newer else ask.MEMBERSHIPS)
        ),
        settings=tuple(SettingFacts(*row) for row in _rows(db, ask.SETTINGS)),
        dependencies=tuple(DependencyFacts(*row) for row in _rows(db, ask.DEPENDENCIES)),
        server=tuple((name, setting) for name, setting in _rows(db, ask.SERVER)),
        hba=entry,
        unseen=(*unseen, *unseen_entry),
    )


def _database(row: Any) -> DatabaseFacts:
    name, owner, acl, encoding, collate, ctype, is_template, allowed = row
    return DatabaseFacts(
        name=name,
        owner=owner,
        acl=None if acl is None else tuple(acl),
        encoding=encoding,
        collate=collate,
        ctype=ctype,
        is_template=is_template,
        allow_connections=allowed,
    )


def _secrets(db: Connection) -> tuple[dict[str, tuple[str, str | None]], tuple[str, ...]]:
    if not _rows(db, ask.MAY_SEE_SECRETS)[0][0]:
        return {}, (UNSEEN_SECRETS,)
    return {name: (kind, salt) for name, kind, salt in _rows(db, ask.SECRETS)}, ()


def _role(row: Any, secret: tuple[str, str | None] | None) -> RoleFacts:
    kind, salt = secret or ("unseen", None)
    name, superuser, createrole, createdb, replication, bypassrls, can_login, inherit, limit, expired = row
    return RoleFacts(
        name=name,
        superuser=superuser,
        createrole=createrole,
        createdb=createdb,
        replication=replication,
        bypassrls=bypassrls,
        can_login=can_login,
        inherit=inherit,
        limit=limit,
        password="expired" if expired else cast("Any", kind),
        salt=salt,
    )


def _entry(db: Connection) -> tuple[tuple[HbaFacts, ...], tuple[str, ...]]:
    if not _rows(db, ask.MAY_SEE_ENTRY)[0][0]:
        return (), (UNSEEN_ENTRY,)
    return tuple(map(_rule, _rows(db, ask.ENTRY))), ()


def _rule(row: Any) -> HbaFacts:
    line, kind, databases, users, address, netmask, method, error = row
    return HbaFacts(line, kind, tuple(databases), tuple(users), _network(address, netmask), method, error)


def _network(address: str | None, netmask: str | None) -> str | None:
    """Write an address with its mask as a network; a name stays a name."""
    if address is None or netmask is None:
        return address
    return f"{address}/{int(ipaddress.ip_address(netmask)).bit_count()}"


def _objects(url: URL, names: Iterable[str]) -> Iterator[ObjectFacts]:
    """Read what is in each database; of one that does not open nothing is said, and the audit says so."""
    with ThreadPoolExecutor(AT_ONCE) as readers:
        found = readers.map(lambda name: _opened(url, name), sorted(names))
        yield from (objects for objects in found if objects is not None)


def _opened(url: URL, name: str) -> ObjectFacts | None:
    try:
        with _reading(url.set(database=name)) as db:
            return _in_database(db, name)
    except psycopg.OperationalError:
        return None


def _in_database(db: Connection, name: str) -> ObjectFacts:
    def named(question: str) -> tuple[str, ...]:
        return tuple(row[0] for row in _rows(db, question))

    return ObjectFacts(
        database=name,
        schemas=tuple(SchemaFacts(name=n, owner=owner, acl=_acl(acl)) for n, owner, acl in _rows(db, ask.SCHEMAS)),
        relations=tuple(map(_relation, _rows(db, ask.RELATIONS))),
        functions=tuple(map(_function, _rows(db, ask.FUNCTIONS))),
        extensions=named(ask.EXTENSIONS),
        foreign_servers=named(ask.FOREIGN_SERVERS),
        event_triggers=named(ask.EVENT_TRIGGERS),
        publications=named(ask.PUBLICATIONS),
        subscriptions=named(ask.SUBSCRIPTIONS),
        defaults=tuple(
            DefaultFacts(role, schema, kind, tuple(acl)) for role, schema, kind, acl in _rows(db, ask.DEFAULTS)
        ),
    )


def _acl(items: list[str] | None) -> tuple[str, ...] | None:
    return None if items is None else tuple(items)


def _relation(row: Any) -> RelationFacts:
    schema, name, kind, owner, acl, columns, row_security = row
    return RelationFacts(
        schema=schema,
        name=name,
        kind=kind,
        owner=owner,
        acl=_acl(acl),
        columns=tuple(columns),
        row_security=row_security,
    )


def _function(row: Any) -> FunctionFacts:
    schema, signature, owner, definer, language, trusted, acl = row
    return FunctionFacts(
        schema=schema,
        signature=signature,
        owner=owner,
        definer=definer,
        language=language,
        trusted=trusted,
        acl=_acl(acl),
    )
