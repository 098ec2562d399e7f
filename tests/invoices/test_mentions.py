"""The mentions of the law: each missing one is found with its text, from its own day on."""

from datetime import date

import pytest
from attrs import evolve

from netsoft.billing.invoices.identity import Size
from netsoft.billing.invoices.invoice_values import InvoiceDocument, Order
from netsoft.billing.invoices.mentions import ON_DEBITS, check, decision, said, sentences, since
from netsoft.billing.invoices.vat import VatRate
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.money import Rate
from netsoft.terms import InterestBasis
from tests.invoices.papers import BUYER, SELLER, TODAY, line, order


def missing(wanted: Order, on: date = TODAY) -> list[tuple[str, str]]:
    return [(finding.field, str(finding.law)) for finding in check(InvoiceDocument(wanted), on)]


def test_nothing_is_missing_of_a_whole_invoice() -> None:
    assert missing(order()) == []
    assert decision(InvoiceDocument(order()), TODAY).granted


def test_each_mention_is_missed() -> None:
    exempt = VatRate(Rate(0), "exempt")
    reverse = VatRate(Rate(0), "reverse-charge", "Autoliquidation")
    assert missing(order(discount=" ")) == [("discount", "L441-9")]
    assert missing(order(terms=CG052018.without(Clause("8.3")))) == [("terms", "L441-9")]
    assert missing(order(seller=evolve(SELLER, vat_number=None))) == [("seller.vat_number", "242 nonies A")]
    assert missing(order(line(), line(vat=exempt))) == [("lines[1].mention", "242 nonies A")]
    assert missing(order(line(vat=VatRate(Rate(0))))) == [("lines[0].mention", "242 nonies A")]
    assert missing(order(line(vat=reverse))) == [("buyer.vat_number", "242 nonies A")]
    assert missing(order(line(vat=reverse), buyer=evolve(BUYER, vat_number="FR96552100554"))) == []
    assert missing(order(buyer=evolve(BUYER, siren=None))) == [("buyer.siren", "242 nonies A")]
    assert missing(order(supplied=None)) == [("supplied", "242 nonies A")]


def test_a_seller_without_vat_needs_no_vat_number() -> None:
    exempt = VatRate(Rate(0), "exempt", "texte cité")
    assert missing(order(line(vat=exempt), seller=evolve(SELLER, vat_number=None))) == []


@pytest.mark.parametrize(
    ("size", "first"),
    [
        ("large", date(2026, 9, 1)),
        ("mid", date(2026, 9, 1)),
        ("small", date(2027, 9, 1)),
        (None, date(2026, 9, 1)),
    ],
)
def test_new_mentions_count_from_their_day(size: Size | None, first: date) -> None:
    bare = order(seller=evolve(SELLER, size=size), buyer=evolve(BUYER, siren=None), supplied=None)
    assert since(bare) == first
    assert missing(bare, date.fromordinal(first.toordinal() - 1)) == []
    assert [field for field, _law in missing(bare, first)] == ["buyer.siren", "supplied"]


def test_a_reason_says_the_field_the_text_and_the_remedy() -> None:
    bare = InvoiceDocument(order(buyer=evolve(BUYER, siren=None)))
    reason = decision(bare, TODAY).reasons[0]
    assert str(reason.clause) == "242 nonies A"
    wanted = "buyer.siren : SIREN du client absent (depuis le 01/09/2026, décret 2022-1299, dates du décret 2024-266)"
    assert reason.fact == f"{wanted} ; l'ajouter"


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (InterestBasis("legal", multiple=4), "4 fois le taux de l'intérêt légal"),
        (InterestBasis("ecb", points=Rate.percent("8")), "BCE majoré de 8,00"),
        (InterestBasis("fixed", percent=Rate.percent("12.5")), "12,50\u00a0% par an"),
    ],
)
def test_the_rate_is_that_of_the_terms(basis: InterestBasis, words: str) -> None:
    terms = evolve(CG052018, payment=evolve(CG052018.payment, interest=basis))
    assert words in sentences(terms)[0]


def test_what_is_set_aside_is_not_said() -> None:
    bare = CG052018.without(Clause("8.2"), Clause("8.3"))
    assert [sentence[:9] for sentence in sentences(bare)] == ["Indemnité"]
    rate = evolve(CG052018.payment, late_penalty=Rate.percent("7"))
    assert "7,00\u00a0%" in sentences(evolve(CG052018, payment=rate))[1]


def test_regimes_and_options_are_said_once() -> None:
    exempt = VatRate(Rate(0), "exempt", "texte cité")
    wanted = order(line(vat=exempt), line(vat=exempt), on_debits=True, discount="")
    assert said(wanted)[-2:] == (ON_DEBITS, "texte cité")
    assert said(order())[0].startswith("Pas d'escompte")
