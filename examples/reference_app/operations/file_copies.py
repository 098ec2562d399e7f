"""The files of a brokerage beside its archives: copied once each, sealed as they are; put back where they are lost."""

from __future__ import annotations

from pathlib import Path

from reference_app.errors import NotFound
from reference_app.ids import FileId, TenantId
from reference_app.operations.files import whole_file
from reference_app.operations.room import Room, Subject
from reference_app.storage.client_files import known_files

_READ = 256 * 1024


def copy_files(room: Room, subject: Subject, folder: Path) -> tuple[int, tuple[FileId, ...]]:
    """Copy what has no copy yet; return how many, and those whose content is missing.

    A content never changes under its id, and none of it is opened.
    """
    kept, copied, missing = room.deployment.vault.files_of(TenantId(subject.owner)), 0, []
    for file_id in _known(room, subject):
        path = _copy_of(folder, subject, file_id)
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
    return copied, tuple(missing)


def put_back(room: Room, subject: Subject, folder: Path) -> tuple[int, tuple[FileId, ...]]:
    """Put back the contents that are lost and have a copy; return how many, and those that have none."""
    kept, put, missing = room.deployment.vault.files_of(TenantId(subject.owner)), 0, []
    for file_id in _known(room, subject):
        if kept.has(file_id):
            continue
        path = _copy_of(folder, subject, file_id)
        if not path.exists():
            missing.append(file_id)
            continue
        with path.open("rb") as file:
            kept.put_sealed(file_id, iter(lambda: file.read(_READ), b""))
        put += 1
    return put, tuple(missing)


def _known(room: Room, subject: Subject) -> tuple[FileId, ...]:
    with room.custody.store(subject.place).read() as db:
        return known_files(db)


def _copy_of(folder: Path, subject: Subject, file_id: FileId) -> Path:
    return folder / subject.owner / "files" / file_id
