"""Article 6.10: the client "assume les conséquences des violations de données du fait de ses identifiants".

An act, or a breach, came through the client's own credentials where it was done in a session that one of its accesses
opened, and neither a defect of the provider nor an access that the provider left open after it was reported explains
it. What is not established stays open: the answer is pending, and names the fact.

>>> from datetime import UTC, datetime
>>> at = datetime(2026, 11, 2, 3, tzinfo=UTC)
>>> through_credentials(ActFacts(at, access="alix", defect=False)).verdict
'granted'
>>> through_credentials(ActFacts(at, access="alix")).reasons[0].fact
"reste à établir si un défaut du fournisseur a ouvert l'accès de « alix »"
>>> through_credentials(ActFacts(at, access=None, defect=False)).reasons[0].fact
'aucune session ouverte avec un accès du client'
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.names import UserId
from netsoft.paris import in_utc

CLAUSE: Final = Clause("6.10")


def _at(value: object) -> datetime:
    return in_utc(value, "at")


def _reported(value: object) -> datetime | None:
    return None if value is None else in_utc(value, "reported_at")


@frozen
class ActFacts:
    """What is known of an act: when, in the session of which access (``None``: in none), and what explains it.

    ``reported_at`` is when the client reported that credential lost or stolen *to the provider*, if ever; ``defect``
    whether a defect of the provider let the act happen, ``None`` while nobody has established it.
    """

    at: datetime = field(converter=_at)
    access: UserId | None
    reported_at: datetime | None = field(default=None, converter=_reported)
    defect: bool | None = None

    def __attrs_post_init__(self) -> None:
        if self.access is not None and (type(self.access) is not str or not self.access.strip()):
            raise InvalidValue("access", "accès sans nom", "nommer l'accès dont vient l'acte, ou None")
        if type(self.defect) not in (bool, type(None)):
            raise InvalidValue("defect", f"{shown(self.defect)} n'est pas une réponse", "écrire vrai, faux ou None")


def through_credentials(facts: ActFacts) -> Decision:
    """Decide whether an act came through the client's own credentials: granted where it did, and the client bears it.

    Refused where no access of the client was used, where the provider's defect explains it, or where the provider had
    been told before: pending while a defect is neither established nor excluded.
    """
    if facts.access is None:
        return _came("refused", "aucune session ouverte avec un accès du client")
    access = shown(facts.access)
    if facts.defect:
        return _came("refused", f"un défaut du fournisseur a ouvert l'accès de {access}")
    if facts.reported_at is not None and facts.reported_at <= facts.at:
        return _came("refused", f"accès de {access} signalé au fournisseur avant l'acte, et resté ouvert")
    if facts.defect is None:
        return _came("pending", f"reste à établir si un défaut du fournisseur a ouvert l'accès de {access}")
    late = "" if facts.reported_at is None else ", signalé ensuite seulement"
    return _came("granted", f"acte fait dans une session ouverte avec l'accès de {access}{late}")


def _came(verdict: Literal["granted", "refused", "pending"], fact: str) -> Decision:
    return Decision(verdict, (Reason(CLAUSE, fact),))
