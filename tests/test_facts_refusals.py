"""The facts of a décompte that are refused: each refusal carries the path of its field."""

from datetime import UTC, date, datetime, time

import pytest

from netsoft.errors import InvalidValue
from netsoft.facts.decompte import KEYS, decompte_facts
from netsoft.facts.parties import Party
from tests.facts_documents import Document, document, event, invoice, refusal

BAD_AMOUNTS = [
    "", " ", "-1.00", "-x", "-0", "1.234", "1,20", "1 200.00", "1_200", "1e3", "+1", ".5", "1.", "0x10", "١٢",
    "１２.００", "NaN", "Infinity",
    "1" * 13, 1200, 1200.5, True, None, [], {}, date(2024, 1, 1), float("nan"), float("inf"),
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
    twice = [{"half_year": "2027-S1", "percent": "1"}] * 2
    assert str(refusal(document(legal_rates=twice))).endswith("déjà connu : 1,00\u00a0% ; retirer cette ligne")
