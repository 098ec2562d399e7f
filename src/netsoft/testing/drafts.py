"""Drafts of facts: drawn before the ledger is known, they become facts that fit it.

A draft tells its days and its invoices by their places, so that any draft fits any ledger, and a shorter list of
drafts is still a ledger: this is what makes failing examples shrink.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Protocol, TypeAlias

from attrs import frozen

from netsoft.billing.entries import (
    Cause,
    Collection,
    CreditNote,
    DebitReturned,
    Event,
    ExceptionNotified,
    FormalNotice,
    Invoice,
    Judgment,
    Means,
    Nature,
    OppositionProved,
    Payment,
    PaymentAnnounced,
    RejectionType,
)
from netsoft.billing.ledger import Ledger
from netsoft.days import Day, Period
from netsoft.money import Money, total
from netsoft.testing.moments import Moment

Later: TypeAlias = Payment | CreditNote | Event
"""What may happen to an account once its invoices are issued."""


class Draft(Protocol):
    """What becomes a fact of a ledger."""

    def fact(self, ledger: Ledger, within: Period) -> Later:
        """The fact, valid beside those that ``ledger`` holds already."""


def moments_of(ledger: Ledger) -> tuple[Day, ...]:
    """The days that matter in ``ledger``: due days first, then the day of each fact."""
    return (*(i.due for i in ledger.invoices), *(fact.on for _place, fact in ledger.facts()))


def _learnt(on: Day, late: int | None) -> Day | None:
    return None if late is None else on + timedelta(days=late)


@frozen
class InvoiceDraft:
    """An invoice: when it is due, how long before it is issued."""

    when: Moment
    delay: int
    amount: Money
    nature: Nature
    late: int | None

    def invoice(self, ledger: Ledger, within: Period) -> Invoice:
        """The next invoice of ``ledger``."""
        due = self.when.day([invoice.due for invoice in ledger.invoices], within)
        issued = max(within.start, due - timedelta(days=self.delay))
        number = f"F-{len(ledger.invoices) + 1}"
        return Invoice(number, issued, due, self.amount, self.nature, known_on=_learnt(issued, self.late))


@frozen
class Manner:
    """How a payment is made: by which means, with an id or without, for an invoice that the payer chose or not."""

    means: Means | None
    named: bool
    chosen: bool


@frozen
class PaymentDraft:
    """A payment of an amount, or (``None``) of the whole of an invoice, chosen by the payer or not."""

    when: Moment
    which: int
    amount: Money | None
    manner: Manner
    late: int | None

    def fact(self, ledger: Ledger, within: Period) -> Payment:
        """The payment; a ledger without invoices gets one of a cent at least."""
        on = self.when.day(moments_of(ledger), within)
        invoice = ledger.invoices[self.which % len(ledger.invoices)] if ledger.invoices else None
        whole = invoice.total if invoice else Money(cents=1)
        return Payment(
            on,
            self.amount or whole,
            f"P-{len(ledger.payments) + 1}" if self.manner.named else "",
            self.manner.means,
            invoice.number if invoice and self.manner.chosen else None,
            known_on=_learnt(on, self.late),
        )


@frozen
class CreditNoteDraft:
    """A credit note of an amount, or (``None``) of all that is left to credit; a formal notice if nothing is."""

    when: Moment
    which: int
    amount: Money | None
    cause: Cause
    late: int | None

    def fact(self, ledger: Ledger, within: Period) -> CreditNote | FormalNotice:
        """The credit note, never before its invoice."""
        on = self.when.day(moments_of(ledger), within)
        creditable = [(invoice, left) for invoice in ledger.invoices if (left := _left(ledger, invoice))]
        if not creditable:
            return FormalNotice(on)
        invoice, left = creditable[self.which % len(creditable)]
        on = max(on, invoice.issued)
        amount = min(self.amount or left, left)
        return CreditNote(on, amount, invoice.number, self.cause, known_on=_learnt(on, self.late))


def _left(ledger: Ledger, invoice: Invoice) -> Money:
    return invoice.total - total([note.amount for note in ledger.credit_notes if note.invoice == invoice.number])


@frozen
class DebitDraft:
    """A debit that fails: after its settlement if the ledger holds a debit to undo, else before it."""

    when: Moment
    which: int
    type: RejectionType
    reason: str
    late: int | None

    def fact(self, ledger: Ledger, within: Period) -> DebitReturned | FormalNotice:
        """The return, or the reject; a formal notice if there is neither a debit nor an invoice."""
        on = self.when.day(moments_of(ledger), within)
        if self.type in ("return", "refund"):
            if debits := _returnable(ledger):
                return self._undoing(debits[self.which % len(debits)], on)
        elif ledger.invoices:
            return self._before_settlement(ledger.invoices[self.which % len(ledger.invoices)], on)
        return FormalNotice(on)

    def _undoing(self, payment: Payment, on: Day) -> DebitReturned:
        on = max(on, payment.on)
        return DebitReturned(on, self.type, self.reason, payment=payment.id, known_on=_learnt(on, self.late))

    def _before_settlement(self, invoice: Invoice, on: Day) -> DebitReturned:
        on = max(on, invoice.issued)
        return DebitReturned(on, self.type, self.reason, invoice=invoice.number, known_on=_learnt(on, self.late))


def _returnable(ledger: Ledger) -> list[Payment]:
    undone = {event.payment for event in ledger.events if isinstance(event, DebitReturned)}
    return [p for p in ledger.payments if p.means in {None, "direct-debit"} and p.id not in undone]


@frozen
class EventDraft:
    """Any other event; it names some invoices, or none, which means all."""

    when: Moment
    kind: int
    whose: tuple[int, ...]
    late: int | None

    def fact(self, ledger: Ledger, within: Period) -> Event:
        """The event."""
        on = self.when.day(moments_of(ledger), within)
        named = tuple(invoice.number for place, invoice in enumerate(ledger.invoices) if place in self.whose)
        return _event(self.kind, on, named, _learnt(on, self.late))


_PIECE: Final = "ordre d'opposition produit par la banque"


def _event(kind: int, on: Day, named: tuple[str, ...], known_on: Day | None) -> Event:
    """One of ten events, by its number; the simplest comes first."""
    events: tuple[Event, ...] = (
        FormalNotice(on, named, known_on=known_on),
        Collection(on, "agency", named, known_on=known_on),
        Collection(on, "court", named, known_on=known_on),
        Judgment(on, None, named, known_on=known_on),
        Judgment(on, on, named, known_on=known_on),
        PaymentAnnounced(on, named, known_on=known_on),
        ExceptionNotified(on, None, named, known_on=known_on),
        ExceptionNotified(on, False, named, known_on=known_on),
        ExceptionNotified(on, True, named, known_on=known_on),
        OppositionProved(on, _PIECE, named, known_on=known_on),
    )
    return events[kind]
