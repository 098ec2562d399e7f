"""What is deposited in the clients' dossiers: the rows that describe the files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import asdict, frozen
from sqlalchemy import Connection, Row, func, insert, select, update

from reference_app.errors import NotFound
from reference_app.ids import ClientId, FileId, UserId
from reference_app.storage.dossier_tables import files


@frozen
class Deposited:
    """A file: of which client, under which name, how large (bytes), its digest, who deposited it and when."""

    id: FileId
    client_id: ClientId
    name: str
    size: int
    sha256: str
    added_at: datetime
    added_by: UserId


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
    db.execute(insert(files).values(**asdict(deposited)))


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


def _standing() -> Any:
    return select(files).where(files.c.removed_at.is_(None))


def _deposited(row: Row[Any]) -> Deposited:
    return Deposited(row.id, row.client_id, row.name, row.size, row.sha256, row.added_at, row.added_by)
