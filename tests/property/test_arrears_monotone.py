"""More is never less: in amount, in days, in each fact that makes things worse."""

from datetime import timedelta

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from netsoft.answers import OverDays
from netsoft.billing.account import Arrears
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
from netsoft.days import Day
from netsoft.money import ZERO, Money
from netsoft.testing import drawings, money, with_fact
from tests.property.accounts import (
    WINTER,
    YEAR,
    Drawing,
    Judged,
    at_once,
    dense,
    last_moment,
    net,
    only,
    reading,
)

TOMORROW = timedelta(days=1)


def cents_of_rounding(*accounts: Arrears) -> Money:
    """A cent for each line of interest: other cuts round otherwise."""
    return Money(cents=sum(isinstance(line.basis, OverDays) for a in accounts for line in a.lines))


@given(dense(), at_once(), money(), st.data())
def test_in_amount_where_nothing_is_paid(drawing: Drawing, by: Judged, more: Money, data: st.DataObject) -> None:
    """A dearer invoice never costs less, head by head."""
    ledger, on = only(drawing[0], CreditNote, Collection, Judgment, FormalNotice, DebitReturned), drawing[1]
    dear = dearer(ledger, data.draw(st.integers(0, len(ledger.invoices) - 1)), more)
    less, much = (arrears(some, by[0], on, by[1]) for some in (ledger, dear))
    assert net(much) >= net(less)
    assert much.totals.interest >= less.totals.interest
    assert much.totals.penalties >= less.totals.penalties


@given(drawings(max_invoices=1, within=YEAR), at_once(), money())
def test_in_amount_of_the_only_invoice(drawing: Drawing, by: Judged, more: Money) -> None:
    """With payments too, as long as no debit is rejected: a part unpaid on the due day, however small,
    is the incident that strikes the 15 %, once."""
    ledger, on = only(drawing[0], Payment, CreditNote, Collection, Judgment, FormalNotice), drawing[1]
    less, much = (arrears(some, by[0], on, by[1]) for some in (ledger, dearer(ledger, 0, more)))
    assert net(much) + cents_of_rounding(less, much) >= net(less)


def dearer(ledger: Ledger, place: int, more: Money) -> Ledger:
    invoices = list(ledger.invoices)
    whole = invoices[place]
    invoices[place] = attrs.evolve(whole, total=whole.total + more, net=None, vat=None)
    return attrs.evolve(ledger, invoices=tuple(invoices))


@given(dense(), at_once(), st.integers(1, 60))
def test_in_days(drawing: Drawing, by: Judged, days: int) -> None:
    """Once nothing happens any more, a later account is never lower, and no payment moves."""
    ledger, (law, assuming) = drawing[0], by
    first = last_moment(ledger)
    then, later = (arrears(ledger, law, day, assuming) for day in (first, first + timedelta(days=days)))
    assert later.totals.total >= then.totals.total
    assert later.totals.principal == then.totals.principal
    assert later.totals.interest >= then.totals.interest
    assert later.allocations == then.allocations
    assert then.access.granted or not later.access.granted


@given(dense(), at_once())
def test_the_next_day_adds_what_was_said(drawing: Drawing, by: Judged) -> None:
    """``daily`` is what the next day adds, but for a cent a line that each day's rounding may move."""
    ledger, (law, assuming) = drawing[0], by
    first = last_moment(ledger) + TOMORROW
    today, next_day = (arrears(ledger, law, day, assuming) for day in (first, first + TOMORROW))
    assert today.daily is not None
    added = next_day.totals.interest - today.totals.interest
    room = Money(cents=1 + len(today.balances))
    assert today.daily - room <= added <= today.daily + room


def aggravating(ledger: Ledger, day: Day) -> st.SearchStrategy[Event]:
    """A fact that makes things worse, on a day: recourse, judgment, notice, rejection, return."""
    numbers = [invoice.number for invoice in ledger.invoices if invoice.issued <= day]
    undone = {e.payment for e in ledger.events if isinstance(e, DebitReturned)}
    debits = [p.id for p in ledger.payments if p.means in {None, "direct-debit"} and p.id not in undone]
    reasons = st.sampled_from(("MS02", "MD06", "AC06", "AM04", "AM05", "MS03"))
    kinds: list[st.SearchStrategy[Event]] = [
        st.just(Collection(day, "agency")),
        st.just(Judgment(day)),
        st.just(FormalNotice(day)),
    ]
    if numbers:
        kinds.append(
            st.builds(DebitReturned, st.just(day), st.just("reject"), reasons, invoice=st.sampled_from(numbers))
        )
    if debits:
        kinds.append(st.builds(DebitReturned, st.just(day), st.just("return"), reasons, st.sampled_from(debits)))
    return st.one_of(kinds)


@given(dense(), at_once(), st.data(), st.integers(0, 40))
def test_in_each_aggravating_fact(drawing: Drawing, by: Judged, data: st.DataObject, days: int) -> None:
    """After all the others, none lowers the account, on its day or later, or gives access back.

    But where 8.5 absorbs 8.2 (R-21): 50 % of little may be less than 15 % of much.
    """
    (ledger, _on), (law, assuming) = drawing, reading(by, cumulation="cumulative")
    day = last_moment(ledger) + TOMORROW
    worse = with_fact(ledger, data.draw(aggravating(ledger, day)))
    before, after = (arrears(some, law, day + timedelta(days=days), assuming) for some in (ledger, worse))
    assert net(after) + cents_of_rounding(before, after) >= net(before)
    assert before.access.granted or not after.access.granted


@given(drawings(within=WINTER), at_once(), money())
def test_a_payment_lowers_the_debt_by_no_less_than_itself(drawing: Drawing, by: Judged, amount: Money) -> None:
    """Paid after the last fact, it lowers the account by itself that day, and spares interest later."""
    ledger, (law, assuming) = drawing[0], reading(by, penalty_base="once")
    day = last_moment(ledger) + TOMORROW
    paid = with_fact(ledger, Payment(day, amount, "P-new"))
    assert net(arrears(paid, law, day, assuming)) == net(arrears(ledger, law, day, assuming)) - amount
    later = day + timedelta(days=30)
    spared = net(arrears(ledger, law, later, assuming)) - net(arrears(paid, law, later, assuming))
    assume(spared != amount)
    assert spared > amount > ZERO
