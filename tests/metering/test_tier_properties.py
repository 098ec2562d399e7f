"""Tier and overage: the fleet's own properties, the slow oracle, replay, totality."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from random import Random

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from netsoft.cg052018 import CG052018
from netsoft.days import Cycle, Period
from netsoft.errors import MissingFact
from netsoft.metering.declared import Declared, declared_users
from netsoft.metering.months import cut_by, months_of_term
from netsoft.metering.overage import TenantMonth, overage
from netsoft.metering.tier import FleetMember, Publication, TierInputs, tier
from netsoft.names import TenantId, UserId
from netsoft.testing import days, periods, tenant_months, tier_inputs, usage_readings
from netsoft.usage_readings import UsageReadings
from tests.metering.build import OCTOBER
from tests.reference import usage as slow

MARKUP = CG052018.usage.markup.fraction
OBSERVED = UsageReadings(tier="observed")
USERS = st.lists(st.integers(1, 50_000), min_size=1, max_size=12)


def of_users(users: list[int]) -> TierInputs:
    """A month of tenants of one user each."""
    return TierInputs(OCTOBER, tuple(FleetMember(TenantId(f"t-{n:02}"), 1, done, 1) for n, done in enumerate(users)))


def observed(users: list[int]) -> int:
    found = tier(of_users(users), CG052018, OBSERVED).observed
    assert found is not None
    return found


@given(st.integers(1, 100_000), st.integers(1, 12))
def test_nobody_is_above_when_all_are_equal(actions: int, size: int) -> None:
    assert observed([actions] * size) >= actions


@given(st.integers(1, 10**9))
def test_with_one_user_nobody_ever_is(actions: int) -> None:
    assert observed([actions]) >= actions


@given(USERS)
def test_fewer_than_two_thirds_can_be_above(users: list[int]) -> None:
    """Each of them has more than half as much again as the mean: the mean would be passed by them alone."""
    above = sum(done > observed(users) for done in users)
    assert 3 * above < 2 * len(users)


@given(USERS, st.integers(1, 20))
def test_amounts_scale_with_usage(users: list[int], factor: int) -> None:
    one, more = (tier(of_users([done * n for done in users]), CG052018, OBSERVED) for n in (1, factor))
    assert one.mean is not None
    assert more.mean == one.mean * factor
    assert more.observed == -(-(one.mean * factor * (1 + MARKUP)) // 1)


@given(st.lists(st.integers(1, 50_000), min_size=2, max_size=12), st.integers(1, 1000))
def test_own_usage_moves_the_tier_by_one_and_a_half_over_n(users: list[int], more: int) -> None:
    """So that the excess still grows: by at least a quarter of what is done more, less the rounding."""
    grown = [users[0] + more, *users[1:]]
    means = [Fraction(sum(some), len(some)) for some in (users, grown)]
    assert (means[1] - means[0]) * (1 + MARKUP) == Fraction(3 * more, 2 * len(users))
    exact = [some[0] - mean * (1 + MARKUP) for some, mean in zip((users, grown), means, strict=True)]
    assert exact[1] - exact[0] >= Fraction(more, 4)
    assert grown[0] - observed(grown) >= users[0] - observed(users)


@given(USERS, st.randoms(use_true_random=False))
def test_the_order_of_tenants_is_irrelevant(users: list[int], chance: Random) -> None:
    members = list(of_users(users).members)
    chance.shuffle(members)
    assert tier(TierInputs(OCTOBER, tuple(members)), CG052018) == tier(of_users(users), CG052018)


@given(tier_inputs(), usage_readings())
def test_a_tier_is_whole_and_can_be_done_again(inputs: TierInputs, readings: UsageReadings) -> None:
    """Totality: an answer or the fact that is missing; and the report's own inputs give it back."""
    try:
        found = tier(inputs, CG052018, readings)
    except MissingFact:
        assert readings.tier == "observed"
        return
    assert tier(found.inputs, CG052018, found.readings) == found
    assert found.tier in (found.observed, found.published.tier)
    assert readings.tier != "higher" or found.tier == max(found.published.tier, found.observed or 0)
    markup = slow.observed_tier(found.actions, found.user_months, MARKUP, readings.tier_rounding)
    assert found.observed == markup


