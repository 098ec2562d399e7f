"""Strategies for the uses of accesses: a few users, browsers and sources, close in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from netsoft.names import UserId
from netsoft.tenancy.places import Source
from netsoft.tenancy.simultaneous import AccessUse, SharingPolicy

_START: Final = datetime(2026, 11, 2, 8, tzinfo=UTC)
_SOURCES: Final = tuple(map(Source.parse, ("192.0.2.7", "198.51.100.4", "2001:db8::1", "2001:db8::2", "2001:db8:1::1")))


@st.composite
def uses(draw: st.DrawFn, max_size: int = 12) -> tuple[AccessUse, ...]:
    """Uses in order of time, some at the same instant; they shrink to one browser in one place."""
    at, made = _START, []
    for _ in range(draw(st.integers(0, max_size))):
        at += timedelta(minutes=draw(st.sampled_from((0, 1, 10, 20, 29, 30, 31))))
        user, browser = draw(st.sampled_from(("alix", "basile"))), draw(st.sampled_from(("a", "b", "c")))
        made.append(AccessUse(at, UserId(user), browser, draw(st.sampled_from(_SOURCES))))
    return tuple(made)


def sharing_policies() -> st.SearchStrategy[SharingPolicy]:
    """Policies of any window and of few returns; they shrink to the default's."""
    windows = st.sampled_from((30, 1, 11, 60)).map(lambda minutes: timedelta(minutes=minutes))
    return st.builds(SharingPolicy, windows, st.integers(1, 2), st.sampled_from((2, 1)))
