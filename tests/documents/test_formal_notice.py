"""The formal notice: what it says, and that every amount on it is the account's."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import attrs
import pytest
from hypothesis import given, settings

from netsoft.billing.account import Arrears, Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.clauses import entry
from netsoft.days import Day
from netsoft.decompte_text import Edition, decompte_text
from netsoft.decompte_text.account import owed
from netsoft.documents import Document, Section, Verbatim, html, text
from netsoft.documents.formal_notice import Letter, formal_notice
from netsoft.documents.page import Block
from netsoft.errors import InvalidValue, MissingFact
from netsoft.facts.decompte import DecompteFacts, decompte_facts
from netsoft.facts.parties import ContractReference, Party
from netsoft.money import Money
from netsoft.readings import Readings
from netsoft.rendering import euros
from netsoft.testing import drawings, readings

CREDITOR: Final = Party(
    name="Aubane Logiciels",
    siren="842173650",
    contact="comptabilite@aubane.example",
    iban="FR7630006000011234567890189",
    place="Aix-en-Provence",
)
DEBTOR: Final = Party(name="Cabinet Roumégas", representative="M. Roumégas, gérant")
ON: Final = date(2024, 3, 1)
LETTER: Final = Letter("MD-2024-7", date(2024, 3, 31))
AMOUNT: Final = re.compile(r"−?[0-9\u202f]+,[0-9]{2}\u00a0€")
INVOICE: Final = {"number": "F-1", "issued": "2023-10-16", "due": "2023-11-15", "total": "1200.00"}


def given_facts(*, invoices: tuple[dict[str, Any], ...] = (INVOICE,), **more: Any) -> DecompteFacts:
    facts = decompte_facts({"terms": "CG052018", "on": ON, "invoices": list(invoices), **more})
    return attrs.evolve(facts, creditor=CREDITOR, debtor=DEBTOR)


def drawn(facts: DecompteFacts) -> Arrears:
    return arrears(facts.ledger, facts.terms, facts.on, facts.assuming)


def notice(facts: DecompteFacts, letter: Letter = LETTER) -> Document:
    return formal_notice(facts, drawn(facts), letter)


def body(document: Document) -> str:
    """The text of the letter without its annex, each space alike, on one line."""
    page = text(attrs.evolve(document, annexes=()))
    return " ".join(page.replace("\xa0", " ").replace("\u202f", " ").split())


def words_of(**facts: Any) -> str:
    return body(notice(given_facts(**facts)))


def test_it_says_the_sum_the_limit_and_the_article() -> None:
    words = words_of()
    assert (
        "Nous vous mettons en demeure de payer la somme de 1 429,65 €, arrêtée au 1er mars 2024 et détaillée au "
        "décompte annexé, au plus tard le 31 mars 2024. La présente vaut mise en demeure (art. 1344 C. civ.)."
    ) in words
    assert "Total dû 1 200,00 € 49,65 € 180,00 € 1 429,65 €" in words
    assert "clauses pénales, qu'un juge peut réduire (art. 1231-5 C. civ.)" in words


def test_it_says_how_to_pay() -> None:
    words = words_of()
    assert "Par virement, IBAN FR76 3000 6000 0112 3456 7890 189, titulaire : Aubane Logiciels" in words
    assert "en rappelant la référence MD-2024-7 et la facture F-1." in words
    assert "dans cet ordre : intérêts, puis principal, puis pénalités" in words
    bare = attrs.evolve(given_facts(), creditor=Party(name="Aubane"))
    assert "Par tout moyen convenu avec Aubane" in body(notice(bare))


def test_it_names_several_invoices() -> None:
    words = words_of(invoices=(INVOICE, {**INVOICE, "number": "F-2"}))
    assert "et les factures F-1, F-2." in words
    assert "(les factures F-1, F-2)" in words


@pytest.mark.parametrize("number", ["8.1", "8.4", "8.5", "5.3", "19.1", "19.2"])
def test_it_quotes_the_clauses_by_their_numbers(number: str) -> None:
    assert f"clause {number} (« {entry(number).text} »)" in words_of()


def test_it_says_since_when_the_service_is_closed_and_what_opens_it() -> None:
    words = words_of()
    assert (
        "Le service est désactivé depuis le 16 novembre 2023 ; le rétablit le paiement de 1 249,65 € au 01/03/2024"
    ) in words


def test_it_says_when_the_service_will_be_closed() -> None:
    letter = attrs.evolve(LETTER, suspend_on=date(2024, 4, 1))
    assert "Le service sera désactivé le 1er avril 2024 ; l'évite le paiement de 1 249,65 €" in body(
        notice(given_facts(), letter)
    )


def test_it_says_that_nothing_closes_the_service() -> None:
    paid = {"on": "2024-02-01", "amount": "1240.00", "id": "P-1"}
    words = words_of(payments=[paid])
    assert "Au 1er mars 2024, aucune somme ne ferme l'accès." in words
    assert "Résiliation" not in words
    assert "chaque jour de plus" not in words


def test_a_clause_set_aside_threatens_nobody() -> None:
    words = words_of(readings={"set_aside": ["8.1", "8.4", "8.5", "5.3"]})
    assert "La clause 8.1 étant écartée, l'accès au service n'est pas en cause." in words
    for absent in ("clause 8.4", "clause 8.5", "Résiliation"):
        assert absent not in words


def test_a_complement_alone_is_no_ground_to_end_the_contract() -> None:
    assert "Résiliation" not in words_of(invoices=({**INVOICE, "nature": "complement"},))
    assert "Résiliation : faute de paiement de l'abonnement (la facture F-1)" in words_of(
        invoices=(INVOICE, {**INVOICE, "number": "F-2", "nature": "option"})
    )


def test_a_surcharge_already_struck_is_not_to_come() -> None:
    words = words_of(events=[{"on": "2024-02-01", "kind": "collection", "by": "agency"}])
    assert "Recours à un service de recouvrement" not in words
    assert "Opposition aux prélèvements : 50,00 %" in words


def test_it_says_what_each_day_adds_or_that_its_rate_is_not_known() -> None:
    assert "chaque jour de plus ajoute 0,50 €" in words_of()
    last = decompte_facts({"terms": "CG052018", "on": "2026-12-31", "invoices": [INVOICE]})
    facts = attrs.evolve(last, creditor=CREDITOR, debtor=DEBTOR)
    answer = attrs.evolve(drawn(facts), daily=None)
    words = body(formal_notice(facts, answer, Letter("MD", date(2027, 1, 31))))
    assert "le taux du jour suivant n'est pas encore connu" in words


def test_it_says_how_to_contest() -> None:
    words = words_of()
    assert (
        "exception d'inexécution, art. 1219 C. civ.), notifiez-le par écrit à Aubane Logiciels, comptabilite@" in words
    )
    bare = attrs.evolve(given_facts(), creditor=Party(name="Aubane"))
    assert "notifiez-le par écrit à Aubane, au plus tard le 31 mars 2024" in body(notice(bare))


def test_what_waits_for_a_notice_stands_outside_the_total() -> None:
    """R-20: the penalties wait for this very notice."""
    words = words_of(readings={"formal_notice": True})
    assert "la somme de 1 249,65 €" in words
    assert "En attente, hors du total : clause 8.2, facture F-1, 180,00 € ; manque :" in words
    assert "qu'un juge peut réduire" not in words


def test_the_parties_the_contract_and_the_signature_are_there() -> None:
    facts = attrs.evolve(given_facts(), contract=ContractReference(reference="AUB-1"))
    document = notice(facts)
    assert ("Contrat", "AUB-1") in document.particulars
    assert ("Envoi", "lettre recommandée avec accusé de réception") in document.particulars
    assert [party.role for party in document.parties] == ["Créancier", "Débiteur"]
    assert document.parties[0].lines[1] == "SIREN 842\xa0173\xa0650"
    assert document.parties[1].lines == ("Cabinet Roumégas", "représenté par M. Roumégas, gérant")
    assert "Fait à Aix-en-Provence, le 1er mars 2024 Pour Aubane Logiciels" in body(document)
    bare = attrs.evolve(facts, creditor=Party(name="Aubane"), contract=ContractReference())
    assert "Fait le 1er mars 2024 Pour Aubane" in body(notice(bare))


def test_what_cannot_be_demanded_is_refused() -> None:
    facts = given_facts()
    with pytest.raises(InvalidValue, match="n'est pas après l'arrêté") as refused:
        notice(facts, Letter("MD", ON))
    assert refused.value.field == "pay_by"
    with pytest.raises(InvalidValue, match="n'est pas après l'arrêté"):
        notice(facts, Letter("MD", date(2024, 3, 31), suspend_on=ON))
    with pytest.raises(InvalidValue, match="compte d'un autre jour"):
        formal_notice(attrs.evolve(facts, on=date(2024, 3, 2)), drawn(facts), LETTER)
    with pytest.raises(MissingFact, match="debtor : partie absente"):
        notice(attrs.evolve(facts, debtor=None))
    paid = {"on": "2023-11-15", "amount": "1200.00", "id": "P-1"}
    with pytest.raises(InvalidValue, match="rien n'est dû"):
        notice(given_facts(payments=[paid]))


def amounts(value: object) -> Iterator[Money]:
    """Every amount in an answer."""
    if isinstance(value, Money):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from amounts(item)
    else:
        for attribute in getattr(type(value), "__attrs_attrs__", ()):
            yield from amounts(getattr(value, attribute.name))


def verbatims(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Section):
            yield from verbatims(block.blocks)
        elif isinstance(block, Verbatim):
            yield from block.lines


@settings(max_examples=25)
@given(drawings(max_invoices=3, max_facts=5), readings())
def test_every_amount_is_that_of_the_account(drawing: tuple[Ledger, Day], choice: Readings) -> None:
    """In the letter each amount is one of the answer; the annex holds the lines of the décompte, word for word."""
    ledger, on = drawing
    facts = DecompteFacts(
        ledger=ledger,
        published=CG052018,
        terms=CG052018,
        on=on,
        assuming=Assumptions(readings=choice),
        creditor=CREDITOR,
        debtor=DEBTOR,
    )
    answer = drawn(facts)
    if not answer.totals.total:
        return
    document = formal_notice(facts, answer, Letter("MD", on + timedelta(days=30)))
    kept = {*amounts(answer), answer.totals.total, *map(owed, answer.balances)}
    texts = set(map(euros, kept)) | {
        found for remark in answer.for_the_record for found in AMOUNT.findall(remark.label)
    }
    assert set(AMOUNT.findall(html(attrs.evolve(document, annexes=())))) <= texts
    whole = {line.strip() for line in decompte_text(facts, answer, Edition("1")).splitlines()}
    annexed = {line.strip() for line in verbatims(document.annexes[0].blocks)}
    assert annexed <= whole
    assert any("TOTAL DÛ" in line for line in annexed)
