"""The answer of ``netsoft invoice`` as a plain mapping: what the invoice says, what it rests on, whether it may go."""

from __future__ import annotations

from typing import cast

from netsoft.answers import Decision
from netsoft.answers_json import VERSION, Json, basis_json
from netsoft.billing.invoices.invoice_values import InvoiceDocument
from netsoft.billing.invoices.mentions import Finding, check, said


def invoice_json(document: InvoiceDocument, decision: Decision, next_number: str | None) -> dict[str, Json]:
    """Return an invoice as a mapping; ``next_number`` is the number that it would take, where its series is known."""
    content = document.content()
    lines = cast("list[dict[str, Json]]", content["lines"])
    based: list[Json] = [
        line | {"basis": basis_json(one.line.basis)} for line, one in zip(lines, document.order.lines, strict=True)
    ]
    order = document.order
    return {
        "schema": VERSION,
        "currency": "EUR",
        **content,
        "lines": based,
        "next_number": next_number,
        "mentions": list(said(order)),
        "missing": [_finding(finding) for finding in check(document, order.issued)],
        "decision": {
            "verdict": decision.verdict,
            "reasons": [{"clause": str(reason.clause), "fact": reason.fact} for reason in decision.reasons],
        },
        "digest": document.digest,
    }


def _finding(finding: Finding) -> Json:
    return {
        "field": finding.field,
        "law": str(finding.law),
        "problem": finding.problem,
        "remedy": finding.remedy,
        "since": finding.since.isoformat() if finding.since else None,
    }
