"""The tier of a month, by hand: mean, markup, rounding, which figure binds."""

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Month
from netsoft.errors import InvalidValue, MissingFact
from netsoft.metering.tier import Fleet, FleetMember, Publication, TierInputs, in_force, tier
from netsoft.metering.usage import Usage, UserMonth
from netsoft.money import Rate
from netsoft.names import TenantId
from netsoft.usage_readings import UsageReadings
from tests.metering.build import ANNA, MISTRAL, OCTOBER, PAUL, SIROCCO, report, usage_terms


def test_the_mean_of_all_users_and_half_as_much_again() -> None:
    """5 000 + 3 100 by 3 users: 2 700, and 4 050, which is over 3 600."""
    found = report((2, 5000), (1, 3100))
    assert (found.actions, found.user_months, found.mean) == (8100, 3, Fraction(2700))
    assert (found.observed, found.published.tier, found.binding, found.tier) == (4050, 3600, "observed", 4050)
    assert found.why.clause == Clause("7.3")
    assert "le plus élevé des deux lie, le palier observé (R-01 ; publié le 31 mai 2018" in found.why.fact


@pytest.mark.parametrize(
    ("reading", "actions", "binding", "figure"),
    [
        ("higher", 2400, "published", 3600),  # 2 400 + 50 % = 3 600: equal, and the published one is said
        ("higher", 2401, "observed", 3602),
        ("higher", 1000, "published", 3600),
        ("published", 9000, "published", 3600),
        ("observed", 1000, "observed", 1500),
    ],
)
def test_r01(reading: str, actions: int, binding: str, figure: int) -> None:
    found = report((1, actions), tier=reading)
    assert (found.binding, found.tier) == (binding, figure)
    assert found.why.clause == Clause("7.3" if binding == "observed" else "7.2")


@pytest.mark.parametrize(("rounding", "figure"), [("up", 4), ("half-up", 3)])
def test_r17(rounding: str, figure: int) -> None:
    """13 actions by 6 users: 3.25, up to 4, or to the nearest 3."""
    assert report((6, 13), tier_rounding=rounding).observed == figure


def test_r17_halves_go_up() -> None:
    """1 action by 1 user: 1.5."""
    assert report((1, 1), tier_rounding="half-up").observed == 2


def test_r29() -> None:
    """Two of four declared users did 6 000 actions: 3 000 each of the active, 1 500 each of the declared."""
    inputs = TierInputs(OCTOBER, (FleetMember(MISTRAL, 2, 6000, 4),))
    assert tier(inputs, CG052018).mean == 3000
    assert tier(inputs, CG052018, UsageReadings(users_in_mean="declared")).mean == 1500


def test_declared_users_that_nobody_gave_are_a_missing_fact() -> None:
    inputs = TierInputs(OCTOBER, (FleetMember(MISTRAL, 2, 6000),))
    with pytest.raises(MissingFact, match="utilisateurs déclarés de « mistral » inconnus"):
        tier(inputs, CG052018, UsageReadings(users_in_mean="declared"))


def test_without_any_user_the_published_figure_binds() -> None:
    found = report()
    assert (found.mean, found.observed, found.tier) == (None, None, 3600)
    assert found.why.fact.startswith("le palier publié lie (R-01")
    with pytest.raises(MissingFact, match="palier observé inconnu"):
        report(tier="observed")


def test_without_7_3_the_published_figure_binds() -> None:
    """Whatever the reading."""
    inputs = TierInputs(OCTOBER, (FleetMember(MISTRAL, 1, 9000),))
    for reading in ("higher", "published", "observed"):
        found = tier(inputs, CG052018.without(Clause("7.3")), UsageReadings.of({"tier": reading}))
        assert (found.mean, found.observed, found.binding, found.tier) == (None, None, "published", 3600)


