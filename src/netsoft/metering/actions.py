"""Article 7.2: what a user does in the service, taken in once: new, duplicate, conflict or refused.

An action is known by its tenant and its id, and by nothing else: no instant, no batch and no machine is part of the
key. What bears a known key is a *duplicate* if its content was taken in before, else a *conflict*: both contents are
kept and shown, and one of them is counted. Which one depends on the contents alone, never on which came first: the
earliest instant, then the user, then the kind. What stands in a month that is closed stands for ever.

>>> import attrs
>>> from datetime import date
>>> from netsoft.metering.admission import Access
>>> made = Action(ActionId("a-1"), TenantId("mistral"), UserId("anna"), datetime(2026, 10, 5, 9, tzinfo=UTC), "record")
>>> door = Admission.of({TenantId("mistral"): Access(frozenset({UserId("anna")}), date(2026, 1, 1))})
>>> intake = take_in([made, made, attrs.evolve(made, kind="search")], door)
>>> len(intake.new), len(intake.duplicates), len(intake.conflicts), len(intake.refused)
(1, 1, 1, 0)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, TypeAlias

from attrs import field, frozen

from netsoft.answers import Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.metering.admission import Admission, Gate
from netsoft.money import shown
from netsoft.names import ActionId, TenantId, UserId

Held: TypeAlias = "dict[TenantId, dict[ActionId, Action]]"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _instant(value: object) -> datetime:
    if not isinstance(value, datetime) or value.utcoffset() is None:
        remedy = "donner une date et une heure avec leur fuseau, par exemple 2026-11-22T10:00:00+01:00"
        raise InvalidValue("at", f"{shown(value)} n'est pas un instant", remedy)
    return value if type(value) is datetime and value.tzinfo is UTC else _in_utc(value)


def _in_utc(at: datetime) -> datetime:
    try:
        utc = at.astimezone(UTC)
    except OverflowError:
        raise InvalidValue("at", "instant hors du calendrier", "donner un instant des années 1 à 9998") from None
    return datetime(utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond, tzinfo=UTC)


@frozen
class Action:
    """One action: its id within its tenant, who did it, when, and of what kind.

    The instant is aware, and is kept in UTC. ``kind`` is free: ``"record"``, ``"search"``, ``"export"``.
    """

    id: ActionId
    tenant: TenantId
    user: UserId
    at: datetime = field(converter=_instant)
    kind: str

    def __attrs_post_init__(self) -> None:
        for name in (self.id, self.tenant, self.user, self.kind):
            if type(name) is not str or not name:
                raise InvalidValue("action", f"{shown(name)} n'est pas un nom", "nommer l'action, le client, l'auteur")

    @property
    def key(self) -> tuple[TenantId, ActionId]:
        """What it is known by; it holds no instant."""
        return self.tenant, self.id

    @property
    def rank(self) -> tuple[datetime, UserId, str]:
        """What decides between two contents of one key: the lesser one is counted."""
        return self.at, self.user, self.kind


def natural_id(tenant: TenantId, user: UserId, kind: str, about: tuple[str, ...]) -> ActionId:
    """Derive an id from what an action is about, for a sender that has none of its own: a retry finds the same one.

    ``about`` names the occasion, such as the record and the token of the form that was posted; never an instant.

    >>> natural_id(TenantId("mistral"), UserId("anna"), "record", ("dossier-7", "form-4f2a"))
    'n-b97fc6b2069f62d941d9'
    """
    if not about:
        raise InvalidValue("about", "rien ne distingue cette action", "nommer le dossier et le jeton du formulaire")
    parts = (tenant, user, kind, *about)
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return ActionId(f"n-{hashlib.sha256(text.encode()).hexdigest()[:20]}")


@frozen
class Refusal:
    """An action that is not counted, and why."""

    action: Action
    reason: Reason


@frozen
class Conflict:
    """Two contents under one key: the one that is counted, and the one that is set aside.

    ``moves`` says that the content that has just come is counted, in place of the one that was.
    """

    stands: Action
    aside: Action
    moves: bool = False

    @property
    def arrived(self) -> Action:
        """The content that has just come."""
        return self.stands if self.moves else self.aside


@frozen
class Intake:
    """What became of the actions of a batch: each is in one of four places."""

    new: tuple[Action, ...] = ()
    duplicates: tuple[Action, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @property
    def taken_in(self) -> int:
        """How many actions came: new + duplicates + conflicts + refused."""
        return len(self.new) + len(self.duplicates) + len(self.conflicts) + len(self.refused)


@frozen
class Journal:
    """What was kept: the content that is counted under each key, and those that are set aside by a conflict.

    It is kept as long as the evidence; what stands in it, counted anew, gives the usage.
    """

    standing: tuple[Action, ...] = ()
    aside: tuple[Action, ...] = ()

    def after(self, intake: Intake) -> Journal:
        """Return the journal once a batch is written into it; nothing is ever taken out."""
        standing = {action.key: action for action in (*self.standing, *intake.new)}
        for conflict in intake.conflicts:
            standing[conflict.stands.key] = conflict.stands
        return Journal(tuple(standing.values()), (*self.aside, *(conflict.aside for conflict in intake.conflicts)))


def take_in(actions: Iterable[Action], admission: Admission, journal: Journal = Journal()) -> Intake:
    """Take a batch in; of the journal, what bears the keys of the batch is enough.

    A copy of what was kept is a duplicate even if the contract no longer allows it. What is refused leaves no trace
    on its key: the same id may come again with a content that is allowed.
    """
    held: Held = {tenant: {} for tenant in admission.gates}
    for action in journal.standing:
        held.setdefault(action.tenant, {})[action.id] = action
    new, rest = _new_ones(actions, admission, held)
    return _told_apart(new, rest, admission, _Kept(held, set(journal.aside)))


def _new_ones(actions: Iterable[Action], admission: Admission, held: Held) -> tuple[list[Action], list[Action]]:
    """Part what is plainly new, and hold it, from the rest. The hot path: one look-up and two comparisons an action."""
    doors = {
        tenant: (gate.access.users, max(gate.start, gate.correctable_from), gate.end, held[tenant])
        for tenant, gate in admission.gates.items()
    }
    nobody = (frozenset[UserId](), _EPOCH, _EPOCH, dict[ActionId, Action]())
    new, rest = list[Action](), list[Action]()
    for action in actions:
        users, start, end, kept = doors.get(action.tenant, nobody)
        if action.id not in kept and action.user in users and start <= action.at < end:
            kept[action.id] = action
            new.append(action)
        else:
            rest.append(action)
    return new, rest


@frozen
class _Kept:
    """What is held while a batch is taken in."""

    held: Held
    aside: set[Action]

    def knows(self, action: Action) -> bool:
        """Whether that very content was kept."""
        return self.held.get(action.tenant, {}).get(action.id) == action or action in self.aside

    def meet(self, action: Action, gate: Gate) -> Conflict:
        """Hold a second content of a key, and say which of the two is counted."""
        stands = self.held[action.tenant][action.id]
        is_open = min(action.at, stands.at) >= gate.open_from
        if moves := is_open and action.rank < stands.rank:
            self.held[action.tenant][action.id] = action
        conflict = Conflict(action, stands, moves) if moves else Conflict(stands, action)
        self.aside.add(conflict.aside)
        return conflict


def _told_apart(new: list[Action], rest: list[Action], admission: Admission, kept: _Kept) -> Intake:
    duplicates, conflicts, refused = list[Action](), list[Conflict](), list[Refusal]()
    for action in rest:
        if kept.knows(action):
            duplicates.append(action)
        elif (gate := admission.gates.get(action.tenant)) is None or (why := gate.refuses(action.user, action.at)):
            refused.append(Refusal(action, Reason(Clause("7.2"), why if gate else _unknown(action))))
        else:
            conflicts.append(kept.meet(action, gate))
    return Intake(tuple(new), tuple(duplicates), tuple(conflicts), tuple(refused))


def _unknown(action: Action) -> str:
    return f"client inconnu : {shown(action.tenant)}"


def take_all(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Return what stands among actions that were all admitted: one content a key, whatever their order."""
    standing: dict[tuple[TenantId, ActionId], Action] = {}
    for action in actions:
        held = standing.setdefault(action.key, action)
        if action.rank < held.rank:
            standing[action.key] = action
    return tuple(standing.values())
