"""The documents issued to a brokerage, and its invoices as its account has them, each with its document."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from netsoft.billing.invoices.credit_values import CreditNoteDocument
from netsoft.billing.invoices.invoice_values import InvoiceDocument
from netsoft.decompte_text.words import NATURES
from netsoft.documents import Document
from netsoft.documents.invoice import credit_note_page, invoice_page
from netsoft.money import Money
from reference_app.errors import NotFound
from reference_app.ids import EntryId, TenantId
from reference_app.services.account import Statement
from reference_app.services.account_view import InvoiceRow, invoice_rows
from reference_app.services.client_csv import table_csv
from reference_app.storage.directory import Directory
from reference_app.storage.documents import Issued

_HEADER = (
    "Numéro", "Nature", "Émise le", "Échéance", "HT (€)", "TVA (€)", "TTC (€)", "Avoirs (€)", "Reste dû (€)", "État",
    "Empreinte SHA-256",
)  # fmt: skip


@frozen
class Invoiced:
    """An invoice as the account has it, with its document where this application issued it."""

    row: InvoiceRow
    document: Issued | None


@frozen
class Paper:
    """A document that is no invoice: its title, its day, its reference."""

    issued: Issued
    title: str


@frozen
class Paperwork:
    """Reads the documents of a brokerage."""

    directory: Directory = field(repr=False)

    def invoices(self, tenant_id: TenantId, drawn: Statement) -> tuple[Invoiced, ...]:
        """Return the invoices of the account, the newest first, each with its document if there is one."""
        documents = {one.document.number: one for one in self.directory.documents.of(tenant_id)}
        return tuple(Invoiced(row, documents.get(row.invoice.number)) for row in invoice_rows(drawn))

    def others(self, tenant_id: TenantId) -> tuple[Paper, ...]:
        """Return the documents that are no invoices, the newest first."""
        kept = reversed(self.directory.documents.of(tenant_id))
        return tuple(
            Paper(one, page_of(one).title) for one in kept if not isinstance(one.document.content, InvoiceDocument)
        )

    def page(self, tenant_id: TenantId, document_id: EntryId) -> Document:
        """Return a document of a brokerage as a page; another brokerage's is not found."""
        issued = self.directory.documents.get(tenant_id, document_id)
        if issued is None:
            raise NotFound
        return page_of(issued)


def page_of(issued: Issued) -> Document:
    """Return an issued document as a page to print."""
    content = issued.document.content
    if isinstance(content, InvoiceDocument):
        return invoice_page(content)
    if isinstance(content, CreditNoteDocument):
        return credit_note_page(content)
    if isinstance(content, Document):
        return content
    raise NotFound


def invoices_csv(rows: tuple[Invoiced, ...]) -> bytes:
    """Return the invoices as a table, the oldest first; each amount is the account's own, to the cent."""
    return table_csv(_HEADER, (tuple(_cells(one)) for one in reversed(rows)))


def _cells(one: Invoiced) -> Iterator[str]:
    invoice = one.row.invoice
    yield from (invoice.number, NATURES[invoice.nature], f"{invoice.issued:%d/%m/%Y}", f"{invoice.due:%d/%m/%Y}")
    yield from map(_decimal, (invoice.net, invoice.vat, invoice.total, one.row.credited, one.row.remaining))
    yield from (one.row.state.value, one.document.digest if one.document else "")


def _decimal(amount: Money | None) -> str:
    return "" if amount is None else str(amount).replace(".", ",")