def test_a_published_figure_binds_the_months_begun_after_it() -> None:
    """Published on 1 October: November is the first, since October had begun. The last one published counts."""
    told = Publication(5000, date(2026, 10, 1)), Publication(4000, date(2026, 11, 30))
    figures = [in_force(CG052018, Month(2026, month), told).tier for month in (9, 10, 11, 12)]
    assert figures == [3600, 3600, 5000, 4000]
    assert in_force(CG052018, Month(2027, 1), reversed(told)) == told[1]
    assert in_force(CG052018, OCTOBER) == Publication(3600, date(2018, 5, 31))
    assert in_force(CG052018, OCTOBER, (Publication(9000, date(2018, 5, 30)),)).tier == 3600  # the terms came after
    assert in_force(CG052018, OCTOBER, (Publication(9000, date(2018, 5, 31)),)).tier == 9000


def test_each_number_of_article_7_changes_the_tier() -> None:
    inputs = report((1, 3000)).inputs
    assert tier(inputs, usage_terms(published_tier=5000)).tier == 5000
    assert tier(inputs, usage_terms(markup=Rate.percent("100"))).tier == 6000
    assert tier(inputs, CG052018).tier == 4500


def test_the_inputs_of_a_month_come_from_the_counts() -> None:
    """A declared tenant that did nothing is in, an excluded one is out, another month is another matter."""
    rows = [
        UserMonth(MISTRAL, ANNA, OCTOBER, 5),
        UserMonth(MISTRAL, PAUL, OCTOBER, 7),
        UserMonth(TenantId("démo"), ANNA, OCTOBER, 100),
        UserMonth(MISTRAL, ANNA, OCTOBER.next, 1),
    ]
    excluded = frozenset({TenantId("démo")})
    fleet = Fleet({SIROCCO: 3, TenantId("démo"): 1}, excluded, (Publication(4000, date(2026, 9, 1)),))
    inputs = TierInputs.of(Usage.counted(rows), OCTOBER, fleet)
    assert inputs.members == (FleetMember(MISTRAL, 2, 12), FleetMember(SIROCCO, 0, 0, 3))
    assert (inputs.actions, inputs.publications, inputs.excluded) == (12, fleet.publications, excluded)


def test_a_report_can_be_done_again_and_is_named_by_its_inputs() -> None:
    found = report((2, 5000), (1, 3100))
    assert tier(found.inputs, CG052018, found.readings) == found
    inputs = found.inputs
    others = [
        tier(inputs, CG052018.without(Clause("7.3"))),
        tier(inputs, usage_terms(published_tier=3601)),
        tier(inputs, usage_terms(markup=Rate.percent("51"))),
        tier(inputs, CG052018, UsageReadings(tier_rounding="half-up")),
        tier(inputs, CG052018, UsageReadings(users_in_mean="declared")),
        tier(inputs, CG052018, UsageReadings(tier="published")),
        tier(inputs, CG052018, UsageReadings(allowance="per-user")),
        tier(attrs.evolve(inputs, month=OCTOBER.next), CG052018),
        tier(attrs.evolve(inputs, excluded=frozenset({SIROCCO})), CG052018),
        tier(attrs.evolve(inputs, publications=(Publication(9000, date(2027, 1, 1)),)), CG052018),
        report((2, 5001), (1, 3100)),
    ]
    assert len({found.digest, *(other.digest for other in others)}) == len(others) + 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: Publication(0, date(2026, 1, 1)),
        lambda: Publication(True, date(2026, 1, 1)),
        lambda: FleetMember(MISTRAL, -1, 0),
        lambda: FleetMember(MISTRAL, 1, 1.5),  # type: ignore[arg-type]
        lambda: FleetMember(MISTRAL, 1, 5, -1),
        lambda: FleetMember(MISTRAL, 0, 5),
        lambda: FleetMember(MISTRAL, 1, 0),
        lambda: FleetMember(MISTRAL, 6, 5),
        lambda: TierInputs(OCTOBER, (FleetMember(MISTRAL, 1, 1), FleetMember(MISTRAL, 1, 2))),
        lambda: TierInputs(OCTOBER, (), (Publication(1, date(2026, 1, 1)), Publication(2, date(2026, 1, 1)))),
    ],
)
def test_what_cannot_be_is_refused(make: Any) -> None:
    with pytest.raises(InvalidValue):
        make()
