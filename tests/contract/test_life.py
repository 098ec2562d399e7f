"""The life of a contract, day by day: states, what is accepted and what is not, and why."""

from datetime import date, timedelta

import attrs
import pytest

from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import (
    ContractEvent,
    NoticeGiven,
    NoticeWithdrawn,
    Reactivation,
    Suspension,
    SwitchingAsked,
    SwitchingCompleted,
    WithdrawalDeclared,
    known,
)
from netsoft.billing.contract.life import Life, life
from netsoft.billing.contract.withdrawal import Formation, Situation
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.errors import InvalidValue, MissingFact
from tests.contract.build import APRIL, contract, reading


def lived(*events: ContractEvent, on: date) -> Life:
    return life(contract(concluded_on=date(2026, 3, 20)), events, on)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 3, 19), "none"),
        (date(2026, 3, 20), "not-started"),
        (date(2026, 3, 31), "not-started"),
        (date(2026, 4, 1), "withdrawal-period"),
        (date(2026, 4, 15), "withdrawal-period"),
        (date(2026, 4, 16), "running"),
        (date(2090, 4, 16), "running"),
    ],
)
def test_the_states_of_a_quiet_contract(on: date, state: str) -> None:
    assert lived(on=on).state == state


def test_a_contract_without_its_days_does_not_exist_yet() -> None:
    found = life(Contract(CG052018, Formation()), (Suspension(date(2027, 1, 1)),), date(2027, 1, 2))
    assert (found.state, found.term, found.notices) == ("none", None, ())
    assert found.events[0].decision.reasons[0].fact == "le 01/01/2027, il n'y a pas encore de contrat"
    with pytest.raises(MissingFact):
        Contract(CG052018, Formation()).subscription()


def test_a_notice_waits_for_the_availability() -> None:
    notice = NoticeGiven(date(2026, 4, 1), "client", "email")
    found = life(contract(None, concluded_on=date(2026, 3, 20)), (notice,), date(2026, 4, 2))
    assert (found.state, found.events[0].accepted) == ("not-started", False)
    assert found.events[0].decision.reasons[0].fact.startswith("l'abonnement n'a pas pris effet")


def test_a_notice_runs_to_the_end_of_the_last_day() -> None:
    notice = NoticeGiven(date(2027, 2, 28), "client", "email")
    states = [lived(notice, on=day).state for day in (date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 1))]
    assert states == ["notice", "notice", "ended"]
    over = lived(notice, on=date(2027, 6, 1))
    assert over.is_over
    assert over.term is not None
    assert (over.term.number, over.notices) == (1, ())
    assert over.after is not None
    assert over.after.ended_on == date(2027, 3, 31)
    assert not lived(notice, on=date(2027, 3, 31)).is_over


def test_two_notices_end_it_at_the_earlier_end() -> None:
    client = NoticeGiven(date(2027, 3, 1), "client", "email")
    provider = NoticeGiven(date(2027, 4, 20), "provider", "registered-letter")
    found = lived(client, provider, on=date(2027, 5, 1))
    assert found.ending is not None
    assert (found.ending.party, found.ending.ends_on) == ("client", date(2028, 3, 31))
    assert all(item.accepted for item in found.events)


def test_a_notice_taken_back_by_agreement() -> None:
    notice = NoticeGiven(date(2027, 2, 1), "client", "email")
    for agreed, state in ((True, "running"), (False, "notice")):
        found = lived(notice, NoticeWithdrawn(date(2027, 2, 10), "client", agreed), on=date(2027, 2, 11))
        assert (found.state, found.events[1].accepted) == (state, agreed)
    none = lived(NoticeWithdrawn(date(2027, 2, 10), "provider", True), on=date(2027, 2, 11))
    assert none.events[0].decision.reasons[0].fact == "aucun préavis de cette partie à retirer"


def test_a_withdrawal_ends_it_the_same_day() -> None:
    found = lived(WithdrawalDeclared(date(2026, 4, 15)), on=date(2026, 4, 15))
    assert (found.state, found.is_over) == ("withdrawn", True)
    late = lived(WithdrawalDeclared(date(2026, 4, 16)), on=date(2026, 4, 16))
    assert (late.state, late.events[0].decision.verdict) == ("running", "refused")
    assert lived(WithdrawalDeclared(date(2026, 3, 25)), on=date(2026, 3, 25)).state == "withdrawn"


def test_rights_of_the_client_alone() -> None:
    events = (WithdrawalDeclared(date(2026, 4, 2), "provider"), SwitchingAsked(date(2026, 4, 2), "provider"))
    found = lived(*events, on=date(2026, 4, 3))
    assert [(str(i.decision.reasons[0].clause), i.decision.verdict) for i in found.events] == [
        ("4.1", "refused"),
        ("25", "refused"),
    ]
    assert found.state == "withdrawal-period"


