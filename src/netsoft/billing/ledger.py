"""The ledger of an account under article 8, and what of it counts on a day.

A ledger is checked whole when it is made: each fact that it names exists, each thing has one name,
a return undoes a debit once, credit notes stay within their invoice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import Final, TypeVar

import attrs
from attrs import frozen

from netsoft.billing.entries import CreditNote, DebitReturned, Event, Fact, Invoice, Payment
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import Money, shown
from netsoft.rendering import day, euros


@frozen
class Ignored:
    """A fact left out of an account, by its place (``payments[0]``), with the reason in French."""

    fact: str
    reason: str


@frozen
class Known:
    """The facts that count on a day, and those left out."""

    invoices: tuple[Invoice, ...]
    payments: tuple[Payment, ...]
    credit_notes: tuple[CreditNote, ...]
    events: tuple[Event, ...]
    ignored: tuple[Ignored, ...] = ()


@frozen
class Ledger:
    """The facts of one account, in the order given.

    Payments without an id take ``#1``, ``#2``… by their place, credit notes ``credit_notes[0]``…
    """

    invoices: tuple[Invoice, ...] = ()
    payments: tuple[Payment, ...] = ()
    credit_notes: tuple[CreditNote, ...] = ()
    events: tuple[Event, ...] = ()

    def __attrs_post_init__(self) -> None:
        payments = (p if p.id else attrs.evolve(p, id=f"#{n}") for n, p in enumerate(self.payments, 1))
        notes = (c if c.id else attrs.evolve(c, id=f"credit_notes[{n}]") for n, c in enumerate(self.credit_notes))
        object.__setattr__(self, "payments", tuple(payments))
        object.__setattr__(self, "credit_notes", tuple(notes))
        _check(self)

    def facts(self) -> Iterator[tuple[str, Fact]]:
        """Give every fact with its place: ``("payments[0]", …)``."""
        for name in KINDS:
            for index, fact in enumerate(getattr(self, name)):
                yield f"{name}[{index}]", fact

    def as_known(self, on: Day, known_on: Day | None) -> Known:
        """Keep the facts dated by ``on`` and learnt by ``known_on``; name the others and say why."""
        left_out = {place: reason for place, fact in self.facts() if (reason := _too_late(fact, on, known_on))}
        if not left_out:
            return Known(self.invoices, self.payments, self.credit_notes, self.events)
        left_out |= self._orphans(left_out)
        ignored = tuple(Ignored(place, left_out[place]) for place, _fact in self.facts() if place in left_out)
        return Known(
            _kept("invoices", self.invoices, left_out),
            _kept("payments", self.payments, left_out),
            _kept("credit_notes", self.credit_notes, left_out),
            _kept("events", self.events, left_out),
            ignored,
        )

    def _orphans(self, left_out: dict[str, str]) -> dict[str, str]:
        gone = {name for place, fact in self.facts() if place in left_out and (name := _name(fact))}
        return {
            place: f"porte sur « {needed} », qui n'est pas retenu"
            for place, fact in self.facts()
            if place not in left_out and (needed := _needs(fact)) and needed in gone
        }


_F = TypeVar("_F", Invoice, Payment, CreditNote, Event)
KINDS: Final = ("invoices", "payments", "credit_notes", "events")


def _kept(kind: str, facts: tuple[_F, ...], left_out: Container[str]) -> tuple[_F, ...]:
    return tuple(fact for index, fact in enumerate(facts) if f"{kind}[{index}]" not in left_out)


def _too_late(fact: Fact, on: Day, known_on: Day | None) -> str:
    if fact.on > on:
        return f"postérieur au {day(on)}"
    if known_on is not None and fact.learnt > known_on:
        return f"connu le {day(fact.learnt)}, après le {day(known_on)}"
    return ""


def _name(fact: Fact) -> str:
    if isinstance(fact, Invoice):
        return f"facture {fact.number}"
    return f"paiement {fact.id}" if isinstance(fact, Payment) else ""


def _needs(fact: Fact) -> str:
    if isinstance(fact, CreditNote):
        return f"facture {fact.invoice}"
    if isinstance(fact, DebitReturned):
        return f"paiement {fact.payment}" if fact.undoes else f"facture {fact.invoice}"
    return ""


def _check(ledger: Ledger) -> None:
    invoices = _unique("invoices", "number", [i.number for i in ledger.invoices])
    payments = _unique("payments", "id", [p.id for p in ledger.payments])
    _unique("credit_notes", "id", [c.id for c in ledger.credit_notes], taken=payments)
    for place, fact in ledger.facts():
        for field, name in _invoices_named(fact):
            if name not in invoices:
                raise InvalidValue(
                    f"{place}.{field}", f"facture inconnue : {shown(name)}", "nommer une facture du fichier"
                )
    for index, event in enumerate(ledger.events):
        if isinstance(event, DebitReturned) and event.payment is not None and event.payment not in payments:
            problem = f"paiement inconnu : {shown(event.payment)}"
            raise InvalidValue(f"events[{index}].payment", problem, "donner l'« id » d'un paiement du fichier")
    _check_credit_notes(ledger)
    _check_returns(ledger)


def _unique(kind: str, field: str, names: Sequence[str], taken: Container[str] = ()) -> set[str]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen or name in taken:
            raise InvalidValue(
                f"{kind}[{index}].{field}", f"{shown(name)} est donné deux fois", "donner un nom propre à chacun"
            )
        seen.add(name)
    return seen


def _invoices_named(fact: Fact) -> Iterator[tuple[str, str]]:
    single = getattr(fact, "invoice", None)
    if single is not None:
        yield "invoice", single
    for index, name in enumerate(getattr(fact, "invoices", ())):
        yield f"invoices[{index}]", name


def _check_credit_notes(ledger: Ledger) -> None:
    invoices, totals = {i.number: i for i in ledger.invoices}, Counter[str]()
    for index, note in enumerate(ledger.credit_notes):
        invoice = invoices[note.invoice]
        if note.on < invoice.issued:
            remedy = f"donner le {day(invoice.issued)} ou un jour d'après"
            raise InvalidValue(f"credit_notes[{index}].on", "l'avoir précède sa facture", remedy)
        totals[note.invoice] += note.amount.cents
        if totals[note.invoice] > invoice.total.cents:
            problem = f"{euros(Money(cents=totals[note.invoice]))} d'avoirs pour une facture de {euros(invoice.total)}"
            raise InvalidValue(f"credit_notes[{index}].amount", problem, "ne pas créditer plus que la facture")


def _check_returns(ledger: Ledger) -> None:
    payments, undone = {p.id: p for p in ledger.payments}, set[str]()
    issued = {i.number: i.issued for i in ledger.invoices}
    for index, event in enumerate(ledger.events):
        if not isinstance(event, DebitReturned):
            continue
        place = f"events[{index}]"
        if event.payment is not None:
            _check_return(place, event, payments[event.payment], undone)
        if event.invoice is not None and event.on < issued[event.invoice]:
            raise InvalidValue(
                f"{place}.on",
                "le rejet précède la facture",
                f"donner le {day(issued[event.invoice])} ou un jour d'après",
            )


def _check_return(place: str, event: DebitReturned, payment: Payment, undone: set[str]) -> None:
    if payment.id in undone:
        raise InvalidValue(
            f"{place}.payment", f"paiement {shown(payment.id)} déjà annulé", "n'annuler un paiement qu'une fois"
        )
    if payment.means not in (None, "direct-debit"):
        raise InvalidValue(f"{place}.payment", f"« {payment.means} » ne se rejette pas", "nommer un prélèvement")
    if event.on < payment.on:
        raise InvalidValue(
            f"{place}.on", "le retour précède le paiement", f"donner le {day(payment.on)} ou un jour d'après"
        )
    undone.add(payment.id)
