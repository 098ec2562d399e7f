"""Article 8, whole: the account of what is due on a day, line by line, and whether access is open.

The facts are lived day by day; each day's end is a state from which everything else follows. Access is off while an
invoice in default still owes its principal or its 8.3 interest (R-22), and back with its last cent.

>>> from datetime import date
>>> from netsoft.billing.entries import Invoice
>>> from netsoft.cg052018 import CG052018
>>> from netsoft.money import Money
>>> invoice = Invoice("F-1", date(2023, 10, 16), date(2023, 11, 15), Money.parse("1200.00"))
>>> account = arrears(Ledger((invoice,)), CG052018, date(2024, 1, 10))
>>> account.totals.total, account.access.verdict, account.to_restore
(Money('1404.15'), 'refused', Money('1224.15'))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TypeVar

from netsoft.billing.account import ALL_AS_KNOWN, Arrears, Assumptions
from netsoft.billing.debt import Debt
from netsoft.billing.entries import (
    Collection,
    CreditNote,
    DebitReturned,
    Event,
    FormalNotice,
    Judgment,
    Payment,
    contract_day,
)
from netsoft.billing.history import History
from netsoft.billing.incidents import Incidents
from netsoft.billing.interest import Course
from netsoft.billing.ledger import Known, Ledger
from netsoft.billing.statement import Lived, acts_from_the_invoice, statement
from netsoft.days import ONE_DAY, Day
from netsoft.readings import Readings
from netsoft.terms import Terms

_F = TypeVar("_F", Payment, CreditNote, Event, Debt)


def arrears(ledger: Ledger, terms: Terms, on: Day, assuming: Assumptions = ALL_AS_KNOWN) -> Arrears:
    """Draw the account as due at the end of ``on``, as known on ``assuming.known_on``.

    Raises :class:`~netsoft.errors.MissingFact` when interest runs on a day whose rate nobody gave.
    """
    known = ledger.as_known(contract_day(on, "on"), assuming.known_on)
    readings = assuming.readings
    history = History(_debts(known, Course.of(terms, readings, assuming.rates)), readings)
    incidents = Incidents(history, terms, readings, known.events)
    agenda = _Agenda(known, history.debts, readings)
    for day in agenda.days(on):
        agenda.live(day, history, incidents)
    incidents.draw(on)
    return statement(Lived(known, history, incidents), on, assuming)


def _debts(known: Known, course: Course) -> list[Debt]:
    corrections = Counter[str]()
    for note in known.credit_notes:
        if acts_from_the_invoice(note, course.readings):
            corrections[note.invoice] += note.amount.cents
    return [Debt(i, n, i.total.cents - corrections[i.number], course) for n, i in enumerate(known.invoices)]


class _Agenda:
    """The facts that count, day by day, in the order in which one day takes them."""

    def __init__(self, known: Known, debts: Iterable[Debt], readings: Readings) -> None:
        self._due_over = _by(lambda debt: debt.invoice.due + ONE_DAY, debts)
        self._payments = _by(attrgetter("on"), _held(known, readings))
        self._notes = _by(attrgetter("on"), (n for n in known.credit_notes if not acts_from_the_invoice(n, readings)))
        self._events = _by(attrgetter("on"), known.events)
        self._chosen = {p.id: p.invoice for p in known.payments}

    def days(self, until: Day) -> list[Day]:
        """Return the days on which something happens, in order: facts, due days, and the days after these."""
        due = {day - ONE_DAY for day in self._due_over}
        days = due | self._due_over.keys() | self._payments.keys() | self._notes.keys() | self._events.keys()
        return sorted(day for day in days if day <= until)

    def live(self, day: Day, history: History, incidents: Incidents) -> None:
        """Live one day: what falls due, credit notes, returns, payments, then the other events."""
        incidents.due_day_over(self._due_over.get(day, ()), day)
        history.use_credit(day)
        for note in self._notes.get(day, ()):
            history.credit(note)
        events = [(event, self._concerned(event, history)) for event in self._events.get(day, ())]
        rejected = [hit for e, names in events if isinstance(e, DebitReturned) for hit in incidents.reject(e, names)]
        if events:
            history.use_credit(day)
        for payment in self._payments.get(day, ()):
            history.receive(payment)
        incidents.strike_late(rejected)
        for event, names in events:
            _react(event, names, incidents)
        history.use_credit(day)

    def _concerned(self, event: Event, history: History) -> frozenset[str]:
        if not isinstance(event, DebitReturned):
            return frozenset()
        named = event.invoice if event.payment is None else self._chosen[event.payment]
        undone = frozenset[str]() if event.payment is None else history.undo(event.payment, event.on)
        return undone | ({named} if named is not None else frozenset())


def _react(event: Event, concerned: frozenset[str], incidents: Incidents) -> None:
    if isinstance(event, FormalNotice):
        incidents.notice(event)
    elif isinstance(event, DebitReturned):
        incidents.oppose(event, concerned)
    elif isinstance(event, (Collection, Judgment)):
        incidents.collect(event)


def _held(known: Known, readings: Readings) -> Iterable[Payment]:
    """Give the payments that were held for a day at least; R-34 may forget every payment that was returned."""
    returned = {e.payment: e.on for e in known.events if isinstance(e, DebitReturned)}
    if readings.return_effect == "as-if-never-paid":
        return (p for p in known.payments if p.id not in returned)
    return (p for p in known.payments if returned.get(p.id) != p.on)


def _by(day: Callable[[_F], Day], facts: Iterable[_F]) -> dict[Day, list[_F]]:
    days: dict[Day, list[_F]] = {}
    for fact in facts:
        days.setdefault(day(fact), []).append(fact)
    return days
