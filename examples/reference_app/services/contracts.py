"""The contracts of the brokerages: what was recorded becomes netsoft's contract, its events and its life.

Default and suspension are never recorded: the account of the day says both, and netsoft's contract is
given what the account says on the days that matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import field, frozen

from netsoft.billing.contract.contract import Contract
from netsoft.billing.contract.contract_events import (
    ContractEvent,
    Default,
    FormalNoticeServed,
    Settled,
    Suspension,
    Termination,
)
from netsoft.billing.contract.life import Life, life
from netsoft.billing.contract.subscription import Subscription
from netsoft.contract_readings import ContractReadings
from netsoft.days import ONE_DAY, Cycle, Day, Period
from netsoft.errors import MissingFact
from netsoft.tenancy.access import ContractEnd
from reference_app.ids import TenantId
from reference_app.services import policy
from reference_app.services.account import TERMS, Accounts, AsOf, Statement
from reference_app.services.account_view import suspended_since
from reference_app.storage.directory import Directory
from reference_app.storage.facts import ContractFacts, Happened

READINGS: Final = ContractReadings()


@frozen
class Contracts:
    """The contracts in the directory."""

    directory: Directory = field(repr=False)

    def facts(self, tenant_id: TenantId) -> ContractFacts:
        """Return the facts of a brokerage's contract; MissingFact where none were recorded."""
        found = self.directory.records.latest(ContractFacts, tenant_id)
        if found is None:
            raise MissingFact("contrat non saisi", "saisir sa conclusion, sa mise à disposition et son périmètre")
        return found

    def contract(self, tenant_id: TenantId) -> Contract:
        """Return the contract of a brokerage."""
        return Contract(TERMS, self.facts(tenant_id).formation, policy.AFTER_THE_END)

    def subscription(self, tenant_id: TenantId) -> Subscription:
        """Return its subscription: its terms, by day."""
        return self.contract(tenant_id).subscription(READINGS)

    def years(self, tenant_id: TenantId) -> Cycle:
        """Return its contract years, counted from the day of the availability."""
        return Cycle(self.subscription(tenant_id).available_on, TERMS.duration.months)

    def recorded(self, tenant_id: TenantId) -> tuple[ContractEvent, ...]:
        """Return what happened in its life and was recorded, in the order in which it was."""
        return tuple(record.value.event for record in self.directory.records.of(Happened, tenant_id))

    def life(self, tenant_id: TenantId, on: Day) -> Life:
        """Return the life of a contract as it stands on a day, the account of that day taken in."""
        recorded = self.recorded(tenant_id)
        computed = tuple(_FromAccount(self.directory, tenant_id).events(recorded, on))
        return life(self.contract(tenant_id), (*computed, *recorded), on, READINGS)

    def end(self, tenant_id: TenantId, on: Day) -> ContractEnd | None:
        """Return the end of a contract as known on a day, past or to come, as access reads it (9.3)."""
        if not self.recorded(tenant_id):
            return None  # a contract is renewed (5.1): it ends by what happened, and by nothing else
        try:
            found = self.life(tenant_id, on)
        except MissingFact:  # what happened to a contract that is not there ends nothing
            return None
        if found.ending is None:
            return None
        until = found.after.restitution if found.after else None
        return ContractEnd(found.ending.ends_on, until.last if until else None)

    def days_within(self, tenant_id: TenantId, period: Period, on: Day) -> Period | None:
        """Return the days of a period that are the contract's, as known on a day; ``None`` when none is."""
        begins = self.subscription(tenant_id).available_on
        ending = self.life(tenant_id, on).ending
        ends = period.end if ending is None else min(period.end, ending.ends_on + ONE_DAY)
        first = max(period.start, begins)
        return Period(first, ends) if first < ends else None


@frozen
class _FromAccount:
    """What the account says of defaults and of the suspension, on the days on which it matters to the contract."""

    directory: Directory
    tenant_id: TenantId

    def events(self, recorded: tuple[ContractEvent, ...], on: Day) -> Iterator[ContractEvent]:
        """Give the defaults and their settlement where something rests on them, and the suspension of the day."""
        if any(isinstance(event, FormalNoticeServed | Termination) for event in recorded):
            yield from self._defaults(on)
        drawn = self._drawn(on)
        since = suspended_since(drawn)
        if since is not None and since <= on:
            yield Suspension(since)

    def _defaults(self, on: Day) -> Iterator[ContractEvent]:
        """Walk the days on which an invoice falls due or is paid, and tell what went into default and out of it."""
        open_ones: dict[str, Default] = {}
        for day in self._days(on):
            found = {event.invoice: event for event in _in_default(self._drawn(day))}
            yield from (found[number] for number in found.keys() - open_ones.keys())
            yield from (Settled(day, "non-payment", number) for number in open_ones.keys() - found.keys())
            open_ones = found

    def _days(self, on: Day) -> list[Day]:
        ledger = self._drawn(on).ledger
        dues = {invoice.due + ONE_DAY for invoice in ledger.invoices}
        moved = {payment.on for payment in ledger.payments} | {event.on for event in ledger.events}
        return sorted(day for day in {*dues, *moved} if day <= on)

    def _drawn(self, on: Day) -> Statement:
        return Accounts(self.directory).draw(self.tenant_id, AsOf(on))


def _in_default(drawn: Statement) -> Iterator[Default]:
    natures = {invoice.number: invoice.nature for invoice in drawn.ledger.invoices}
    for balance in drawn.account.balances:
        if balance.in_default_since is not None and balance.principal:
            yield Default(balance.in_default_since, balance.invoice, natures[balance.invoice])
