"""Strategies for whole ledgers, for one more fact of a ledger, and for the day on which an account is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final, TypeVar

import attrs
from hypothesis import strategies as st

from netsoft.billing.entries import Cause, CreditNote, Invoice, Means, Nature, Payment, RejectionType
from netsoft.billing.ledger import Ledger
from netsoft.billing.sepa import REASON_CODES
from netsoft.days import Day, Period
from netsoft.testing.drafts import (
    CreditNoteDraft,
    DebitDraft,
    Draft,
    EventDraft,
    InvoiceDraft,
    Later,
    Manner,
    PaymentDraft,
    moments_of,
)
from netsoft.testing.moments import MOMENTS
from netsoft.testing.values import KNOWN_RATES, money

T = TypeVar("T")

_NATURES: Final[tuple[Nature, ...]] = ("subscription", "complement", "option", "work")
_MEANS: Final[tuple[Means | None, ...]] = (None, "direct-debit", "transfer", "card", "cheque")
_CAUSES: Final[tuple[Cause, ...]] = ("rebate", "correction")
_TYPES: Final[tuple[RejectionType, ...]] = ("return", "refund", "reject", "refusal")
_OFTEN: Final = ("MS02", "AM04", "MD06", "AC06", "MS03", "MD01", "AM05")

_LATE: Final = st.sampled_from((None, None, None, None, None, 0, 1, 2, 15, 40))
_PLACE: Final = st.integers(0, 9)
_AMOUNTS: Final = st.one_of(st.none(), money())
_REASONS: Final = st.sampled_from((*_OFTEN, *_OFTEN, *_OFTEN, *sorted(REASON_CODES)))
_MANNERS: Final = st.sampled_from([Manner(*of) for of in product(_MEANS, (True, False), (False, True))])
_WHOSE: Final = st.sampled_from(((), (0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)))

_INVOICES: Final = st.builds(
    InvoiceDraft,
    when=MOMENTS,
    delay=st.sampled_from((30, 0, 1, 15, 45, 60)),
    amount=money(),
    nature=st.sampled_from(_NATURES),
    late=_LATE,
)
_PAYMENTS: Final = st.builds(
    PaymentDraft,
    when=MOMENTS,
    which=_PLACE,
    amount=_AMOUNTS,
    manner=_MANNERS,
    late=_LATE,
)
_CREDIT_NOTES: Final = st.builds(
    CreditNoteDraft, when=MOMENTS, which=_PLACE, amount=_AMOUNTS, cause=st.sampled_from(_CAUSES), late=_LATE
)
_DEBITS: Final = st.builds(
    DebitDraft, when=MOMENTS, which=_PLACE, type=st.sampled_from(_TYPES), reason=_REASONS, late=_LATE
)
_EVENTS: Final = st.builds(EventDraft, when=MOMENTS, kind=st.integers(0, 9), whose=_WHOSE, late=_LATE)
_DRAFTS: Final[tuple[st.SearchStrategy[Draft], ...]] = (
    _PAYMENTS,
    _EVENTS,
    _DEBITS,
    _CREDIT_NOTES,
    _PAYMENTS,
    _EVENTS,
    _DEBITS,
    _PAYMENTS,
)


@st.composite
def ledgers(draw: st.DrawFn, max_invoices: int = 3, max_facts: int = 8, within: Period = KNOWN_RATES) -> Ledger:
    """Ledgers of one to ``max_invoices`` invoices and up to ``max_facts`` other facts, their days in any order.

    Payments in part, in advance, in excess, chosen or not; credit notes; debits rejected before or after the due day,
    returned, refunded; every other event; facts learnt late, several facts on one day, invoices due together.
    """
    more = draw(st.lists(_perhaps(_INVOICES, _INVOICES, _INVOICES), max_size=max_invoices - 1))
    later = draw(st.lists(_perhaps(*_DRAFTS), max_size=max_facts))
    return _assembled([draw(_INVOICES), *more], later, within)


def _perhaps(*strategies: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """One of the strategies, or nothing: a place that shrinks to nothing is then short enough to be removed."""
    choices: tuple[st.SearchStrategy[T | None], ...] = (st.none(), *strategies)
    return st.sampled_from(choices).flatmap(_itself)


def _itself(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    return strategy


def _assembled(invoices: Sequence[InvoiceDraft | None], later: Sequence[Draft | None], within: Period) -> Ledger:
    ledger = Ledger()
    for invoice in filter(None, invoices):
        ledger = with_fact(ledger, invoice.invoice(ledger, within))
    payments_first = sorted(filter(None, later), key=lambda draft: not isinstance(draft, PaymentDraft))
    for draft in payments_first:  # so that there is something to return
        ledger = with_fact(ledger, draft.fact(ledger, within))
    return ledger


@st.composite
def invoices(draw: st.DrawFn, ledger: Ledger, within: Period = KNOWN_RATES) -> Invoice:
    """One more invoice for ``ledger``, often due together with one that it holds."""
    return draw(_INVOICES).invoice(ledger, within)


@st.composite
def facts(draw: st.DrawFn, ledger: Ledger, within: Period = KNOWN_RATES) -> Later:
    """One more fact, other than an invoice, that ``ledger`` may take."""
    return draw(draw(st.sampled_from(_DRAFTS))).fact(ledger, within)


def with_fact(ledger: Ledger, fact: Invoice | Later) -> Ledger:
    """Return ``ledger`` with one more fact, at the end of those of its kind."""
    if isinstance(fact, Invoice):
        return attrs.evolve(ledger, invoices=(*ledger.invoices, fact))
    if isinstance(fact, Payment):
        return attrs.evolve(ledger, payments=(*ledger.payments, fact))
    if isinstance(fact, CreditNote):
        return attrs.evolve(ledger, credit_notes=(*ledger.credit_notes, fact))
    return attrs.evolve(ledger, events=(*ledger.events, fact))


@st.composite
def days_of(draw: st.DrawFn, ledger: Ledger, within: Period = KNOWN_RATES) -> Day:
    """Days on which to draw the account: on or next to a due day or a fact, later, or the last day of ``within``."""
    moment = draw(st.one_of(MOMENTS, st.none()))
    return moment.day(moments_of(ledger), within) if moment else within.last


@st.composite
def drawings(
    draw: st.DrawFn, max_invoices: int = 3, max_facts: int = 8, within: Period = KNOWN_RATES
) -> tuple[Ledger, Day]:
    """A ledger with the day on which its account is drawn."""
    ledger = draw(ledgers(max_invoices, max_facts, within))
    return ledger, draw(days_of(ledger, within))
