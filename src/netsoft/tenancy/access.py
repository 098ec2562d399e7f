"""Articles 8.1, 9.3 and 13.1: whether a brokerage's access is open, and what stays possible where it is not.

Four states, the strongest named first: **closed** for an infringement (13.1), **ended** with the contract (9.3),
**suspended** for what is unpaid (8.1), **open**. Several causes may stand at once: each takes away what it takes away,
whatever the others leave, and the answer gives them all. Adding a cause never opens anything.

>>> from datetime import UTC, date
>>> from netsoft.cg052018 import CG052018
>>> unpaid = Decision("refused", (Reason(Clause("8.1"), "facture F-1 en défaut depuis le 16/11/2026"),))
>>> now = datetime(2026, 11, 28, 9, tzinfo=UTC)
>>> found = access(now, AccessFacts(payment=unpaid), CG052018)
>>> found.state, sorted(need.value for need in found.possible)
('suspended', ['account', 'export', 'payment', 'session'])
>>> found.may(Need.SERVICE).reasons[0].fact
'facture F-1 en défaut depuis le 16/11/2026'
>>> ended = AccessFacts(payment=unpaid, ended=ContractEnd(date(2026, 10, 31), readable_until=date(2026, 11, 30)))
>>> access(now, ended, CG052018).state
'ended'
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.days import Day, as_day
from netsoft.errors import InvalidValue
from netsoft.names import UserId
from netsoft.paris import day_in_paris
from netsoft.rendering import day
from netsoft.tenancy.infringement import CONDUCT, Closing, ConductStanding, InfringementFile, standing
from netsoft.terms import Terms

AccessState: TypeAlias = Literal["closed", "ended", "suspended", "open"]


class Need(Enum):
    """What something in the service needs of the access."""

    SESSION = "session"
    """To sign out, change one's password, read the terms."""
    ACCOUNT = "account"
    """To read one's invoices, account and contract."""
    PAYMENT = "payment"
    """To pay."""
    EXPORT = "export"
    """To take one's data out."""
    SERVICE = "service"
    """To work."""


Needs: TypeAlias = frozenset[Need]

ALL_NEEDS: Final[Needs] = frozenset(Need)
LEFT_WHILE_SUSPENDED: Final[Needs] = ALL_NEEDS - {Need.SERVICE}
LEFT_AFTER_THE_END: Final[Needs] = ALL_NEEDS - {Need.SERVICE}
LEFT_WHILE_CLOSED: Final[Needs] = ALL_NEEDS - {Need.SERVICE}
"""What a closing leaves: the data and the accounts are the client's, unless the closing says that its access is not."""
LEFT_WHILE_CLOSED_TO_ALL: Final[Needs] = frozenset({Need.SESSION})
"""What is left where the access is in other hands, or where the time to take the data out is over."""

_NOTHING_UNPAID: Final = Decision("granted", (Reason(Clause("8.1"), "aucune facture en défaut"),))


def _last_day(value: object) -> Day:
    return as_day(value, "last_day")


def _readable_until(value: object) -> Day | None:
    return None if value is None else as_day(value, "readable_until")


@frozen
class ContractEnd:
    """The last day of a contract that was not renewed, and the last one on which its data can be taken out.

    Neither the terms nor the law give that delay; where the provider has stated none, ``readable_until`` is ``None``
    and the client goes on reading, paying and exporting.
    """

    last_day: Day = field(converter=_last_day)
    readable_until: Day | None = field(default=None, converter=_readable_until)

    def __attrs_post_init__(self) -> None:
        if self.readable_until is not None and self.readable_until < self.last_day:
            problem = "les données se fermeraient avant la fin du contrat"
            raise InvalidValue("readable_until", problem, "donner un jour qui suit la fin du contrat")


@frozen
class AccessFacts:
    """What decides of an access: the decision of article 8.1, what is held of its conduct, the end of its contract.

    ``payment`` is what ``billing.arrears`` answers; only a refusal suspends, since a fact that is missing proves none.
    """

    payment: Decision = _NOTHING_UNPAID
    conduct: InfringementFile = field(factory=InfringementFile)
    ended: ContractEnd | None = None


@frozen
class Cause:
    """One cause why an access is not open: the state that it makes, why, and what it leaves."""

    state: AccessState
    reasons: tuple[Reason, ...]
    leaves: Needs


@frozen
class Access:
    """The state of an access, every cause of it, the strongest first, and what stays possible."""

    causes: tuple[Cause, ...]

    @property
    def state(self) -> AccessState:
        """The state of the strongest cause; open where there is none."""
        return self.causes[0].state if self.causes else "open"

    @property
    def possible(self) -> Needs:
        """What every cause leaves."""
        return ALL_NEEDS.intersection(*(cause.leaves for cause in self.causes))

    @property
    def decision(self) -> Decision:
        """Whether the access is open, with all that closes it."""
        if self.causes:
            return Decision("refused", tuple(reason for cause in self.causes for reason in cause.reasons))
        return Decision("granted", (Reason(Clause("3.1"), "l'accès est ouvert"),))

    def may(self, need: Need) -> Decision:
        """Decide whether something that needs ``need`` stays possible; a refusal gives the causes that take it away."""
        against = [reason for cause in self.causes if need not in cause.leaves for reason in cause.reasons]
        return Decision("refused", tuple(against)) if against else Decision("granted", self.decision.reasons)


def access(at: datetime, facts: AccessFacts, terms: Terms, user: UserId | None = None) -> Access:
    """Return the access of a brokerage at an instant, or that of one of its users where ``user`` is given.

    A clause that is set aside (19.1) closes nothing.
    """
    on = day_in_paris(at)
    conduct = standing(facts.conduct, at)
    causes = [_closed(conduct, closing) for closing in conduct.closings_for(user)] if terms.holds(CONDUCT) else []
    if facts.ended is not None and facts.ended.last_day < on:
        causes.append(_ended(facts.ended, on))
    if facts.payment.verdict == "refused":
        causes.append(Cause("suspended", facts.payment.reasons, LEFT_WHILE_SUSPENDED))
    return Access(tuple(causes))


def _closed(conduct: ConductStanding, closing: Closing) -> Cause:
    leaves = LEFT_WHILE_CLOSED if closing.leaves_export else LEFT_WHILE_CLOSED_TO_ALL
    since, doing = day(day_in_paris(closing.at)), conduct.doing(closing)
    fact = f"accès fermé depuis le {since} ({doing.words}) : {closing.told}"
    return Cause("closed", (Reason(CONDUCT, fact),), leaves)


def _ended(end: ContractEnd, on: Day) -> Cause:
    fact, until = f"le contrat a pris fin le {day(end.last_day)}", end.readable_until
    if until is None:
        said = "délai pour reprendre les données non énoncé : elles restent à disposition"
        return Cause("ended", (Reason(Clause("9.3"), f"{fact} ; {said}"),), LEFT_AFTER_THE_END)
    if on <= until:
        fact = f"{fact} ; factures et données à disposition jusqu'au {day(until)} inclus"
        return Cause("ended", (Reason(Clause("9.3"), fact),), LEFT_AFTER_THE_END)
    fact = f"{fact} ; factures et données étaient à disposition jusqu'au {day(until)}"
    return Cause("ended", (Reason(Clause("9.3"), fact),), LEFT_WHILE_CLOSED_TO_ALL)
