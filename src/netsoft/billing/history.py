"""The money of an account as its history unfolds: what is received, credited, held and given back.

These are working objects of one call of :func:`netsoft.billing.arrears.arrears`; amounts are whole cents.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from netsoft.billing.debt import Claim, Debt
from netsoft.billing.entries import CreditNote, Payment
from netsoft.billing.imputation import Part, impute, owed_parts, take
from netsoft.days import Day
from netsoft.readings import Readings


@define(eq=False)
class Source:
    """Money received and where it stands now: a payment, or the surplus of a credit note."""

    name: str
    parts: list[Part] = field(factory=list)


@define(eq=False)
class History:
    """The debts of an account and the money received, at the end of the last day lived.

    ``undone`` holds the payments taken back, each with what it settled until then.
    """

    debts: list[Debt]
    readings: Readings
    sources: dict[str, Source] = field(factory=dict)
    undone: list[Source] = field(factory=list)
    _held: int = 0
    _numbered: dict[str, Debt] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._numbered = {debt.number: debt for debt in self.debts}

    def due(self, on: Day) -> list[Debt]:
        """Return the invoices that can be claimed at the end of ``on``."""
        return [debt for debt in self.debts if debt.is_due(on)]

    def debt(self, number: str) -> Debt | None:
        """Return the debt of an invoice that counts, if there is one."""
        return self._numbered.get(number)

    def credit(self, note: CreditNote) -> None:
        """Lower the principal of the invoice on the day of the note; the surplus is money received that day."""
        debt = self._numbered[note.invoice]
        lowered = min(note.amount.cents, debt.principal)
        debt.change(-lowered, note.on)
        self._impute(self._source(note.id), note.amount.cents - lowered, note.on)

    def receive(self, payment: Payment) -> None:
        """Impute a payment: the payer's choice first, then the due invoices, the penalties, credit."""
        source, cents = self._source(payment.id), payment.amount.cents
        if payment.invoice is not None:
            chosen = self._chosen(payment.invoice, cents, payment.on)
            self._settle(source, chosen, payment.on)
            cents -= sum(part.cents for part in chosen)
        self._impute(source, cents, payment.on)

    def undo(self, payment: str, on: Day) -> frozenset[str]:
        """Take a payment back, wherever it went since; return the invoices whose principal it had settled."""
        taken_back = self.sources.pop(payment, Source(payment))
        self.undone.append(taken_back)
        parts = taken_back.parts
        self._settle(Source(payment), [Part(p.to, p.debt, -p.cents, p.claim) for p in parts], on)
        return frozenset(p.debt.number for p in parts if p.to == "principal" and p.debt)

    def use_credit(self, on: Day) -> None:
        """Give credit to what has fallen due: what was reserved for an invoice first, then the rest to any."""
        if not self._held:
            return
        held = {part.reserved for source in self.sources.values() for part in source.parts if part.to == "credit"}
        for debt in self.debts if held - {None} else ():
            if debt.number in held and debt.is_due(on):
                self._release_reserved(debt, on)
        for source, cents in self._take_back(None):
            self._impute(source, cents, on)

    def release(self, claim: Claim, to: Claim, debt: Debt, on: Day) -> None:
        """Move what was paid on a claim that is void to the one that absorbs it; the excess is credit."""
        for source in list(self.sources.values()):
            for part in [p for p in source.parts if p.claim is claim]:
                source.parts.remove(part)
                moved = min(part.cents, to.owed)
                excess = Part("credit", None, part.cents - moved)
                self._settle(source, [p for p in (Part("penalty", debt, moved, to), excess) if p.cents], on)

    def _release_reserved(self, debt: Debt, on: Day) -> None:
        for source, cents in self._take_back(debt.number):
            taken: list[Part] = []
            left = cents - take(cents, owed_parts(debt, on, self.readings), taken)
            self._settle(source, [*taken, *([Part("credit", None, left)] if left else [])], on)

    def _source(self, name: str) -> Source:
        return self.sources.setdefault(name, Source(name))

    def _chosen(self, number: str, cents: int, on: Day) -> list[Part]:
        debt, chosen = self.debt(number), list[Part]()
        if debt is not None and debt.is_due(on):
            take(cents, owed_parts(debt, on, self.readings), chosen)
        else:
            room = cents if debt is None else max(0, debt.principal - self._reserved(number))
            take(cents, [Part("credit", None, room)], chosen)
            for part in chosen:
                part.reserved = number
        return chosen

    def _reserved(self, number: str) -> int:
        return sum(p.cents for s in self.sources.values() for p in s.parts if p.reserved == number)

    def _take_back(self, reserved: str | None) -> list[tuple[Source, int]]:
        held = [(s, p) for s in self.sources.values() for p in s.parts if p.to == "credit" and p.reserved == reserved]
        for source, part in held:
            source.parts.remove(part)
            self._held -= part.cents
        return [(source, part.cents) for source, part in held]

    def _impute(self, source: Source, cents: int, on: Day) -> None:
        if cents:
            self._settle(source, impute(cents, self.debts, on, self.readings), on)

    def _settle(self, source: Source, parts: Iterable[Part], on: Day) -> None:
        for part in parts:
            source.parts.append(part)
            if part.claim is not None:
                part.claim.paid += part.cents
            elif part.to == "credit":
                self._held += part.cents
            else:
                assert part.debt is not None
                part.debt.settle(part.to == "principal", part.cents, on)
