"""Which facts count on a day, and which are left out."""

from dataclasses import dataclass
from datetime import date

from netsoft.billing.entries import CreditNote, DebitReturned, Event, Fact, Invoice, Payment
from netsoft.billing.ledger import Ledger


@dataclass
class Facts:
    """The facts that count, in file order, and the places of those that do not."""

    invoices: dict[str, Invoice]
    payments: list[Payment]
    notes: list[CreditNote]
    events: list[Event]
    left_out: list[str]


def facts_of(ledger: Ledger, on: date, known_on: date | None) -> Facts:
    """Keep what has happened by ``on`` and was learnt by ``known_on``, and what rests on it."""
    kept = Facts({}, [], [], [], [])
    for place, fact in ledger.facts():
        learnt = fact.known_on or fact.on
        late = fact.on > on or (known_on is not None and learnt > known_on)
        if late or not _stands(fact, kept):
            kept.left_out.append(place)
        else:
            _keep(kept, fact)
    return kept


def _keep(kept: Facts, fact: Fact) -> None:
    if isinstance(fact, Invoice):
        kept.invoices[fact.number] = fact
    elif isinstance(fact, Payment):
        kept.payments.append(fact)
    elif isinstance(fact, CreditNote):
        kept.notes.append(fact)
    else:
        kept.events.append(fact)


def _stands(fact: Fact, kept: Facts) -> bool:
    """Whether what the fact rests on is kept: invoices and payments come first in the file."""
    if isinstance(fact, CreditNote):
        return fact.invoice in kept.invoices
    if not isinstance(fact, DebitReturned):
        return True
    if fact.type in {"return", "refund"}:
        return fact.payment in {payment.id for payment in kept.payments}
    return fact.invoice in kept.invoices


def never_paid(facts: Facts) -> Facts:
    """R-34 "as-if-never-paid": take out of the history every payment that came back."""
    gone = {e.payment for e in facts.events if isinstance(e, DebitReturned) and e.payment}
    stay = [payment for payment in facts.payments if payment.id not in gone]
    return Facts(facts.invoices, stay, facts.notes, facts.events, facts.left_out)
