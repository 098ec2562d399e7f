"""Two years of the demonstration's brokerages, lived month by month: what they do, what they pay, what they say.

The first pays on time and goes once over the tier. The second leaves an invoice unpaid, is suspended, settles,
and gives its notice too late, so that it leaves a year after the day it meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from attrs import define, field

from netsoft.billing.contract.client_notice import ReceivedMessage
from netsoft.billing.contract.contract_events import NoticeGiven
from netsoft.billing.contract.withdrawal import Formation
from netsoft.billing.entries import Invoice, Payment
from netsoft.days import Month
from netsoft.metering.perimeter import Perimeter
from netsoft.metering.tier import Publication
from reference_app.clock import PARIS
from reference_app.demo.brokerages import SELLER, Brokerage, brokerages, prices
from reference_app.deployment import Deployment, open_deployment
from reference_app.ids import StaffId
from reference_app.services.opening import Given, open_brokerage, open_staff, open_user
from reference_app.storage.facts import ContractFacts, Happened, Judged
from reference_app.storage.journal import Act, Actor
from reference_app.storage.people import Person
from tests.app.books import drawn, enter, standing_facts
from tests.app.contracts import record
from tests.app.world import Office, SetClock, World, accept_terms, keep_passwords, settings_in, user_id

BEGIN: Final = date(2026, 1, 1)
UNPAID: Final = Month(2026, 5)
OVER: Final = Month(2026, 11)
LATE_NOTICE: Final = date(2026, 12, 15)
SETTLED: Final = date(2026, 7, 10)
DUE_DAY: Final = 15
TERM_END: Final = date(2026, 12, 31)


def morning(day: date) -> datetime:
    """Return half past eight in Paris."""
    return datetime.combine(day, time(8, 30), PARIS).astimezone(UTC)


@define(eq=False)
class Years:
    """The world of the two years, with all the users of each brokerage."""

    world: World
    users: dict[str, tuple[Given, ...]]
    settled: Payment | None = field(default=None)

    @property
    def regular(self) -> Office:
        """The brokerage that pays on time."""
        return self.world.first

    @property
    def leaving(self) -> Office:
        """The brokerage that is suspended, settles and leaves."""
        return self.world.second

    def at(self, day: date) -> None:
        """Let a day begin, and the jobs run that are due."""
        self.world.clock.at = morning(day)
        for run in self.world.deployment.jobs.run_due():
            assert not run.failures, run.failures

    def month(self, month: Month) -> None:
        """Live a month: jobs on its first day, work, payments on the due day, jobs after it."""
        self.at(month.start_day)
        self._work(month)
        if month == Month.containing(SETTLED):
            self.at(SETTLED)
            self.settle()
        self._pay(month)
        self.at(month.start_day.replace(day=DUE_DAY + 2))

    def _work(self, month: Month) -> None:
        for office, actions in ((self.regular, 60 if month == OVER else 9), (self.leaving, 2)):
            for given in self.users[office.handle.tenant.id]:
                at = morning(month.start_day.replace(day=5))
                actor = Actor(at, office.handle.tenant.id, user_id(given), "b", "192.0.2.1", 1)
                office.handle.journal.record_past([(actor, Act("clients.list"))] * actions)

    def _pay(self, month: Month) -> None:
        today = month.start_day.replace(day=DUE_DAY)
        self.world.clock.at = morning(today)
        for office in (self.regular, self.leaving):
            for invoice in due(self.world, office, today):
                if office is self.leaving and Month.containing(invoice.issued) == UNPAID:
                    continue
                paid = Payment(today, invoice.total, f"PR-{invoice.number}", "direct-debit", invoice.number)
                enter(self.world, office, paid)

    def settle(self) -> None:
        """Let the suspended brokerage pay all that it owes."""
        owed = drawn(self.world, self.leaving, SETTLED).account.totals.total
        self.settled = Payment(SETTLED, owed, "VIR-1", "transfer")
        enter(self.world, self.leaving, self.settled)

    def give_notice(self) -> None:
        """Let it say that it leaves, by an e-mail that comes after the last day to do so."""
        self.world.clock.at = morning(LATE_NOTICE)
        raw = b"From: direction\r\nSubject: fin du contrat\r\n\r\nNous partons le 31 decembre."
        message = ReceivedMessage(
            raw, morning(LATE_NOTICE), "contact@infrassur.fr", "direction@rhone.example", "gérant"
        )
        notice = NoticeGiven(LATE_NOTICE, "client", "email", message=message)
        record(self.world, self.leaving.handle.tenant.id, Happened(notice))

    def judge(self) -> None:
        """Let the staff judge the use of the first year intensive, on the last day of the term."""
        self.world.clock.at = morning(TERM_END)
        judged = Judged(TERM_END, TERM_END, StaffId(self.world.member.account.id), "cinq fois l’usage des autres")
        record(self.world, self.regular.handle.tenant.id, judged)


def due(world: World, office: Office, on: date) -> list[Invoice]:
    """Return the invoices that fall due on a day."""
    return [f for f in standing_facts(world, office) if isinstance(f, Invoice) and f.due == on]


def live(years: Years, until: Month) -> None:
    """Live month after month, until one that is the last."""
    month = Month.containing(BEGIN)
    while month <= until:
        years.month(month)
        if month == Month(2026, 12):
            years.give_notice()
            years.judge()
        month = month.next


@contextmanager
def empty_years(folder: Path) -> Iterator[Years]:
    """Open the brokerages of the demonstration in an empty folder, on the first day."""
    clock = SetClock(morning(BEGIN))
    with open_deployment(settings_in(folder), clock) as here, ExitStack() as browsers:
        made = [_open(here, brokerage) for brokerage in brokerages(BEGIN, clients=1)]
        member = open_staff(here, Person("Hélène", "Castaing", "helene.castaing@editeur.example"))
        keep_passwords(here)
        offices = [Office(here.vault, users[0].account.tenant_id, users[:2]) for users in made]  # type: ignore[arg-type]
        world = World(here, clock, offices[0], offices[1], member, browsers)
        record(world, None, SELLER, Publication(40, BEGIN))
        # The tariff of the demonstration begins thirteen months before the day it is asked for.
        record(world, None, *prices(date(2027, 2, 1)))
        for office, users, gigabytes in zip(offices, made, (20, 11), strict=True):
            facts = ContractFacts(Formation(available_on=BEGIN), Perimeter(len(users), gigabytes * 10**9))
            record(world, office.handle.tenant.id, facts)
        yield Years(world, {office.handle.tenant.id: users for office, users in zip(offices, made, strict=True)})


def _open(here: Deployment, brokerage: Brokerage) -> tuple[Given, ...]:
    first, *others = brokerage.users
    opened = open_brokerage(here, brokerage.tenant, first.person, here.clock.now())
    tenant_id = opened.account.tenant_id
    assert tenant_id is not None
    users = (opened, *(open_user(here, tenant_id, user.person, administrator=False) for user in others))
    for given in users:
        accept_terms(here, given)
    return users
