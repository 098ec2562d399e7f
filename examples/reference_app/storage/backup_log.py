"""What the directory knows of back-ups and of their trials."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from attrs import asdict, fields, frozen
from sqlalchemy import Connection, Row, delete, func, insert, select

from reference_app.storage.operation_tables import backups, restore_tests


@frozen
class Backup:
    """An archive that is kept: whose (``""``: the directory), of what, as of when, where, and its digest."""

    id: str
    owner: str
    purpose: str
    at: datetime
    file: str
    rows: int
    bytes: int
    digest: str


@frozen
class RestoreTest:
    """A trial of an archive: whether what it restores is what was backed up."""

    at: datetime
    owner: str
    purpose: str
    archive: str
    rows: int
    milliseconds: int
    verdict: str
    detail: str = ""


def keep_backup(db: Connection, backup: Backup) -> None:
    """Note an archive that was written whole and read again."""
    db.execute(insert(backups).values(**asdict(backup)))


def kept_backups(db: Connection, owner: str | None = None) -> tuple[Backup, ...]:
    """Return the archives that are kept, of one owner or of all, the oldest first."""
    asked = select(backups).order_by(backups.c.at, backups.c.id)
    return tuple(Backup(**row._asdict()) for row in db.execute(asked if owner is None else asked.where(_of(owner))))


def forget_backups(db: Connection, ids: Iterable[str]) -> None:
    """Forget archives that were removed."""
    db.execute(delete(backups).where(backups.c.id.in_(tuple(ids))))


def keep_restore_test(db: Connection, tried: RestoreTest) -> None:
    """Note a trial."""
    db.execute(insert(restore_tests).values(**asdict(tried)))


def restore_tests_of(db: Connection, owner: str) -> tuple[RestoreTest, ...]:
    """Return the trials of an owner's archives, the newest first."""
    mine = select(restore_tests).where(restore_tests.c.owner == owner).order_by(restore_tests.c.seq.desc())
    return tuple(map(_test, db.execute(mine)))


def newest_backups(db: Connection) -> tuple[Backup, ...]:
    """Return the last archive of each database."""
    last = select(backups.c.owner, backups.c.purpose, func.max(backups.c.at).label("at"))
    newest = last.group_by(backups.c.owner, backups.c.purpose).subquery()
    same = (newest.c.owner == backups.c.owner) & (newest.c.purpose == backups.c.purpose) & (newest.c.at == backups.c.at)
    asked = select(backups).join(newest, same).order_by(backups.c.id)
    return tuple(Backup(**row._asdict()) for row in db.execute(asked))


def newest_trials(db: Connection, verdict: str = "") -> tuple[RestoreTest, ...]:
    """Return the last trial of each database, of a verdict or of any."""
    last = select(func.max(restore_tests.c.seq)).group_by(restore_tests.c.owner, restore_tests.c.purpose)
    wanted = last.where(restore_tests.c.verdict == verdict) if verdict else last
    return tuple(map(_test, db.execute(select(restore_tests).where(restore_tests.c.seq.in_(wanted)))))


def _of(owner: str) -> Any:
    return backups.c.owner == owner


def _test(row: Row[Any]) -> RestoreTest:
    return RestoreTest(**{attribute.name: getattr(row, attribute.name) for attribute in fields(RestoreTest)})
