"""The life of a contract against the clerk who lives it day by day; and what holds of every life."""

from datetime import date, timedelta

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from netsoft.billing.contract.client_notice import client_last_day
from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import ContractEvent, Reactivation, Suspension
from netsoft.billing.contract.life import Life, life
from netsoft.billing.contract.notice import LastDay
from netsoft.billing.contract.provider_notice import provider_last_day
from netsoft.billing.contract.subscription import Subscription
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.testing import contract_readings, contracts, histories
from tests.reference.contract_life import Diary
from tests.reference.months import months_before, terms_until

CLAUSES = [Clause(number) for number in ("4.1", "5.1", "5.2", "5.3", "8.1")]
ASIDE = st.one_of(st.just(frozenset[Clause]()), st.frozensets(st.sampled_from(CLAUSES), max_size=2))
AFTER = st.integers(-40, 1300)


@st.composite
def lives(draw: st.DrawFn) -> tuple[Contract, tuple[ContractEvent, ...], date, ContractReadings]:
    contract = draw(contracts())
    contract = attrs.evolve(contract, terms=contract.terms.without(*draw(ASIDE)))
    assert contract.begun_on is not None
    on = contract.begun_on + timedelta(days=draw(AFTER))
    return contract, draw(histories(contract)), on, draw(contract_readings())


@given(lives())
def test_the_clerk_finds_the_same(
    drawn: tuple[Contract, tuple[ContractEvent, ...], date, ContractReadings],
) -> None:
    contract, events, on, readings = drawn
    found = life(contract, events, on, readings)
    diary = Diary(contract, readings).live([event for event in events if event.on <= on], on)
    assert [item.accepted for item in found.events] == diary.accepted
    assert found.state == diary.state(on)
    assert found.suspended_since == diary.closed_since
    assert found.withdrawal.last_day == diary.last_day_to_withdraw()
    _same_end(found, diary)
    _same_term(found, diary)


def _same_end(found: Life, diary: Diary) -> None:
    end = diary.end()
    assert (end is None) is (found.ending is None)
    if end is not None and found.ending is not None:
        assert (found.ending.cause, found.ending.ends_on) == (end["why"], end["last"])


def _same_term(found: Life, diary: Diary) -> None:
    first = diary.formation.available_on
    assert first is not None
    assert found.term is not None
    day = max(first, found.ending.ends_on if found.is_over and found.ending else found.on)
    terms = terms_until(first, day, diary.terms, diary.readings)
    number, held = next((n, t) for n, t in enumerate(terms, 1) if t[1] is None or day <= t[1])
    assert (found.term.number, found.term.first_day, found.term.last_day) == (number, *held)
    ways = sum(diary.terms.holds(Clause(number)) for number in ("5.2", "5.3"))
    assert len(found.notices) == (0 if found.is_over else ways)
    for given_ in found.notices:
        _same_last_day(given_, diary)


def _same_last_day(given_: LastDay, diary: Diary) -> None:
    last = given_.term.last_day
    if last is None:
        assert given_.last_day is given_.safe_last_day is None
        return
    assert given_.last_day == diary.last_day_to_give(given_.path.months, last)
    earliest = last - timedelta(days=diary.readings.annual_term == "anniversary")
    assert given_.safe_last_day == months_before(earliest, given_.path.months)


@given(contracts(), st.integers(0, 20_000), contract_readings())
def test_terms_follow_one_another_without_end(contract: Contract, after: int, readings: ContractReadings) -> None:
    found = contract.subscription(readings)
    day = found.available_on + timedelta(days=after)
    term = found.term_on(day)
    assert term.first_day <= day
    if term.last_day is not None:
        assert day <= term.last_day
        assert found.after(term).first_day == term.last_day + timedelta(days=1)
        assert found.term_on(term.last_day) == term == found.numbered(term.number)
        assert found.term_on(term.last_day + timedelta(days=1)) == found.after(term)


@given(contracts(), st.integers(1, 40), contract_readings())
def test_the_last_days_follow_the_terms(contract: Contract, number: int, readings: ContractReadings) -> None:
    """Later terms have later last days; the provider's come first; the safe one is never after the last."""
    found = Subscription(
        contract.subscription().available_on, contract.terms, attrs.evolve(readings, renewal="same-length")
    )
    one, next_ = found.numbered(number), found.numbered(number + 1)
    for last_day in (client_last_day, provider_last_day):
        last, safe, following = (
            last_day(found, one).last_day,
            last_day(found, one).safe_last_day,
            last_day(found, next_),
        )
        assert last is not None
        assert safe is not None
        assert following.last_day is not None
        assert safe <= last < following.last_day
    client, provider = client_last_day(found, one).last_day, provider_last_day(found, one).last_day
    assert client is not None
    assert provider is not None
    assert provider <= client


@given(lives())
def test_a_suspension_moves_no_date(
    drawn: tuple[Contract, tuple[ContractEvent, ...], date, ContractReadings],
) -> None:
    """Without the suspensions the contract has the same term, the same last days, the same end."""
    contract, events, on, readings = drawn
    found = life(contract, events, on, readings)
    quiet = life(contract, [e for e in events if not isinstance(e, Suspension | Reactivation)], on, readings)
    assert (found.term, found.notices, found.ending) == (quiet.term, quiet.notices, quiet.ending)
    assert found.withdrawal == quiet.withdrawal


@given(lives(), AFTER)
def test_the_past_does_not_change(
    drawn: tuple[Contract, tuple[ContractEvent, ...], date, ContractReadings], after: int
) -> None:
    """What was decided on events until a day is decided alike when seen from a later day: any prefix folds alike."""
    contract, events, on, readings = drawn
    later = life(contract, events, on + timedelta(days=abs(after)), readings)
    found = life(contract, events, on, readings)
    assert later.events[: len(found.events)] == found.events
    assert len(found.events) + len(found.later) == len(events)
    assert life(contract, [item.event for item in found.events], on, readings).ending == found.ending


@given(lives(), st.randoms(use_true_random=False))
def test_events_of_different_days_come_in_any_order(
    drawn: tuple[Contract, tuple[ContractEvent, ...], date, ContractReadings], random: object
) -> None:
    contract, events, on, readings = drawn
    by_day: dict[date, list[ContractEvent]] = {}
    for event in events:
        by_day.setdefault(event.on, []).append(event)
    days = list(by_day)
    random.shuffle(days)  # type: ignore[attr-defined]
    shuffled = [event for day in days for event in by_day[day]]
    one, other = life(contract, events, on, readings), life(contract, shuffled, on, readings)
    assert (one.state, one.events, one.ending) == (other.state, other.events, other.ending)


@given(lives())
@settings(max_examples=30)
def test_a_contract_that_is_over_stays_so(
    drawn: tuple[Contract, tuple[ContractEvent, ...], date, ContractReadings],
) -> None:
    contract, events, on, readings = drawn
    found = life(contract, events, on, readings)
    if found.is_over:
        for days in (1, 30, 400):
            assert life(contract, events, on + timedelta(days=days), readings).state == found.state
