"""Documents issued to brokerages: never changed, one number once, one key once."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from attrs import field, frozen
from sqlalchemy import ColumnElement, Connection, Row, insert, select

from netsoft.days import Day
from netsoft.errors import BrokenEvidence
from reference_app.ids import EntryId, StaffId, TenantId, new_id
from reference_app.storage.record_tables import documents
from reference_app.storage.store import Store
from reference_app.storage.values import decode, encode

_t = documents.c


@frozen
class NewDocument:
    """A document about to be issued: to whom, of which kind, under which key, on which day, and its content.

    ``series`` and ``number`` are those of an invoice or a credit note, within its ``seller``.
    """

    tenant_id: TenantId
    kind: str
    key: str
    seller: str
    on: Day
    content: object
    series: str | None = None
    number: str | None = None


@frozen
class Issued:
    """A document as it left, with its digest, and who issued it when (``None``: a job)."""

    seq: int
    id: EntryId
    document: NewDocument
    digest: str
    issued_by: StaffId | None
    issued_at: datetime


@frozen
class Documents:
    """The issued documents of the directory. Writing takes a transaction of the caller: see :func:`issue`."""

    store: Store = field(repr=False)

    def of(self, tenant_id: TenantId) -> tuple[Issued, ...]:
        """Return the documents of one brokerage, in the order in which they were issued."""
        with self.store.read() as db:
            return issued_to(db, tenant_id)

    def get(self, tenant_id: TenantId, document_id: EntryId) -> Issued | None:
        """Return one document of a brokerage; another brokerage's is not found."""
        with self.store.read() as db:
            found = _found(db, (_t.tenant_id == tenant_id) & (_t.id == document_id))
        return found[0] if found else None

    def everywhere(self, kind: str) -> tuple[Issued, ...]:
        """Return the documents of one kind, of all brokerages, in the order in which they were issued."""
        with self.store.read() as db:
            return _found(db, _t.kind == kind)


def issued_to(db: Connection, tenant_id: TenantId) -> tuple[Issued, ...]:
    """Return the documents of one brokerage, within a transaction."""
    return _found(db, _t.tenant_id == tenant_id)


def numbers_of(db: Connection, seller: str, series: str) -> tuple[tuple[str, Day], ...]:
    """Return the numbers of a series with their days, in the order in which they were issued."""
    asked = select(_t.number, _t.on_day).where((_t.seller == seller) & (_t.series == series)).order_by(_t.seq)
    return tuple((row.number, row.on_day) for row in db.execute(asked))


def issued_under(db: Connection, tenant_id: TenantId, key: str) -> Issued | None:
    """Return the document of a brokerage under a key, if it was issued."""
    found = _found(db, (_t.tenant_id == tenant_id) & (_t.key == key))
    return found[0] if found else None


def issued_as(db: Connection, tenant_id: TenantId, number: str) -> bool:
    """Tell whether a brokerage was issued a document of a number."""
    mine = (_t.tenant_id == tenant_id) & (_t.number == number)
    return db.scalar(select(_t.seq).where(mine)) is not None


def issue(db: Connection, new: NewDocument, at: datetime, by: StaffId | None = None) -> EntryId:
    """Keep a document for ever; its number or its key taken, the table itself refuses."""
    document_id, body = EntryId(new_id()), encode(new.content)
    db.execute(
        insert(documents).values(
            id=document_id,
            tenant_id=new.tenant_id,
            kind=new.kind,
            key=new.key,
            seller=new.seller,
            series=new.series,
            number=new.number,
            on_day=new.on,
            body=body,
            digest=_digest(body),
            issued_by=by,
            issued_at=at,
        )
    )
    return document_id


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _found(db: Connection, asked: ColumnElement[bool]) -> tuple[Issued, ...]:
    return tuple(map(_issued, db.execute(select(documents).where(asked).order_by(_t.seq))))


def _issued(row: Row[Any]) -> Issued:
    if _digest(row.body) != row.digest:
        raise BrokenEvidence(f"le document {row.number or row.key} n’est plus celui qui fut émis")
    new = NewDocument(
        row.tenant_id, row.kind, row.key, row.seller, row.on_day, decode(row.body), row.series, row.number
    )
    return Issued(row.seq, row.id, new, row.digest, row.issued_by, row.issued_at)
