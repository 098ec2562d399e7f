"""The answer to the facts of a contract: its life on the day asked for, what was left out, what is given back.

>>> from netsoft.facts.contract import contract_facts
>>> told = contract_answer(contract_facts({"on": "2026-04-10", "available_on": "2026-04-01", "paid": "365.00",
...     "early_start_requested": True, "events": [{"on": "2026-04-06", "kind": "withdrawal"}]}))
>>> told.life.state, told.refund.refund
('withdrawn', Money('360.00'))
"""

from __future__ import annotations

from attrs import frozen

from netsoft.billing.contract.contract_events import ContractEvent, known
from netsoft.billing.contract.life import Life, life
from netsoft.billing.contract.refund import Paid, Refund, refund
from netsoft.billing.contract.subscription import Subscription
from netsoft.days import ONE_DAY, Period
from netsoft.facts.contract import ContractFacts
from netsoft.rendering import day as french


@frozen
class LeftOut:
    """An event that was left out, and why, in French."""

    event: ContractEvent
    reason: str


@frozen
class ContractAnswer:
    """The facts, the life of the contract on the day asked for, the events left out, what is given back if it is."""

    facts: ContractFacts
    life: Life
    left_out: tuple[LeftOut, ...]
    refund: Refund | None


def contract_answer(facts: ContractFacts) -> ContractAnswer:
    """Tell the life of a contract as it was on the day asked for, as known on the day known."""
    learnt = facts.events if facts.known_on is None else known(facts.events, facts.known_on)
    told = life(facts.contract, learnt, facts.on, facts.readings)
    return ContractAnswer(facts, told, _left_out(facts, told), _refund(facts, told))


def _left_out(facts: ContractFacts, told: Life) -> tuple[LeftOut, ...]:
    unknown = [event for event in facts.events if facts.known_on is not None and event.learnt > facts.known_on]
    return (
        *(LeftOut(event, f"postérieur au {french(facts.on)}") for event in told.later),
        *(LeftOut(event, f"connu le {french(event.learnt)} seulement") for event in unknown),
    )


def _refund(facts: ContractFacts, told: Life) -> Refund | None:
    """Reckon what is given back of what was paid for the first term, when the client has withdrawn."""
    begun = facts.contract.formation.available_on or facts.contract.begun_on
    if told.state != "withdrawn" or facts.paid is None or told.ending is None or begun is None:
        return None
    last = Subscription(begun, facts.published).numbered(1).last_day
    assert last is not None
    situation = facts.contract.formation.situation
    # Nothing is owed for the service either where the client was not told of its right (L221-25, last paragraph).
    early = situation.early_start_requested is True and situation.disclosed is not False
    return refund(Paid(facts.paid, Period(begun, last + ONE_DAY)), told.ending.ends_on, early)
