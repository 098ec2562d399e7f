"""A history of sign-ins: a person at home and elsewhere, strangers who hurry, and time that passes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import hypothesis.strategies as st
from attrs import define, field
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from netsoft.tenancy.throttle import Limit, Memory, Policy, Tries, failed, most_tries, succeeded, wait

SECOND: Final = timedelta(seconds=1)
POLICY: Final = Policy(
    pair=Limit(2, SECOND, 8 * SECOND),
    source=Limit(6, SECOND, 8 * SECOND, 60 * SECOND),
    account=Limit(4, SECOND, 4 * SECOND, 30 * SECOND),
    known_for=300 * SECOND,
)
STRANGERS: Final = ("s1", "s2", "s3")


@define
class Sign:
    """What one deployment remembers of one account, and what passed."""

    pairs: dict[str, Memory | None] = field(factory=dict)
    sources: dict[str, Memory | None] = field(factory=dict)
    known: dict[str, datetime] = field(factory=dict)
    account: Memory | None = None
    passed: list[tuple[str, datetime]] = field(factory=list)

    def tries(self, source: str) -> Tries:
        """What one try from a source meets."""
        return Tries(self.pairs.get(source), self.sources.get(source), self.account, self.known.get(source))

    def ask(self, source: str, at: datetime, *, right: bool) -> timedelta:
        """Try to sign in; return what is left to wait."""
        tries = self.tries(source)
        if left := wait(POLICY, tries, at):
            return left
        after = failed(POLICY, tries, at)
        if right:
            after = succeeded(POLICY, after, at)
            self.known[source] = at
        elif not POLICY.knows(tries, at):
            self.passed.append((source, at))
        self.pairs[source], self.sources[source], self.account = after.pair, after.source, after.account
        return timedelta(0)


class Throttle(RuleBasedStateMachine):
    """Strangers never sign in; the person does whenever she is let try."""

    def __init__(self) -> None:
        super().__init__()
        self.at = datetime(2026, 11, 2, 9, tzinfo=UTC)
        self.kept = Sign()
        self.mistyped = 0

    @rule(seconds=st.sampled_from((1, 2, 5, 30, 120)))
    def time_passes(self, seconds: int) -> None:
        self.at += seconds * SECOND

    @rule(source=st.sampled_from(STRANGERS), times=st.integers(1, 12))
    def a_stranger_hurries(self, source: str, times: int) -> None:
        for _ in range(times):
            self.at += self.kept.ask(source, self.at, right=False)

    @rule()
    def she_signs_in_at_home(self) -> None:
        known, at = self.kept.known.get("home"), self.at
        left = self.kept.ask("home", at, right=True)
        if known is not None and at - known < POLICY.known_for and not self.mistyped:
            assert not left
        assert self.mistyped or left <= POLICY.account.longest
        if not left:
            self.mistyped = 0

    @precondition(lambda self: self.mistyped < 4)
    @rule()
    def she_mistypes_at_home(self) -> None:
        if not self.kept.ask("home", self.at, right=False):
            self.mistyped += 1

    @invariant()
    def a_span_of_time_lets_few_tries_through(self) -> None:
        span, passed = 60 * SECOND, self.kept.passed
        recent = [source for source, at in passed if self.at - at < span]
        successes = sum(1 for _ in self.kept.known)
        assert len(recent) <= most_tries(POLICY.account, span) + successes
        for stranger in STRANGERS:
            assert recent.count(stranger) <= most_tries(POLICY.pair, span)


TestThrottle = Throttle.TestCase
