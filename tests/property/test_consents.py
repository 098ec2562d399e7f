"""Quotes, consents and calls in general: the order of facts, each call in one place, and a history of quotes."""

from datetime import UTC, date, datetime, timedelta

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from netsoft.billing.prices.options import CallReport, Offers, bill_calls
from netsoft.billing.prices.pricing import PerUnit
from netsoft.billing.prices.quotes import Consent, Quote, agreed, billable
from netsoft.billing.prices.tariff import Price
from netsoft.money import Money, Rate, total
from netsoft.names import UserId
from netsoft.paris import day_in_paris
from netsoft.testing import call_reports, consents, quotes

END = date(2026, 6, 1)
REPORTS = st.lists(call_reports(), max_size=6)


@given(st.data(), quotes(), st.integers(0, 90))
def test_what_is_billed_was_consented_to(data: st.DataObject, quote: Quote, days: int) -> None:
    """The slow reading: some consent has the quote, its digest, the power, and a day within the quote and the day."""
    given_ = tuple(data.draw(st.lists(consents(quote), max_size=3)))
    on = date(2026, 3, 1) + timedelta(days=days)
    holds = any(
        c.digest == quote.digest
        and c.entitled is True
        and quote.made_on <= day_in_paris(c.at) <= min(quote.valid_until, on)
        for c in given_
    )
    answer = billable(quote, given_, on)
    assert answer.decision.granted == holds == bool(answer.lines)
    assert billable(quote, given_[::-1], on).decision.verdict == answer.decision.verdict
    assert not billable(quote, given_, on, billed=(quote.id,)).decision.granted


@given(st.data(), quotes())
def test_a_consent_more_never_takes_one_away(data: st.DataObject, quote: Quote) -> None:
    given_ = data.draw(st.lists(consents(quote), max_size=3))
    if agreed(quote, given_[1:]).decision.granted:
        assert agreed(quote, given_).decision.granted


@given(st.data(), quotes(per_call=True), REPORTS)
def test_each_call_is_in_one_place(data: st.DataObject, quote: Quote, reports: list[CallReport]) -> None:
    offers = Offers((quote,), tuple(data.draw(st.lists(consents(quote), max_size=2))))
    bill = bill_calls(reports, offers, END)
    places = (*bill.billed, *bill.pending, *bill.failed, *bill.conflicts, *(name for name, _decision in bill.refused))
    assert sorted(places) == sorted({report.call for report in reports})
    assert total([line.amount for line in bill.lines]) == total(
        [line.amount for line in quote.price.lines(len(bill.billed))]
    )
    shuffled = data.draw(st.permutations(reports))
    assert bill_calls([*shuffled, *reports], offers, END) == bill


@given(st.data(), quotes(per_call=True), REPORTS, REPORTS)
def test_no_call_is_billed_twice(
    data: st.DataObject, quote: Quote, early: list[CallReport], late: list[CallReport]
) -> None:
    offers = Offers((quote,), tuple(data.draw(st.lists(consents(quote), min_size=1, max_size=2))))
    first = bill_calls(early, offers, END)
    second = bill_calls([*early, *late], offers, END, billed=first.billed)
    assert not set(first.billed) & set(second.billed)


class QuotesInTime(RuleBasedStateMachine):
    """Quotes are made, changed, consented to, billed, day after day: what is billed has its consent, and once."""

    def __init__(self) -> None:
        super().__init__()
        self.at = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.quotes: dict[str, Quote] = {}
        self.consents: list[Consent] = []
        self.billed: dict[str, Money] = {}
        self.seen: dict[str, Money] = {}

    @rule(name=st.sampled_from(("Q-1", "Q-2")), cents=st.integers(1, 500), days=st.integers(0, 10))
    def offer(self, name: str, cents: int, days: int) -> None:
        """Make a quote, or change the one of that name: once billed it stays as it was."""
        if name not in self.billed:
            today = day_in_paris(self.at)
            model = PerUnit(Money(cents=cents))
            price = Price("work", "Travaux", "work", today, model, Rate(1, 5))
            quote = Quote(name, price, 1, today, today + timedelta(days=days), f"{cents} centimes")
            self.quotes[name] = quote
            self.seen[quote.digest] = Money(cents=cents)

    @precondition(lambda self: self.quotes)
    @rule(data=st.data(), entitled=st.sampled_from((True, True, False, None)))
    def consent(self, data: st.DataObject, entitled: bool | None) -> None:
        """Consent to a quote as it stands."""
        quote = self.quotes[data.draw(st.sampled_from(sorted(self.quotes)))]
        self.consents.append(Consent(quote.id, quote.digest, UserId("camille"), entitled, self.at))

    @rule(hours=st.integers(1, 100))
    def wait(self, hours: int) -> None:
        """Let time pass."""
        self.at += timedelta(hours=hours)

    @precondition(lambda self: self.quotes)
    @rule(data=st.data())
    def bill(self, data: st.DataObject) -> None:
        """Bill a quote, if it may be."""
        quote = self.quotes[data.draw(st.sampled_from(sorted(self.quotes)))]
        answer = billable(quote, self.consents, day_in_paris(self.at), billed=self.billed)
        if answer.decision.granted:
            assert quote.id not in self.billed
            self.billed[quote.id] = total([line.amount for line in answer.lines])

    @invariant()
    def what_is_billed_is_what_an_entitled_user_saw(self) -> None:
        for name, amount in self.billed.items():
            held = [c for c in self.consents if c.quote == name and c.entitled]
            assert any(self.seen[c.digest] == amount for c in held)

    @invariant()
    def a_changed_price_waits_for_its_consent(self) -> None:
        for quote in self.quotes.values():
            dearer = attrs.evolve(quote, price=attrs.evolve(quote.price, model=PerUnit(10_000)))
            assert not billable(dearer, self.consents, day_in_paris(self.at)).decision.granted


TestQuotesInTime = QuotesInTime.TestCase
TestQuotesInTime.settings = settings(stateful_step_count=15)
