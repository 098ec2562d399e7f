"""What is written down as the days go by: days of interest, penalties struck, where money went.

Nothing owed is kept: it is recounted, each time, from what is written.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from netsoft.billing.entries import DebitReturned, Event, Invoice
from netsoft.billing.rates import Rates
from netsoft.billing.sepa import REASON_CODES
from netsoft.errors import MissingFact
from netsoft.readings import Readings
from netsoft.terms import Terms
from tests.reference.arithmetic import to_the_cent
from tests.reference.facts import Facts
from tests.reference.rate_of_day import Regime, regime_of
from tests.reference.rows import Row

CLAUSES = ["8.2", "8.4", "8.5", "D441-5"]
NEXT = timedelta(days=1)


@dataclass
class Run:
    """Days of one unchanging principal within one piece of the calendar: one line of interest."""

    principal: int
    piece: str
    first: date
    last: date
    rate: Fraction
    year_days: int
    exact: Fraction = Fraction(0)


@dataclass
class Claim:
    """A penalty struck once; its amount never moves afterwards."""

    invoice: str
    clause: str
    on: date
    base: int
    amount: int
    void: bool = False


@dataclass(frozen=True)
class Source:
    """Where money came from: a payment, or what a credit note left over; ordered as it came in."""

    on: date
    order: int  # credit notes before payments
    place: int
    name: str
    is_payment: bool = True


@dataclass
class Entry:
    """Cents of a source, gone to a part of an invoice, or held as credit."""

    source: Source
    to: str  # "principal", "interest", "penalty" or "credit"
    invoice: str | None
    clause: str | None
    cents: int


@dataclass
class Book:
    """All that is written, and what it makes of each invoice."""

    facts: Facts
    terms: Terms
    readings: Readings
    rates: Rates
    today: date
    runs: dict[str, list[Run]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    rebated: dict[str, int] = field(default_factory=dict)
    default_since: dict[str, date] = field(default_factory=dict)
    noticed: dict[str, date] = field(default_factory=dict)
    absorbed: set[str] = field(default_factory=set)
    late: dict[str, date] = field(default_factory=dict)
    unproved: dict[str, int] = field(default_factory=dict)
    decided: list[Row] = field(default_factory=list)
    concerned: dict[int, list[str]] = field(default_factory=dict)
    due_since: dict[str, date] = field(default_factory=dict)
    presented: dict[str, str] = field(default_factory=dict)
    regime: Regime | None = None

    def __post_init__(self) -> None:
        self.regime = regime_of(self.terms, self.readings, self.rates)
        self.presented = {p.id: p.invoice for p in self.facts.payments if p.invoice}
        for number in self.facts.invoices:
            self.runs[number], self.rebated[number] = [], 0

    def presented_for(self, event: DebitReturned) -> str | None:
        """The invoice for which the debit that came back, or was refused, had been presented."""
        return event.invoice if event.payment is None else self.presented.get(event.payment)

    def in_default_by(self, event: Event, number: str) -> bool:
        """Whether a rejection puts an invoice that it concerns, if issued, in default (R-23)."""
        invoice = self.facts.invoices.get(number)
        if invoice is None or invoice.issued > event.on or not isinstance(event, DebitReturned):
            return False
        any_side = self.readings.creditor_side_rejections == "as-any-other"
        return any_side or REASON_CODES[event.reason].side == "debtor"

    # What is owed, recounted.

    def effective(self, number: str) -> int:
        """The invoice less its corrections, which act from the invoice (R-24)."""
        total = self.facts.invoices[number].total.cents
        for note in self.facts.notes:
            if note.invoice == number and self.corrects(note.cause):
                total -= note.amount.cents
        return total

    def corrects(self, cause: str) -> bool:
        return cause == "correction" and self.readings.credit_note_effect == "by-cause"

    def principal(self, number: str) -> int:
        paid = self._went("principal", number)
        return self.effective(number) - self.rebated[number] - paid

    def accrued(self, number: str) -> int:
        """R-07: each line to the cent, or the invoice's exact sum to the cent."""
        exact = [run.exact for run in self.runs[number]]
        if self.readings.rounding == "each-line":
            return sum(to_the_cent(part) for part in exact)
        return to_the_cent(sum(exact, Fraction(0)))

    def interest(self, number: str) -> int:
        return self.accrued(number) - self._went("interest", number)

    def penalty(self, claim: Claim) -> int:
        return claim.amount - self._went("penalty", claim.invoice, claim.clause)

    def payable_claims(self, number: str | None = None) -> list[Claim]:
        """Penalties that may be paid: not void and, under R-20, after a formal notice."""
        return [
            claim
            for claim in sorted(self.claims, key=self._strike_order)
            if not claim.void
            and (number is None or claim.invoice == number)
            and (claim.clause == "D441-5" or self.warned(claim.invoice))
        ]

    def warned(self, number: str) -> bool:
        return not self.readings.formal_notice or number in self.noticed

    def _strike_order(self, claim: Claim) -> tuple[date, int, int]:
        place = list(self.facts.invoices).index(claim.invoice)
        return claim.on, place, CLAUSES.index(claim.clause)

    def _went(self, to: str, number: str, clause: str | None = None) -> int:
        return sum(
            entry.cents
            for entry in self.entries
            if entry.to == to and entry.invoice == number and entry.clause == clause
        )

    def struck(self, number: str, clause: str) -> bool:
        return any(c.invoice == number and c.clause == clause for c in self.claims)

    def due(self) -> list[str]:
        """The invoices that may be asked for today, in file order."""
        return [number for number in self.facts.invoices if number in self.due_since]

    def events_of_today(self) -> list[tuple[int, Event]]:
        """The events of today with their places, in file order."""
        return [pair for pair in enumerate(self.facts.events) if pair[1].on == self.today]

    def give_back(self, entry: Entry, cents: int) -> None:
        """Take cents back from where they went: they are free again."""
        entry.cents -= cents
        if cents:
            self.entries.append(Entry(entry.source, "credit", None, None, cents))

    # One day of interest.

    def next_day_of_interest(self) -> date:
        """The day that tomorrow's morning will count."""
        return self.today + NEXT if self.readings.bounds == "(due, paid]" else self.today

    def accrue(self) -> None:
        """At the start of the day, add the one day of interest that it brings (R-04).

        Under ``(due, paid]`` that day is today, on what was owed when yesterday ended;
        under ``[due, paid)`` it is yesterday.
        """
        counted = self.today if self.readings.bounds == "(due, paid]" else self.today - NEXT
        for number, invoice in self.facts.invoices.items():
            late = self.today > invoice.due
            if self.regime and late and self.principal(number):
                self._one_day(self.regime, invoice, counted)

    def _one_day(self, regime: Regime, invoice: Invoice, day: date) -> None:
        rate, piece = regime.rate(invoice.due, day), regime.piece(day)
        if rate is None:
            raise MissingFact(f"taux du {day}", "le donner")
        principal = self.principal(invoice.number)
        runs, year = self.runs[invoice.number], regime.year_days(day)
        last = runs[-1] if runs else None
        goes_on = last and last.last + NEXT == day
        if not (last and goes_on and last.principal == principal and last.piece == piece):
            last = Run(principal, piece, day, day, rate, year)
            runs.append(last)
        last.last = day
        last.exact += principal * rate / year
