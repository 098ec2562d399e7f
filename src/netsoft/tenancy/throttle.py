"""Article 6.3: passwords are strong only if they cannot be tried without end, so that each failure delays the next.

Three memories of failures: of an account from one source, of a source over all accounts, of an account over all
sources. Nothing is ever locked. The delays of strangers never keep out a person who comes from a source where she
signed in lately: there, the memory of the account over all sources is neither asked nor told.

>>> from datetime import UTC, datetime, timedelta
>>> at = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
>>> tries = NO_TRIES
>>> for _ in range(5):
...     tries = failed(DEFAULT, tries, at)
>>> wait(DEFAULT, tries, at)
datetime.timedelta(seconds=64)
>>> wait(DEFAULT, tries, at + timedelta(minutes=2))
datetime.timedelta(0)
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from attrs import evolve, field, frozen

from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.paris import in_utc
from netsoft.tenancy import throttle_table as t

NONE: Final = timedelta(0)
DAY: Final = t.DAY
"""After a day without a failure nothing is remembered."""


def _since(value: object) -> datetime:
    return in_utc(value, "since")


def _until(value: object) -> datetime:
    return in_utc(value, "until")


def _known_at(value: object) -> datetime | None:
    return None if value is None else in_utc(value, "known_at")


@frozen
class Limit:
    """After ``free`` failures each further one doubles the wait, from ``first`` up to ``longest``.

    What is remembered is halved at each ``halved_every``, whatever happens in it, so that a day's mistakes of many
    people do not add up. Without it, nothing is forgotten until a day without a failure has passed.
    """

    free: int
    first: timedelta
    longest: timedelta
    halved_every: timedelta | None = None

    def __attrs_post_init__(self) -> None:
        if type(self.free) is not int or self.free < 1:
            raise InvalidValue("free", f"{shown(self.free)} n'est pas un nombre d'essais", "donner un entier positif")
        if not NONE < self.first <= self.longest <= DAY:
            problem = "délais hors limites"
            raise InvalidValue("longest", problem, "donner des délais croissants, d'un jour au plus")
        if self.halved_every is not None and not NONE < self.halved_every <= DAY:
            raise InvalidValue("halved_every", "durée hors limites", "donner une durée positive, d'un jour au plus")

    def after(self, failures: int) -> timedelta:
        """Return the wait that so many failures ask for."""
        if failures < self.free:
            return NONE
        doublings = min(failures - self.free, (self.longest // self.first).bit_length())
        return min(self.longest, self.first * (1 << doublings))


@frozen
class Memory:
    """What is remembered under one key: failures, from when they are halved or forgotten, and until when to wait."""

    failures: int
    since: datetime = field(converter=_since)
    until: datetime = field(converter=_until)

    def __attrs_post_init__(self) -> None:
        if type(self.failures) is not int or self.failures < 0:
            problem = f"{shown(self.failures)} n'est pas un nombre d'échecs"
            raise InvalidValue("failures", problem, "donner un entier positif ou nul")


@frozen
class Tries:
    """The three memories that one try meets, and when the person last signed in from that source, if ever."""

    pair: Memory | None = None
    source: Memory | None = None
    account: Memory | None = None
    known_at: datetime | None = field(default=None, converter=_known_at)


NO_TRIES: Final = Tries()
"""Nothing was tried."""


@frozen
class Policy:
    """The limits of the three memories, and for how long a source stays known."""

    pair: Limit = Limit(t.PAIR_FREE, t.PAIR_FIRST, t.PAIR_LONGEST)
    source: Limit = Limit(t.SOURCE_FREE, t.SECOND, t.SOURCE_LONGEST, t.HALVED_EVERY)
    account: Limit = Limit(t.ACCOUNT_FREE, t.SECOND, t.ACCOUNT_LONGEST, t.HALVED_EVERY)
    known_for: timedelta = t.KNOWN_FOR

    def knows(self, tries: Tries, at: datetime) -> bool:
        """Whether the person signed in from that source lately."""
        return tries.known_at is not None and at - tries.known_at < self.known_for


DEFAULT: Final = Policy()
"""The publisher's policy."""


def wait(policy: Policy, tries: Tries, at: datetime) -> timedelta:
    """Return how long the next try waits at an instant; zero where it may be made at once.

    From a known source the account's memory, where the failures of strangers are, is not asked.
    """
    asked = [tries.pair, tries.source] + ([] if policy.knows(tries, at) else [tries.account])
    return max([NONE, *(memory.until - at for memory in asked if memory is not None)])


def failed(policy: Policy, tries: Tries, at: datetime) -> Tries:
    """Return the memories after a try that failed, or that is about to be looked at.

    Note a try *before* its password is looked at, and take it back with :func:`succeeded`: tries made together cannot
    pass together.
    """
    return evolve(
        tries,
        pair=_noted(policy.pair, tries.pair, at),
        source=_noted(policy.source, tries.source, at),
        account=tries.account if policy.knows(tries, at) else _noted(policy.account, tries.account, at),
    )


def succeeded(policy: Policy, tries: Tries, at: datetime) -> Tries:
    """Return the memories after a try that was noted and then succeeded: the source becomes known as the person's.

    Her own failures from there are forgotten; from the other memories this try alone is taken back.
    """
    account = tries.account if policy.knows(tries, at) else _taken_back(tries.account, at)
    return Tries(None, _taken_back(tries.source, at), account, at)


def forgotten(memory: Memory, at: datetime) -> bool:
    """Say whether a memory may be dropped: nothing failed under its key for a day."""
    return at - memory.since >= DAY and memory.until <= at


def most_tries(limit: Limit, over: timedelta) -> int:
    """Return a number of tries that no more than pass a limit in any span of time, while nobody signs in under its key.

    Exact for a limit that does not halve, over a day at the most; for one that halves, each span between two halvings
    is counted as if nothing had been remembered at its start.

    >>> most_tries(DEFAULT.pair, timedelta(days=1)), most_tries(DEFAULT.account, timedelta(days=1))
    (22, 12050)
    """
    if limit.halved_every is not None:
        return (-(-over // limit.halved_every) + 1) * _most_within(limit, limit.halved_every)
    days, rest = divmod(over, DAY)
    return days * _most_within(limit, DAY) + (_most_within(limit, rest) if rest else 0)


def _most_within(limit: Limit, span: timedelta) -> int:
    """Count the tries made as early as may be, from nothing remembered, before ``span`` has passed."""
    tries, passed = limit.free, limit.after(limit.free)
    while passed < span and limit.after(tries) < limit.longest:
        tries += 1
        passed += limit.after(tries)
    return tries + max(-(-(span - passed) // limit.longest), 0)


def _noted(limit: Limit, memory: Memory | None, at: datetime) -> Memory:
    kept, since = _remembered(limit, memory, at)
    return Memory(kept + 1, since, at + limit.after(kept + 1))


def _remembered(limit: Limit, memory: Memory | None, at: datetime) -> tuple[int, datetime]:
    """Return the failures still remembered, and the instant from which the next span runs."""
    if memory is None or forgotten(memory, at):
        return 0, at
    if limit.halved_every is None:
        return memory.failures, at
    spans = max((at - memory.since) // limit.halved_every, 0)
    left = memory.failures >> min(spans, memory.failures.bit_length())
    return (left, memory.since + spans * limit.halved_every) if left else (0, at)


def _taken_back(memory: Memory | None, at: datetime) -> Memory | None:
    return None if memory is None else Memory(max(memory.failures - 1, 0), memory.since, at)
