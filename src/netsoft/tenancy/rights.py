"""Article 6.4: the client restricts "a minima" the rights of each of its users.

Nothing is allowed unless a right allows it. Each operation of the service states the right that it needs; one that
states none is refused to everybody. A role is a named set of rights, and any other set may be given.

>>> reader = Member(UserId("alix"), role("lecture").rights)
>>> may(reader, Operation("lister les dossiers", Right.DOSSIERS_READ)).verdict
'granted'
>>> may(reader, Operation("exporter les dossiers", Right.DOSSIERS_EXPORT)).reasons[0].fact
"« exporter les dossiers » demande le droit « exporter les dossiers », qui n'est pas accordé"
>>> may(reader, Operation("page sans droit énoncé")).verdict
'refused'
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import UserId

LEAST: Final = Clause("6.4")


class Right(Enum):
    """What a user may be allowed to do; the value is how a right is kept, the label how the parties read it.

    ``SELF`` is the user's own access: its password, its sign-out, the terms that it reads. Whoever has an open access
    has it, and it is neither granted nor taken away.
    """

    SELF = ("self", "son propre accès")
    DOSSIERS_READ = ("dossiers.read", "lire les dossiers")
    DOSSIERS_WRITE = ("dossiers.write", "modifier les dossiers")
    DOSSIERS_EXPORT = ("dossiers.export", "exporter les dossiers")
    DOCUMENTS_READ = ("documents.read", "lire les documents")
    DOCUMENTS_WRITE = ("documents.write", "déposer et supprimer des documents")
    ACCOUNT_READ = ("account.read", "lire les factures, le compte et l'usage")
    ACCOUNT_EXPORT = ("account.export", "exporter le compte et l'usage")
    CONTRACT_READ = ("contract.read", "lire le contrat et les devis")
    CONTRACT_COMMIT = ("contract.commit", "consentir à un devis et engager le cabinet")
    USERS_MANAGE = ("users.manage", "gérer les utilisateurs et leurs droits")
    NETWORKS_MANAGE = ("networks.manage", "gérer les lieux d'où le service s'utilise")
    JOURNAL_READ = ("journal.read", "lire le journal")
    SUPPORT_OPEN = ("support.open", "ouvrir un accès au support")
    RESTORE_ASK = ("restore.ask", "demander la remontée d'une sauvegarde")
    DATA_RETURN = ("data.return", "demander la restitution de toutes les données")

    def __init__(self, key: str, label: str) -> None:
        self.key, self.label = key, label


Rights = frozenset[Right]

GRANTABLE: Final[Rights] = frozenset(Right) - {Right.SELF}
"""The rights that are granted and taken away: all but that on one's own access."""

RESTS_ON: Final = (
    (Right.DOSSIERS_WRITE, Right.DOSSIERS_READ),
    (Right.DOSSIERS_EXPORT, Right.DOSSIERS_READ),
    (Right.DOCUMENTS_READ, Right.DOSSIERS_READ),
    (Right.DOCUMENTS_WRITE, Right.DOCUMENTS_READ),
    (Right.ACCOUNT_EXPORT, Right.ACCOUNT_READ),
    (Right.CONTRACT_COMMIT, Right.CONTRACT_READ),
    (Right.SUPPORT_OPEN, Right.DOSSIERS_READ),
    (Right.DATA_RETURN, Right.DOSSIERS_EXPORT),
)
"""Rights that open to oneself or to others what another right opens: a set that holds the first holds the second."""


def grantable(value: Iterable[Right]) -> Rights:
    """Return a set of rights that can be granted; any other thing is refused."""
    rights = frozenset(value)
    if strange := [right for right in rights if type(right) is not Right or right is Right.SELF]:
        remedy = "donner des droits de la liste, sans celui de son propre accès"
        raise InvalidValue("rights", f"{shown(strange[0])} ne s'accorde pas", remedy)
    return rights


@frozen
class Role:
    """A named set of rights: ``key`` is how it is kept, ``label`` how the parties read it."""

    key: str
    label: str
    rights: Rights = field(converter=grantable)


