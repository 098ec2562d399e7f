"""What each event does to a contract: a decision with its reasons, and the standing that follows.

A refusal leaves the standing as it was. :mod:`netsoft.billing.contract.life` folds a history with this.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import attrs
from attrs import frozen

from netsoft.answers import Decision, Reason
from netsoft.billing.contract.client_notice import client_notice
from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import (
    Access,
    ContractEvent,
    Default,
    ForCause,
    FormalNoticeServed,
    Ground,
    Infringement,
    Leaving,
    NoticeGiven,
    NoticeWithdrawn,
    Settled,
    Suspension,
    SwitchingAsked,
    SwitchingCompleted,
    Termination,
    WithdrawalDeclared,
)
from netsoft.billing.contract.notice import Party
from netsoft.billing.contract.provider_notice import CLAUSE as FOR_CAUSE
from netsoft.billing.contract.provider_notice import provider_notice
from netsoft.billing.contract.subscription import CLAUSE as TERM
from netsoft.billing.contract.switching import SwitchingPlan, switching
from netsoft.billing.contract.termination import Breach, Case, demand, for_cause, ground_of
from netsoft.billing.contract.withdrawal import CLAUSE as WITHDRAWAL
from netsoft.billing.contract.withdrawal import may_withdraw, withdrawal
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import ONE_DAY, Day
from netsoft.rendering import day as french

ExitCause: TypeAlias = Literal["notice", "withdrawal", "switching", "termination"]


@frozen
class Exit:
    """One way by which the contract ends: why, by whom, its last day, and the first day on which it is over.

    A notice or a switching runs to the end of the last day; a withdrawal or a termination ends it the day itself.
    """

    cause: ExitCause
    party: Party
    ends_on: Day
    over_from: Day


NO_CASE: Final = Case()


@frozen
class Standing:
    """Where a contract stands after some events: the exits to come, the suspension, what was found, the switching.

    Of the exits of one cause and party only the first to come is kept; ``opened`` is that of the last event.
    """

    exits: tuple[Exit, ...] = ()
    opened: Exit | None = None
    suspended_since: Day | None = None
    case: Case = NO_CASE
    plan: SwitchingPlan | None = None

    @property
    def ending(self) -> Exit | None:
        """The exit that ends the contract: the one that comes first."""
        return min(self.exits, key=lambda found: found.over_from, default=None)


CLIENT_ALONE: Final[Mapping[type, Clause]] = MappingProxyType(
    {WithdrawalDeclared: WITHDRAWAL, SwitchingAsked: Clause("25")}
)
NOT_BY_THE_TERMS: Final = (
    "la clause 5.3 n'ouvre cette voie qu'au fournisseur ; celle de la loi reste, au juge de l'apprécier"
)
Effect: TypeAlias = tuple[Decision, Standing]


@frozen
class Rules:
    """What judges an event: the contract and the readings."""

    contract: Contract
    readings: ContractReadings


def effect_of(rules: Rules, standing: Standing, event: ContractEvent) -> Effect:
    """Return what an event does: the decision, and the standing that follows."""
    standing = attrs.evolve(standing, opened=None)
    refused = _outside(rules, standing, event)
    if refused is not None:
        return refused, standing
    if isinstance(event, Leaving):
        return _leaving(rules, standing, event)
    if isinstance(event, ForCause):
        return _for_cause(rules, standing, event)
    return _access(rules, standing, event)


def _outside(rules: Rules, standing: Standing, event: ContractEvent) -> Decision | None:
    """Refuse what comes before the contract or after its end."""
    begun, ending = rules.contract.begun_on, standing.ending
    if begun is None or event.on < begun:
        return _no(TERM, f"le {french(event.on)}, il n'y a pas encore de contrat")
    if ending is not None and event.on >= ending.over_from:
        return _no(TERM, f"le contrat a pris fin le {french(ending.ends_on)}")
    return None


def _no(clause: Clause, fact: str) -> Decision:
    return Decision("refused", (Reason(clause, fact),))


def _yes(clause: Clause, fact: str) -> Decision:
    return Decision("granted", (Reason(clause, fact),))


def _leaving(rules: Rules, standing: Standing, event: Leaving) -> Effect:
    match event:
        case WithdrawalDeclared(party="provider") | SwitchingAsked(party="provider"):
            return _no(CLIENT_ALONE[type(event)], "ce droit n'appartient qu'au client"), standing
        case NoticeGiven():
            return _notice(rules, standing, event)
        case NoticeWithdrawn():
            return _taken_back(standing, event)
        case WithdrawalDeclared():
            window = withdrawal(rules.contract.formation, rules.contract.terms, rules.readings)
            return _exit_if(may_withdraw(window, event.on), standing, Exit("withdrawal", "client", event.on, event.on))
        case SwitchingAsked():
            return _asked(standing, switching(event))
    return _switched(standing, event)


def _asked(standing: Standing, plan: SwitchingPlan) -> Effect:
    """Take a switching; one asked for anew counts if it ends sooner, and never puts off the end of the first."""
    first = standing.plan
    if first is not None and plan.ends_on >= first.ends_on:
        asked, ends = french(first.asked_on), french(first.ends_on)
        return _no(Clause("25"), f"changement déjà demandé le {asked} : il prend fin le {ends} au plus tard"), standing
    exit_ = Exit("switching", "client", plan.ends_on, plan.ends_on + ONE_DAY)
    decision, after = _exit_if(plan.decision, standing, exit_)
    return decision, attrs.evolve(after, plan=plan) if decision.granted else after


def _exit_if(decision: Decision, standing: Standing, exit_: Exit) -> Effect:
    """Add an exit if it is granted; where another ends the contract sooner, say so."""
    if not decision.granted:
        return decision, standing
    sooner = standing.ending
    if sooner is not None and sooner.over_from < exit_.over_from:
        fact = f"le contrat prend déjà fin plus tôt, le {french(sooner.ends_on)}"
        decision = attrs.evolve(decision, reasons=(*decision.reasons, Reason(TERM, fact)))
    alike = [found for found in standing.exits if (found.cause, found.party) == (exit_.cause, exit_.party)]
    if alike and alike[0].over_from <= exit_.over_from:
        return decision, attrs.evolve(standing, opened=exit_)
    others = tuple(found for found in standing.exits if found not in alike)
    return decision, attrs.evolve(standing, exits=(*others, exit_), opened=exit_)


def _notice(rules: Rules, standing: Standing, event: NoticeGiven) -> Effect:
    if rules.contract.formation.available_on is None:
        return _no(TERM, "l'abonnement n'a pas pris effet : le service n'est pas mis à disposition"), standing
    give = client_notice if event.party == "client" else provider_notice
    found = give(rules.contract.subscription(rules.readings), event.act)
    if found.ending is None:
        return found.decision, standing
    ends_on = found.ending.ends_on
    return _exit_if(found.decision, standing, Exit("notice", event.party, ends_on, ends_on + ONE_DAY))


def _taken_back(standing: Standing, event: NoticeWithdrawn) -> Effect:
    """Take back what a party gave notice of, if the other agrees: a notice given binds by itself."""
    left = tuple(found for found in standing.exits if (found.cause, found.party) != ("notice", event.party))
    if left == standing.exits:
        return _no(TERM, "aucun préavis de cette partie à retirer"), standing
    if not event.agreed:
        return _no(Clause("1193"), "l'autre partie n'accepte pas le retrait du préavis"), standing
    return _yes(Clause("1193"), "préavis retiré, avec l'accord de l'autre partie"), attrs.evolve(standing, exits=left)


def _switched(standing: Standing, event: SwitchingCompleted) -> Effect:
    if standing.plan is None:
        return _no(Clause("25"), "aucun changement de fournisseur n'a été demandé"), standing
    decision = _yes(Clause("25"), f"changement achevé : le contrat prend fin le {french(event.on)}")
    return _exit_if(decision, standing, Exit("switching", "client", event.on, event.on + ONE_DAY))


def _for_cause(rules: Rules, standing: Standing, event: ForCause) -> Effect:
    case = standing.case
    match event:
        case FormalNoticeServed(party="client") | Termination(party="client"):
            return _no(Clause("1224"), NOT_BY_THE_TERMS), standing
        case Default(party="provider") | Infringement(party="provider"):
            ground: Ground = "non-payment" if isinstance(event, Default) else "infringement"
            return _for_cause(rules, standing, Termination(event.on, ground))
        case Default() | Infringement():
            breach = Breach(event)
            return ground_of(breach), _with(standing, attrs.evolve(case, breaches=(*case.breaches, breach)))
        case Settled():
            return _settled(standing, event)
        case FormalNoticeServed():
            where = rules.contract.formation.closed_days
            decision, found = demand(event, case.breaches, rules.readings, where)
            return decision, standing if found is None else _with(
                standing, attrs.evolve(case, demands=(*case.demands, found))
            )
    decision = for_cause(event.ground, case, rules.contract.terms, event.on)
    return _exit_if(decision, standing, Exit("termination", "provider", event.on, event.on))


def _with(standing: Standing, case: Case) -> Standing:
    return attrs.evolve(standing, case=case)


def _settled(standing: Standing, event: Settled) -> Effect:
    """Note on each breach that it was made good, be it named or of the whole ground."""
    case = standing.case
    open_ = [b for b in case.breaches if b.cured_on is None and _is_about(event, b)]
    if not open_:
        return _no(FOR_CAUSE, "rien à régulariser"), standing
    breaches = tuple(attrs.evolve(b, cured_on=event.on) if b in open_ else b for b in case.breaches)
    return _yes(FOR_CAUSE, f"régularisé le {french(event.on)}"), _with(standing, attrs.evolve(case, breaches=breaches))


def _is_about(event: Settled, breach: Breach) -> bool:
    about = breach.event.invoice if isinstance(breach.event, Default) else None
    return breach.ground == event.ground and event.invoice in (None, about)


def _access(rules: Rules, standing: Standing, event: Access) -> Effect:
    closed, clause = standing.suspended_since, Clause("8.1")
    if isinstance(event, Suspension):
        available = rules.contract.formation.available_on
        if not rules.contract.terms.holds(clause):
            return _no(clause, "la clause 8.1 est écartée : elle ne permet plus d'interrompre l'accès"), standing
        if available is None or event.on < available:
            return _no(TERM, "le service n'est pas encore mis à disposition"), standing
        if closed is not None:
            return _no(clause, f"service déjà suspendu depuis le {french(closed)}"), standing
        decision = _yes(clause, "service suspendu ; la durée du contrat court toujours et n'est pas allongée")
        return decision, attrs.evolve(standing, suspended_since=event.on)
    if closed is None:
        return _no(clause, "service non suspendu"), standing
    return _yes(clause, f"service rétabli, après la suspension du {french(closed)}"), attrs.evolve(
        standing, suspended_since=None
    )
