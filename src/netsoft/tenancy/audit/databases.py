"""The databases of a server: whose each is, who enters, how it sorts (15.13.7)."""

from __future__ import annotations

from collections.abc import Iterator

from netsoft.clause import Clause
from netsoft.tenancy.audit.expected import Expected, Finding, Severity
from netsoft.tenancy.audit.facts import EVERY, ClusterFacts, DatabaseFacts, DependencyFacts
from netsoft.tenancy.audit.grants import PUBLIC, Grant, words
from netsoft.tenancy.audit.privileges_table import PUBLIC_ON_DATABASES
from netsoft.tenancy.placement import of_name, quoted


def database_findings(expected: Expected, facts: ClusterFacts) -> Iterator[Finding]:
    """Return what is wrong with the databases, and what is not there."""
    yield from _missing(expected, facts)
    for database in facts.databases:
        if database.name in expected.names:
            yield from _ours(expected, database)
            yield from _shape(database)
        elif database.name == expected.directory:
            yield from _ours(expected, database)
        else:
            yield from _other(expected, database)
    for dependency in facts.dependencies:
        yield from _dependency(expected, dependency)


def _missing(expected: Expected, facts: ClusterFacts) -> Iterator[Finding]:
    databases = {database.name for database in facts.databases}
    roles = {role.name for role in facts.roles}
    read = {objects.database for objects in facts.objects}
    again = "créer à nouveau le cabinet, ou restaurer sa sauvegarde"
    for place in expected.placements:
        if place.database not in databases:
            yield Finding(Clause("15.13.7"), place.database, "missing-database", "le cabinet n'a pas sa base", again)
        elif place.database not in read:
            problem, remedy = "ce qu'elle contient n'a pas été lu", "relancer l'audit avec une connexion qui l'ouvre"
            yield Finding(Clause("15.13.7"), place.database, "unread-database", problem, remedy)
        if place.role not in roles:
            yield Finding(Clause("15.13.8"), place.role, "missing-role", "le cabinet n'a pas son rôle", again)


def _ours(expected: Expected, facts: DatabaseFacts) -> Iterator[Finding]:
    if facts.owner != expected.maintenance:
        problem = f"appartient à {facts.owner}, non à {expected.maintenance}"
        remedy = f"ALTER DATABASE {quoted(facts.name)} OWNER TO {quoted(expected.maintenance)};"
        if facts.name in expected.names:  # what its role had as the owner goes with the ownership
            remedy += f" GRANT CONNECT ON DATABASE {quoted(facts.name)} TO {quoted(facts.name)};"
        yield Finding(Clause("15.13.7"), facts.name, "database-owner", problem, remedy)
    if facts.is_template:
        problem, remedy = (
            "sert de modèle : elle peut être copiée",
            f"ALTER DATABASE {quoted(facts.name)} IS_TEMPLATE false;",
        )
        yield Finding(Clause("15.13.7"), facts.name, "template", problem, remedy)
    if not facts.allow_connections:
        remedy = f"ALTER DATABASE {quoted(facts.name)} ALLOW_CONNECTIONS true;"
        yield Finding(Clause("15.13.7"), facts.name, "closed-database", "n'admet aucune connexion", remedy)
    held = _grants(facts)
    for grant in held:
        yield from _entry(expected, facts, grant)
    if facts.name in expected.names and not any(_may_connect(grant, facts.name) for grant in held):
        remedy = f"GRANT CONNECT ON DATABASE {quoted(facts.name)} TO {quoted(facts.name)};"
        yield Finding(Clause("15.13.7"), facts.name, "shut-out", "le rôle du cabinet ne peut y entrer", remedy)


def _grants(facts: DatabaseFacts) -> tuple[Grant, ...]:
    """Its rights; of a database of which nobody said anything, those that everybody has."""
    return (Grant(PUBLIC, PUBLIC_ON_DATABASES, facts.owner),) if facts.grants is None else facts.grants


def _may_connect(grant: Grant, role: str) -> bool:
    return grant.grantee in (role, PUBLIC) and "c" in grant.privileges


