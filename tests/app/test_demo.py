"""The demonstration: the same from the same seed and day, like the real thing on any day, whole once in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netsoft.billing.entries import CreditNote, DebitReturned, Fact, Invoice
from netsoft.money import Money
from reference_app.clock import paris_day, paris_month
from reference_app.demo.activity import Pace, instants
from reference_app.demo.billing import MONTHS, OPTION, OPTION_DAY, REBATE, REBATE_DAY, Months, Story, quiet, troubled
from reference_app.demo.brokerages import brokerages
from reference_app.demo.people import luhn_sum
from reference_app.deployment import Deployment, open_deployment
from reference_app.ids import UserId
from reference_app.services.account import Accounts, AsOf, draw, ledger_of, rates_of
from reference_app.services.client_form import is_siren, read_client_form, typed_of
from reference_app.services.demo import DemoAccess, Size, make_demonstration
from reference_app.storage.clients import ClientQuery, find_clients
from reference_app.storage.journal import Outcome
from reference_app.storage.people import Realm
from tests.app.world import SetClock, settings_in

DAYS = st.dates(date(2019, 9, 1), date(2031, 12, 31))
TODAY = date(2026, 11, 22)


def invoices(today: date) -> tuple[Invoice, ...]:
    """Return the invoices that the jobs issue in the months of a story."""
    months, total = Months(today), Money.parse("235.20")
    firsts = [months.first(back) for back in reversed(range(MONTHS))]
    option = months.first(OPTION).replace(day=OPTION_DAY)
    return (
        *(Invoice(f"F-{n:06d}", day, day + timedelta(14), total) for n, day in enumerate(firsts, 1)),
        Invoice("F-000099", option, option + timedelta(14), Money.parse("108.00"), "option"),
    )


def told(story: Callable[[Story], tuple[Fact, ...]], today: date) -> tuple[Fact, ...]:
    """Return the whole account of a story: its invoices and what became of them."""
    issued = invoices(today)
    return (*issued, *story(Story(issued, today)))


@given(DAYS)
@settings(max_examples=25)
@example(date(2024, 2, 29))
@example(date(2026, 11, 1))
@example(date(2027, 1, 1))
def test_on_any_day_one_pays_and_the_other_owes(today: date) -> None:
    rebated = next(i for i in invoices(today) if i.issued == Months(today).first(REBATE))
    rebate = CreditNote(rebated.issued.replace(day=REBATE_DAY), Money.parse("30.00"), rebated.number)
    paid = draw(ledger_of((*told(quiet, today), rebate)), rates_of(()), AsOf(today)).account
    assert paid.access.granted
    assert not paid.totals.total
    owes = draw(ledger_of(told(troubled, today)), rates_of(()), AsOf(today)).account
    assert not owes.access.granted
    assert owes.to_restore.cents > 0
    holding = [b for b in owes.balances if b.principal]
    assert "F-000012" in [b.invoice for b in holding]
    assert holding[0].principal < Money.parse("235.20")


@given(DAYS)
@settings(max_examples=25)
def test_a_story_tells_only_what_was_learnt_and_of_invoices_that_are_there(today: date) -> None:
    for story in (quiet, troubled):
        facts = story(Story(invoices(today), today))
        assert all(fact.learnt <= today for fact in facts)
        assert [f.learnt for f in facts] == sorted(f.learnt for f in facts)
        assert story(Story((), today)) == ()
        early = tuple(i for i in invoices(today) if i.issued < Months(today).first(3))
        said = story(Story(early, today))
        assert set(said) <= set(facts)
    assert sum(isinstance(f, DebitReturned) and f.undoes for f in told(troubled, today)) == 1


def test_the_same_seed_and_day_give_the_same_data() -> None:
    assert brokerages(TODAY, clients=30) == brokerages(TODAY, clients=30)
    assert brokerages(TODAY, 1, 30) != brokerages(TODAY, 2, 30)
    assert brokerages(TODAY, clients=30) != brokerages(date(2026, 11, 23), clients=30)


def test_every_client_could_have_been_typed() -> None:
    for brokerage in brokerages(TODAY):
        assert len(brokerage.clients) == 240
        for client in brokerage.clients:
            form = read_client_form(typed_of(client.fields), TODAY)
            assert form.problems == {}
            assert form.fields == client.fields
            assert paris_day(client.added_at) <= TODAY


def test_numbers_look_right_and_belong_to_nobody() -> None:
    for brokerage in brokerages(TODAY):
        assert is_siren(brokerage.tenant.siren)
        assert luhn_sum(brokerage.tenant.siren) % 10 == 0
        for client in brokerage.clients:
            assert client.fields.phone.startswith(("+3363998", "+3326191", "+3346571"))
            assert client.fields.email.endswith(".example") or not client.fields.email


def test_work_is_done_on_working_days_in_order() -> None:
    until = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    done = list(instants(Pace(30), date(2026, 10, 1), until, Random(1)))
    assert done == sorted(done)
    assert done[-1] < until
    assert {paris_day(at).weekday() for at in done} == {0, 1, 2, 3, 4}
    assert 500 < len(done) < 1300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[DemoAccess, ...]]:
    folder = tmp_path_factory.mktemp("demo")
    with open_deployment(settings_in(folder), SetClock()) as here:
        return folder, make_demonstration(here, Size(clients=25, months=2))


def test_the_demonstration_in_place(made: tuple[Path, tuple[DemoAccess, ...]]) -> None:
    folder, accesses = made
    with open_deployment(settings_in(folder), SetClock()) as here:
        first, second = here.vault.each()
        for handle in (first, second):
            with handle.dossiers.read() as db:
                assert find_clients(db, ClientQuery()).total == 25
            entries = handle.journal.all()
            assert {entry.outcome for entry in entries} == {Outcome.DONE}
            by_month = Counter((e.actor.user_id, paris_month(e.actor.at)) for e in entries)
            for month in {month for _user, month in by_month}:
                counted = {(c.user_id, month): c.actions for c in handle.journal.counts_of(month)}
                assert counted == {key: n for key, n in by_month.items() if key[1] == month}
        assert granted(here) == {"Kerjean & Associés": True, "Prévoyance du Rhône Courtage": False}
        assert len({access.password for access in accesses}) == len(accesses) == 11
        for access in accesses:
            assert access.password not in access.account.password_hash
            assert here.passwords.verify(access.password, access.account.password_hash)


def granted(here: Deployment) -> dict[str, bool]:
    accounts, today = Accounts(here.directory), paris_day(here.clock.now())
    return {tenant.name: accounts.access(tenant.id, today).granted for tenant in here.directory.tenants.all()}


def test_each_user_has_worked(made: tuple[Path, tuple[DemoAccess, ...]]) -> None:
    folder, accesses = made
    with open_deployment(settings_in(folder), SetClock()) as here:
        handles = {handle.tenant.id: handle for handle in here.vault.each()}
        for access in accesses:
            account = access.account
            if account.realm is Realm.BROKER and account.tenant_id is not None:
                assert handles[account.tenant_id].journal.actions_of(UserId(account.id), "2026-11") > 0
