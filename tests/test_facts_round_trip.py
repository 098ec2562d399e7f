"""Any account that can be drawn can be written as facts, and is read back as it was."""

import json
from typing import Any

from attrs import asdict
from hypothesis import given

from netsoft.answers_json import interest_json
from netsoft.billing.account import Assumptions
from netsoft.billing.entries import (
    Collection,
    DebitReturned,
    Event,
    ExceptionNotified,
    FormalNotice,
    Judgment,
    OppositionProved,
    PaymentAnnounced,
)
from netsoft.billing.ledger import Ledger
from netsoft.days import Day
from netsoft.facts.decompte import decompte_facts
from netsoft.facts.document import read_document
from netsoft.money import Money
from netsoft.readings import Readings
from netsoft.terms import InterestBasis
from netsoft.testing import bases, drawings, readings

KINDS: dict[type[Event], str] = {
    DebitReturned: "debit-returned",
    Collection: "collection",
    Judgment: "judgment",
    PaymentAnnounced: "payment-announced",
    ExceptionNotified: "exception-notified",
    OppositionProved: "opposition-proved",
    FormalNotice: "formal-notice",
}


def written(value: Any) -> Any:
    """A value as facts write it."""
    if isinstance(value, Day):
        return value.isoformat()
    if isinstance(value, Money):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def row(fact: Any) -> dict[str, Any]:
    """A fact as facts write it; what it leaves open is left out."""
    values = {key: written(value) for key, value in asdict(fact, recurse=False).items()}
    return {key: value for key, value in values.items() if value is not None and value != []}


def document(ledger: Ledger, on: Day) -> dict[str, Any]:
    return {
        "terms": "CG052018",
        "on": on.isoformat(),
        "invoices": [row(invoice) for invoice in ledger.invoices],
        "payments": [row(payment) for payment in ledger.payments],
        "credit_notes": [row(note) for note in ledger.credit_notes],
        "events": [{"kind": KINDS[type(event)], **row(event)} for event in ledger.events],
    }


@given(drawings(max_invoices=4, max_facts=10))
def test_ledgers(drawing: tuple[Ledger, Day]) -> None:
    ledger, on = drawing
    facts = decompte_facts(read_document(json.dumps(document(ledger, on)).encode()))
    assert (facts.ledger, facts.on) == (ledger, on)


@given(readings())
def test_readings(choice: Readings) -> None:
    facts = decompte_facts({"terms": "CG052018", "on": "2024-03-01", "invoices": [], "readings": asdict(choice)})
    assert facts.assuming == Assumptions(readings=choice)


@given(bases())
def test_bases_of_interest(basis: InterestBasis) -> None:
    facts = decompte_facts({"terms": "CG052018", "on": "2024-03-01", "invoices": [], "interest": interest_json(basis)})
    assert interest_json(facts.terms.payment.interest) == interest_json(basis)
