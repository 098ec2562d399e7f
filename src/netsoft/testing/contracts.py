"""Strategies for the life of a contract: readings, contracts, events, whole histories."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, TypeAlias, get_args

from attrs import frozen
from hypothesis import strategies as st

from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import (
    ContractEvent,
    Default,
    FormalNoticeServed,
    Ground,
    Infringement,
    NoticeGiven,
    NoticeWithdrawn,
    Reactivation,
    Settled,
    Suspension,
    SwitchingAsked,
    SwitchingCompleted,
    Termination,
    WithdrawalDeclared,
)
from netsoft.billing.contract.delivery import By, Delivery, Outcome
from netsoft.billing.contract.notice import Party
from netsoft.billing.contract.provider_notice import CLAUSE as NAMED
from netsoft.billing.contract.withdrawal import Formation, Situation
from netsoft.billing.entries import Nature
from netsoft.catalogue import VERSIONS
from netsoft.clause import Clause
from netsoft.closed_days import Where
from netsoft.contract_readings import QUESTIONS, ContractReadings
from netsoft.days import Day, Period
from netsoft.terms import Terms
from netsoft.testing.values import days

CONTRACT_DAYS: Final = Period(date(2024, 1, 1), date(2026, 3, 1))
"""The days from which contracts run by default: a leap day is among them, and the Data Act begins in their lives."""
_TRUTHS: Final = st.sampled_from([None, True, False])


def contract_readings() -> st.SearchStrategy[ContractReadings]:
    """Choices of every open question of the life of a contract; the defaults come first."""
    choices = {key: st.sampled_from(values) for _number, key, values in QUESTIONS}
    return st.fixed_dictionaries(choices).map(ContractReadings.of)


def situations() -> st.SearchStrategy[Situation]:
    """Conditions of L221-3, known or not."""
    staff = st.sampled_from([None, 0, 5, 6])
    return st.builds(Situation, staff, _TRUTHS, _TRUTHS, _TRUTHS, _TRUTHS)


@st.composite
def contracts(draw: st.DrawFn, within: Period = CONTRACT_DAYS, terms: Terms = VERSIONS[-1]) -> Contract:
    """Contracts whose service was made available on a day of ``within``, concluded at most a month from it."""
    available = draw(days(within))
    return Contract(
        terms,
        Formation(
            concluded_on=draw(st.none() | st.integers(-30, 30).map(lambda n: available + timedelta(days=n))),
            available_on=available,
            first_use_on=draw(st.none() | st.integers(0, 30).map(lambda n: available + timedelta(days=n))),
            closed_days=draw(st.sampled_from(get_args(Where))),
            situation=draw(situations()),
        ),
    )


_PARTIES: Final = st.sampled_from(get_args(Party))
_CLIENT: Final[st.SearchStrategy[Party]] = st.sampled_from(("client", "client", "client", "provider"))
_PROVIDER: Final[st.SearchStrategy[Party]] = st.sampled_from(("provider", "provider", "provider", "client"))
_MEANS: Final[st.SearchStrategy[By]] = st.sampled_from(("email", "registered-letter", *get_args(By)))
_GROUNDS: Final[st.SearchStrategy[Ground]] = st.sampled_from(get_args(Ground))
_INVOICES: Final = st.sampled_from(["F-1", "F-2"])
_NATURES: Final[st.SearchStrategy[Nature]] = st.sampled_from(("subscription", *get_args(Nature)))
_CLAUSES: Final = st.sampled_from([NAMED, NAMED, Clause("8.1"), None])
_MAILBOXES: Final = st.sampled_from([None, None, VERSIONS[-1].duration.client_mailbox, "ventes@infrassur.fr"])


def _steps(first: int, last: int) -> st.SearchStrategy[int | None]:
    """Days from that of an event, or nothing."""
    return st.none() | st.integers(first, last)


@frozen
class DraftDelivery:
    """A delivery told by days before its act."""

    outcome: Outcome
    sent: int | None
    presented: int | None
    mailbox: str | None

    def on(self, day: Day) -> Delivery:
        """The delivery of an act of a day."""
        return Delivery(self.outcome, _moved(day, self.sent), _moved(day, self.presented), self.mailbox)


def _moved(day: Day, step: int | None) -> Day | None:
    return None if step is None else day + timedelta(days=step)


_DELIVERIES: Final = st.builds(
    DraftDelivery, st.sampled_from(get_args(Outcome)), _steps(-9, -5), _steps(-5, 0), _MAILBOXES
)


def _notice(party: Party, means: By, sent: DraftDelivery) -> Draft:
    return lambda on: NoticeGiven(on, party, means, sent.on(on))


def _switching(party: Party, steps: tuple[int | None, int | None], erase: bool, impossible: str) -> Draft:
    notice, transition = steps
    return lambda on: SwitchingAsked(
        on,
        party,
        notice_ends_on=_moved(on, notice),
        erase_only=erase,
        impossible=impossible,
        transition_ends_on=_moved(on, transition),
    )


def _formal_notice(ground: Ground, names: tuple[Clause | None, int | None], sent: Sending, party: Party) -> Draft:
    means, delivery = sent
    return lambda on: FormalNoticeServed(on, ground, names[0], _moved(on, names[1]), means, delivery.on(on), party)


Draft: TypeAlias = Callable[[Day], ContractEvent]
Sending: TypeAlias = tuple[By, DraftDelivery]
_DRAFTS: Final[st.SearchStrategy[Draft]] = st.one_of(
    st.just(Suspension),
    st.just(Reactivation),
    st.builds(_notice, _PARTIES, _MEANS, _DELIVERIES),
    st.builds(lambda party, agreed: lambda on: NoticeWithdrawn(on, party, agreed), _PARTIES, st.booleans()),
    st.builds(lambda party: lambda on: WithdrawalDeclared(on, party), _CLIENT),
    st.builds(
        _switching, _CLIENT, st.tuples(_steps(0, 58), _steps(62, 300)), st.booleans(), st.sampled_from(["", "volume"])
    ),
    st.just(SwitchingCompleted),
    st.builds(lambda *said: lambda on: Default(on, *said), _INVOICES, _NATURES, _CLIENT),
    st.builds(lambda *said: lambda on: Infringement(on, "6.5", *said), st.sampled_from(["", "pièce n° 4"]), _CLIENT),
    st.builds(lambda *said: lambda on: Settled(on, *said), _GROUNDS, st.none() | _INVOICES),
    st.builds(
        _formal_notice,
        _GROUNDS,
        st.tuples(_CLAUSES, _steps(0, 40)),
        st.tuples(_MEANS, _DELIVERIES),
        _PROVIDER,
    ),
    st.builds(lambda *said: lambda on: Termination(on, *said), _GROUNDS, _PROVIDER),
)


def contract_events(on: Day) -> st.SearchStrategy[ContractEvent]:
    """Events of a day, of every kind."""
    return _DRAFTS.map(lambda draft: draft(on))


def _for_cause(ground: Ground, limit: int, cured: int | None, ended: int) -> tuple[tuple[int, Draft], ...]:
    """A termination for cause as it should go: the breach, the formal notice, perhaps the cure, the termination."""
    breach: Draft = (lambda on: Default(on, "F-1")) if ground == "non-payment" else _proved
    demand: Draft = lambda on: FormalNoticeServed(on, ground, NAMED, on + timedelta(days=limit))  # noqa: E731
    told: list[tuple[int, Draft]] = [(0, breach), (2, demand), (2 + ended, lambda on: Termination(on, ground))]
    return tuple(told if cured is None else [*told, (2 + cured, lambda on: Settled(on, ground))])


def _proved(on: Day) -> ContractEvent:
    return Infringement(on, "6.5", "pièce n° 4")


_CHAINS: Final = st.one_of(
    _DRAFTS.map(lambda draft: ((0, draft),)),
    st.builds(_for_cause, _GROUNDS, st.integers(0, 20), _steps(0, 25), st.integers(0, 30)),
)


def histories(contract: Contract, most: int = 8) -> st.SearchStrategy[tuple[ContractEvent, ...]]:
    """Events in the first three years of a contract, in any order; many fall close together, so that they meet."""
    begun = contract.begun_on or CONTRACT_DAYS.start
    steps = st.one_of(st.integers(40, 80), st.integers(-5, 1100))
    told = st.lists(st.tuples(steps, _CHAINS), max_size=most)
    return told.map(
        lambda chains: tuple(
            draft(begun + timedelta(days=step + later)) for step, chain in chains for later, draft in chain
        )
    )