def test_a_switching_ends_with_its_transition_or_when_it_is_done() -> None:
    asked, done = SwitchingAsked(date(2026, 11, 27)), SwitchingCompleted(date(2027, 1, 20))
    planned = lived(asked, on=date(2027, 2, 26))
    assert planned.ending is not None
    assert (planned.state, planned.ending.ends_on, planned.switching_asked) == ("notice", date(2027, 2, 26), True)
    assert lived(asked, on=date(2027, 2, 27)).state == "ended"
    found = lived(asked, done, on=date(2027, 1, 21))
    assert found.ending is not None
    assert (found.state, found.ending.ends_on) == ("ended", date(2027, 1, 20))
    assert lived(asked, done, on=date(2027, 1, 20)).state == "notice"
    alone = lived(done, on=date(2027, 1, 21))
    assert alone.events[0].decision.reasons[0].fact == "aucun changement de fournisseur n'a été demandé"
    early = lived(SwitchingAsked(date(2026, 4, 2)), on=date(2026, 4, 3))
    assert early.switching_asked


def test_a_switching_asked_anew_counts_if_it_ends_sooner() -> None:
    first, again = SwitchingAsked(date(2026, 8, 10)), SwitchingAsked(date(2026, 9, 11))
    found = lived(first, again, on=date(2026, 10, 1))
    assert [item.accepted for item in found.events] == [True, False]
    assert "déjà demandé le 10/08/2026" in found.events[1].decision.reasons[0].fact
    assert found.ending is not None
    assert found.switching.ends_on == found.ending.ends_on == date(2026, 11, 9)
    sooner = lived(first, attrs.evolve(again, notice_ends_on=date(2026, 9, 12)), on=date(2026, 10, 1))
    assert sooner.ending is not None
    assert sooner.switching.ends_on == sooner.ending.ends_on == date(2026, 10, 12)


def test_there_is_no_switching_without_a_contract() -> None:
    before, over = lived(on=date(2026, 3, 1)), lived(WithdrawalDeclared(date(2026, 4, 15)), on=date(2027, 3, 1))
    assert [found.switching.decision.verdict for found in (before, over)] == ["refused", "refused"]
    assert before.switching.decision.reasons[0].fact.endswith("il n'y a pas encore de contrat")
    assert over.switching.decision.reasons[0].fact.endswith("le contrat a pris fin le 15/04/2026")


def test_a_later_exit_says_that_the_contract_ends_sooner() -> None:
    notice = NoticeGiven(date(2027, 1, 10), "client", "email")
    found = lived(notice, attrs.evolve(notice, on=date(2027, 3, 15)), on=date(2027, 3, 20))
    assert "déjà fin" not in found.events[0].decision.reasons[-1].fact
    assert found.events[1].decision.reasons[-1].fact == "le contrat prend déjà fin plus tôt, le 31/03/2027"


def test_a_way_out_that_is_set_aside_has_no_last_day() -> None:
    for number, parties in (("5.2", ["provider"]), ("5.3", ["client"])):
        formed = contract(terms=CG052018.without(Clause(number)))
        found = life(formed, (), date(2026, 6, 1))
        assert [last.path.party for last in found.notices] == parties
        assert [last.path.party for last in found.next_notices] == parties


def test_a_suspension_needs_its_clause_and_a_service() -> None:
    closed = Suspension(date(2026, 6, 1))
    aside = life(contract(terms=CG052018.without(Clause("8.1"))), (closed,), date(2026, 6, 2))
    assert (aside.state, aside.events[0].accepted) == ("running", False)
    early = life(contract(concluded_on=date(2026, 3, 1)), (Suspension(date(2026, 3, 20)),), date(2026, 6, 2))
    assert (early.state, early.events[0].accepted) == ("running", False)


def test_the_state_says_whether_the_client_may_still_withdraw() -> None:
    """By the law alone, where 4.1 is set aside; and as long as nothing was used, where the days run from the use."""
    known = Situation(employees=5, off_premises=True, main_activity=False)
    formed = contract(terms=CG052018.without(Clause("4.1")), concluded_on=date(2026, 4, 1), situation=known)
    assert [life(formed, (), date(2026, 4, day)).state for day in (15, 16)] == ["withdrawal-period", "running"]
    unused = life(contract(), (), date(2029, 1, 1), reading(withdrawal_start="first-use"))
    assert unused.state == "withdrawal-period"


def test_a_switching_before_the_regulation_changes_nothing() -> None:
    old = life(contract(date(2024, 4, 1)), (SwitchingAsked(date(2025, 1, 1)),), date(2025, 1, 2))
    assert (old.state, old.switching_asked, old.events[0].accepted) == ("running", False, False)


def test_a_suspension_leaves_the_term_alone() -> None:
    events = (Suspension(date(2027, 1, 5)), Reactivation(date(2027, 3, 5)))
    for on in (date(2027, 1, 4) + timedelta(days=n) for n in range(0, 500, 7)):
        with_, without = lived(*events, on=on), lived(on=on)
        assert (with_.term, with_.notices, with_.withdrawal) == (without.term, without.notices, without.withdrawal)
    assert lived(*events, on=date(2027, 1, 5)).state == "suspended"
    assert lived(*events, on=date(2027, 3, 4)).suspended_since == date(2027, 1, 5)
    assert lived(*events, on=date(2027, 3, 5)).state == "running"


