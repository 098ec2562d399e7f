"""What no restore asks for goes, on either engine: nothing before its time, and what is left restores all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError

from reference_app.errors import SetupError
from reference_app.ids import FileId
from reference_app.jobs.safekeeping import PURGE
from reference_app.operations import replay
from reference_app.operations.backups import back_up, back_up_all, backups_of, prune
from reference_app.operations.purging import oldest_base, purge
from reference_app.operations.restoring import Asked, restore
from reference_app.services.policy import BACKUP_DAYS, RESTORABLE
from reference_app.settings import Settings
from reference_app.storage.client_files import known_files
from reference_app.storage.dossier_tables import changes
from reference_app.storage.job_log import RunKey
from tests.app.operated import Operated, operated, settings

__all__ = ["settings"]


@pytest.fixture
def on(settings: Settings) -> Iterator[Operated]:
    with operated(settings) as made:
        yield made


def log(on: Operated) -> list[int]:
    """Return the numbers of the changes that are kept."""
    with on.room.store(on.dossiers).read() as db:
        return list(db.scalars(select(changes.c.seq).order_by(changes.c.seq)))


def rows_of_files(on: Operated) -> tuple[FileId, ...]:
    """Return the files that have a row."""
    with on.room.store(on.dossiers).read() as db:
        return known_files(db)


def restored(on: Operated, **back: float) -> list[tuple[str, str]]:
    """Restore to so long before now, and return what the dossiers hold."""
    restore(on.room, Asked(on.tenant, on.clock.at - timedelta(**back), "T"))
    return on.held()


def test_the_log_is_shortened_to_the_oldest_backup_and_each_instant_since_is_restored(on: Operated) -> None:
    on.add("a", "b")
    back_up(on.room, on.dossiers)
    on.rename("a", "Aix")
    on.clock.advance(days=20)
    on.rename("a", "Arles")
    back_up(on.room, on.dossiers)
    on.rename("a", "Apt")
    whole = log(on)
    on.clock.advance(days=9)
    assert purge(on.room, on.dossiers).changes == 0
    assert log(on) == whole
    on.clock.advance(days=2)
    assert purge(on.room, on.dossiers).changes == 1
    assert log(on) == whole[1:]
    assert purge(on.room, on.dossiers).changes == 0
    assert restored(on, days=12) == [("a", "Aix"), ("b", "")]
    assert restored(on, minutes=0) == [("a", "Aix"), ("b", "")]
    before = on.held()
    with pytest.raises(SetupError, match="ne remonte pas si loin"):
        restored(on, days=40)
    assert on.held() == before


def test_without_a_backup_old_enough_or_that_reads_nothing_goes(on: Operated) -> None:
    on.add("a", "b")
    first = back_up(on.room, on.dossiers)
    on.rename("a", "Aix")
    back_up(on.room, on.dossiers)
    whole = log(on)
    folder = on.deployment.settings.backups
    assert folder is not None
    (folder / first.file).write_bytes(b"x" * first.bytes)
    assert purge(on.room, on.dossiers).changes == 0
    on.clock.advance(days=RESTORABLE.days + 1)
    base = oldest_base(on.room, on.dossiers)
    assert base is not None
    assert base.backup == backups_of(on.room, on.dossiers)[1]
    (folder / base.backup.file).unlink()
    assert purge(on.room, on.dossiers).changes == 0
    assert log(on) == whole


def test_the_log_stays_only_appended_to(on: Operated) -> None:
    on.add("a", "b")
    back_up(on.room, on.dossiers)
    on.clock.advance(days=RESTORABLE.days)
    assert purge(on.room, on.dossiers).changes == 1
    with pytest.raises(DBAPIError, match=r"append only|permission denied"), on.room.store(on.dossiers).write() as db:
        db.execute(delete(changes))
    with pytest.raises(DBAPIError, match="append only"), on.room.custody.owned(on.dossiers.place).write() as db:
        db.execute(delete(changes))
    on.add("c")
    with on.room.store(on.dossiers).read() as db:
        assert replay.head(db) == 3


def test_a_file_that_was_taken_away_goes_once_no_restore_asks_for_it(on: Operated) -> None:
    on.add("a")
    kept, gone = on.deposit("a", b"garde"), on.deposit("a", b"retire")
    files, folder = on.deployment.vault.files_of(on.tenant.id), on.deployment.settings.backups
    assert folder is not None
    copies = folder / on.tenant.id / "files"
    back_up_all(on.room)
    on.clock.advance(days=2)
    on.take_away(gone)
    on.clock.advance(days=2)
    back_up_all(on.room)
    on.clock.advance(days=RESTORABLE.days)
    assert purge(on.room, on.dossiers).files == ()
    assert files.has(gone)
    on.clock.advance(days=BACKUP_DAYS - RESTORABLE.days)
    prune(on.room)
    done = purge(on.room, on.dossiers)
    assert done.files == (gone,)
    assert rows_of_files(on) == (kept,)
    assert not files.has(gone)
    assert [path.name for path in copies.iterdir()] == [kept]
    assert on.journaled()[-2:] == [("dossiers.purge", "noted"), ("files.purge", "noted")]
    assert on.counted() == 4
    assert back_up_all(on.room) == 0
    on.clock.advance(minutes=1)
    assert restored(on, days=1) == [("a", "")]
    assert sorted(rows_of_files(on)) == sorted([kept, gone])
    assert back_up_all(on.room) == 0
    on.clock.advance(days=RESTORABLE.days)
    assert purge(on.room, on.dossiers).files == (gone,)


def test_copies_that_nothing_names_go_with_them(on: Operated) -> None:
    on.add("a")
    kept = on.deposit("a", b"garde")
    back_up_all(on.room)
    folder = on.deployment.settings.backups
    assert folder is not None
    lost = folder / on.tenant.id / "files" / ("0" * 32)
    lost.write_bytes(b"x")
    on.clock.advance(days=RESTORABLE.days)
    assert purge(on.room, on.dossiers).copies == 1
    assert [path.name for path in lost.parent.iterdir()] == [kept]


def test_it_is_a_job_of_each_month(on: Operated) -> None:
    on.add("a", "b")
    back_up(on.room, on.dossiers)
    on.clock.advance(days=RESTORABLE.days + 1)
    jobs = on.deployment.jobs
    assert RunKey(PURGE, "2026-12") in jobs.due()
    with pytest.raises(SetupError, match="sur le mois où elle est lancée"):
        jobs.left(RunKey(PURGE, "2026-11"))
    made = jobs.run(RunKey(PURGE, "2026-12"))
    assert made is not None
    assert [step.detail.replace("\xa0", " ") for step in made.steps] == [
        "1 changement retiré, 0 fichier purgé, 0 copie retirée"
    ]
    assert jobs.run(RunKey(PURGE, "2026-12")) is None
