"""Who can enter a database, read literally from the catalogues: rights, ownership, memberships, powers.

Nothing is shared with the audit but the facts.
"""

from __future__ import annotations

from netsoft.tenancy.audit import ClusterFacts


def becomes(facts: ClusterFacts, role: str) -> set[str]:
    """Every role whose rights a role has or can take, itself and everybody (``""``) included."""
    reached, waiting = {""}, [role]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += [m.role for m in facts.memberships if m.member == one]
    return reached


def enters(facts: ClusterFacts, role: str, database: str) -> bool:
    """Whether the server would let a role into a database, its password being right."""
    as_whom = becomes(facts, role)
    if any(one.superuser for one in facts.roles if one.name in as_whom):
        return True
    for one in facts.databases:
        if one.name == database:
            acl = ("=c/", f"{one.owner}=c/") if one.acl is None else one.acl
            holders = {
                item.rpartition("=")[0].strip('"') for item in acl if "c" in item.rpartition("=")[2].split("/")[0]
            }
            return one.owner in as_whom or bool(holders & as_whom)
    return False
