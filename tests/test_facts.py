"""The facts of a décompte: what is read."""

from datetime import date
from pathlib import Path

import attrs
import pytest

from netsoft.billing.entries import (
    Collection,
    CreditNote,
    DebitReturned,
    ExceptionNotified,
    FormalNotice,
    Invoice,
    Judgment,
    OppositionProved,
    Payment,
    PaymentAnnounced,
)
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.errors import InvalidValue, MissingFact
from netsoft.facts.decompte import decompte_facts
from netsoft.facts.document import read_document
from netsoft.facts.parties import ContractReference, Party
from netsoft.money import Money, Rate
from netsoft.readings import OPTIONS, Readings
from netsoft.terms import InterestBasis
from tests.facts_documents import Document, document, event


def test_what_is_read() -> None:
    facts = decompte_facts(document())
    assert facts.ledger.invoices == (Invoice("F-1", date(2023, 10, 16), date(2023, 11, 15), Money.parse("1200")),)
    assert facts.ledger.payments == (Payment(date(2024, 1, 10), Money.parse("300"), "P-1"),)
    assert (facts.on, facts.assuming.known_on) == (date(2024, 3, 1), None)
    assert facts.terms == facts.published == CG052018
    assert facts.assuming.readings == Readings()


def test_every_key_of_an_invoice_a_payment_and_a_credit_note() -> None:
    facts = decompte_facts(
        document(
            invoices=[
                {
                    "number": "F-1",
                    "issued": date(2023, 10, 16),
                    "due": date(2023, 11, 15),
                    "net": "1000",
                    "vat": "200.0",
                    "total": "1200.00",
                    "nature": "work",
                    "known_on": date(2023, 10, 20),
                }
            ],
            payments=[
                {
                    "on": date(2024, 1, 10),
                    "amount": "300.00",
                    "id": "P-1",
                    "means": "card",
                    "invoice": "F-1",
                    "known_on": date(2024, 1, 11),
                }
            ],
            credit_notes=[
                {"on": "2024-01-20", "amount": "100", "id": "A-1", "invoice": "F-1", "cause": "correction"},
            ],
        )
    )
    assert facts.ledger.invoices[0].net == Money.parse("1000")
    assert facts.ledger.invoices[0].learnt == date(2023, 10, 20)
    assert facts.ledger.payments[0].means == "card"
    assert facts.ledger.credit_notes == (CreditNote(date(2024, 1, 20), Money.parse("100"), "F-1", "correction", "A-1"),)


ON = date(2024, 1, 12)


@pytest.mark.parametrize(
    ("keys", "made"),
    [
        (
            {"kind": "debit-returned", "type": "refund", "reason": "MD06", "payment": "P-1"},
            DebitReturned(ON, "refund", "MD06", "P-1"),
        ),
        (
            {"kind": "debit-returned", "type": "reject", "reason": "AM04", "invoice": "F-1"},
            DebitReturned(ON, "reject", "AM04", None, "F-1"),
        ),
        ({"kind": "collection", "by": "agency"}, Collection(ON, "agency")),
        ({"kind": "collection", "by": "court", "invoices": ["F-1"]}, Collection(ON, "court", ("F-1",))),
        ({"kind": "judgment", "enforceable_on": "2024-02-12"}, Judgment(ON, date(2024, 2, 12))),
        ({"kind": "judgment", "invoice": "F-1"}, Judgment(ON, None, ("F-1",))),
        ({"kind": "payment-announced", "invoice": "F-1"}, PaymentAnnounced(ON, ("F-1",))),
        ({"kind": "exception-notified"}, ExceptionNotified(ON)),
        ({"kind": "exception-notified", "legitimate": False}, ExceptionNotified(ON, legitimate=False)),
        ({"kind": "opposition-proved", "evidence": "pièce 4"}, OppositionProved(ON, "pièce 4")),
        ({"kind": "formal-notice", "known_on": "2024-01-15"}, FormalNotice(ON, known_on=date(2024, 1, 15))),
    ],
)
def test_every_kind_of_event(keys: Document, made: object) -> None:
    assert decompte_facts(event(**keys)).ledger.events == (made,)


def test_the_parties_and_the_contract() -> None:
    facts = decompte_facts(
        document(
            creditor={
                "name": " Aubane Logiciels ",
                "form": "SAS",
                "siren": "842 173 650",
                "address": "18 cours Sextius\n13100 Aix-en-Provence\n",
                "representative": "Mme Fabre",
                "iban": "fr76 3000 6000 0112 3456 7890 189",
                "contact": "a@b.example",
                "place": "Aix",
            },
            debtor={"name": "Cabinet"},
            contract={"reference": "A-1", "concluded": "2022-04-11", "accepted": "2022-04-14"},
        )
    )
    assert facts.creditor == Party(
        name="Aubane Logiciels",
        form="SAS",
        siren="842173650",
        address=("18 cours Sextius", "13100 Aix-en-Provence"),
        representative="Mme Fabre",
        iban="FR7630006000011234567890189",
        contact="a@b.example",
        place="Aix",
    )
    assert facts.debtor == Party(name="Cabinet")
    assert facts.contract == ContractReference(reference="A-1", concluded=date(2022, 4, 11), accepted=date(2022, 4, 14))


