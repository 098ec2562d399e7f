"""Facts and decisions of contracts and months, read back as frozen values; appending is the only change there is."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Final, Generic, TypeVar

from attrs import field, frozen
from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select

from netsoft.billing.invoices.identity import Identity
from netsoft.billing.prices.quotes import Consent, Quote
from netsoft.billing.prices.tariff import Price
from netsoft.billing.responsibility.insurance import Certificate
from netsoft.billing.responsibility.outages import Outage
from netsoft.catalogue.acceptance import Acceptance
from netsoft.days import Day
from netsoft.metering.complement import Complement
from netsoft.metering.statement import UsageStatement
from netsoft.metering.tier import Publication, TierReport
from netsoft.tenancy.infringement import Closing, Infringement, Reopening
from reference_app.errors import AlreadySent
from reference_app.ids import EntryId, StaffId, TenantId, UserId, new_id
from reference_app.storage import facts
from reference_app.storage.journal import FormSent
from reference_app.storage.record_tables import EVERYONE, records
from reference_app.storage.store import Store
from reference_app.storage.values import decode, encode

_t = records.c
T = TypeVar("T")

KINDS: Final[tuple[tuple[str, type], ...]] = (
    # What the staff enters, or a brokerage's administrator.
    ("contract", facts.ContractFacts),
    ("event", facts.Happened),
    ("struck", facts.Struck),
    ("left-out", facts.LeftOut),
    ("published-tier", Publication),
    ("price", Price),
    ("seller", Identity),
    ("judged-intensive", facts.Judged),
    ("quote", Quote),
    ("consent", Consent),
    ("declined", facts.Declined),
    ("certificate", Certificate),
    ("outage", Outage),
    ("acceptance", Acceptance),
    ("infringement", Infringement),
    ("access-closing", Closing),
    ("access-reopening", Reopening),
    # What the jobs keep.
    ("month-counts", facts.MonthCounts),
    ("tier", TierReport),
    ("usage-statement", UsageStatement),
    ("complement", Complement),
    ("credit-due", facts.CreditDue),
    ("quote-billed", facts.QuoteBilled),
    ("formal-notice", facts.FormalNoticeSent),
    ("reminder", facts.Reminded),
)
"""Under which name each class of fact is kept, for ever."""


@frozen
class By:
    """Who records, when and from which form: a member of staff, a user of the brokerage, or a job (neither)."""

    at: datetime
    staff: StaffId | None = None
    user: UserId | None = None
    form: FormSent | None = None


@frozen
class Fact(Generic[T]):
    """A value about to be recorded: of a brokerage or of all (``None``), its day, and the key that it alone bears."""

    tenant_id: TenantId | None
    value: T
    on: Day
    key: str | None = None


@frozen
class Record(Generic[T]):
    """One row: a value, of whom, under which key, and who recorded it when."""

    seq: int
    id: EntryId
    tenant_id: TenantId | None
    key: str | None
    on: Day
    value: T
    by: By


@frozen
class Records:
    """The records of the directory. Writing takes a transaction of the caller: see :func:`append`."""

    store: Store = field(repr=False)

    def of(self, kind: type[T], tenant_id: TenantId | None) -> tuple[Record[T], ...]:
        """Return what was recorded of one kind for a brokerage, or for all (``None``), oldest first."""
        with self.store.read() as db:
            return recorded(db, kind, tenant_id)

    def history(self, tenant_id: TenantId | None) -> tuple[Record[object], ...]:
        """Return all that was recorded for a brokerage, or for all, oldest first: what was struck out too."""
        with self.store.read() as db:
            rows = db.execute(select(records).where(_t.scope == (tenant_id or EVERYONE)).order_by(_t.seq))
            return tuple(map(_record, rows))

    def version(self, tenant_id: TenantId) -> int:
        """Return a number that rises with each record of a brokerage."""
        with self.store.read() as db:
            return int(db.scalar(select(func.max(_t.seq)).where(_t.scope == tenant_id)) or 0)

    def everywhere(self, kind: type[T]) -> tuple[Record[T], ...]:
        """Return what was recorded of one kind for anyone, oldest first."""
        with self.store.read() as db:
            return everywhere(db, kind)

    def latest(self, kind: type[T], tenant_id: TenantId | None) -> T | None:
        """Return the newest value of one kind, if there is one."""
        return latest(self.of(kind, tenant_id))

    def keyed(self, kind: type[T], tenant_id: TenantId | None, key: str) -> T | None:
        """Return the one value of a kind under a key, if there is one."""
        with self.store.read() as db:
            return keyed(db, kind, tenant_id, key)


def everywhere(db: Connection, kind: type[T]) -> tuple[Record[T], ...]:
    """Return what was recorded of one kind for anyone, oldest first, within a transaction."""
    return _found(db, _t.kind == kind_of(kind))


def latest(found: tuple[Record[T], ...]) -> T | None:
    """Return the newest value."""
    return found[-1].value if found else None


def recorded(db: Connection, kind: type[T], tenant_id: TenantId | None) -> tuple[Record[T], ...]:
    """Return what was recorded of one kind, oldest first, within a transaction."""
    return _found(db, (_t.kind == kind_of(kind)) & (_t.scope == (tenant_id or EVERYONE)))


def keyed(db: Connection, kind: type[T], tenant_id: TenantId | None, key: str) -> T | None:
    """Return the one value of a kind under a key, within a transaction."""
    return latest(_found(db, (_t.kind == kind_of(kind)) & (_t.scope == (tenant_id or EVERYONE)) & (_t.key == key)))


def count_ever(db: Connection, kind: type[object], tenant_id: TenantId) -> int:
    """Return how many values of a kind were recorded for a brokerage, those struck out too, within a transaction."""
    mine = (_t.kind == kind_of(kind)) & (_t.scope == tenant_id)
    return int(db.scalar(select(func.count()).where(mine)) or 0)


def append(db: Connection, fact: Fact[T], by: By) -> EntryId:
    """Append a value; the same form sent again makes none, one sent with other content is refused.

    A second value of a kind under one key is refused by the table itself.
    """
    before = sent_before(db, by)
    if before is not None:
        return before
    entry_id, form = EntryId(new_id()), by.form
    db.execute(
        insert(records).values(
            id=entry_id,
            scope=fact.tenant_id or EVERYONE,
            tenant_id=fact.tenant_id,
            kind=kind_of(type(fact.value)),
            key=fact.key,
            on_day=fact.on,
            body=encode(fact.value),
            recorded_by=by.staff,
            recorded_by_user=by.user,
            recorded_at=by.at,
            form_key=form and form.key,
            form_digest=form and form.digest,
        )
    )
    return entry_id


def kind_of(cls: type) -> str:
    """Return the name under which a class of fact is kept; another class is refused with a :class:`TypeError`."""
    name = next((name for name, kept in KINDS if kept is cls), None)
    if name is None:
        raise TypeError(f"no record keeps values of {cls.__qualname__}")
    return name


def sent_before(db: Connection, by: By) -> EntryId | None:
    """Return the record that the same form made before; refuse one sent again with other content."""
    if by.form is None:
        return None
    mine = _t.recorded_by == by.staff if by.staff else _t.recorded_by_user == by.user
    row = db.execute(select(_t.id, _t.form_digest).where(mine & (_t.form_key == by.form.key))).one_or_none()
    if row is not None and row.form_digest != by.form.digest:
        raise AlreadySent
    return None if row is None else EntryId(row.id)


def _found(db: Connection, asked: ColumnElement[bool]) -> tuple[Any, ...]:
    return tuple(map(_record, db.execute(_standing().where(asked))))


@cache
def _standing() -> Select[Any]:
    """Return what asks for all that was not struck out, oldest first: written once, since every page asks it."""
    struck = records.alias()
    named = struck.c.key.is_not(None) & (struck.c.kind == kind_of(facts.Struck))
    return select(records).where(_t.id.not_in(select(struck.c.key).where(named))).order_by(_t.seq)


def _record(row: Row[Any]) -> Record[Any]:
    by = By(row.recorded_at, row.recorded_by, row.recorded_by_user)
    return Record(row.seq, row.id, row.tenant_id, row.key, row.on_day, decode(row.body), by)
