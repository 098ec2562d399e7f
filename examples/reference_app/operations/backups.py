"""Backing up (15.5, 15.13.11): each database in one state, sealed, written whole, read again before it counts.

The time of the last good one is kept, and whoever asks is told which is older than the terms allow.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path
from typing import Final

from attrs import frozen

from netsoft.rendering import counted
from reference_app.errors import SetupError
from reference_app.ids import new_id
from reference_app.operations.archive import BadArchive, Manifest
from reference_app.operations.dumping import dump, verify
from reference_app.operations.file_copies import copy_files
from reference_app.operations.files import whole_file
from reference_app.operations.room import FAILURES, Room, Subject
from reference_app.services.policy import BACKUP_DAYS
from reference_app.services.safekeeping import present, standings
from reference_app.settings import Settings
from reference_app.storage.backup_log import (
    Backup,
    forget_backups,
    keep_backup,
)
from reference_app.storage.directory import StaffAct, journal_staff_act
from reference_app.storage.people import Tenant
from reference_app.storage.sealing import Purpose

_BAD: Final = (BadArchive, OSError)


@frozen
class Verdict:
    """What reading an archive again found."""

    backup: Backup
    subject: Subject
    problem: str = ""


def folder_of(settings: Settings) -> Path:
    """Return where the archives are, or refuse: apart from the data and from the master key."""
    folder = settings.backups
    if folder is None:
        raise SetupError("NETSOFT_BACKUPS : donner un dossier pour les sauvegardes, hors de celui des données.")
    inside, data, key = folder.resolve(), settings.data_folder.resolve(), settings.key_file.resolve()
    if inside.is_relative_to(data) or data.is_relative_to(inside):
        raise SetupError(f"NETSOFT_BACKUPS : {folder} et le dossier des données se contiennent ; les séparer.")
    if settings.master_key is None and key.is_relative_to(inside):
        raise SetupError(
            f"NETSOFT_BACKUPS : {folder} contient la clé maîtresse ; une sauvegarde à côté de sa clé ne protège rien."
        )
    return folder


def back_up(room: Room, subject: Subject) -> Backup:
    """Back one database up; it counts once it was read again."""
    folder, seal = folder_of(room.deployment.settings), room.seal(subject, new_id())
    now = room.deployment.clock.now()
    name = f"{subject.purpose.value}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{seal.id[:8]}.nsa"
    path = folder / (subject.owner or "directory") / name
    store = room.store(subject)
    with whole_file(path) as file:
        written = dump(store, seal, now, file)
        size = file.tell()
        file.seek(0)
        if verify(file, seal) != written:
            raise BadArchive(f"L’archive {seal.id} ne se relit pas comme elle a été écrite.")
    kept = Backup(
        seal.id, subject.owner, subject.purpose.value, now,
        str(path.relative_to(folder)), written.rows, size, written.digest,
    )  # fmt: skip
    detail = f"{subject.purpose.value} {seal.id}, {counted(written.rows, 'ligne')}, {written.digest}"
    with room.deployment.directory.store.write() as db:
        keep_backup(db, kept)
        journal_staff_act(db, StaffAct(now, None, "", "", None, "backup", subject.owner, detail))
    return kept


def back_up_all(room: Room, tenant: Tenant | None = None) -> int:
    """Back up a brokerage, or all and the directory; one that fails stops no other. Return how many failed."""
    folder_of(room.deployment.settings)
    room.tidy()
    subjects, failed = room.subjects(tenant), 0
    for number, subject in enumerate(subjects, 1):
        try:
            kept = back_up(room, subject)
        except (*FAILURES, BadArchive) as failure:
            failed += 1
            room.note("backup.failed", subject.owner, f"{subject.purpose.value} : {type(failure).__name__}")
            room.say(f"{number}/{len(subjects)} ÉCHEC {subject.words} : {failure}")
            continue
        room.say(f"{number}/{len(subjects)} {subject.words} : {counted(kept.rows, 'ligne')}, {kept.file}")
        failed += _files_failed(room, subject)
    for old in prune(room):
        room.say(f"retirée : {old.file}")
    return failed


def _files_failed(room: Room, subject: Subject) -> int:
    """Copy the files that the dossiers describe; return 1 if the content of any is missing."""
    if subject.purpose is not Purpose.DOSSIERS:
        return 0
    try:
        copied, missing = copy_files(room, subject, folder_of(room.deployment.settings))
    except FAILURES as failure:
        room.say(f"ÉCHEC {subject.words}, fichiers : {failure}")
        return 1
    if copied or missing:
        lost = f" ; ÉCHEC, contenu absent : {', '.join(missing)}" if missing else ""
        room.say(f"{subject.words} : {counted(copied, 'fichier copié', 'fichiers copiés')}{lost}")
    return int(bool(missing))


def manifest_of(room: Room, backup: Backup, subject: Subject) -> Manifest:
    """Read an archive to its end, and return its manifest; BadArchive if it is not what was kept."""
    with (folder_of(room.deployment.settings) / backup.file).open("rb") as file:
        manifest = verify(file, room.seal(subject, backup.id))
    if manifest.digest != backup.digest:
        raise BadArchive(f"L’archive {backup.id} n’est pas celle qui a été écrite.")
    return manifest


def verify_all(room: Room, tenant: Tenant | None = None) -> tuple[Verdict, ...]:
    """Read the archives of a brokerage, or all, again and compare their digests."""
    verdicts = []
    for backup, subject in _kept(room, tenant):
        try:
            manifest_of(room, backup, subject)
            verdicts.append(Verdict(backup, subject))
        except _BAD as problem:
            verdicts.append(Verdict(backup, subject, str(problem)))
        room.say(f"{'ÉCHEC ' if verdicts[-1].problem else ''}{subject.words} : {backup.file} {verdicts[-1].problem}")
    bad = [verdict.backup.id for verdict in verdicts if verdict.problem]
    room.note("backup.verify", "" if tenant is None else tenant.id, f"{len(verdicts)} relues, mauvaises : {bad}")
    return tuple(verdicts)


def prune(room: Room) -> tuple[Backup, ...]:
    """Remove the archives that are older than the policy, never the last one of a database that is there and whole."""
    folder, now = folder_of(room.deployment.settings), room.deployment.clock.now()
    last = {(kept.owner, kept.purpose): kept.id for kept in room.deployment.directory.backups() if there(room, kept)}
    before = now - timedelta(days=BACKUP_DAYS)
    old = [
        kept
        for kept in room.deployment.directory.backups()
        if kept.at < before and last.get((kept.owner, kept.purpose)) != kept.id
    ]
    for kept in old:
        (folder / kept.file).unlink(missing_ok=True)
    with room.deployment.directory.store.write() as db:
        forget_backups(db, (kept.id for kept in old))
    return tuple(old)


def backups_of(room: Room, subject: Subject) -> tuple[Backup, ...]:
    """Return the archives of one database, the oldest first."""
    kept = room.deployment.directory.backups(subject.owner)
    return tuple(each for each in kept if each.purpose == subject.purpose.value)


def there(room: Room, backup: Backup) -> bool:
    """Tell whether an archive is where it was written, of the size that it had."""
    return present(folder_of(room.deployment.settings), backup)


def overdue(room: Room) -> tuple[str, ...]:
    """Say, in French, what is wrong with the back-ups and the trials of each database."""
    folder, now = folder_of(room.deployment.settings), room.deployment.clock.now()
    found = standings(room.deployment.directory, folder)
    return tuple(f"{room.subject(one.place).words} : {alarm}" for one in found for alarm in one.alarms(now))


def _kept(room: Room, tenant: Tenant | None) -> tuple[tuple[Backup, Subject], ...]:
    names = {str(each.id): each.name for each in room.deployment.directory.tenants.all()}
    kept = room.deployment.directory.backups(None if tenant is None else tenant.id)
    return tuple(
        (each, Subject(each.owner, Purpose(each.purpose), names.get(each.owner, "annuaire de l’éditeur")))
        for each in kept
    )
