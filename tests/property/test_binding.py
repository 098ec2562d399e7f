"""What always holds of the version of the terms that binds a client (1.2, R-31)."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from netsoft.catalogue import Acceptance, ClientHistory, Version, binding_version, edition_on, must_show
from netsoft.contract_readings import ContractReadings
from netsoft.days import Day
from netsoft.paris import day_in_paris
from netsoft.testing import EVERY_VERSION, client_histories, new_terms_readings

LATER: Final = st.integers(0, 700)


def literal(client: ClientHistory, on: Day, readings: ContractReadings) -> Version:
    """Day by day from the contract on: whatever begins to bind on a day binds from then, if it is newer."""
    day, bound = client.concluded_on, None
    while day <= on:
        for version in EVERY_VERSION:
            if begins(client, version, day, readings) and (bound is None or version.first_day > bound.first_day):
                bound = version
        day += timedelta(days=1)
    assert bound is not None
    return bound


def begins(client: ClientHistory, version: Version, day: Day, readings: ContractReadings) -> bool:
    """Whether a version has begun to bind by a day."""
    if version.first_day > day:
        return False
    if version.first_day <= client.concluded_on:
        return True
    if readings.new_terms == "publication":
        return True
    if readings.new_terms == "first-use-after-shown":
        return any(a.version == version.name and a.on <= day for a in client.acceptances)
    terms = [first_of_term(client.available_on, n) for n in range(4)]
    return any(version.first_day <= first <= day for first in terms)


def first_of_term(available: date, years: int) -> date:
    try:
        return available.replace(year=available.year + years)
    except ValueError:
        return date(available.year + years, 2, 28)


@given(client_histories(), LATER, new_terms_readings())
def test_it_is_what_a_walk_through_the_days_gives(client: ClientHistory, days: int, by: ContractReadings) -> None:
    on = client.concluded_on + timedelta(days=days)
    assert binding_version(client, EVERY_VERSION, on, by).version == literal(client, on, by)


@given(client_histories(), LATER, LATER, new_terms_readings())
def test_it_never_goes_back(client: ClientHistory, one: int, two: int, by: ContractReadings) -> None:
    first, last = (client.concluded_on + timedelta(days=days) for days in sorted((one, two)))
    before, after = (binding_version(client, EVERY_VERSION, on, by) for on in (first, last))
    assert before.version.first_day <= after.version.first_day
    assert client.concluded_on <= before.since <= first
    if before.version == after.version:
        assert before.since == after.since


@given(client_histories(), LATER, new_terms_readings())
def test_the_order_of_acceptances_does_not_count(client: ClientHistory, days: int, by: ContractReadings) -> None:
    other = ClientHistory(client.concluded_on, client.available_on, client.acceptances[::-1])
    on = client.concluded_on + timedelta(days=days)
    one, two = (binding_version(some, EVERY_VERSION, on, by) for some in (client, other))
    assert (one.version, one.since) == (two.version, two.since)


class Uses(RuleBasedStateMachine):
    """A client whose users are shown, before they go on, what must be shown: it binds at that very use, and once."""

    def __init__(self) -> None:
        super().__init__()
        self.at = datetime(2026, 5, 1, 12, tzinfo=UTC)
        self.kept: list[Acceptance] = []
        self.used = False

    def of(self, user: str) -> list[Acceptance]:
        return [acceptance for acceptance in self.kept if acceptance.user == user]

    def client(self) -> ClientHistory:
        return ClientHistory(date(2026, 5, 1), date(2026, 5, 1), self.kept)

    @rule(days=st.integers(0, 90))
    def time_passes(self, days: int) -> None:
        self.at, self.used = self.at + timedelta(days=days), self.used and not days

    @rule(user=st.sampled_from(("alix", "basile")))
    def a_user_goes_on(self, user: str) -> None:
        version = edition_on(day_in_paris(self.at), EVERY_VERSION)
        if must_show(self.of(user), version, self.at):
            self.kept.append(Acceptance.of(version, user, self.at))
        assert not must_show(self.of(user), version, self.at)
        self.used = True

    @invariant()
    def what_is_used_binds(self) -> None:
        found = binding_version(self.client(), EVERY_VERSION, day_in_paris(self.at))
        if self.used:
            assert (found.version, found.awaited) == (edition_on(day_in_paris(self.at), EVERY_VERSION), None)

    @invariant()
    def nobody_accepts_a_version_twice(self) -> None:
        keys = [(acceptance.user, acceptance.version) for acceptance in self.kept]
        assert len(keys) == len(set(keys))


Uses.TestCase.settings = settings(max_examples=15, stateful_step_count=15)
TestUses = Uses.TestCase
