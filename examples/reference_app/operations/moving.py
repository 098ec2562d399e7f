"""Moving a brokerage to another server (15.5): copied, proven, then switched in one transaction; the source is kept.

While it lasts nobody writes to the source: its login is shut. Cut off before the switch, the brokerage is where it was,
and the same command begins again; after it, the brokerage is on the new server. The source goes when it is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from attrs import field, frozen
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from reference_app.errors import SetupError
from reference_app.operations.dumping import unlogged
from reference_app.operations.room import Room, Subject, refuse_without_ticket
from reference_app.operations.rows import content_tables, fill, lines, proofs
from reference_app.storage.directory import StaffAct, journal_staff_act
from reference_app.storage.operation_tables import placements
from reference_app.storage.people import Tenant
from reference_app.storage.sites import Site
from reference_app.storage.store import Store


@frozen
class Move:
    """Whom to move, to the site of which name, by which ticket."""

    tenant: Tenant
    to: str
    ticket: str = field(converter=refuse_without_ticket)


def move(room: Room, asked: Move) -> None:
    """Move both databases of a brokerage."""
    site, tenant = room.deployment.placed, asked.tenant
    target, subjects = site.named(asked.to), room.subjects(tenant)
    if not subjects or any(site.name_of(subject.place) == asked.to for subject in subjects):
        raise SetupError(f"{tenant.name} est déjà là, ou n’a pas encore de base.")
    if _kept(room, tenant):
        raise SetupError(f"{tenant.name} a encore ses bases d’avant : « move --forget-source » d’abord.")
    mark = f"move/{tenant.id}/{asked.to}"
    if not room.deployment.directory.unfinished(mark):
        if any(target.exists(subject.place) for subject in subjects):
            raise SetupError(f"« {asked.to} » contient déjà des bases de {tenant.name} ; rien n’y est écrasé.")
        room.deployment.directory.begin(mark)
    room.note_to(tenant, "database.move.begin", f"billet {asked.ticket}, vers « {asked.to} »")
    with _shut(room, subjects):
        digests = [_copied(room, subject, target) for subject in subjects]
        _switch(room, asked, subjects)
    room.deployment.directory.finish(mark)
    room.note_to(tenant, "database.move", f"billet {asked.ticket}, vers « {asked.to} », {digests}")


def forget_source(room: Room, tenant: Tenant) -> int:
    """Remove what a move left behind; return how many databases."""
    kept, site = _kept(room, tenant), room.deployment.placed
    for subject in room.subjects(tenant):
        if subject.purpose.value in kept:
            site.named(kept[subject.purpose.value]).remove(subject.place)
            with room.deployment.directory.store.write() as db:
                db.execute(update(placements).where(_of(subject)).values(previous=None))
    room.note_to(tenant, "database.forget", f"{len(kept)} bases d’avant retirées")
    return len(kept)


@contextmanager
def _shut(room: Room, subjects: tuple[Subject, ...]) -> Iterator[None]:
    """Let nobody write to the source meanwhile; whoever comes finds it shut, or the new one."""
    site = room.deployment.placed
    sources = [(site.named(site.name_of(subject.place)), subject.place) for subject in subjects]
    room.deployment.vault.let_go(subjects[0].place.tenant_id)
    try:
        for source, place in sources:
            source.shut(place)
        yield
    except BaseException:
        for source, place in sources:
            source.reopen(place)
        raise


def _copied(room: Room, subject: Subject, target: Site) -> str:
    """Copy a database, prove that the copy holds the same, and return how much it is."""
    keys = room.custody.secrets(subject.place).all
    with closing(room.custody.owned(subject.place)) as source, source.read() as db:
        target.rebuild(subject.place, lambda: keys, lambda made: _fill(subject, db, made))
        expected = proofs(db, content_tables(subject.schema))
    if _proofs(subject, target.open(subject.place, lambda: keys)) != expected:
        raise SetupError(f"{subject.words} : la copie n’est pas ce qui était là ; rien n’a été changé.")
    rows = sum(proof.rows for proof in expected)
    room.say(f"{subject.words} : {rows} ligne(s) copiée(s) et comparée(s)")
    return f"{subject.purpose.value} {rows} lignes"


def _fill(subject: Subject, source: Connection, made: Connection) -> None:
    tables = content_tables(subject.schema)
    with unlogged(made, tables):
        for table in tables:
            fill(made, table, tuple(table.columns.keys()), lines(source, table))


def _proofs(subject: Subject, store: Store) -> object:
    with store.read() as db:
        return proofs(db, content_tables(subject.schema))


def _switch(room: Room, asked: Move, subjects: tuple[Subject, ...]) -> None:
    now, site = room.deployment.clock.now(), room.deployment.placed
    rows = [
        {"tenant_id": s.owner, "purpose": s.purpose.value, "site": asked.to, "previous": site.name_of(s.place)}
        for s in subjects
    ]
    with room.deployment.directory.store.write() as db:
        db.execute(delete(placements).where(placements.c.tenant_id == asked.tenant.id))
        db.execute(insert(placements), [{**row, "moved_at": now} for row in rows])
        act = StaffAct(now, None, "", "", None, "database.switch", asked.tenant.id, f"vers « {asked.to} »")
        journal_staff_act(db, act)


def _kept(room: Room, tenant: Tenant) -> dict[str, str]:
    """Return the sites on which the databases of a brokerage still are after a move, by purpose."""
    mine = (placements.c.tenant_id == tenant.id) & placements.c.previous.is_not(None)
    with room.deployment.directory.store.read() as db:
        return {row.purpose: row.previous for row in db.execute(select(placements).where(mine))}


def _of(subject: Subject) -> ColumnElement[bool]:
    return (placements.c.tenant_id == subject.owner) & (placements.c.purpose == subject.purpose.value)
