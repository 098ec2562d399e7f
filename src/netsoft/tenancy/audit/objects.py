"""What stands in one database: whose it is, who may do what with it, and what leads out of it (15.13.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve, frozen

from netsoft.clause import Clause
from netsoft.tenancy.audit.expected import ROWS, SEQUENCES, Expected, Finding, Tables
from netsoft.tenancy.audit.facts import ClusterFacts, DefaultFacts, FunctionFacts, ObjectFacts, RelationFacts
from netsoft.tenancy.audit.grants import PUBLIC, Grant, grants, words
from netsoft.tenancy.audit.privileges_table import LEAKS
from netsoft.tenancy.placement import of_name, quoted

_DATABASE_OWNER: Final = "pg_database_owner"
_NOTHING: Final[frozenset[str]] = frozenset()
_SYSTEM: Final = frozenset({"pg_catalog", "information_schema", "pg_toast"})


@frozen
class _Inside:
    """One database and who may be in it: its role (the directory has none), its owners, its tables."""

    database: str
    role: str | None
    expected: Expected
    tables: Tables

    def found(self, where: str, code: str, problem: str, remedy: str) -> Finding:
        """Return a fault on something in this database."""
        return Finding(Clause("15.13.7"), f"{self.database} : {where}", code, problem, remedy)


def object_findings(expected: Expected, facts: ClusterFacts) -> Iterator[Finding]:
    """Return what is wrong inside the tenants' databases and the directory's."""
    for objects in facts.objects:
        if objects.database in expected.names:
            owner = of_name(objects.database)
            assert owner is not None
            inside = _Inside(objects.database, objects.database, expected, expected.tables(owner[1]))
            yield from _database(inside, objects)
        elif objects.database == expected.directory:
            yield from _database(_Inside(objects.database, None, expected, Tables()), objects)


def _database(inside: _Inside, objects: ObjectFacts) -> Iterator[Finding]:
    for schema in objects.schemas:
        named = f"SCHEMA {quoted(schema.name)}"
        if schema.name not in _SYSTEM:
            yield from _owner(inside, f"schéma {schema.name}", schema.owner, named)
        for grant in grants(schema.acl or ()):
            yield from _rights(inside, f"schéma {schema.name}", named, (grant, frozenset("U")))
    for relation in objects.relations:
        yield from _relation(inside, relation)
    for function in objects.functions:
        yield from _function(inside, function)
    yield from _ways_out(inside, objects)
    for default in objects.defaults:
        yield from _default(inside, default)


def _default(inside: _Inside, default: DefaultFacts) -> Iterator[Finding]:
    for grant in grants(default.acl):
        if grant.grantee not in inside.expected.owners and _beyond(inside, grant, ROWS | SEQUENCES):
            rights, who = words(grant.privileges), quoted(grant.grantee) if grant.grantee else "PUBLIC"
            problem = f"ce que {default.role} créera sera ouvert à {grant.grantee or 'tous'} : {rights}"
            schema = f" IN SCHEMA {quoted(default.schema)}" if default.schema else ""
            remedy = f"ALTER DEFAULT PRIVILEGES FOR ROLE {quoted(default.role)}{schema}"
            remedy += f" REVOKE ALL ON {default.kind} FROM {who};"
            yield inside.found(f"droits par défaut de {default.role}", "default-privileges", problem, remedy)


def _owner(inside: _Inside, where: str, owner: str, named: str) -> Iterator[Finding]:
    if owner not in (inside.expected.maintenance, _DATABASE_OWNER):
        remedy = f"ALTER {named} OWNER TO {quoted(inside.expected.maintenance)};"
        yield inside.found(where, "object-owner", f"appartient à {owner}, qui peut donc tout y changer", remedy)


def _beyond(inside: _Inside, grant: Grant, allowed: frozenset[str]) -> frozenset[str]:
    """What a grant gives beyond what it may: to the database's own role what is allowed, to anybody else nothing."""
    return grant.privileges - allowed if grant.grantee == inside.role else grant.privileges


