r"""Article 16.4: a cookie is valid for 24 hours; what a session lives, and every way in which it ends.

A session ends with its absolute life, whatever is done in it; when it is left idle; when it is signed out; and when the
user's or the tenant's *epoch* has moved since it was opened: adding one to a number revokes every session of a user,
or of a brokerage, without knowing them. What is doubtful is closed: a clock behind the session, an epoch behind
its own.

>>> from datetime import UTC, timedelta
>>> from netsoft.cg052018 import CG052018
>>> policy = SessionPolicy.of(CG052018, idle_minutes=30)
>>> opened = datetime(2026, 11, 2, 9, tzinfo=UTC)
>>> session = Session(opened, Epochs(user=4, tenant=1))
>>> alive(session, opened + timedelta(minutes=29), Epochs(user=4, tenant=1), policy).verdict
'granted'
>>> ended = alive(session, opened + timedelta(minutes=30), Epochs(user=5, tenant=1), policy)
>>> for reason in ended.reasons:
...     print(reason.fact.replace("\N{NO-BREAK SPACE}", " "))
les sessions de l'utilisateur ont été révoquées
inactive depuis 30 minutes : 30 minutes admises
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Self

import attrs
from attrs import field, frozen

from netsoft.answers import Deadline, Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.paris import in_utc
from netsoft.rendering import counted
from netsoft.terms import Terms

CLAUSE: Final = Clause("16.4")

IDLE_MINUTES: Final = 120
"""How long a session may be left idle where a brokerage states nothing: the service is open all day beside others."""
LEAST_IDLE_MINUTES: Final = 5
"""Under it a form would be lost while it is filled in."""
TOLERANCE: Final = timedelta(seconds=5)
"""How far the clocks of several servers may be apart before the time that they tell is doubtful."""
_MINUTE: Final = timedelta(minutes=1)
_MINUTES_AN_HOUR: Final = timedelta(hours=1) // _MINUTE


def _opened_at(value: object) -> datetime:
    return in_utc(value, "opened_at")


def _seen_at(value: object) -> datetime:
    return in_utc(value, "seen_at")


@frozen
class Epochs:
    """Counters that only go up: one more for ``user`` or ``tenant`` ends its sessions, for ``rights`` renews them.

    The rights of a user are counted apart, so that a change of rights gives its sessions a new secret without ending
    the work that is under way: the old secret is worth nothing then, and of two who hold it one is shut out and knows.
    """

    user: int = 0
    tenant: int = 0
    rights: int = 0

    def __attrs_post_init__(self) -> None:
        for name in ("user", "tenant", "rights"):
            value = getattr(self, name)
            if type(value) is not int or value < 0:
                remedy = "donner un entier positif ou nul"
                raise InvalidValue(name, f"{shown(value)} n'est pas une époque", remedy)

    def revoke_user(self) -> Epochs:
        """End every session of the user: its password changed, its access was closed, it asked for it."""
        return attrs.evolve(self, user=self.user + 1)

    def revoke_tenant(self) -> Epochs:
        """End every session of the brokerage."""
        return attrs.evolve(self, tenant=self.tenant + 1)

    def change_rights(self) -> Epochs:
        """Give every session of the user a new secret at its next request."""
        return attrs.evolve(self, rights=self.rights + 1)


def _idle_by_default(hours: int) -> int:
    return min(IDLE_MINUTES, hours * _MINUTES_AN_HOUR) if type(hours) is int else IDLE_MINUTES


@frozen
class SessionPolicy:
    """How long a session lives at most, in hours (the terms), and idle, in minutes (the brokerage's own setting)."""

    hours: int
    idle_minutes: int = attrs.Factory(lambda self: _idle_by_default(self.hours), takes_self=True)

    def __attrs_post_init__(self) -> None:
        if type(self.hours) is not int or self.hours <= 0:
            raise InvalidValue("hours", f"{shown(self.hours)} n'est pas une durée", "donner un nombre entier d'heures")
        most = self.hours * _MINUTES_AN_HOUR
        if type(self.idle_minutes) is not int or not LEAST_IDLE_MINUTES <= self.idle_minutes <= most:
            remedy = f"donner un nombre entier de minutes, de {LEAST_IDLE_MINUTES} à {most}"
            raise InvalidValue("idle_minutes", f"{shown(self.idle_minutes)} n'est pas admis", remedy)

    @classmethod
    def of(cls, terms: Terms, idle_minutes: int | None = None) -> Self:
        """Return the policy of a brokerage under its terms; an idle time out of bounds is refused."""
        hours = terms.logs.session_hours
        return cls(hours) if idle_minutes is None else cls(hours, idle_minutes)

    @property
    def life(self) -> timedelta:
        """The absolute life."""
        return timedelta(hours=self.hours)

    @property
    def idle(self) -> timedelta:
        """The idle time that ends a session once it is reached."""
        return timedelta(minutes=self.idle_minutes)


@frozen
class Session:
    """A session: when it was opened and last used, the epochs of its opening, and whether it was signed out."""

    opened_at: datetime = field(converter=_opened_at)
    epochs: Epochs
    seen_at: datetime = field(
        default=attrs.Factory(lambda self: self.opened_at, takes_self=True), converter=_seen_at, kw_only=True
    )
    signed_out: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.seen_at < self.opened_at:
            remedy = "donner un dernier usage qui suit l'ouverture"
            raise InvalidValue("seen_at", "la session servait avant d'être ouverte", remedy)

    def seen(self, at: datetime) -> Session:
        """Return the session used at an instant: the last use never goes back."""
        return attrs.evolve(self, seen_at=max(self.seen_at, in_utc(at, "at")))

    def sign_out(self) -> Session:
        """Return the session signed out: nothing opens it again."""
        return attrs.evolve(self, signed_out=True)

    def rotated(self, epochs: Epochs) -> Session:
        """Return what goes on under a new secret, in the present epochs, with the life that was left and no more.

        For the session in which a password or rights were changed, and for one that :func:`must_rotate`: the caller
        has found it alive before.
        """
        return attrs.evolve(self, epochs=epochs)

    def ends(self, policy: SessionPolicy) -> Deadline:
        """Return the instant at which it ends by itself if it is not used again."""
        whole, idle = self.opened_at + policy.life, self.seen_at + policy.idle
        if whole <= idle:
            return Deadline(whole, CLAUSE, f"{counted(policy.hours, 'heure')} après l'ouverture, quoi qu'il arrive")
        return Deadline(idle, CLAUSE, f"{counted(policy.idle_minutes, 'minute')} après le dernier usage")


def alive(session: Session, at: datetime, epochs: Epochs, policy: SessionPolicy) -> Decision:
    """Decide whether a session still opens pages at an instant; a refusal gives every reason why it ended.

    ``epochs`` are those of the user and of the tenant at that instant.
    """
    instant = in_utc(at, "at")
    if facts := [*_ended_by(session, epochs), *_over(session, instant, policy)]:
        return Decision("refused", tuple(Reason(CLAUSE, fact) for fact in facts))
    ends = session.ends(policy)
    return Decision("granted", (Reason(CLAUSE, f"ouverte ; elle se ferme {ends.rule}"),))


def must_rotate(session: Session, epochs: Epochs) -> bool:
    """Tell whether a live session must take a new secret: the user's rights changed since its own was made."""
    return session.epochs.rights != epochs.rights


def _ended_by(session: Session, epochs: Epochs) -> list[str]:
    """Say what somebody did that ended the session."""
    facts = ["déconnectée"] if session.signed_out else []
    named = (("tenant", "les sessions du cabinet"), ("user", "les sessions de l'utilisateur"))
    for name, whose in named:
        its, present = getattr(session.epochs, name), getattr(epochs, name)
        if its < present:
            facts.append(f"{whose} ont été révoquées")
        elif its > present:
            facts.append(f"{whose} sont à une époque antérieure à celle de cette session : fermée dans le doute")
    return facts


def _over(session: Session, at: datetime, policy: SessionPolicy) -> list[str]:
    """Say which time is over, or that the clock cannot be believed."""
    if at < session.opened_at - TOLERANCE:
        return ["l'horloge précède l'ouverture de la session : fermée dans le doute"]
    facts = []
    if at < session.seen_at - TOLERANCE:
        facts.append("l'horloge précède le dernier usage de la session : fermée dans le doute")
    if at >= session.opened_at + policy.life:
        facts.append(f"ouverte depuis {counted(policy.hours, 'heure')}, sa durée entière")
    elif (idle := at - session.seen_at) >= policy.idle:
        allowed = counted(policy.idle_minutes, "minute")
        facts.append(f"inactive depuis {counted(idle // _MINUTE, 'minute')} : {allowed} admises")
    return facts