@pytest.mark.parametrize(
    ("given", "basis"),
    [
        ({}, InterestBasis()),
        ({"basis": "legal", "multiple": 5}, InterestBasis(multiple=5)),
        ({"multiple": 4}, InterestBasis(multiple=4)),
        ({"basis": "ecb"}, InterestBasis("ecb")),
        ({"basis": "ecb", "points": "7.5"}, InterestBasis("ecb", points=Rate(75, 1000))),
        ({"basis": "ecb", "points": 8}, InterestBasis("ecb", points=Rate(8, 100))),
        ({"basis": "fixed", "percent": "12"}, InterestBasis("fixed", percent=Rate(12, 100))),
    ],
)
def test_the_basis_of_interest(given: Document, basis: InterestBasis) -> None:
    facts = decompte_facts(document(interest=given))
    assert facts.terms.payment.interest == basis
    assert facts.published == CG052018


def test_every_reading_by_its_name() -> None:
    last = {key: values[-1] for _number, key, values in OPTIONS}
    facts = decompte_facts(document(readings={**last, "set_aside": ["8.5", "8.2"]}))
    assert facts.assuming.readings == Readings.of(last)
    assert facts.terms.set_aside == {Clause("8.2"), Clause("8.5")}


def test_rates_brought_by_the_facts() -> None:
    rows = [{"half_year": "2027-S1", "percent": "2.80", "source": "arrêté"}, {"half_year": "2028-S1", "percent": "3"}]
    rates = decompte_facts(document(legal_rates=rows, ecb_rates=rows)).assuming.rates
    assert rates.legal.at(date(2027, 6, 30)).order == "arrêté"
    assert rates.ecb.at(date(2028, 1, 1)).rate == Rate(3, 100)
    with pytest.raises(MissingFact):
        rates.legal.at(date(2027, 7, 1))


def test_a_rate_that_the_table_has_learnt_since_may_be_repeated() -> None:
    legal = [{"half_year": "2026-S2", "percent": "2.75", "source": "x"}, {"half_year": "2010-S2", "percent": "0.65"}]
    ecb = [{"half_year": "2026-S2", "percent": "2.4"}]
    assert decompte_facts(document(legal_rates=legal, ecb_rates=ecb)).assuming.rates == Rates()
    added = decompte_facts(document(legal_rates=[*legal, {"half_year": "2027-S1", "percent": "1"}])).assuming.rates
    assert added.legal.rows[:-1] == Rates().legal.rows


def test_the_day_given_beside_wins() -> None:
    facts = decompte_facts(document(known_on="2024-03-02"), date(2024, 4, 1), date(2024, 4, 2))
    assert (facts.on, facts.assuming.known_on) == (date(2024, 4, 1), date(2024, 4, 2))


def test_without_a_day_nothing_is_guessed() -> None:
    with pytest.raises(MissingFact, match=r"^on : .*--on"):
        decompte_facts(document(on=None))


def test_without_terms_the_catalogue_dates() -> None:
    assert decompte_facts(document(terms=None)).published == CG052018
    assert decompte_facts({"on": "2024-03-01", "invoices": []}).published == CG052018
    old = {"number": "F-0", "issued": "2018-05-30", "due": "2018-07-01", "total": "1"}
    with pytest.raises(MissingFact, match="30/05/2018"):
        decompte_facts(document(terms=None, invoices=[old], payments=[]))
    assert decompte_facts(document(invoices=[old], payments=[])).published == CG052018


NEWER = attrs.evolve(CG052018, name="CG012024", first_day=date(2024, 1, 1))


def test_invoices_of_two_versions_need_a_name() -> None:
    versions = (CG052018, NEWER)
    invoices = [{**document()["invoices"][0], "number": f"F-{n}", "due": "2024-03-01"} for n in range(2)]
    both = document(terms=None, invoices=[invoices[0], {**invoices[1], "issued": "2024-01-01"}])
    with pytest.raises(InvalidValue, match=r"^terms : .* : CG012024, CG052018 ; en nommer une$"):
        decompte_facts(both, versions=versions)
    assert decompte_facts({**both, "terms": "CG012024"}, versions=versions).published == NEWER
    assert decompte_facts({**both, "invoices": invoices}, versions=versions).published == CG052018


EXAMPLES = sorted(Path(__file__).parents[1].joinpath("examples/facts").iterdir())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_are_read(path: Path) -> None:
    assert decompte_facts(read_document(path.read_bytes())).ledger.invoices


def test_the_facts_of_the_documentation_are_read() -> None:
    page = Path(__file__).parents[1].joinpath("docs/facts.md").read_text(encoding="utf-8")
    facts = decompte_facts(read_document(page.split("```toml\n")[1].split("```")[0].encode(), "TOML"))
    assert facts.ledger.events
