"""The audit of the databases' isolation: what the directory expects, what is found, what the library says of it."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from attrs import evolve, frozen
from sqlalchemy import URL

from netsoft.tenancy import keys
from netsoft.tenancy.audit import ClusterFacts, Expected, Finding, RoleFacts, Tables, audit, audit_files
from netsoft.tenancy.placement import Placement
from reference_app.deployment import Deployment
from reference_app.ids import TenantId
from reference_app.storage.catalogue import administrator, read_cluster
from reference_app.storage.columns import APPEND_ONLY
from reference_app.storage.file_facts import read_folder
from reference_app.storage.logins import try_logins
from reference_app.storage.people import Account, Tenant
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import SCHEMAS, Place

TERRITORY: Final = "FR"
"""Where the data must be (art. 15.8). Where a server really stands, its host alone can say."""
SHARED: Final = frozenset({"postgres", "template0", "template1"})


@frozen
class Audited:
    """What an audit looked at and found. ``unmade``: brokerages that nobody has entered yet, without a database."""

    databases: int
    findings: tuple[Finding, ...]
    unseen: tuple[str, ...] = ()
    unmade: tuple[str, ...] = ()


def audit_isolation(deployment: Deployment) -> Audited:
    """Audit the databases of this deployment, on whichever engine they are."""
    secrets = {_placement(deployment, place): found for place, found in deployment.vault.secrets().items()}
    if deployment.settings.database is None:
        return _of_files(deployment, secrets)
    return _of_server(deployment, secrets, deployment.settings.database)


def _placement(deployment: Deployment, place: Place) -> Placement:
    url = deployment.settings.database
    return Placement(
        place.tenant_id,
        keys.Purpose(place.purpose.value),
        engine="sqlcipher" if url is None else "postgresql",
        server=str(deployment.settings.data_folder) if url is None else f"{url.host or 'local'}:{url.port or ''}",
        territory=TERRITORY,
    )


Secrets = Mapping[Placement, Sequence[bytes]]


def _of_files(deployment: Deployment, secrets: Secrets) -> Audited:
    folder = deployment.settings.data_folder
    there = {place.tenant for place in secrets if (Path(folder) / place.database).exists()}
    made, unmade = _made(deployment, secrets, there)
    facts = read_folder(folder, {place.database: made[place] for place in made})
    return Audited(len(made), audit_files(made, facts), unmade=unmade)


def _of_server(deployment: Deployment, secrets: Secrets, url: URL) -> Audited:
    reader = deployment.settings.audit_database or url
    facts = read_cluster(reader, {*(place.database for place in secrets), str(url.database)})
    names = {one.name for one in facts.databases} | {one.name for one in facts.roles}
    made, unmade = _made(deployment, secrets, {place.tenant for place in secrets if place.database in names})
    expected = Expected(
        placements=made,
        maintenance=url.username or "",
        directory=url.database or "",
        dossiers=_tables(Purpose.DOSSIERS),
        journal=_tables(Purpose.JOURNAL),
        administrators={administrator(reader)},
        admitted=SHARED | {str(reader.database)},
    )
    facts = evolve(_marked(facts, made), logins=tuple(try_logins(url, {one.database: made[one] for one in made})))
    return Audited(len(made), audit(expected, facts), facts.unseen, unmade)


def _tables(purpose: Purpose) -> Tables:
    """What the role of a database may do with its tables, as its schema declares them."""
    tables = SCHEMAS[purpose].sorted_tables
    kept = [table.name for table in tables if table.info.get(APPEND_ONLY)]
    return Tables(append_only=kept, read_only={"identity"})


def _made(deployment: Deployment, secrets: Secrets, there: set[TenantId]) -> tuple[Secrets, tuple[str, ...]]:
    """Leave out the brokerages whose databases are still to be made: nobody has entered, and nothing of them is there.

    Once one of its users has chosen a password, a brokerage must have its databases.
    """
    users = deployment.directory.users
    entered = {one.id for one in deployment.directory.tenants.all() if _entered(users.of_tenant(one.id))}
    made = {place: found for place, found in secrets.items() if place.tenant in there | entered}
    return made, _names(deployment.directory.tenants.all(), {place.tenant for place in secrets.keys() - made.keys()})


def _entered(accounts: Iterable[Account]) -> bool:
    return any(not account.must_change for account in accounts)


def _names(tenants: Iterable[Tenant], ids: set[TenantId]) -> tuple[str, ...]:
    return tuple(tenant.name for tenant in tenants if tenant.id in ids)


def _marked(facts: ClusterFacts, secrets: Secrets) -> ClusterFacts:
    """Mark the roles by their secrets, so that two equal ones show: a keyed hash, that nobody else can compare."""
    key = b"".join(found[-1] for found in secrets.values() if found)
    marks = {place.role: _mark(key, found[-1]) for place, found in secrets.items() if found}
    return evolve(facts, roles=tuple(_with(role, marks.get(role.name)) for role in facts.roles))


def _mark(key: bytes, secret: bytes) -> str:
    return hmac.new(key, secret, "sha256").hexdigest()


def _with(role: RoleFacts, mark: str | None) -> RoleFacts:
    return evolve(role, mark=mark)
