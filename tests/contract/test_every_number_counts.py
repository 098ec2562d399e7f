"""Nothing stands idle: each number of articles 4 and 5, each reading and each clause changes an answer.

A mutation tool alters no table and no constant; here each is altered alone.
"""

from datetime import date, timedelta

import attrs
import pytest

from netsoft.billing.contract import switching_table, withdrawal_table
from netsoft.billing.contract.contract_events import ContractEvent, NoticeGiven, SwitchingAsked, WithdrawalDeclared
from netsoft.billing.contract.delivery import Delivery
from netsoft.billing.contract.life import Life, life
from netsoft.billing.contract.withdrawal import Situation
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.clauses import CLAUSES, Rule
from netsoft.contract_readings import ContractReadings
from netsoft.terms import Terms
from tests.conftest import Report
from tests.contract.build import PLAIN, contract
from tests.core.test_terms import ALTERATIONS

NUMBERS = [path for clause, path, _value in CG052018.numbers() if clause.article in ("4", "5")]
RULES = [
    row.clause for row in CLAUSES if isinstance(row.standing, Rule) and str(row.clause) in ("4.1", "5.1", "5.2", "5.3")
]
HERE = ("R-12", "R-13", "R-18", "R-25", "R-26", "R-33")
FORMATION = {
    "concluded_on": date(2026, 3, 20),
    "situation": Situation(employees=5, off_premises=True, main_activity=False),
}
SENT = Delivery(sent_on=date(2027, 1, 28), presented_on=date(2027, 1, 30))
HISTORIES: dict[str, tuple[ContractEvent, ...]] = {
    "quiet": (),
    "e-mail in time": (NoticeGiven(date(2027, 2, 28), "client", "email"),),
    "e-mail at the mailbox": (
        NoticeGiven(date(2027, 2, 1), "client", "email", Delivery(mailbox="contact@infrassur.fr")),
    ),
    "e-mail of the provider": (NoticeGiven(date(2027, 1, 4), "provider", "email"),),
    "letter of the client": (NoticeGiven(date(2027, 2, 1), "client", "registered-letter"),),
    "letter of the provider": (NoticeGiven(date(2027, 1, 31), "provider", "registered-letter"),),
    "letter on its way": (NoticeGiven(date(2027, 2, 3), "provider", "registered-letter", SENT),),
    "letter refused": (
        NoticeGiven(date(2027, 2, 3), "provider", "registered-letter", attrs.evolve(SENT, outcome="refused")),
    ),
    "letter lost": (NoticeGiven(date(2027, 1, 28), "provider", "registered-letter", Delivery("not-presented")),),
    "withdrawal": (WithdrawalDeclared(date(2026, 4, 15)),),
    "switching": (SwitchingAsked(date(2026, 11, 27)),),
}
STARTS = (date(2026, 4, 1), date(2026, 5, 1), date(2026, 4, 4))


def answers(terms: Terms = CG052018, readings: ContractReadings = PLAIN) -> list[Life]:
    """The lives of a few contracts, with everything that they say."""
    found = []
    for start in STARTS:
        formed = contract(start, terms=terms, first_use_on=start + timedelta(days=5), **FORMATION)
        found += [life(formed, events, date(2027, 4, 10), readings) for events in HISTORIES.values()]
    return [attrs.evolve(item, readings=PLAIN) for item in found]


def test_each_number_of_articles_4_and_5_is_there() -> None:
    assert sorted(NUMBERS) == [
        "duration.client_mailbox",
        "duration.client_means",
        "duration.client_notice_months",
        "duration.months",
        "duration.provider_means",
        "duration.provider_notice_months",
        "withdrawal.days",
    ]


@pytest.mark.parametrize("path", NUMBERS)
def test_each_number_changes_an_answer(path: str) -> None:
    assert answers(ALTERATIONS[path](CG052018)) != answers()


@pytest.mark.parametrize(
    ("number", "value", "readings"),
    [found for found in PLAIN.variants() if found[0] in HERE],
    ids=[f"{n} {v}" for n, v, _ in PLAIN.variants() if n in HERE],
)
def test_each_reading_changes_an_answer(number: str, value: str | bool, readings: ContractReadings) -> None:
    assert answers(readings=readings) != answers(), (number, value)


@pytest.mark.parametrize("readings", [found[2] for found in PLAIN.variants() if found[0] not in HERE])
def test_no_other_reading_does(readings: ContractReadings) -> None:
    assert answers(readings=readings) == answers()


@pytest.mark.parametrize("clause", RULES, ids=str)
def test_each_clause_set_aside_changes_an_answer(clause: Clause) -> None:
    assert answers(CG052018.without(clause)) != answers()


def test_each_rule_appears_in_an_answer(report: Report) -> None:
    """In a last day, a decision on an event, or the right to withdraw; 5.1 where it refuses what is outside."""
    found: set[Clause] = set()
    for item in (*answers(), life(contract(None), HISTORIES["e-mail in time"], date(2027, 4, 1))):
        found |= {last.path.clause for last in item.notices}
        found |= {reason.clause for event in item.events for reason in event.decision.reasons}
        found |= {reason.clause for reason in item.withdrawal.by_contract.reasons}
    assert set(RULES) == {Clause("4.1"), Clause("5.1"), Clause("5.2"), Clause("5.3")}
    assert set(RULES) <= found
    report.add("clause coverage", f"{len(RULES)} rules of articles 4 and 5, each in a tested answer")


def test_the_tables_of_law_say_what_the_law_says() -> None:
    """Their rows are held by cases elsewhere; here as they were read."""
    law = withdrawal_table
    assert (law.STATUTORY_DAYS, law.EMPLOYEES, law.UNDISCLOSED_MONTHS, law.REFUND_DAYS) == (14, 5, 12, 14)
    act = switching_table
    assert (date(2025, 9, 12), date(2027, 1, 12)) == (act.APPLIES_FROM, act.FREE_FROM)
    assert (act.NOTICE_MONTHS, act.TRANSITION_DAYS, act.IMPOSSIBLE_MONTHS, act.RETRIEVAL_DAYS) == (2, 30, 7, 30)
