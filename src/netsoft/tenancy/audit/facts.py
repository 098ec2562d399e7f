"""What a PostgreSQL server's own catalogues say, as values: the facts of the audit.

Nothing here is judged. Rights stand as PostgreSQL writes them (``ns_…_d=c/netsoft``); ``acl=None`` means that nobody
said anything, so that PostgreSQL's own defaults hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from netsoft.tenancy.audit.grants import Grant, grants

Acl: TypeAlias = tuple[str, ...]
PasswordKind: TypeAlias = Literal["scram", "md5", "none", "expired", "other", "unseen"]
"""What is kept of a role's password; ``unseen`` where the reader may not look (it takes a superuser)."""
RelationKind: TypeAlias = Literal["table", "view", "sequence", "other"]

EVERY: Final = ""
"""The role, or the database, of a setting that holds for all of them."""


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


@frozen(kw_only=True)
class DatabaseFacts:
    """A row of ``pg_database``."""

    name: str
    owner: str
    acl: Acl | None
    encoding: str = "UTF8"
    collate: str = "C"
    ctype: str = "C"
    is_template: bool = False
    allow_connections: bool = True

    @property
    def grants(self) -> tuple[Grant, ...] | None:
        """Its rights, or None for the defaults."""
        return None if self.acl is None else grants(self.acl)


@frozen(kw_only=True)
class RoleFacts:
    """A row of ``pg_authid``, of whose verifier only the kind and the salt are taken. ``limit`` -1: no limit.

    ``mark`` is what two equal secrets have in common, such as a keyed hash, where the reader knows the secret itself.
    """

    name: str
    superuser: bool = False
    createrole: bool = False
    createdb: bool = False
    replication: bool = False
    bypassrls: bool = False
    can_login: bool = True
    inherit: bool = False
    limit: int = -1
    password: PasswordKind = "scram"  # noqa: S105 - a kind, not a password
    salt: str | None = field(default=None, repr=False)
    mark: str | None = field(default=None, repr=False)


@frozen
class MembershipFacts:
    """A row of ``pg_auth_members``: ``member`` is a member of ``role``; before PostgreSQL 16 both options hold."""

    role: str
    member: str
    grantor: str
    admin: bool = False
    inherit: bool = True
    set: bool = True


@frozen
class SettingFacts:
    """Settings that a role, a database or both were given (``pg_db_role_setting``): ``search_path=…``."""

    role: str
    database: str
    entries: tuple[str, ...] = field(converter=_sorted)


@frozen
class DependencyFacts:
    """A role that owns an object of a database or is named in its rights (``pg_shdepend``); EVERY: of the server."""

    role: str
    database: str
    owns: bool
    objects: int = 1


@frozen
class HbaFacts:
    """A line of ``pg_hba_file_rules``; ``address`` is None for local sockets."""

    line: int
    type: str
    databases: tuple[str, ...]
    users: tuple[str, ...]
    address: str | None
    method: str
    error: str | None = None


@frozen
class LoginFacts:
    """A login that was tried: by which role, on which database, with its own secret or with none, and what came."""

    role: str
    database: str
    with_secret: bool
    opened: bool


@frozen(kw_only=True)
class SchemaFacts:
    """A row of ``pg_namespace``."""

    name: str
    owner: str
    acl: Acl | None = None


@frozen(kw_only=True)
class RelationFacts:
    """A row of ``pg_class``: a table, a view, a sequence; ``columns`` are the rights on single columns."""

    schema: str = "public"
    name: str
    kind: RelationKind = "table"
    owner: str
    acl: Acl | None = None
    columns: Acl = ()
    row_security: bool = False

    @property
    def where(self) -> str:
        """Its name with its schema."""
        return f"{self.schema}.{self.name}"


@frozen(kw_only=True)
class FunctionFacts:
    """A row of ``pg_proc``. ``signature`` is ``f(text)``; ``trusted`` says it of its language."""

    schema: str = "public"
    signature: str
    owner: str
    definer: bool = False
    language: str = "sql"
    trusted: bool = True
    acl: Acl | None = None

    @property
    def where(self) -> str:
        """Its signature with its schema."""
        return f"{self.schema}.{self.signature}"


@frozen
class DefaultFacts:
    """A row of ``pg_default_acl``: the rights that what ``role`` makes will have; ``schema`` EVERY: in any schema."""

    role: str
    schema: str
    kind: str
    acl: Acl


@frozen(kw_only=True)
class ObjectFacts:
    """What stands in one database, PostgreSQL's own objects left out where their rights are as they were made."""

    database: str
    schemas: tuple[SchemaFacts, ...] = ()
    relations: tuple[RelationFacts, ...] = ()
    functions: tuple[FunctionFacts, ...] = ()
    extensions: tuple[str, ...] = ("plpgsql",)
    foreign_servers: tuple[str, ...] = ()
    event_triggers: tuple[str, ...] = ()
    publications: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] = ()
    defaults: tuple[DefaultFacts, ...] = ()


@frozen(kw_only=True)
class ClusterFacts:
    """All that was read of a server. ``unseen`` says, in French, what the reader was not allowed to see."""

    databases: tuple[DatabaseFacts, ...] = ()
    roles: tuple[RoleFacts, ...] = ()
    memberships: tuple[MembershipFacts, ...] = ()
    objects: tuple[ObjectFacts, ...] = ()
    settings: tuple[SettingFacts, ...] = ()
    dependencies: tuple[DependencyFacts, ...] = ()
    server: tuple[tuple[str, str], ...] = ()
    hba: tuple[HbaFacts, ...] = ()
    logins: tuple[LoginFacts, ...] = ()
    unseen: tuple[str, ...] = ()
