"""What always holds of the cap and of the answer to a claim (10.1 to 10.3, 17.1)."""

import attrs
from hypothesis import given
from hypothesis import strategies as st

from netsoft.billing.responsibility.cap import Billed, Compensation, cap, invoiced_in
from netsoft.billing.responsibility.liability import Claim, liability
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import Day, Period
from netsoft.money import ZERO, Money, total
from netsoft.terms import Liability
from netsoft.testing import CLAIM_DAYS, billed, claims, days, money, window_readings
from tests.reference.cap import ceiling

EXCLUDING = ("3.4", "9.5", "10.1", "10.2", "10.3")
DAYS = days(CLAIM_DAYS)


@given(billed(), DAYS, window_readings(), st.sampled_from([12, 1, 24]))
def test_the_ceiling_is_what_a_literal_count_gives(
    held: Billed, event: Day, readings: ContractReadings, months: int
) -> None:
    """To the cent where every document counts whole; within a cent a document that counts in part."""
    terms = attrs.evolve(CG052018, liability=Liability(months))
    exact, parts = ceiling(held, event, months, readings.liability_window == "by-service-period")
    found = cap(held, event, terms, readings).ceiling
    assert found is not None
    assert abs(found.cents - exact) <= parts


@given(billed(), st.tuples(DAYS, DAYS, DAYS).map(sorted), DAYS, window_readings())
def test_windows_that_meet_add_up(held: Billed, cuts: list[Day], as_of: Day, readings: ContractReadings) -> None:
    first, middle, last = cuts
    sums = [
        total([line.amount for line in invoiced_in(held, Period(start, end), as_of, readings)])
        for start, end in ((first, middle), (middle, last), (first, last))
    ]
    assert sums[0] + sums[1] == sums[2]


@given(billed(), DAYS, window_readings())
def test_the_order_of_the_documents_does_not_count(held: Billed, event: Day, readings: ContractReadings) -> None:
    other = Billed(held.invoices[::-1], held.credit_notes[::-1], held.compensations[::-1])
    one, two = (cap(some, event, CG052018, readings) for some in (held, other))
    assert (one.ceiling, one.used, one.left) == (two.ceiling, two.used, two.left)


@given(billed(), DAYS, window_readings())
def test_a_longer_window_of_invoices_alone_never_caps_lower(
    held: Billed, event: Day, readings: ContractReadings
) -> None:
    alone = Billed(held.invoices)
    longer = attrs.evolve(CG052018, liability=Liability(CG052018.liability.cap_months + 1))
    short, long = cap(alone, event, CG052018, readings).ceiling, cap(alone, event, longer, readings).ceiling
    assert short is not None
    assert long is not None
    assert short <= long


@given(billed(), DAYS, DAYS, money())
def test_one_more_compensation_never_leaves_more(held: Billed, event: Day, other: Day, amount: Money) -> None:
    more = attrs.evolve(held, compensations=(*held.compensations, Compensation("R-9", other, amount)))
    before, after = cap(held, event, CG052018).left, cap(more, event, CG052018).left
    assert before is not None
    assert after is not None
    assert ZERO <= after <= before
    in_the_window = other in cap(held, event, CG052018).window or other == event
    assert after == (max(ZERO, before - amount) if in_the_window else before)


@given(billed(), st.lists(claims(), min_size=1, max_size=4), DAYS)
def test_all_claims_of_one_event_together_stay_under_the_cap(held: Billed, asked: list[Claim], event: Day) -> None:
    """A history: each answer's payable sum is granted, and uses up what the next may have."""
    granted, books = [], attrs.evolve(held, compensations=())
    ceiling_ = cap(books, event, CG052018).ceiling
    for claim in asked:
        answer = liability(attrs.evolve(claim, event=event), books, CG052018)
        granted.append(answer.payable)
        new = Compensation(claim.reference, event, answer.payable)
        books = attrs.evolve(books, compensations=(*books.compensations, new))
    assert ceiling_ is not None
    assert total(granted) <= ceiling_


@given(claims(), billed(), window_readings(), st.frozensets(st.sampled_from([*EXCLUDING, "17.1"])))
def test_nothing_of_a_claim_is_lost(
    claim: Claim, held: Billed, readings: ContractReadings, aside: frozenset[str]
) -> None:
    """Conservation, and totality: any claim has an answer, with a clause and a fact for each head."""
    answer = liability(claim, held, CG052018.without(*map(Clause, aside)), readings)
    assert answer.claimed == answer.excluded + answer.pending + answer.retained
    assert len(answer.heads) == len(claim.heads)
    assert all(reason.fact for head in answer.heads for reason in head.decision.reasons)
    assert answer.payable <= answer.retained
    assert answer.payable <= answer.at_most


@given(claims(), billed(), st.sampled_from(EXCLUDING))
def test_setting_an_exclusion_aside_never_owes_less(claim: Claim, held: Billed, number: str) -> None:
    before = liability(claim, held, CG052018)
    after = liability(claim, held, CG052018.without(Clause(number)))
    assert after.excluded <= before.excluded
    assert after.payable >= before.payable
