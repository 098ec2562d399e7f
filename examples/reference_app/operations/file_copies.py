"""The files of a brokerage beside its archives: copied once each, sealed as they are; put back where they are lost."""

from __future__ import annotations

from pathlib import Path

from reference_app.errors import NotFound
from reference_app.ids import FileId, TenantId
from reference_app.operations.files import whole_file
from reference_app.operations.room import Room, Subject
from reference_app.services.policy import RESTORABLE, UNDER_WAY
from reference_app.storage.client_files import known_files, needed_files

_READ = 256 * 1024


def copy_files(room: Room, subject: Subject, folder: Path) -> tuple[int, tuple[FileId, ...]]:
    """Copy what has no copy yet; return how many, and those whose content is missing.

    A content never changes under its id, and none of it is opened.
    """
    kept, copied, missing = room.deployment.vault.files_of(TenantId(subject.owner)), 0, []
    known, needed = _known(room, subject)
    for file_id in known:
        path = copy_of(folder, subject, file_id)
        if path.exists():
            continue
        try:
            parts = kept.sealed(file_id)
            with whole_file(path) as file:
                for part in parts:
                    file.write(part)
            copied += 1
        except NotFound:
            missing.append(file_id)
    return copied, tuple(file_id for file_id in missing if file_id in needed)


def put_back(room: Room, subject: Subject, folder: Path) -> tuple[int, tuple[FileId, ...]]:
    """Put back the contents that are lost and have a copy; return how many, and those that have none."""
    kept, put, missing = room.deployment.vault.files_of(TenantId(subject.owner)), 0, []
    known, needed = _known(room, subject)
    for file_id in known:
        if kept.has(file_id):
            continue
        path = copy_of(folder, subject, file_id)
        if not path.exists():
            missing.append(file_id)
            continue
        with path.open("rb") as file:
            kept.put_sealed(file_id, iter(lambda: file.read(_READ), b""))
        put += 1
    return put, tuple(file_id for file_id in missing if file_id in needed)


def _known(room: Room, subject: Subject) -> tuple[tuple[FileId, ...], frozenset[FileId]]:
    """Return the files that have a row, and those whose content must be there: the others may have been purged."""
    since = room.deployment.clock.now() - RESTORABLE - UNDER_WAY
    with room.custody.store(subject.place).read() as db:
        return known_files(db), needed_files(db, since)


def copies_of(folder: Path, subject: Subject) -> tuple[Path, ...]:
    """Return the copies that there are of a brokerage's files."""
    kept = folder / subject.owner / "files"
    return tuple(sorted(path for path in kept.iterdir() if path.name[0] != ".")) if kept.is_dir() else ()


def copy_of(folder: Path, subject: Subject, file_id: FileId) -> Path:
    """Return where the copy of a file is."""
    return folder / subject.owner / "files" / file_id
