"""What invoices and credit notes refuse, word for word: the field, what is wrong and what to write instead."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from netsoft.billing.invoices.credit_values import Credited, CreditNoteDocument, CreditOrder
from netsoft.billing.invoices.identity import Identity, as_siren, as_vat_number
from netsoft.billing.invoices.invoice_values import InvoiceDocument, Key, LineReference
from netsoft.billing.invoices.numbering import Numbered, Series, after
from netsoft.billing.invoices.vat import VatRate, vat
from netsoft.days import Month, Period
from netsoft.errors import InvalidValue
from netsoft.money import ZERO, Rate
from netsoft.names import TenantId
from tests.invoices.papers import SELLER, TODAY, euros, issued, line, order

OCTOBER = Month(2026, 10).period
INVOICE = issued(order())[1]
WRITE_IT = "l'écrire"
RANK = "donner son rang, à partir de 1"
NAME_IT = "donner son identifiant"
AMOUNT = "donner ce qui est repris"
ONCE = ("lines", "aucune ligne, ou une ligne deux fois", "citer chaque ligne une fois")
NINE = "écrire ses neuf chiffres"
EXAMPLE = "écrire par exemple « FR44732829320 »"
LINE_BY_LINE = ("address", "adresse vide ou ligne vide", "l'écrire, une ligne après l'autre")
FIRST_AND_LAST = "donner un premier et un dernier jour"
NUMBER_IT = ("invoice", "facture sans numéro", "donner le numéro de la facture citée")
NATURE = "écrire subscription, complement, option, work"
ROUNDING = ("rounding", "arrondi inconnu : « up »", "écrire per-rate, per-line, gross-kept")
SIGNS = "écrire au plus vingt majuscules, chiffres, tirets ou barres"
DIGITS = "écrire de 1 à 9 chiffres"
WHOLE = "écrire un entier positif, 1 pour une série par année"
RATE = "donner un taux de 0 à 100 %"
REGIMES = "écrire standard, reverse-charge, exempt, outside"
UNTAXED = ("vat", "un taux pour une ligne sans TVA", "donner un taux nul, ou le régime « standard »")
A_DAY = "donner un jour sans heure, par exemple 2024-03-01"
FREE = (
    "pas de prix possible pour « Export RGPD » (7.5) : « export des données personnelles » (RGPD, art. 20) "
    "est mise à disposition sans surcoût : c'est notre choix, plus strict que le texte"
)
NOT_OF_A_CONTRACT, A_CONTRACT_DAY = "le 31/12/1899 n'est pas un jour de contrat", "donner un jour entre 1900 et 2999"


def wanted(**more: Any) -> CreditOrder:
    made: dict[str, Any] = {
        "id": "A-1",
        "invoice": INVOICE,
        "lines": (Credited(1, euros("20")),),
        "issued": TODAY,
        "reason": "trop",
    }
    return CreditOrder(**made | more)


def credited(*places: int) -> tuple[Credited, ...]:
    return tuple(Credited(place, euros("1")) for place in places)


def seller(**more: Any) -> Identity:
    made: dict[str, Any] = {"name": "Éditeur", "address": ("1 rue A", "75001 Paris")}
    return Identity(**made | more)


REFUSALS: list[tuple[Callable[[], Any], tuple[str, str, str]]] = [
    (lambda: Credited(0, euros("1")), ("line", "ligne illisible : « 0 »", RANK)),
    (lambda: Credited(True, euros("1")), ("line", "ligne illisible : « True »", RANK)),
    (lambda: Credited(1, ZERO), ("amount", "montant nul ou illisible : « 0.00 »", AMOUNT)),
    (lambda: Credited(1, 7), ("amount", "montant nul ou illisible : « 7 »", AMOUNT)),  # type: ignore[arg-type]
    (lambda: wanted(id=" "), ("id", "texte vide", WRITE_IT)),
    (lambda: wanted(id=7), ("id", "texte vide", WRITE_IT)),
    (lambda: wanted(reason=""), ("reason", "texte vide", WRITE_IT)),
    (lambda: wanted(cause="gift"), ("cause", "valeur inconnue : « gift »", "écrire correction, rebate")),
    (
        lambda: wanted(invoice=InvoiceDocument(order())),
        ("invoice", "facture non émise", "citer une facture émise"),
    ),
    (lambda: wanted(lines=()), ONCE),
    (lambda: wanted(lines=credited(1, 1)), ONCE),
    (lambda: wanted(lines=credited(2)), ("lines", "la facture n'a pas de ligne 2", "citer une ligne de 1 à 1")),
    (lambda: wanted(issued=date(1899, 12, 31)), ("issued", NOT_OF_A_CONTRACT, A_CONTRACT_DAY)),
    (
        lambda: CreditNoteDocument(wanted(), (ZERO,)).ledger_credit_note,
        ("number", "avoir non émis", "l'émettre d'abord"),
    ),
    (lambda: as_siren("73282932"), ("siren", "SIREN illisible : « 73282932 »", NINE)),
    (lambda: as_siren("73282932A"), ("siren", "SIREN illisible : « 73282932A »", NINE)),
    (lambda: as_siren("73282932²"), ("siren", "SIREN illisible : « 73282932² »", NINE)),
    (lambda: as_siren(732829320), ("siren", "SIREN illisible : « 732829320 »", NINE)),
    (
        lambda: as_siren("732 829 321"),
        ("siren", "SIREN faux : « 732829321 »", "vérifier ses neuf chiffres, la clé ne convient pas"),
    ),
    (lambda: as_vat_number("FR4473282932"), ("vat_number", "numéro de TVA illisible : « FR4473282932 »", EXAMPLE)),
    (lambda: as_vat_number(44), ("vat_number", "numéro de TVA illisible : « 44 »", EXAMPLE)),
    (
        lambda: as_vat_number("fr 45 732829320"),
        (
            "vat_number",
            "numéro de TVA faux : « FR45732829320 »",
            "vérifier ses chiffres, la clé ne convient pas au SIREN",
        ),
    ),
    (lambda: seller(name=" "), ("name", "nom vide", WRITE_IT)),
    (lambda: seller(name=7), ("name", "nom vide", WRITE_IT)),
    (lambda: seller(address=()), LINE_BY_LINE),
    (lambda: seller(address=("1 rue A", " ")), LINE_BY_LINE),
    (lambda: seller(address=("1 rue A", 7)), LINE_BY_LINE),
    (lambda: seller(size="huge"), ("size", "taille inconnue : « huge »", "écrire large, mid, small")),
    (
        lambda: seller(siren="404833048", vat_number="FR44732829320"),
        ("vat_number", "numéro de TVA d'un autre SIREN : « FR44732829320 »", "donner celui du SIREN 404833048"),
    ),
    (
        lambda: Key(TenantId("mistral"), Period(TODAY, TODAY)),
        ("period", "période vide ou illisible : « Period(start=datetime.date(2026, 11, 2),… »", FIRST_AND_LAST),
    ),
    (
        lambda: Key(TenantId("mistral"), 7),
        ("period", "période vide ou illisible : « 7 »", FIRST_AND_LAST),
    ),
    (lambda: Key(TenantId(" "), OCTOBER), ("tenant", "client sans nom", NAME_IT)),
    (lambda: Key(7, OCTOBER), ("tenant", "client sans nom", NAME_IT)),  # type: ignore[arg-type]
    (
        lambda: Key(TenantId("mistral"), OCTOBER, "gift"),  # type: ignore[arg-type]
        ("nature", "valeur inconnue : « gift »", NATURE),
    ),
    (lambda: LineReference("", 1), NUMBER_IT),
    (lambda: LineReference(7, 1), NUMBER_IT),  # type: ignore[arg-type]
    (lambda: LineReference("F-1", 0), ("line", "ligne illisible : « 0 »", RANK)),
    (lambda: LineReference("F-1", True), ("line", "ligne illisible : « True »", RANK)),
    (
        lambda: line(label="Export RGPD"),
        (
            "label",
            FREE,
            "le fournir sans prix",
        ),
    ),
    (
        lambda: order(due=date(2026, 11, 1)),
        ("due", "l'échéance précède l'émission", "donner le 02/11/2026 ou un jour d'après"),
    ),
    (lambda: order(issued=date(1899, 12, 31), due=TODAY), ("issued", NOT_OF_A_CONTRACT, A_CONTRACT_DAY)),
    (lambda: order(due=date(1899, 12, 31)), ("due", NOT_OF_A_CONTRACT, A_CONTRACT_DAY)),
    (lambda: evolve(order(), lines=()), ("lines", "facture sans ligne", "en donner au moins une")),
    (
        lambda: order(seller=evolve(SELLER, siren=None)),
        ("seller.siren", "SIREN absent : une série est celle d'un vendeur", "l'ajouter"),
    ),
    (lambda: order(rounding="up"), ROUNDING),
    (lambda: vat([], "up"), ROUNDING),  # type: ignore[arg-type]
    (lambda: order(supplied="air"), ("supplied", "valeur inconnue : « air »", "écrire services, goods, both")),
    (
        lambda: InvoiceDocument(order()).ledger_invoice,
        ("number", "facture non émise", "l'émettre d'abord"),
    ),
    (lambda: Series("f-"), ("prefix", "préfixe de série illisible : « f- »", SIGNS)),
    (lambda: Series("F" * 21), ("prefix", "préfixe de série illisible : « FFFFFFFFFFFFFFFFFFFFF »", SIGNS)),
    (lambda: Series(7), ("prefix", "préfixe de série illisible : « 7 »", SIGNS)),  # type: ignore[arg-type]
    (lambda: Series(width=0), ("width", "largeur illisible : « 0 »", DIGITS)),
    (lambda: Series(width=10), ("width", "largeur illisible : « 10 »", DIGITS)),
    (lambda: Series(width=True), ("width", "largeur illisible : « True »", DIGITS)),
    (
        lambda: Series(yearly=1),  # type: ignore[arg-type]
        ("yearly", "booléen attendu : « 1 »", "écrire true ou false"),
    ),
    (lambda: Series(first=0), ("first", "premier numéro illisible : « 0 »", WHOLE)),
    (lambda: Series(first=True), ("first", "premier numéro illisible : « True »", WHOLE)),
    (lambda: Series(first=10**9), ("first", "premier numéro illisible : « 1000000000 »", WHOLE)),
    (lambda: Series(yearly=True, first=2), ("first", "premier numéro illisible : « 2 »", WHOLE)),
    (lambda: Numbered("F-1", 7), ("on", "« 7 » n'est pas un jour", A_DAY)),
    (
        lambda: after(Series(), Numbered("F-000001", TODAY), 7),  # type: ignore[arg-type]
        ("on", "« 7 » n'est pas un jour", A_DAY),
    ),
    (lambda: VatRate(Rate(-1)), ("vat", "taux de TVA illisible : « -100.00 % »", RATE)),
    (lambda: VatRate(Rate.percent("100.01")), ("vat", "taux de TVA illisible : « 100.01 % »", RATE)),
    (lambda: VatRate("20"), ("vat", "taux de TVA illisible : « 20 »", RATE)),  # type: ignore[arg-type]
    (
        lambda: VatRate(Rate(0), "none"),  # type: ignore[arg-type]
        ("category", "régime de TVA inconnu : « none »", REGIMES),
    ),
    (lambda: VatRate(Rate.percent("20"), "exempt"), UNTAXED),
]


@pytest.mark.parametrize(("make", "words"), REFUSALS)
def test_a_value_that_cannot_be_says_which_why_and_what_to_do(make: Any, words: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        make()
    error = refused.value
    assert (error.field, error.problem, error.remedy) == words


@pytest.mark.parametrize(
    "make",
    [
        lambda: Credited(1, euros("-0.01")),
        lambda: wanted(lines=credited(1)),
        lambda: LineReference("F", 1),
        lambda: Key(TenantId("m"), Period(TODAY, date(2026, 11, 3))),
        lambda: order(due=TODAY, supplied=None),
        lambda: order(line("0.00", label="Export RGPD")),
        lambda: Series("", 1),
        lambda: Series("F" * 20, 9, first=10**9 - 1),
        lambda: Series(yearly=True, first=1),
        lambda: VatRate(Rate(0), "outside"),
        lambda: VatRate(Rate(1)),
        lambda: seller(siren="404833048", vat_number="DE123456789"),
        lambda: seller(address="1 rue A"),
    ],
)
def test_the_least_that_can_be_is_admitted(make: Any) -> None:
    assert make() == make()
