"""The books of the demonstration: its months are closed and billed by the jobs, as they would have been.

A clock that is set walks from the first month to the present one. Each month begins with the jobs that are
due then; what was learnt in it is entered next.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Final

from attrs import define, evolve, frozen

from netsoft.billing.entries import Invoice
from netsoft.billing.invoices.credit_notes import Credited, CreditOrder
from netsoft.billing.invoices.invoicing import Clause, InvoiceDocument, InvoiceLine, VatRate
from netsoft.days import ONE_DAY, Month, Period
from netsoft.money import Money
from reference_app.clock import PARIS, paris_day
from reference_app.demo.billing import MONTHS, OPTION, OPTION_DAY, REBATE, REBATE_DAY, Months, Story, quiet
from reference_app.demo.brokerages import SELLER, VAT, Brokerage, certificates, prices
from reference_app.deployment import Deployment
from reference_app.jobs.closing import CLOSE_MONTH
from reference_app.jobs.dunning import DUNNING
from reference_app.jobs.invoices import ISSUE_INVOICES
from reference_app.services.account import facts_of
from reference_app.services.crediting import Crediting
from reference_app.services.invoicing import Invoicing, Wanted
from reference_app.services.jobs import Jobs
from reference_app.storage import billing, records
from reference_app.storage.job_log import RunKey
from reference_app.storage.people import Tenant

_NINE: Final = time(9)
_OPTION: Final = Money.parse("90.00")


@define
class _SetClock:
    """A clock that stands where it was set."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant to which it was set."""
        return self.at

    def set(self, day: date, until: datetime) -> None:
        """Set it to nine in the morning of a day, and never after ``until``."""
        self.at = min(datetime.combine(day, _NINE, PARIS).astimezone(UTC), until)


@frozen
class Client:
    """A brokerage in place, with its story."""

    tenant: Tenant
    brokerage: Brokerage


def record_contracts(here: Deployment, clients: Iterable[Client]) -> None:
    """Record who sells, at which prices, and the contract of each brokerage."""
    now = here.clock.now()
    by, today = records.By(now), paris_day(now)
    with here.directory.store.write() as db:
        records.append(db, records.Fact(None, SELLER, today), by)
        for price in prices(today):
            records.append(db, records.Fact(None, price, price.first_day), by)
        for client in clients:
            known = (client.brokerage.contract, *certificates(client.brokerage, today))
            for fact in known:
                records.append(db, records.Fact(client.tenant.id, fact, today), by)


def keep_books(here: Deployment, clients: tuple[Client, ...]) -> None:
    """Walk through the months: jobs, then what was learnt."""
    now = here.clock.now()
    months, clock = Months(paris_day(now)), _SetClock(now)
    jobs = Jobs(evolve(here.jobs.room, clock=clock), here.jobs.table)
    for back in reversed(range(MONTHS)):
        clock.set(months.first(back), now)
        if back + 1 < MONTHS:
            jobs.run(RunKey(CLOSE_MONTH, str(Month.containing(months.first(back + 1)))))
        jobs.run(RunKey(ISSUE_INVOICES, str(Month.containing(months.first(back)))))
        if back == OPTION:
            clock.set(months.first(back).replace(day=OPTION_DAY), now)
            _bill_option(here, clients, clock.now())
        if back == REBATE:
            clock.set(months.first(back).replace(day=REBATE_DAY), now)
            _rebate(here, clients, clock.now())
        until = months.first(back - 1) - ONE_DAY if back else months.today
        _enter(here, clients, Period(months.first(back), until + ONE_DAY), now)
        clock.set(until, now)
        jobs.run(RunKey(DUNNING, str(until)))


def _bill_option(here: Deployment, clients: tuple[Client, ...], at: datetime) -> None:
    """Bill an option to the brokerage that is quiet."""
    day = paris_day(at)
    line = InvoiceLine.stated(Clause("7.4"), "Vérification de numéros de TVA, forfait", _OPTION, VatRate(VAT))
    for client in clients:
        if client.brokerage.facts is quiet:
            wanted = Wanted(client.tenant, Period(day, day + ONE_DAY), "option", (line,), day)
            with here.directory.store.write() as db:
                Invoicing(here.directory).issue(db, wanted, records.By(at))


def _rebate(here: Deployment, clients: tuple[Client, ...], at: datetime) -> None:
    """Give the brokerage that is quiet its flat charge of the month back."""
    day = paris_day(at)
    for client in clients:
        issued = [one.document.content for one in here.directory.documents.of(client.tenant.id)]
        invoice = issued[-1]
        if client.brokerage.facts is quiet and isinstance(invoice, InvoiceDocument):
            flat = Credited(1, invoice.order.lines[0].line.amount)
            order = CreditOrder("geste", invoice, (flat,), day, "service dégradé, geste commercial", cause="rebate")
            with here.directory.store.write() as db:
                Crediting(here.directory).issue(db, client.tenant, order, records.By(at))


def _enter(here: Deployment, clients: tuple[Client, ...], month: Period, now: datetime) -> None:
    """Enter what was learnt in a month."""
    with here.directory.store.write() as db:
        for client in clients:
            facts = facts_of(billing.entries_of(db, client.tenant.id))
            story = Story(tuple(f for f in facts if isinstance(f, Invoice)), paris_day(now))
            for fact in client.brokerage.facts(story):
                if fact.learnt in month:
                    billing.append(db, client.tenant.id, fact, billing.Recorded(now))
