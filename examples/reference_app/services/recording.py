"""Recording what is beside the accounts: journaled in the same transaction, checked whole, struck out when wrong.

A form that is sent twice makes one record. Nothing is changed or deleted: a mistake is struck out, with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import attrs
from attrs import field, frozen
from sqlalchemy import Connection

from netsoft.billing.prices.quotes import Quote
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.metering.tier import Publication
from netsoft.rendering import day as french
from netsoft.tenancy.infringement import Closing, Infringement
from reference_app.errors import NotFound
from reference_app.ids import EntryId, StaffId, TenantId
from reference_app.services.bookkeeping import Entering
from reference_app.services.contracts import Contracts
from reference_app.services.recorded_words import WORDS, words_of
from reference_app.storage import records
from reference_app.storage.directory import Directory, journal_staff_act
from reference_app.storage.facts import Happened, Struck
from reference_app.storage.records import By, Fact, Record

_SHORTEST: Final = 5


@frozen
class Entered:
    """Something recorded: in words, who did, and what struck it out if anything did."""

    record: Record[object]
    words: str
    by: str
    struck: Record[object] | None
    struck_by: str

    @property
    def reason(self) -> str:
        """Why it was struck out."""
        return self.struck.value.reason if self.struck and isinstance(self.struck.value, Struck) else ""


@frozen
class Recording:
    """The only way of the staff to record, and to strike out."""

    directory: Directory = field(repr=False)

    def record(self, fact: Fact[object], entering: Entering) -> EntryId:
        """Record a value; return its record, or that of the same form sent before."""
        _check_day(fact.value, entering.today)
        self._check(fact)

        def append(db: Connection) -> EntryId:
            if isinstance(fact.value, Price):
                Tariff((*(r.value for r in records.recorded(db, Price, fact.tenant_id)), fact.value))
            if isinstance(fact.value, Quote):
                _check_quote(db, fact.value)
            if isinstance(fact.value, Publication):
                _check_publication(db, fact.value)
            return records.append(db, fact, by_of(entering))

        return once(self.directory, append, entering)

    def strike(self, tenant_id: TenantId | None, record_id: EntryId, reason: str, entering: Entering) -> EntryId:
        """Strike out what was recorded for a brokerage, or for all; what is struck already is not found."""
        said = " ".join(reason.split())
        if len(said) < _SHORTEST:
            raise InvalidValue("reason", "motif absent ou trop court", "dire en quelques mots ce qui était faux")

        def append(db: Connection) -> EntryId:
            found = self.entered(tenant_id, record_id)  # not before: the same form sent again finds it struck out
            _check_not_acted_on(db, found.record)
            fact: Fact[object] = Fact(tenant_id, Struck(record_id, said), entering.today, record_id)
            return records.append(db, fact, by_of(entering))

        return once(self.directory, append, entering)

    def history(self, tenant_id: TenantId | None) -> tuple[Entered, ...]:
        """Return what the staff recorded for a brokerage, or for all, the newest first."""
        kept = self.directory.records.history(tenant_id)
        names = {StaffId(member.id): member.person.full_name for member in self.directory.staff.all()}
        struck = {record.value.record: record for record in kept if isinstance(record.value, Struck)}
        rows = [record for record in kept if type(record.value) in WORDS]
        return tuple(_entered(record, struck.get(record.id), names) for record in reversed(rows))

    def entered(self, tenant_id: TenantId | None, record_id: EntryId) -> Entered:
        """Return one thing that stands; another's, or one that is struck out, is not found."""
        for one in self.history(tenant_id):
            if one.record.id == record_id and one.struck is None:
                return one
        raise NotFound

    def _check(self, fact: Fact[object]) -> None:
        """Refuse an event of a contract that was never recorded."""
        if isinstance(fact.value, Happened) and fact.tenant_id is not None:
            Contracts(self.directory).facts(fact.tenant_id)


def once(directory: Directory, append: Callable[[Connection], EntryId], entering: Entering) -> EntryId:
    """Append a record and its act of the staff's journal in one transaction; the same form sent again makes neither."""
    with directory.store.write() as db:
        before = records.sent_before(db, by_of(entering))
        if before is not None:
            return before
        entry_id = append(db)
        journal_staff_act(db, attrs.evolve(entering.act, detail=f"{entering.act.detail} {entry_id}".strip()))
        return entry_id


def _entered(record: Record[object], struck: Record[object] | None, names: Mapping[StaffId, str]) -> Entered:
    by = "" if struck is None else _name(struck, names)
    return Entered(record, words_of(record.value), _name(record, names), struck, by)


def _name(record: Record[object], names: Mapping[StaffId, str]) -> str:
    return names.get(record.by.staff, "") if record.by.staff else "démonstration"


def by_of(entering: Entering) -> By:
    """Return who records, when and from which form."""
    return By(entering.recorded.at, staff=entering.recorded.by, form=entering.recorded.form)


def _check_day(value: object, today: Day) -> None:
    """Refuse a fact to come: what is announced is entered once it has happened."""
    dated = value.event if isinstance(value, Happened) else value
    day = getattr(dated, "made_on", getattr(dated, "on", today))
    assert isinstance(day, date)
    if day > today:
        raise InvalidValue("on", f"le {french(day)} est à venir", f"donner un jour jusqu’au {french(today)}")


def _check_not_acted_on(db: Connection, record: Record[object]) -> None:
    """Refuse to strike out what an access was closed for: opening it again is what undoes a closing."""
    found = record.value
    if not isinstance(found, Infringement) or record.tenant_id is None:
        return
    if any(closed.value.record == found.id for closed in records.recorded(db, Closing, record.tenant_id)):
        problem = f"un accès a été fermé au titre de {found.id}"
        raise InvalidValue("reason", problem, "le rouvrir, avec son motif : la saisie et la fermeture restent")


def _check_quote(db: Connection, new: Quote) -> None:
    if any(record.value.id == new.id for record in records.everywhere(db, Quote)):
        raise InvalidValue("id", f"le devis {new.id} existe déjà", "donner une autre référence")


def _check_publication(db: Connection, new: Publication) -> None:
    if new.on is not None and any(r.value.on == new.on for r in records.recorded(db, Publication, None)):
        problem = f"un palier est déjà publié le {french(new.on)}"
        raise InvalidValue("on", problem, "rayer d’abord celui qui est faux")
