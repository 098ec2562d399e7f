"""The décompte as a text: its pages, its columns, and sums that anyone can do again from what is printed."""

import re
from collections.abc import Iterator
from datetime import date

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from netsoft.billing.account import Arrears, Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Invoice
from netsoft.billing.ledger import Ledger
from netsoft.cg052018 import CG052018
from netsoft.commands.decompte import totals_under_other_readings
from netsoft.decompte_text import Edition, decompte_text
from netsoft.decompte_text.words import READINGS
from netsoft.documents.layout import FORM_FEED, WIDTH, Block, Running, paged
from netsoft.errors import MissingFact
from netsoft.facts.decompte import DecompteFacts
from netsoft.facts.parties import ContractReference, Party
from netsoft.money import Money, Rate, total
from netsoft.readings import OPTIONS, Readings
from netsoft.terms import InterestBasis
from netsoft.testing import assumptions, drawings, terms
from tests.fuzz.running import wrong_pages

AMOUNT = re.compile(r"(−?[\d\u202f]+,\d\d)\u00a0€$")
SECTION = re.compile(r"^\d+\. (.*?)(?: \(suite\))?$")


def facts_of(ledger: Ledger, on: date) -> DecompteFacts:
    return DecompteFacts(ledger=ledger, published=CG052018, terms=CG052018, on=on)


EMPTY = facts_of(Ledger(), date(2024, 3, 1))


