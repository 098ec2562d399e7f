"""Issuing credit notes: netsoft draws, checks and numbers them; the account takes them in the same transaction.

A credit note cites an invoice that was issued here, and never takes back more than is left of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen
from sqlalchemy import Connection

from netsoft.billing.invoices.credit_notes import CreditNoteDocument, CreditOrder, credit
from netsoft.billing.invoices.invoicing import InvoiceDocument
from netsoft.billing.invoices.register import Paper, Register
from reference_app.errors import SetupError
from reference_app.services.account import facts_of, ledger_of
from reference_app.services.invoicing import Numbered
from reference_app.storage import billing, documents
from reference_app.storage.directory import Directory
from reference_app.storage.documents import NewDocument
from reference_app.storage.people import Tenant
from reference_app.storage.records import By

CREDIT_NOTE = "credit-note"


@frozen
class Crediting:
    """The credit notes of the directory."""

    directory: Directory = field(repr=False)

    def issue(self, db: Connection, tenant: Tenant, order: CreditOrder, by: By) -> CreditNoteDocument:
        """Issue a credit note once; a refusal of netsoft is a SetupError with its reasons."""
        _register, done = credit(Register(_papers(db, tenant, order)), order)
        if done.document is None or done.outcome == "conflict":
            raise SetupError(" ; ".join(reason.fact for reason in done.decision.reasons))
        if done.outcome == "issued":
            _keep(db, tenant, done.document, by)
        return done.document


def key_of(order: CreditOrder) -> str:
    """Write the key of a credit note: the invoice that it cites, and its own name."""
    return f"{CREDIT_NOTE}/{order.cited}/{order.id}"


def _keep(db: Connection, tenant: Tenant, document: CreditNoteDocument, by: By) -> None:
    new = NewDocument(
        tenant.id, CREDIT_NOTE, key_of(document.order), document.seller, document.issued, document,
        document.series.prefix, document.number,
    )  # fmt: skip
    documents.issue(db, new, by.at, by.staff)
    entry = document.ledger_credit_note
    ledger_of((*facts_of(billing.standing(billing.entries_of(db, tenant.id))), entry))
    billing.append(db, tenant.id, entry, billing.Recorded(by.at, by.staff))


def _papers(db: Connection, tenant: Tenant, order: CreditOrder) -> Iterator[Paper]:
    """Give the invoice and its earlier credit notes as they were issued, and the numbers of the others."""
    whole = {}
    for one in documents.issued_to(db, tenant.id):
        content = one.document.content
        if isinstance(content, InvoiceDocument) and content.number == order.cited:
            yield content
        if isinstance(content, CreditNoteDocument) and content.order.cited == order.cited:
            whole[content.number] = content
    seller = order.invoice.seller
    for number, day in documents.numbers_of(db, seller, order.series.prefix):
        yield whole.get(number) or Numbered(number, day, order.series, seller)
