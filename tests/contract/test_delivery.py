"""What came back, and what never arrived (R-18, R-33)."""

from datetime import date

import attrs
import pytest

from netsoft.billing.contract.client_notice import client_notice
from netsoft.billing.contract.delivery import By, Delivery, Outcome, Sent, counts_on
from netsoft.billing.contract.provider_notice import provider_notice
from tests.contract.build import reading, subscription

BACK = Delivery("unclaimed", date(2027, 1, 15), date(2027, 1, 18))
"""Of a letter that came back on 3 February."""


@pytest.mark.parametrize("outcome", ["refused", "unclaimed"])
@pytest.mark.parametrize("effect", ["delivery", "first-presentation"])
def test_a_letter_that_came_back_counts_from_its_presentation(outcome: Outcome, effect: str) -> None:
    act = Sent(date(2027, 2, 3), "registered-letter", attrs.evolve(BACK, outcome=outcome))
    assert counts_on(act, reading(letter_effect=effect)) == date(2027, 1, 18)
    found = provider_notice(subscription(readings=reading(letter_effect=effect)), act)
    assert "18/01/2027" in " ".join(reason.fact for reason in found.decision.reasons)
    assert "03/02/2027" not in " ".join(reason.fact for reason in found.decision.reasons)


@pytest.mark.parametrize(
    ("means", "outcome", "verdict"),
    [
        ("email", "delivered", "granted"),
        ("email", "not-presented", "refused"),
        ("email", "refused", "refused"),
        ("hand-delivery", "refused", "refused"),
        ("bailiff", "refused", "granted"),
        ("bailiff", "unclaimed", "granted"),
        ("bailiff", "not-presented", "refused"),
    ],
)
def test_what_did_not_arrive_was_not_given(means: By, outcome: Outcome, verdict: str) -> None:
    found = client_notice(subscription(), Sent(date(2027, 1, 4), means, Delivery(outcome)))
    assert found.decision.verdict == verdict
    assert (found.ending is None) is (verdict == "refused")
