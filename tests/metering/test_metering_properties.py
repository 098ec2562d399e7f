"""Taking in and counting: conservation, any order, any batches, any machines, the slow oracle, totality."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from netsoft.metering.actions import Action, Intake, Journal, take_all, take_in
from netsoft.metering.admission import Access, Admission
from netsoft.metering.usage import Usage
from netsoft.testing import actions, arrivals, usages
from netsoft.testing.usage import TENANTS, USERS
from tests.conftest import Report
from tests.reference import usage as slow

FIRST, LAST = date(2026, 9, 5), date(2026, 12, 20)
KNOWN, WELCOME = TENANTS[:2], USERS[:2]
DOOR = Admission.of({tenant: Access(frozenset(WELCOME), FIRST, LAST) for tenant in KNOWN})
ALLOWED: dict[str, tuple[set[str], date, date]] = {tenant: (set(WELCOME), FIRST, LAST) for tenant in KNOWN}
OPEN = Admission.of({tenant: Access(frozenset(USERS), date(2026, 1, 1)) for tenant in TENANTS})
BATCHES = st.lists(arrivals(max_size=6), max_size=4)
ARRIVALS = arrivals()


def taken(batches: Sequence[Sequence[Action]], admission: Admission = DOOR) -> tuple[Journal, Usage, list[Intake]]:
    """Batches taken in one after another, counted as they come."""
    journal, usage, intakes = Journal(), Usage(), []
    for batch in batches:
        intake = take_in(batch, admission, journal)
        journal, usage = journal.after(intake), usage.after(intake)
        intakes.append(intake)
    return journal, usage, intakes


def outcomes(intakes: Sequence[Intake]) -> dict[str, int]:
    """How many actions had each of the four outcomes."""
    names = {"new": "new", "duplicate": "duplicates", "conflict": "conflicts", "refused": "refused"}
    found = {name: sum(len(getattr(intake, field)) for intake in intakes) for name, field in names.items()}
    return {name: count for name, count in found.items() if count}


@given(BATCHES)
def test_what_is_taken_in_is_counted_or_has_its_place(batches: list[list[Action]]) -> None:
    """Conservation: new + duplicates + conflicts + refused, and what is new is what is counted."""
    journal, usage, intakes = taken(batches)
    assert sum(map(len, batches)) == sum(intake.taken_in for intake in intakes)
    assert usage.total == len(journal.standing) == sum(len(intake.new) for intake in intakes)
    shown = Counter(action for batch in batches for action in batch)
    placed = Counter[Action]()
    for intake in intakes:
        placed.update([*intake.new, *intake.duplicates, *(one.arrived for one in intake.conflicts)])
        placed.update(one.action for one in intake.refused)
    assert placed == shown


@given(BATCHES)
def test_a_recount_from_the_journal_gives_the_same(batches: list[list[Action]]) -> None:
    journal, usage, _intakes = taken(batches)
    assert usage == Usage.of(journal.standing)
    assert take_all([*journal.aside, *journal.standing]) == take_all([*journal.standing, *journal.aside])
    assert set(take_all([*journal.aside, *journal.standing])) == set(journal.standing)


@given(ARRIVALS, st.randoms(use_true_random=False), st.integers(1, 5))
def test_neither_the_order_nor_the_batches_matter(series: list[Action], chance: Random, size: int) -> None:
    """The same counts, the same journal, the same number of each outcome: conflicts and refusals included."""
    shuffled = list(series)
    chance.shuffle(shuffled)
    one = taken([series])
    other = taken([shuffled[n : n + size] for n in range(0, len(shuffled), size)])
    assert one[1] == other[1]
    assert set(one[0].standing) == set(other[0].standing)
    assert set(one[0].aside) == set(other[0].aside)
    assert outcomes(one[2]) == outcomes(other[2])


@given(ARRIVALS)
def test_twice_the_same_changes_nothing(series: list[Action]) -> None:
    journal, usage, first = taken([series])
    again = take_in(series, DOOR, journal)
    assert (again.new, again.conflicts) == ((), ())
    assert len(again.refused) == len(first[0].refused)
    assert (journal.after(again), usage.after(again)) == (journal, usage)


@given(ARRIVALS)
def test_the_slow_reading_agrees(series: list[Action]) -> None:
    """Going through all that was ever kept, action by action, with another library's calendar."""
    _journal, usage, intakes = taken([series])
    assert outcomes(intakes) == Counter(slow.outcomes(series, ALLOWED))
    assert {(r.tenant, r.user, str(r.month)): r.actions for r in usage.rows()} == slow.counts(series, ALLOWED)


@given(usages(), usages(), usages())
def test_counts_are_a_commutative_monoid(one: Usage, two: Usage, three: Usage) -> None:
    assert one.merge(two) == two.merge(one)
    assert one.merge(two).merge(three) == one.merge(two.merge(three))
    assert one.merge(Usage()) == Usage().merge(one) == one
    assert one.merge(two).total == one.total + two.total


@given(ARRIVALS)
def test_machines_that_share_no_tenant_merge(series: list[Action]) -> None:
    """Each takes in the actions of its tenants; their counts add up to those of a single machine."""
    parts = [taken([[one for one in series if one.tenant == tenant]], OPEN)[1] for tenant in TENANTS]
    whole = Usage()
    for part in parts:
        whole = part.merge(whole)
    assert whole == taken([series], OPEN)[1]


@given(actions(), actions())
def test_another_tenant_s_actions_change_nothing(mine: Action, other: Action) -> None:
    """Non-interference: what one tenant sends reaches no count of another."""
    alone, beside = taken([[mine]], OPEN)[1], taken([[other, mine]], OPEN)[1]
    month = next(iter(alone.months))
    if mine.tenant != other.tenant:
        assert beside.users(mine.tenant, month) == alone.users(mine.tenant, month)


def test_every_outcome_is_reached(report: Report) -> None:
    """The strategies do meet all four."""
    seen = Counter[str]()

    @given(ARRIVALS)
    def count(series: list[Action]) -> None:
        seen.update(outcomes(taken([series])[2]))

    count()
    assert set(seen) == {"new", "duplicate", "conflict", "refused"}
    report.add("metering", ", ".join(f"{name} {number}" for name, number in sorted(seen.items())))
