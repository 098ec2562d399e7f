"""Quotes and consents by hand: what is granted, what waits, what each consent lacks, what is billed once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

import attrs
import pytest

from netsoft.billing.prices.pricing import Bounded, Flat, Graduated, PerUnit, Tier
from netsoft.billing.prices.quotes import CLAUSE, Billable, Consent, Quote, agreed, billable
from netsoft.billing.prices.tariff import Price
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate
from netsoft.names import UserId

MADE: Final = date(2026, 11, 2)
LAST: Final = date(2026, 11, 30)
WORK: Final = Price("import", "Reprise de données", "work", MADE, Flat("450.00"), Rate.percent("20"))
QUOTE: Final = Quote("D-12", WORK, 1, MADE, LAST, "Reprise de 4 000 dossiers : 450,00 € HT")
NOON: Final = datetime(2026, 11, 10, 12, tzinfo=UTC)
YES: Final = Consent("D-12", QUOTE.digest, UserId("camille"), True, NOON)
LATER: Final = date(2026, 12, 5)


def told(answer: Billable) -> list[str]:
    assert all(reason.clause == CLAUSE for reason in answer.decision.reasons)
    return [answer.decision.verdict, *(reason.fact for reason in answer.decision.reasons)]


def test_a_consent_to_that_price_makes_a_line() -> None:
    answer = billable(QUOTE, (YES,), LATER)
    assert told(answer) == ["granted", "consentement de camille au devis D-12, le 10/11/2026"]
    (line,) = answer.lines
    assert (line.clause.number, line.label, str(line.amount), line.why) == (
        "7.6",
        "Reprise de données, forfait",
        "450.00",
        "devis D-12",
    )


def test_nothing_is_invoiced_without_a_consent() -> None:
    assert told(billable(QUOTE, (), NOON.date())) == [
        "refused",
        "aucun consentement n'est enregistré pour le devis D-12",
    ]
    assert told(billable(QUOTE, (), LATER))[2:] == ["le devis D-12 a expiré le 30/11/2026"]
    assert billable(QUOTE, (), LATER).lines == ()


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (
            {"digest": "0" * 64},
            (
                "le consentement de camille du 10/11/2026 porte sur un autre prix ou un autre texte : "
                "il en faut un nouveau"
            ),
        ),
        (
            {"at": datetime(2026, 11, 30, 23, tzinfo=UTC)},
            "le consentement de camille du 01/12/2026 suit l'expiration du devis, le 30/11/2026",
        ),
        (
            {"at": datetime(2026, 11, 1, 22, 59, tzinfo=UTC)},
            "le consentement de camille du 01/11/2026 précède le devis, fait le 02/11/2026",
        ),
        ({"entitled": False}, "camille n'a pas pouvoir d'engager le client"),
        ({"quote": "D-13"}, "aucun consentement n'est enregistré pour le devis D-12"),
    ],
)
def test_what_a_consent_lacks(change: dict[str, Any], fact: str) -> None:
    answer = told(billable(QUOTE, (attrs.evolve(YES, **change),), LATER))
    assert answer == ["refused", fact, "le devis D-12 a expiré le 30/11/2026"]


def test_the_last_second_of_the_last_day_in_paris_is_in_time() -> None:
    last = attrs.evolve(YES, at=datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC))
    assert billable(QUOTE, (last,), LATER).decision.granted


def test_a_quote_of_one_day_is_consented_to_on_that_day() -> None:
    short = attrs.evolve(QUOTE, valid_until=MADE)
    first = Consent("D-12", short.digest, UserId("camille"), True, datetime(2026, 11, 1, 23, tzinfo=UTC))
    assert billable(short, (first,), MADE).decision.granted
    assert told(billable(short, (), MADE)) == ["refused", "aucun consentement n'est enregistré pour le devis D-12"]


def test_an_instant_bounds_the_consents_asked_for() -> None:
    assert agreed(QUOTE, (YES,), by=YES.at).consent is YES


def test_a_power_that_nobody_told_is_pending() -> None:
    unsure = attrs.evolve(YES, entitled=None)
    answer = billable(QUOTE, (unsure,), LATER)
    assert answer.decision.verdict == "pending"
    given = "consentement de camille au devis D-12, le 10/11/2026"
    assert told(answer)[1] == f"{given} : son pouvoir d'engager le client n'est pas établi"
    assert answer.lines == ()
    sure = attrs.evolve(YES, by=UserId("sacha"), at=NOON.replace(day=12))
    assert agreed(QUOTE, (unsure, sure)).consent is sure


def test_the_first_consent_that_holds_is_the_one() -> None:
    later = attrs.evolve(YES, at=NOON.replace(day=12))
    assert agreed(QUOTE, (later, YES)).consent is YES
    assert agreed(QUOTE, (later, YES), NOON.replace(day=9)).consent is None


def test_a_consent_that_is_still_to_come_bills_nothing() -> None:
    assert billable(QUOTE, (YES,), date(2026, 11, 9)).decision.verdict == "refused"
    assert billable(QUOTE, (YES,), date(2026, 11, 10)).decision.granted


def test_a_quote_is_billed_once() -> None:
    assert told(billable(QUOTE, (YES,), LATER, billed={"D-12"})) == ["refused", "le devis D-12 est déjà facturé"]


def test_a_price_per_call_is_billed_by_its_calls() -> None:
    per_call = attrs.evolve(QUOTE, quantity=None)
    fact = "le devis D-12 est un prix à l'appel : chaque appel a sa facturation"
    assert told(billable(per_call, (), LATER)) == ["refused", fact]
    assert per_call.lines == ()


@pytest.mark.parametrize(
    "change",
    [
        {"price": attrs.evolve(WORK, model=Flat("450.01"))},
        {"price": attrs.evolve(WORK, vat=Rate.percent("10"))},
        {"price": attrs.evolve(WORK, label="Autre reprise")},
        {"quantity": 2},
        {"valid_until": date(2026, 12, 1)},
        {"shown": "autre texte"},
    ],
)
def test_whatever_changes_needs_a_new_consent(change: dict[str, Any]) -> None:
    assert billable(attrs.evolve(QUOTE, **change), (YES,), LATER).decision.verdict == "refused"


def test_a_digest_is_for_ever() -> None:
    """Recorded consents bear it: if it moved, they would all be void."""
    model = Bounded(Graduated((Tier(5, "10", "2"), Tier(None, "6"))), minimum=Money.parse("60"))
    tiered = attrs.evolve(QUOTE, price=attrs.evolve(WORK, model=model))
    assert QUOTE.digest == "6bfb2e1e864f613bfc8910caad29ebf09d5b2ad91919394661baed2126e46899"
    assert tiered.digest == "227ea2d6bf0cca8f33d842c346c16a3e2d4fc788c9c254af471e3ecc6c707339"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: attrs.evolve(QUOTE, id=""),
            "id : identifiant vide ; donner un identifiant",
        ),
        (
            lambda: attrs.evolve(QUOTE, shown=" "),
            "shown : rien n'est montré au client ; donner le texte qui l'informe du prix",
        ),
        (
            lambda: attrs.evolve(QUOTE, quantity=-1),
            "quantity : nombre négatif : « -1 » ; donner un nombre positif ou nul",
        ),
        (
            lambda: attrs.evolve(QUOTE, valid_until=date(2026, 11, 1)),
            "valid_until : le devis expire avant d'être fait ; donner un dernier jour qui le suit",
        ),
        (
            lambda: attrs.evolve(QUOTE, made_on="2026-11-02"),
            "made_on : « 2026-11-02 » n'est pas un jour ; donner un jour sans heure, par exemple 2024-03-01",
        ),
        (
            lambda: attrs.evolve(YES, at=NOON.replace(tzinfo=None)),
            "at : « datetime.datetime(2026, 11, 10, 12, 0) » n'est pas un instant ; donner une date et une h",
        ),
        (
            lambda: attrs.evolve(YES, entitled="oui"),  # type: ignore[arg-type]
            "entitled : pouvoir illisible : « oui » ; donner vrai, faux ou rien",
        ),
        (
            lambda: attrs.evolve(YES, quote=""),
            "quote : identifiant vide ; donner un identifiant",
        ),
        (
            lambda: Quote("D-1", attrs.evolve(WORK, product="portability", model=PerUnit(1)), 1, MADE, LAST, "x"),
            "product : pas de prix possible pour « portability » (7.5) : « portabilité des données » (RGPD, ",
        ),
    ],
)
def test_what_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        make()
    assert str(refusal.value).startswith(message)