def _entry(expected: Expected, facts: DatabaseFacts, grant: Grant) -> Iterator[Finding]:
    """Who enters one of our databases: its own role, to connect; its owner; nobody else."""
    if grant.grantee in (facts.owner, expected.maintenance):
        return
    own = grant.grantee == facts.name and facts.name in expected.names
    excess = grant.privileges - frozenset("c") if own else grant.privileges
    if excess:
        yield _excess(facts.name, grant.grantee, excess, "fault")
    if own and grant.passed_on:
        rights, who = words(grant.passed_on), quoted(facts.name)
        remedy = f"REVOKE GRANT OPTION FOR {rights} ON DATABASE {who} FROM {who};"
        problem = f"{facts.name} peut transmettre le droit {rights}"
        yield Finding(Clause("15.13.7"), facts.name, "database-rights", problem, remedy)


def _excess(database: str, grantee: str, excess: frozenset[str], severity: Severity) -> Finding:
    rights = words(excess)
    who, code = (quoted(grantee), "foreign-connect") if grantee else ("PUBLIC", "public-connect")
    if grantee == database and of_name(database):
        code = "database-rights"
    problem = f"{'tout le monde' if grantee == PUBLIC else grantee} y a le droit {rights}"
    found = of_name(grantee), of_name(database)
    if found[0] and found[1] and found[0] != found[1] and found[0][0] == found[1][0]:
        problem += " : c'est l'autre base du même cabinet"
    remedy = f"REVOKE {rights} ON DATABASE {quoted(database)} FROM {who};"
    return Finding(Clause("15.13.7"), database, code, problem, remedy, severity)


def _shape(facts: DatabaseFacts) -> Iterator[Finding]:
    shape = (facts.encoding, facts.collate, facts.ctype)
    if shape != ("UTF8", "C", "C"):
        problem = f"encodage et tri {', '.join(shape)} : la même liste ne se trie pas de même sur les deux moteurs"
        remedy = "recopier la base dans une base TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        yield Finding(Clause("15.13.7"), facts.name, "collation", problem, remedy, "warning")


def _other(expected: Expected, facts: DatabaseFacts) -> Iterator[Finding]:
    """A database of no tenant: it should not be there, or at least let no tenant's role in."""
    if of_name(facts.name) is not None:
        problem, remedy = "base d'aucun cabinet connu", f"DROP DATABASE {quoted(facts.name)};  -- après vérification"
        yield Finding(Clause("15.13.7"), facts.name, "unknown-database", problem, remedy)
    elif facts.name not in expected.admitted:
        problem, remedy = "base étrangère au service", "la placer sur un autre serveur, ou l'admettre"
        yield Finding(Clause("15.13.7"), facts.name, "foreign-database", problem, remedy, "warning")
    if not facts.allow_connections:
        return
    for grant in _grants(facts):
        if grant.grantee == PUBLIC and grant.privileges:
            yield _excess(facts.name, PUBLIC, grant.privileges, "warning")
        elif grant.grantee in expected.names:
            yield _excess(facts.name, grant.grantee, grant.privileges, "fault")


def _dependency(expected: Expected, facts: DependencyFacts) -> Iterator[Finding]:
    """What the server itself remembers of a tenant's role, in whichever database: it may own nothing."""
    if facts.role not in expected.names:
        return
    where = facts.database or "le serveur"
    if facts.owns:
        problem = f"{facts.role} y possède des objets ({facts.objects})"
        remedy = f"REASSIGN OWNED BY {quoted(facts.role)} TO {quoted(expected.maintenance)};"
        yield Finding(Clause("15.13.7"), where, "owns-objects", problem, remedy)
    elif facts.database not in (facts.role, EVERY):
        problem = f"{facts.role} y a des droits ({facts.objects})"
        # DROP OWNED BY would take the rights on the role's own database too.
        remedy = f"retirer ces droits un à un : REVOKE ALL ON … FROM {quoted(facts.role)};"
        yield Finding(Clause("15.13.7"), where, "rights-elsewhere", problem, remedy)
