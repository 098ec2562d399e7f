"""The ports keep their promises, whoever stands behind them: a table in memory, or the application's directory."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, settings

from netsoft.billing.account import Assumptions
from netsoft.billing.arrears import arrears
from netsoft.billing.entries import Invoice, Payment
from netsoft.billing.ledger import Ledger
from netsoft.billing.rates import Rates
from netsoft.cg052018 import CG052018
from netsoft.days import Day, HalfYear
from netsoft.errors import MissingFact
from netsoft.money import Money, Rate
from netsoft.paris import day_in_paris
from netsoft.ports import AccountFacts, Clock
from netsoft.testing import drawings
from reference_app.clock import SystemClock
from reference_app.ids import TenantId
from reference_app.services.account import facts_of, ledger_of, rates_of
from reference_app.storage import billing
from reference_app.storage.billing_facts import StatutoryRate
from reference_app.storage.directory import Directory
from tests.app.books import enter
from tests.app.world import SetClock, World


@pytest.mark.parametrize("clock", [SystemClock(), SetClock()], ids=["the machine's", "one that is set"])
def test_a_clock_tells_an_instant_of_utc(clock: Clock) -> None:
    """Aware, never earlier than before, and of a day in Paris."""
    first, second = clock.now(), clock.now()
    assert first.utcoffset() == timedelta(0)
    assert first <= second
    assert abs(day_in_paris(first) - first.date()) <= timedelta(days=1)


def test_a_clock_that_is_set_goes_forward() -> None:
    clock = SetClock(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    before = clock.now()
    clock.advance(hours=1)
    assert clock.now() - before == timedelta(hours=1)


@frozen
class InMemory:
    """The facts of accounts in a table; what a test or a small deployment needs."""

    ledgers: Mapping[TenantId, Ledger]
    entered: tuple[StatutoryRate, ...] = ()

    def ledger(self, owner: TenantId) -> Ledger:
        """The facts of one owner."""
        return self.ledgers.get(owner, Ledger())

    def rates(self, known_on: Day | None = None) -> Rates:
        """The built-in rates and those entered."""
        known = [rate.row for rate in self.entered if known_on is None or rate.learnt <= known_on]
        return Rates(legal=Rates().legal.extended(known))


@frozen
class InDirectory:
    """The facts of accounts in the application's directory, read as its services read them."""

    directory: Directory

    def ledger(self, owner: TenantId) -> Ledger:
        """The standing entries of one brokerage."""
        return ledger_of(facts_of(self.directory.billing.of(owner)))

    def rates(self, known_on: Day | None = None) -> Rates:
        """The built-in rates and those that the staff entered."""
        return rates_of(self.directory.billing.rates(), known_on)


UNPAID = Ledger(
    (Invoice("F-1", date(2026, 9, 1), date(2026, 10, 1), Money.parse("1200.00")),),
    (Payment(date(2026, 10, 20), Money.parse("200.00"), "V-1", "transfer"),),
)
RATE = StatutoryRate(date(2026, 12, 20), HalfYear(2027, 1), Rate.percent("2.80"), "arrêté du 18 décembre 2026")


def in_memory(world: World) -> AccountFacts[TenantId]:
    """The account of the first brokerage, and the rate of 2027."""
    return InMemory({world.first.handle.tenant.id: UNPAID}, (RATE,))


def in_directory(world: World) -> AccountFacts[TenantId]:
    """The same in the application's directory, one entry made by mistake and undone."""
    directory = world.deployment.directory
    recorded = billing.Recorded(world.clock.now())
    enter(world, world.first, *(fact for _place, fact in UNPAID.facts()))
    enter(world, world.first, Payment(date(2026, 10, 21), Money.parse("1.00"), "V-2"))
    mistake = directory.billing.of(world.first.handle.tenant.id)[-1]
    with directory.store.write() as db:
        billing.append(db, None, RATE, recorded)
        billing.append_counter(db, billing.Counter(mistake, "saisi deux fois", date(2026, 10, 22)), recorded)
    return InDirectory(directory)


@pytest.fixture(params=[in_memory, in_directory])
def kept(request: pytest.FixtureRequest, world: World) -> AccountFacts[TenantId]:
    keep: Callable[[World], AccountFacts[TenantId]] = request.param
    return keep(world)


def test_an_owner_has_its_facts(kept: AccountFacts[TenantId], world: World) -> None:
    """In the order in which they were entered; what was undone is not among them."""
    assert kept.ledger(world.first.handle.tenant.id) == UNPAID
    assert kept.ledger(world.first.handle.tenant.id) == UNPAID


def test_an_owner_has_no_fact_of_another(kept: AccountFacts[TenantId], world: World) -> None:
    assert kept.ledger(world.second.handle.tenant.id) == Ledger()
    assert kept.ledger(TenantId("nobody")) == Ledger()


def test_a_rate_is_known_from_its_day(kept: AccountFacts[TenantId]) -> None:
    """Before it, and for the half-years that nobody entered, it is a missing fact."""
    new_year = date(2027, 1, 1)
    assert kept.rates().legal.at(new_year).rate == kept.rates(RATE.on).legal.at(new_year).rate == Rate.percent("2.80")
    for rates in (kept.rates(date(2026, 12, 19)), kept.rates(date(2026, 10, 1))):
        assert rates == Rates()
    with pytest.raises(MissingFact):
        kept.rates().legal.at(date(2027, 7, 1))
    assert kept.rates().ecb == Rates().ecb


def test_both_draw_the_same_account(world: World) -> None:
    owner, on = world.first.handle.tenant.id, date(2027, 2, 1)
    drawn = [
        arrears(facts.ledger(owner), CG052018, on, Assumptions(rates=facts.rates(on)))
        for facts in (in_memory(world), in_directory(world))
    ]
    assert drawn[0] == drawn[1]
    assert drawn[0].lines


class Undone(Exception):
    """Takes back what an example wrote."""


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawings(max_facts=6))
def test_whatever_is_kept_comes_back(world: World, drawing: tuple[Ledger, Day]) -> None:
    """Every kind of fact, with the day it was learnt, gives the same account once it went through the rows."""
    ledger, on = drawing
    owner, recorded = world.first.handle.tenant.id, billing.Recorded(world.clock.now())
    with suppress(Undone), world.deployment.directory.store.write() as db:
        for _place, fact in ledger.facts():
            billing.append(db, owner, fact, recorded)
        back = ledger_of(facts_of(billing.entries_of(db, owner)))
        assert back == ledger
        assert arrears(back, CG052018, on) == arrears(ledger, CG052018, on)
        raise Undone
