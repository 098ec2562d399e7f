"""A contract lived by a machine: any act on any day, the library held against the clerk after each."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import (
    ContractEvent,
    Default,
    FormalNoticeServed,
    NoticeGiven,
    Reactivation,
    Settled,
    Suspension,
    SwitchingAsked,
    Termination,
    WithdrawalDeclared,
)
from netsoft.billing.contract.life import life
from netsoft.contract_readings import ContractReadings
from netsoft.testing import contract_events, contract_readings, contracts
from tests.contract.test_termination import NAMED
from tests.reference.contract_life import Diary

OVER = ("ended", "withdrawn", "terminated")


class Lives(RuleBasedStateMachine):
    """The day only goes forward; every act is kept, whether it has an effect or not."""

    @initialize(contract=contracts(), readings=contract_readings(), before=st.integers(0, 40))
    def begin(self, contract: Contract, readings: ContractReadings, before: int) -> None:
        assert contract.begun_on is not None
        self.contract, self.readings = contract, readings
        self.today: date = contract.begun_on - timedelta(days=before // 8)
        self.events: list[ContractEvent] = []
        self.clerk = Diary(contract, readings)
        self.was = "none"

    def act(self, event: ContractEvent) -> None:
        self.events.append(event)
        self.clerk.write(event)

    @rule(days=st.one_of(st.integers(1, 20), st.sampled_from([31, 365])))
    def pass_days(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(data=st.data())
    def anything(self, data: st.DataObject) -> None:
        self.act(data.draw(contract_events(self.today)))

    @rule()
    def close(self) -> None:
        self.act(Suspension(self.today))

    @rule()
    def open(self) -> None:
        self.act(Reactivation(self.today))

    @rule()
    def client_leaves(self) -> None:
        self.act(NoticeGiven(self.today, "client", "email"))

    @rule()
    def provider_leaves(self) -> None:
        self.act(NoticeGiven(self.today, "provider", "registered-letter"))

    @precondition(lambda self: len(self.events) > 6)
    @rule()
    def client_withdraws(self) -> None:
        self.act(WithdrawalDeclared(self.today))

    @precondition(lambda self: len(self.events) > 6)
    @rule()
    def client_switches(self) -> None:
        self.act(SwitchingAsked(self.today))

    @rule(days=st.integers(0, 10))
    def default_and_formal_notice(self, days: int) -> None:
        self.act(Default(self.today, "F-1"))
        self.act(FormalNoticeServed.within(self.today, "non-payment", NAMED, days))

    @rule()
    def settle(self) -> None:
        self.act(Settled(self.today, "non-payment"))

    @rule()
    def provider_terminates(self) -> None:
        self.act(Termination(self.today, "non-payment"))

    @invariant()
    def the_clerk_agrees(self) -> None:
        """On every event, the state and the end; and what is over stays over."""
        found = life(self.contract, self.events, self.today, self.readings)
        assert [item.accepted for item in found.events] == self.clerk.accepted
        assert found.state == self.clerk.state(self.today)
        end = self.clerk.end()
        assert (found.ending.ends_on if found.ending else None) == (end["last"] if end else None)
        assert self.was not in OVER or found.state == self.was
        assert found.is_over is (found.state in OVER)
        self.was = found.state


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=max(10, settings().max_examples // 2), stateful_step_count=20)
