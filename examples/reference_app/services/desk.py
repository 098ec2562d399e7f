"""A user's desk: the only way to a dossier, and it journals and counts what passes over it.

An *action* is one request of a signed-in user that reads or changes a dossier: one entry, one count.
The journal and the dossiers are two files, and no transaction spans them. What is read leaves only
once its entry and its count are kept. For a change, the intent and the count are kept first, the
change next, the outcome last; :func:`mend` settles what was cut off in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeVar

from attrs import define, field, fields, frozen, has
from sqlalchemy import Connection, func, insert, select

from reference_app.errors import AlreadySent, Conflict, ForeignConnection, ForeignRow, NotFound
from reference_app.ids import EntryId, TenantId
from reference_app.storage.client_files import Deposited, known_files
from reference_app.storage.clients import Client, owner_of
from reference_app.storage.dossier_tables import applied, changes
from reference_app.storage.journal import Act, Actor, Entry, FormSent, Outcome
from reference_app.storage.vault import TenantHandle

T = TypeVar("T")

_FOREIGN: Final[Mapping[type[Exception], str]] = MappingProxyType(
    {ForeignRow: "un dossier d’un autre cabinet", ForeignConnection: "une connexion d’une autre base"}
)


@frozen
class Change:
    """A change to make: to which dossier, from which form, and how."""

    subject: str
    form: FormSent
    write: Callable[[Connection], None]
    detail: str = ""


@define(eq=False)
class Desk:
    """What one request of one user may do in its brokerage.

    ``counted`` tells that the page is an action; another page may only be refused here.
    ``free`` marks the page to which a counted post redirected: it is shown without being counted.
    ``journaled`` tells whether this request has left its entry, ``replayed`` that its form was already done.
    """

    _handle: TenantHandle = field(repr=False)
    actor: Actor
    action: str
    counted: bool
    free: bool = False
    journaled: bool = field(default=False, init=False)
    replayed: bool = field(default=False, init=False)

    def read(self, fetch: Callable[[Connection], T], subject: str = "", detail: str = "") -> T:
        """Read dossiers as one action; what is not there is refused, journaled and not counted."""
        act = self._counted_act(subject, detail)
        try:
            found = self._fetched(fetch, subject)
        except NotFound:
            self._record(act, Outcome.REFUSED)
            raise
        self._record(act, Outcome.DONE)
        return found

    def glance(self, fetch: Callable[[Connection], T]) -> T:
        """Read a figure that opens no dossier, such as the room that is left; part of an action, none by itself."""
        return self._fetched(fetch)

    def change(self, change: Change) -> str:
        """Change a dossier as one action, once however often the form is sent; return its subject."""
        journal = self._handle.journal
        act = self._counted_act(change.subject, change.detail)
        with self._handle.dossiers.alone():
            try:
                before = journal.sent_before(self.actor.user_id, change.form)
            except AlreadySent:
                self._record(act, Outcome.REFUSED)
                raise
            if before is not None and self._settled(before) is Outcome.DONE:
                self.journaled = self.replayed = True
                return before.act.subject
            entry = journal.intend(self.actor, act, change.form)
            self.journaled = True
            self._write(entry, change)
        return change.subject

    def review(self, fetch: Callable[[Connection], T], subject: str, outcome: Outcome) -> T:
        """Read what a form that is refused is shown again with; journaled, not counted."""
        try:
            found = self._fetched(fetch, subject)
        except NotFound:
            outcome = Outcome.REFUSED
            raise
        finally:
            if not self.journaled:
                self.refuse(outcome, subject)
        return found

    def refuse(self, outcome: Outcome, subject: str = "", detail: str = "") -> None:
        """Journal a request that is refused or invalid; it is not counted."""
        self._record(_act(self.action, subject, detail), outcome)

    def note(self, detail: str) -> None:
        """Journal a request that concerns no dossier: it is no action, and is not counted."""
        self._record(_act(self.action, "", detail), Outcome.NOTED)

    def _fetched(self, fetch: Callable[[Connection], T], subject: str = "") -> T:
        """Fetch from the dossiers of this brokerage what is its own; journal and raise what would be another's."""
        try:
            with self._handle.dossiers.read() as db:
                return self._own(db, fetch)
        except (ForeignRow, ForeignConnection) as error:
            self._record(_act(self.action, subject, _FOREIGN[type(error)]), Outcome.REFUSED)
            raise

    def _own(self, db: Connection, fetch: Callable[[Connection], T]) -> T:
        mine = self._handle.tenant.id
        own(mine, owner_of(db))
        found = fetch(db)
        for owner in _owners(found):
            own(mine, owner)
        return found

    def _write(self, entry: EntryId, change: Change) -> None:
        outcome = Outcome.FAILED
        try:
            with self._handle.dossiers.write() as db:
                own(self._handle.tenant.id, owner_of(db))
                change.write(db)
                mark_applied(db, entry, self.actor.at)
            outcome = Outcome.DONE
        except (Conflict, NotFound, ForeignRow, ForeignConnection):
            outcome = Outcome.REFUSED
            raise
        finally:
            self._handle.journal.conclude(entry, self.actor.at, outcome)

    def _settled(self, entry: Entry) -> Outcome:
        return entry.outcome or mend_entry(self._handle, entry)

    def _record(self, act: Act, outcome: Outcome) -> None:
        if not (self.free and outcome is Outcome.DONE):
            self._handle.journal.record(self.actor, act, outcome)
        self.journaled = True

    def _counted_act(self, subject: str, detail: str) -> Act:
        if not self.counted:
            raise LookupError("a page that declares no action reached for a dossier")
        return _act(self.action, subject, detail)


