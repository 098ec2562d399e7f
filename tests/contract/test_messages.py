"""What a contract refuses, word for word: the field, what is wrong and what to write instead."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

import pytest

from netsoft.billing.contract.after_the_end import Policy
from netsoft.billing.contract.client_notice import ReceivedMessage
from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import (
    Default,
    FormalNoticeServed,
    Infringement,
    NoticeGiven,
    NoticeWithdrawn,
    Settled,
    Suspension,
    SwitchingAsked,
    Termination,
    WithdrawalDeclared,
)
from netsoft.billing.contract.delivery import Delivery, Sent
from netsoft.billing.contract.refund import Paid
from netsoft.billing.contract.subscription import Subscription
from netsoft.billing.contract.withdrawal import Formation, Situation
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.days import Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import ZERO, Money
from tests.contract.build import APRIL, reading, subscription

Fields: TypeAlias = dict[str, Any]
EVE, NEXT, NEVER = date(2026, 3, 31), date(2026, 4, 2), date(3000, 1, 1)
NO_DAY = ("le 01/01/3000 n'est pas un jour de contrat", "donner un jour entre 1900 et 2999")
UNKNOWN = "valeur inconnue : « x »"
PARTY = ("party", UNKNOWN, "écrire client, provider")
GROUND = ("ground", UNKNOWN, "écrire non-payment, infringement")
ANY_MEANS = (
    "écrire phone, ticket, letter, email, hand-delivery, registered-letter, electronic-registered-letter, bailiff"
)
MEANS = ("means", "moyen inconnu : « x »", ANY_MEANS)
A_POLICY = "donner un nombre entier de 0 à 3650"
TOO_SOON = "donner au moins autant de jours que pour la restitution"
AN_ADDRESS, A_COUNT = "donner une adresse e-mail", "donner un nombre entier de salariés"
RAW = ("raw", "message absent", "garder le message brut, en octets, tel qu'il est arrivé")
FROM_ONE = "compter les périodes depuis 1"
BEFORE_USE = (
    "first_use_on",
    "un premier usage avant la mise à disposition",
    "donner un jour à partir de « available_on »",
)
BETWEEN = ("notice_ends_on", "préavis de changement hors du 01/04/2026 au 01/06/2026", "donner un jour entre les deux")
SHORT = ("transition_ends_on", "elle finirait avant le préavis", "donner un jour d'après")
PAID = ("paid", "montant négatif ou période vide", "donner ce qui a été payé, et sa période")
MESSAGE: Fields = {
    "raw": b"x",
    "received_at": datetime(2026, 4, 1, 9, tzinfo=UTC),
    "mailbox": "contact@infrassur.fr",
    "sender": "a@b.fr",
}


def message(**changes: Any) -> ReceivedMessage:
    return ReceivedMessage(**(MESSAGE | changes))


def switching(**changes: Any) -> SwitchingAsked:
    return SwitchingAsked(APRIL, **changes)


def served(**changes: Any) -> FormalNoticeServed:
    whole: Fields = {"ground": "non-payment", "clause": Clause("5.3"), "until": NEXT}
    return FormalNoticeServed(APRIL, **(whole | changes))


REFUSALS: list[tuple[Callable[[], Any], tuple[str, str, str]]] = [
    (lambda: Policy(-1), ("restitution_days", "« -1 » n'est pas un nombre de jours", A_POLICY)),
    (lambda: Policy(True), ("restitution_days", "« True » n'est pas un nombre de jours", A_POLICY)),
    (lambda: Policy(None, 3651), ("erasure_days", "« 3651 » n'est pas un nombre de jours", A_POLICY)),
    (lambda: Policy(31, 30), ("erasure_days", "l'effacement précéderait la restitution", TOO_SOON)),
    (lambda: message(raw=b""), RAW),
    (lambda: message(raw="x"), RAW),
    (lambda: message(mailbox="x"), ("mailbox", "adresse illisible : « x »", AN_ADDRESS)),
    (lambda: message(sender="x"), ("sender", "adresse illisible : « x »", AN_ADDRESS)),
    (lambda: Suspension(NEVER), ("on", *NO_DAY)),
    (lambda: Suspension(APRIL, known_on=NEVER), ("known_on", *NO_DAY)),
    (
        lambda: Suspension(APRIL, known_on=EVE),
        ("known_on", "un fait ne peut être connu avant son jour", "donner le 01/04/2026 ou un jour d'après"),
    ),
    (lambda: NoticeGiven(APRIL, "x", "email"), PARTY),  # type: ignore[arg-type]
    (lambda: NoticeGiven(APRIL, "client", "x"), MEANS),  # type: ignore[arg-type]
    (
        lambda: NoticeGiven(EVE, "client", "email", message=message()),
        ("on", "le message est arrivé le 01/04/2026", "donner le jour de son arrivée, à Paris"),
    ),
    (lambda: NoticeWithdrawn(APRIL, "x", True), PARTY),  # type: ignore[arg-type]
    (lambda: WithdrawalDeclared(APRIL, "x"), PARTY),  # type: ignore[arg-type]
    (lambda: switching(party="x"), PARTY),
    (lambda: switching(notice_ends_on=NEVER), ("notice_ends_on", *NO_DAY)),
    (lambda: switching(transition_ends_on=NEVER), ("transition_ends_on", *NO_DAY)),
    (lambda: switching(notice_ends_on=EVE), BETWEEN),
    (lambda: switching(notice_ends_on=date(2026, 6, 2)), BETWEEN),
    (lambda: switching(transition_ends_on=date(2026, 5, 31)), SHORT),
    (lambda: switching(notice_ends_on=NEXT, transition_ends_on=APRIL), SHORT),
    (
        lambda: Default(APRIL, "F-1", "x"),  # type: ignore[arg-type]
        ("nature", UNKNOWN, "écrire subscription, complement, option, work"),
    ),
    (lambda: Default(APRIL, party="x"), PARTY),  # type: ignore[arg-type]
    (lambda: Infringement(APRIL, party="x"), PARTY),  # type: ignore[arg-type]
    (lambda: Settled(APRIL, "x"), GROUND),  # type: ignore[arg-type]
    (lambda: Termination(APRIL, "x"), GROUND),  # type: ignore[arg-type]
    (lambda: Termination(APRIL, "non-payment", "x"), PARTY),  # type: ignore[arg-type]
    (lambda: served(ground="x"), GROUND),
    (lambda: served(party="x"), PARTY),
    (lambda: served(means="x"), MEANS),
    (lambda: served(until=NEVER), ("until", *NO_DAY)),
    (lambda: served(until=EVE), ("until", "le délai finit avant la mise en demeure", "donner un jour d'après")),
    (
        lambda: Delivery("x"),  # type: ignore[arg-type]
        ("outcome", "suite inconnue : « x »", "écrire delivered, refused, unclaimed, not-presented"),
    ),
    (lambda: Delivery(sent_on=NEVER), ("sent_on", *NO_DAY)),
    (lambda: Delivery(presented_on=NEVER), ("presented_on", *NO_DAY)),
    (
        lambda: Delivery(sent_on=APRIL, presented_on=EVE),
        ("presented_on", "la présentation précède l'envoi", "corriger l'un des deux jours"),
    ),
    (lambda: Sent(APRIL, "x"), MEANS),  # type: ignore[arg-type]
    (
        lambda: Sent(APRIL, "letter", Delivery(sent_on=NEXT)),
        ("sent_on", "le 02/04/2026 suit le 01/04/2026, jour de l'acte", "le corriger"),
    ),
    (
        lambda: Sent(APRIL, "letter", Delivery(presented_on=NEXT)),
        ("presented_on", "le 02/04/2026 suit le 01/04/2026, jour de l'acte", "le corriger"),
    ),
    (lambda: Paid(Money(cents=-1), Period(APRIL, NEXT)), PAID),
    (lambda: Paid(ZERO, Period(APRIL, APRIL)), PAID),
    (lambda: Subscription(NEVER, CG052018), ("available_on", *NO_DAY)),
    (
        lambda: subscription().term_on(EVE),
        (
            "day",
            "le 31/03/2026 précède la mise à disposition du 01/04/2026",
            "donner un jour de l'abonnement",
        ),
    ),
    (lambda: subscription().numbered(0), ("number", "pas de période n° « 0 »", FROM_ONE)),
    (lambda: subscription().numbered(True), ("number", "pas de période n° « True »", FROM_ONE)),
    (
        lambda: subscription(readings=reading(renewal="indefinite")).numbered(3),
        ("number", "pas de période n° « 3 »", FROM_ONE),
    ),
    (lambda: Situation(-1), ("employees", "effectif illisible : « -1 »", A_COUNT)),
    (lambda: Situation(True), ("employees", "effectif illisible : « True »", A_COUNT)),
    (lambda: Formation(concluded_on=NEVER), ("concluded_on", *NO_DAY)),
    (lambda: Formation(available_on=NEVER), ("available_on", *NO_DAY)),
    (lambda: Formation(first_use_on=NEVER), ("first_use_on", *NO_DAY)),
    (lambda: Formation(first_use_on=APRIL), BEFORE_USE),
    (lambda: Formation(available_on=APRIL, first_use_on=EVE), BEFORE_USE),
    (
        lambda: Formation(closed_days="x"),  # type: ignore[arg-type]
        ("closed_days", "lieu inconnu : « x »", "écrire metropole ou alsace-moselle"),
    ),
]


@pytest.mark.parametrize(("make", "words"), REFUSALS)
def test_a_value_that_cannot_be_says_which_why_and_what_to_do(make: Any, words: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        make()
    assert (refused.value.field, refused.value.problem, refused.value.remedy) == words


def test_a_missing_fact_says_which_and_how_to_give_it() -> None:
    with pytest.raises(MissingFact) as missing:
        Contract(CG052018, Formation(concluded_on=APRIL)).subscription()
    assert (missing.value.fact, missing.value.remedy) == (
        "available_on : jour de mise à disposition absent",
        "le donner quand le service l'est",
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: Policy(0, 0),
        lambda: Policy(3650, 3650),
        lambda: Suspension(APRIL, known_on=APRIL),
        lambda: NoticeGiven(APRIL, "client", "email", message=message()),
        lambda: switching(notice_ends_on=APRIL, transition_ends_on=APRIL),
        lambda: switching(notice_ends_on=date(2026, 6, 1), transition_ends_on=date(2026, 6, 1)),
        lambda: switching(transition_ends_on=date(2026, 6, 1)),
        lambda: served(until=APRIL),
        lambda: Sent(APRIL, "letter", Delivery(sent_on=APRIL, presented_on=APRIL)),
        lambda: Paid(ZERO, Period(APRIL, NEXT)),
        lambda: subscription().numbered(1),
        lambda: subscription(readings=reading(renewal="indefinite")).numbered(2),
        lambda: Situation(0),
        lambda: Formation(available_on=APRIL, first_use_on=APRIL),
    ],
)
def test_the_least_that_can_be_is_admitted(make: Any) -> None:
    assert make() == make()


def test_an_event_that_was_learnt_later_is_learnt_then() -> None:
    assert (Suspension(APRIL).learnt, Suspension(APRIL, known_on=NEXT).learnt) == (APRIL, NEXT)


def test_a_demand_made_within_so_many_days_is_whole() -> None:
    """Its own day is not counted; a registered letter of the provider."""
    found = FormalNoticeServed.within(APRIL, "infringement", Clause("5.3"), 1)
    assert found == FormalNoticeServed(
        APRIL, "infringement", Clause("5.3"), NEXT, "registered-letter", Delivery(), "provider"
    )
    assert found.act == Sent(APRIL, "registered-letter", Delivery())
    delivery = Delivery("unclaimed", EVE)
    assert served(means="letter", delivery=delivery).act == Sent(APRIL, "letter", delivery)
    assert NoticeGiven(APRIL, "client", "letter", delivery).act == Sent(APRIL, "letter", delivery)
