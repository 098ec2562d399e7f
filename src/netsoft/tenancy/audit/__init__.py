"""Articles 15.13.7, 15.13.8 and 15.13.14: the clients' databases are shut to one another, and it can be checked.

The audit compares what a PostgreSQL server's own catalogues say with what the directory says that there should be. It
is a function of these facts: whoever reads them may be anybody. Each finding names its clause, its object, what is
wrong and the remedy; a server without a finding has none of the faults that are looked for.

>>> from netsoft.names import TenantId
>>> from netsoft.tenancy.keys import Purpose
>>> from netsoft.tenancy.placement import Placement
>>> place = Placement(TenantId("0" * 32), Purpose.DOSSIERS, engine="postgresql", server="db1:5432", territory="FR")
>>> expected = Expected(placements=[place], maintenance="netsoft", directory="netsoft")
>>> name = place.database
>>> facts = ClusterFacts(
...     databases=(DatabaseFacts(name=name, owner="netsoft", acl=("=Tc/netsoft", f"{name}=c/netsoft")),),
...     roles=(RoleFacts(name=name, limit=40),),
...     objects=(ObjectFacts(database=name),),
... )
>>> for finding in audit(expected, facts):
...     print(finding.clause, finding.code, "-", finding.problem)
...     print(finding.remedy)
15.13.7 public-connect - tout le monde y a le droit TEMPORARY, CONNECT
REVOKE TEMPORARY, CONNECT ON DATABASE "ns_00000000000000000000000000000000_d" FROM PUBLIC;
"""

from __future__ import annotations

from netsoft.tenancy.audit.databases import database_findings
from netsoft.tenancy.audit.expected import Expected, Finding, Severity, Tables
from netsoft.tenancy.audit.facts import (
    ClusterFacts,
    DatabaseFacts,
    DefaultFacts,
    DependencyFacts,
    FunctionFacts,
    HbaFacts,
    LoginFacts,
    MembershipFacts,
    ObjectFacts,
    RelationFacts,
    RoleFacts,
    SchemaFacts,
    SettingFacts,
)
from netsoft.tenancy.audit.files import FileFacts, FolderFacts, audit_files
from netsoft.tenancy.audit.objects import object_findings
from netsoft.tenancy.audit.roles import role_findings
from netsoft.tenancy.audit.server import server_findings

__all__ = [
    "ClusterFacts",
    "DatabaseFacts",
    "DefaultFacts",
    "DependencyFacts",
    "Expected",
    "FileFacts",
    "Finding",
    "FolderFacts",
    "FunctionFacts",
    "HbaFacts",
    "LoginFacts",
    "MembershipFacts",
    "ObjectFacts",
    "RelationFacts",
    "RoleFacts",
    "SchemaFacts",
    "SettingFacts",
    "Severity",
    "Tables",
    "audit",
    "audit_files",
]


def audit(expected: Expected, facts: ClusterFacts) -> tuple[Finding, ...]:
    """Return everything on a server that is not as it should be, gravest first; in whatever order the facts came."""
    found = {
        *role_findings(expected, facts),
        *database_findings(expected, facts),
        *object_findings(expected, facts),
        *server_findings(facts),
    }
    return tuple(sorted(found, key=lambda finding: (finding.severity, finding)))
