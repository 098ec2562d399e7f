"""Article 6.4: who gives rights to whom, and takes them away, within a brokerage.

Nobody gives or takes away a right that they do not hold, and a brokerage never loses its last administrator: neither
by one change nor by several made in one go. The rights of a day are a fold over the acts, of which a refused one
leaves no trace in them and stays with its reasons.

>>> from netsoft.tenancy.rights import ADMINISTRATION, READING
>>> anna, boris = UserId("anna"), UserId("boris")
>>> founding = Act(ClientRequest("contrat C-1"), (Change(anna, ADMINISTRATION.rights),))
>>> team = team_after((founding, Act(anna, (Change(boris, READING.rights),))))
>>> grant(team, Act(boris, (Change(boris, ADMINISTRATION.rights),))).reasons[0].fact[:56]
"boris n'a pas le droit « gérer les utilisateurs et leurs"
>>> grant(team, Act(anna, (Change(anna, closed=True),))).reasons[0].fact
"il ne resterait aucun administrateur dont l'accès soit ouvert"
>>> who_could(team, (Change(boris, closed=True),))
('anna',)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.errors import InvalidValue
from netsoft.names import UserId
from netsoft.tenancy.rights import LEAST, Member, Right, Rights, grantable, unsupported


@frozen
class ClientRequest:
    """The publisher acting at the client's written request: the founding of a brokerage, an administrator who left.

    ``reference`` names the contract or the ticket. It stands for the client itself, so it holds every right.
    """

    reference: str

    def __attrs_post_init__(self) -> None:
        if not self.reference.strip():
            problem = "rien ne dit que le client l'a demandé"
            raise InvalidValue("reference", problem, "nommer le contrat ou le ticket du client")


Granter: TypeAlias = UserId | ClientRequest
"""Who acts: a user of the brokerage, or the publisher at the client's request."""


@frozen
class Change:
    """What a user's access becomes: all its rights from then on, or closed with none."""

    user: UserId
    rights: Rights = field(default=frozenset(), converter=grantable)
    closed: bool = False

    def __attrs_post_init__(self) -> None:
        Member(self.user, self.rights, self.closed)

    @property
    def member(self) -> Member:
        """The access once changed."""
        return Member(self.user, self.rights, self.closed)


@frozen
class Act:
    """Changes that somebody makes in one go: all of them take effect, or none."""

    by: Granter
    changes: tuple[Change, ...]

    def __attrs_post_init__(self) -> None:
        users = [change.user for change in self.changes]
        if not users or len(set(users)) < len(users):
            problem = "aucun changement, ou deux pour un même utilisateur"
            raise InvalidValue("changes", problem, "donner un changement par utilisateur")


@frozen
class Team:
    """The accesses of a brokerage, closed ones included, in the order in which they were opened."""

    members: tuple[Member, ...] = ()

    def __attrs_post_init__(self) -> None:
        users = [member.user for member in self.members]
        if len(set(users)) < len(users):
            raise InvalidValue("members", "un utilisateur y est deux fois", "donner chaque accès une fois")

    def member(self, user: UserId) -> Member:
        """Return a user's access; somebody who is not of the brokerage has none, which is a closed one."""
        return next((m for m in self.members if m.user == user), Member(user, frozenset(), closed=True))

    @property
    def administrators(self) -> tuple[UserId, ...]:
        """The users who hold all that can be granted."""
        return tuple(member.user for member in self.members if member.administers)

    def holders(self, right: Right) -> tuple[UserId, ...]:
        """Return the users who hold a right: those whom a person without it may ask."""
        return tuple(member.user for member in self.members if right in member.held)

    def changed(self, changes: Iterable[Change]) -> Team:
        """Return the accesses with the changes made, whoever makes them."""
        new = {change.user: change.member for change in changes}
        kept = [new.pop(member.user, member) for member in self.members]
        return Team((*kept, *new.values()))


NOBODY: Final = Team()
"""The accesses of a brokerage that is not founded yet."""


def grant(team: Team, act: Act) -> Decision:
    """Decide whether an act takes effect; a refusal gives every reason."""
    facts = [*_powerless(team, act), *_unsound(team, act)]
    if not team.changed(act.changes).administrators:
        facts.append("il ne resterait aucun administrateur dont l'accès soit ouvert")
    if facts:
        return Decision("refused", tuple(Reason(LEAST, fact) for fact in facts))
    return Decision("granted", (Reason(LEAST, _granted(act)),))


