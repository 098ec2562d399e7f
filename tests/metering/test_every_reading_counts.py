"""Nothing of article 7 stands idle: each reading, each number of the terms and each clause reaches an answer."""

from collections.abc import Callable
from datetime import date

import pytest

from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Cycle, Period
from netsoft.metering.actions import take_in
from netsoft.metering.complement import complement
from netsoft.metering.declared import Declared, declared_users
from netsoft.metering.months import months_of_term
from netsoft.metering.overage import overage
from netsoft.metering.perimeter import Perimeter, growth
from netsoft.metering.tier import FleetMember, TierInputs, tier
from netsoft.money import Rate
from netsoft.tenancy.quota import Quota, upload
from netsoft.terms import Terms
from netsoft.usage_readings import UsageReadings
from tests.conftest import Report
from tests.metering.build import ANNA, MISTRAL, OCTOBER, PAUL, SIROCCO, action, door, request, usage_terms, use, year_of

FLEET = (FleetMember(MISTRAL, 2, 9001, 3), FleetMember(SIROCCO, 2, 1000, 2))
HISTORY = (Declared(date(2026, 10, 1), 4), Declared(date(2026, 10, 3), 1))


def answers(terms: Terms = CG052018, readings: UsageReadings = UsageReadings()) -> dict[str, object]:
    """Some answers of article 7, each by its name; a mean of 2 500.25 by active user, and a quiet month."""
    report = tier(TierInputs(OCTOBER, FLEET), terms, readings)
    done = use({ANNA: 9000, PAUL: 1})
    years = Cycle(date(2026, 3, 16), terms.duration.months)
    return {
        "tier": report.tier,
        "quiet": tier(TierInputs(OCTOBER, (FleetMember(MISTRAL, 1, 1, 1),)), terms, readings).tier,
        "observed": report.observed,
        "over": overage(done, report, terms).over,
        "declared": declared_users(HISTORY, Period(date(2026, 10, 1), date(2026, 10, 4)), readings),
        "months": months_of_term(years, 0, readings),
        "complement": complement(request(date(2027, 4, 1)), year_of([5] * 12), (), readings).decision.verdict,
    }


@pytest.mark.parametrize(("number", "value", "readings"), UsageReadings().variants())
def test_each_reading_changes_an_answer(number: str, value: str | bool, readings: UsageReadings) -> None:
    assert answers(readings=readings) != answers(), (number, value)


ALTERED: dict[str, Callable[[], Terms]] = {
    "usage.published_tier": lambda: usage_terms(published_tier=4000),
    "usage.markup": lambda: usage_terms(markup=Rate.percent("51")),
}


def test_each_number_of_article_7_is_altered() -> None:
    assert {path for clause, path, _value in CG052018.numbers() if clause.article == "7"} == ALTERED.keys()


@pytest.mark.parametrize("path", ALTERED)
def test_each_number_of_article_7_changes_an_answer(path: str) -> None:
    assert answers(ALTERED[path]()) != answers()


@pytest.mark.parametrize("number", ["7.2", "7.3"])
def test_each_clause_set_aside_changes_an_answer(number: str) -> None:
    assert answers(CG052018.without(Clause(number))) != answers()


def test_each_clause_is_cited_by_an_answer(report: Report) -> None:
    found = tier(TierInputs(OCTOBER, FLEET), CG052018)
    cited = {found.why.clause, overage(use({ANNA: 1}), found, CG052018).why.clause}
    cited |= {one.reason.clause for one in take_in([action(user=PAUL)], door(users=frozenset())).refused}
    cited |= {ground.clause for ground in growth(Perimeter(1, 1), Perimeter(2, 2))}
    cited |= {reason.clause for reason in upload(1, 1, Quota(1, "facture F-1")).reasons}
    assert cited == {Clause(number) for number in ("2.2", "7.1", "7.2", "7.3")}
    report.add("clause coverage", "2.2, 7.1, 7.2 and 7.3, each in a tested answer")