@given(tier_inputs(1), st.integers(1, 9000), days())
def test_a_figure_published_once_the_month_has_begun_changes_nothing(inputs: TierInputs, figure: int, on: date) -> None:
    late = attrs.evolve(
        inputs, publications=(*inputs.publications, Publication(figure, max(on, inputs.month.start_day)))
    )
    assert tier(late, CG052018).tier == tier(inputs, CG052018).tier


@given(tenant_months(), tier_inputs(1), usage_readings())
def test_what_is_over_agrees_with_the_slow_reading(
    use: TenantMonth, inputs: TierInputs, readings: UsageReadings
) -> None:
    assume(inputs.actions and any(member.declared for member in inputs.members))
    report = tier(inputs, CG052018, readings)
    found = overage(use, report, CG052018)
    users = {str(user.user): user.actions for user in use.users}
    assert found.over == slow.over(users, use.declared_users, report.tier, readings.allowance)
    assert found.over <= use.actions == found.actions


@given(tenant_months(), st.integers(0, 9000))
def test_more_actions_are_never_less_over(use: TenantMonth, more: int) -> None:
    """Under either reading; and one more declared user never makes more, pooled."""
    users = {user.user: user.actions for user in use.users}
    grown = {**users, UserId("anna"): users.get(UserId("anna"), 0) + more}
    for allowance in ("pooled", "per-user"):
        report = tier(of_users([2400]), CG052018, UsageReadings.of({"allowance": allowance, "tier": "published"}))
        one, other = (overage(attrs.evolve(use, users=some), report, CG052018).over for some in (users, grown))
        assert one <= other <= one + more
        wider = attrs.evolve(use, declared_users=use.declared_users + 1)
        assert overage(wider, report, CG052018).over <= one


@given(st.dictionaries(days(), st.integers(0, 9), max_size=5), periods(), usage_readings())
def test_declared_users_agree_with_the_slow_reading(
    history: dict[date, int], span: Period, readings: UsageReadings
) -> None:
    assume(span.days)
    dated = [Declared(on, users) for on, users in history.items()]
    wanted = slow.declared(list(history.items()), span.start, span.last, readings.declared_users)
    try:
        assert declared_users(dated, span, readings) == wanted
    except MissingFact:
        assert wanted is None


@given(days(), st.integers(0, 3), usage_readings())
def test_each_month_belongs_to_one_year(anchor: date, index: int, readings: UsageReadings) -> None:
    """Twelve months a year, one after another, without a gap and without an overlap; the oracle has the same."""
    years = Cycle(anchor, CG052018.duration.months)
    one, following = (months_of_term(years, n, readings) for n in (index, index + 1))
    assert one[-1].period.end == following[0].period.start
    assert all(a.period.end == b.period.start for a, b in pairwise(one))
    assert len(one) == CG052018.duration.months
    assert cut_by(one).months == tuple(month.month for month in one)
    if readings.tier_months == "calendar":
        assert [str(month.month) for month in one] == slow.months_of_year(anchor, years.months, index)


@given(days(), st.integers(0, 40), usage_readings())
def test_a_contract_that_ends_has_the_months_of_its_days(anchor: date, length: int, readings: UsageReadings) -> None:
    """Its days are shared out among its months, each once, however it ends."""
    years, last = Cycle(anchor, CG052018.duration.months), Cycle(anchor).period(length).last
    found = [month for n in range(5) for month in months_of_term(years, n, readings, last)]
    assert sum(month.period.days for month in found) == Period(anchor, last).days + 1
    assert len({month.month for month in found}) == len(found)
