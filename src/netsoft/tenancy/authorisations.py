"""Article 15.9: the data are confidential; only authorised persons carry out maintenance.

Maintenance is what article 15.5 lists: back-up, replication, move to another server, bringing back an earlier version.
Somebody of the publisher does it under an authorisation that names what, from when to when, and the undertaking of
confidentiality that the person signed (RGPD, art. 28(3)(b)). Bringing an earlier version back needs the client's
request besides. None of these opens a dossier: for that see :mod:`netsoft.tenancy.support`.

>>> from datetime import UTC
>>> monday = datetime(2026, 11, 2, 8, tzinfo=UTC)
>>> lea = Authorisation(StaffId("lea"), {"back-up", "restore"}, monday, "engagement du 2 novembre 2026")
>>> may_maintain(StaffId("lea"), Maintenance("back-up"), monday, (lea,)).verdict
'granted'
>>> may_maintain(StaffId("lea"), Maintenance("restore"), monday, (lea,)).reasons[0].fact
"remonter une version antérieure ne se fait que sur demande du client : aucune n'est donnée"
>>> may_maintain(StaffId("max"), Maintenance("back-up"), monday, (lea,)).reasons[0].fact
"max n'est pas habilité à sauvegarder"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import StaffId
from netsoft.paris import in_utc

AUTHORISED: Final = Clause("15.9")

MaintenanceKind: TypeAlias = Literal["back-up", "replication", "move", "restore", "upgrade"]
"""What is done to a client's databases without looking into them; ``upgrade`` is the change of their tables."""

IN_FRENCH: Final[Mapping[MaintenanceKind, str]] = MappingProxyType(
    {
        "back-up": "sauvegarder",
        "replication": "répliquer",
        "move": "déplacer vers un autre serveur",
        "restore": "remonter une version antérieure",
        "upgrade": "mettre à niveau les bases",
    }
)
ON_REQUEST: Final = frozenset({"restore"})
"""What is done only at the client's request (15.5)."""


def _known(kinds: Iterable[str]) -> None:
    if strange := [kind for kind in kinds if kind not in get_args(MaintenanceKind)]:
        remedy = f"écrire {', '.join(get_args(MaintenanceKind))}"
        raise InvalidValue("kinds", f"opération de maintenance inconnue : {shown(strange[0])}", remedy)


def _kinds(values: Iterable[MaintenanceKind]) -> frozenset[MaintenanceKind]:
    return frozenset(values)


def _begins(value: object) -> datetime:
    return in_utc(value, "begins")


def _ends(value: object) -> datetime | None:
    return None if value is None else in_utc(value, "ends")


@frozen
class Authorisation:
    """What somebody of the staff may do, from ``begins`` to ``ends`` (excluded; ``None``: until it is ended).

    ``undertaking`` is the reference of the confidentiality that the person undertook, without which there is none.
    """

    staff: StaffId
    kinds: frozenset[MaintenanceKind] = field(converter=_kinds)
    begins: datetime = field(converter=_begins)
    undertaking: str
    ends: datetime | None = field(default=None, converter=_ends)

    def __attrs_post_init__(self) -> None:
        if not self.staff.strip():
            raise InvalidValue("staff", "personne n'est habilité", "nommer la personne")
        if not self.kinds:
            raise InvalidValue("kinds", "aucune opération", "nommer les opérations de maintenance")
        _known(self.kinds)
        if not self.undertaking.strip():
            problem = "aucun engagement de confidentialité"
            raise InvalidValue("undertaking", problem, "donner la référence de l'engagement signé")
        if self.ends is not None and self.ends < self.begins:
            raise InvalidValue("ends", "la fin précède le début", "donner une fin qui suit le début")

    def runs(self, at: datetime) -> bool:
        """Tell whether it holds at an instant."""
        instant = in_utc(at, "at")
        return self.begins <= instant and (self.ends is None or instant < self.ends)


@frozen
class Maintenance:
    """An operation, and the reference of the client's request where it needs one."""

    kind: MaintenanceKind
    request: str = ""

    def __attrs_post_init__(self) -> None:
        _known((self.kind,))


def may_maintain(
    staff: StaffId, operation: Maintenance, at: datetime, authorisations: Iterable[Authorisation]
) -> Decision:
    """Decide whether somebody of the staff may carry out an operation at an instant."""
    own = [each for each in authorisations if each.staff == staff and operation.kind in each.kinds]
    running, words = [each for each in own if each.runs(at)], IN_FRENCH[operation.kind]
    facts = []
    if not running:
        facts.append(f"{staff} n'est {'plus, ou pas encore,' if own else 'pas'} habilité à {words}")
    if operation.kind in ON_REQUEST and not operation.request.strip():
        facts.append(f"{words} ne se fait que sur demande du client : aucune n'est donnée")
    if facts:
        return Decision("refused", tuple(Reason(AUTHORISED, fact) for fact in facts))
    asked = f" ; demande {operation.request}" if operation.request else ""
    return Decision("granted", (Reason(AUTHORISED, f"habilité à {words} ({running[0].undertaking}){asked}"),))
