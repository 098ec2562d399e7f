"""How the provider ends the contract for cause (5.3; Code civil, 1225): after a formal notice that bore no fruit.

The ground must stand: for "non-paiement de l'abonnement", an unpaid invoice of the subscription itself (that of a
complement or of an option does not suffice); for an infringement of the rules of use, its evidence. The formal notice
must come after it, name the termination clause, and leave a time limit; the limit, a time to wait, is put off to
the next working day (641 and 642 CPC). No number of days stands in the terms or in the law: the notice states it.

>>> from datetime import date
>>> unpaid = Breach(Default(date(2027, 1, 16), "F-1", "complement"))
>>> ground_of(unpaid).reasons[0].fact
"facture F-1 : un complément impayé n'est pas le non-paiement de l'abonnement"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from attrs import frozen

from netsoft.answers import Decision, Reason
from netsoft.billing.contract.contract_events import Default, FormalNoticeServed, Ground, Infringement
from netsoft.billing.contract.delivery import counts_on, reaches, strong_enough
from netsoft.billing.contract.provider_notice import CLAUSE
from netsoft.clause import Clause
from netsoft.closed_days import Where, next_working_day
from netsoft.contract_readings import ContractReadings
from netsoft.days import Day
from netsoft.rendering import day as french
from netsoft.terms import Terms

NATURES: Final[Mapping[str, str]] = MappingProxyType(
    {"complement": "un complément impayé", "option": "une option impayée", "work": "des travaux impayés"}
)


@frozen
class Breach:
    """A default or an infringement, and the day on which it was made good, if it was."""

    event: Default | Infringement
    cured_on: Day | None = None

    @property
    def ground(self) -> Ground:
        """The ground that it may open."""
        return "non-payment" if isinstance(self.event, Default) else "infringement"


@frozen
class Demand:
    """A formal notice that was given: its ground, the day from which it counts, the last day that it leaves."""

    ground: Ground
    counts_on: Day
    until: Day


def ground_of(breach: Breach) -> Decision:
    """Decide whether a breach is one of the grounds of 5.3: the nature of the invoice, the evidence of the fact."""
    if isinstance(breach.event, Infringement):
        return _infringement(breach.event)
    event = breach.event
    invoice = f"facture {event.invoice}" if event.invoice else "facture"
    if event.nature != "subscription":
        fact = f"{invoice} : {NATURES[event.nature]} n'est pas le non-paiement de l'abonnement"
        return Decision("refused", (Reason(CLAUSE, fact),))
    return Decision("granted", (Reason(CLAUSE, f"{invoice} de l'abonnement, impayée à l'échéance"),))


def _infringement(event: Infringement) -> Decision:
    rule = f"règle d'utilisation {event.rule}".rstrip()
    if not event.evidence:
        return Decision("pending", (Reason(CLAUSE, f"{rule} : pièce qui prouve l'infraction ?"),))
    return Decision("granted", (Reason(CLAUSE, f"{rule} enfreinte : {event.evidence}"),))


def demand(
    served: FormalNoticeServed, breaches: Sequence[Breach], readings: ContractReadings, where: Where
) -> tuple[Decision, Demand | None]:
    """Decide whether a formal notice opens the way to a termination, and from when to when it runs (1225, 1344)."""
    counts = counts_on(served.act, readings)
    missing = _missing(served, counts, breaches)
    if missing:
        return Decision("refused", missing), None
    for check in (
        strong_enough(served.act, "email", ContractReadings(), Clause("1344")),
        reaches(served.act, readings, "formal-notice", Clause("1344")),
    ):
        if not check.granted:
            return check, None
    assert served.until is not None
    until = next_working_day(served.until, where)
    fact = f"mise en demeure du {french(counts)}, qui vise la clause {CLAUSE} : délai jusqu'au {french(until)}"
    return Decision("granted", (Reason(Clause("1225"), fact),)), Demand(served.ground, counts, until)


def _missing(served: FormalNoticeServed, counts: Day, breaches: Sequence[Breach]) -> tuple[Reason, ...]:
    """Return what a formal notice lacks: a ground that stands, the clause, a time limit after its own day."""
    grounds = [b for b in breaches if b.ground == served.ground and b.cured_on is None and not _fails(b)]
    lacks = (
        (bool(grounds), CLAUSE, f"aucun {_CALLED[served.ground]} constaté avant elle"),
        (served.clause == CLAUSE, Clause("1225"), f"elle ne vise pas la clause résolutoire ({CLAUSE})"),
        (served.until is not None and served.until > counts, Clause("1225"), "elle ne laisse aucun délai"),
    )
    return tuple(Reason(clause, f"mise en demeure : {text}") for met, clause, text in lacks if not met)


_CALLED: Final[Mapping[str, str]] = MappingProxyType(
    {"non-payment": "non-paiement de l'abonnement", "infringement": "manquement prouvé aux règles d'utilisation"}
)


def _fails(breach: Breach) -> bool:
    return not ground_of(breach).granted


@frozen
class Case:
    """What the provider can rely on: the breaches found so far, and the formal notices that were given."""

    breaches: tuple[Breach, ...] = ()
    demands: tuple[Demand, ...] = ()


def for_cause(ground: Ground, case: Case, terms: Terms, on: Day) -> Decision:
    """Decide whether the provider may end the contract on a day: a ground, a formal notice that bore no fruit."""
    if not terms.holds(CLAUSE):
        return Decision("refused", (Reason(CLAUSE, f"la clause {CLAUSE} est écartée"),))
    breaches = [breach for breach in case.breaches if breach.ground == ground]
    standing = [breach for breach in breaches if not _fails(breach)]
    if not standing:
        found = tuple(reason for breach in breaches for reason in ground_of(breach).reasons)
        return Decision("refused", found or (Reason(CLAUSE, f"aucun {_CALLED[ground]} constaté"),))
    demands = [d for d in case.demands if d.ground == ground]
    if not demands:
        return Decision("refused", (Reason(Clause("1225"), "aucune mise en demeure qui vise la clause résolutoire"),))
    over = [d for d in demands if d.until < on]
    if not over:
        fact = f"le délai de la mise en demeure court jusqu'au {french(min(d.until for d in demands))}"
        return Decision("refused", (Reason(Clause("1225"), fact),))
    return _fruitless(standing, over, on)


def _fruitless(standing: Sequence[Breach], over: Sequence[Demand], on: Day) -> Decision:
    """Look for a breach that a formal notice was about, and that its time limit left as it was."""
    for breach in standing:
        for item in over:
            if breach.event.on <= item.counts_on and (breach.cured_on is None or breach.cured_on > item.until):
                fact = f"mise en demeure du {french(item.counts_on)} restée sans effet au {french(item.until)}"
                reasons = (*ground_of(breach).reasons, Reason(Clause("1225"), fact), *_late_cure(breach, on))
                return Decision("granted", reasons)
    return Decision("refused", (Reason(Clause("1225"), "régularisé dans le délai de la mise en demeure"),))


def _late_cure(breach: Breach, on: Day) -> tuple[Reason, ...]:
    if breach.cured_on is None:
        return ()
    fact = f"régularisé le {french(breach.cured_on)}, après le délai, avant la résiliation du {french(on)} : "
    return (Reason(Clause("1104"), f"{fact}la bonne foi s'apprécie"),)
