"""Article 8.1: an unpaid invoice or a rejected debit closes the service until all is settled.

Access is off from the day after the due day, or from a rejection that counts (R-23), while an invoice in default owes
what R-22 names; flat penalties alone never hold it by default. It is back with the last cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from netsoft.answers import Decision, Reason
from netsoft.billing.debt import Debt
from netsoft.billing.imputation import Part, owed_parts, penalty_parts
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.money import ZERO, Money, of_cents
from netsoft.readings import Readings
from netsoft.rendering import day, euros
from netsoft.terms import Terms

CLAUSE: Final = Clause("8.1")
Held: TypeAlias = list[tuple[Debt, list[Part]]]


def access(debts: Sequence[Debt], terms: Terms, readings: Readings, on: Day) -> tuple[Decision, Money]:
    """Decide whether the service is open at the end of ``on``, with one reason per invoice that closes it.

    With the decision comes the sum, in euros, that gives access back on ``on``, zero when access is open: paid for
    the invoices that close it, each by the payer's choice. Where flat penalties close it too (R-22), it counts all that
    a payment settles before them (R-08): what is due of the other invoices, then the older penalties.
    """
    if not terms.holds(CLAUSE):
        return Decision("granted", (Reason(CLAUSE, "la clause 8.1 est écartée"),)), ZERO
    held = [(debt, parts) for debt in debts if (parts := _holding(debt, readings, on))]
    if not held:
        return Decision(
            "granted", (Reason(CLAUSE, "aucune facture en défaut ne doit encore ce qui ferme l'accès"),)
        ), ZERO
    reasons = tuple(_reason(debt, parts) for debt, parts in held)
    return Decision("refused", reasons), of_cents(part.cents for part in _needed(held, debts, on, readings))


def _holding(debt: Debt, readings: Readings, on: Day) -> list[Part]:
    """Return what must be paid of a debt, in its order of settlement, up to the last part that closes access."""
    if debt.default_since is None:
        return []
    named = {"principal-and-interest": ("principal", "interest"), "principal": ("principal",)}
    parts = owed_parts(debt, on, readings)
    if readings.restores_access == "everything":
        return [*(p for p in parts if p.to != "penalty"), *penalty_parts([debt])]
    last = max((n for n, part in enumerate(parts) if part.to in named[readings.restores_access]), default=-1)
    return parts[: last + 1]


def _needed(held: Held, debts: Sequence[Debt], on: Day, readings: Readings) -> list[Part]:
    parts = [part for _debt, parts in held for part in parts]
    if readings.imputation == "accessories-first" or not any(part.to == "penalty" for part in parts):
        return parts
    due, holding = [debt for debt in debts if debt.is_due(on)], [debt for debt, _parts in held]
    penalties = penalty_parts(due)
    last = max(n for n, penalty in enumerate(penalties) if penalty.debt in holding)
    return [*(part for debt in due for part in owed_parts(debt, on, readings)), *penalties[: last + 1]]


def _reason(debt: Debt, parts: Sequence[Part]) -> Reason:
    assert debt.default_since is not None
    since, owed = day(debt.default_since), of_cents(part.cents for part in parts)
    return Reason(CLAUSE, f"facture {debt.number} en défaut depuis le {since} : {euros(owed)} restent à régler")