def _rights(inside: _Inside, where: str, named: str, given: tuple[Grant, frozenset[str]]) -> Iterator[Finding]:
    grant, allowed = given
    if grant.grantee in inside.expected.owners:
        return
    if beyond := _beyond(inside, grant, allowed):
        who = quoted(grant.grantee) if grant.grantee else "PUBLIC"
        code = {PUBLIC: "public-rights", inside.role: "excess-rights"}.get(grant.grantee, "foreign-rights")
        problem = f"{grant.grantee or 'tout le monde'} y a le droit {words(beyond)}"
        yield inside.found(where, code, problem, f"REVOKE {words(beyond)} ON {named} FROM {who};")
    elif grant.passed_on:
        problem = f"{grant.grantee} peut transmettre le droit {words(grant.passed_on)}"
        remedy = f"REVOKE GRANT OPTION FOR {words(grant.passed_on)} ON {named} FROM {quoted(grant.grantee)};"
        yield inside.found(where, "excess-rights", problem, remedy)


def _relation(inside: _Inside, relation: RelationFacts) -> Iterator[Finding]:
    named = (
        f"{'SEQUENCE' if relation.kind == 'sequence' else 'TABLE'} {quoted(relation.schema)}.{quoted(relation.name)}"
    )
    allowed = SEQUENCES if relation.kind == "sequence" else inside.tables.rights(relation.name)
    allowed = allowed if relation.schema == "public" else _NOTHING
    if relation.schema not in _SYSTEM:
        for finding in _owner(inside, relation.where, relation.owner, named):
            yield _granted_again(finding, f"{words(allowed)} ON {named}", inside.role) if allowed else finding
    for grant in grants([*(relation.acl or ()), *relation.columns]):
        for finding in _rights(inside, relation.where, named, (grant, allowed)):
            kept = grant.grantee == inside.role and relation.name in inside.tables.append_only and not grant.passed_on
            yield _as_append_only(finding) if kept else finding
    if relation.row_security:
        problem = "sécurité par ligne : les cabinets sont séparés par base, non par ligne"
        remedy = f"ALTER {named} DISABLE ROW LEVEL SECURITY;"
        yield inside.found(relation.where, "row-security", problem, remedy)


def _granted_again(finding: Finding, rights: str, role: str | None) -> Finding:
    """What the database's role had as the owner goes with the ownership: the remedy gives it back what it may have."""
    return evolve(finding, remedy=f"{finding.remedy} GRANT {rights} TO {quoted(role)};") if role else finding


def _as_append_only(finding: Finding) -> Finding:
    problem = f"{finding.problem} : ce qui est écrit là ne se change ni ne s'efface"
    return evolve(finding, code="append-only", problem=problem)


def _function(inside: _Inside, function: FunctionFacts) -> Iterator[Finding]:
    named = f"ROUTINE {quoted(function.schema)}.{function.signature}"
    if function.schema not in _SYSTEM:
        yield from _owner(inside, function.where, function.owner, named)
    if function.definer:
        problem = f"s'exécute avec les droits de {function.owner} (SECURITY DEFINER)"
        yield inside.found(function.where, "security-definer", problem, f"ALTER {named} SECURITY INVOKER;")
    if not function.trusted:
        problem = f"écrite en {function.language}, qui peut tout sur le serveur"
        yield inside.found(function.where, "untrusted-language", problem, f"DROP {named};")
    strangers = [grant for grant in grants(function.acl or ()) if grant.grantee not in (PUBLIC, inside.role)]
    for grant in strangers:
        yield from _rights(inside, function.where, named, (grant, _NOTHING))


def _ways_out(inside: _Inside, objects: ObjectFacts) -> Iterator[Finding]:
    for name in set(objects.extensions) - inside.expected.extensions:
        problem = LEAKS.get(name, "n'est pas admise")
        yield inside.found(f"extension {name}", "extension", problem, f"DROP EXTENSION {quoted(name)} CASCADE;")
    for names, kind, word, problem in (
        (objects.foreign_servers, "foreign-server", "SERVER", "mène à un autre serveur ou à une autre base"),
        (objects.event_triggers, "event-trigger", "EVENT TRIGGER", "s'exécute à chaque ordre de qui maintient la base"),
        (objects.publications, "publication", "PUBLICATION", "fait sortir les lignes de la base"),
        (objects.subscriptions, "subscription", "SUBSCRIPTION", "fait entrer les lignes d'une autre base"),
    ):
        yield from _each(inside, names, (kind, word, problem))


def _each(inside: _Inside, names: Iterable[str], said: tuple[str, str, str]) -> Iterator[Finding]:
    code, word, problem = said
    for name in names:
        yield inside.found(f"{word} {name}", code, problem, f"DROP {word} {quoted(name)};")
