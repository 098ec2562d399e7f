"""Days told by their relation to others: what a draft holds until the ledger that it joins is known."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, TypeAlias

from attrs import frozen
from hypothesis import strategies as st

from netsoft.days import Day, Period

_DATES: Final = ((1, 1), (1, 31), (2, 28), (2, 29), (3, 1), (6, 30), (7, 1), (12, 31))


def clamped(day: Day, within: Period) -> Day:
    """Return ``day``, or the end of ``within`` that is nearest to it."""
    return min(max(day, within.start), within.last)


@frozen
class Near:
    """So many days from the ``which``-th of the days known (the span's first day, if none is)."""

    which: int
    step: int

    def day(self, known: Sequence[Day], within: Period) -> Day:
        """The day itself."""
        anchor = known[self.which % len(known)] if known else within.start
        return clamped(anchor + timedelta(days=self.step), within)


@frozen
class Edge:
    """An edge of a year, of a half-year or of February, in the ``year``-th year of the span."""

    year: int
    place: int

    def day(self, _known: Sequence[Day], within: Period) -> Day:
        """The day itself."""
        year = within.start.year + self.year % (within.last.year - within.start.year + 1)
        month, day = _DATES[self.place]
        return clamped(date(year, month, min(day, monthrange(year, month)[1])), within)


@frozen
class Anywhere:
    """So many days after the beginning of the span."""

    position: int

    def day(self, _known: Sequence[Day], within: Period) -> Day:
        """The day itself."""
        return within.start + timedelta(days=self.position % within.days)


Moment: TypeAlias = Near | Edge | Anywhere

EDGES: Final = st.integers(0, 200 * len(_DATES) - 1).map(lambda n: Edge(*divmod(n, len(_DATES))))
ANYWHERE: Final = st.integers(0, 80_000).map(Anywhere)
MOMENTS: Final[st.SearchStrategy[Moment]] = st.one_of(
    st.sampled_from([Near(which, step) for step in (0, 1, -1) for which in range(12)]),
    st.integers(0, 12 * 40 - 1).map(lambda n: Near(n % 12, n // 12)),
    EDGES,
    ANYWHERE,
)
"""Half of the time on a known day or close to it, else at an edge, or anywhere. One choice each: they shrink fast."""
