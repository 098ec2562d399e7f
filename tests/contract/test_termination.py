"""How the provider ends the contract for cause (5.3, 1225): the ground, the formal notice, its limit, its fruit."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from netsoft.billing.contract.client_notice import ReceivedMessage
from netsoft.billing.contract.contract_events import (
    ContractEvent,
    Default,
    FormalNoticeServed,
    Infringement,
    NoticeGiven,
    Settled,
    Termination,
)
from netsoft.billing.contract.delivery import By, Delivery, Outcome
from netsoft.billing.contract.life import Life, life
from netsoft.billing.entries import Nature
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.errors import InvalidValue
from tests.contract.build import PLAIN, contract, reading

NAMED = Clause("5.3")
UNPAID = Default(date(2027, 1, 16), "F-1")
DEMAND = FormalNoticeServed.within(date(2027, 1, 20), "non-payment", NAMED, 15)
END = Termination(date(2027, 2, 5), "non-payment")


def lived(events: Sequence[ContractEvent], readings: ContractReadings = PLAIN) -> Life:
    return life(contract(), events, date(2027, 3, 1), readings)


def last(events: Sequence[ContractEvent], readings: ContractReadings = PLAIN) -> tuple[str, str, str]:
    decision = lived(events, readings).events[-1].decision
    return decision.verdict, str(decision.reasons[0].clause), decision.reasons[0].fact


def test_a_fruitless_formal_notice_opens_the_way() -> None:
    found = lived((UNPAID, DEMAND, END))
    assert (found.state, [item.accepted for item in found.events]) == ("terminated", [True] * 3)
    assert found.ending is not None
    assert (found.ending.cause, found.ending.ends_on, found.ending.over_from) == ("termination", END.on, END.on)
    assert [reason.fact for reason in found.events[-1].decision.reasons] == [
        "facture F-1 de l'abonnement, impayée à l'échéance",
        "mise en demeure du 20/01/2027 restée sans effet au 04/02/2027",
    ]


def test_its_limit_must_be_over() -> None:
    assert last((UNPAID, DEMAND, Termination(date(2027, 2, 4), "non-payment"))) == (
        "refused",
        "1225",
        "le délai de la mise en demeure court jusqu'au 04/02/2027",
    )


def test_its_limit_is_put_off_to_a_working_day() -> None:
    saturday = FormalNoticeServed(date(2027, 1, 20), "non-payment", NAMED, date(2027, 1, 30))
    assert last((UNPAID, saturday, Termination(date(2027, 2, 1), "non-payment")))[0] == "refused"
    assert last((UNPAID, saturday, Termination(date(2027, 2, 2), "non-payment")))[0] == "granted"


@pytest.mark.parametrize("nature", ["complement", "option", "work"])
def test_another_invoice_is_not_the_subscription(nature: Nature) -> None:
    events = (Default(date(2027, 1, 16), "F-1", nature), DEMAND, END)
    found = lived(events)
    assert [item.decision.verdict for item in found.events] == ["refused"] * 3
    assert "n'est pas le non-paiement de l'abonnement" in found.events[2].decision.reasons[0].fact
    assert found.state == "running"


def test_without_ground_or_formal_notice_there_is_no_termination() -> None:
    assert last((END,)) == ("refused", "5.3", "aucun non-paiement de l'abonnement constaté")
    assert last((UNPAID, END)) == ("refused", "1225", "aucune mise en demeure qui vise la clause résolutoire")
    early = FormalNoticeServed(date(2027, 1, 15), "non-payment", NAMED, date(2027, 1, 29))
    assert [item.accepted for item in lived((early, UNPAID, END)).events] == [False, True, False]


@pytest.mark.parametrize(
    ("demand", "fact"),
    [
        (FormalNoticeServed(date(2027, 1, 20), "non-payment", None, date(2027, 2, 4)), "elle ne vise pas la clause"),
        (
            FormalNoticeServed(date(2027, 1, 20), "non-payment", Clause("8.1"), date(2027, 2, 4)),
            "elle ne vise pas la clause résolutoire (5.3)",
        ),
        (FormalNoticeServed(date(2027, 1, 20), "non-payment", NAMED), "elle ne laisse aucun délai"),
        (
            FormalNoticeServed(date(2027, 1, 20), "non-payment", NAMED, date(2027, 1, 20)),
            "elle ne laisse aucun délai",
        ),
        (
            FormalNoticeServed(date(2027, 1, 20), "infringement", NAMED, date(2027, 2, 4)),
            "aucun manquement prouvé aux règles d'utilisation constaté avant elle",
        ),
    ],
)
def test_what_a_formal_notice_may_lack(demand: FormalNoticeServed, fact: str) -> None:
    found = lived((UNPAID, demand, END))
    assert (found.events[1].decision.verdict, found.events[2].accepted) == ("refused", False)
    assert fact in found.events[1].decision.reasons[0].fact


@pytest.mark.parametrize(
    ("means", "outcome", "accepted"),
    [
        ("phone", "delivered", False),
        ("letter", "delivered", False),
        ("email", "delivered", True),
        ("bailiff", "delivered", True),
        ("registered-letter", "refused", True),
        ("registered-letter", "unclaimed", True),
        ("registered-letter", "not-presented", False),
    ],
)
def test_how_a_formal_notice_reaches(means: By, outcome: Outcome, accepted: bool) -> None:
    demand = FormalNoticeServed(date(2027, 1, 20), "non-payment", NAMED, date(2027, 2, 4), means, Delivery(outcome))
    assert lived((UNPAID, demand)).events[1].accepted is accepted


def test_settled_in_time_it_bore_fruit() -> None:
    paid = Settled(date(2027, 2, 4), "non-payment", "F-1")
    assert last((UNPAID, DEMAND, paid, END)) == (
        "refused",
        "1225",
        "régularisé dans le délai de la mise en demeure",
    )


def test_settled_too_late_the_way_stays_open_and_says_so() -> None:
    end = Termination(date(2027, 2, 9), "non-payment")
    found = lived((UNPAID, DEMAND, Settled(date(2027, 2, 5), "non-payment"), end))
    assert found.state == "terminated"
    assert str(found.events[-1].decision.reasons[-1].clause) == "1104"


def test_what_is_settled_is_named_or_all_of_the_ground() -> None:
    other = Default(date(2027, 1, 17), "F-2")
    named = Settled(date(2027, 2, 1), "non-payment", "F-1")
    assert last((UNPAID, other, DEMAND, named, END))[0] == "granted"
    assert last((UNPAID, other, DEMAND, Settled(date(2027, 2, 1), "non-payment"), END))[0] == "refused"
    assert last((UNPAID, Settled(date(2027, 2, 1), "non-payment", "F-9"))) == ("refused", "5.3", "rien à régulariser")
    assert last((UNPAID, named, named))[0] == "refused"
    assert last((UNPAID, Settled(date(2027, 2, 1), "infringement")))[0] == "refused"


def test_a_default_after_the_formal_notice_needs_another() -> None:
    later = Default(date(2027, 1, 25), "F-2")
    events = (UNPAID, DEMAND, Settled(date(2027, 1, 22), "non-payment", "F-1"), later, END)
    assert last(events)[0] == "refused"


def test_an_infringement_needs_its_evidence() -> None:
    demand = FormalNoticeServed.within(date(2027, 1, 20), "infringement", NAMED, 15)
    end = Termination(date(2027, 2, 5), "infringement")
    proved = Infringement(date(2027, 1, 10), "6.5", "relevé des accès du 9 janvier")
    assert lived((proved, demand, end)).state == "terminated"
    unproved = lived((Infringement(date(2027, 1, 10)), demand, end))
    assert [item.decision.verdict for item in unproved.events] == ["pending", "refused", "refused"]
    assert unproved.events[0].decision.reasons[0].fact == "règle d'utilisation : pièce qui prouve l'infraction ?"
    assert last((proved, demand, Settled(date(2027, 1, 30), "infringement"), end))[0] == "refused"


def test_the_provider_may_invoke_the_ground_itself() -> None:
    invoked = Default(date(2027, 2, 5), party="provider")
    assert lived((UNPAID, DEMAND, invoked)).state == "terminated"
    assert last((invoked,)) == ("refused", "5.3", "aucun non-paiement de l'abonnement constaté")
    assert last((Infringement(date(2027, 2, 5), party="provider"),))[0] == "refused"


def test_the_client_has_only_the_law() -> None:
    for event in (
        Termination(date(2027, 2, 5), "infringement", "client"),
        FormalNoticeServed(date(2027, 2, 5), "infringement", NAMED, date(2027, 3, 1), party="client"),
    ):
        assert last((event,))[:2] == ("refused", "1224")


def test_the_clause_set_aside_leaves_no_termination() -> None:
    found = life(contract(terms=CG052018.without(NAMED)), (UNPAID, DEMAND, END), date(2027, 3, 1))
    assert found.events[-1].decision.reasons[0].fact == "la clause 5.3 est écartée"


def test_when_a_formal_notice_counts_is_read() -> None:
    sent = Delivery(sent_on=date(2027, 1, 15))
    demand = FormalNoticeServed(date(2027, 1, 20), "non-payment", NAMED, date(2027, 2, 4), "registered-letter", sent)
    assert last((UNPAID, demand, END))[0] == "granted"
    assert last((UNPAID, demand, END), reading(letter_effect="sending"))[0] == "refused"


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Default(date(2027, 1, 1), "F-1", "gift"), "nature"),  # type: ignore[arg-type]
        (lambda: Default(date(2027, 1, 1), party="bank"), "party"),  # type: ignore[arg-type]
        (lambda: Infringement(date(2027, 1, 1), party="bank"), "party"),  # type: ignore[arg-type]
        (lambda: Termination(date(2027, 1, 1), "mood"), "ground"),  # type: ignore[arg-type]
        (lambda: Settled(date(2027, 1, 1), "mood"), "ground"),  # type: ignore[arg-type]
        (lambda: FormalNoticeServed(date(2027, 1, 2), "non-payment", NAMED, date(2027, 1, 1)), "until"),
        (lambda: NoticeGiven(date(2027, 1, 2), "client", "fax"), "means"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_is_refused(make: Any, field: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        make()
    assert refused.value.field == field


def test_a_notice_is_of_the_day_its_message_arrived() -> None:
    at = datetime(2027, 2, 28, 23, 30, tzinfo=UTC)
    message = ReceivedMessage(b"x", at, "contact@infrassur.fr", "a@b.fr")
    assert NoticeGiven(date(2027, 3, 1), "client", "email", message=message).message is message
    with pytest.raises(InvalidValue, match=r"on : le message est arrivé le 01/03/2027"):
        NoticeGiven(date(2027, 2, 28), "client", "email", message=message)
