"""Article 4.2: using the service implies that its terms are accepted, so they are shown before they are used.

What is kept of it is an :class:`Acceptance`: who, which text (by its digest), when, and how.

>>> from datetime import UTC, datetime
>>> from netsoft.catalogue.versions import EDITIONS
>>> at = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
>>> must_show((), EDITIONS[0], at)
True
>>> may_use((Acceptance.of(EDITIONS[0], "alix", at),), EDITIONS[0], at).reasons[0].fact
'conditions CG052018 acceptées le 02/11/2026'
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal, Self, TypeAlias, get_args

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.catalogue.versions import Version
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import UserId
from netsoft.paris import day_in_paris
from netsoft.rendering import day as french

CLAUSE: Final = Clause("4.2")
How: TypeAlias = Literal["use-after-shown", "explicit", "signature"]
"""How a version was accepted: by a signed-in use after it was shown, by a box ticked, by a signature."""


def _instant(value: datetime) -> datetime:
    day_in_paris(value)  # refuses what is no instant
    return value


@frozen
class Acceptance:
    """A user accepted a version: its name, the digest of the text that was shown, the instant, and how."""

    user: UserId
    version: str
    digest: str
    at: datetime = field(converter=_instant)
    how: How = "use-after-shown"

    def __attrs_post_init__(self) -> None:
        for name in ("user", "version", "digest"):
            if type(getattr(self, name)) is not str or not getattr(self, name).strip():
                raise InvalidValue(name, "acceptation incomplète", "nommer l'utilisateur, la version et l'empreinte")
        if self.how not in get_args(How):
            raise InvalidValue("how", f"manière inconnue : {shown(self.how)}", f"écrire {', '.join(get_args(How))}")

    @classmethod
    def of(cls, version: Version, user: str, at: datetime, how: How = "use-after-shown") -> Self:
        """Record that ``user`` accepted ``version``, whose text was shown."""
        return cls(UserId(user), version.name, version.digest, at, how)

    @property
    def on(self) -> Day:
        """The civil day of Paris."""
        return day_in_paris(self.at)


def may_use(acceptances: Iterable[Acceptance], version: Version, at: datetime) -> Decision:
    """Decide whether a user, given his own acceptances, may go on at an instant without being shown ``version``.

    A version that is not in force yet need not be shown. The same name with another text must be: that text was not
    accepted. What was accepted after ``at`` does not count.
    """
    if day_in_paris(at) < version.first_day:
        return _may("granted", f"conditions {version.name} en vigueur le {french(version.first_day)} seulement")
    mine = [a for a in acceptances if a.version == version.name and a.at <= at]
    accepted = [a for a in mine if a.digest == version.digest]
    if accepted:
        return _may("granted", f"conditions {version.name} acceptées le {french(min(a.on for a in accepted))}")
    if mine:
        return _may("refused", f"conditions {version.name} acceptées dans un autre texte : à afficher avant tout usage")
    return _may("refused", f"conditions {version.name} à afficher avant tout usage")


def must_show(acceptances: Iterable[Acceptance], version: Version, at: datetime) -> bool:
    """Say whether a user must be shown ``version`` before a use: where :func:`may_use` refuses."""
    return not may_use(acceptances, version, at).granted


def _may(verdict: Literal["granted", "refused"], fact: str) -> Decision:
    return Decision(verdict, (Reason(CLAUSE, fact),))
