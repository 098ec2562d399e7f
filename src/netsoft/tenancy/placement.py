"""Articles 15.13.7 and 15.13.8: where a tenant's database is, and that a connection really leads there.

The names of the database and of its role are derived from the tenant's id, so that no row of a directory can point one
tenant at another's. At checkout the connection's own account of itself is compared with the placement.

>>> here = Placement(
...     TenantId("0123456789abcdef0123456789abcdef"), Purpose.DOSSIERS, engine="postgresql", server="db1:5432",
...     territory="FR",
... )
>>> here.database
'ns_0123456789abcdef0123456789abcdef_d'
>>> same_identity(here, ConnectionFacts(here.database, here.role)).verdict
'granted'
>>> same_identity(here, ConnectionFacts("postgres", here.role)).reasons[0].fact
'la connexion mène à la base « postgres », non à « ns_0123456789abcdef0123456789abcdef_d »'
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import TenantId
from netsoft.tenancy.keys import Purpose
from netsoft.tenancy.sealing_table import NAME_BYTES

Engine: TypeAlias = Literal["postgresql", "sqlcipher"]
"""What keeps the database."""

_ID: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NAME: Final = re.compile(r"ns_(?P<tenant>[0-9a-f]{32})_(?P<letter>[dj])", re.ASCII)
_TERRITORY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_LETTERS: Final = MappingProxyType({Purpose.DOSSIERS: "d", Purpose.JOURNAL: "j"})


def _tenant(value: object) -> TenantId:
    if type(value) is not str or not _ID.fullmatch(value):
        problem = f"{shown(value)} ne peut nommer une base"
        raise InvalidValue("tenant", problem, "donner 32 chiffres hexadécimaux en minuscules")
    return TenantId(value)


@frozen
class Placement:
    """One database of one tenant: on which engine, which server, which territory (``FR``: ISO 3166-1).

    ``server`` is ``host:port`` of a PostgreSQL server, the folder of the data for files.
    """

    tenant: TenantId = field(converter=_tenant)
    purpose: Purpose
    engine: Engine = field(kw_only=True)
    server: str = field(kw_only=True)
    territory: str = field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.purpose not in _LETTERS:
            raise InvalidValue("purpose", f"{self.purpose.value} n'a pas de base", "dire dossiers ou journal")
        if self.engine not in ("postgresql", "sqlcipher"):
            raise InvalidValue("engine", f"{shown(self.engine)} est inconnu", "dire postgresql ou sqlcipher")
        if not self.server.strip():
            raise InvalidValue("server", "aucun serveur", "donner hôte:port, ou le dossier des données")
        if not _TERRITORY.fullmatch(self.territory):
            raise InvalidValue("territory", f"{shown(self.territory)} n'est pas un pays", "écrire par exemple FR")

    @property
    def database(self) -> str:
        """The name of the database, or the path of the file under the folder of the data."""
        if self.engine == "sqlcipher":
            return f"tenants/{self.tenant}/{self.purpose.value}.db"
        return database_name(self.tenant, self.purpose)

    @property
    def role(self) -> str:
        """The role that opens the database, and no other; for a file, what it is for."""
        return self.purpose.value if self.engine == "sqlcipher" else self.database

    @property
    def identity(self) -> ConnectionFacts:
        """What a connection to it says of itself: database and role; of a file, its tenant and what it is for."""
        return ConnectionFacts(self.tenant if self.engine == "sqlcipher" else self.database, self.role)


@frozen
class ConnectionFacts:
    """What a connection says of itself: its database and its user; of a file, the owner and purpose of its row."""

    database: str
    user: str


def database_name(tenant: TenantId, purpose: Purpose) -> str:
    """Return ``ns_<id>_d`` or ``ns_<id>_j``; refuse an id that is not 32 hexadecimal digits in lower case."""
    if purpose not in _LETTERS:
        raise InvalidValue("purpose", f"{purpose.value} n'a pas de base", "dire dossiers ou journal")
    return f"ns_{_tenant(tenant)}_{_LETTERS[purpose]}"


def of_name(name: str) -> tuple[TenantId, Purpose] | None:
    """Return whose database or role bears a name, and what for; None for a name that no tenant's bears."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return TenantId(found["tenant"]), next(p for p, letter in _LETTERS.items() if letter == found["letter"])


def quoted(name: str) -> str:
    """Write a name for SQL between double quotes; refuse one that PostgreSQL would cut short or cannot hold."""
    if not name or "\0" in name or len(name.encode()) > NAME_BYTES:
        problem = f"{shown(name)} n'est pas un nom de PostgreSQL"
        raise InvalidValue("name", problem, f"donner de 1 à {NAME_BYTES} octets, sans caractère nul")
    return '"' + name.replace('"', '""') + '"'


def same_identity(placement: Placement, facts: ConnectionFacts) -> Decision:
    """Decide, when a connection is taken, whether it is the one of a placement, by what it says of itself."""
    clause, expected = Clause("15.13.7"), placement.identity
    against = []
    if facts.database != expected.database:
        against.append(f"la connexion mène à la base {shown(facts.database)}, non à {shown(expected.database)}")
    if facts.user != expected.user:
        against.append(f"la connexion est ouverte par {shown(facts.user)}, non par {shown(expected.user)}")
    if against:
        return Decision("refused", tuple(Reason(clause, fact) for fact in against))
    return Decision("granted", (Reason(clause, f"base {shown(facts.database)}, ouverte par {shown(facts.user)}"),))
