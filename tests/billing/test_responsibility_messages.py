"""What liability, outages and insurance refuse, word for word: the field, what is wrong and what to write instead."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeAlias, get_args

import pytest

from netsoft.billing.entries import CreditNote
from netsoft.billing.responsibility.availability import availability
from netsoft.billing.responsibility.cap import Billed, Compensation, Invoiced, cap
from netsoft.billing.responsibility.exclusions import DAMAGES, excluded
from netsoft.billing.responsibility.insurance import Certificate, insured, reminders
from netsoft.billing.responsibility.liability import Claim, ClaimHead
from netsoft.billing.responsibility.outages import CauseNotice, Outage, OutageCause, Span, micros
from netsoft.cg052018 import CG052018
from netsoft.contract_readings import ContractReadings
from netsoft.days import Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import ZERO, Money
from netsoft.paris import in_utc

DAY, NEVER = date(2027, 3, 15), date(3000, 1, 1)
EIGHT, NINE = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (8, 9))
ONE = Money(cents=1)
BILL = Invoiced("F-1", DAY, ONE)
HEAD = ClaimHead("other", ONE)
BY_SERVICE = ContractReadings(liability_window="by-service-period")
NO_DAY = ("le 01/01/3000 n'est pas un jour de contrat", "donner un jour entre 1900 et 2999")
NO_DATE = ("« 7 » n'est pas un jour", "donner un jour sans heure, par exemple 2024-03-01")
ZONED = "donner une date et une heure avec leur fuseau, par exemple 2026-11-22T10:00:00+01:00"
NO_INSTANT = ("« demain » n'est pas un instant", ZONED)
EMPTY = "« Period(start=datetime.date(2027, 3, 15),… » n'est pas une période de service"
A_PERIOD, A_MONEY, MORE = "donner une période d'au moins un jour", "donner un Money", "donner un Money positif"
LESS = "montant négatif ou illisible : « -0.01 »"
ANY_DAMAGE = "écrire " + ", ".join(DAMAGES)
ANY_CAUSE = "écrire " + ", ".join(get_args(OutageCause))
UNKNOWN, BACKWARDS = "valeur inconnue : « x »", "la fin précède le début"
NAMED = ("attestation incomplète", "nommer l'assureur et le numéro de police")
DELAYS = ("days_before", "délais de rappel illisibles", "donner des nombres de jours, par exemple 60")
OF_THE_CLIENT = "donner une cause extérieure au client, ou sa propre défaillance"


Fields: TypeAlias = dict[str, Any]
CERTIFICATE: Fields = {"risk": "own-loss", "insurer": "A", "policy": "P", "first_day": DAY, "last_day": DAY}
OUTAGE: Fields = {"begins": EIGHT, "ends": NINE, "cause": "own-failure"}
INVOICED: Fields = {"number": "F-1", "issued": DAY, "total": ONE}
CLAIM: Fields = {"reference": "R-1", "event": DAY, "heads": (HEAD,)}
COMPENSATION: Fields = {"reference": "R-1", "event": DAY, "amount": ONE}


def certificate(**changes: Any) -> Certificate:
    return Certificate(**(CERTIFICATE | changes))


def outage(**changes: Any) -> Outage:
    return Outage(**(OUTAGE | changes))


def invoiced(**changes: Any) -> Invoiced:
    return Invoiced(**(INVOICED | changes))


def head(damage: Any = "other", amount: Any = ONE) -> ClaimHead:
    return ClaimHead(damage, amount)


def claim(**changes: Any) -> Claim:
    return Claim(**(CLAIM | changes))


def compensation(**changes: Any) -> Compensation:
    return Compensation(**(COMPENSATION | changes))


REFUSALS: list[tuple[Callable[[], Any], tuple[str, str, str]]] = [
    (lambda: invoiced(issued=NEVER), ("issued", *NO_DAY)),
    (lambda: invoiced(total=Money(cents=-1)), ("total", LESS, A_MONEY)),
    (lambda: invoiced(total=1), ("total", "montant négatif ou illisible : « 1 »", A_MONEY)),
    (lambda: invoiced(service=Period(DAY, DAY)), ("service", EMPTY, A_PERIOD)),
    (lambda: invoiced(service=2027), ("service", "« 2027 » n'est pas une période de service", A_PERIOD)),
    (lambda: compensation(event=NEVER), ("event", *NO_DAY)),
    (lambda: compensation(amount=Money(cents=-1)), ("amount", LESS, A_MONEY)),
    (lambda: compensation(amount=1), ("amount", "montant négatif ou illisible : « 1 »", A_MONEY)),
    (
        lambda: Billed((BILL, BILL)),
        ("invoices", "facture « F-1 » donnée deux fois", "la donner une seule fois"),
    ),
    (
        lambda: Billed((BILL,), (CreditNote(DAY, ONE, "F-2"),)),
        ("credit_notes", "avoir sur une facture inconnue : « F-2 »", "donner la facture, ou retirer l'avoir"),
    ),
    (lambda: cap(Billed(), NEVER, CG052018), ("event", *NO_DAY)),
    (lambda: excluded("x", CG052018), ("damage", "dommage inconnu : « x »", ANY_DAMAGE)),  # type: ignore[arg-type]
    (lambda: head(damage="x"), ("damage", "dommage inconnu : « x »", ANY_DAMAGE)),
    (lambda: head(amount=ZERO), ("amount", "montant nul ou illisible : « 0.00 »", MORE)),
    (lambda: head(amount=1), ("amount", "montant nul ou illisible : « 1 »", MORE)),
    (lambda: claim(reference=" "), ("reference", "réclamation sans référence", "donner sa référence")),
    (lambda: claim(reference=7), ("reference", "réclamation sans référence", "donner sa référence")),
    (lambda: claim(event=NEVER), ("event", *NO_DAY)),
    (lambda: claim(heads=()), ("heads", "réclamation sans chef de demande", "en donner au moins un")),
    (lambda: claim(retained="x"), ("retained", UNKNOWN, "écrire agreement, judge, ou rien")),
    (lambda: in_utc("demain", "x"), ("x", *NO_INSTANT)),
    (lambda: in_utc(DAY, "x"), ("x", "« datetime.date(2027, 3, 15) » n'est pas un instant", ZONED)),
    (lambda: Span("demain", NINE), ("begins", *NO_INSTANT)),
    (lambda: Span(EIGHT, "demain"), ("ends", *NO_INSTANT)),
    (lambda: Span(NINE, EIGHT), ("ends", BACKWARDS, "donner une fin qui suit le début")),
    (lambda: CauseNotice("demain"), ("at", *NO_INSTANT)),
    (lambda: CauseNotice(EIGHT, "panne", "demain"), ("until", *NO_INSTANT)),
    (lambda: outage(begins="demain"), ("begins", *NO_INSTANT)),
    (lambda: outage(ends="demain"), ("ends", *NO_INSTANT)),
    (lambda: outage(begins=NINE, ends=EIGHT), ("ends", BACKWARDS, "donner une fin qui suit le début, ou aucune")),
    (lambda: outage(cause="x"), ("cause", UNKNOWN, ANY_CAUSE)),
    (lambda: outage(party="x"), ("party", UNKNOWN, "écrire provider, client")),
    (
        lambda: outage(cause="suspension", party="client"),
        ("cause", "« suspension » est un fait du fournisseur", OF_THE_CLIENT),
    ),
    (
        lambda: outage(ends=None).span,
        ("ends", "l'interruption dure encore", "donner sa fin, ou la mesurer sur une période"),
    ),
    (lambda: certificate(risk="x"), ("risk", "risque inconnu : « x »", "écrire damage-to-others, own-loss")),
    (lambda: certificate(insurer=" "), ("insurer", *NAMED)),
    (lambda: certificate(insurer=7), ("insurer", *NAMED)),
    (lambda: certificate(policy=" "), ("policy", *NAMED)),
    (lambda: certificate(policy=7), ("policy", *NAMED)),
    (lambda: certificate(first_day=NEVER), ("first_day", *NO_DAY)),
    (lambda: certificate(last_day=NEVER), ("last_day", *NO_DAY)),
    (
        lambda: certificate(last_day=date(2027, 3, 14)),
        ("last_day", "le dernier jour précède le premier", "corriger l'un des deux"),
    ),
    (lambda: insured((), 7), ("on", *NO_DATE)),  # type: ignore[arg-type]
    (lambda: reminders((), 7), ("on", *NO_DATE)),  # type: ignore[arg-type]
    (lambda: reminders((), DAY, ()), DELAYS),
    (lambda: reminders((), DAY, (7, -1)), DELAYS),
    (lambda: reminders((), DAY, (7, True)), DELAYS),
]


@pytest.mark.parametrize(("make", "words"), REFUSALS)
def test_a_value_that_cannot_be_says_which_why_and_what_to_do(make: Any, words: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        make()
    assert (refused.value.field, refused.value.problem, refused.value.remedy) == words


def test_a_missing_fact_says_which_and_how_to_give_it() -> None:
    with pytest.raises(MissingFact) as missing:
        cap(Billed((BILL,)), DAY, CG052018, BY_SERVICE)
    assert (missing.value.fact, missing.value.remedy) == (
        "période de service de la facture F-1 inconnue",
        "donner ses jours de service (« service »), ou compter les factures à leur date",
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: invoiced(total=ZERO, service=Period(DAY, date(2027, 3, 16))),
        lambda: compensation(amount=ZERO),
        lambda: head(amount=ONE),
        lambda: claim(retained="agreement"),
        lambda: Span(EIGHT, EIGHT),
        lambda: outage(ends=EIGHT),
        lambda: outage(party="client"),
        lambda: outage(party="client", cause="other-outside-cause"),
        certificate,
        lambda: reminders((), DAY, (0,)),
    ],
)
def test_the_least_that_can_be_is_admitted(make: Any) -> None:
    assert make() == make()


def test_instants_are_counted_from_1970() -> None:
    assert micros(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert micros(datetime(1970, 1, 2, 0, 0, 1, 7, tzinfo=UTC)) == 86_401_000_007


def test_an_instant_is_kept_to_the_microsecond() -> None:
    at = datetime(2026, 3, 2, 8, 1, 2, 345678, tzinfo=UTC)
    assert (in_utc(at, "at"), in_utc(at, "at").tzinfo) == (at, UTC)


def test_no_time_is_a_fraction_too() -> None:
    found = availability((), Span(EIGHT, NINE), CG052018)
    assert (str(found.seconds("suspended")), repr(found.seconds("suspended"))) == ("0", "Fraction(0, 1)")
