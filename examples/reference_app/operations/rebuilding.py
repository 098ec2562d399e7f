"""Making a database that is lost or damaged anew from its last archive (15.5); and trying, for real, that one could.

The new database opens to nobody before it is whole and proven. What was written after the archive is lost, and is said.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from secrets import token_bytes
from time import monotonic
from typing import Final

from attrs import frozen
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import DBAPIError

from netsoft.clause import Clause
from netsoft.rendering import counted
from reference_app.errors import DamagedTenant, SetupError
from reference_app.ids import TenantId, new_id
from reference_app.operations.archive import BadArchive, Manifest, archive_id
from reference_app.operations.backups import backups_of, folder_of, manifest_of, there
from reference_app.operations.dumping import load
from reference_app.operations.file_copies import put_back
from reference_app.operations.room import FAILURES, Room, Subject
from reference_app.operations.rows import content_tables, proofs
from reference_app.storage.backup_log import Backup, RestoreTest, keep_restore_test
from reference_app.storage.bounds import end_every_session
from reference_app.storage.directory_tables import tenant_keys, unfinished
from reference_app.storage.people import Tenant
from reference_app.storage.sealing import TENANT_PURPOSES, Purpose
from reference_app.storage.sites import Place, awaited

TRIALS: Final = Clause("15.13.14")


@frozen
class Rebuilt:
    """What was made anew: the database, from which archive, and the proof of what it holds."""

    subject: Subject
    archive: Path
    manifest: Manifest


def rebuild(room: Room, subject: Subject, ticket: str, archive: Path | None = None) -> Rebuilt:
    """Make a lost or damaged database of a brokerage anew; one that opens and reads is refused."""
    directory, mark = room.deployment.directory, awaited(subject.place)
    if not directory.unfinished(mark):
        _refuse_whole(room, subject)
        directory.begin(mark)
    path = archive or _last(room, subject)
    with path.open("rb") as file:
        seal = room.seal(subject, archive_id(file))
        file.seek(0)
        read: list[Manifest] = []
        room.note("database.rebuild.begin", subject.owner, f"billet {ticket}, {subject.purpose.value}, {seal.id}")
        room.custody.site.rebuild(
            subject.place,
            lambda: room.custody.secrets(subject.place).all,
            lambda db: read.append(load(db, subject.schema, file, seal)),
        )
    detail = f"billet {ticket}, {subject.purpose.value}, {seal.id}, {read[0].digest}"
    room.note("database.rebuild", subject.owner, detail)
    directory.finish(mark)
    room.deployment.vault.let_go(subject.place.tenant_id)
    if subject.purpose is Purpose.DOSSIERS:
        put, missing = put_back(room, subject, folder_of(room.deployment.settings))
        room.say(f"{counted(put, 'fichier remis', 'fichiers remis')}, {counted(len(missing), 'manque', 'manquent')}")
    return Rebuilt(subject, path, read[0])


def rebuild_directory(room: Room, archive: Path) -> Manifest:
    """Fill the directory of a new deployment from its archive; one that knows a brokerage or a person is refused.

    Every session that was opened before ends, wherever it is kept.
    """
    subject, directory = Subject("", Purpose.DIRECTORY), room.deployment.directory
    if directory.tenants.all() or directory.staff.all():
        raise SetupError("L’annuaire n’est pas vide : il se refait dans un dossier ou une base neufs.")
    with archive.open("rb") as file:
        seal = room.seal(subject, archive_id(file))
        file.seek(0)
        with directory.store.write() as db:
            manifest = load(db, subject.schema, file, seal)
            kept = db.execute(select(tenant_keys.c.tenant_id, tenant_keys.c.purpose)).all()
            places = (Place(row.tenant_id, Purpose(row.purpose)) for row in kept)
            marks = [{"work": awaited(place)} for place in places if place.purpose in TENANT_PURPOSES]
            db.execute(delete(unfinished).where(unfinished.c.work.startswith("scratch/")))
            if marks:
                db.execute(insert(unfinished), marks)
            end_every_session(db, room.deployment.clock.now())
    room.note("directory.rebuild", "", f"{seal.id}, {manifest.digest}")
    return manifest


def try_all(room: Room, tenant: Tenant | None = None) -> tuple[RestoreTest, ...]:
    """Restore the last archives in a scratch place, compare, remove it, and keep the result."""
    room.tidy()
    tests = []
    for subject in room.subjects(tenant):
        tried = try_one(room, subject)
        if tried is not None:
            tests.append(tried)
        room.say(f"{subject.words} : {words_of(tried)}")
    failed = sum(test.verdict != "equal" for test in tests)
    room.note("restore.test", "" if tenant is None else tenant.id, f"{len(tests)} essais, {failed} en échec")
    return tuple(tests)


def try_one(room: Room, subject: Subject) -> RestoreTest | None:
    """Restore the last archive of one database on trial, and keep the result; None where there is none."""
    kept = backups_of(room, subject)
    if not kept:
        return None
    tried = _tried(room, subject, kept[-1])
    with room.deployment.directory.store.write() as db:
        keep_restore_test(db, tried)
    return tried


def _tried(room: Room, subject: Subject, backup: Backup) -> RestoreTest:
    began, rows, problem = monotonic(), 0, ""
    try:
        rows = _restored(room, subject, backup)
    except (*FAILURES, BadArchive) as failure:
        problem = str(failure)[:300]
    took = round((monotonic() - began) * 1000)
    verdict = "failed" if problem else "equal"
    return RestoreTest(
        room.deployment.clock.now(), subject.owner, subject.purpose.value, backup.id, rows, took, verdict, problem
    )


def _restored(room: Room, subject: Subject, backup: Backup) -> int:
    """Restore an archive apart, on the engine that serves, and compare; return how many rows."""
    expected = manifest_of(room, backup, subject)
    with room.scratch() as apart:
        site = apart if subject.purpose is Purpose.DIRECTORY else room.custody.site
        place, key = Place(TenantId(new_id()), subject.purpose), token_bytes(32)
        mark = f"scratch/{place.tenant_id}/{place.purpose.value}"
        try:
            with room.deployment.directory.finishing(mark):
                site.rebuild(place, lambda: (key,), lambda db: load_archive(room, subject, backup, db))
                store = site.open(place, lambda: (key,))
                with store.read() as db:
                    found = proofs(db, content_tables(subject.schema))
        finally:
            site.remove(place)
            room.deployment.directory.finish(mark)
    if found != expected.tables:
        raise BadArchive(f"Ce que l’archive {backup.id} restaure n’est pas ce qui a été sauvegardé.")
    return expected.rows


def load_archive(room: Room, subject: Subject, backup: Backup, db: object) -> None:
    """Fill a database from an archive that the directory knows."""
    with (folder_of(room.deployment.settings) / backup.file).open("rb") as file:
        load(db, subject.schema, file, room.seal(subject, backup.id))  # type: ignore[arg-type]


def _refuse_whole(room: Room, subject: Subject) -> None:
    with suppress(SetupError, DamagedTenant, DBAPIError, OSError):
        if room.custody.site.exists(subject.place):
            store = room.custody.store(subject.place)
            with store.read() as db:
                proofs(db, content_tables(subject.schema))
            raise Whole(f"{subject.words} : la base s’ouvre et se lit ; pour un état antérieur, « restore --to ».")


class Whole(Exception):
    """A database that is said to be lost opens and reads."""


def _last(room: Room, subject: Subject) -> Path:
    for backup in reversed(backups_of(room, subject)):
        if there(room, backup):
            return folder_of(room.deployment.settings) / backup.file
    raise SetupError(f"{subject.words} : aucune sauvegarde ; donner --archive.")


def words_of(test: RestoreTest | None) -> str:
    """Say a trial."""
    if test is None:
        return "aucune sauvegarde à essayer"
    if test.verdict == "equal":
        return f"restaurée et comparée, {counted(test.rows, 'ligne')}, {test.milliseconds} ms"
    return f"ÉCHEC {test.detail}"
