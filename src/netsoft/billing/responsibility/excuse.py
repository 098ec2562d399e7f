"""Article 3.3: a party does not fail when the cause is outside it, once the other is told of the cause and the delay.

By default (R-30) force majeure, and what 3.2 holds for it, excuses from its beginning and needs no notice; another
outside cause excuses from its notice on. Both parties may be excused.

>>> from datetime import UTC
>>> def at(hour): return datetime(2026, 3, 2, hour, tzinfo=UTC)
>>> from netsoft.billing.responsibility.outages import CauseNotice
>>> from netsoft.cg052018 import CG052018
>>> told = CauseNotice(at(9), "panne du centre de données loué", until=at(12))
>>> verdict = excuse(Outage(at(8), at(11), "other-outside-cause", (told,)), CG052018)
>>> verdict.since.hour, str(verdict.reason.clause)
(9, '3.3')
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, TypeAlias

from attrs import frozen

from netsoft.answers import Decision, Reason
from netsoft.billing.responsibility.outages import CLAUSE as FORCE_MAJEURE
from netsoft.billing.responsibility.outages import OUTSIDE, Outage
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.paris import PARIS
from netsoft.rendering import day as french
from netsoft.terms import Terms

CLAUSE: Final = Clause("3.3")
Standing: TypeAlias = Literal["suspended", "excused", "failed"]
"""What a stretch of an outage is: out of the time that counts, excused, or a failure of the party."""


@frozen
class Excuse:
    """What becomes of an outage: its standing from ``since`` on (a failure before that), and why.

    ``since`` is ``None`` when nothing ever excuses it.
    """

    outage: Outage
    standing: Standing
    since: datetime | None
    reason: Reason

    @property
    def whole(self) -> bool:
        """Whether the outage is excused, or out of the time that counts, from its beginning."""
        return self.since == self.outage.begins

    @property
    def decision(self) -> Decision:
        """Whether the party is excused, were it only in part."""
        return Decision("refused" if self.since is None else "granted", (self.reason,))


def excuse(outage: Outage, terms: Terms, readings: ContractReadings = ContractReadings()) -> Excuse:
    """Decide from when an outage excuses the party that it hinders, and by which clause."""
    if outage.cause in OUTSIDE:
        return _outside(outage, terms, readings)
    if outage.cause == "own-failure":
        return _failed(outage, Reason(CLAUSE, f"{outage.in_french} : la cause ne lui est pas extérieure"))
    if outage.cause == "suspension":
        return _suspended(outage, terms)
    return _planned(outage, terms)


def moment(at: datetime) -> str:
    """Write an instant as the civil day and the time of Paris: ``02/03/2026 à 09:00``."""
    local = at.astimezone(PARIS)
    return f"{french(local.date())} à {local.hour:02d}:{local.minute:02d}"


def _failed(outage: Outage, reason: Reason) -> Excuse:
    return Excuse(outage, "failed", None, reason)


def _suspended(outage: Outage, terms: Terms) -> Excuse:
    closed, available = Clause("8.1"), Clause("3.1")
    if not terms.holds(closed):
        return _failed(outage, Reason(closed, "la clause 8.1 est écartée : rien ne permet d'interrompre l'accès"))
    why = "l'interruption pour impayé est hors du temps où le service est dû"
    return Excuse(outage, "suspended", outage.begins, Reason(available, why))


def _planned(outage: Outage, terms: Terms) -> Excuse:
    available = Clause("3.1")
    if not terms.holds(available):
        return _failed(outage, Reason(available, f"{outage.in_french} : la clause 3.1 est écartée"))
    more = " ; la clause n'exige pas d'annonce" if outage.cause == "unannounced-maintenance" else ""
    return Excuse(
        outage, "excused", outage.begins, Reason(available, f"{outage.in_french}, que la clause réserve{more}")
    )


def _outside(outage: Outage, terms: Terms, readings: ContractReadings) -> Excuse:
    if readings.outside_causes == "force-majeure-needs-none" and (by := _force_majeure(outage, terms)):
        why = f"{outage.in_french} : excuse dès son début, sans notification"
        return Excuse(outage, "excused", outage.begins, Reason(by, why))
    if not terms.holds(CLAUSE):
        return _failed(outage, Reason(CLAUSE, f"{outage.in_french} : la clause 3.3 est écartée"))
    first = min((n for n in outage.notices if n.complete), key=lambda notice: notice.at, default=None)
    if first is None:
        lacking = "notification sans la cause ou sans le délai" if outage.notices else "aucune notification"
        return _failed(outage, Reason(CLAUSE, f"{outage.in_french} : {lacking}"))
    told = f"notification du {moment(first.at)}"
    if outage.ends is not None and first.at >= outage.ends:
        return _failed(outage, Reason(CLAUSE, f"{outage.in_french} : {told}, après la fin"))
    assert first.until is not None
    fact = f"{outage.in_french} : {told}, annonçant la fin pour le {moment(first.until)}"
    return Excuse(outage, "excused", max(first.at, outage.begins), Reason(CLAUSE, fact))


def _force_majeure(outage: Outage, terms: Terms) -> Clause | None:
    """Return by what an outage is force majeure: by law (3.2 only repeats it), or by what 3.2 agrees, if it holds."""
    if outage.cause == "force-majeure":
        return FORCE_MAJEURE if terms.holds(FORCE_MAJEURE) else Clause("1218")
    return FORCE_MAJEURE if outage.held_for_force_majeure and terms.holds(FORCE_MAJEURE) else None