def test_a_suspension_is_one_at_a_time() -> None:
    found = lived(
        Reactivation(date(2027, 1, 1)),
        Suspension(date(2027, 1, 5)),
        Suspension(date(2027, 1, 6)),
        Reactivation(date(2027, 1, 7)),
        on=date(2027, 1, 8),
    )
    assert [item.accepted for item in found.events] == [False, True, False, True]
    assert [item.decision.reasons[0].fact for item in found.events] == [
        "service non suspendu",
        "service suspendu ; la durée du contrat court toujours et n'est pas allongée",
        "service déjà suspendu depuis le 05/01/2027",
        "service rétabli, après la suspension du 05/01/2027",
    ]


def test_a_notice_given_while_suspended_counts() -> None:
    found = lived(Suspension(date(2027, 1, 5)), NoticeGiven(date(2027, 2, 1), "client", "email"), on=date(2027, 2, 2))
    assert (found.state, found.ending is not None) == ("suspended", True)
    assert lived(*(item.event for item in found.events), on=date(2027, 4, 1)).state == "ended"


def test_nothing_happens_after_the_end_or_before_the_beginning() -> None:
    late = Suspension(date(2027, 4, 1))
    found = lived(Suspension(date(2026, 3, 19)), NoticeGiven(date(2027, 2, 1), "client", "email"), late, on=late.on)
    assert [item.accepted for item in found.events] == [False, True, False]
    assert found.events[2].decision.reasons[0].fact == "le contrat a pris fin le 31/03/2027"


def test_events_after_the_day_are_left_out_and_listed() -> None:
    first, second = Suspension(date(2027, 1, 5)), Reactivation(date(2027, 1, 7), known_on=date(2027, 2, 1))
    found = lived(second, first, on=date(2027, 1, 6))
    assert ([item.event for item in found.events], found.later) == ([first], (second,))
    assert known((first, second), date(2027, 1, 31)) == (first,)
    assert (first.learnt, second.learnt) == (date(2027, 1, 5), date(2027, 2, 1))


def test_events_of_one_day_in_the_order_given() -> None:
    on = date(2027, 1, 5)
    assert lived(Suspension(on), Reactivation(on), on=on).state == "running"
    assert lived(Reactivation(on), Suspension(on), on=on).state == "suspended"


def test_the_readings_reach_the_life() -> None:
    notice = NoticeGiven(date(2027, 3, 5), "client", "email")
    found = life(contract(), (notice,), date(2027, 4, 10), reading(renewal="indefinite"))
    assert found.ending is not None
    assert (found.state, found.ending.ends_on) == ("ended", date(2027, 4, 5))
    assert found.readings.renewal == "indefinite"
    without = life(contract(terms=CG052018.without(Clause("5.2"))), (notice,), date(2027, 4, 10))
    assert without.state == "running"


def test_an_event_is_not_learnt_before_its_day() -> None:
    assert Suspension(APRIL, known_on=APRIL).learnt == APRIL
    with pytest.raises(InvalidValue) as refused:
        Suspension(APRIL, known_on=date(2026, 3, 31))
    assert refused.value.field == "known_on"


def test_whoever_missed_the_day_is_told_the_next() -> None:
    found = lived(on=date(2027, 3, 1))
    assert [item.last_day for item in found.notices] == [date(2027, 2, 28), date(2027, 1, 31)]
    assert [item.last_day for item in found.next_notices] == [date(2028, 2, 29), date(2028, 1, 31)]
    indefinite = life(contract(), (), date(2027, 4, 1), reading(renewal="indefinite"))
    assert (len(indefinite.notices), indefinite.next_notices) == (2, ())
    last_term = life(contract(), (), date(2027, 3, 1), reading(renewal="indefinite"))
    assert [item.last_day for item in last_term.next_notices] == [None, None]
    ends = lived(NoticeGiven(date(2027, 2, 1), "client", "email"), on=date(2027, 3, 1))
    assert (len(ends.notices), ends.next_notices) == (2, ())


def test_of_two_notices_of_one_party_the_first_end_counts() -> None:
    letter = NoticeGiven(date(2027, 3, 1), "client", "email")
    again = NoticeGiven(date(2027, 5, 1), "client", "email")
    found = lived(letter, again, on=date(2027, 6, 1))
    assert [item.exit is not None and item.exit.ends_on for item in found.events] == [date(2028, 3, 31)] * 2
    asked = SwitchingAsked(date(2027, 3, 1))
    sooner = SwitchingAsked(date(2027, 3, 5), notice_ends_on=date(2027, 3, 6))
    switched = lived(asked, sooner, on=date(2027, 3, 7))
    assert switched.ending is not None
    assert switched.ending.ends_on == date(2027, 4, 5)
    taken_back = lived(letter, again, NoticeWithdrawn(date(2027, 5, 2), "client", True), on=date(2027, 6, 1))
    assert (taken_back.state, taken_back.ending) == ("running", None)
