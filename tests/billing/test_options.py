"""Options per call by hand: once each, whatever the partner does; consented to before, at the price of that day."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

import attrs
import pytest

from netsoft.billing.prices.options import CLAUSE, CallReport, CallsBill, Offers, Outcome, bill_calls, calls
from netsoft.billing.prices.pricing import PerUnit
from netsoft.billing.prices.quotes import Consent, Quote
from netsoft.billing.prices.tariff import Price
from netsoft.errors import InvalidValue
from netsoft.money import Rate
from netsoft.names import UserId

CAMILLE: Final = UserId("camille")
MADE: Final = date(2026, 11, 2)
PRICE: Final = Price("signature", "Signature électronique", "option", MADE, PerUnit("1.20"), Rate.percent("20"))
QUOTE: Final = Quote("O-1", PRICE, None, MADE, date(2026, 11, 30), "1,20 € HT par signature")
YES: Final = Consent("O-1", QUOTE.digest, CAMILLE, True, datetime(2026, 11, 3, 9, tzinfo=UTC))
OFFERS: Final = Offers((QUOTE,), (YES,))
NOON: Final = datetime(2026, 12, 4, 12, tzinfo=UTC)
END: Final = date(2026, 12, 31)


def report(call: str, outcome: Outcome, attempt: int = 1, at: datetime = NOON) -> CallReport:
    return CallReport(call, "signature", CAMILLE, at, outcome, attempt=attempt)


def bill(*reports: CallReport, offers: Offers = OFFERS) -> CallsBill:
    return bill_calls(reports, offers, END)


def test_each_call_delivered_is_billed_once() -> None:
    billed = bill(report("c-1", "delivered"), report("c-2", "delivered"), report("c-1", "delivered"))
    (line,) = billed.lines
    assert (billed.billed, str(line.amount), line.clause) == (("c-1", "c-2"), "2.40", CLAUSE)
    assert line.why.replace("\xa0", " ") == "2 appels, du 04/12/2026 au 04/12/2026, devis O-1"


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ([("delivered", 1)], "billed"),
        ([("failed", 1)], "failed"),
        ([("unknown", 1)], "pending"),
        ([("unknown", 1), ("delivered", 1)], "billed"),
        ([("unknown", 1), ("failed", 1)], "failed"),
        ([("failed", 1), ("delivered", 2)], "billed"),
        ([("delivered", 1), ("delivered", 2)], "billed"),
        ([("unknown", 1), ("delivered", 2)], "billed"),
        ([("unknown", 1), ("failed", 2)], "pending"),
        ([("failed", 1), ("failed", 2)], "failed"),
        ([("failed", 1), ("delivered", 1)], "conflicts"),
    ],
)
def test_what_the_partner_does(told: list[tuple[Outcome, int]], place: str) -> None:
    billed = bill(*(report("c-1", outcome, attempt) for outcome, attempt in told))
    assert getattr(billed, place) == ("c-1",)
    assert len(billed.billed + billed.failed + billed.pending + billed.conflicts) == 1
    assert sum(line.amount.cents for line in billed.lines) == (120 if place == "billed" else 0)


def test_a_call_that_was_billed_is_left_out_whatever_is_learnt_later() -> None:
    known = (report("c-1", "delivered"), report("c-1", "failed"), report("c-2", "delivered"))
    assert bill_calls(known, OFFERS, END, billed=("c-1",)).billed == ("c-2",)


def test_a_call_after_the_day_waits_for_the_next_bill() -> None:
    assert bill_calls((report("c-1", "delivered"),), OFFERS, date(2026, 12, 3)) == bill()


TOLD: Final = report("c-1", "delivered")


@pytest.mark.parametrize("other", [attrs.evolve(TOLD, option="vies"), attrs.evolve(TOLD, by=UserId("sacha"))])
def test_the_same_id_with_another_story_is_a_conflict(other: CallReport) -> None:
    assert bill(TOLD, other).conflicts == ("c-1",)


def test_a_call_before_the_consent_is_not_billed() -> None:
    billed = bill(report("c-1", "delivered", at=datetime(2026, 11, 3, 8, 59, tzinfo=UTC)))
    ((name, decision),) = billed.refused
    assert (name, decision.verdict, billed.lines) == ("c-1", "refused", ())
    assert decision.reasons[0].fact == "aucun consentement n'est enregistré pour le devis O-1"


def test_an_option_without_a_price_is_not_billed() -> None:
    billed = bill(attrs.evolve(report("c-1", "delivered"), option="vies"))
    ((_name, decision),) = billed.refused
    assert [(reason.clause, reason.fact) for reason in decision.reasons] == [
        (CLAUSE, "aucun prix de « vies » n'était offert le 04/12/2026")
    ]
    fixed = Offers((attrs.evolve(QUOTE, quantity=1),), (YES,))
    assert bill(report("c-1", "delivered"), offers=fixed).refused[0][0] == "c-1"


def test_who_may_not_be_known_to_consent_makes_the_call_wait() -> None:
    unsure = Offers((QUOTE,), (attrs.evolve(YES, entitled=None),))
    assert bill(report("c-1", "delivered"), offers=unsure).pending == ("c-1",)


def test_a_changed_price_needs_a_new_consent_and_older_calls_keep_theirs() -> None:
    dearer = attrs.evolve(PRICE, first_day=date(2026, 12, 3), model=PerUnit("1.50"))
    new = attrs.evolve(QUOTE, id="O-2", price=dearer, made_on=date(2026, 12, 3), valid_until=END)
    before = report("c-0", "delivered", at=datetime(2026, 12, 2, 12, tzinfo=UTC))
    calls_made = (before, report("c-1", "delivered"))
    assert bill(*calls_made, offers=Offers((QUOTE, new), (YES,))).billed == ("c-0",)
    again = Consent("O-2", new.digest, CAMILLE, True, datetime(2026, 12, 4, 9, tzinfo=UTC))
    billed = bill(*calls_made, offers=Offers((QUOTE, new), (YES, again)))
    assert [str(line.amount) for line in billed.lines] == ["1.20", "1.50"]


def test_a_call_is_of_its_first_attempt() -> None:
    (call,) = calls((report("c-1", "delivered", 2, NOON.replace(hour=23)), report("c-1", "failed", 1, NOON)))
    assert (call.at, call.attempts, call.status) == (NOON, 2, "delivered")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: report("", "delivered"),
            "call : appel ou option sans nom ; donner l'identifiant de l'appel et son option",
        ),
        (
            lambda: attrs.evolve(report("c-1", "delivered"), option=""),
            "call : appel ou option sans nom ; donner l'identifiant de l'appel et son option",
        ),
        (
            lambda: report("c-1", "lost"),  # type: ignore[arg-type]
            "outcome : issue inconnue : « lost » ; écrire delivered, failed, unknown",
        ),
        (
            lambda: report("c-1", "failed", 0),
            "attempt : essai « 0 » ; donner un entier à partir de 1",
        ),
        (
            lambda: report("c-1", "failed", at=NOON.replace(tzinfo=None)),
            "at : « datetime.datetime(2026, 12, 4, 12, 0) » n'est pas un instant ; donner une date et une he",
        ),
    ],
)
def test_what_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        make()
    assert str(refusal.value).startswith(message)
