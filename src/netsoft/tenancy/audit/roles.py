"""The roles of a server: what a tenant's may be, whom it belongs to, and which secret it has (15.13.7, 15.13.8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from netsoft.clause import Clause
from netsoft.tenancy.audit.expected import Expected, Finding
from netsoft.tenancy.audit.facts import EVERY, ClusterFacts, MembershipFacts, RoleFacts, SettingFacts
from netsoft.tenancy.placement import of_name, quoted

_POWERS: Final = (
    ("superuser", "SUPERUSER", "peut tout sur le serveur"),
    ("bypassrls", "BYPASSRLS", "passe outre la sécurité par ligne"),
    ("createrole", "CREATEROLE", "peut créer des rôles"),
    ("createdb", "CREATEDB", "peut créer des bases"),
    ("replication", "REPLICATION", "peut copier tout le serveur"),
)
_KINDS: Final = (
    ("md5", "weak-password", "garde un mot de passe md5"),
    ("other", "weak-password", "garde un mot de passe sous une forme inconnue"),
    ("none", "no-password", "n'a pas de mot de passe"),
    ("expired", "expired-password", "a un mot de passe échu"),
)


def role_findings(expected: Expected, facts: ClusterFacts) -> Iterator[Finding]:
    """Return what is wrong with the roles, their memberships, their secrets and their settings."""
    for role in facts.roles:
        if role.name in expected.names:
            yield from _powers(role, role.name, "rôle d'un cabinet")
            yield from _as_tenant(role)
            yield from _password(role)
        elif role.name == expected.maintenance:
            yield from _powers(role, role.name, "rôle de maintenance", allowed=("createrole", "createdb"))
            yield from _password(role)
        elif role.name not in expected.administrators:
            yield from _stranger(role)
    for membership in facts.memberships:
        yield from _membership(expected, membership)
    for setting in facts.settings:
        yield from _setting(expected, setting)
    yield from _shared_secrets(expected, facts)
    yield from _logins(expected, facts)


def _powers(role: RoleFacts, name: str, what: str, allowed: tuple[str, ...] = ()) -> Iterator[Finding]:
    for attribute, word, meaning in _POWERS:
        if getattr(role, attribute) and attribute not in allowed:
            remedy = f"ALTER ROLE {quoted(name)} NO{word};"
            yield Finding(Clause("15.13.7"), name, f"role-{attribute}", f"{what} : {meaning} ({word})", remedy)


def _as_tenant(role: RoleFacts) -> Iterator[Finding]:
    name = quoted(role.name)
    if not role.can_login:
        problem = "le rôle du cabinet ne peut se connecter"
        yield Finding(Clause("15.13.8"), role.name, "role-nologin", problem, f"ALTER ROLE {name} LOGIN;")
    if role.limit < 0:
        problem = "le rôle peut prendre toutes les connexions du serveur aux autres cabinets"
        remedy = f"ALTER ROLE {name} CONNECTION LIMIT 40;"
        yield Finding(Clause("15.13.7"), role.name, "role-unlimited", problem, remedy, "warning")


def _password(role: RoleFacts) -> Iterator[Finding]:
    for kind, code, meaning in _KINDS:
        if role.password == kind:
            remedy = f"remplacer le secret de {quoted(role.name)} par un secret SCRAM"
            if kind == "expired":
                remedy = f"ALTER ROLE {quoted(role.name)} VALID UNTIL 'infinity';"
            yield Finding(Clause("15.13.8"), role.name, code, f"le rôle {meaning}", remedy)


def _stranger(role: RoleFacts) -> Iterator[Finding]:
    """A role of no tenant here and of no administrator."""
    if of_name(role.name) is not None:
        problem, remedy = "rôle d'aucun cabinet connu", f"DROP ROLE {quoted(role.name)};"
        yield Finding(Clause("15.13.7"), role.name, "unknown-role", problem, remedy, "warning")
    yield from _powers(role, role.name, "rôle étranger au service", allowed=("createdb",))


def _membership(expected: Expected, facts: MembershipFacts) -> Iterator[Finding]:
    """What a role is a member of it may do or become; what it may only hand on (``admin``), it makes itself a member.

    PostgreSQL 16 makes whoever creates a role its member with admin option alone: this is the maintenance role's.
    """
    tenants, names = expected.names, (facts.role, facts.member)
    if not tenants & set(names):
        return
    if facts.member == expected.maintenance and facts.role in tenants and not (facts.inherit or facts.set):
        return
    remedy = f"REVOKE {quoted(facts.role)} FROM {quoted(facts.member)};"
    becomes = "est membre" if facts.inherit or facts.set else "peut se faire membre"
    problem = f"{facts.member} {becomes} de {facts.role}"
    yield Finding(Clause("15.13.7"), facts.member, "membership", problem, remedy)


def _setting(expected: Expected, facts: SettingFacts) -> Iterator[Finding]:
    touched = {expected.maintenance, expected.directory, *expected.names}
    if facts.role not in touched and facts.database not in touched and (facts.role, facts.database) != (EVERY, EVERY):
        return
    of_role = f"ALTER ROLE {quoted(facts.role) if facts.role else 'ALL'}"
    in_database = f" IN DATABASE {quoted(facts.database)}" if facts.database else ""
    remedy = f"{of_role}{in_database} RESET ALL;" if facts.role or not facts.database else ""
    remedy = remedy or f"ALTER DATABASE {quoted(facts.database)} RESET ALL;"
    where = facts.role or facts.database or "tous les rôles"
    problem = f"réglages posés d'avance : {', '.join(facts.entries)}"
    yield Finding(Clause("15.13.7"), where, "setting", problem, remedy, "warning")


def _shared_secrets(expected: Expected, facts: ClusterFacts) -> Iterator[Finding]:
    """A salt is drawn for each password: where two roles have the same one, a verifier was copied."""
    holders = defaultdict(list)
    for role in facts.roles:
        for shared in {("salt", role.salt), ("mark", role.mark)}:
            if shared[1] is not None:
                holders[shared].append(role.name)
    for names in holders.values():
        for name in expected.names & set(names) if len(names) > 1 else ():
            others = ", ".join(sorted(other for other in names if other != name))
            remedy = f"remplacer le secret de {quoted(name)}"
            yield Finding(Clause("15.13.8"), name, "shared-secret", f"même secret que {others}", remedy)


def _logins(expected: Expected, facts: ClusterFacts) -> Iterator[Finding]:
    for login in facts.logins:
        at_home = login.role == login.database and login.role in expected.names
        if login.opened and not login.with_secret:
            problem = f"{login.role} entre dans {login.database} sans secret"
            remedy = "corriger pg_hba.conf : scram-sha-256"
            yield Finding(Clause("15.13.8"), login.database, "login-without-secret", problem, remedy)
        elif login.opened and not at_home:
            problem = f"{login.role} entre dans {login.database} avec son propre secret"
            remedy = f"REVOKE ALL ON DATABASE {quoted(login.database)} FROM PUBLIC, {quoted(login.role)};"
            yield Finding(Clause("15.13.7"), login.database, "foreign-login", problem, remedy)
        elif at_home and login.with_secret and not login.opened:
            problem, remedy = "le secret de l'annuaire n'ouvre pas la base par SCRAM", "remplacer le secret du cabinet"
            yield Finding(Clause("15.13.8"), login.role, "secret-refused", problem, remedy)