READING: Final = Role("lecture", "Lecture", (Right.DOSSIERS_READ, Right.DOCUMENTS_READ))
MANAGEMENT: Final = Role("gestion", "Gestion", READING.rights | {Right.DOSSIERS_WRITE, Right.DOCUMENTS_WRITE})
ACCOUNTING: Final = Role(
    "comptabilite", "Comptabilité", (Right.ACCOUNT_READ, Right.ACCOUNT_EXPORT, Right.CONTRACT_READ)
)
ADMINISTRATION: Final = Role("administration", "Administration", GRANTABLE)
ROLES: Final = (READING, MANAGEMENT, ACCOUNTING, ADMINISTRATION)
"""The named roles, from the fewest rights on."""


def role(key: str) -> Role:
    """Return the role kept under ``key``; another key is refused."""
    for each in ROLES:
        if each.key == key:
            return each
    raise InvalidValue("role", f"rôle inconnu : {shown(key)}", f"écrire {', '.join(r.key for r in ROLES)}")


def role_of(rights: Rights) -> Role | None:
    """Return the role that is exactly these rights, or ``None`` for a set of one's own."""
    return next((each for each in ROLES if each.rights == rights), None)


def written(rights: Rights) -> str:
    """Write a set of rights as it is kept: the key of its role, else the keys of its rights in their order.

    A role is kept by its name, so that a right that a later version brings reaches those who hold the role: were an
    administrator's rights kept one by one, nobody would hold the new one and nobody could ever grant it.
    """
    named = role_of(rights)
    return named.key if named else " ".join(right.key for right in Right if right in rights)


def read_rights(text: str) -> Rights:
    """Read what :func:`written` writes; an unknown key is refused, never left out."""
    if any(each.key == text for each in ROLES):
        return role(text).rights
    known = {right.key: right for right in Right}
    if strange := [key for key in text.split() if key not in known]:
        raise InvalidValue("rights", f"droit inconnu : {shown(strange[0])}", "écrire des droits de la liste")
    return grantable(known[key] for key in text.split())


def unsupported(rights: Rights) -> tuple[tuple[Right, Right], ...]:
    """Return the rights of a set that rest on one that it lacks, each with that one; a sound set gives none."""
    return tuple((right, base) for right, base in RESTS_ON if right in rights and base not in rights)


@frozen
class Member:
    """A user of a brokerage: what it may do, and whether its access is open. A closed access has no right left."""

    user: UserId
    rights: Rights = field(converter=grantable)
    closed: bool = False

    def __attrs_post_init__(self) -> None:
        if not self.user:
            raise InvalidValue("user", "utilisateur sans identifiant", "donner son identifiant")
        if self.closed and self.rights:
            raise InvalidValue("rights", "un accès fermé garde des droits", "les retirer en fermant l'accès")

    @property
    def held(self) -> Rights:
        """The rights that the user holds now: none once closed, its own access included."""
        return frozenset() if self.closed else self.rights | {Right.SELF}

    @property
    def administers(self) -> bool:
        """Whether this open access holds all that can be granted, so that it can give back any right."""
        return self.rights == GRANTABLE


@frozen
class Operation:
    """Something that the service does, and the right that it needs: ``None`` where nobody stated one."""

    name: str
    right: Right | None = None

    def __attrs_post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidValue("name", "opération sans nom", "dire ce qui est fait")


def may(member: Member, operation: Operation) -> Decision:
    """Decide whether a user may do something; a refusal names the right that is missing."""
    needed = operation.right
    if needed is None:
        return _refused(f"« {operation.name} » n'énonce pas le droit qu'elle demande : refusée à tous")
    if member.closed:
        return _refused("l'accès de l'utilisateur est fermé")
    if needed not in member.held:
        asked = f"« {operation.name} » demande le droit « {needed.label} »"
        return _refused(f"{asked}, qui n'est pas accordé")
    return Decision("granted", (Reason(LEAST, f"droit « {needed.label} » accordé"),))


def _refused(fact: str) -> Decision:
    return Decision("refused", (Reason(LEAST, fact),))
