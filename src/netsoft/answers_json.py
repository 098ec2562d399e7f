"""Answers as plain mappings, ready for JSON: amounts as texts with two decimals, days as ISO dates.

The shapes are published as JSON Schemas: ``netsoft schema decompte-answer``.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from attrs import asdict

from netsoft.answers import (
    Basis,
    Count,
    Decision,
    Line,
    OverDays,
    Pending,
    Prorated,
    Quantity,
    Remark,
    RoundingDifference,
    Share,
    ToBound,
)
from netsoft.billing.account import Allocation, Arrears, Opposition, Totals
from netsoft.money import Money, exact_text
from netsoft.terms import InterestBasis, Terms

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
VERSION: Final = 1
"""The version of the shapes; it grows when a key changes its meaning or goes."""


def decompte_json(answer: Arrears, terms: Terms, published: Terms | None = None) -> dict[str, Json]:
    """Return the account as a mapping; ``terms`` are those it applied, ``published`` the version they come from."""
    version = published or terms
    return {
        "schema": VERSION,
        "on": answer.on.isoformat(),
        "known_on": answer.known_on.isoformat() if answer.known_on else None,
        "currency": "EUR",
        "terms": {"name": version.name, "digest": version.digest},
        "lines": [_line(line) for line in answer.lines],
        "pending": [_pending(item) for item in answer.pending],
        "allocations": [_allocation(item) for item in answer.allocations],
        "undone_allocations": [_allocation(item) for item in answer.undone],
        "oppositions": [_opposition(item) for item in answer.oppositions],
        **_totals(answer.totals),
        "ignored": [{"fact": item.fact, "reason": item.reason} for item in answer.ignored],
        "for_the_record": [_remark(item) for item in answer.for_the_record],
        "access": {
            "granted": answer.access.granted,
            "reasons": _reasons(answer.access),
            "to_restore": str(answer.to_restore),
        },
        "daily": None if answer.daily is None else str(answer.daily),
        "readings": _readings(answer, terms),
    }


def basis_json(basis: Basis) -> dict[str, Json]:
    """Return what a line rests on; for interest, ``from`` and ``to`` are the first and the last day counted."""
    match basis:
        case OverDays():
            return {
                "kind": "interest",
                "base": str(basis.base),
                "from": basis.period.start.isoformat(),
                "to": basis.period.last.isoformat(),
                "days": basis.period.days,
                "rate_percent": basis.rate.percent_text,
                "day_count": basis.day_count,
                "order": basis.order or None,
            }
        case Share():
            rate = basis.rate.percent_text
            return {"kind": "share", "base": str(basis.base), "rate_percent": rate, "on": basis.on.isoformat()}
        case Count():
            return {
                "kind": "count",
                "count": basis.count,
                "price": str(basis.price),
                "on": basis.on.isoformat(),
            }
        case RoundingDifference():
            return {"kind": "rounding", "difference": str(basis.difference)}
        case _:
            return price_basis_json(basis)


def price_basis_json(basis: Quantity | Prorated | ToBound) -> dict[str, Json]:
    """Return what a line of price rests on: exact numbers as texts, the first and the last day of a part of a cycle."""
    match basis:
        case Quantity():
            return {
                "kind": "quantity",
                "quantity": exact_text(basis.quantity),
                "unit_price": exact_text(basis.unit_price),
                "already": exact_text(basis.already),
            }
        case Prorated():
            return {
                "kind": "prorated",
                "quantity": exact_text(basis.quantity),
                "unit_price": exact_text(basis.unit_price),
                "from": basis.period.start.isoformat(),
                "to": basis.period.last.isoformat() if basis.period.days else None,
                "days": basis.days,
                "of_days": basis.of_days,
                "convention": basis.convention,
                "decimals": basis.decimals,
            }
        case _:
            return {
                "kind": "to-bound",
                "bound": str(basis.bound),
                "reached": str(basis.reached),
                "already": str(basis.already),
            }


def interest_json(interest: InterestBasis) -> dict[str, Json]:
    """Return the basis of 8.3 as facts write it: ``{"basis": "legal", "multiple": 3}``."""
    if interest.kind == "legal":
        return {"basis": "legal", "multiple": interest.multiple}
    if interest.kind == "ecb":
        return {"basis": "ecb", "points": interest.points.percent_text}
    return {"basis": "fixed", "percent": interest.percent.percent_text}


def _line(line: Line) -> dict[str, Json]:
    return {
        "clause": str(line.clause),
        "invoice": line.invoice,
        "label": line.label,
        "amount": str(line.amount),
        "why": line.why or None,
        "basis": basis_json(line.basis),
    }


def _pending(item: Pending) -> dict[str, Json]:
    return {
        "clause": str(item.clause),
        "invoice": item.invoice,
        "missing": item.missing,
        "amount_if_proved": str(item.amount_if_proved),
    }


def _allocation(item: Allocation) -> dict[str, Json]:
    shared: dict[str, Json] = {
        "payment": item.payment,
        "invoice": item.invoice,
        "to": item.to,
        "amount": str(item.amount),
    }
    return shared | ({"clause": str(item.clause)} if item.clause else {})


def _opposition(item: Opposition) -> dict[str, Json]:
    rejection = item.rejection
    return {
        "on": rejection.on.isoformat(),
        "payment": rejection.payment,
        "invoice": rejection.invoice,
        "reason": rejection.reason,
        "verdict": item.decision.verdict,
        "reasons": _reasons(item.decision),
    }


def _reasons(decision: Decision) -> list[Json]:
    return [{"clause": str(reason.clause), "fact": reason.fact} for reason in decision.reasons]


def _remark(item: Remark) -> dict[str, Json]:
    return {"clause": str(item.clause), "label": item.label, "amount": str(item.amount)}


def _totals(totals: Totals) -> dict[str, Json]:
    amounts: dict[str, Money] = asdict(totals, recurse=False) | {"total": totals.total}
    return {name: str(amount) for name, amount in amounts.items()}


def _readings(answer: Arrears, terms: Terms) -> dict[str, Json]:
    choices: dict[str, str | bool] = asdict(answer.readings)
    return {
        **choices,
        "set_aside": [str(clause) for clause in sorted(terms.set_aside)],
        "interest": interest_json(terms.payment.interest),
    }
