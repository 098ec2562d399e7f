"""No cent is lost or made: totals, leaves, allocations, and money that comes and goes back."""

from datetime import timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from netsoft.answers import OverDays
from netsoft.billing.account import Arrears, Balance
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import DebitReturned, Payment
from netsoft.billing.ledger import Ledger
from netsoft.money import ZERO, Money, total
from netsoft.testing import money, with_fact
from tests.property.accounts import (
    Drawing,
    Judged,
    at_once,
    dense,
    judged,
    last_moment,
    plain,
    reading,
    times,
)


@times(2)
@given(dense(), judged())
def test_the_identity_of_the_totals(drawing: Drawing, by: Judged) -> None:
    """What was invoiced and accrued, less what was credited and paid, is what is owed less what is held."""
    account = arrears(drawing[0], by[0], drawing[1], by[1])
    totals = account.totals
    assert totals.invoiced - totals.credited + totals.accrued - totals.paid == totals.total - totals.credit
    assert totals.accrued == account.lines_total


@given(dense(), judged())
def test_totals_are_the_sums_of_their_leaves(drawing: Drawing, by: Judged) -> None:
    account = arrears(drawing[0], by[0], drawing[1], by[1])
    for head in ("principal", "interest", "penalties"):
        leaves = [getattr(balance, head) for balance in account.balances]
        assert getattr(account.totals, head) == total(leaves)
        assert min(leaves, default=ZERO) >= ZERO
    held = [a.amount for a in account.allocations if a.to == "credit"]
    assert account.totals.credit == total(held)
    assert all(a.amount > ZERO for a in account.allocations)


@given(dense(), judged())
def test_each_payment_goes_somewhere_whole(drawing: Drawing, by: Judged) -> None:
    """A payment that stands is allocated to the cent, one that came back not at all."""
    ledger, on = drawing
    account = arrears(ledger, by[0], on, by[1])
    known = ledger.as_known(on, by[1].known_on)
    undone = {event.payment for event in known.events if isinstance(event, DebitReturned)}
    for payment in known.payments:
        allocated = total([a.amount for a in account.allocations if a.payment == payment.id])
        assert allocated == (ZERO if payment.id in undone else payment.amount)


def went(account: Arrears, balance: Balance, to: str) -> Money:
    parts = [a for a in account.allocations if a.invoice == balance.invoice and a.to == to]
    return total([part.amount for part in parts])


@given(dense(), judged())
def test_each_invoice_adds_up(drawing: Drawing, by: Judged) -> None:
    """Of each due invoice: its lines less what was paid on them are what it owes."""
    ledger, on = drawing
    account = arrears(ledger, by[0], on, by[1])
    totals = {invoice.number: invoice.total for invoice in ledger.invoices}
    notes = ledger.as_known(on, by[1].known_on).credit_notes
    for balance in account.balances:
        mine = [line for line in account.lines if line.invoice == balance.invoice]
        interest = total([line.amount for line in mine if line.head == "interest"])
        penalties = total([line.amount for line in mine if line.head != "interest"])
        assert balance.interest == interest - went(account, balance, "interest")
        assert balance.penalties == penalties - went(account, balance, "penalty")
        own = [note for note in notes if note.invoice == balance.invoice]
        surplus = total([a.amount for a in account.allocations for n in own if a.payment == n.id])
        credited = total([note.amount for note in own]) - surplus
        paid = went(account, balance, "principal")
        assert balance.principal == totals[balance.invoice] - credited - paid


@given(dense(), judged())
def test_no_free_credit_beside_a_debt(drawing: Drawing, by: Judged) -> None:
    """Money that waits for any invoice waits because nothing can be paid; the 15 % of the balance
    on the day drawn (R-03) come with a principal, so that they are no exception."""
    account = arrears(drawing[0], by[0], drawing[1], by[1])
    free = [a for a in account.allocations if a.to == "credit" and a.invoice is None]
    assert not free or not account.totals.total


@given(dense(), at_once(), money(), st.integers(0, 40))
def test_a_payment_and_its_return_leave_what_was_owed(drawing: Drawing, by: Judged, amount: Money, days: int) -> None:
    """After the last fact, a debit that comes back for the bank's reasons restores each principal and
    each penalty to the cent; only the interest of the days that it lasted is spared."""
    ledger, law, assuming = drawing[0], *reading(by, creditor_side_rejections="no-default")
    day = last_moment(ledger) + timedelta(days=1)
    back = day + timedelta(days=days)
    after = paid_and_returned(ledger, Payment(day, amount, "P-new"), DebitReturned(back, "return", "AM05", "P-new"))
    without, undone = (arrears(some, law, back, assuming) for some in (ledger, after))
    assert owed(undone) == owed(without)
    assert undone.totals.credit == without.totals.credit
    assert undone.totals.interest <= without.totals.interest + cents_of_rounding(undone)


def paid_and_returned(ledger: Ledger, payment: Payment, event: DebitReturned) -> Ledger:
    return with_fact(with_fact(ledger, payment), event)


def owed(account: Arrears) -> list[tuple[str, Money, Money]]:
    return [(b.invoice, b.principal, b.penalties) for b in account.balances]


def cents_of_rounding(account: Arrears) -> Money:
    """A cent for each line of interest: a line cut in two may round up twice."""
    return Money(cents=sum(isinstance(line.basis, OverDays) for line in account.lines))


@given(dense(), at_once(), money(), st.data())
def test_read_as_never_paid_it_never_was(drawing: Drawing, by: Judged, amount: Money, data: st.DataObject) -> None:
    """R-34 the other way: with its return for the bank's reasons, the payment leaves no trace at all."""
    ledger, on = drawing
    law, assuming = reading(by, creditor_side_rejections="no-default", return_effect="as-if-never-paid")
    day = data.draw(st.dates(on - timedelta(days=90), on))
    back = data.draw(st.dates(day, on))
    choice = data.draw(st.sampled_from([None, *(invoice.number for invoice in ledger.invoices)]))
    payment = Payment(day, amount, "P-new", invoice=choice)
    after = paid_and_returned(ledger, payment, DebitReturned(back, "return", "AM05", "P-new"))
    undone = arrears(after, law, on, assuming)
    spoken = attrs.evolve(undone, oppositions=undone.oppositions[:0])
    assert plain(spoken) == plain(arrears(ledger, law, on, assuming), "oppositions") | {"oppositions": []}
