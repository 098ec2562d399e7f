"""What prices refuse, word for word: the field, what is wrong and what to write instead."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from netsoft.billing.prices.charges import Held, recurring_charges
from netsoft.billing.prices.cycles import BillingCycle, Convention, DayCycle, convention
from netsoft.billing.prices.options import CallReport
from netsoft.billing.prices.price_models import Bounded, Flat, Graduated, Package, PerUnit, Tier, not_negative
from netsoft.billing.prices.price_models import tiers_from as tiers
from netsoft.billing.prices.pricing import price
from netsoft.billing.prices.proration import Proration, Sold, credit_unused
from netsoft.billing.prices.quotes import Consent, Quote
from netsoft.billing.prices.revision import Proposal, revise
from netsoft.billing.prices.revision_grounds import MoreDisk, MoreUse, MoreUsers, Use
from netsoft.billing.prices.rgpd_functions import refuse_a_price
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.billing.prices.variation import varied
from netsoft.cg052018 import CG052018
from netsoft.days import Period
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate
from netsoft.names import UserId

DAY, NOON = date(2026, 6, 1), datetime(2026, 6, 1, 12, tzinfo=UTC)
JUNE = Period(DAY, date(2026, 7, 1))
HOW = Proration(DAY)
CAMILLE = UserId("camille")
NOT_LESS, MORE = "donner un nombre positif ou nul", "donner un nombre positif"
EXACT = "donner un nombre exact, par exemple « 0.0045 »"
NEGATIVE, NONE, UNREAD = (
    f"nombre {what}" for what in ("négatif : « -1 »", "nul ou négatif : « 0 »", "illisible : « x »")
)
NOT_A_DAY = ("« x » n'est pas un jour", "donner un jour sans heure, par exemple 2024-03-01")
TOO_EARLY = ("le 31/12/1899 n'est pas un jour de contrat", "donner un jour entre 1900 et 2999")
LAST_IS_OPEN = ("tiers", "la dernière tranche, et elle seule, est ouverte", "la laisser sans borne (up_to)")
GROWING = ("tiers", "bornes qui ne croissent pas", "ranger les tranches par bornes croissantes")
FROM_ZERO = ("first_units", "la première tranche ne part pas de zéro", "la faire partir de zéro")
NAMELESS = ("call", "appel ou option sans nom", "donner l'identifiant de l'appel et son option")
UNSOURCED = ("source", "source absente", "dire d'où viennent les chiffres")
ALL_OF_THEM = ("everyone", "le client dépasse l'ensemble", "donner l'ensemble, ce client compris")
UNSHOWN = ("shown", "rien n'est montré au client", "donner le texte qui l'informe du prix")
KINDS = "écrire per-user, flat, disk, option, work, complement"
CONVENTIONS = "écrire half-open, inclusive, 30-day-months, 9-decimals, from-last-bill, year-of-365"
A_RATE = "donner un taux positif ou nul"
WHOLE = "donner un entier positif ou nul"
FREE = "(RGPD, art. 20) est mise à disposition sans surcoût : c'est notre choix, plus strict que le texte"
EXPORT = f"pas de prix possible pour « seat » (7.5) : « export des données personnelles » {FREE}"
BEYOND = "« 1000000000000 »"


def seat(**more: Any) -> Price:
    made: dict[str, Any] = {"product": "seat", "label": "Abonnement", "kind": "per-user", "first_day": DAY}
    return Price(**made | {"model": PerUnit("30.00"), "vat": Rate.percent("20")} | more)


def quote(**more: Any) -> Quote:
    made: dict[str, Any] = {"id": "D-1", "price": seat(), "quantity": 1, "made_on": DAY, "valid_until": DAY}
    return Quote(**made | {"shown": "30,00 € HT"} | more)


def consent(**more: Any) -> Consent:
    made: dict[str, Any] = {"quote": "D-1", "digest": "x", "by": CAMILLE, "entitled": True, "at": NOON}
    return Consent(**made | more)


def report(**more: Any) -> CallReport:
    made: dict[str, Any] = {"call": "c-1", "option": "sms", "by": CAMILLE, "at": NOON, "outcome": "failed"}
    return CallReport(**made | more)


def more_users(**more: Any) -> MoreUsers:
    return MoreUsers(**{"agreed": 0, "declared": 0, "on": DAY, "source": "x"} | more)


def sold(**more: Any) -> Sold:
    made: dict[str, Any] = {"price": seat(), "quantity": 1, "served": JUNE, "how": HOW}
    return Sold(**made | more)


def unread(name: str, given: str) -> tuple[str, str, str]:
    return name, f"« {given} » n'est pas un montant positif ou nul", "donner un Money"


def not_whole(name: str, given: str) -> tuple[str, str, str]:
    return name, f"« {given} » n'est pas un nombre entier positif ou nul", "donner un entier"


NUMBERS: list[tuple[Callable[[Any], Any], str, bool]] = [
    (PerUnit, "unit_price", False),
    (Flat, "amount", False),
    (lambda value: Package(value, 1), "size", True),
    (lambda value: Package(1, value), "price", False),
    (lambda value: Package(1, 1, value), "free", False),
    (lambda value: Tier(value, 1), "up_to", True),
    (lambda value: Tier(1, value), "unit_price", False),
    (lambda value: Tier(1, 1, value), "flat", False),
    (lambda value: Tier(1, 1, block=value), "block", True),
    (lambda value: Held("seat", value, JUNE), "quantity", False),
    (lambda value: sold(quantity=value), "quantity", False),
    (lambda value: quote(quantity=value), "quantity", False),
    (lambda value: MoreDisk(value, 1, DAY, "x"), "agreed", False),
    (lambda value: MoreDisk(1, value, DAY, "x"), "used", False),
    (lambda value: price(PerUnit(1), 1, value), "already", False),
]
"""What makes a value of an exact number, the name of that number, and whether it must be over zero."""


def refusal(make: Callable[[], Any]) -> tuple[str, str, str]:
    with pytest.raises(InvalidValue) as refused:
        make()
    return refused.value.field, refused.value.problem, refused.value.remedy


@pytest.mark.parametrize(("make", "name", "over"), NUMBERS)
def test_each_number_has_its_name_and_its_least(make: Callable[[Any], Any], name: str, over: bool) -> None:
    assert refusal(lambda: make("x")) == (name, UNREAD, EXACT)
    if over:
        assert refusal(lambda: make(0)) == (name, NONE, MORE)
        assert make("0.000001") == make("0.000001")
    else:
        assert refusal(lambda: make(-1)) == (name, NEGATIVE, NOT_LESS)
        assert make(0) == make(0)


REFUSALS: list[tuple[Callable[[], Any], tuple[str, str, str]]] = [
    (lambda: not_negative(-1), ("", NEGATIVE, NOT_LESS)),
    (lambda: not_negative("x"), ("", UNREAD, EXACT)),
    (lambda: Graduated(()), LAST_IS_OPEN),
    (lambda: Graduated((Tier(1, 1),)), LAST_IS_OPEN),
    (lambda: Graduated((Tier(None, 1), Tier(None, 1))), LAST_IS_OPEN),
    (lambda: Graduated((Tier(2, 1), Tier(2, 1), Tier(None, 1))), GROWING),
    (
        lambda: Graduated((Tier(None, 1),), "both"),  # type: ignore[arg-type]
        ("bounds", "règle inconnue : « both »", "écrire inclusive ou exclusive"),
    ),
    (lambda: Bounded(PerUnit(1), minimum=Money(cents=-1)), unread("minimum", "-0.01")),
    (lambda: Bounded(PerUnit(1), minimum=1), unread("minimum", "1")),
    (lambda: Bounded(PerUnit(1), maximum=Money(cents=-1)), unread("maximum", "-0.01")),
    (
        lambda: Bounded("30"),  # type: ignore[arg-type]
        ("model", "modèle de prix inconnu : « 30 »", "donner un modèle sans bornes"),
    ),
    (
        lambda: Bounded(PerUnit(1), Money(cents=2), Money(cents=1)),
        ("minimum", "le minimum dépasse le maximum", "donner un minimum qui ne le dépasse pas"),
    ),
    (lambda: tiers(()), FROM_ZERO),
    (lambda: tiers(((1, 1),)), FROM_ZERO),
    (lambda: tiers((("x", 1),)), ("first_units", UNREAD, EXACT)),
    (lambda: price(PerUnit(1), 10**12), ("quantity", f"nombre illisible : {BEYOND}", EXACT)),
    (
        lambda: price(PerUnit(1), -3, 2),
        ("quantity", "on reprendrait 1 de plus que ce qui était compté", "reprendre au plus ce qui était compté"),
    ),
    (
        lambda: price("30", 1),  # type: ignore[arg-type]
        ("model", "modèle de prix inconnu : « 30 »", "donner un modèle de prix"),
    ),
    (
        lambda: recurring_charges(Tariff((seat(kind="work"),)), Held("seat", 1, JUNE), HOW),
        ("product", "« seat » n'a pas de période : il est dû une fois", "le facturer quand il est fourni"),
    ),
    (
        lambda: Convention("x", counting="y"),  # type: ignore[arg-type]
        ("counting", "règle inconnue : « y »", "écrire actual, 30-day-months"),
    ),
    (
        lambda: Convention("x", denominator="y"),  # type: ignore[arg-type]
        ("denominator", "règle inconnue : « y »", "écrire each-cycle, first-cycle, year-of-365"),
    ),
    (
        lambda: Convention("x", last_day="y"),  # type: ignore[arg-type]
        ("last_day", "règle inconnue : « y »", "écrire excluded, included"),
    ),
    (lambda: Convention("x", decimals=-1), ("decimals", "« -1 » décimales", WHOLE)),
    (lambda: Convention("x", decimals=True), ("decimals", "« True » décimales", WHOLE)),
    (lambda: Convention("x", last_day="included").period(DAY, "x"), ("end", *NOT_A_DAY)),  # type: ignore[arg-type]
    (lambda: convention("y"), ("convention", "règle inconnue : « y »", CONVENTIONS)),
    (lambda: BillingCycle(DAY, 0), ("billing_day", "jour « 0 »", "donner un jour de 1 à 31")),
    (lambda: BillingCycle(DAY, 32), ("billing_day", "jour « 32 »", "donner un jour de 1 à 31")),
    (lambda: BillingCycle(DAY, True), ("billing_day", "jour « True »", "donner un jour de 1 à 31")),
    (lambda: DayCycle(DAY, 0), ("days", "durée « 0 »", "donner un nombre entier de jours, au moins 1")),
    (lambda: DayCycle(DAY, True), ("days", "durée « True »", "donner un nombre entier de jours, au moins 1")),
    (lambda: DayCycle("x", 1), ("anchor", *NOT_A_DAY)),  # type: ignore[arg-type]
    (lambda: Proration("x"), ("anchor", *NOT_A_DAY)),
    (lambda: sold(paid=Money(cents=-1)), unread("paid", "-0.01")),
    (lambda: sold(paid=20), unread("paid", "20")),
    (lambda: sold(credited=Money(cents=-1)), unread("credited", "-0.01")),
    (lambda: sold().lines("x"), ("on", *NOT_A_DAY)),  # type: ignore[arg-type]
    (lambda: credit_unused(sold(), "x"), ("on", *NOT_A_DAY)),  # type: ignore[arg-type]
    (lambda: report(call=""), NAMELESS),
    (lambda: report(option=""), NAMELESS),
    (lambda: report(outcome="lost"), ("outcome", "issue inconnue : « lost »", "écrire delivered, failed, unknown")),
    (lambda: report(attempt=0), ("attempt", "essai « 0 »", "donner un entier à partir de 1")),
    (lambda: report(attempt=True), ("attempt", "essai « True »", "donner un entier à partir de 1")),
    (lambda: quote(id=" "), ("id", "identifiant vide", "donner un identifiant")),
    (lambda: quote(id=7), ("id", "identifiant vide", "donner un identifiant")),
    (lambda: consent(quote=""), ("quote", "identifiant vide", "donner un identifiant")),
    (lambda: quote(shown=" "), UNSHOWN),
    (lambda: quote(shown=7), UNSHOWN),
    (lambda: quote(made_on="x"), ("made_on", *NOT_A_DAY)),
    (lambda: quote(made_on=date(1899, 12, 31)), ("made_on", *TOO_EARLY)),
    (lambda: quote(valid_until=date(1899, 12, 31)), ("valid_until", *TOO_EARLY)),
    (
        lambda: quote(valid_until=date(2026, 5, 31)),
        ("valid_until", "le devis expire avant d'être fait", "donner un dernier jour qui le suit"),
    ),
    (
        lambda: consent(entitled="oui"),
        ("entitled", "pouvoir illisible : « oui »", "donner vrai, faux ou rien"),
    ),
    (lambda: Proposal(seat(), "x"), ("decided_on", *NOT_A_DAY)),
    (
        lambda: revise(seat(), Proposal(seat(product="disk"), DAY), DAY, CG052018),
        ("price", "« disk » n'est pas « seat »", "proposer un prix du même produit, de la même sorte"),
    ),
    (lambda: more_users(on="x"), ("on", *NOT_A_DAY)),
    (lambda: more_users(source=" "), UNSOURCED),
    (lambda: more_users(source=7), UNSOURCED),
    (lambda: more_users(agreed=-1), not_whole("agreed", "-1")),
    (lambda: more_users(declared=True), not_whole("declared", "True")),
    (lambda: Use(-1, 1), not_whole("actions", "-1")),
    (lambda: Use(1, -1), not_whole("user_months", "-1")),
    (lambda: Use(1, 0), ("user_months", "aucun mois d'utilisateur", "donner une période où il y en a")),
    (lambda: MoreUse(Use(2, 1), Use(1, 1), DAY, "x"), ALL_OF_THEM),
    (lambda: MoreUse(Use(1, 2), Use(1, 1), DAY, "x"), ALL_OF_THEM),
    (lambda: refuse_a_price("seat", "Export RGPD"), ("product", EXPORT, "le fournir sans prix")),
    (lambda: refuse_a_price("seat", "export", field="label"), ("label", EXPORT, "le fournir sans prix")),
    (lambda: seat(product=" x"), ("product", "texte vide ou bordé d'espaces : «  x »", "écrire un texte")),
    (lambda: seat(product=7), ("product", "texte vide ou bordé d'espaces : « 7 »", "écrire un texte")),
    (lambda: seat(label=""), ("label", "texte vide ou bordé d'espaces : «  »", "écrire un texte")),
    (lambda: seat(first_day=date(1899, 12, 31)), ("first_day", *TOO_EARLY)),
    (lambda: seat(kind="x"), ("kind", "sorte de prix inconnue : « x »", KINDS)),
    (lambda: seat(model="30"), ("model", "modèle de prix inconnu : « 30 »", "donner un modèle de prix")),
    (lambda: seat(vat=20), ("vat", "taux de TVA illisible : « 20 »", A_RATE)),
    (
        lambda: seat(vat=Rate(-1, 100)),
        ("vat", "taux de TVA illisible : « Rate('-1.00 %') »", A_RATE),
    ),
    (lambda: seat(label="Export RGPD"), ("product", EXPORT, "le fournir sans prix")),
    (lambda: Tariff((seat(), seat())), ("prices", "deux prix de « seat » au 01/06/2026", "n'en garder qu'un")),
    (
        lambda: varied(seat(), Rate(0), DAY, "up"),  # type: ignore[arg-type]
        ("rounding", "règle inconnue : « up »", "écrire exact ou cent"),
    ),
]


@pytest.mark.parametrize(("make", "words"), REFUSALS)
def test_a_value_that_cannot_be_says_which_why_and_what_to_do(make: Any, words: tuple[str, str, str]) -> None:
    assert refusal(make) == words


@pytest.mark.parametrize(
    "make",
    [
        lambda: Bounded(PerUnit(1), Money(cents=0), Money(cents=0)),
        lambda: Convention("x", decimals=0),
        lambda: (BillingCycle(DAY, 1), BillingCycle(DAY, 31)),
        lambda: DayCycle(DAY, 1),
        lambda: price(PerUnit(1), -2, 2),
        lambda: sold(paid=Money(cents=0), credited=Money(cents=0)),
        lambda: (report(), report(attempt=1)),
        lambda: (quote(), quote(quantity=None)),
        lambda: consent(entitled=None),
        lambda: (more_users(), Use(0, 1)),
        lambda: MoreUse(Use(1, 1), Use(1, 1), DAY, "x"),
        lambda: seat(vat=Rate(0)),
        lambda: refuse_a_price("seat"),
    ],
)
def test_the_least_that_can_be_is_admitted(make: Any) -> None:
    assert make() == make()
