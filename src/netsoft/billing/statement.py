"""From an account lived to its answer: the lines, the totals, what is pending, and whether access is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from attrs import frozen

from netsoft.answers import Line, Pending, Remark, RoundingDifference
from netsoft.billing.access import access
from netsoft.billing.account import Allocation, Arrears, Assumptions, Balance, Opposition, To, Totals
from netsoft.billing.collection import CLAUSE as COLLECTION
from netsoft.billing.day_count import year_days
from netsoft.billing.debt import Debt
from netsoft.billing.entries import CreditNote, DebitReturned
from netsoft.billing.history import History, Source
from netsoft.billing.incidents import Incidents
from netsoft.billing.ledger import Known
from netsoft.billing.opposition import CLAUSE as OPPOSITION
from netsoft.billing.penalty import CLAUSE as LATE_PENALTY
from netsoft.billing.statutory_indemnity import CLAUSE as INDEMNITY
from netsoft.billing.statutory_indemnity import statutory_indemnity
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.errors import MissingFact
from netsoft.money import ZERO, Money, half_away, of_cents
from netsoft.readings import Readings
from netsoft.rendering import euros

_LATE: Final = "Intérêts de retard"
_LABELS: Final[Mapping[Clause, str]] = MappingProxyType(
    {
        LATE_PENALTY: "Pénalité de retard (clause pénale)",
        COLLECTION: "Majoration pour recouvrement (clause pénale)",
        OPPOSITION: "Pénalité pour opposition aux prélèvements (clause pénale)",
        INDEMNITY: "Indemnité forfaitaire pour frais de recouvrement",
    }
)
_NOTICE: Final = "une mise en demeure (art. 1231-5 C. civ.) : la pénalité n'est due qu'à compter d'elle"


@frozen
class Lived:
    """An account lived to its last day: the facts that counted, the money, the penalties."""

    known: Known
    history: History
    incidents: Incidents


def statement(lived: Lived, on: Day, assuming: Assumptions) -> Arrears:
    """Draw up the answer from the state of the account at the end of ``on``."""
    debts, terms, readings = lived.history.debts, lived.incidents.terms, assuming.readings
    decision, to_restore = access(debts, terms, readings, on)
    lines = tuple(line for debt in debts for line in _lines(debt, on))
    return Arrears(
        lines=lines,
        pending=tuple(_pending(debts, lived.incidents)),
        for_the_record=_for_the_record(debts, on, readings),
        on=on,
        known_on=assuming.known_on,
        terms=terms.name,
        totals=_totals(lived, lines, on),
        balances=tuple(_balance(debt, on) for debt in debts if debt.is_due(on)),
        allocations=tuple(_allocations(lived.history.sources.values())),
        undone=tuple(_allocations(lived.history.undone)),
        oppositions=tuple(Opposition(event, decision) for event, decision in lived.incidents.oppositions),
        ignored=lived.known.ignored,
        access=decision,
        to_restore=to_restore,
        daily=_daily(debts, on),
        readings=readings,
    )


def acts_from_the_invoice(note: CreditNote, readings: Readings) -> bool:
    """Whether a credit note corrects its invoice from the start (R-24), instead of lowering it from its own date."""
    return note.cause == "correction" and readings.credit_note_effect == "by-cause"


def _lines(debt: Debt, on: Day) -> Iterator[Line]:
    segments = [Line(debt.course.clause, _LATE, basis, debt.number) for basis in debt.segments(on)]
    flat = [Line(c.clause, _LABELS[c.clause], c.basis, debt.number, c.head, c.why) for c in debt.claims if c.payable]
    yield from sorted([*segments, *flat, *_rounding(debt, segments, on)], key=lambda line: line.clause)


def _rounding(debt: Debt, segments: list[Line], on: Day) -> Iterator[Line]:
    if debt.course.readings.rounding == "each-invoice":
        accrued = debt.interest_owed(on) + debt.interest_paid
        difference = accrued - sum(line.amount.cents for line in segments)
        if difference:
            basis = RoundingDifference(Money(cents=difference))
            yield Line(debt.course.clause, "Arrondi de la facture, une seule fois", basis, debt.number)


def _pending(debts: list[Debt], incidents: Incidents) -> Iterator[Pending]:
    for debt in debts:
        for claim in debt.claims:
            if not claim.payable:
                yield Pending(claim.clause, _NOTICE, claim.basis.amount, debt.number)
        for item in incidents.contingent:
            if item.debt is debt and debt.claim(OPPOSITION) is None:
                missing = " ; ".join(reason.fact for reason in item.decision.reasons)
                yield Pending(OPPOSITION, missing, item.basis.amount, debt.number)


def _for_the_record(debts: list[Debt], on: Day, readings: Readings) -> tuple[Remark, ...]:
    late = sum(1 for debt in debts if debt.late_since is not None)
    if readings.statutory_indemnity or not late:
        return ()
    basis = statutory_indemnity(on, late)
    label = f"{_LABELS[INDEMNITY]} ({late} × {euros(basis.price)})"
    return (Remark(INDEMNITY, f"{label} : due de par la loi, absente du contrat, non comptée", basis.amount),)


def _totals(lived: Lived, lines: tuple[Line, ...], on: Day) -> Totals:
    known, history = lived.known, lived.history
    due = {debt.number: debt for debt in history.debts if debt.is_due(on)}
    returned = {e.payment for e in known.events if isinstance(e, DebitReturned) and e.undoes}
    return Totals(
        invoiced=of_cents(debt.invoice.total.cents for debt in due.values()),
        credited=of_cents(note.amount.cents for note in known.credit_notes if note.invoice in due),
        accrued=of_cents(line.amount.cents for line in lines),
        paid=of_cents(payment.amount.cents for payment in known.payments if payment.id not in returned),
        principal=of_cents(debt.principal for debt in due.values()),
        interest=of_cents(debt.interest_owed(on) for debt in due.values()),
        penalties=of_cents(claim.owed for debt in due.values() for claim in debt.claims),
        credit=of_cents(p.cents for s in history.sources.values() for p in s.parts if p.to == "credit"),
        not_yet_due=of_cents(debt.principal for debt in history.debts if debt.number not in due),
    )


def _balance(debt: Debt, on: Day) -> Balance:
    penalties = of_cents(claim.owed for claim in debt.claims)
    interest = Money(cents=debt.interest_owed(on))
    return Balance(debt.number, Money(cents=debt.principal), interest, penalties, debt.default_since)


def _allocations(sources: Iterable[Source]) -> Iterator[Allocation]:
    for source in sources:
        merged: dict[tuple[str | None, To, Clause | None], int] = {}
        for part in source.parts:
            invoice = part.debt.number if part.debt else part.reserved
            key = invoice, part.to, part.claim.clause if part.claim else None
            merged[key] = merged.get(key, 0) + part.cents
        for (invoice, to, clause), cents in merged.items():
            yield Allocation(source.name, invoice, to, Money(cents=cents), clause)


def _daily(debts: list[Debt], on: Day) -> Money | None:
    running = [debt for debt in debts if debt.course.runs and debt.principal > 0 and debt.invoice.due <= on]
    if not running:
        return ZERO
    course, day = running[0].course, running[0].course.acts_from(on)
    year = year_days(day, course.readings.day_count)
    try:
        exact = sum(Fraction(d.principal, year) * course.rate(day, d.invoice.due)[0].fraction for d in running)
    except MissingFact:
        return None
    return Money(cents=half_away(exact.numerator, exact.denominator))
