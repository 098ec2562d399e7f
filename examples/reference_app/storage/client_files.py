"""What is deposited in the clients' dossiers: the rows that describe the files."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from attrs import asdict, frozen
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from reference_app.errors import NotFound
from reference_app.ids import ClientId, FileId, TenantId, UserId
from reference_app.storage.dossier_tables import changes, clients, files

_NOBODY: Final = TenantId("")


@frozen
class Deposited:
    """A file: of which client, under which name, how large (bytes), its digest, who deposited it and when, whose."""

    id: FileId
    client_id: ClientId
    name: str
    size: int
    sha256: str
    added_at: datetime
    added_by: UserId
    # Whose it is, as the row of its client says; one that is only about to be kept says nothing yet.
    owner: TenantId = _NOBODY


def files_of(db: Connection, client_id: ClientId) -> tuple[Deposited, ...]:
    """Return what a client's dossier holds, the newest first."""
    asked = _standing().where(files.c.client_id == client_id).order_by(files.c.added_at.desc(), files.c.id)
    return tuple(map(_deposited, db.execute(asked)))


def get_file(db: Connection, client_id: ClientId, file_id: FileId) -> Deposited:
    """Return one file of a client, or raise :class:`NotFound`."""
    row = db.execute(_standing().where((files.c.id == file_id) & (files.c.client_id == client_id))).one_or_none()
    if row is None:
        raise NotFound
    return _deposited(row)


def add_file(db: Connection, deposited: Deposited) -> None:
    """Add a file to a client's dossier."""
    row = asdict(deposited)
    del row["owner"]  # its client's row says it
    db.execute(insert(files).values(**row))


def remove_file(db: Connection, file_id: FileId, at: datetime) -> None:
    """Take a file out of its dossier; its content stays until it is purged."""
    standing = (files.c.id == file_id) & files.c.removed_at.is_(None)
    if db.execute(update(files).where(standing).values(removed_at=at)).rowcount != 1:
        raise NotFound


def bytes_used(db: Connection) -> int:
    """Return how many bytes all that is deposited takes."""
    return int(db.scalar(select(func.coalesce(func.sum(files.c.size), 0)).where(files.c.removed_at.is_(None))) or 0)


def known_files(db: Connection) -> tuple[FileId, ...]:
    """Return every file that a row describes, those that were taken away too."""
    return tuple(map(FileId, db.scalars(select(files.c.id))))


def needed_files(db: Connection, since: datetime) -> frozenset[FileId]:
    """Return the files that stand, and those that were taken away no earlier than an instant."""
    asked = select(files.c.id).where(files.c.removed_at.is_(None) | (files.c.removed_at >= since))
    return frozenset(map(FileId, db.scalars(asked)))


def removed_before(db: Connection, at: datetime) -> tuple[FileId, ...]:
    """Return the files that were taken away before an instant, and still have their row."""
    asked = select(files.c.id).where(files.c.removed_at < at).order_by(files.c.id)
    return tuple(map(FileId, db.scalars(asked)))


def forget_file(db: Connection, file_id: FileId) -> None:
    """Forget a file that was taken away; one that stands is left."""
    db.execute(delete(files).where((files.c.id == file_id) & files.c.removed_at.is_not(None)))


def remembered_files(db: Connection) -> frozenset[FileId]:
    """Return every file that a row describes, or that the log of changes names: a restore may still ask for it."""
    named = db.scalars(select(changes.c.key).where(changes.c.of_table == files.name).distinct())
    return frozenset(known_files(db)) | frozenset(FileId(json.loads(key)[0]) for key in named)


def _standing() -> Any:
    mine = files.join(clients, files.c.client_id == clients.c.id)
    return select(files, clients.c.owner).select_from(mine).where(files.c.removed_at.is_(None))


def _deposited(row: Row[Any]) -> Deposited:
    return Deposited(row.id, row.client_id, row.name, row.size, row.sha256, row.added_at, row.added_by, row.owner)