def own(mine: TenantId, owner: TenantId) -> None:
    """Compare whose a row is with who asks; raise :class:`ForeignRow` for another's (15.10)."""
    if owner != mine:
        raise ForeignRow("Un dossier d’un autre cabinet a été refusé : rien n’en est sorti.")


def _owners(found: object) -> Iterator[TenantId]:
    """Give the owner of each client and file in what leaves, however deep it stands in a list or a value."""
    if isinstance(found, Client | Deposited):
        yield found.owner
    elif isinstance(found, Mapping):
        yield from _owners(tuple(found.items()))
    elif isinstance(found, tuple | list | AbstractSet):
        for one in found:
            yield from _owners(one)
    elif has(kind := type(found)):
        for part in fields(kind):
            yield from _owners(getattr(found, part.name))


def mark_applied(db: Connection, entry: EntryId, at: datetime) -> None:
    """Keep, with a change, whose entry it is, when it was asked for, and where the log of changes then ends."""
    last = select(func.max(changes.c.seq)).scalar_subquery()
    db.execute(insert(applied).values(entry_id=entry, at=at, change=last))


def _act(action: str, subject: str, detail: str) -> Act:
    """Return the act, what an address may hold cut to what a journal has use for."""
    return Act(action, subject[:64], detail[:300])


def sweep(handle: TenantHandle) -> int:
    """Remove the contents that no row describes, while nothing is being deposited; return how many."""
    with handle.dossiers.read() as db:
        known = known_files(db)
    return handle.files.keep_only(known)


def mend(handle: TenantHandle) -> int:
    """Settle the entries that were cut off before their outcome; return how many."""
    cut = handle.journal.under_way()
    for entry in cut:
        mend_entry(handle, entry)
    return len(cut)


def mend_entry(handle: TenantHandle, entry: Entry) -> Outcome:
    """Conclude one entry from what the dossiers hold: its change is there, or was never made."""
    with handle.dossiers.read() as db:
        made = db.scalar(select(applied.c.entry_id).where(applied.c.entry_id == entry.id)) is not None
    outcome = Outcome.DONE if made else Outcome.CUT_OFF
    handle.journal.conclude(entry.id, entry.actor.at, outcome)
    return outcome
