"""The server itself: how it asks for secrets, to whom it listens, what it writes into its log (15.13.1, 15.13.8)."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Final, cast

from netsoft.clause import Clause
from netsoft.tenancy.audit.expected import Finding, Severity
from netsoft.tenancy.audit.facts import ClusterFacts, HbaFacts
from netsoft.tenancy.audit.privileges_table import METHODS

_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1", ""})
_RELOAD: Final = "SELECT pg_reload_conf();"


def server_findings(facts: ClusterFacts) -> Iterator[Finding]:
    """Return what is wrong with the server's settings and with its rules of entry. What was not read is not judged."""
    settings = dict(facts.server)
    if settings.get("password_encryption", "scram-sha-256") != "scram-sha-256":
        problem = f"les mots de passe se gardent en {settings['password_encryption']}"
        remedy = f"ALTER SYSTEM SET password_encryption = 'scram-sha-256'; {_RELOAD}"
        yield Finding(Clause("15.13.8"), "password_encryption", "password-encryption", problem, remedy)
    yield from _logged(settings)
    yield from _in_clear(facts, settings)
    for rule in facts.hba:
        yield from _rule(rule)


def _logged(settings: dict[str, str]) -> Iterator[Finding]:
    """A statement in the log shows what was in it: a client's data, and what is kept of a secret."""
    for name, quiet in (("log_statement", "none"), ("log_min_duration_statement", "-1")):
        if settings.get(name, quiet) != quiet:
            problem = f"{name} = {settings[name]} : le journal du serveur montre les ordres des cabinets"
            remedy = f"ALTER SYSTEM SET {name} = '{quiet}'; {_RELOAD}"
            yield Finding(Clause("15.13.7"), name, "logged-statements", problem, remedy, "warning")


def _in_clear(facts: ClusterFacts, settings: dict[str, str]) -> Iterator[Finding]:
    heard = {address.strip() for address in settings.get("listen_addresses", "").split(",")}
    if heard <= _LOCAL:
        return
    if settings.get("ssl") == "off":
        problem = "le serveur écoute hors de sa machine sans chiffrer"
        remedy = f"ALTER SYSTEM SET ssl = on; {_RELOAD}"
        yield Finding(Clause("15.13.1"), "ssl", "in-clear", problem, remedy)
    for rule in facts.hba:
        if rule.type in ("host", "hostnossl") and not _within(rule.address) and rule.method != "reject":
            problem = f"admet {rule.address} sans chiffrement"
            yield Finding(
                Clause("15.13.1"), _where(rule), "in-clear", problem, f"écrire hostssl ; {_RELOAD}", "warning"
            )


def _within(address: str | None) -> bool:
    """Tell whether an address is the machine's own."""
    try:
        return ip_network(address or "", strict=False).is_loopback
    except ValueError:  # a name: samehost, or one that a resolver answers for
        return address == "samehost"


def _rule(rule: HbaFacts) -> Iterator[Finding]:
    if rule.error is not None:
        problem = f"règle illisible ({rule.error}) : le serveur garde les règles d'avant"
        yield Finding(Clause("15.13.8"), _where(rule), "hba-error", problem, f"la corriger ; {_RELOAD}")
    if rule.method in METHODS:
        severity, meaning = METHODS[rule.method]
        problem = f"{rule.method} pour {', '.join(rule.users)} sur {', '.join(rule.databases)} : {meaning}"
        remedy = f"écrire scram-sha-256 ; {_RELOAD}"
        code = f"hba-{rule.method}"
        yield Finding(Clause("15.13.8"), _where(rule), code, problem, remedy, cast("Severity", severity))


def _where(rule: HbaFacts) -> str:
    return f"pg_hba.conf, ligne {rule.line}"
