"""Strategies for versions of the terms and for what a client's users accepted of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final, get_args

import attrs
from hypothesis import strategies as st

from netsoft.catalogue import EDITIONS, Acceptance, ClientHistory, Version
from netsoft.cg052018 import CG052018
from netsoft.contract_readings import ContractReadings, NewTerms

_FIRST: Final = date(2026, 1, 1)
_NEW: Final = tuple(
    Version(attrs.evolve(CG052018, name=name, first_day=first))
    for name, first in (("CG062026", date(2026, 6, 1)), ("CG012027", date(2027, 1, 1)), ("CG022027", date(2027, 2, 28)))
)
EVERY_VERSION: Final = (*EDITIONS, *_NEW)
"""All that were ever in force, in order."""

_HOURS: Final = st.integers(0, 600 * 24)


@st.composite
def client_histories(draw: st.DrawFn, max_acceptances: int = 5) -> ClientHistory:
    """Clients since 2026 whose users accepted some of :data:`EVERY_VERSION`, before or after they were in force."""
    concluded = _FIRST + timedelta(days=draw(st.integers(0, 400)))
    available = concluded + timedelta(days=draw(st.integers(0, 30)))
    midnight = datetime(concluded.year, concluded.month, concluded.day, tzinfo=UTC)
    accepted = [
        Acceptance.of(
            draw(st.sampled_from(EVERY_VERSION)),
            draw(st.sampled_from(("alix", "basile"))),
            midnight + timedelta(hours=draw(_HOURS)),
        )
        for _ in range(draw(st.integers(0, max_acceptances)))
    ]
    return ClientHistory(concluded, available, accepted)


def new_terms_readings() -> st.SearchStrategy[ContractReadings]:
    """The readings of R-31; they shrink to the default."""
    return st.sampled_from(get_args(NewTerms)).map(lambda choice: ContractReadings(new_terms=choice))
