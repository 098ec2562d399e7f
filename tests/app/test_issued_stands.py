"""What was issued stands in the accounts: no entry by hand takes it out, or takes its number."""

from __future__ import annotations

import pytest

from netsoft.billing.entries import Invoice
from netsoft.billing.invoices.credit_notes import Credited, CreditOrder
from netsoft.billing.invoices.invoicing import InvoiceDocument
from netsoft.money import Money
from reference_app.jobs.invoices import ISSUE_INVOICES
from reference_app.services.crediting import Crediting
from reference_app.storage.billing import standing
from reference_app.storage.job_log import RunKey
from reference_app.storage.records import By
from tests.app.books import enter, standing_facts, text_of
from tests.app.contracts import billed
from tests.app.months import at, run
from tests.app.test_account_entries import invoice
from tests.app.world import World


@pytest.fixture
def issued(world: World) -> InvoiceDocument:
    """The invoice of December of the first brokerage, and a credit note on it."""
    billed(world, world.first)
    at(world, 2026, 12, 1)
    run(world, ISSUE_INVOICES, "2026-12")
    tenant, directory = world.first.handle.tenant, world.deployment.directory
    document = directory.documents.of(tenant.id)[0].document.content
    assert isinstance(document, InvoiceDocument)
    order = CreditOrder("geste", document, (Credited(1, Money.parse("1.00")),), document.issued, "geste commercial")
    with directory.store.write() as db:
        Crediting(directory).issue(db, tenant, order, By(world.clock.now()))
    return document


def test_the_entry_of_an_issued_document_is_not_undone(world: World, issued: InvoiceDocument) -> None:
    tenant_id, staff = world.first.handle.tenant.id, world.staff()
    for entry in standing(world.deployment.directory.billing.of(tenant_id)):
        path = f"/editeur/cabinets/{tenant_id}/ecritures/{entry.id}/contrepasser"
        refused = staff.fill(path, {"reason": "facture fausse"})
        assert refused.status_code == 422
        assert "a été émis, et n’est plus changé" in text_of(refused.text)
        assert "orriger par un avoir" in text_of(refused.text)
    assert len(standing_facts(world, world.first)) == 2
    assert str(issued.number) in text_of(world.broker(world.first).get("/factures").text)


@pytest.mark.parametrize(("number", "status"), [("F-000777", 422), ("F-2026-12", 303), ("X-000777", 303)])
def test_a_number_of_the_series_is_not_entered_by_hand(world: World, number: str, status: int) -> None:
    path = f"/editeur/cabinets/{world.first.handle.tenant.id}/saisir/facture"
    assert world.staff().fill(path, invoice(number=number)).status_code == status


def test_a_number_that_another_account_bears_is_not_issued_too(world: World) -> None:
    billed(world, world.first)
    at(world, 2026, 12, 1)
    day = world.clock.now().date()
    enter(world, world.second, Invoice("F-000001", day, day, Money.parse("10.00")))
    (failed, _other) = run(world, ISSUE_INVOICES, "2026-12").failures
    assert failed.detail == "F-000001 est déjà dans le compte d’un autre cabinet ; contre-passer l’écriture."
    assert world.deployment.directory.documents.everywhere("invoice") == ()
    again = world.deployment.jobs.left(RunKey(ISSUE_INVOICES, "2026-12"))
    assert len(again) == 2
