"""Invoices and complements issued: the library's own documents, each once, numbered without gap."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from netsoft.billing.contract.withdrawal import Formation
from netsoft.billing.entries import CreditNote, Invoice
from netsoft.billing.invoices.credit_notes import Credited, CreditOrder
from netsoft.billing.invoices.invoicing import InvoiceDocument
from netsoft.billing.prices.price_models import Flat, PerUnit
from netsoft.billing.prices.quotes import Consent, Quote
from netsoft.billing.prices.tariff import Price
from netsoft.days import Month
from netsoft.metering.complement import Complement
from netsoft.money import Money
from reference_app.errors import SetupError
from reference_app.ids import StaffId
from reference_app.jobs.complements import ISSUE_COMPLEMENTS
from reference_app.jobs.invoices import ISSUE_INVOICES
from reference_app.services.crediting import Crediting
from reference_app.services.invoicing import Invoicing
from reference_app.storage.billing import standing
from reference_app.storage.facts import ContractFacts, Judged, QuoteBilled
from reference_app.storage.job_log import RunKey
from reference_app.storage.records import By
from tests.app.contracts import COMPLEMENT, CONTRACT, PRICES, SELLER, VAT, billed, opened_since, record
from tests.app.ledgers import everything
from tests.app.months import at, outlier, run
from tests.app.world import World, user_id


def test_invoices_of_a_month_are_issued_once_and_entered_in_the_accounts(world: World) -> None:
    billed(world, world.first, world.second)
    at(world, 2026, 12, 1)
    made = run(world, ISSUE_INVOICES, "2026-12")
    assert not made.failures
    assert {step.detail.partition(" :")[0] for step in made.steps} == {"F-000001", "F-000002"}
    directory = world.deployment.directory
    issued = directory.documents.everywhere("invoice")
    for one in issued:
        document = one.document.content
        assert isinstance(document, InvoiceDocument)
        assert (document.net, document.total) == (Money.parse("90.00"), Money.parse("108.00"))
        (entry,) = standing(directory.billing.of(one.document.tenant_id))
        assert entry.fact == document.ledger_invoice
        assert isinstance(entry.fact, Invoice)
        assert entry.fact.due == date(2026, 12, 15)
    before = everything(world)
    assert world.deployment.jobs.run(RunKey(ISSUE_INVOICES, "2026-12")) is None
    world.clock.advance(days=3)
    assert world.deployment.jobs.run(RunKey(ISSUE_INVOICES, "2026-12")) is None
    assert everything(world) == before


def test_the_preview_is_the_invoice_without_its_number(world: World) -> None:
    billed(world, world.first, world.second)
    invoicing, tenant = Invoicing(world.deployment.directory), world.first.handle.tenant
    at(world, 2026, 12, 1)
    wanted = invoicing.month(tenant, Month(2026, 12), date(2026, 12, 1))
    assert wanted is not None
    preview = invoicing.preview(wanted)
    run(world, ISSUE_INVOICES, "2026-12")
    (one,) = world.deployment.directory.documents.of(tenant.id)
    assert one.document.content == preview.numbered(str(one.document.number))


def test_a_brokerage_without_contract_fails_alone_and_leaves_no_hole(world: World) -> None:
    billed(world, world.first)
    at(world, 2026, 12, 1)
    made = run(world, ISSUE_INVOICES, "2026-12")
    assert [step.detail for step in made.failures] == [
        "contrat non saisi ; saisir sa conclusion, sa mise à disposition et son périmètre"
    ]
    record(world, world.second.handle.tenant.id, CONTRACT)
    run(world, ISSUE_INVOICES, "2026-12")
    numbers = [one.document.number for one in world.deployment.directory.documents.everywhere("invoice")]
    assert numbers == ["F-000001", "F-000002"]


def test_nothing_is_issued_without_seller_or_before_the_month(world: World) -> None:
    record(world, None, *PRICES)
    record(world, world.first.handle.tenant.id, CONTRACT)
    world.clock.at = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)
    with pytest.raises(SetupError, match="n’a pas commencé"):
        world.deployment.jobs.run(RunKey(ISSUE_INVOICES, "2026-12"))
    world.clock.at = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert "identité du vendeur non saisie" in run(world, ISSUE_INVOICES, "2026-12").failures[0].detail
    record(world, None, SELLER)
    assert run(world, ISSUE_INVOICES, "2026-12").done == 1


def test_a_brokerage_pays_its_own_price_where_it_has_one(world: World) -> None:
    billed(world, world.first, world.second)
    at(world, 2026, 12, 1)
    own = Price("seat", "Abonnement, par utilisateur", "per-user", date(2026, 11, 1), PerUnit("30.00"), VAT)
    record(world, world.first.handle.tenant.id, own)
    run(world, ISSUE_INVOICES, "2026-12")
    totals = {
        one.document.tenant_id: one.document.content
        for one in world.deployment.directory.documents.everywhere("invoice")
    }
    first, second = (totals[office.handle.tenant.id] for office in (world.first, world.second))
    assert isinstance(first, InvoiceDocument)
    assert isinstance(second, InvoiceDocument)
    assert (first.net, second.net) == (Money.parse("70.00"), Money.parse("90.00"))


def judged(world: World, term_end: date) -> None:
    """Let the staff judge the use of the first brokerage intensive."""
    by = StaffId(world.member.account.id)
    decision = Judged(world.clock.now().date(), term_end, by, "trop d’actions")
    record(world, world.first.handle.tenant.id, decision)


def test_a_complement_is_issued_when_it_was_judged_priced_and_in_time(world: World) -> None:
    billed(world, world.first, world.second)
    opened_since(world, datetime(2025, 12, 1, 9, tzinfo=UTC))
    outlier(world)
    at(world, 2026, 12, 1)
    jobs, subject = world.deployment.jobs, "2026-11-30"
    for key in jobs.due():
        run(world, key.job, key.subject)
    assert RunKey(ISSUE_COMPLEMENTS, subject) not in jobs.due()
    judged(world, date(2026, 11, 30))
    assert "aucun prix" in run(world, ISSUE_COMPLEMENTS, subject).failures[0].detail
    record(world, None, COMPLEMENT)
    assert not run(world, ISSUE_COMPLEMENTS, subject).failures
    (issued,) = world.deployment.directory.records.of(Complement, world.first.handle.tenant.id)
    assert issued.value.actions == 90
    *_subscription, one = world.deployment.directory.documents.of(world.first.handle.tenant.id)
    assert isinstance(one.document.content, InvoiceDocument)
    assert (one.document.content.net, one.document.content.key.nature) == (Money.parse("1.80"), "complement")
    assert jobs.run(RunKey(ISSUE_COMPLEMENTS, subject)) is None


def test_a_complement_that_comes_too_late_is_answered_once(world: World) -> None:
    billed(world, world.first)
    judged(world, date(2026, 11, 30))
    at(world, 2026, 12, 2)
    (step,) = run(world, ISSUE_COMPLEMENTS, "2026-11-30").steps
    assert step.detail.startswith("non émis : complément daté du 02/12/2026, après le 01/12/2026")
    assert world.deployment.jobs.run(RunKey(ISSUE_COMPLEMENTS, "2026-11-30")) is None


def test_a_term_that_ends_on_another_day_is_refused(world: World) -> None:
    billed(world, world.first)
    judged(world, date(2026, 11, 29))
    assert "aucune échéance ne finit le 29/11/2026" in run(world, ISSUE_COMPLEMENTS, "2026-11-29").failures[0].detail


def test_a_day_that_is_no_day_is_refused(world: World) -> None:
    with pytest.raises(SetupError, match="Jour illisible"):
        world.deployment.jobs.run(RunKey(ISSUE_COMPLEMENTS, "2026-11-31"))


def test_a_quote_is_billed_once_and_only_with_its_consent(world: World) -> None:
    billed(world, world.first)
    at(world, 2026, 12, 1)
    tenant, jobs = world.first.handle.tenant.id, world.deployment.jobs
    price = Price("reprise", "Reprise de données", "work", date(2026, 11, 1), Flat("450.00"), VAT)
    quotes = [Quote(n, price, 1, date(2026, 11, 2), date(2026, 12, 31), f"Reprise {n}") for n in ("D-1", "D-2")]
    record(world, tenant, *quotes)
    assert run(world, ISSUE_INVOICES, "2026-12").done == 1
    user = user_id(world.first.users[0])
    record(world, tenant, Consent("D-1", quotes[0].digest, user, True, world.clock.now()))
    (step,) = [step for step in run(world, ISSUE_INVOICES, "2026-12").steps if not step.failed]
    assert step.detail.startswith("F-000002 : 540,00")
    assert "(devis D-1)" in step.detail
    record(world, tenant, Consent("D-2", quotes[1].digest, user, True, world.clock.now()))
    assert [left.name for left in jobs.left(RunKey(ISSUE_INVOICES, "2026-12")) if "work" in left.name] == []
    at(world, 2027, 1, 1)
    made = run(world, ISSUE_INVOICES, "2027-01")
    assert [s.detail.rpartition(" (")[2] for s in made.steps if s.step.startswith("work/")] == ["devis D-2)"]
    assert len(world.deployment.directory.records.of(QuoteBilled, tenant)) == 2


def test_a_month_begun_or_ended_within_is_billed_for_its_days(world: World) -> None:
    record(world, None, SELLER, *PRICES)
    half = ContractFacts(Formation(available_on=date(2026, 12, 17)), CONTRACT.planned)
    record(world, world.first.handle.tenant.id, half)
    at(world, 2026, 12, 17)
    run(world, ISSUE_INVOICES, "2026-12")
    (one,) = world.deployment.directory.documents.of(world.first.handle.tenant.id)
    assert isinstance(one.document.content, InvoiceDocument)
    assert [str(line.line.amount) for line in one.document.content.order.lines] == ["4.84", "38.71"]


def test_a_price_for_a_year_is_billed_whole_in_the_month_of_its_cycle(world: World) -> None:
    yearly = Price("forfait", "Forfait annuel", "flat", date(2026, 11, 1), Flat("600.00"), VAT, months=12)
    record(world, None, SELLER, yearly)
    record(world, world.first.handle.tenant.id, CONTRACT)
    at(world, 2026, 12, 1)
    assert "600" not in run(world, ISSUE_INVOICES, "2026-11").steps[0].detail
    assert "720,00" in run(world, ISSUE_INVOICES, "2026-12").steps[0].detail


def test_a_credit_note_is_issued_once_and_never_over_what_is_left(world: World) -> None:
    billed(world, world.first)
    at(world, 2026, 12, 1)
    run(world, ISSUE_INVOICES, "2026-12")
    directory, tenant = world.deployment.directory, world.first.handle.tenant
    invoice = directory.documents.of(tenant.id)[0].document.content
    assert isinstance(invoice, InvoiceDocument)
    crediting, by = Crediting(directory), By(world.clock.now())

    def credited(name: str, amount: str) -> str | None:
        order = CreditOrder(name, invoice, (Credited(2, Money.parse(amount)),), date(2026, 12, 1), "un poste en moins")
        with directory.store.write() as db:
            return crediting.issue(db, tenant, order, by).number

    assert credited("A-1", "40.00") == "AV-000001"
    assert credited("A-1", "40.00") == "AV-000001"
    with pytest.raises(SetupError, match="autre contenu"):
        credited("A-1", "30.00")
    with pytest.raises(SetupError, match="à créditer"):
        credited("A-2", "40.01")
    assert credited("A-2", "40.00") == "AV-000002"
    notes = [e.fact for e in standing(directory.billing.of(tenant.id)) if isinstance(e.fact, CreditNote)]
    assert [note.amount for note in notes] == [Money.parse("48.00"), Money.parse("48.00")]
