"""Article 6.3 read literally: every failure is kept, and the memory is gone through span by span."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import define, field

from netsoft.tenancy.throttle import Limit

DAY = timedelta(hours=24)


@define
class Door:
    """One key and its limit: what is remembered, and until when it is shut."""

    limit: Limit
    failures: int = 0
    since: datetime | None = None
    shut_until: datetime | None = None
    admitted: list[datetime] = field(factory=list)

    def left(self, at: datetime) -> timedelta:
        """What is left to wait."""
        return max(timedelta(0), self.shut_until - at) if self.shut_until else timedelta(0)

    def fail(self, at: datetime) -> None:
        """Note a failure."""
        self._forget(at)
        self.failures += 1
        if self.limit.halved_every is None or self.since is None:
            self.since = at
        self.shut_until = at + self._wait()
        self.admitted.append(at)

    def _forget(self, at: datetime) -> None:
        if self.since is not None and at - self.since >= DAY:
            self.failures, self.since = 0, None
        while self.since is not None and self.limit.halved_every and at - self.since >= self.limit.halved_every:
            self.failures //= 2
            self.since += self.limit.halved_every
        if not self.failures:
            self.since = None

    def _wait(self) -> timedelta:
        wait = self.limit.first
        for _ in range(self.failures - self.limit.free):
            wait = min(2 * wait, self.limit.longest)
        return wait if self.failures >= self.limit.free else timedelta(0)

    def most_in(self, span: timedelta) -> int:
        """The most tries that passed in a span of time, wherever it begins."""
        return max((sum(start <= at < start + span for at in self.admitted) for start in self.admitted), default=0)
