"""The facts of a décompte: what is read, and what is refused with the path of its field."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

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
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.errors import InvalidValue, MissingFact
from netsoft.facts.decompte import KEYS, decompte_facts
from netsoft.facts.document import read_document
from netsoft.facts.parties import ContractReference, Party
from netsoft.money import Money, Rate
from netsoft.readings import OPTIONS, Readings
from netsoft.terms import InterestBasis
from tests.one_line import one_line

Document = dict[str, Any]


def document(**changes: Any) -> Document:
    """A whole document of facts, with changes at its root; ``None`` takes a key out."""
    whole: Document = {
        "terms": "CG052018",
        "on": "2024-03-01",
        "invoices": [{"number": "F-1", "issued": "2023-10-16", "due": "2023-11-15", "total": "1200.00"}],
        "payments": [{"on": "2024-01-10", "amount": "300.00", "id": "P-1"}],
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not None}


def invoice(**changes: Any) -> Document:
    return document(invoices=[{**document()["invoices"][0], **changes}])


def event(**keys: Any) -> Document:
    return document(events=[{"on": "2024-01-12", **keys}])


def refusal(facts: Document) -> InvalidValue:
    with pytest.raises(InvalidValue) as refused:
        decompte_facts(facts)
    assert one_line(str(refused.value))
    return refused.value


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


BAD_AMOUNTS = [
    "", " ", "-1.00", "-0", "1.234", "1,20", "1 200.00", "1_200", "1e3", "+1", ".5", "1.", "0x10", "١٢", "１２.００",
    "NaN", "Infinity",    "1" * 13, 1200, 1200.5, True, None, [], {}, date(2024, 1, 1), float("nan"), float("inf"),
]  # fmt: skip


@pytest.mark.parametrize("amount", BAD_AMOUNTS, ids=repr)
def test_amounts_that_are_refused(amount: object) -> None:
    assert refusal(invoice(total=amount)).field == "invoices[0].total"
    assert refusal(document(payments=[{"on": "2024-01-10", "amount": amount}])).field == "payments[0].amount"


BAD_DAYS = [
    "", "2024-3-1", "20240301", "2024-W01-1", "2024-02-30", "0000-01-01", "2024-03-01T00:00", "01/03/2024",
    "1789-07-14", "3000-01-01", "９999-01-01", 20240301, None, [], datetime(2024, 3, 1, tzinfo=UTC),
    time(12), date(1, 1, 1), date(9999, 12, 31),
]  # fmt: skip


@pytest.mark.parametrize("day", BAD_DAYS, ids=repr)
def test_days_that_are_refused(day: object) -> None:
    with pytest.raises(InvalidValue, match=r"^on : "):
        decompte_facts({**document(), "on": day})
    assert refusal(invoice(known_on=day)).field == "invoices[0].known_on"


BAD_TEXTS = ["", "  ", "a\nb", "a\x00b", "a\x1b[31mb", "a\u202eb", "\ud800", "x" * 201, 12, None, ["a"], True]


@pytest.mark.parametrize("text", BAD_TEXTS, ids=ascii)
def test_texts_that_are_refused(text: object) -> None:
    assert refusal(invoice(number=text)).field == "invoices[0].number"
    assert refusal(document(creditor={"name": text})).field == "creditor.name"


def test_a_text_keeps_its_accents_and_french_spaces() -> None:
    facts = decompte_facts(document(debtor={"name": "Cabinet de l'E\u0301glise\u00a0: d\u202fOc"}))
    assert facts.debtor == Party(name="Cabinet de l'Église\u00a0: d\u202fOc")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (document(factures=[]), "factures"),
        (document(**{"a\x1bb": 1}), "« a\\x1bb »"),
        (invoice(amount="1"), "invoices[0].amount"),
        (document(payments=[{"on": "2024-01-10", "amount": "1", "when": "x"}]), "payments[0].when"),
        (document(invoices=None), "invoices"),
        (document(invoices={}), "invoices"),
        (document(invoices=["F-1"]), "invoices[0]"),
        (document(invoices=[{}]), "invoices[0].number"),
        (document(payments=[{"amount": "1"}]), "payments[0].on"),
        (document(terms="CG2030"), "terms"),
        (document(terms=2018), "terms"),
        (document(interest="legal"), "interest"),
        (document(interest={"basis": "eonia"}), "interest.basis"),
        (document(interest={"basis": "ecb", "multiple": 3}), "interest.multiple"),
        (document(interest={"basis": "fixed"}), "interest.percent"),
        (document(interest={"multiple": -1}), "interest.multiple"),
        (document(interest={"multiple": True}), "interest.multiple"),
        (document(interest={"multiple": 10**6}), "interest.multiple"),
        (document(interest={"multiple": "3"}), "interest.multiple"),
        (document(interest={"basis": "fixed", "percent": "-1"}), "interest.percent"),
        (document(interest={"basis": "fixed", "percent": "1e3"}), "interest.percent"),
        (document(interest={"basis": "fixed", "percent": 1.5}), "interest.percent"),
        (document(interest={"basis": "fixed", "percent": 10**9}), "interest.percent"),
        (document(readings={"day_count": "30/360"}), "readings.day_count"),
        (document(readings={"day_count": {"a": 1}}), "readings.day_count"),
        (document(readings={"statutory_indemnity": "true"}), "readings.statutory_indemnity"),
        (document(readings={"bonds": "x"}), "readings.bonds"),
        (document(readings={"set_aside": "8.2"}), "readings.set_aside"),
        (document(readings={"set_aside": ["8.2", "8.99"]}), "readings.set_aside[1]"),
        (document(readings={"set_aside": ["D441-5"]}), "readings.set_aside[0]"),
        (document(readings={"set_aside": ["8.2", "8.2"]}), "readings.set_aside[1]"),
        (document(legal_rates=[{"half_year": "2027", "percent": "1"}]), "legal_rates[0].half_year"),
        (document(legal_rates=[{"half_year": "9999-S2", "percent": "1"}]), "legal_rates[0].half_year"),
        (document(legal_rates=[{"half_year": "3500-S2", "percent": "1"}]), "legal_rates[0].half_year"),
        (document(legal_rates=[{"half_year": "2026-S2", "percent": "1"}]), "legal_rates[0].half_year"),
        (document(legal_rates=[{"half_year": "1989-S2", "percent": "1"}]), "legal_rates[0].half_year"),
        (document(legal_rates=[{"half_year": "2027-S1", "percent": "1"}] * 2), "legal_rates[1].half_year"),
        (document(ecb_rates=[{"half_year": "2026-S2", "percent": "1"}]), "ecb_rates[0].half_year"),
        (document(legal_rates=[{"half_year": "2027-S1"}]), "legal_rates[0].percent"),
        (document(creditor={"form": "SAS"}), "creditor.name"),
        (document(creditor={"name": "A", "siren": "842173651"}), "creditor.siren"),
        (document(creditor={"name": "A", "siren": "84217365"}), "creditor.siren"),
        (document(creditor={"name": "A", "siren": "８42173650"}), "creditor.siren"),
        (document(creditor={"name": "A", "siren": 842173650}), "creditor.siren"),
        (document(creditor={"name": "A", "iban": "FR7630006000011234567890188"}), "creditor.iban"),
        (document(creditor={"name": "A", "iban": "FR76"}), "creditor.iban"),
        (document(creditor={"name": "A", "iban": "FR76300060000112345678901"}), "creditor.iban"),
        (document(creditor={"name": "A", "address": "x\n\x07"}), "creditor.address"),
        (document(creditor={"name": "A", "address": ["x"]}), "creditor.address"),
        (document(contract={"signed": "2020-01-01"}), "contract.signed"),
        (invoice(due="2023-10-15"), "invoices[0].due"),
        (invoice(total="0.00"), "invoices[0].total"),
        (invoice(net="1000.00"), "invoices[0].net"),
        (invoice(net="1000.00", vat="100.00"), "invoices[0].vat"),
        (invoice(nature="gift"), "invoices[0].nature"),
        (invoice(known_on="2023-10-01"), "invoices[0].known_on"),
        (document(invoices=document()["invoices"] * 2), "invoices[1].number"),
        (document(payments=document()["payments"] * 2), "payments[1].id"),
        (document(payments=[{"on": "2024-01-10", "amount": "1", "means": "cash"}]), "payments[0].means"),
        (document(payments=[{"on": "2024-01-10", "amount": "1", "invoice": "F-9"}]), "payments[0].invoice"),
        (document(credit_notes=[{"on": "2024-01-20", "amount": "1", "invoice": "F-9"}]), "credit_notes[0].invoice"),
        (document(credit_notes=[{"on": "2024-01-20", "amount": "1201", "invoice": "F-1"}]), "credit_notes[0].amount"),
        (document(credit_notes=[{"on": "2023-10-01", "amount": "1", "invoice": "F-1"}]), "credit_notes[0].on"),
        (event(), "events[0].kind"),
        (event(kind="strike"), "events[0].kind"),
        (event(kind="formal-notice", by="agency"), "events[0].by"),
        (event(kind="formal-notice", weather="fine"), "events[0].weather"),
        (event(kind="formal-notice", invoices=[]), "events[0].invoices"),
        (event(kind="formal-notice", invoices=["F-1", "F-1"]), "events[0].invoices"),
        (event(kind="formal-notice", invoice="F-1", invoices=["F-1"]), "events[0].invoices"),
        (event(kind="formal-notice", invoices=["F-9"]), "events[0].invoices[0]"),
        (event(kind="collection"), "events[0].by"),
        (event(kind="collection", by="army"), "events[0].by"),
        (event(kind="opposition-proved"), "events[0].evidence"),
        (event(kind="exception-notified", legitimate="yes"), "events[0].legitimate"),
        (event(kind="exception-notified", legitimate=None), "events[0].legitimate"),
        (event(kind="debit-returned", type="bounce", reason="MD06", payment="P-1"), "events[0].type"),
        (event(kind="debit-returned", type="refund", reason="ZZ99", payment="P-1"), "events[0].reason"),
        (event(kind="debit-returned", type="refund", reason="MD06"), "events[0].payment"),
        (event(kind="debit-returned", type="refund", reason="MD06", payment="P-9"), "events[0].payment"),
        (event(kind="debit-returned", type="refund", reason="MD06", invoice="F-1"), "events[0].invoice"),
        (event(kind="debit-returned", type="reject", reason="MD06", payment="P-1"), "events[0].invoice"),
        (document(events=[7]), "events[0]"),
    ],
)
def test_what_is_refused_names_its_path(facts: Document, field: str) -> None:
    assert refusal(facts).field == field


def test_a_refusal_says_what_may_be_written() -> None:
    assert str(refusal(document(factures=[]))).endswith(f"clés admises : {', '.join(KEYS)}")
    assert "CG052018" in str(refusal(document(terms="CG2030")))
    assert "2,75" in str(refusal(document(legal_rates=[{"half_year": "2026-S2", "percent": "1"}])))


EXAMPLES = sorted(Path(__file__).parents[1].joinpath("examples/facts").iterdir())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_are_read(path: Path) -> None:
    assert decompte_facts(read_document(path.read_bytes())).ledger.invoices
