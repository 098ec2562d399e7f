"""Strategies for outages of the service, their notices, and the time over which availability is measured."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, get_args

from hypothesis import strategies as st

from netsoft.billing.responsibility.outages import OUTSIDE, CauseNotice, Outage, OutageCause, PartyName, Span
from netsoft.contract_readings import ContractReadings, OutsideCauses
from netsoft.days import Period
from netsoft.testing.values import KNOWN_RATES, periods

_WORDS: Final = st.sampled_from(("panne du centre de données", "grève", ""))


def spans(within: Period = KNOWN_RATES) -> st.SearchStrategy[Span]:
    """The time of some civil days of Paris inside ``within``; it may be empty."""
    return periods(within).map(Span.of_days)


@st.composite
def outages(draw: st.DrawFn, near: datetime, within_minutes: int = 180, step: int = 60) -> Outage:
    """Outages that begin within some minutes of ``near``, of any cause and party, with up to two notices.

    Instants are whole multiples of ``step`` seconds from ``near``; some outages last still, some are empty.
    """

    def instant() -> datetime:
        minutes = draw(st.integers(-within_minutes, within_minutes))
        return near + timedelta(seconds=minutes * step)

    party: PartyName = draw(st.sampled_from(("provider", "provider", "provider", "client")))
    causes = get_args(OutageCause) if party == "provider" else (*sorted(OUTSIDE), "own-failure")
    first, last = sorted((instant(), instant()))
    ends = draw(st.sampled_from((last, last, last, None)))
    told = [CauseNotice(instant(), draw(_WORDS), draw(st.sampled_from((last, None)))) for _ in range(draw(_NOTICES))]
    return Outage(first, ends, draw(st.sampled_from(causes)), tuple(told), party)


_NOTICES: Final = st.integers(0, 2)


def outside_readings() -> st.SearchStrategy[ContractReadings]:
    """Both readings of R-30; they shrink to the default."""
    return st.sampled_from(get_args(OutsideCauses)).map(lambda choice: ContractReadings(outside_causes=choice))
