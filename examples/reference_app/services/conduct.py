"""Clause 13.1 at the publisher's: a doing is recorded with its evidence, an access closed for it and opened again.

Nothing is changed: the closing and the opening stand beside the record. Each is journaled with what it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from attrs import evolve, field, frozen
from sqlalchemy import Connection

from netsoft.errors import InvalidValue
from netsoft.tenancy.infringement import (
    Closing,
    ConductAct,
    Infringement,
    InfringementKind,
    Reopening,
    standing,
)
from reference_app.clock import paris_day
from reference_app.errors import NotFound
from reference_app.ids import EntryId, StaffId, TenantId, UserId
from reference_app.services.bookkeeping import Entering
from reference_app.services.conduct_file import conduct_file
from reference_app.services.recording import by_of, once
from reference_app.services.staff_acts import RECENT, AccessNews
from reference_app.storage import records
from reference_app.storage.directory import Directory
from reference_app.storage.records import Fact, Record

REFERENCE: Final = "A-{}"
_UNNUMBERED: Final = "A"


@frozen
class Noted:
    """What a member of staff noted: the doing, when it was seen, its evidence, from whose access if it is known."""

    kind: InfringementKind
    at: datetime
    evidence: str
    login: str = ""
    description: str = ""


@frozen
class CloseAsked:
    """How an access is to be closed: in which words, and whether its account and its data stay within reach."""

    told: str
    leaves_export: bool


@frozen
class ReopenAsked:
    """Why an access is to be opened again."""

    reason: str


@frozen
class ActRow:
    """A closing or an opening again, by whom."""

    act: ConductAct
    by: str

    @property
    def closes(self) -> bool:
        """Whether it closes."""
        return isinstance(self.act, Closing)


@frozen
class ConductRow:
    """A doing that was recorded: whose, by whom, what was done about it, and what is closed for it."""

    record_id: EntryId
    value: Infringement
    whose: str
    by: str
    acts: tuple[ActRow, ...]
    closed: Closing | None


@frozen
class Conduct:
    """The conduct of a brokerage, as the publisher holds it."""

    directory: Directory = field(repr=False)
    tenant_id: TenantId

    def rows(self, at: datetime) -> tuple[ConductRow, ...]:
        """Return the doings recorded, the newest first."""
        names = _names(self.directory, self.tenant_id)
        with self.directory.store.read() as db:
            kept = records.recorded(db, Infringement, self.tenant_id)
            file = conduct_file(db, self.tenant_id)
        closings = {c.record: c for c in standing(file, at).closings}
        return tuple(_row(record, file.acts, closings.get(record.value.id), names) for record in reversed(kept))

    def row(self, record_id: EntryId, at: datetime) -> ConductRow:
        """Return one doing that stands; another brokerage's is not found."""
        found = next((row for row in self.rows(at) if row.record_id == record_id), None)
        if found is None:
            raise NotFound
        return found

    def note(self, noted: Noted, entering: Entering) -> EntryId:
        """Record a doing; return its record, or that of the same form sent before."""
        if noted.at > entering.recorded.at:
            raise InvalidValue("at", "cet instant est à venir", "donner celui où l’agissement a été constaté")
        value = self._infringement(noted, entering)

        def append(db: Connection) -> EntryId:
            number = records.count_ever(db, Infringement, self.tenant_id) + 1
            numbered = evolve(value, id=REFERENCE.format(number))
            fact = Fact(self.tenant_id, numbered, paris_day(noted.at), numbered.id)
            return records.append(db, fact, by_of(entering))

        return once(self.directory, append, entering)

    def close(self, row: ConductRow, asked: CloseAsked, entering: Entering) -> EntryId:
        """Close the access from which a doing came, in the words that its user reads."""
        at, by = entering.recorded.at, _staff(entering)
        return self._act(Closing(row.value.id, at, by, asked.told, leaves_export=asked.leaves_export), entering)

    def reopen(self, row: ConductRow, asked: ReopenAsked, entering: Entering) -> EntryId:
        """Open again what was closed for a doing."""
        return self._act(Reopening(row.value.id, entering.recorded.at, _staff(entering), asked.reason), entering)

    def news(self, now: datetime) -> tuple[AccessNews, ...]:
        """Return what the brokerage is told of its accesses that were closed and opened again."""
        return tuple(_news(self.rows(now), now))

    def _infringement(self, noted: Noted, entering: Entering) -> Infringement:
        user = self._user(noted.login) if noted.login else None
        return Infringement(
            _UNNUMBERED,
            noted.kind,
            noted.at,
            noted.evidence,
            _staff(entering),
            user=user,
            description=noted.description,
        )

    def _user(self, login: str) -> UserId:
        typed = login.strip().casefold()
        for user in self.directory.users.of_tenant(self.tenant_id):
            if user.person.login.casefold() == typed:
                return UserId(user.id)
        raise InvalidValue("login", "aucun accès de ce cabinet n’a cet identifiant", "le vérifier, ou laisser vide")

    def _act(self, act: ConductAct, entering: Entering) -> EntryId:
        """Append an act that takes effect; one that would have none is refused, with netsoft's reason."""

        def append(db: Connection) -> EntryId:
            file = conduct_file(db, self.tenant_id)
            after = standing(evolve(file, acts=(*file.acts, act)), act.at)
            refused = next((one.decision for one in after.ignored if one.act is act), None)
            if refused is not None:
                raise InvalidValue("", refused.reasons[0].fact, "relire ce qui a été fait")
            return records.append(db, Fact(self.tenant_id, act, paris_day(act.at)), by_of(entering))

        return once(self.directory, append, evolve(entering, act=evolve(entering.act, detail=act.record)))


def _staff(entering: Entering) -> StaffId:
    assert entering.recorded.by is not None  # who acts here is signed in
    return entering.recorded.by


def _row(
    record: Record[Infringement], acts: tuple[ConductAct, ...], closed: Closing | None, names: dict[str, str]
) -> ConductRow:
    value = record.value
    mine = tuple(ActRow(act, names.get(act.by, "")) for act in acts if act.record == value.id)
    return ConductRow(record.id, value, _whose(value, names), names.get(value.noted_by, ""), mine, closed)


def _whose(value: Infringement, names: dict[str, str]) -> str:
    return "tout le cabinet" if value.user is None else names.get(value.user, "")


def _names(directory: Directory, tenant_id: TenantId) -> dict[str, str]:
    people = (*directory.staff.all(), *directory.users.of_tenant(tenant_id))
    return {str(one.id): one.person.full_name for one in people}


def _news(rows: tuple[ConductRow, ...], now: datetime) -> Iterator[AccessNews]:
    for row in rows:
        cited = f"({row.value.words}, art. 13.1)"
        for one in row.acts:
            words = "accès fermé" if one.closes else "accès rouvert"
            recent = now - one.act.at < RECENT
            yield AccessNews(f"{words} {cited} à", row.whose, one.act.at, one.by, recent)
