"""Strategies for claims: what was billed before an event, and what is asked of the provider."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, get_args

from hypothesis import strategies as st

from netsoft.billing.entries import Cause, CreditNote
from netsoft.billing.responsibility.cap import Billed, Compensation, Invoiced
from netsoft.billing.responsibility.exclusions import DAMAGES
from netsoft.billing.responsibility.liability import RETAINED_BY, Claim, ClaimHead
from netsoft.contract_readings import ContractReadings, LiabilityWindow
from netsoft.days import Day, Period
from netsoft.money import Money
from netsoft.testing.values import days

CLAIM_DAYS: Final = Period(date(2024, 2, 1), date(2026, 7, 1))
"""The days over which these claims and invoices stand, by default."""


_FEW: Final = st.integers(0, 2)
_CENTS: Final = st.integers(1, 500_000)
_STEPS: Final = st.integers(-40, 40)
_LENGTHS: Final = st.sampled_from((30, 1, 7, 31, 365))


@st.composite
def billed(draw: st.DrawFn, within: Period = CLAIM_DAYS, max_invoices: int = 5) -> Billed:
    """Invoices with their days of service, credit notes on them, and earlier compensations."""
    anywhere = st.integers(0, within.days - 1).map(lambda n: within.start + timedelta(days=n))
    invoices = [_invoiced(draw, f"F-{n + 1}", draw(anywhere)) for n in range(draw(st.integers(0, max_invoices)))]
    count = draw(_FEW) if invoices else 0
    notes = [_note(draw, draw(st.sampled_from(invoices)), draw(anywhere)) for _ in range(count)]
    granted = [Compensation("R-0", draw(anywhere), Money(cents=draw(_CENTS))) for _ in range(draw(_FEW))]
    return Billed(invoices, notes, granted)


def _invoiced(draw: st.DrawFn, number: str, issued: Day) -> Invoiced:
    start = issued + timedelta(days=draw(_STEPS))
    service = Period(start, start + timedelta(days=draw(_LENGTHS)))
    return Invoiced(number, issued, Money(cents=draw(_CENTS)), service)


def _note(draw: st.DrawFn, invoice: Invoiced, on: Day) -> CreditNote:
    cause: Cause = draw(st.sampled_from(get_args(Cause)))
    return CreditNote(max(on, invoice.issued), Money(cents=draw(_CENTS)), invoice.number, cause)


def claims(within: Period = CLAIM_DAYS) -> st.SearchStrategy[Claim]:
    """Claims of one to four heads, retained or not."""
    heads = st.builds(ClaimHead, st.sampled_from(DAMAGES), st.builds(Money, cents=_CENTS))
    retained = st.sampled_from((None, *RETAINED_BY))
    return st.builds(Claim, st.just("R-1"), days(within), st.lists(heads, min_size=1, max_size=4), retained)


def window_readings() -> st.SearchStrategy[ContractReadings]:
    """Both readings of R-14; they shrink to the default."""
    return st.sampled_from(get_args(LiabilityWindow)).map(lambda choice: ContractReadings(liability_window=choice))
