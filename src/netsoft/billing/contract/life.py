"""The life of a contract (4.1, 5.1 to 5.3): its state on any day is a fold over what happened until then.

An event that is too late, badly sent or without ground is kept, and shown as not accepted with its reasons. A
suspension (8.1) neither stops nor lengthens a term. Events after the day asked for are left out and listed.

>>> from datetime import date
>>> from netsoft.billing.contract.contract_events import NoticeGiven
>>> from netsoft.billing.contract.withdrawal import Formation
>>> from netsoft.cg052018 import CG052018
>>> contract = Contract(CG052018, Formation(available_on=date(2026, 4, 1)))
>>> history = (NoticeGiven(date(2027, 2, 28), "client", "email"),)
>>> [life(contract, history, day).state for day in (date(2027, 2, 27), date(2027, 3, 31), date(2027, 4, 1))]
['running', 'notice', 'ended']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

import attrs
from attrs import frozen

from netsoft.answers import Decision, Reason
from netsoft.billing.contract.after_the_end import AfterTheEnd, after_the_end
from netsoft.billing.contract.client_notice import client_last_day
from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import ContractEvent, SwitchingAsked
from netsoft.billing.contract.life_events import Exit, Rules, Standing, effect_of
from netsoft.billing.contract.notice import LastDay
from netsoft.billing.contract.provider_notice import provider_last_day
from netsoft.billing.contract.subscription import CLAUSE as TERM
from netsoft.billing.contract.subscription import Subscription, Term
from netsoft.billing.contract.switching import SwitchingPlan, switching
from netsoft.billing.contract.withdrawal import Window, may_withdraw, withdrawal
from netsoft.contract_readings import ContractReadings
from netsoft.days import Day
from netsoft.rendering import day as french

State: TypeAlias = Literal[
    "none", "not-started", "withdrawal-period", "running", "suspended", "notice", "withdrawn", "terminated", "ended"
]
"""Where a contract stands on a day. A suspended one may be under notice too: see ``ending``."""
DEFAULTS: Final = ContractReadings()


@frozen
class Recorded:
    """An event and what was decided on it: the exit that it opened, and the one that ends the contract sooner."""

    event: ContractEvent
    decision: Decision
    exit: Exit | None = None
    sooner: Exit | None = None

    @property
    def accepted(self) -> bool:
        """Whether it has the effect that it was meant to have."""
        return self.decision.granted


@frozen
class Life:
    """A contract on a day: its state and term, what each party may do until when, what happened and what it did.

    ``notices`` are the last days for that term, ``next_notices`` for the one after it, if it will have one.
    ``ending`` is how it ends or ended, ``after`` what follows the end; ``switching`` is the plan of the switching
    asked for, or of one that would be asked for on that day; ``later`` holds the events after the day.
    """

    on: Day
    state: State
    term: Term | None
    notices: tuple[LastDay, ...]
    next_notices: tuple[LastDay, ...]
    withdrawal: Window
    switching: SwitchingPlan
    switching_asked: bool
    events: tuple[Recorded, ...]
    later: tuple[ContractEvent, ...]
    suspended_since: Day | None
    ending: Exit | None
    after: AfterTheEnd | None
    readings: ContractReadings

    @property
    def is_over(self) -> bool:
        """Whether the contract is over on that day."""
        return self.ending is not None and self.on >= self.ending.over_from


def life(contract: Contract, events: Sequence[ContractEvent], on: Day, readings: ContractReadings = DEFAULTS) -> Life:
    """Return the state of a contract at the end of a day, from what happened until then."""
    rules = Rules(contract, readings)
    recorded, standing = _lived(rules, [event for event in events if event.on <= on])
    window = withdrawal(contract.formation, contract.terms, readings)
    term = _term(contract, standing, on, readings)
    notices, following = _notices(contract, standing, term, Asked(on, readings))
    return Life(
        on=on,
        state=_state(contract, standing, window, on),
        term=term,
        notices=notices,
        next_notices=following,
        withdrawal=window,
        switching=standing.plan or _if_asked(contract, standing, on),
        switching_asked=standing.plan is not None,
        events=recorded,
        later=tuple(event for event in events if event.on > on),
        suspended_since=standing.suspended_since,
        ending=standing.ending,
        after=_after(contract, standing),
        readings=readings,
    )


def _lived(rules: Rules, events: Sequence[ContractEvent]) -> tuple[tuple[Recorded, ...], Standing]:
    """Fold the events, day by day, those of one day in the order given."""
    recorded, standing = list[Recorded](), Standing()
    for event in sorted(events, key=lambda event: event.on):
        decision, standing = effect_of(rules, standing, event)
        recorded.append(Recorded(event, decision, standing.opened, _sooner(standing)))
    return tuple(recorded), standing


def _sooner(standing: Standing) -> Exit | None:
    """Return the exit that ends the contract before the one that was just opened, if there is one."""
    opened, ending = standing.opened, standing.ending
    return ending if opened is not None and ending is not None and ending.over_from < opened.over_from else None


def _state(contract: Contract, standing: Standing, window: Window, on: Day) -> State:
    begun, ending, available = contract.begun_on, standing.ending, contract.formation.available_on
    if begun is None or on < begun:
        return "none"
    if ending is not None and on >= ending.over_from:
        return (
            "withdrawn" if ending.cause == "withdrawal" else "terminated" if ending.cause == "termination" else "ended"
        )
    if available is None or on < available:
        return "not-started"
    if standing.suspended_since is not None:
        return "suspended"
    if ending is not None:
        return "notice"
    return "withdrawal-period" if may_withdraw(window, on).granted else "running"


def _term(contract: Contract, standing: Standing, on: Day, readings: ContractReadings) -> Term | None:
    """Return the term that holds the day: the first before it begins, the last after the end."""
    if contract.formation.available_on is None:
        return None
    subscription, ending = contract.subscription(readings), standing.ending
    day = ending.ends_on if ending is not None and on >= ending.over_from else on
    return subscription.term_on(max(day, subscription.available_on))


@frozen
class Asked:
    """The day that is asked for, and how the terms are read."""

    on: Day
    readings: ContractReadings


def _notices(
    contract: Contract, standing: Standing, term: Term | None, asked: Asked
) -> tuple[tuple[LastDay, ...], tuple[LastDay, ...]]:
    """Return the last days for a term and for the one after it; a contract that is over has none."""
    over = standing.ending is not None and asked.on >= standing.ending.over_from
    if term is None or over:
        return (), ()
    subscription = contract.subscription(asked.readings)
    last, ending = term.last_day, standing.ending
    is_the_last = last is None or (ending is not None and ending.ends_on <= last)
    following = () if is_the_last else _last_days(subscription, subscription.after(term))
    return _last_days(subscription, term), following


def _if_asked(contract: Contract, standing: Standing, on: Day) -> SwitchingPlan:
    """Return the switching that would be asked for on a day; there is a right to it while there is a contract."""
    plan, begun, ending = switching(SwitchingAsked(on)), contract.begun_on, standing.ending
    if begun is None or on < begun:
        why = "il n'y a pas encore de contrat"
    elif ending is not None and on >= ending.over_from:
        why = f"le contrat a pris fin le {french(ending.ends_on)}"
    else:
        return plan
    return attrs.evolve(plan, decision=Decision("refused", (Reason(TERM, f"le {french(on)}, {why}"),)))


def _last_days(subscription: Subscription, term: Term) -> tuple[LastDay, ...]:
    """Return the last days of both parties, without a way out whose clause is set aside."""
    both = client_last_day(subscription, term), provider_last_day(subscription, term)
    return tuple(found for found in both if subscription.terms.holds(found.path.clause))


def _after(contract: Contract, standing: Standing) -> AfterTheEnd | None:
    """Return what follows the end that is known; after a switching, the data stay retrievable for its time."""
    ending = standing.ending
    if ending is None:
        return None
    kept = standing.plan.retrieval_ends_on if ending.cause == "switching" and standing.plan else None
    return after_the_end(ending.ends_on, contract.policy, kept)
