"""Strategies for certificates of insurance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hypothesis import strategies as st

from netsoft.billing.responsibility.insurance import RISKS, Certificate, Risk
from netsoft.days import Period

COVERED_YEAR: Final = Period(date(2026, 1, 1), date(2027, 1, 1))
"""The year around which certificates stand, by default."""


def certificates(within: Period = COVERED_YEAR) -> st.SearchStrategy[Certificate]:
    """Certificates of either risk, of one day to four months, that begin within a year or in the month before."""
    starts = st.integers(-31, within.days - 1).map(lambda n: within.start + timedelta(days=n))
    return st.builds(_certificate, st.sampled_from(RISKS), starts, st.integers(0, 120))


def _certificate(risk: Risk, start: date, days: int) -> Certificate:
    return Certificate(risk, "Assureur A", "P-1", start, start + timedelta(days=days))
