"""What a job could not do yet is asked again: a price, a contract or a month that is recorded late is not lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from attrs import evolve

from netsoft.billing.contract.withdrawal import Formation
from netsoft.billing.prices.price_models import PerUnit
from netsoft.billing.prices.tariff import Price
from netsoft.days import Month
from netsoft.money import Money
from reference_app.errors import SetupError
from reference_app.jobs.closing import CLOSE_MONTH
from reference_app.jobs.dunning import DUNNING
from reference_app.jobs.invoices import ISSUE_INVOICES
from reference_app.jobs.reminders import REMINDERS
from reference_app.services.contracts import Contracts
from reference_app.services.invoicing import Invoicing
from reference_app.services.tariffs import Tariffs
from reference_app.storage.facts import ContractFacts
from reference_app.storage.job_log import RunKey
from tests.app.contracts import COMPLEMENT, CONTRACT, PRICES, SELLER, billed, opened_since, record
from tests.app.engine import ON_POSTGRESQL, by_owner, spoil
from tests.app.ledgers import everything
from tests.app.months import at, run
from tests.app.world import LONG_AGO, World

DECEMBER = RunKey(ISSUE_INVOICES, "2026-12")


def said(world: World) -> list[str]:
    """Return what the invoices that were issued come to, with their number."""
    issued = world.deployment.directory.documents.everywhere("invoice")
    return [f"{one.document.number} {one.document.content.total}" for one in issued]  # type: ignore[attr-defined]


def test_a_price_recorded_after_the_run_is_billed_by_the_next(world: World) -> None:
    record(world, None, SELLER, COMPLEMENT)
    record(world, world.first.handle.tenant.id, CONTRACT)
    record(world, world.second.handle.tenant.id, CONTRACT)
    at(world, 2026, 12, 1)
    assert world.deployment.jobs.run(DECEMBER) is None
    at(world, 2027, 1, 5)
    record(world, None, *PRICES)
    world.deployment.jobs.run_due(only=ISSUE_INVOICES)
    assert said(world) == ["F-000001 108.00", "F-000002 108.00", "F-000003 108.00", "F-000004 108.00"]
    assert world.deployment.jobs.run_due(only=ISSUE_INVOICES) == ()


def test_a_contract_found_to_begin_earlier_is_billed_from_its_day(world: World) -> None:
    def begins(day: date) -> ContractFacts:
        return ContractFacts(Formation(available_on=day), CONTRACT.planned)

    billed(world, world.second)
    record(world, world.first.handle.tenant.id, begins(date(2027, 1, 10)))
    at(world, 2026, 12, 1)
    run(world, *_parts(DECEMBER))
    record(world, world.first.handle.tenant.id, begins(date(2026, 12, 17)))
    before = said(world)
    run(world, *_parts(DECEMBER))
    # 15 days of 31: 80.00 gives 38.71, 10.00 gives 4.84; 43.55 and 20 % of it.
    assert said(world) == [*before, "F-000002 52.26"]


def test_a_brokerage_with_prices_of_its_own_alone_is_billed_by_the_nightly_run(world: World) -> None:
    record(world, None, SELLER)
    record(world, world.first.handle.tenant.id, CONTRACT, *PRICES)
    at(world, 2026, 12, 1)
    world.deployment.jobs.run_due(only=ISSUE_INVOICES)
    assert said(world) == ["F-000001 108.00"]


def later(price: Price) -> Price:
    """A dearer price, from within December."""
    return evolve(price, first_day=date(2026, 12, 17), model=PerUnit("60.00"))


def test_a_price_published_for_all_waits_for_the_yearly_term(world: World) -> None:
    billed(world, world.first)
    tenant_id = world.first.handle.tenant.id
    seat = next(price for price in PRICES if price.product == "seat")
    record(world, None, later(seat))
    tariff = Tariffs(world.deployment.directory).of(tenant_id)
    term = Contracts(world.deployment.directory).years(tenant_id).containing(date(2026, 12, 17))
    assert tariff.on("seat", term.last).model == PerUnit("40.00")
    assert tariff.on("seat", term.end).model == PerUnit("60.00")


def test_a_month_is_cut_where_its_price_changes(world: World) -> None:
    billed(world, world.first)
    seat = next(price for price in PRICES if price.product == "seat")
    record(world, world.first.handle.tenant.id, seat, later(seat))
    wanted = Invoicing(world.deployment.directory).month(world.first.handle.tenant, Month(2026, 12), date(2026, 12, 1))
    assert wanted is not None
    amounts = [(str(line.line.amount), line.period.days) for line in wanted.lines if line.period]
    # Two users: 80.00 for 16 days of 31, then 120.00 for 15; the disk is untouched.
    assert amounts == [("10.00", 31), ("41.29", 16), ("58.06", 15)]


def test_a_tariff_that_begins_within_a_month_bills_from_its_day(world: World) -> None:
    record(world, None, SELLER, *(evolve(price, first_day=date(2026, 12, 17)) for price in PRICES))
    record(world, world.first.handle.tenant.id, CONTRACT)
    drawn = Invoicing(world.deployment.directory)
    wanted = drawn.month(world.first.handle.tenant, Month(2026, 12), date(2026, 12, 1))
    assert wanted is not None
    assert drawn.preview(wanted).net == Money.parse("43.55")


def test_facts_of_one_brokerage_that_do_not_read_fail_alone(world: World) -> None:
    billed(world, world.first, world.second)
    at(world, 2026, 12, 1)
    damage(world)
    for job, subject in ((DUNNING, "2026-12-01"), (REMINDERS, "2026-12-01"), (ISSUE_INVOICES, "2026-12")):
        made = world.deployment.jobs.run(RunKey(job, subject))
        failed = [] if made is None else [step.tenant_id for step in made.failures]
        assert set(failed) <= {world.first.handle.tenant.id}
    assert said(world) == ["F-000001 108.00"]
    assert world.staff().get("/editeur/taches").status_code == 200


def test_a_journal_damaged_while_it_is_served_fails_alone(world: World) -> None:
    opened_since(world, datetime(2026, 10, 1, tzinfo=UTC))
    at(world, 2026, 11, 2)
    run(world, CLOSE_MONTH, "2026-10")
    at(world, 2026, 12, 1)
    spoil(world.first.handle.journal._store)
    made = run(world, CLOSE_MONTH, "2026-11")  # the late steps look at October too
    counted = next(step for step in made.failures if step.step.startswith("counts/"))
    assert counted.detail == "Cabinet Mistral : son journal est abîmé."
    assert f"counts/{world.second.handle.tenant.id}" in {step.step for step in made.steps if not step.failed}


@pytest.mark.parametrize(
    ("job", "subject"),
    [
        (CLOSE_MONTH, "2026-10"),
        (CLOSE_MONTH, "0001-01"),
        (DUNNING, "20261120"),
        (REMINDERS, "2026-W47-5"),
        ("issue-complements", "20270930"),
    ],
)
def test_a_subject_that_is_none_is_refused_and_leaves_nothing(world: World, job: str, subject: str) -> None:
    before = everything(world)
    with pytest.raises(SetupError):
        world.deployment.jobs.run(RunKey(job, subject))
    assert everything(world) == before


def test_the_month_of_the_first_brokerage_may_be_closed(world: World) -> None:
    opened_since(world, LONG_AGO)
    assert not run(world, CLOSE_MONTH, "2020-01").failures


def _parts(key: RunKey) -> tuple[str, str]:
    return key.job, key.subject


def damage(world: World) -> None:
    """Let what was recorded of the first brokerage no longer read."""
    store = world.deployment.directory.store
    if ON_POSTGRESQL:
        by_owner(store, "ALTER TABLE records DISABLE TRIGGER USER")
    else:
        with store.read() as db:
            named = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'records'"
            triggers = db.exec_driver_sql(named).scalars().all()
        for name in triggers:
            by_owner(store, f"DROP TRIGGER {name}")
    by_owner(store, f"UPDATE records SET body = '{{}}' WHERE tenant_id = '{world.first.handle.tenant.id}'")
