"""Switching under the Data Act, and what follows the end of a contract (9.3, RGPD 28)."""

from datetime import date
from typing import Any

import pytest

from netsoft.answers import Deadline, Reason
from netsoft.billing.contract.after_the_end import AfterTheEnd, Policy, after_the_end
from netsoft.billing.contract.contract_events import SwitchingAsked
from netsoft.billing.contract.switching import SwitchingPlan, charges_on, switching
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from tests.contract.build import said


@pytest.mark.parametrize(
    ("on", "days", "charges"),
    [
        (date(2025, 9, 12), (date(2025, 11, 12), date(2025, 12, 12), date(2026, 1, 11)), "at-cost"),
        (date(2026, 12, 31), (date(2027, 2, 28), date(2027, 3, 30), date(2027, 4, 29)), "at-cost"),
        (date(2027, 1, 12), (date(2027, 3, 12), date(2027, 4, 11), date(2027, 5, 11)), "none"),
    ],
)
def test_the_days_of_a_switching(on: date, days: tuple[date, date, date], charges: str) -> None:
    plan = switching(SwitchingAsked(on))
    assert plan.decision.granted
    assert (plan.notice_ends_on, plan.transition_ends_on, plan.retrieval_ends_on) == days
    assert (plan.charges, plan.ends_on, plan.asked_on) == (charges, days[1], on)


def test_before_the_regulation_there_is_no_right() -> None:
    refused = switching(SwitchingAsked(date(2025, 9, 11))).decision
    assert refused.verdict == "refused"
    assert refused.reasons[0].fact == "règlement (UE) 2023/2854 : applicable à compter du 12/09/2025 seulement"


def test_charges_end_on_a_day() -> None:
    assert (charges_on(date(2027, 1, 11)), charges_on(date(2027, 1, 12))) == ("at-cost", "none")


def test_the_client_may_want_a_shorter_notice() -> None:
    plan = switching(SwitchingAsked(date(2026, 11, 27), notice_ends_on=date(2026, 11, 27)))
    assert (plan.notice_ends_on, plan.transition_ends_on) == (date(2026, 11, 27), date(2026, 12, 27))


def test_an_erasure_has_no_transition() -> None:
    plan = switching(SwitchingAsked(date(2026, 11, 27), erase_only=True, impossible="volume"))
    assert (plan.transition_ends_on, plan.ends_on) == (None, date(2027, 1, 27))
    assert plan.retrieval_ends_on == date(2027, 2, 26)
    assert len(plan.decision.reasons) == 1


@pytest.mark.parametrize(
    ("impossible", "announced", "ends", "reasons"),
    [
        ("", date(2027, 2, 10), date(2027, 2, 10), 1),
        ("", date(2027, 3, 31), date(2027, 2, 26), 2),
        ("volume", date(2027, 3, 31), date(2027, 3, 31), 2),
        ("volume", None, date(2027, 8, 27), 2),
        ("volume", date(2027, 8, 28), date(2027, 8, 27), 3),
    ],
)
def test_a_longer_transition_needs_reasons(impossible: str, announced: date | None, ends: date, reasons: int) -> None:
    plan = switching(SwitchingAsked(date(2026, 11, 27), impossible=impossible, transition_ends_on=announced))
    assert plan.transition_ends_on == ends
    assert len(plan.decision.reasons) == reasons


def test_a_transition_is_cut_to_the_longest_with_the_true_reason() -> None:
    far = date(2027, 12, 31)
    for asked, why in (
        (SwitchingAsked(date(2026, 12, 31), transition_ends_on=far), "faute de motif"),
        (SwitchingAsked(date(2026, 12, 31), transition_ends_on=far, impossible="volume"), "la plus longue permise"),
    ):
        assert switching(asked).decision.reasons[-1].fact.endswith(why)
    erased = switching(SwitchingAsked(date(2026, 12, 31), transition_ends_on=far, erase_only=True))
    assert (len(erased.decision.reasons), erased.transition_ends_on) == (1, None)


@pytest.mark.parametrize("wanted", [date(2026, 11, 26), date(2027, 1, 28)])
def test_a_notice_of_switching_is_of_two_months_at_most(wanted: date) -> None:
    with pytest.raises(InvalidValue) as refused:
        SwitchingAsked(date(2026, 11, 27), notice_ends_on=wanted)
    assert refused.value.problem == "préavis de changement hors du 27/11/2026 au 27/01/2027"


