"""Strategies for article 7: actions that meet one another, counts, what a tier is computed from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from netsoft.days import Month
from netsoft.metering.actions import Action
from netsoft.metering.overage import TenantMonth
from netsoft.metering.tier import FleetMember, Publication, TierInputs
from netsoft.metering.usage import Usage, UserMonth
from netsoft.names import ActionId, TenantId, UserId
from netsoft.testing.values import days
from netsoft.usage_readings import QUESTIONS, UsageReadings

TENANTS: Final = tuple(map(TenantId, ("alizes", "mistral", "sirocco")))
USERS: Final = tuple(map(UserId, ("anna", "hugo", "zoé")))
MONTHS: Final = tuple(Month(2026, month) for month in (9, 10, 11, 12))
_FIRST: Final = datetime(2026, 8, 31, 21, 59, tzinfo=UTC)
_EDGES: Final = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2026-08-31T22:00:00+00:00",
        "2026-09-30T21:59:59+00:00",
        "2026-09-30T22:00:00+00:00",
        "2026-10-25T00:30:00+00:00",
        "2026-10-31T22:59:59+00:00",
        "2026-10-31T23:00:00+00:00",
    )
)
_COUNTS: Final = st.one_of(st.integers(0, 20), st.integers(0, 20_000))


@st.composite
def actions(draw: st.DrawFn) -> Action:
    """Actions of a few ids, tenants, users, kinds and instants, so that copies and conflicts come often.

    Instants lie from the last minute of August to December 2026, often at an edge of a month of Paris.
    """
    instants = st.integers(0, 120 * 24 * 60).map(lambda minutes: _FIRST + timedelta(minutes=minutes))
    return Action(
        draw(st.integers(0, 4).map(lambda n: ActionId(f"a-{n}"))),
        draw(st.sampled_from(TENANTS)),
        draw(st.sampled_from(USERS)),
        draw(st.one_of(st.sampled_from(_EDGES), instants)),
        draw(st.sampled_from(("record", "search"))),
    )


@st.composite
def arrivals(draw: st.DrawFn, max_size: int = 20) -> list[Action]:
    """Actions as they arrive: some come again, word for word, anywhere in the series."""
    series = draw(st.lists(actions(), max_size=max_size))
    for which, where in draw(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=5)):
        if series:
            series.insert(where % (len(series) + 1), series[which % len(series)])
    return series


def usages() -> st.SearchStrategy[Usage]:
    """Counts of a few tenants, users and months, some of them zero."""
    row = st.builds(UserMonth, st.sampled_from(TENANTS), st.sampled_from(USERS), st.sampled_from(MONTHS), _COUNTS)
    return st.lists(row, max_size=8).map(Usage.counted)


@st.composite
def fleet_members(draw: st.DrawFn, name: str = "t-0") -> FleetMember:
    """A tenant of a fleet, active or not, its declared users known."""
    users = draw(st.integers(0, 5))
    actions = users + draw(st.integers(0, 30_000)) if users else 0
    return FleetMember(TenantId(name), users, actions, draw(st.integers(0, 6)))


@st.composite
def tier_inputs(draw: st.DrawFn, at_least: int = 0) -> TierInputs:
    """What the tier of a month is computed from: up to six tenants, up to two publications."""
    size = draw(st.integers(at_least, 6))
    members = tuple(draw(fleet_members(f"t-{n}")) for n in range(size))
    figures = st.lists(st.builds(Publication, st.integers(1, 9000), days()), max_size=2, unique_by=lambda one: one.on)
    return TierInputs(draw(st.sampled_from(MONTHS)), members, tuple(draw(figures)))


def tenant_months() -> st.SearchStrategy[TenantMonth]:
    """What a tenant did in a month, against any number of declared users."""
    users = st.dictionaries(st.sampled_from(USERS), _COUNTS)
    return st.builds(TenantMonth, st.sampled_from(TENANTS), st.integers(0, 5), users)


@st.composite
def usage_readings(draw: st.DrawFn) -> UsageReadings:
    """Every choice of readings of article 7; they shrink to the defaults."""
    choices = {key: st.sampled_from(values) for _number, key, values in QUESTIONS}
    return UsageReadings.of(draw(st.fixed_dictionaries({}, optional=choices)))