def drawn(facts: DecompteFacts) -> tuple[Arrears, str]:
    answer = arrears(facts.ledger, facts.terms, facts.on, facts.assuming)
    return answer, decompte_text(facts, answer, Edition("1.0.0"))


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def sections(text: str) -> dict[str, list[str]]:
    """The lines of each section, its titles and the frame of its pages left out, wrapped lines as they are."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for page in text.split(FORM_FEED):
        for line in page.split("\n")[:-2]:
            title = SECTION.match(line)
            if title:
                lines = found.setdefault(title[1], [])
            elif line and not line.startswith(("─", "Décompte arrêté")):
                lines.append(line)
    return found


def read(line: str) -> Money | None:
    """The amount at the right edge of a line, if there is one."""
    found = AMOUNT.search(line)
    if not found or len(line) != WIDTH:
        return None
    return Money.parse(found[1].replace("\u202f", "").replace("−", "-").replace(",", "."))


def amounts(lines: list[str]) -> list[Money]:
    return [amount for line in lines if (amount := read(line)) is not None]


def invoice_by_invoice(lines: list[str]) -> Iterator[tuple[list[Money], Money]]:
    """Each invoice as printed: what adds up, and what remains."""
    parts: list[Money] = []
    remaining = False
    for line in lines:
        remaining = remaining or line.startswith("  Reste dû")
        amount = read(line)
        if amount is not None and remaining:
            yield parts, amount
            parts, remaining = [], False
        elif amount is not None:
            parts.append(amount)


@st.composite
def accounts(draw: st.DrawFn) -> DecompteFacts:
    ledger, on = draw(drawings(max_invoices=4, max_facts=8))
    facts = attrs.evolve(facts_of(ledger, on), terms=draw(terms()), assuming=draw(assumptions()))
    try:
        arrears(facts.ledger, facts.terms, facts.on, facts.assuming)
    except MissingFact:
        assume(condition=False)
    return facts


@given(accounts())
def test_pages_and_columns(facts: DecompteFacts) -> None:
    _answer, text = drawn(facts)
    assert wrong_pages(text) == ""


@given(accounts())
def test_the_summary_adds_up(facts: DecompteFacts) -> None:
    answer, text = drawn(facts)
    summary = sections(text)[next(title for title in sections(text) if title.startswith("Sommes dues"))]
    subtotals = [read(line) for line in summary if line.startswith("  Sous-total")]
    (whole,) = [read(line) for line in summary if line.startswith("TOTAL DÛ")]
    assert whole == answer.totals.total
    assert total([amount for amount in subtotals if amount is not None]) == whole
    heads = [
        line for line in summary if not line.startswith(("  Sous-total", "TOTAL", "Détenu", "Preuve", "         "))
    ]
    assert total(amounts(heads)) == whole


@given(accounts())
def test_each_invoice_adds_up_and_all_make_the_total(facts: DecompteFacts) -> None:
    answer, text = drawn(facts)
    printed = list(invoice_by_invoice(sections(text).get("Détail par facture échue", [])))
    assert all(total(parts) == remains for parts, remains in printed)
    assert len(printed) == len(answer.balances)
    assert total([remains for _parts, remains in printed]) == answer.totals.total


@given(accounts())
def test_each_line_is_printed_with_its_amount(facts: DecompteFacts) -> None:
    answer, text = drawn(facts)
    lines = sections(text).get("Détail par facture échue", [])
    printed = [amount for parts, _remains in invoice_by_invoice(lines) for amount in parts]
    for line in answer.lines:
        printed.remove(line.amount)


@given(accounts())
def test_the_payments_add_up(facts: DecompteFacts) -> None:
    answer, text = drawn(facts)
    lines = sections(text).get("Paiements reçus et leur imputation", [])
    received = [read(line) for line in lines if line.startswith("Reçu et non rejeté")]
    assert received in ([], [answer.totals.paid])
    inner = re.findall(
        r"(?:principal|intérêts|pénalité \S+|échoir|retenue) +([\d\u202f]+,\d\d)\u00a0€$",
        "\n".join(lines),
        re.MULTILINE,
    )
    shared = total([Money.parse(text.replace("\u202f", "").replace(",", ".")) for text in inner])
    payments = {payment.id for payment in facts.ledger.payments}
    assert shared == total([a.amount for a in answer.allocations if a.payment in payments]) == answer.totals.paid


@given(accounts())
def test_what_is_to_come_adds_up(facts: DecompteFacts) -> None:
    answer, text = drawn(facts)
    kind, to_come = "", list[Money]()
    for line in sections(text).get("Ce que le total ne compte pas", []):
        kind = line[2:16].strip() or kind
        to_come += amounts([line]) if kind == "À échoir" else []
    assert total(to_come) == answer.totals.not_yet_due


@given(accounts())
def test_no_title_ends_a_page(facts: DecompteFacts) -> None:
    _answer, text = drawn(facts)
    for page in text.split(FORM_FEED):
        body = [line for line in page.split("\n")[:-2] if line]
        assert not body[-1].startswith(("─", "Facture "))


LONG = "Société " + "anticonstitutionnellement" * 5 + " " + "日本" * 20


@pytest.mark.parametrize("name", [LONG, "W" * 200, "a " * 99 + "b", "e\u0301" * 100])
def test_long_names_stay_within_the_page(name: str) -> None:
    invoice = Invoice(name, date(2023, 10, 16), date(2023, 11, 15), Money.parse("999999999999.99"))
    party = Party(name=name, form=name, address=(name,), representative=name, contact=name, place=name)
    facts = attrs.evolve(
        facts_of(Ledger((invoice,)), date(2024, 3, 1)),
        creditor=party,
        debtor=party,
        contract=ContractReference(reference=name),
    )
    _answer, text = drawn(facts)
    assert wrong_pages(text) == ""


def test_one_party_alone() -> None:
    facts = attrs.evolve(EMPTY, debtor=Party(name="Cabinet"), contract=ContractReference())
    _answer, text = drawn(facts)
    assert "DÉBITEUR" in text
    assert "CRÉANCIER" not in text
    assert "TOTAL DÛ" in text


def test_a_title_is_repeated_where_its_table_goes_on() -> None:
    invoices = tuple(Invoice(f"F-{n}", date(2023, 1, 1), date(2023, 2, 1), Money.parse("100.00")) for n in range(30))
    _answer, text = drawn(facts_of(Ledger(invoices), date(2024, 3, 1)))
    pages = text.split(FORM_FEED)
    assert len(pages) > 5
    for page in pages[1:4]:
        head = [line for line in page.split("\n") if line]
        assert head[1] == "2. Détail par facture échue"
        assert head[3].startswith("Facture F-")


def test_every_reading_has_its_words() -> None:
    assert {key: tuple(choices) for key, (_question, choices) in READINGS.items()} == {
        key: values for _number, key, values in OPTIONS
    }


def test_a_reading_that_is_not_the_default_bears_a_star() -> None:
    readings = Readings(day_count="ACT/ACT")
    facts = attrs.evolve(EMPTY, assuming=Assumptions(readings=readings))
    _answer, text = drawn(facts)
    assert "  R-05* Décompte des jours" in text
    assert "* lecture autre que celle par défaut" in text
    _answer, plain = drawn(EMPTY)
    assert "*" not in plain


def test_the_other_readings_are_given_with_their_difference() -> None:
    invoice = Invoice("F-1", date(2023, 10, 16), date(2023, 11, 15), Money.parse("1200.00"))
    facts = facts_of(Ledger((invoice,)), date(2024, 3, 1))
    variants = totals_under_other_readings(facts)
    text = decompte_text(facts, drawn(facts)[0], Edition("1.0.0", variants))
    lines = sections(text)["Autres lectures, chacune prise seule : écart et total"]
    assert amounts(lines) == [variant.total for variant in variants]
    assert sum(line.endswith("+40,00\u00a0€      1\u202f469,65\u00a0€") for line in lines) == 1


@pytest.mark.parametrize(
    ("interest", "words"),
    [
        (InterestBasis(multiple=0), "multiple nul du taux légal"),
        (InterestBasis("fixed", percent=Rate.percent("12")), "1\u202f000,00 € × 12,00 % × 107/365 ; taux fixe"),
        (InterestBasis("ecb", points=Rate.percent("7.5")), "BCE 4,00 % + 7,50 points"),
    ],
)
def test_each_basis_of_interest_has_its_words(interest: InterestBasis, words: str) -> None:
    invoice = Invoice("F-1", date(2023, 10, 16), date(2023, 11, 15), Money.parse("1000.00"))
    facts = facts_of(Ledger((invoice,)), date(2024, 3, 1))
    payment = attrs.evolve(CG052018.payment, interest=interest)
    _answer, text = drawn(attrs.evolve(facts, terms=attrs.evolve(CG052018, payment=payment)))
    assert words in spaced(text)


def test_penalties_read_as_a_yearly_rate() -> None:
    invoice = Invoice("F-1", date(2023, 10, 16), date(2023, 11, 15), Money.parse("1000.00"))
    readings = Readings(penalty_base="annual-rate", rounding="each-invoice")
    facts = facts_of(Ledger((invoice,)), date(2024, 3, 1))
    _answer, text = drawn(attrs.evolve(facts, assuming=Assumptions(readings=readings)))
    assert "taux annuel du contrat" in spaced(text)


def test_after_the_last_known_rate_the_next_day_is_not_reckoned() -> None:
    invoice = Invoice("F-1", date(2026, 10, 16), date(2026, 11, 15), Money.parse("1000.00"))
    _answer, text = drawn(facts_of(Ledger((invoice,)), date(2026, 12, 31)))
    assert "Le taux du jour suivant n'est pas encore connu" in spaced(text)


def test_a_block_that_no_page_holds_is_cut() -> None:
    text = paged([Block(tuple(f"ligne {n}" for n in range(200)), titles=("Un titre",))], Running("tête", "pied"))
    assert wrong_pages(text) == ""
    assert [line for page in text.split(FORM_FEED) for line in page.split("\n") if line.startswith("ligne")] == [
        f"ligne {n}" for n in range(200)
    ]


def test_a_long_frame_is_shortened() -> None:
    text = paged([Block(("a",)), Block(tuple("b" * 70))], Running("tête " * 40, "pied " * 40))
    assert wrong_pages(text) == ""
    assert "…" in text
