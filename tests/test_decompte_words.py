"""The words of a décompte that a reader needs in order to do the account again, and those that would mislead."""

import json
from typing import Any

from netsoft.answers_json import decompte_json
from netsoft.billing.arrears import arrears
from netsoft.decompte_text import Edition, decompte_text
from netsoft.facts.decompte import decompte_facts

A = {"number": "A", "issued": "2024-01-02", "due": "2024-02-01", "total": "1000.00"}
B = {"number": "B", "issued": "2024-01-20", "due": "2024-03-01", "total": "500.00"}
DEBIT = {"id": "p", "on": "2024-03-10", "amount": "1200.00", "means": "direct-debit"}
RETURN = {"type": "return", "on": "2024-04-20", "payment": "p", "reason": "AM04", "kind": "debit-returned"}
TRANSFER = {"id": "q", "on": "2024-04-01", "amount": "200.00"}


def document(*invoices: dict[str, str], on: str = "2024-06-10", **facts: object) -> dict[str, object]:
    return {"terms": "CG052018", "on": on, "invoices": list(invoices or (A,)), **facts}


def written(given: dict[str, object]) -> str:
    """The text on one line, its spaces alike."""
    facts = decompte_facts(given)
    answer = arrears(facts.ledger, facts.terms, facts.on, facts.assuming)
    return " ".join(decompte_text(facts, answer, Edition("1.0.0")).split())


def as_json(given: dict[str, object]) -> Any:
    facts = decompte_facts(given)
    answer = arrears(facts.ledger, facts.terms, facts.on, facts.assuming)
    return json.loads(json.dumps(decompte_json(answer, facts.terms, facts.published)))


RETURNED = document(A, B, payments=[DEBIT, TRANSFER], events=[RETURN])


def test_what_a_returned_debit_had_settled_is_kept() -> None:
    # 1000 x 15.21 % x 38 days / 365 = 15.84 until 10 March; B owes 9 days: 500 x 15.21 % x 9 / 365 = 1.88.
    assert as_json(RETURNED)["undone_allocations"] == [
        {"payment": "p", "invoice": "A", "to": "interest", "amount": "15.84"},
        {"payment": "p", "invoice": "A", "to": "principal", "amount": "1000.00"},
        {"payment": "p", "invoice": "B", "to": "interest", "amount": "1.88"},
        {"payment": "p", "invoice": "B", "to": "principal", "amount": "182.28"},
    ]


def test_nothing_is_undone_of_a_debit_that_was_never_held() -> None:
    events = [RETURN | {"on": DEBIT["on"]}]
    assert as_json(document(A, B, payments=[DEBIT], events=events))["undone_allocations"] == []


def test_lines_say_why_and_rejections_whether_they_are_oppositions() -> None:
    answer = as_json(RETURNED)
    assert {(line["clause"], line["why"]) for line in answer["lines"]} == {
        ("8.2", "échéance du 01/02/2024 passée"),
        ("8.2", "échéance du 01/03/2024 passée"),
        ("8.3", None),
    }
    (opposition,) = answer["oppositions"]
    assert opposition == {
        "on": "2024-04-20",
        "payment": "p",
        "invoice": None,
        "reason": "AM04",
        "verdict": "refused",
        "reasons": [
            {"clause": "8.5", "fact": "le motif AM04 (provision insuffisante) ne suffit pas à établir une opposition"}
        ],
    }
