"""The account of a brokerage: its rows become netsoft's ledger, and netsoft draws the account (art. 8).

Counter-entered rows are left out. The rates that the staff entered extend the built-in tables. Where
the rate of a half-year is not published yet, interest stops on the last day that has a rate: the
account says so and everything else still counts, since nothing may be extrapolated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, TypeVar

import attrs
from attrs import frozen

from netsoft.answers import Decision, Line, OverDays
from netsoft.billing.account import Arrears, Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import CreditNote, Event, Invoice, Payment
from netsoft.billing.ledger import Known, Ledger
from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.days import ONE_DAY, Day, HalfYear
from netsoft.errors import InvalidValue
from netsoft.money import Rate
from netsoft.terms import Terms
from reference_app.ids import TenantId
from reference_app.storage.billing import BillingEntry, standing
from reference_app.storage.billing_facts import BillingFact, Index, StatutoryRate
from reference_app.storage.directory import Directory

TERMS: Final = CG052018
LAST_DAY: Final = date(2199, 12, 31)
_UNKNOWN: Final = Rate(0)
F = TypeVar("F")


@frozen
class AsOf:
    """As due on ``on``, as known on ``known_on`` (all that was entered, when ``None``)."""

    on: Day
    known_on: Day | None = None


@frozen
class Statement:
    """An account drawn, with the facts behind it.

    ``missing`` are the half-years up to the day whose rate is not published; interest then stops on
    ``interest_until``, and ``awaiting`` holds the segments whose amount will come with the rate.
    ``complement`` is the rate, learnt since the last payment, without whose interest access would be open.
    """

    account: Arrears
    known: Known
    ledger: Ledger
    missing: tuple[HalfYear, ...] = ()
    awaiting: tuple[Line, ...] = ()
    complement: StatutoryRate | None = None

    @property
    def provisional(self) -> bool:
        """Whether interest that accrues awaits its rate: what is owed is then not all."""
        return bool(self.awaiting)

    @property
    def interest_until(self) -> Day | None:
        """The last day of interest, when it is not the day of the account."""
        return self.missing[0].start_day - ONE_DAY if self.missing else None

    @property
    def on(self) -> Day:
        """The day on which the account is drawn."""
        return self.account.on


def facts_of(entries: Iterable[BillingEntry], known_on: Day | None = None) -> tuple[BillingFact, ...]:
    """Return the facts that no counter-entry known on a day cancels, in the order in which they were entered."""
    return tuple(entry.fact for entry in standing(entries, known_on) if entry.fact is not None)


def ledger_as_known(entries: Iterable[BillingEntry], known_on: Day | None = None) -> Ledger:
    """Return the ledger as known on a day: a mistake found later still stands, and its correction does not yet.

    The entries made until the first later counter-entry were checked whole: they are the ledger when what
    was entered since rests on the correction.
    """
    rows = tuple(entries)
    found = next((at for at, row in enumerate(rows) if row.cancels and row.learnt_after(known_on)), None)
    if found is None:
        return ledger_of(facts_of(rows, known_on))
    until, since = facts_of(rows[:found], known_on), facts_of(rows[found:], known_on)
    names = {_name(fact) for fact in until}
    kept = [fact for fact in since if known_on and fact.learnt <= known_on and _name(fact) not in names]
    try:
        return ledger_of((*until, *kept))
    except InvalidValue:
        return ledger_of(until)


def ledger_of(facts: Iterable[BillingFact]) -> Ledger:
    """Return the ledger of the facts, checked whole by netsoft."""
    known = tuple(facts)
    return Ledger(
        invoices=_of(known, Invoice),
        payments=_of(known, Payment),
        credit_notes=_of(known, CreditNote),
        events=tuple(f for f in known if isinstance(f, Event)),
    )


def rates_of(entries: Iterable[BillingEntry], known_on: Day | None = None) -> Rates:
    """Return the built-in tables with the staff's rates, as known on a day.

    A half-year that the built-in table knows keeps the built-in rate: a later release may bring it.
    """
    entered = [r for r in standing_rates(entries, known_on) if known_on is None or r.learnt <= known_on]
    built_in = Rates()
    return Rates(
        legal=_extended(built_in.legal, [r for r in entered if r.index == "legal"]),
        ecb=_extended(built_in.ecb, [r for r in entered if r.index == "ecb"]),
    )


def standing_rates(entries: Iterable[BillingEntry], known_on: Day | None = None) -> tuple[StatutoryRate, ...]:
    """Return the rates that no counter-entry known on a day cancels; of a half-year, the first entered."""
    rates = _of(facts_of(entries, known_on), StatutoryRate)
    first = {(rate.index, rate.half_year): rate for rate in reversed(rates)}
    return tuple(rate for rate in rates if first[rate.index, rate.half_year] is rate)


def draw(ledger: Ledger, rates: Rates, as_of: AsOf, terms: Terms = TERMS) -> Statement:
    """Draw the account on a day; a missing rate stops the interest and fails nothing."""
    missing = missing_rates(rates, as_of.on, terms)
    assuming = Assumptions(known_on=as_of.known_on, rates=_with_nothing(rates, missing, terms))
    account = arrears(ledger, terms, as_of.on, assuming)
    known = ledger.as_known(as_of.on, as_of.known_on)
    if not missing:
        return Statement(account, known, ledger)
    awaiting = tuple(line for line in account.lines if _awaits(line, missing))
    lines = tuple(line for line in account.lines if line not in awaiting)
    return Statement(attrs.evolve(account, lines=lines, daily=None), known, ledger, missing, awaiting)


def missing_rates(rates: Rates, on: Day, terms: Terms = TERMS) -> tuple[HalfYear, ...]:
    """Return the half-years up to ``on`` for which the rate of 8.3 is not known, oldest first."""
    table = _table(rates, terms)
    return () if table is None else tuple(h for h in _half_years(table, on) if not table.knows(h.start_day))


@frozen
class Accounts:
    """The accounts of the brokerages in the directory."""

    directory: Directory

    def draw(self, tenant_id: TenantId, as_of: AsOf) -> Statement:
        """Draw the account of one brokerage."""
        billing = self.directory.billing
        ledger = ledger_as_known(billing.of(tenant_id), as_of.known_on)
        rates = billing.rates()
        drawn = draw(ledger, rates_of(rates, as_of.known_on), as_of)
        return drawn if drawn.account.access.granted else attrs.evolve(drawn, complement=_complement(drawn, rates))

    def access(self, tenant_id: TenantId, on: Day) -> Decision:
        """Decide 8.1 on a day: what is owed with the interest that is known."""
        return self.draw(tenant_id, AsOf(on)).account.access


def _complement(drawn: Statement, rates: tuple[BillingEntry, ...]) -> StatutoryRate | None:
    """Return the late rate, learnt since the last payment, that alone takes access away."""
    as_of = AsOf(drawn.on, drawn.account.known_on)
    paid = max((payment.on for payment in drawn.known.payments), default=LAST_DAY)
    learnt_by = min(drawn.on, as_of.known_on or drawn.on)
    for rate in standing_rates(rates, as_of.known_on):
        if max(rate.half_year.start_day, paid - ONE_DAY) < rate.learnt <= learnt_by:
            without = draw(drawn.ledger, rates_of(rates, rate.learnt - ONE_DAY), as_of)
            if without.account.access.granted:
                return rate
    return None


def _name(fact: BillingFact) -> object:
    """Return what no other standing fact may bear; a fact without a name bears itself."""
    if isinstance(fact, Invoice):
        return "invoice", fact.number
    return ("payment", fact.id) if isinstance(fact, Payment) else fact


def _of(facts: Iterable[object], kind: type[F]) -> tuple[F, ...]:
    return tuple(fact for fact in facts if isinstance(fact, kind))


def _extended(table: RateTable, entered: Iterable[StatutoryRate]) -> RateTable:
    return table.extended(rate.row for rate in entered if not table.knows(rate.half_year.start_day))


def _table(rates: Rates, terms: Terms) -> RateTable | None:
    tables: dict[str, RateTable] = {"legal": rates.legal, "ecb": rates.ecb}
    return tables.get(terms.payment.interest.kind)


def _half_years(table: RateTable, on: Day) -> Iterator[HalfYear]:
    built_in: dict[str, RateTable] = {t.name: t for t in (Rates().legal, Rates().ecb)}
    half_year = HalfYear.containing(built_in[table.name].last_day).next
    while half_year.start_day <= on:
        yield half_year
        half_year = half_year.next


def _with_nothing(rates: Rates, missing: tuple[HalfYear, ...], terms: Terms) -> Rates:
    """Let no interest run where no rate is known: what accrues there stands in ``awaiting``, without amount."""
    table = _table(rates, terms)
    if table is None or not missing:
        return rates
    index: Index = "legal" if table is rates.legal else "ecb"
    return attrs.evolve(rates, **{index: table.extended(RateRow(h.period, _UNKNOWN) for h in missing)})


def _awaits(line: Line, missing: tuple[HalfYear, ...]) -> bool:
    return isinstance(line.basis, OverDays) and HalfYear.containing(line.basis.period.start) in missing
