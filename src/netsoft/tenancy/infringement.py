"""Article 13.1: what a user undertakes not to do, and the closing of the access when it is done.

An infringement is recorded with its evidence; closing needs a record and the words in which the user was told why.
What was closed is opened again by whom, when and for what reason. The file of a brokerage is a fold over its acts: one
that has no effect stays in it, with the reason.

>>> from datetime import UTC
>>> seen = datetime(2026, 11, 2, 9, tzinfo=UTC)
>>> record = Infringement("I-1", "robot", seen, "journal, entrées 812 à 1 940", "staff-3")
>>> closing = Closing("I-1", seen.replace(hour=10), "staff-3", "Un automate a lu tous vos dossiers.")
>>> standing(InfringementFile((record,), (closing,)), seen.replace(hour=11)).closings[0].told
'Un automate a lu tous vos dossiers.'
>>> standing(InfringementFile((), (closing,)), seen.replace(hour=11)).ignored[0].decision.reasons[0].fact
'aucun agissement enregistré sous « I-1 » : on ne ferme pas sans preuve'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import StaffId, UserId
from netsoft.paris import in_utc

CONDUCT: Final = Clause("13.1")

InfringementKind: TypeAlias = Literal[
    "unlawful-act", "impersonation", "forged-headers", "circumvention", "robot", "hindrance", "other"
]
"""The doings that the clause names, in its order; it names them without limiting itself to them."""

KINDS_IN_FRENCH: Final[Mapping[InfringementKind, str]] = MappingProxyType(
    {
        "unlawful-act": "action illicite",
        "impersonation": "usurpation de nom ou de dénomination",
        "forged-headers": "contrefaçon d'en-têtes ou manipulation de l'identifiant",
        "circumvention": "accès par un moyen détourné ou un programme malicieux",
        "robot": "accès par un automate",
        "hindrance": "entrave au service, aux serveurs ou aux réseaux",
        "other": "autre agissement",
    }
)


def _at(value: object) -> datetime:
    return in_utc(value, "at")


def _said(name: str, text: str, remedy: str) -> None:
    if type(text) is not str or not text.strip():
        raise InvalidValue(name, "rien n'est dit", remedy)


@frozen
class Infringement:
    """A doing, recorded: its kind, when it was seen, the reference of its evidence, and by whom it was noted.

    ``user`` is whose access it came from, ``None`` for the brokerage as a whole. A doing that the clause does not name
    is ``other``, and is described.
    """

    id: str
    kind: InfringementKind
    at: datetime = field(converter=_at)
    evidence: str
    noted_by: StaffId
    user: UserId | None = field(default=None, kw_only=True)
    description: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        _said("id", self.id, "donner un identifiant")
        if self.kind not in get_args(InfringementKind):
            problem = f"agissement inconnu : {shown(self.kind)}"
            raise InvalidValue("kind", problem, f"écrire {', '.join(get_args(InfringementKind))}")
        _said("evidence", self.evidence, "donner la référence de la preuve : entrées du journal, extrait signé")
        _said("noted_by", self.noted_by, "dire qui l'a constaté")
        if self.kind == "other":
            _said("description", self.description, "décrire l'agissement, que la clause ne nomme pas")

    @property
    def words(self) -> str:
        """The doing in French, with its description."""
        return KINDS_IN_FRENCH[self.kind] + (f" : {self.description}" if self.description else "")


@frozen
class Closing:
    """The closing of an access for a recorded doing: when, by whom, and what the user was told.

    ``leaves_export`` says whether the client still takes its data out meanwhile, which are its own (9.4): it does,
    unless the access itself is in the hands of somebody else.
    """

    record: str
    at: datetime = field(converter=_at)
    by: StaffId
    told: str
    leaves_export: bool = field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _said("by", self.by, "dire qui ferme l'accès")
        _said("told", self.told, "écrire à l'utilisateur pourquoi son accès est fermé")


@frozen
class Reopening:
    """The opening again of what was closed for a doing: when, by whom, for what reason."""

    record: str
    at: datetime = field(converter=_at)
    by: StaffId
    reason: str

    def __attrs_post_init__(self) -> None:
        _said("by", self.by, "dire qui rouvre l'accès")
        _said("reason", self.reason, "dire pourquoi l'accès est rouvert")


ConductAct: TypeAlias = Closing | Reopening


def _records(values: tuple[Infringement, ...]) -> tuple[Infringement, ...]:
    records = tuple(values)
    if len({record.id for record in records}) < len(records):
        raise InvalidValue("records", "deux agissements ont le même identifiant", "donner à chacun le sien")
    return records


@frozen
class InfringementFile:
    """What is held of a brokerage's conduct: the doings recorded, and what was done about them, in any order."""

    records: tuple[Infringement, ...] = field(default=(), converter=_records)
    acts: tuple[ConductAct, ...] = ()

    def record(self, name: str) -> Infringement | None:
        """Return the doing recorded under an identifier."""
        return next((record for record in self.records if record.id == name), None)


@frozen
class IgnoredAct:
    """An act without effect, and why."""

    act: ConductAct
    decision: Decision


@frozen
class ConductStanding:
    """What is closed at an instant, and the acts that had no effect."""

    file: InfringementFile
    closings: tuple[Closing, ...]
    ignored: tuple[IgnoredAct, ...]

    def closings_for(self, user: UserId | None) -> tuple[Closing, ...]:
        """Return the closings that touch a user: its own and those of the whole brokerage; for ``None`` the latter."""
        return tuple(closing for closing in self.closings if self.doing(closing).user in (None, user))

    def doing(self, closing: Closing) -> Infringement:
        """Return the doing for which something was closed."""
        found = self.file.record(closing.record)
        assert found is not None  # a closing in force has its record
        return found


def standing(file: InfringementFile, at: datetime) -> ConductStanding:
    """Fold the acts of a file up to an instant, that instant included.

    Acts of one instant take effect closings first: what is closed and opened at once is open.
    """
    until = in_utc(at, "at")
    closed: dict[str, Closing] = {}
    ignored = []
    for act in sorted((a for a in file.acts if a.at <= until), key=lambda a: (a.at, isinstance(a, Reopening))):
        decision = act_on(file, tuple(closed.values()), act)
        if not decision.granted:
            ignored.append(IgnoredAct(act, decision))
        elif isinstance(act, Closing):
            closed[act.record] = act
        else:
            del closed[act.record]
    return ConductStanding(file, tuple(closed.values()), tuple(ignored))


def act_on(file: InfringementFile, closings: tuple[Closing, ...], act: ConductAct) -> Decision:
    """Decide whether an act takes effect where ``closings`` are in force."""
    record, in_force = file.record(act.record), any(c.record == act.record for c in closings)
    if isinstance(act, Reopening):
        if not in_force:
            return _refused(f"rien n'est fermé au titre de {shown(act.record)}")
        return Decision("granted", (Reason(CONDUCT, f"accès rouvert : {act.reason}"),))
    if record is None:
        return _refused(f"aucun agissement enregistré sous {shown(act.record)} : on ne ferme pas sans preuve")
    if act.at < record.at:
        return _refused("la fermeture précède l'agissement")
    if in_force:
        return _refused(f"l'accès est déjà fermé au titre de {shown(act.record)}")
    return Decision("granted", (Reason(CONDUCT, f"{record.words} ; preuve : {record.evidence}"),))


def _refused(fact: str) -> Decision:
    return Decision("refused", (Reason(CONDUCT, fact),))
