"""The account as its text needs it: who paid what of which invoice, and what is still owed under each clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from attrs import field, frozen

from netsoft.answers import Line
from netsoft.billing.account import Allocation, Arrears, Balance
from netsoft.billing.entries import CreditNote, DebitReturned, Event, Invoice, Payment
from netsoft.billing.ledger import Ledger
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.facts.decompte import DecompteFacts
from netsoft.money import ZERO, Money, total

T = TypeVar("T")


@frozen
class Account:
    """Facts and the answer drawn from them, looked up the ways a text reads them."""

    facts: DecompteFacts
    answer: Arrears
    _left_out: frozenset[str] = field(init=False)
    _lines: dict[str, list[Line]] = field(init=False)
    _notes: dict[str, list[CreditNote]] = field(init=False)
    _settled: dict[str, list[Allocation]] = field(init=False)
    _undone: dict[str, list[Allocation]] = field(init=False)
    _shared_out: dict[str, list[Allocation]] = field(init=False)
    _returns: dict[str, DebitReturned] = field(init=False)
    _invoices: dict[str, Invoice] = field(init=False)
    _sources: dict[str, Payment | CreditNote] = field(init=False)

    def __attrs_post_init__(self) -> None:
        answer = self.answer
        left_out = frozenset(item.fact for item in answer.ignored)
        notes = [n for i, n in enumerate(self.ledger.credit_notes) if f"credit_notes[{i}]" not in left_out]
        settled = [a for a in answer.allocations if a.to != "credit"]
        object.__setattr__(self, "_left_out", left_out)
        object.__setattr__(self, "_lines", _grouped(answer.lines, lambda line: line.invoice or ""))
        object.__setattr__(self, "_notes", _grouped(notes, lambda note: note.invoice))
        object.__setattr__(self, "_settled", _grouped(settled, lambda a: a.invoice or ""))
        object.__setattr__(self, "_shared_out", _grouped(answer.allocations, lambda a: a.payment))
        object.__setattr__(self, "_undone", _grouped(answer.undone, lambda a: a.payment))
        returns = {e.payment: e for e in self.events() if isinstance(e, DebitReturned) and e.payment}
        object.__setattr__(self, "_returns", returns)
        object.__setattr__(self, "_invoices", {invoice.number: invoice for invoice in self.ledger.invoices})
        sources: list[Payment | CreditNote] = [*self.ledger.payments, *self.ledger.credit_notes]
        object.__setattr__(self, "_sources", {source.id: source for source in sources})

    @property
    def ledger(self) -> Ledger:
        """All the facts given."""
        return self.facts.ledger

    def left_out(self, place: str) -> bool:
        """Whether the fact at ``place`` (``payments[0]``) does not count."""
        return place in self._left_out

    def payments(self) -> list[Payment]:
        """The payments that count."""
        return [p for i, p in enumerate(self.ledger.payments) if not self.left_out(f"payments[{i}]")]

    def events(self) -> list[Event]:
        """The events that count."""
        return [e for i, e in enumerate(self.ledger.events) if not self.left_out(f"events[{i}]")]

    def return_of(self, payment: str) -> DebitReturned | None:
        """The return that undid a payment, if one counts."""
        return self._returns.get(payment)

    def undone(self, payment: str) -> list[Allocation]:
        """What a returned payment had settled."""
        return self._undone.get(payment, [])

    def counts(self, number: str) -> bool:
        """Whether an invoice is among those that count."""
        places = (i for i, invoice in enumerate(self.ledger.invoices) if invoice.number == number)
        return any(not self.left_out(f"invoices[{i}]") for i in places)

    def last_learnt(self) -> Day:
        """The first day on which the account could be signed: it is over, and all that it names was known.

        An account as known on a day is one that could be signed that day: it asks nothing of facts learnt later.
        """
        facts, known_on = self.facts, self.answer.known_on
        kept = (fact for place, fact in self.ledger.facts() if known_on is None or not self.left_out(place))
        return max(facts.on, known_on or facts.on, *(fact.learnt for fact in kept))

    def invoice(self, number: str) -> Invoice:
        """An invoice by its number."""
        return self._invoices[number]

    def source(self, name: str) -> Payment | CreditNote:
        """The payment, or the credit note with a surplus, that settled something."""
        return self._sources[name]

    def not_yet_due(self) -> list[Invoice]:
        """The invoices that count and are not due on that day."""
        due = {balance.invoice for balance in self.answer.balances}
        counting = [i for n, i in enumerate(self.ledger.invoices) if not self.left_out(f"invoices[{n}]")]
        return [invoice for invoice in counting if invoice.number not in due]

    def credit_notes(self, number: str) -> list[CreditNote]:
        """The credit notes of an invoice that count."""
        return self._notes.get(number, [])

    def lines(self, number: str) -> list[Line]:
        """The lines that article 8 adds to an invoice."""
        return self._lines.get(number, [])

    def settled(self, number: str) -> dict[str, list[Allocation]]:
        """What was settled of an invoice, by the payment that settled it."""
        return _grouped(self._settled.get(number, []), lambda a: a.payment)

    def shared_out(self, payment: str) -> list[Allocation]:
        """How a payment, or what of a credit note exceeded its invoice, was shared out."""
        return self._shared_out.get(payment, [])

    def owed_under(self, clause: Clause) -> Money:
        """What is still owed of the flat penalties of a clause."""
        struck = [line.amount for line in self.answer.lines if line.clause == clause and line.head != "interest"]
        paid = [a.amount for a in self.answer.allocations if a.to == "penalty" and a.clause == clause]
        return total(struck) - total(paid)

    def flat_clauses(self, *heads: str) -> list[Clause]:
        """The clauses under which flat penalties of these heads were struck."""
        return sorted({line.clause for line in self.answer.lines if line.head in heads})


def _grouped(items: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def owed(balance: Balance) -> Money:
    """What is still owed of an invoice, all heads together."""
    return balance.principal + balance.interest + balance.penalties


def awaited(account: Account, credit: Allocation) -> str:
    """Name what a credit waits for: the invoice that the payer chose, or any."""
    if credit.invoice is None:
        return "toute facture à échoir"
    return f"la facture {credit.invoice}, {'à échoir' if account.counts(credit.invoice) else 'non retenue'}"


def held(answer: Arrears) -> list[Allocation]:
    """What is held as credit."""
    return [a for a in answer.allocations if a.to == "credit" and a.amount != ZERO]
