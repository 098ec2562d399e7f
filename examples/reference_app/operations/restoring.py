"""Restoring the dossiers of one brokerage to an instant (15.5), on its own ticket (15.3, 15.6).

The state is the last back-up before the instant and the changes that followed it. It is made apart and proven: the
changes that came after it must lead to what stands now, or nothing is touched. Then the dossiers get that content in
one transaction, which the log keeps like any other change, so that a restore can be restored. The journal and the
counts are another database, and are never rewound.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from secrets import token_bytes
from typing import Final

from attrs import field, frozen
from sqlalchemy import Connection

from netsoft.clause import Clause
from netsoft.rendering import counted
from reference_app.errors import SetupError
from reference_app.ids import TenantId, new_id
from reference_app.operations import replay
from reference_app.operations.archive import BadArchive
from reference_app.operations.backups import back_up, backups_of, folder_of, manifest_of, there
from reference_app.operations.dumping import load
from reference_app.operations.file_copies import copy_files, put_back
from reference_app.operations.room import Room, Subject, refuse_without_ticket
from reference_app.operations.rows import TableProof
from reference_app.storage.backup_log import Backup
from reference_app.storage.embedded import EmbeddedSite
from reference_app.storage.people import Tenant
from reference_app.storage.sealing import Purpose
from reference_app.storage.sites import Place
from reference_app.storage.store import Store

EARLIER_VERSION: Final = Clause("15.5")


@frozen
class Asked:
    """What is asked for: the dossiers of whom, as of when, by which ticket; ``dry`` says what it would do."""

    tenant: Tenant
    at: datetime
    ticket: str = field(converter=refuse_without_ticket)
    dry: bool = False

    @property
    def subject(self) -> Subject:
        """The database that it is about."""
        return Subject(self.tenant.id, Purpose.DOSSIERS, self.tenant.name)


@frozen
class Restored:
    """What a restore did, or would do: from which back-up, how many changes after it, how many rows go and come."""

    asked: Asked
    base: Backup | None
    changes: int
    removed: int
    added: int
    before: tuple[TableProof, ...]
    after: tuple[TableProof, ...]

    @property
    def words(self) -> str:
        """Say it."""
        base = "l’origine" if self.base is None else f"la sauvegarde du {said(self.base.at)}"
        rows = ", ".join(f"{table.name} {table.rows} {table.digest[:16]}" for table in self.after)
        return (
            f"état du {said(self.asked.at)}, depuis {base} et {counted(self.changes, 'changement')} ensuite : "
            f"{counted(self.removed, 'ligne retirée', 'lignes retirées')}, "
            f"{counted(self.added, 'ligne remise', 'lignes remises')} ; {rows}"
        )


def restore(room: Room, asked: Asked) -> Restored:
    """Give a brokerage's dossiers the content of an instant, after a back-up of what stands now."""
    if asked.at > room.deployment.clock.now():
        raise SetupError(f"{said(asked.at)} est à venir : rien n’est à restaurer.")
    folder_of(room.deployment.settings)
    room.tidy()
    store, base = room.store(asked.subject), base_before(room, asked.subject, asked.at)
    if asked.dry:
        with room.scratch() as site, scratch_store(site) as apart:
            return _try(room, asked, base, (store, apart))
    present = back_up(room, asked.subject)
    copy_files(room, asked.subject, folder_of(room.deployment.settings))  # of what will no longer be described
    room.say(f"état présent sauvegardé : {present.file}")
    room.note_to(asked.tenant, "dossiers.restore.begin", f"billet {asked.ticket}, état du {said(asked.at)}")
    with room.scratch() as site, scratch_store(site) as apart, store.alone():
        done = _do(room, asked, base, (store, apart))
    _put, missing = put_back(room, asked.subject, folder_of(room.deployment.settings))
    if missing:
        room.say(f"fichiers dont le contenu manque : {', '.join(missing)}")
    room.note_to(asked.tenant, "dossiers.restore", f"billet {asked.ticket}, {done.words}")
    return done


def base_before(room: Room, subject: Subject, at: datetime) -> Backup | None:
    """Return the last back-up before an instant that can be read; without one, the log goes back to the start."""
    for backup in reversed([each for each in backups_of(room, subject) if each.at <= at]):
        try:
            if there(room, backup):
                manifest_of(room, backup, subject)
                return backup
        except (BadArchive, OSError) as problem:
            room.say(f"archive écartée : {problem}")
    return None


@contextmanager
def scratch_store(site: EmbeddedSite) -> Iterator[Store]:
    """Give an empty database of dossiers apart, under a key of the moment."""
    place, key = Place(TenantId(new_id()), Purpose.DOSSIERS), token_bytes(32)
    site.make(place, key)
    yield site.open(place, lambda: (key,))


def said(at: datetime) -> str:
    """Say an instant."""
    return f"{at.astimezone(UTC):%d/%m/%Y %H:%M:%S} UTC"


def _try(room: Room, asked: Asked, base: Backup | None, stores: tuple[Store, Store]) -> Restored:
    live, apart = stores
    with apart.write() as made, live.read() as db:
        changes = _make(room, asked, base, (made, db))
        before, after = replay.state(db), replay.state(made)
        removed, added = replay.difference(made, db)
        return Restored(asked, base, changes, removed, added, before, after)


def _do(room: Room, asked: Asked, base: Backup | None, stores: tuple[Store, Store]) -> Restored:
    live, apart = stores
    with apart.write() as made, live.write() as db:
        changes = _make(room, asked, base, (made, db))
        before, after = replay.state(db), replay.state(made)
        removed, added = replay.replace(made, db)
        if replay.state(db) != after:
            raise SetupError("Ce qui est restauré n’est pas ce qui devait l’être ; rien n’a été changé.")
        replay.mark(db, room.deployment.clock.now())
        return Restored(asked, base, changes, removed, added, before, after)


def _make(room: Room, asked: Asked, base: Backup | None, databases: tuple[Connection, Connection]) -> int:
    """Make the state of the instant apart, and prove by what came after it that the log is whole."""
    made, live = databases
    made.exec_driver_sql(
        "PRAGMA defer_foreign_keys = ON"
    )  # changes pass one by one: what refers to what holds at the end
    after = _load_base(room, asked, base, made)
    if not replay.reaches(live, after):
        raise SetupError(
            f"{said(asked.at)} : le journal des changements ne remonte pas si loin, il n’est gardé que depuis la plus "
            "ancienne sauvegarde ; rien n’a été changé."
        )
    cut, last = max(replay.cut_at(live, asked.at), after), replay.head(live)
    changes = replay.apply(live, made, after, cut)
    with made.begin_nested() as ahead:
        replay.apply(live, made, cut, last)
        whole = replay.state(made) == replay.state(live)
        ahead.rollback()
    if not whole:
        raise SetupError(
            "La sauvegarde et le journal des changements ne redonnent pas l’état présent ; rien n’a été changé."
        )
    return changes


def _load_base(room: Room, asked: Asked, base: Backup | None, made: Connection) -> int:
    """Load the base, and return the last change that it holds; its own log is not that of the state."""
    if base is None:
        return 0
    with (folder_of(room.deployment.settings) / base.file).open("rb") as file:
        manifest = load(made, asked.subject.schema, file, room.seal(asked.subject, base.id))
    log = manifest.table("changes")
    return 0 if log is None or log.last is None else log.last
