"""What must not change an account, and what must change it in a known way."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import TypeVar

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from netsoft.billing.arrears import arrears
from netsoft.billing.entries import (
    Collection,
    CreditNote,
    DebitReturned,
    Event,
    FormalNotice,
    Judgment,
    Payment,
)
from netsoft.billing.ledger import Ledger
from netsoft.days import Day, Period
from netsoft.money import Money
from netsoft.testing import facts, with_fact
from tests.property.accounts import YEAR, Drawing, Judged, at_once, dense, judged, net, only, plain, reading

F = TypeVar("F", Payment, CreditNote, Event)
CENT = Money(cents=1)


@given(dense(), judged(), st.randoms(use_true_random=False))
def test_the_order_of_days_is_that_of_the_calendar(drawing: Drawing, by: Judged, chance: Random) -> None:
    """Facts of different days may stand in any order in the file; of one day, the file's order counts."""
    ledger, on = drawing
    days = sorted({fact.on for _place, fact in ledger.facts()})
    rank = {day: chance.random() for day in days}

    def shuffled(given: Sequence[F]) -> tuple[F, ...]:
        return tuple(sorted(given, key=lambda fact: rank[fact.on]))

    other = Ledger(ledger.invoices, shuffled(ledger.payments), shuffled(ledger.credit_notes), shuffled(ledger.events))
    assert plain(arrears(other, by[0], on, by[1])) == plain(arrears(ledger, by[0], on, by[1]))


@given(dense(), judged(), st.data())
def test_a_later_fact_changes_no_earlier_account(drawing: Drawing, by: Judged, data: st.DataObject) -> None:
    ledger, on = drawing
    after = Period(on + timedelta(days=1), on + timedelta(days=400))
    more = with_fact(ledger, data.draw(facts(ledger, after)))
    later = [place for place, fact in more.facts() if fact.on > on]
    then, now = (arrears(some, by[0], on, by[1]) for some in (ledger, more))
    assert plain(now) == plain(then)
    assert set(later) <= {ignored.fact for ignored in now.ignored}


@given(dense(), judged(), st.data())
def test_a_fact_learnt_late_changes_only_what_is_known_later(drawing: Drawing, by: Judged, data: st.DataObject) -> None:
    """Until it is learnt the account is as if it had not been; from that day as if known at once."""
    (ledger, on), (law, assuming) = drawing, by
    fact = data.draw(facts(ledger, Period(YEAR.start, on + timedelta(days=1))))
    learnt = fact.on + timedelta(days=data.draw(st.integers(0, 60)))
    known = data.draw(st.dates(YEAR.start, YEAR.last + timedelta(days=60)))
    assuming = attrs.evolve(assuming, known_on=known)
    late = with_fact(ledger, attrs.evolve(fact, known_on=learnt))
    as_if = ledger if known < learnt else with_fact(ledger, attrs.evolve(fact, known_on=None))
    assert plain(arrears(late, law, on, assuming)) == plain(arrears(as_if, law, on, assuming))


@given(dense(), judged(), st.dates(YEAR.start, YEAR.last))
def test_as_known_on_a_day_is_as_if_nothing_else_had_happened(drawing: Drawing, by: Judged, known: Day) -> None:
    """The ledger cut to what was known gives, with everything known, the account as known that day."""
    (ledger, on), (law, assuming) = drawing, by
    ledger = attrs.evolve(ledger, invoices=tuple(attrs.evolve(i, known_on=None) for i in ledger.invoices))
    assume(all(invoice.issued <= known for invoice in ledger.invoices))
    payments = tuple(p for p in ledger.payments if p.learnt <= known)
    notes = tuple(n for n in ledger.credit_notes if n.learnt <= known)
    kept = {None, *(payment.id for payment in payments)}
    events = (event for event in ledger.events if event.learnt <= known)
    stand = (e for e in events if not isinstance(e, DebitReturned) or e.payment in kept)
    cut = Ledger(ledger.invoices, payments, notes, tuple(stand))
    as_known = arrears(ledger, law, on, attrs.evolve(assuming, known_on=known))
    assert plain(as_known) == plain(arrears(cut, law, on, attrs.evolve(assuming, known_on=None)))


def unnamed(ledger: Ledger, *kinds: type[Payment | CreditNote | Event]) -> Ledger:
    """Facts of some kinds that name no invoice: they weigh on whatever is due."""
    some = only(ledger, *kinds)
    payments = tuple(attrs.evolve(payment, invoice=None) for payment in some.payments)
    return Ledger(some.invoices, payments, (), tuple(about_all(event) for event in some.events))


def about_all(event: Event) -> Event:
    return event if isinstance(event, DebitReturned) else attrs.evolve(event, invoices=())


def in_two(ledger: Ledger, place: int, part: int) -> Ledger:
    """One invoice as two of the same days, side by side in the file."""
    invoices = list(ledger.invoices)
    whole = invoices[place]
    parts = (Money(cents=part), whole.total - Money(cents=part))
    twins = [attrs.evolve(whole, number=f"{whole.number}-{n}", total=t) for n, t in enumerate(parts)]
    return attrs.evolve(ledger, invoices=(*invoices[:place], *twins, *invoices[place + 1 :]))


@given(dense(), at_once(), st.data())
def test_an_invoice_in_two_halves_costs_the_same(drawing: Drawing, by: Judged, data: st.DataObject) -> None:
    """Two invoices of the same days and nature owe what one of their sum owes, but for the cents of
    rounding: one a line and one a share, which a later line may carry once more."""
    ledger, on = unnamed(drawing[0], Payment, Collection, Judgment, FormalNotice), drawing[1]
    place = data.draw(st.integers(0, len(ledger.invoices) - 1))
    assume(ledger.invoices[place].total > CENT)
    part = data.draw(st.integers(1, ledger.invoices[place].total.cents - 1))
    law, assuming = reading(by, statutory_indemnity=False)
    one, two = (arrears(some, law, on, assuming) for some in (ledger, in_two(ledger, place, part)))
    room = CENT * 2 * (len(one.lines) + len(two.lines) + len(two.allocations) + len(two.pending))
    assert -room <= net(one) - net(two) <= room
    assert one.totals.invoiced == two.totals.invoiced


def times_hundred(ledger: Ledger) -> Ledger:
    def more(amount: Money) -> Money:
        return amount * 100

    return Ledger(
        tuple(attrs.evolve(i, total=more(i.total), net=None, vat=None) for i in ledger.invoices),
        tuple(attrs.evolve(p, amount=more(p.amount)) for p in ledger.payments),
        tuple(attrs.evolve(n, amount=more(n.amount)) for n in ledger.credit_notes),
        ledger.events,
    )


@given(dense(), at_once())
def test_a_hundred_times_the_facts_are_a_hundred_times_the_debt(drawing: Drawing, by: Judged) -> None:
    """There is no amount at which a rule changes: what differs is the cents of rounding, a hundredfold.

    Without rejections: a cent unpaid by rounding may be a first incident, and 15 % are struck once.
    """
    ledger = only(drawing[0], Payment, CreditNote, Collection, Judgment, FormalNotice)
    law, assuming = reading(by, statutory_indemnity=False)
    small, large = (arrears(some, law, drawing[1], assuming) for some in (ledger, times_hundred(ledger)))
    room = CENT * (100 * (len(small.lines) + len(small.allocations) + len(large.allocations) + 2))
    assert -room <= net(large) - net(small) * 100 <= room
    assert large.totals.invoiced == small.totals.invoiced * 100
