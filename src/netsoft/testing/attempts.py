"""Strategies for limits on tries, and for the instants at which somebody tries."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from netsoft.tenancy.throttle import Limit


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    """Limits of a few free failures and of waits of seconds, some halved every minute or so."""
    first = draw(st.integers(1, 5))
    longest = first + draw(st.integers(0, 60))
    halved = draw(st.none() | st.integers(20, 90).map(lambda seconds: timedelta(seconds=seconds)))
    return Limit(draw(st.integers(1, 4)), timedelta(seconds=first), timedelta(seconds=longest), halved)


def gaps(max_size: int = 60) -> st.SearchStrategy[list[timedelta]]:
    """Times between the tries of somebody who hurries, waits, and comes back another day."""
    seconds = st.sampled_from((0, 1, 1, 2, 5, 8, 30, 61, 3_600, 86_400))
    return st.lists(seconds.map(lambda number: timedelta(seconds=number)), max_size=max_size)
