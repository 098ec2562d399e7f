"""Entering facts in the brokerages' accounts: checked whole by netsoft, journaled in the same transaction.

A form that is sent twice makes one entry. Nothing is changed or deleted: a mistake is undone by a
counter-entry, which is refused while other standing facts rest on what it would cancel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

import attrs
from attrs import frozen
from sqlalchemy import Connection

from netsoft.billing.entries import CreditNote, Invoice, Payment
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from reference_app.clock import paris_day
from reference_app.errors import NotFound
from reference_app.ids import EntryId, TenantId
from reference_app.services import policy
from reference_app.services.account import TERMS, facts_of, ledger_of, rates_of
from reference_app.storage import billing as rows
from reference_app.storage import documents
from reference_app.storage.billing import BillingEntry, Counter, Recorded, standing
from reference_app.storage.billing_facts import BillingFact, StatutoryRate
from reference_app.storage.directory import Directory, StaffAct, journal_staff_act

PAYMENT_REFERENCE: Final = "P-{:04d}"
_SHORTEST_REASON: Final = 5
_OWN_NUMBER: Final = re.compile(f"{re.escape(policy.INVOICES.prefix)}[0-9]{{{policy.INVOICES.width},}}")
"""A number of the series that the jobs number: entered by hand, it would be given twice."""


@frozen
class Entering:
    """Who enters a fact and from which form: for the row, and for the staff's journal."""

    recorded: Recorded
    act: StaffAct

    @property
    def today(self) -> Day:
        """The civil day in Paris on which the fact is entered."""
        return paris_day(self.recorded.at)


@frozen
class Mistake:
    """An entry to cancel, of a brokerage or a rate of all (``None``), and what was wrong with it."""

    tenant_id: TenantId | None
    entry_id: EntryId
    reason: str


@frozen
class Books:
    """The books of the publisher: the only way to append to an account."""

    directory: Directory

    def record(self, tenant_id: TenantId, fact: BillingFact, entering: Entering) -> EntryId:
        """Enter one fact of a brokerage; return its entry, or that of the same form sent before."""

        def append(db: Connection) -> EntryId:
            entries = rows.entries_of(db, tenant_id)
            named = _named(fact, entries)
            _check_days(named, entering.today)
            _check_number(db, named, tenant_id)
            ledger_of((*facts_of(standing(entries)), named))
            return rows.append(db, tenant_id, named, entering.recorded)

        return self._once(entering, append)

    def publish(self, rate: StatutoryRate, entering: Entering) -> EntryId:
        """Enter the rate of a half-year, for every brokerage."""

        def append(db: Connection) -> EntryId:
            _check_days(rate, entering.today)
            _check_rate(rows.entries_of(db, None), rate)
            return rows.append(db, None, rate, entering.recorded)

        return self._once(entering, append)

    def cancel(self, mistake: Mistake, entering: Entering) -> EntryId:
        """Cancel a standing entry by a counter-entry; one already cancelled is not found."""

        def append(db: Connection) -> EntryId:
            entries = rows.entries_of(db, mistake.tenant_id)
            entry = next((e for e in standing(entries) if e.id == mistake.entry_id), None)
            if entry is None:
                raise NotFound
            counter = Counter(entry, _reason(mistake.reason), entering.today)
            _check_not_issued(db, entry)
            _check_without(entries, entry)
            return rows.append_counter(db, counter, entering.recorded)

        return self._once(entering, append)

    def _once(self, entering: Entering, append: Callable[[Connection], EntryId]) -> EntryId:
        with self.directory.store.write() as db:
            before = rows.sent_before(db, entering.recorded)
            if before is not None:
                return before
            entry_id = append(db)
            journal_staff_act(db, attrs.evolve(entering.act, detail=f"{entering.act.detail} {entry_id}".strip()))
            return entry_id


def _named(fact: BillingFact, entries: Iterable[BillingEntry]) -> BillingFact:
    """Give a payment without a reference the next one of its account; references are never used again."""
    if not isinstance(fact, Payment) or fact.id:
        return fact
    taken = {e.fact.id for e in entries if isinstance(e.fact, Payment)}
    numbers = range(len(taken) + 1, 2 * len(taken) + 2)
    return attrs.evolve(fact, id=next(r for n in numbers if (r := PAYMENT_REFERENCE.format(n)) not in taken))


def _check_days(fact: BillingFact, today: Day) -> None:
    name = "issued" if isinstance(fact, Invoice) else "on"
    if fact.on < TERMS.first_day:
        problem = f"le {fact.on:%d/%m/%Y} précède les conditions {TERMS.name}"
        raise InvalidValue(name, problem, f"donner un jour à partir du {TERMS.first_day:%d/%m/%Y}")
    for field, day in ((name, fact.on), ("known_on", fact.learnt)):
        if day > today:
            raise InvalidValue(field, f"le {day:%d/%m/%Y} est à venir", f"donner un jour jusqu’au {today:%d/%m/%Y}")


def _check_number(db: Connection, fact: BillingFact, tenant_id: TenantId) -> None:
    if isinstance(fact, Invoice) and _OWN_NUMBER.fullmatch(fact.number):
        problem = f"la série de {shown(fact.number)} est celle des factures émises ici"
        raise InvalidValue("number", problem, "les émettre par la tâche des factures")
    if isinstance(fact, Invoice) and rows.numbered_elsewhere(db, fact.number, tenant_id):
        problem = f"la facture {shown(fact.number)} est celle d’un autre cabinet"
        raise InvalidValue("number", problem, "donner le numéro porté par la facture")


def _check_not_issued(db: Connection, entry: BillingEntry) -> None:
    """Refuse to take out of an account what the client was sent: it would owe nothing of an invoice that it holds."""
    fact, tenant_id = entry.fact, entry.tenant_id
    number = fact.number if isinstance(fact, Invoice) else fact.id if isinstance(fact, CreditNote) else None
    if tenant_id is not None and number and documents.issued_as(db, tenant_id, number):
        raise InvalidValue("entry", f"{number} a été émis, et n’est plus changé", "le corriger par un avoir")


def _check_rate(entries: Iterable[BillingEntry], rate: StatutoryRate) -> None:
    rates = rates_of(entries)
    table = rates.legal if rate.index == "legal" else rates.ecb
    if table.knows(rate.half_year.start_day):
        problem = f"le taux du semestre {rate.half_year} est déjà connu"
        raise InvalidValue("half_year", problem, "contre-passer d’abord l’écriture, si c’est elle qui est fausse")


def _check_without(entries: tuple[BillingEntry, ...], entry: BillingEntry) -> None:
    if entry.tenant_id is None:
        return
    try:
        ledger_of(facts_of(e for e in standing(entries) if e.id != entry.id))
    except InvalidValue as error:
        problem = "d’autres écritures s’appuient sur celle-ci"
        raise InvalidValue("entry", problem, "contre-passer d’abord celles qui la nomment") from error


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if len(reason) < _SHORTEST_REASON:
        raise InvalidValue("reason", "motif absent ou trop court", "dire en quelques mots ce qui était faux")
    return reason
