"""Statements, late actions and what may still follow, by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Cycle, Month
from netsoft.errors import InvalidValue
from netsoft.metering.actions import take_in
from netsoft.metering.late import after_the_limit, correctable_from, corrected, settle
from netsoft.metering.months import cut_by, months_of_term
from netsoft.metering.overage import UserActions
from netsoft.metering.statement import UsageStatement, close, recount
from netsoft.names import UserId
from netsoft.usage_readings import UsageReadings
from tests.metering.build import (
    ANNA,
    FIFTH,
    MISTRAL,
    OCTOBER,
    PAUL,
    SIROCCO,
    YEARS,
    action,
    actions,
    door,
    over,
    report,
    statement,
    use,
)

MONTH = [*actions(3), *actions(2, PAUL)]
STATED = statement({ANNA: 3, PAUL: 2})
OCTOBER_REPORT = report((2, 200))


def test_a_statement_says_all_of_a_month() -> None:
    assert (STATED.tenant, STATED.month, STATED.use.actions, STATED.result.over) == (MISTRAL, OCTOBER, 5, 0)
    assert (STATED.line(ANNA), STATED.line(UserId("zoé"))) == (UserActions(ANNA, 3), UserActions(UserId("zoé"), 0))
    assert STATED.reference == f"mistral/2026-10/{STATED.digest[:16]}"
    assert STATED.result.tier_digest == OCTOBER_REPORT.digest


def test_its_digest_names_all_of_it() -> None:
    others = [
        statement({ANNA: 3, PAUL: 3}),
        statement({ANNA: 3, UserId("zoé"): 2}),
        statement({ANNA: 3, PAUL: 2}, month=OCTOBER.next),
        close(use({ANNA: 3, PAUL: 2}, declared=3), OCTOBER_REPORT, CG052018),
        close(use({ANNA: 3, PAUL: 2}), report((2, 202)), CG052018),
        close(use({ANNA: 3, PAUL: 2}), OCTOBER_REPORT, CG052018.without(Clause("7.2"))),
        attrs.evolve(STATED, corrects="x"),
    ]
    assert len({STATED.digest, *(other.digest for other in others)}) == len(others) + 1
    assert statement({PAUL: 2, ANNA: 3}) == STATED


def test_a_statement_holds_the_result_of_its_own_use() -> None:
    for result in (over(6), attrs.evolve(over(5), tenant=SIROCCO)):
        with pytest.raises(InvalidValue, match="il ne vient pas de cet usage"):
            UsageStatement(STATED.use, result)


def test_the_client_counts_anew() -> None:
    """Copies, other tenants and other months in the export change nothing; a conflict counts once."""
    strange = [action("x", tenant=SIROCCO), *actions(4, at=FIFTH + timedelta(60)), MONTH[0]]
    conflict = attrs.evolve(MONTH[0], at=MONTH[0].at + timedelta(seconds=5))
    decision = recount([*strange, *MONTH, conflict], STATED)
    assert decision.verdict == "granted"
    assert "les mêmes dans l'export" in decision.reasons[0].fact
    assert decision.reasons[0].clause == Clause("7.2")


def test_the_client_finds_another_count() -> None:
    """Each user that differs is named, the missing and the strange alike."""
    decision = recount([*MONTH[1:4], action("z", user=UserId("zoé"))], STATED)
    assert decision.verdict == "refused"
    assert [reason.fact.replace("\u00a0", " ") for reason in decision.reasons] == [
        "« anna » : 3 actions au relevé, 2 actions dans l'export",
        "« paul » : 2 actions au relevé, 1 action dans l'export",
        "« zoé » : 0 action au relevé, 1 action dans l'export",
    ]


def test_the_client_counts_the_months_of_the_subscription_anew() -> None:
    """15 November is in the month of October that begins on the 16th; what is outside the year is left out."""
    months = months_of_term(Cycle(date(2026, 3, 16), 12), 0, UsageReadings(tier_months="of-the-subscription"))
    export = [action(at=datetime(2026, 11, 15, tzinfo=UTC)), action("b", at=datetime(2028, 1, 1, tzinfo=UTC))]
    assert recount(export, statement({ANNA: 1}), cut_by(months)).granted
    assert not recount(export, statement({ANNA: 1})).granted


@pytest.mark.parametrize(
    ("on", "limit", "first"),
    [
        (date(2026, 4, 1), "day-after", date(2026, 4, 1)),
        (date(2026, 3, 1), "day-after", date(2026, 4, 1)),
        (date(2027, 3, 31), "day-after", date(2026, 4, 1)),
        (date(2027, 4, 1), "day-after", date(2026, 4, 1)),
        (date(2027, 4, 1), "last-day", date(2027, 4, 1)),
        (date(2027, 4, 2), "day-after", date(2027, 4, 1)),
        (date(2029, 4, 1), "day-after", date(2028, 4, 1)),
    ],
)
def test_r27_from_when_months_may_be_corrected(on: date, limit: str, first: date) -> None:
    assert correctable_from(YEARS, on, UsageReadings.of({"complement_limit": limit})) == first


def test_a_late_action_is_counted_corrects_or_is_refused() -> None:
    """August may no longer be corrected, October is closed, November is open."""
    august, october, november = (
        action("a-8", at=FIFTH - timedelta(60)),
        action("a-10"),
        action("a-11", at=FIFTH + timedelta(31)),
    )
    since = door(correctable_from=date(2026, 9, 1), open_from=date(2026, 11, 1))
    intake = take_in([august, october, november], since)
    settled = settle(intake, [STATED])
    assert settled.counted == (november,)
    assert [one.action for one in settled.corrections] == [october]
    assert [one.action for one in intake.refused] == [august]
    assert (settled.corrections[0].statement, settled.corrections[0].line) == (STATED.reference, STATED.line(ANNA))
    fact = f"relevé {STATED.reference}, anna (3 actions) : une action de plus, a-10"
    assert settled.corrections[0].fact.replace("\u00a0", " ") == fact


def test_late_actions_are_settled_by_the_months_of_the_subscription() -> None:
    months = cut_by(months_of_term(Cycle(date(2026, 3, 16), 12), 0, UsageReadings(tier_months="of-the-subscription")))
    intake = take_in([action(at=datetime(2026, 11, 15, tzinfo=UTC))], door())
    assert len(settle(intake, [STATED], months).corrections) == 1
    assert len(settle(intake, [STATED]).counted) == 1


def test_a_corrected_statement_cites_the_one_that_it_corrects() -> None:
    """One more action of anna and one of a third user, under the tier of the closed month."""
    intake = take_in([action("l-1"), action("l-2", user=UserId("zoé"))], door(users=frozenset({ANNA, UserId("zoé")})))
    late = settle(intake, [STATED]).corrections
    found = corrected(STATED, late, OCTOBER_REPORT, CG052018)
    assert found == attrs.evolve(statement({ANNA: 4, PAUL: 2, UserId("zoé"): 1}), corrects=STATED.digest)
    assert statement({ANNA: 3, PAUL: 2}) == STATED
    with pytest.raises(InvalidValue, match="une correction vise un autre relevé"):
        corrected(found, late, OCTOBER_REPORT, CG052018)
    with pytest.raises(InvalidValue, match="ce n'est pas le palier du mois clos"):
        corrected(STATED, late, report((2, 300)), CG052018)
    with pytest.raises(InvalidValue, match="une action est donnée deux fois"):
        corrected(STATED, (*late, late[0]), OCTOBER_REPORT, CG052018)


def test_after_the_limit_only_the_client_may_gain() -> None:
    stated = statement({ANNA: 7300})
    assert after_the_limit(stated, statement({ANNA: 7299})).granted
    less = after_the_limit(stated, statement({ANNA: 7250}))
    assert less.verdict == "granted"
    words = f"avoir en faveur du client : 50 actions au-delà du palier en moins ({stated.reference})"
    assert less.reasons[0].fact.replace("\u00a0", " ") == words
    for more in (7300, 7301):
        assert after_the_limit(stated, statement({ANNA: more})).verdict == "refused"


@pytest.mark.parametrize("changes", [{"month": Month(2026, 11)}, {}])
def test_another_month_or_tenant_is_no_recount(changes: dict[str, Any]) -> None:
    found = statement({ANNA: 1}, **changes)
    if not changes:
        mine = attrs.evolve(found.use, tenant=SIROCCO)
        found = close(mine, OCTOBER_REPORT, CG052018)
    with pytest.raises(InvalidValue, match="ce n'est pas le même mois du même client"):
        after_the_limit(STATED, found)
