"""What no restore asks for any more goes (15.5): changes before the oldest back-up, and files that were taken away.

A restore to an instant is the last back-up before it and the changes since. So the log is needed from the oldest
back-up that can be read, and no earlier; the content of a file that was taken away, until that back-up no longer
knows it as standing. Where no back-up is old enough nothing goes: the log alone may then lead to every instant.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from attrs import frozen

from netsoft.rendering import counted
from reference_app.ids import FileId
from reference_app.operations import replay
from reference_app.operations.archive import BadArchive
from reference_app.operations.backups import backups_of, folder_of, manifest_of, there
from reference_app.operations.file_copies import copies_of, copy_of
from reference_app.operations.room import Room, Subject
from reference_app.services.policy import RESTORABLE, UNDER_WAY
from reference_app.storage.backup_log import Backup
from reference_app.storage.change_log import forget_before
from reference_app.storage.client_files import forget_file, remembered_files, removed_before
from reference_app.storage.dossier_tables import changes

_AT_ONCE: Final = 8  # ids to a line of a journal


@frozen
class Purged:
    """What went: changes, and files with their copies."""

    changes: int
    files: tuple[FileId, ...]
    copies: int

    @property
    def words(self) -> str:
        """Say it."""
        return (
            f"{counted(self.changes, 'changement retiré', 'changements retirés')}, "
            f"{counted(len(self.files), 'fichier purgé', 'fichiers purgés')}, "
            f"{counted(self.copies, 'copie retirée', 'copies retirées')}"
        )


@frozen
class Base:
    """The oldest back-up that can be read, and the last change that it holds."""

    backup: Backup
    last: int


def oldest_base(room: Room, subject: Subject) -> Base | None:
    """Return the oldest back-up from which a restore may start; none that cannot be read is one."""
    for backup in backups_of(room, subject):
        try:
            if there(room, backup):
                log = manifest_of(room, backup, subject).table("changes")
                return Base(backup, 0 if log is None else log.last or 0)
        except (BadArchive, OSError) as problem:
            room.say(f"archive écartée : {problem}")
    return None


def purge(room: Room, subject: Subject) -> Purged:
    """Take out of a brokerage's dossiers, and from beside them, what no restore asks for; each is journaled."""
    base = oldest_base(room, subject)
    if base is None or room.deployment.clock.now() - base.backup.at < RESTORABLE:
        return Purged(0, (), 0)
    gone = _shorten(room, subject, base)
    files = _purge_files(room, subject, base.backup.at - UNDER_WAY)
    done = Purged(gone, files, _purge_copies(room, subject))
    _journal(room, subject, done, base.backup.at)
    return done


def _shorten(room: Room, subject: Subject, base: Base) -> int:
    """Forget the changes that the base holds but its last, by which the log shows that it reaches back to the base."""
    with room.store(subject).alone(), closing(room.custody.owned(subject.place)) as owned, owned.write() as db:
        return forget_before(db, changes, min(base.last, replay.head(db)))


def _purge_files(room: Room, subject: Subject, before: datetime) -> tuple[FileId, ...]:
    """Remove the contents, then the rows: cut off in between, the next purge ends it."""
    store, kept = room.store(subject), room.deployment.vault.files_of(subject.place.tenant_id)
    with store.read() as db:
        gone = removed_before(db, before)
    for file_id in gone:
        copy_of(_folder(room), subject, file_id).unlink(missing_ok=True)
        kept.delete(file_id)
        with store.write() as db:
            forget_file(db, file_id)
            replay.mark(db, room.deployment.clock.now())
    return gone


def _purge_copies(room: Room, subject: Subject) -> int:
    """Remove the copies of what neither a row nor the log names any more."""
    with room.store(subject).read() as db:
        known = remembered_files(db)
    lost = [path for path in copies_of(_folder(room), subject) if path.name not in known]
    for path in lost:
        path.unlink(missing_ok=True)
    return len(lost)


def _journal(room: Room, subject: Subject, done: Purged, base: datetime) -> None:
    tenant = room.deployment.directory.tenants.get(subject.place.tenant_id)
    if tenant is None or not (done.changes or done.files or done.copies):
        return
    room.note_to(tenant, "dossiers.purge", f"{done.words}, sauvegarde la plus ancienne du {base:%Y-%m-%d}")
    for at in range(0, len(done.files), _AT_ONCE):
        room.note_to(tenant, "files.purge", " ".join(done.files[at : at + _AT_ONCE]))


def _folder(room: Room) -> Path:
    return folder_of(room.deployment.settings)
