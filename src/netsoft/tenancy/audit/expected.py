"""What the directory says that a server should hold, and what a finding is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.tenancy.keys import Purpose
from netsoft.tenancy.placement import Placement

Severity: TypeAlias = Literal["fault", "warning"]
"""A ``fault`` lets somebody meet another's data, or stops a tenant; a ``warning`` takes one protection away."""

ROWS: Final = frozenset("rawd")
"""To read, add, change and delete rows."""
APPENDING: Final = frozenset("ra")
READING: Final = frozenset("r")
SEQUENCES: Final = frozenset("rU")


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names)


def _places(places: Iterable[Placement]) -> tuple[Placement, ...]:
    return tuple(sorted(set(places), key=lambda place: place.database))


@frozen
class Tables:
    """Which tables of a database its role may only read, and to which it may only add; in the others, rows."""

    append_only: frozenset[str] = field(default=frozenset(), converter=_names)
    read_only: frozenset[str] = field(default=frozenset(), converter=_names)

    def rights(self, table: str) -> frozenset[str]:
        """Return what the database's role may do with a table."""
        if table in self.read_only:
            return READING
        return APPENDING if table in self.append_only else ROWS


@frozen(kw_only=True)
class Expected:
    """What should be: the placements of one server, who owns them, and what else is admitted on it.

    ``directory`` is the database of the directory, which no tenant's role enters; ``administrators`` are the roles
    that may be superusers; ``admitted`` are the other databases that belong there.
    """

    placements: tuple[Placement, ...] = field(converter=_places)
    maintenance: str
    directory: str
    dossiers: Tables = Tables()
    journal: Tables = Tables()
    administrators: frozenset[str] = field(default=frozenset({"postgres"}), converter=_names)
    admitted: frozenset[str] = field(default=frozenset({"postgres", "template0", "template1"}), converter=_names)
    extensions: frozenset[str] = field(default=frozenset({"plpgsql"}), converter=_names)

    names: frozenset[str] = field(init=False, eq=False, repr=False)
    """The names of the tenants' databases, which are those of their roles."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(place.database for place in self.placements))
        if any(place.engine != "postgresql" for place in self.placements):
            raise InvalidValue("placements", "un fichier n'est pas sur un serveur", "n'y mettre que des bases")

    def tables(self, purpose: Purpose) -> Tables:
        """Return the tables of a kind of database."""
        return self.journal if purpose is Purpose.JOURNAL else self.dossiers

    @property
    def owners(self) -> frozenset[str]:
        """Who may own what stands in them: the maintenance role, as itself or as the owner of the database."""
        return frozenset({self.maintenance, "pg_database_owner"}) | self.administrators


@frozen(order=True)
class Finding:
    """Something that is not as it should be: which clause it hurts, on which object, what, and the remedy in SQL.

    ``code`` names the kind of finding to a program. What no SQL mends is said in a sentence.
    """

    clause: Clause
    object: str
    code: str
    problem: str
    remedy: str
    severity: Severity = "fault"