def may_reset(team: Team, by: Granter, user: UserId) -> Decision:
    """Decide whether somebody may give a user a new password.

    Whoever gives a password could sign in with it, so they must hold all the rights of that user: else a manager of
    users would become an administrator by the password of one. One's own is changed by oneself, not reset.
    """
    target = team.member(user)
    facts = ["l'accès de l'utilisateur est fermé"] if target.closed else []
    if by == user:
        facts.append("on change soi-même son propre mot de passe, avec l'ancien")
    if not isinstance(by, ClientRequest):
        held = team.member(by).held
        facts += [*_unmanaging(by, held), *(_beyond(by, right) for right in Right if right in target.rights - held)]
    if facts:
        return Decision("refused", tuple(Reason(LEAST, fact) for fact in facts))
    return Decision("granted", (Reason(LEAST, f"aucun droit de {user} ne manque à qui donne ce mot de passe"),))


def may_restrict(team: Team, by: UserId, user: UserId) -> Decision:
    """Decide whether somebody may say from which places a user works.

    A list of places may shut its user out, so whoever writes it must hold all the rights of that user: else a manager
    of places would take the administrators' rights away. One's own places are one's own.
    """
    held = team.member(by).held
    facts = [] if Right.NETWORKS_MANAGE in held else [f"{by} n'a pas le droit « {Right.NETWORKS_MANAGE.label} »"]
    beyond = [right for right in Right if right in team.member(user).rights - held]
    facts += [f"{by} ne détient pas « {right.label} », que des lieux pourraient retirer à {user}" for right in beyond]
    if facts:
        return Decision("refused", tuple(Reason(LEAST, fact) for fact in facts))
    return Decision("granted", (Reason(LEAST, f"aucun droit de {user} ne manque à qui restreint ses lieux"),))


def _beyond(by: UserId, right: Right) -> str:
    return f"{by} ne détient pas « {right.label} », que ce mot de passe ouvrirait"


def _unmanaging(by: UserId, held: Rights) -> Iterator[str]:
    if Right.USERS_MANAGE not in held:
        yield f"{by} n'a pas le droit « {Right.USERS_MANAGE.label} »"


def _granted(act: Act) -> str:
    if isinstance(act.by, ClientRequest):
        return f"à la demande du client ({act.by.reference})"
    return f"{act.by} détient tout ce que cet acte donne ou retire"


def _powerless(team: Team, act: Act) -> Iterator[str]:
    """Say what the granter lacks: the right to manage users, and each right that the act gives or takes away."""
    if isinstance(act.by, ClientRequest):
        return
    held = team.member(act.by).held
    yield from _unmanaging(act.by, held)
    for change in act.changes:
        touched = team.member(change.user).rights ^ change.rights
        for right in (each for each in Right if each in touched - held):
            verb = "donner" if right in change.rights else "retirer"
            yield f"{act.by} ne détient pas « {right.label} » et ne peut le {verb} (accès {change.user})"


def _unsound(team: Team, act: Act) -> Iterator[str]:
    known = {member.user for member in team.members}
    for change in act.changes:
        if change.closed and change.user not in known:
            yield f"{change.user} n'a pas d'accès à fermer"
        for right, base in unsupported(change.rights):
            yield f"« {right.label} » suppose « {base.label} » (accès {change.user})"


def who_could(team: Team, changes: tuple[Change, ...]) -> tuple[UserId, ...]:
    """Return the users who could make these changes; none where no one of the brokerage could."""
    return tuple(m.user for m in team.members if grant(team, Act(m.user, changes)).granted)


@frozen
class Granting:
    """An act of a history, and whether it took effect."""

    act: Act
    decision: Decision


def history(acts: Iterable[Act], team: Team = NOBODY) -> tuple[Team, tuple[Granting, ...]]:
    """Fold acts in their order over a team: the team that they leave, and what became of each."""
    met: list[Granting] = []
    for act in acts:
        decision = grant(team, act)
        team = team.changed(act.changes) if decision.granted else team
        met.append(Granting(act, decision))
    return team, tuple(met)


def team_after(acts: Iterable[Act]) -> Team:
    """Return the team that a history leaves, from none."""
    return history(acts)[0]
