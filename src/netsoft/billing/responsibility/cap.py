"""Article 17.1: compensation, all causes together, never exceeds what was invoiced in the months before the event.

By default (R-14) the invoices (with VAT) dated in the twelve months before the event count, the day of the event left
out; read otherwise, those whose period of service lies in these months, pro rata of its days. A correction lowers its
invoice, a rebate counts on its own date, and neither counts once dated on the event or later: what happens afterwards
does not lower the cap. Compensation for the events of the same months uses it up.

>>> from datetime import date
>>> from netsoft.cg052018 import CG052018
>>> billed = Billed((Invoiced("F-1", date(2026, 2, 1), Money.parse("1200.00")),))
>>> cap(billed, date(2027, 1, 31), CG052018).ceiling, cap(billed, date(2027, 2, 2), CG052018).ceiling
(Money('1200.00'), Money('0.00'))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final, Literal, Self, TypeAlias

from attrs import field, frozen
from attrs.converters import optional

from netsoft.answers import Reason
from netsoft.billing.entries import CreditNote, Invoice, contract_day
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import ONE_DAY, Day, Period, anniversary
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import ZERO, Money, half_away, shown, total
from netsoft.rendering import count, euros
from netsoft.rendering import day as french
from netsoft.terms import Terms

CLAUSE: Final = Clause("17.1")
Kind: TypeAlias = Literal["invoice", "correction", "rebate"]
"""What a document is: an invoice, or a credit note by its cause."""
_CALLED: Final = MappingProxyType(
    {"invoice": "facture", "correction": "avoir de rectification", "rebate": "avoir de remise"}
)


def _issued(value: object) -> Day:
    return contract_day(value, "issued")


def _event(value: object) -> Day:
    return contract_day(value, "event")


def _served(value: object) -> Period:
    if type(value) is not Period or not value.days:
        problem = f"{shown(value)} n'est pas une période de service"
        raise InvalidValue("service", problem, "donner une période d'au moins un jour")
    return value


def _invoices(value: Iterable[Invoiced]) -> tuple[Invoiced, ...]:
    return tuple(value)


def _notes(value: Iterable[CreditNote]) -> tuple[CreditNote, ...]:
    return tuple(value)


def _granted(value: Iterable[Compensation]) -> tuple[Compensation, ...]:
    return tuple(value)


@frozen
class Invoiced:
    """An amount invoiced: its number, its date, its total with VAT in euros, and the days of service it is for.

    ``service`` is needed only where the cap goes by period of service (R-14).
    """

    number: str
    issued: Day = field(converter=_issued)
    total: Money
    service: Period | None = field(default=None, converter=optional(_served))

    def __attrs_post_init__(self) -> None:
        if type(self.total) is not Money or self.total < ZERO:
            raise InvalidValue("total", f"montant négatif ou illisible : {shown(self.total)}", "donner un Money")

    @classmethod
    def of(cls, invoice: Invoice, service: Period | None = None) -> Self:
        """Take an invoice of an account, with the days of service it is for, if they are known."""
        return cls(invoice.number, invoice.issued, invoice.total, service)


@frozen
class Compensation:
    """What was already granted of another claim: for which event, and how much, in euros."""

    reference: str
    event: Day = field(converter=_event)
    amount: Money

    def __attrs_post_init__(self) -> None:
        if type(self.amount) is not Money or self.amount < ZERO:
            raise InvalidValue("amount", f"montant négatif ou illisible : {shown(self.amount)}", "donner un Money")


@frozen
class Billed:
    """What the cap is computed from: the invoices, their credit notes, and the compensations already granted."""

    invoices: tuple[Invoiced, ...] = field(default=(), converter=_invoices)
    credit_notes: tuple[CreditNote, ...] = field(default=(), converter=_notes)
    compensations: tuple[Compensation, ...] = field(default=(), converter=_granted)

    def __attrs_post_init__(self) -> None:
        known: set[str] = set()
        for invoice in self.invoices:
            if invoice.number in known:
                problem = f"facture {shown(invoice.number)} donnée deux fois"
                raise InvalidValue("invoices", problem, "la donner une seule fois")
            known.add(invoice.number)
        for note in self.credit_notes:
            if note.invoice not in known:
                problem = f"avoir sur une facture inconnue : {shown(note.invoice)}"
                raise InvalidValue("credit_notes", problem, "donner la facture, ou retirer l'avoir")


@frozen
class Counted:
    """What a document counts for: of ``base`` (negative for a credit note), the days of ``whole`` in the window.

    ``amount`` is rounded so that windows that meet add up: the difference of two rounded running shares.
    """

    document: str
    kind: Kind
    dated: Day
    base: Money
    whole: Period
    inside: Period
    amount: Money = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        upto, before = (self._running(day) for day in (self.inside.end, self.inside.start))
        object.__setattr__(self, "amount", Money(cents=upto - before))

    @property
    def fact(self) -> str:
        """What it is and how much of it counts, in French."""
        words = f"{_CALLED[self.kind]} {self.document} du {french(self.dated)} : {euros(self.amount)}"
        if self.inside == self.whole:
            return words
        days = f"{count(self.inside.days)} jours sur {count(self.whole.days)}"
        return f"{words}, soit {days} de {euros(self.base)}"

    def _running(self, day: Day) -> int:
        return half_away(self.base.cents * (day.toordinal() - self.whole.start.toordinal()), self.whole.days)


@frozen
class Cap:
    """The cap for an event: the window, what each document counts for, and what is left of it.

    ``ceiling`` is the sum of the lines, never under zero; ``used`` what compensations granted for events of the window
    or of the same day took of it. Where 17.1 is set aside there is no cap: ``ceiling`` and ``left`` are ``None``.
    """

    event: Day
    window: Period
    lines: tuple[Counted, ...]
    compensations: tuple[Compensation, ...]
    holds: bool
    reason: Reason

    @property
    def ceiling(self) -> Money | None:
        """The most that all compensation may come to, in euros."""
        return max(ZERO, total([line.amount for line in self.lines])) if self.holds else None

    @property
    def used(self) -> Money:
        """What earlier compensations used up."""
        return total([earlier.amount for earlier in self.compensations])

    @property
    def left(self) -> Money | None:
        """What may still be granted, in euros."""
        return None if self.ceiling is None else max(ZERO, self.ceiling - self.used)


def cap(billed: Billed, event: Day, terms: Terms, readings: ContractReadings = ContractReadings()) -> Cap:
    """Compute what compensation may come to for an event on a day, document by document.

    By period of service, an invoice without one is a missing fact.
    """
    day = contract_day(event, "event")
    window = Period(anniversary(day, -terms.liability.cap_months), day)
    lines = tuple(invoiced_in(billed, window, day, readings))
    earlier = tuple(c for c in billed.compensations if c.event in Period(window.start, day + ONE_DAY))
    holds = terms.holds(CLAUSE)
    words = f"montants facturés du {french(window.start)} au {french(day - ONE_DAY)}"
    return Cap(day, window, lines, earlier, holds, Reason(CLAUSE, words if holds else "la clause 17.1 est écartée"))


def invoiced_in(
    billed: Billed, window: Period, as_of: Day, readings: ContractReadings = ContractReadings()
) -> Iterator[Counted]:
    """Give what each document counts for in ``window``, as invoiced before ``as_of``; windows that meet add up."""
    by_service = readings.liability_window == "by-service-period"
    places = {invoice.number: _place(invoice, by_service) for invoice in billed.invoices}
    for invoice in billed.invoices:
        if by_service or invoice.issued < as_of:
            whole = places[invoice.number]
            yield from _counted(invoice, "invoice", (invoice.total, whole), window)
    for note in billed.credit_notes:
        if note.on < as_of:
            own = note.cause == "rebate" and not by_service
            whole = _one_day(note.on) if own else places[note.invoice]
            yield from _counted(note, note.cause, (-note.amount, whole), window)


def _counted(
    document: Invoiced | CreditNote, kind: Kind, amount: tuple[Money, Period], window: Period
) -> Iterator[Counted]:
    base, whole = amount
    inside = Period(*(min(max(day, whole.start), whole.end) for day in (window.start, window.end)))
    if inside.days:
        named = document.number if isinstance(document, Invoiced) else document.id or f"sur {document.invoice}"
        dated = document.issued if isinstance(document, Invoiced) else document.on
        yield Counted(named, kind, dated, base, whole, inside)


def _place(invoice: Invoiced, by_service: bool) -> Period:
    """Return the days over which an invoice counts: those of its service, or the one of its date."""
    if not by_service:
        return _one_day(invoice.issued)
    if invoice.service is None:
        fact = f"période de service de la facture {invoice.number} inconnue"
        raise MissingFact(fact, "donner ses jours de service (« service »), ou compter les factures à leur date")
    return invoice.service


def _one_day(day: Day) -> Period:
    return Period(day, day + ONE_DAY)
