"""Clause by clause: set aside it leaves no other trace, and it charges each cause once."""

from collections import Counter

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.arrears import arrears
from netsoft.billing.entries import (
    Collection,
    CreditNote,
    DebitReturned,
    ExceptionNotified,
    FormalNotice,
    Judgment,
    OppositionProved,
    PaymentAnnounced,
)
from netsoft.billing.ledger import Ledger
from netsoft.clause import Clause
from netsoft.money import ZERO
from netsoft.terms import Terms
from tests.property.accounts import Drawing, Judged, at_once, dense, judged, lines_of, only, plain, reading, times
from tests.reference.compare import rows_of

EVENTS = (
    Collection,
    DebitReturned,
    ExceptionNotified,
    FormalNotice,
    Judgment,
    OppositionProved,
    PaymentAnnounced,
)


def whole(law: Terms) -> Terms:
    return attrs.evolve(law, set_aside=frozenset())


@pytest.mark.parametrize("number", ["8.2", "8.3", "8.4", "8.5"])
@given(dense(), at_once())
def test_set_aside_it_takes_its_lines_and_nothing_else(number: str, drawing: Drawing, by: Judged) -> None:
    """Where nothing is paid and penalties are reckoned on the principal alone, each clause stands alone."""
    ledger, clause = only(drawing[0], CreditNote, *EVENTS), Clause(number)
    law, assuming = reading(by, flat_base="principal", cumulation="cumulative", penalty_base="once")
    with_it = arrears(ledger, whole(law), drawing[1], assuming)
    without = arrears(ledger, whole(law).without(clause), drawing[1], assuming)
    assert without.lines == tuple(line for line in with_it.lines if line.clause != clause)
    assert without.pending == tuple(some for some in with_it.pending if some.clause != clause)
    assert without.allocations == with_it.allocations
    assert without.totals.principal == with_it.totals.principal


@pytest.mark.parametrize("number", ["8.2", "8.3", "8.4", "8.5"])
@given(dense(), judged())
def test_set_aside_it_is_never_applied(number: str, drawing: Drawing, by: Judged) -> None:
    """Whatever is paid and however the terms are read: no line, nothing pending, nothing paid on it."""
    account = arrears(drawing[0], by[0].without(Clause(number)), drawing[1], by[1])
    assert not lines_of(account, number)
    assert all(some.clause != Clause(number) for some in account.pending)
    assert all(some.clause != Clause(number) for some in account.allocations)


@given(dense(), judged())
def test_8_1_set_aside_access_is_always_open(drawing: Drawing, by: Judged) -> None:
    """And nothing else changes."""
    (ledger, on), (law, assuming) = drawing, by
    account = arrears(ledger, law.without(Clause("8.1")), on, assuming)
    assert account.access.granted
    assert account.to_restore == ZERO
    assert plain(account, "access") == plain(arrears(ledger, law, on, assuming), "access")


@times(2)
@given(dense(), judged())
def test_each_clause_strikes_an_invoice_once(drawing: Drawing, by: Judged) -> None:
    """Whatever happens and however often: one line at most of 8.2, 8.4, 8.5 and of the 40 euros."""
    account = arrears(drawing[0], by[0], drawing[1], by[1])
    flat = Counter((line.clause.number, line.invoice) for line in account.lines if line.head != "interest")
    waiting = Counter((some.clause.number, some.invoice) for some in account.pending)
    assert all(count == 1 for count in (flat + waiting).values())


@given(dense(), judged(), st.data())
def test_the_same_cause_told_twice_counts_once(drawing: Drawing, by: Judged, data: st.DataObject) -> None:
    """A recourse, a judgment, a notice, a proof, a rejection before settlement: repeated, it adds nothing."""
    (ledger, on), (law, assuming) = drawing, by
    told = [event for event in ledger.events if not (isinstance(event, DebitReturned) and event.undoes)]
    if told:
        again = data.draw(st.sampled_from(told))
        twice = attrs.evolve(ledger, events=(*ledger.events, again))
        once = plain(arrears(ledger, law, on, assuming), "oppositions")
        assert plain(arrears(twice, law, on, assuming), "oppositions") == once


@given(dense(), judged())
def test_agency_then_court_count_once(drawing: Drawing, by: Judged) -> None:
    """Whatever is referred to an agency and judged the same day bears 10 % once."""
    (ledger, on), (law, assuming) = drawing, by
    agency = tuple(event for event in ledger.events if isinstance(event, Collection))
    judged_too = tuple(Judgment(e.on, None, e.invoices, known_on=e.known_on) for e in agency)
    both = Ledger(ledger.invoices, ledger.payments, ledger.credit_notes, (*ledger.events, *judged_too))
    assert plain(arrears(both, law, on, assuming)) == plain(arrears(ledger, law, on, assuming))


@given(dense(), judged())
def test_the_default_readings_never_charge_a_penalty_on_a_penalty(drawing: Drawing, by: Judged) -> None:
    """R-10: the bases are the same with 8.2 in the terms or set aside, as long as nothing is paid.

    No credit note: its surplus is money too, which 8.2 takes before what falls due later. The sum that restores access
    holds 8.2 only where a reading serves it with, or before, what closes access.
    """
    ledger, (law, assuming) = only(drawing[0], *EVENTS), reading(by, flat_base="principal-and-interest")
    law, assuming = reading((law, assuming), penalty_base="once", cumulation="cumulative")
    one, two = (arrears(ledger, some, drawing[1], assuming) for some in (law, law.without(Clause("8.2"))))
    for clause in ("8.4", "8.5"):
        assert lines_of(one, clause) == lines_of(two, clause)
    served = assuming.readings.imputation == "accessories-first" or assuming.readings.restores_access == "everything"
    assert served or rows_of(one)["access"] == rows_of(two)["access"]
