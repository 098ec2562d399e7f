"""By when each party may leave, by what means, and what a notice ends (5.2, 5.3, R-13, R-18, R-33)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from netsoft.billing.contract.client_notice import ReceivedMessage, client_last_day, client_notice
from netsoft.billing.contract.delivery import By, Delivery, Outcome, Sent, counts_on
from netsoft.billing.contract.provider_notice import provider_last_day, provider_notice
from netsoft.billing.contract.subscription import Subscription
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.errors import InvalidValue
from tests.contract.build import APRIL, PLAIN, duration, reading, subscription


def ending(last: date, readings: ContractReadings = PLAIN) -> Subscription:
    """A subscription whose first term ends on a day, read as the eve of the anniversary."""
    first = date.fromordinal(last.toordinal() + 1)
    return subscription(first.replace(year=first.year - 1), readings)


@pytest.mark.parametrize(
    ("last", "client", "safe", "provider"),
    [
        (date(2027, 3, 31), date(2027, 2, 28), date(2027, 2, 28), date(2027, 1, 31)),
        (date(2027, 3, 30), date(2027, 2, 28), date(2027, 2, 28), date(2027, 1, 30)),
        (date(2027, 3, 29), date(2027, 2, 28), date(2027, 2, 28), date(2027, 1, 29)),
        (date(2027, 3, 28), date(2027, 2, 28), date(2027, 2, 28), date(2027, 1, 28)),
        (date(2028, 3, 31), date(2028, 2, 29), date(2028, 2, 29), date(2028, 1, 31)),
        (date(2027, 4, 30), date(2027, 3, 31), date(2027, 3, 30), date(2027, 2, 28)),
        (date(2027, 2, 28), date(2027, 1, 31), date(2027, 1, 28), date(2026, 12, 31)),
        (date(2027, 1, 14), date(2026, 12, 14), date(2026, 12, 14), date(2026, 11, 14)),
        (date(2027, 12, 31), date(2027, 11, 30), date(2027, 11, 30), date(2027, 10, 31)),
    ],
)
def test_the_last_days(last: date, client: date, safe: date, provider: date) -> None:
    found = ending(last)
    term = found.numbered(1)
    assert term.last_day == last
    given = client_last_day(found, term)
    assert (given.last_day, given.safe_last_day) == (client, safe)
    assert provider_last_day(found, term).last_day == provider


def test_counted_back_from_the_last_day() -> None:
    found = ending(date(2027, 4, 30), reading(notice_count="backward"))
    assert client_last_day(found, found.numbered(1)).last_day == date(2027, 3, 30)
    assert (
        client_notice(found, Sent(date(2027, 3, 30), "email")).ending
        == client_notice(ending(date(2027, 4, 30)), Sent(date(2027, 3, 31), "email")).ending
    )
    late = client_notice(found, Sent(date(2027, 3, 31), "email")).ending
    assert late is not None
    assert (late.ends_on, late.late_for) == (date(2028, 4, 30), found.numbered(1))


def test_the_safe_day_holds_if_the_term_ends_on_the_eve() -> None:
    found = subscription(date(2026, 1, 15), reading(annual_term="anniversary"))
    given = client_last_day(found, found.numbered(1))
    assert (given.last_day, given.safe_last_day) == (date(2026, 12, 15), date(2026, 12, 14))


def test_the_rule_is_told() -> None:
    found = ending(date(2027, 3, 31))
    deadline = client_last_day(found, found.numbered(1)).deadline
    assert deadline is not None
    assert (deadline.last, deadline.clause) == (date(2027, 2, 28), Clause("5.2"))
    assert deadline.rule == "préavis de 1\u00a0mois avant l'échéance du 31/03/2027, jusqu'à minuit, sans report"


def test_without_a_term_notice_is_given_on_any_day() -> None:
    found = subscription(readings=reading(renewal="indefinite"))
    given = client_last_day(found, found.numbered(2))
    assert (given.last_day, given.safe_last_day, given.deadline) == (None, None, None)
    for day, ends, late_for in (
        (date(2028, 1, 31), date(2028, 2, 29), None),
        (date(2027, 3, 5), date(2027, 4, 5), found.numbered(1)),
    ):
        end = client_notice(found, Sent(day, "email")).ending
        assert end is not None
        assert (end.ends_on, end.late_for) == (ends, late_for)
    assert provider_notice(found, Sent(date(2027, 6, 1), "registered-letter")).decision.granted
    late = provider_notice(found, Sent(date(2027, 3, 5), "registered-letter")).decision
    assert late.reasons[-1].fact == "le contrat est reconduit ; le préavis est à donner de nouveau"


def test_a_notice_in_time_ends_the_term() -> None:
    found = client_notice(subscription(), Sent(date(2027, 2, 28), "email"))
    assert found.ending is not None
    assert (found.ending.ends_on, found.ending.late_for) == (date(2027, 3, 31), None)
    assert [str(reason.clause) for reason in found.decision.reasons] == ["5.2"] * 3
    assert found.decision.reasons[-1].fact == "met fin au contrat le 31/03/2027, à minuit"


def test_a_late_notice_of_the_client_ends_the_next_term_and_says_so() -> None:
    found = client_notice(subscription(), Sent(date(2027, 3, 1), "email"))
    assert found.ending is not None
    assert found.ending.ends_on == date(2028, 3, 31)
    assert found.ending.late_for == subscription().numbered(1)
    assert [reason.fact for reason in found.decision.reasons[-2:]] == [
        "trop tard pour l'échéance du 31/03/2027 : il fallait le donner au plus tard le 28/02/2027",
        "met fin au contrat le 31/03/2028, à minuit",
    ]


def test_a_late_notice_of_the_provider_is_refused_and_to_be_given_anew() -> None:
    found = provider_notice(subscription(), Sent(date(2027, 2, 1), "registered-letter"))
    assert (found.decision.verdict, found.ending) == ("refused", None)
    assert [reason.fact for reason in found.decision.reasons] == [
        "trop tard pour l'échéance du 31/03/2027 : il fallait le donner au plus tard le 31/01/2027",
        "le contrat est reconduit ; le préavis est à donner de nouveau, au plus tard le 31/01/2028 pour la suivante",
    ]
    assert provider_notice(subscription(), Sent(date(2027, 1, 31), "registered-letter")).decision.granted


def test_a_notice_longer_than_the_term_skips_terms() -> None:
    found = Subscription(APRIL, duration(client_notice_months=30))
    end = client_notice(found, Sent(APRIL, "email")).ending
    assert end is not None
    assert (end.ends_on, end.late_for) == (date(2029, 3, 31), found.numbered(1))


def test_a_notice_before_the_availability_ends_the_first_term() -> None:
    end = client_notice(subscription(), Sent(date(2026, 3, 1), "email")).ending
    assert end is not None
    assert end.ends_on == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("means", "client", "provider"),
    [
        ("phone", "refused", "refused"),
        ("ticket", "refused", "refused"),
        ("letter", "refused", "refused"),
        ("email", "granted", "refused"),
        ("hand-delivery", "granted", "refused"),
        ("registered-letter", "granted", "granted"),
        ("electronic-registered-letter", "granted", "granted"),
        ("bailiff", "granted", "granted"),
    ],
)
def test_the_means(means: By, client: str, provider: str) -> None:
    act = Sent(date(2027, 1, 4), means)
    assert client_notice(subscription(), act).decision.verdict == client
    assert provider_notice(subscription(), act).decision.verdict == provider


@pytest.mark.parametrize(
    ("means", "client", "provider"),
    [
        ("email", "granted", "refused"),
        ("registered-letter", "refused", "granted"),
        ("electronic-registered-letter", "refused", "granted"),
        ("bailiff", "refused", "refused"),
    ],
)
def test_the_named_means_only(means: By, client: str, provider: str) -> None:
    found, act = subscription(readings=reading(notice_means="named-only")), Sent(date(2027, 1, 4), means)
    assert client_notice(found, act).decision.verdict == client
    assert provider_notice(found, act).decision.verdict == provider


def test_an_email_counts_at_the_named_mailbox() -> None:
    for mailbox, verdict in (
        ("contact@infrassur.fr", "granted"),
        ("CONTACT@Infrassur.fr", "granted"),
        (None, "granted"),
    ):
        act = Sent(date(2027, 2, 1), "email", Delivery(mailbox=mailbox))
        assert client_notice(subscription(), act).decision.verdict == verdict
    elsewhere = client_notice(subscription(), Sent(date(2027, 2, 1), "email", Delivery(mailbox="ventes@infrassur.fr")))
    assert elsewhere.decision.verdict == "refused"
    assert elsewhere.decision.reasons[0].fact == "arrivé à ventes@infrassur.fr, et non à contact@infrassur.fr"
    assert elsewhere.ending is None


LETTER = Delivery(sent_on=date(2027, 1, 28), presented_on=date(2027, 1, 30))


@pytest.mark.parametrize(
    ("effect", "counted"),
    [("delivery", date(2027, 2, 3)), ("first-presentation", date(2027, 1, 30)), ("sending", date(2027, 1, 28))],
)
def test_the_day_from_which_a_letter_counts(effect: str, counted: date) -> None:
    readings, act = reading(letter_effect=effect), Sent(date(2027, 2, 3), "registered-letter", LETTER)
    assert counts_on(act, readings) == counted
    decision = provider_notice(subscription(readings=readings), act).decision
    assert decision.granted is (counted <= date(2027, 1, 31))


@pytest.mark.parametrize("effect", ["delivery", "first-presentation", "sending"])
def test_a_day_that_is_not_given_is_that_of_the_act(effect: str) -> None:
    act = Sent(date(2027, 1, 4), "registered-letter")
    assert counts_on(act, reading(letter_effect=effect)) == date(2027, 1, 4)
    assert counts_on(Sent(date(2027, 1, 4), "email", LETTER_OF_JANUARY), reading(letter_effect=effect)) == act.on


LETTER_OF_JANUARY = Delivery(sent_on=date(2027, 1, 2))


@pytest.mark.parametrize(
    ("outcome", "effect", "verdict"),
    [
        ("refused", "delivery", "pending"),
        ("unclaimed", "delivery", "pending"),
        ("not-presented", "delivery", "refused"),
        ("refused", "first-presentation", "granted"),
        ("unclaimed", "first-presentation", "granted"),
        ("not-presented", "first-presentation", "refused"),
        ("refused", "sending", "granted"),
        ("not-presented", "sending", "granted"),
    ],
)
def test_a_letter_that_was_not_delivered(outcome: Outcome, effect: str, verdict: str) -> None:
    act = Sent(date(2027, 1, 4), "registered-letter", Delivery(outcome))
    found = provider_notice(subscription(readings=reading(letter_effect=effect)), act)
    assert found.decision.verdict == verdict
    assert (found.ending is not None) is (verdict == "granted")


def test_a_clause_set_aside_gives_no_way_out() -> None:
    terms = subscription().terms.without(Clause("5.2"), Clause("5.3"))
    found = Subscription(APRIL, terms)
    assert client_notice(found, Sent(date(2027, 1, 4), "email")).decision.reasons[0].fact == "la clause 5.2 est écartée"
    assert provider_notice(found, Sent(date(2027, 1, 4), "bailiff")).decision.verdict == "refused"


def test_a_message_is_kept_as_it_came() -> None:
    message = ReceivedMessage(
        raw=b"From: a@b.fr\r\n\r\nNous partons.\r\n",
        received_at=datetime(2027, 2, 28, 23, 30, tzinfo=UTC),
        mailbox="contact@infrassur.fr",
        sender="a@b.fr",
        power="gérante",
    )
    assert message.arrived_on == date(2027, 3, 1)
    assert message.digest == "ec978e847dcac5bffe378948a1abfda994965264ee1047f8fa011ed72f398d36"
    assert "Nous partons" not in repr(message)


@pytest.mark.parametrize(
    ("field", "value"),
    [("raw", b""), ("raw", "texte"), ("received_at", date(2027, 1, 1)), ("mailbox", "contact"), ("sender", "x")],
)
def test_a_message_that_says_too_little_is_refused(field: str, value: Any) -> None:
    whole: dict[str, Any] = {
        "raw": b"x",
        "received_at": datetime(2027, 1, 1, tzinfo=UTC),
        "mailbox": "contact@infrassur.fr",
        "sender": "a@b.fr",
    }
    with pytest.raises(InvalidValue):
        ReceivedMessage(**(whole | {field: value}))


@pytest.mark.parametrize(
    ("means", "delivery", "field"),
    [
        ("pigeon", {}, "means"),
        ("registered-letter", {"outcome": "lost"}, "outcome"),
        ("registered-letter", {"sent_on": date(2027, 1, 5)}, "sent_on"),
        ("registered-letter", {"presented_on": date(2027, 1, 5)}, "presented_on"),
        ("registered-letter", {"sent_on": date(2027, 1, 3), "presented_on": date(2027, 1, 2)}, "presented_on"),
    ],
)
def test_an_act_that_cannot_be_is_refused(means: Any, delivery: Any, field: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        Sent(date(2027, 1, 4), means, Delivery(**delivery))
    assert refused.value.field == field
