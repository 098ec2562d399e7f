"""Strategies for quotes, consents and calls of options."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from netsoft.billing.prices.options import CallReport
from netsoft.billing.prices.price_models import PerUnit
from netsoft.billing.prices.quotes import Consent, Quote
from netsoft.billing.prices.tariff import Price
from netsoft.money import Rate
from netsoft.names import UserId
from netsoft.testing.prices import unit_prices

FIRST: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPTION: Final = "signature"
USERS: Final = st.sampled_from((UserId("camille"), UserId("sacha")))
INSTANTS: Final = st.integers(0, 60 * 24).map(lambda hours: FIRST + timedelta(hours=hours))


@st.composite
def quotes(draw: st.DrawFn, per_call: bool = False) -> Quote:
    """Quotes of one option over some sixty days; ``per_call`` for those at a price each call."""
    made = date(2026, 3, 1) + timedelta(days=draw(st.integers(0, 30)))
    model = PerUnit(draw(unit_prices()))
    price = Price(OPTION, "Signature électronique", "option", made, model, Rate(1, 5))
    quantity = None if per_call else draw(st.integers(1, 5))
    valid = made + timedelta(days=draw(st.integers(0, 30)))
    return Quote(draw(st.sampled_from(("Q-1", "Q-2", "Q-3"))), price, quantity, made, valid, "le prix montré")


@st.composite
def consents(draw: st.DrawFn, to: Quote) -> Consent:
    """Consents to a quote, by one entitled or not, to its price or to another, in time or not."""
    digest = draw(st.sampled_from((to.digest, to.digest, "0" * 64)))
    return Consent(to.id, digest, draw(USERS), draw(st.sampled_from((True, True, False, None))), draw(INSTANTS))


def call_reports() -> st.SearchStrategy[CallReport]:
    """Reports of a few calls: retries, outcomes that contradict one another, other options."""
    return st.builds(
        CallReport,
        st.sampled_from(("c-1", "c-2", "c-3", "c-4")),
        st.sampled_from((OPTION, OPTION, OPTION, "vies")),
        st.sampled_from((UserId("camille"), UserId("camille"), UserId("sacha"))),
        INSTANTS,
        st.sampled_from(("delivered", "failed", "unknown")),
        attempt=st.integers(1, 3),
    )
