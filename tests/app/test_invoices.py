"""« Factures »: the invoices of the account, each with the very document that was issued, in the preview before it."""

from __future__ import annotations

import pytest

from netsoft.billing.entries import Invoice, Payment
from netsoft.billing.invoices.invoicing import InvoiceDocument
from netsoft.days import Month
from netsoft.money import Money, total
from netsoft.rendering import euros
from reference_app.jobs.invoices import ISSUE_INVOICES
from reference_app.services.previews import Previews
from reference_app.storage.documents import NewDocument, issue
from tests.app.books import INVOICE, drawn, enter, table_of, text_of
from tests.app.contracts import billed
from tests.app.kept import DAY
from tests.app.months import at, run
from tests.app.world import Office, World, hidden_fields

M = Money.parse


@pytest.fixture
def issued(world: World) -> World:
    """A world on 2 December 2026, whose invoices of December are issued."""
    billed(world, world.first, world.second)
    at(world, 2026, 12, 2)
    assert not run(world, ISSUE_INVOICES, "2026-12").failures
    return world


def documents(world: World, office: Office) -> list[tuple[str, InvoiceDocument]]:
    kept = world.deployment.directory.documents.of(office.handle.tenant.id)
    return [(one.id, one.document.content) for one in kept if isinstance(one.document.content, InvoiceDocument)]


def test_page_paper_and_table_bear_the_amounts_of_the_account(issued: World) -> None:
    browser = issued.broker(issued.first)
    ((document_id, document),) = documents(issued, issued.first)
    page, paper = text_of(browser.get("/factures").text), text_of(browser.get(f"/documents/{document_id}").text)
    for amount in (document.net, document.vat.vat, document.total):
        assert text_of(euros(amount)) in page
        assert text_of(euros(amount)) in paper
    assert f"FACTURE n° {document.number}" in paper
    rows = list(table_of(browser.get("/factures.csv").content))
    account = drawn(issued, issued.first, issued.clock.now().date())
    assert total([M(row["TTC (€)"].replace(",", ".")) for row in rows]) == total(
        [invoice.total for invoice in account.known.invoices]
    )
    assert (rows[0]["Numéro"], rows[0]["Nature"]) == (document.number, "abonnement")
    assert len(rows[0]["Empreinte SHA-256"]) == 64


def test_what_is_left_to_pay_is_the_accounts(world: World) -> None:
    enter(world, world.first, INVOICE, Payment(DAY, M("300.00"), "V-1", "transfer"))
    browser = world.broker(world.first)
    account = drawn(world, world.first, DAY).account
    row = next(table_of(browser.get("/factures.csv").content))
    assert M(row["Reste dû (€)"].replace(",", ".")) == account.totals.total
    assert (row["HT (€)"], row["TVA (€)"], row["État"]) == ("", "", "payée en partie")
    assert text_of(euros(account.totals.total)) in text_of(browser.get("/factures").text)


def test_an_invoice_of_another_brokerage_is_not_found(issued: World) -> None:
    ((theirs, _),) = documents(issued, issued.second)
    own = f"/editeur/cabinets/{issued.first.handle.tenant.id}/documents"
    assert issued.broker(issued.first).get(f"/documents/{theirs}").status_code == 404
    assert issued.staff().get(f"{own}/{theirs}").status_code == 404
    assert issued.broker(issued.first).get("/documents/x").status_code == 404


def test_the_console_shows_the_same_paper(issued: World) -> None:
    ((document_id, document),) = documents(issued, issued.first)
    path = f"/editeur/cabinets/{issued.first.handle.tenant.id}/documents"
    staff = issued.staff()
    assert document.number is not None
    assert document.number in staff.get(path).text
    body = issued.broker(issued.first).get(f"/documents/{document_id}").text.partition("<article")[2]
    assert (
        staff.get(f"{path}/{document_id}").text.partition("<article")[2].partition("</article")[0]
        == (body.partition("</article")[0])
    )


def test_a_document_of_no_known_kind_is_not_shown(world: World) -> None:
    tenant_id = world.first.handle.tenant.id
    with world.deployment.directory.store.write() as db:
        document_id = issue(db, NewDocument(tenant_id, "autre", "k", "s", DAY, "rien"), world.clock.now())
    assert world.broker(world.first).get(f"/documents/{document_id}").status_code == 404


def test_no_cell_of_invoices_is_a_formula(world: World) -> None:
    enter(world, world.first, Invoice("=1+1", DAY, DAY, M("10.00")))
    content = world.broker(world.first).get("/factures.csv").content
    cells = [cell for row in table_of(content) for cell in row.values()]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_preview_is_the_invoice_that_is_issued(world: World) -> None:
    billed(world, world.first)
    at(world, 2026, 12, 2)
    staff = world.staff()
    page = text_of(staff.get("/editeur/apercu?mois=2026-12").text)
    assert "Durand Courtage contrat non saisi" in page
    assert "Cabinet Mistral Aperçu de Cabinet Mistral 90,00 € 18,00 € 108,00 €" in page
    assert "Total 108,00 €" in page
    path = f"/editeur/cabinets/{world.first.handle.tenant.id}/apercu/2026-12"
    assert "aperçu, non émise" in text_of(staff.get(path).text)
    (drawn_now,) = [row.drawn for row in Previews(world.deployment.directory).of(Month(2026, 12), DAY) if row.drawn]
    assert documents(world, world.first) == []
    answer = staff.post("/editeur/taches", hidden_fields(staff.get("/editeur/apercu?mois=2026-12").text))
    world.deployment.jobs.wait()
    assert "/editeur/taches/" in answer.headers["location"]
    ((_, made),) = documents(world, world.first)
    assert (made.net, made.total, made.order.lines) == (drawn_now.net, drawn_now.total, drawn_now.order.lines)
    assert "F-000001" in text_of(staff.get("/editeur/apercu?mois=2026-12").text)


@pytest.mark.parametrize("month", ["x", "2026-13", "1990-01"])
def test_a_preview_of_no_month_is_not_found(world: World, month: str) -> None:
    billed(world, world.first)
    path = f"/editeur/cabinets/{world.first.handle.tenant.id}/apercu/{month}"
    assert world.staff().get(path).status_code == 404
    assert world.staff().get(f"/editeur/apercu?mois={month}").status_code == 200


def test_while_the_service_is_off_invoices_are_read(world: World) -> None:
    enter(world, world.first, INVOICE)
    browser = world.broker(world.first)
    assert browser.get("/clients").headers["location"] == "/compte"
    for path in ("/factures", "/factures.csv"):
        assert browser.get(path).status_code == 200
    assert world.first.counted(world.clock.now()) == 0
