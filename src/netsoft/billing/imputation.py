"""Code civil, articles 1342-10 and 1343-1: to what a payment goes.

Between invoices (R-09): the payer's choice, else the due one that the debtor has most interest to settle, then the
oldest; exact ties share. Within one (R-08): its interest, then its principal. Flat penalties come after all due
invoices. What is left is credit, kept until something falls due.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias

from attrs import define

from netsoft.billing.account import To
from netsoft.billing.debt import Claim, Debt
from netsoft.days import ONE_DAY, Day
from netsoft.errors import MissingFact
from netsoft.money import Money
from netsoft.readings import Readings


@define(eq=False)
class Part:
    """Cents that go to one thing owed: principal, interest or a flat penalty of an invoice, or credit.

    Credit may be ``reserved``, by the payer's choice, for an invoice that is not due yet; else it waits for any.
    """

    to: To
    debt: Debt | None
    cents: int
    claim: Claim | None = None
    reserved: str | None = None


Key: TypeAlias = tuple[object, ...]


def owed_parts(debt: Debt, on: Day, readings: Readings) -> list[Part]:
    """Return what is owed of one due invoice at the end of ``on``, in the order of settlement (R-08)."""
    interest = Part("interest", debt, debt.interest_owed(on))
    principal = Part("principal", debt, debt.principal)
    orders = {
        "interest-first": [interest, principal],
        "principal-first": [principal, interest],
        "accessories-first": [interest, *penalty_parts([debt]), principal],
    }
    return [part for part in orders[readings.imputation] if part.cents > 0]


def penalty_parts(debts: Sequence[Debt]) -> list[Part]:
    """Return the flat penalties that can be paid: the oldest first, then in the order of file and of clauses."""
    owed = [(claim, debt) for debt in debts for claim in debt.claims if claim.owed > 0 and not claim.drawn]
    owed.sort(key=lambda pair: (pair[0].struck, pair[1].index, pair[0].clause))
    return [Part("penalty", debt, claim.owed, claim) for claim, debt in owed]


def impute(cents: int, debts: Sequence[Debt], on: Day, readings: Readings) -> list[Part]:
    """Share ``cents`` received on a day among the due invoices, then their flat penalties; the rest is credit."""
    taken: list[Part] = []
    due = [d for d in debts if d.is_due(on)]
    for group in _in_order(due, on, readings):
        if not cents:
            break
        cents -= _take_group(cents, [(debt, owed_parts(debt, on, readings)) for debt in group], taken)
    if readings.imputation != "accessories-first":
        cents -= take(cents, penalty_parts(due), taken)
    return [*taken, Part("credit", None, cents)] if cents else taken


def take(cents: int, parts: Sequence[Part], into: list[Part]) -> int:
    """Settle ``parts`` in order with ``cents``; add what is settled to ``into``; return the cents used."""
    left = cents
    for part in parts:
        used = min(left, part.cents)
        if used > 0:
            into.append(Part(part.to, part.debt, used, part.claim))
            left -= used
    return cents - left


Group: TypeAlias = list[tuple[Debt, list[Part]]]


def _in_order(due: Sequence[Debt], on: Day, readings: Readings) -> Iterator[list[Debt]]:
    owing = [debt for debt in due if debt.owing or _penalised(debt, readings)]
    if readings.between_invoices == "pro-rata":
        yield from [owing] if owing else []
        return
    keyed = sorted(((_key(debt, on, readings), debt.index, debt) for debt in owing), key=lambda k: k[:2])
    for _, same in groupby(keyed, key=lambda k: k[0]):
        yield [debt for _k, _i, debt in same]


def _penalised(debt: Debt, readings: Readings) -> bool:
    return readings.imputation == "accessories-first" and any(claim.owed for claim in debt.claims)


def _key(debt: Debt, on: Day, readings: Readings) -> Key:
    age = (debt.invoice.due, debt.invoice.issued)
    if readings.between_invoices == "oldest-first":
        return (*age, debt.index)
    return (-_running_rate(debt, on), debt.invoice.nature != "subscription", *age)


def _running_rate(debt: Debt, on: Day) -> Fraction:
    course, due = debt.course, debt.invoice.due
    if on <= due or not debt.principal or not course.runs:
        return Fraction(0)
    try:
        return course.rate(course.acts_from(on) - ONE_DAY, due)[0].fraction
    except MissingFact:  # an order needs no figure: a rate is missing only where a line bears it
        return Fraction(1)


def _take_group(cents: int, group: Group, into: list[Part]) -> int:
    owed = [sum(map(attrgetter("cents"), parts)) for _debt, parts in group]
    available = min(cents, sum(owed))
    shares = Money(cents=available).split(owed) if len(group) > 1 else (Money(cents=available),)
    return sum(take(share.cents, parts, into) for share, (_debt, parts) in zip(shares, group, strict=True))