def test_what_the_provider_states_for_after_the_end() -> None:
    end = date(2027, 3, 31)
    found = after_the_end(end, Policy(restitution_days=30, erasure_days=90))
    assert found.restitution is not None
    assert found.erasure is not None
    assert (found.restitution.last, found.erasure.last, found.reasons) == (date(2027, 4, 30), date(2027, 6, 29), ())
    assert (str(found.restitution.clause), str(found.erasure.clause)) == ("9.3", "28")
    same_day = after_the_end(end, Policy(restitution_days=30, erasure_days=30))
    assert same_day.restitution is not None
    assert same_day.erasure is not None
    assert same_day.restitution.last == same_day.erasure.last


def test_what_is_not_stated_is_said_never_made_up() -> None:
    found = after_the_end(date(2027, 3, 31), Policy())
    assert (found.restitution, found.erasure) == (None, None)
    assert [str(reason.clause) for reason in found.reasons] == ["9.3", "28"]
    erasure_only = after_the_end(date(2027, 3, 31), Policy(erasure_days=0))
    assert [str(reason.clause) for reason in erasure_only.reasons] == ["9.3"]


def test_nothing_is_erased_while_the_data_act_keeps_it() -> None:
    found = after_the_end(date(2027, 2, 26), Policy(10, 40), date(2027, 3, 28))
    assert found.restitution is not None
    assert found.erasure is not None
    assert (found.restitution.last, found.erasure.last) == (date(2027, 3, 28), date(2027, 4, 7))
    assert found.restitution.rule == "au terme de la récupération des données, règlement (UE) 2023/2854"


@pytest.mark.parametrize("days", [-1, 3651, True, 1.5, "30"])
def test_a_policy_is_a_number_of_days(days: Any) -> None:
    with pytest.raises(InvalidValue) as refused:
        Policy(restitution_days=days)
    assert refused.value.field == "restitution_days"


ASKED = date(2026, 11, 27)
ACT = "règlement (UE) 2023/2854"
AT_ANY_TIME = (
    "25",
    f"{ACT} : changement de fournisseur à tout moment, préavis de 2 mois au plus, transition de 30 jours au plus",
)
LONGER = ("25", f"{ACT} : transition portée à 7 mois au plus : volume")


@pytest.mark.parametrize(
    ("impossible", "announced", "more"),
    [
        ("", None, []),
        ("", date(2027, 2, 26), []),
        ("", date(2027, 2, 27), [("25", f"{ACT} : transition ramenée au 26/02/2027, faute de motif")]),
        ("volume", date(2027, 8, 27), [LONGER]),
        (
            "volume",
            date(2027, 8, 28),
            [LONGER, ("25", f"{ACT} : transition ramenée au 27/08/2027, la plus longue permise")],
        ),
    ],
)
def test_a_switching_says_its_limits(impossible: str, announced: date | None, more: list[tuple[str, str]]) -> None:
    asked = SwitchingAsked(ASKED, impossible=impossible, transition_ends_on=announced)
    assert said(switching(asked).decision) == ("granted", [AT_ANY_TIME, *more])


def test_a_switching_is_whole() -> None:
    """One before the regulation; and one for an erasure, with reasons that count for nothing."""
    early = switching(SwitchingAsked(date(2025, 9, 11)))
    assert said(early.decision) == ("refused", [("25", f"{ACT} : applicable à compter du 12/09/2025 seulement")])
    erased = switching(SwitchingAsked(ASKED, erase_only=True, impossible="volume"))
    ends, kept = date(2027, 1, 27), date(2027, 2, 26)
    assert erased == SwitchingPlan(ASKED, erased.decision, ends, None, kept, "at-cost", date(2027, 1, 12))
    assert said(erased.decision) == ("granted", [AT_ANY_TIME])


def test_what_follows_the_end_is_whole() -> None:
    """Kept by the Data Act beyond the policy, or up to its very day; or not stated."""
    ended, kept = date(2027, 3, 31), date(2027, 4, 30)
    policy = "après la fin du contrat, selon la politique du fournisseur"
    act = "au terme de la récupération des données, règlement (UE) 2023/2854"
    last = Deadline(kept, Clause("28"), f"30\u00a0jours {policy}")
    assert after_the_end(ended, Policy(1, 30), kept) == AfterTheEnd(ended, Deadline(kept, Clause("9.3"), act), last, ())
    first = Deadline(date(2027, 4, 1), Clause("9.3"), f"1\u00a0jour {policy}")
    assert after_the_end(ended, Policy(1, 30)) == AfterTheEnd(ended, first, last, ())
    unstated = (
        Reason(Clause("9.3"), "restitution due dès la fin du contrat ; délai non stipulé : à énoncer"),
        Reason(Clause("28"), "RGPD, art. 28(3)(g) : effacement dû ensuite ; délai non fixé : à énoncer"),
    )
    assert after_the_end(ended, Policy()) == AfterTheEnd(ended, None, None, unstated)
    assert after_the_end(ended, Policy(1)) == AfterTheEnd(ended, first, None, unstated[1:])
