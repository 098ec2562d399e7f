"""Closing a brokerage, and erasing it at the end (9.3, 15.5): its databases, its logins, its archives and its keys.

What the law asks the publisher to keep stays in the directory: the brokerage's identity, its accounts, its documents.
A copy that lies elsewhere is lost with the keys. A certificate says what was erased, with its proofs.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from attrs import asdict, field, frozen
from sqlalchemy import Connection, delete, insert, select, update

from netsoft.days import Month
from reference_app.clock import paris_day
from reference_app.errors import SetupError
from reference_app.operations.room import FAILURES, Room, Subject, refuse_without_ticket
from reference_app.operations.rows import content_tables, proofs
from reference_app.storage.backup_log import forget_backups
from reference_app.storage.bounds import end_sessions_of_tenant
from reference_app.storage.directory import StaffAct, journal_staff_act
from reference_app.storage.directory_tables import given_passwords, sessions, tenants, users
from reference_app.storage.facts import MonthCounts
from reference_app.storage.operation_tables import erasures
from reference_app.storage.people import Tenant


@frozen
class Erasing:
    """Whom to erase, by which ticket, with the name typed again."""

    tenant: Tenant
    ticket: str = field(converter=refuse_without_ticket)
    name: str = ""


def close(room: Room, tenant: Tenant, ticket: str) -> None:
    """Close a brokerage: nobody of it signs in any more, and its sessions end; its data stay."""
    reference, now = refuse_without_ticket(ticket), room.deployment.clock.now()
    if tenant.closed_at is not None:
        raise SetupError(f"{tenant.name} est déjà fermé.")
    room.note_to(tenant, "brokerage.close", f"billet {reference}")
    with room.deployment.directory.store.write() as db:
        db.execute(update(tenants).where(tenants.c.id == tenant.id).values(closed_at=now))
        _end_sessions(db, tenant)


def erase(room: Room, asked: Erasing) -> dict[str, Any]:
    """Erase a closed brokerage, and return the certificate; cut off, the same command ends it."""
    tenant, deployment = asked.tenant, room.deployment
    _refuse(room, asked)
    deployment.vault.let_go(tenant.id)
    subjects = room.subjects(tenant)
    proven = [_proof(room, subject) for subject in subjects]
    room.note("erase.begin", tenant.id, f"billet {asked.ticket}, {[proof['digest'] for proof in proven]}")
    for subject in subjects:
        deployment.custody.site.remove(subject.place)
        room.say(f"{subject.words} : base retirée")
    deployment.vault.files_of(tenant.id).keep_only(())
    archives = _remove_archives(room, tenant)
    certificate = _certificate(asked, proven, archives, deployment.clock.now())
    with deployment.directory.store.write() as db:
        deployment.custody.forget_keys(db, tenant.id)
        _end_sessions(db, tenant)
        row = {"tenant_id": tenant.id, "at": deployment.clock.now(), "ticket": asked.ticket}
        db.execute(insert(erasures).values(certificate=json.dumps(certificate, ensure_ascii=False), **row))
        act = StaffAct(deployment.clock.now(), None, "", "", None, "erase", tenant.id, f"billet {asked.ticket}")
        journal_staff_act(db, act)
    return certificate


def certificate_of(room: Room, tenant: Tenant) -> dict[str, Any] | None:
    """Return the certificate of a brokerage that was erased."""
    with room.deployment.directory.store.read() as db:
        kept = db.scalar(select(erasures.c.certificate).where(erasures.c.tenant_id == tenant.id))
    return None if kept is None else dict(json.loads(kept))


def _refuse(room: Room, asked: Erasing) -> None:
    tenant = asked.tenant
    if certificate_of(room, tenant) is not None:
        raise SetupError(f"{tenant.name} est déjà effacé.")
    if tenant.closed_at is None:
        raise SetupError(f"{tenant.name} n’est pas fermé : seul un cabinet fermé s’efface.")
    if asked.name != tenant.name:
        raise SetupError(f"Le nom tapé n’est pas celui du cabinet : donner --name « {tenant.name} ».")
    last = Month.containing(paris_day(tenant.closed_at))
    counted = {kept.value.month for kept in room.deployment.directory.records.of(MonthCounts, tenant.id)}
    if last not in counted:
        raise SetupError(f"Le mois {last} n’est pas clos : ses actions seraient perdues ; lancer close-month d’abord.")


def _proof(room: Room, subject: Subject) -> dict[str, Any]:
    """Count and digest a database as it is, without a word of its content."""
    try:
        with room.custody.store(subject.place).read() as db:
            found = proofs(db, content_tables(subject.schema))
    except FAILURES:
        return {"database": subject.purpose.value, "digest": "illisible", "tables": []}
    tables = [{"table": proof.name, "rows": proof.rows, "sha256": proof.digest} for proof in found]
    digest = json.dumps([asdict(proof) for proof in found], sort_keys=True)
    return {"database": subject.purpose.value, "digest": sha256(digest.encode()).hexdigest(), "tables": tables}


def _remove_archives(room: Room, tenant: Tenant) -> int:
    folder, kept = room.deployment.settings.backups, room.deployment.directory.backups(tenant.id)
    if kept and folder is None:
        raise SetupError("NETSOFT_BACKUPS : donner le dossier des sauvegardes, pour que celles du cabinet s’effacent.")
    for backup in kept:
        assert folder is not None
        (folder / backup.file).unlink(missing_ok=True)
    if folder is not None:
        shutil.rmtree(folder / tenant.id, ignore_errors=True)
    with room.deployment.directory.store.write() as db:
        forget_backups(db, (backup.id for backup in kept))
    return len(kept)


def _certificate(asked: Erasing, proven: list[dict[str, Any]], archives: int, at: datetime) -> dict[str, Any]:
    tenant = asked.tenant
    return {
        "cabinet": tenant.name,
        "siren": tenant.siren,
        "billet": asked.ticket,
        "fermé le": None if tenant.closed_at is None else tenant.closed_at.astimezone(UTC).isoformat(),
        "effacé le": at.astimezone(UTC).isoformat(),
        "bases": proven,
        "sauvegardes": archives,
        "fichiers": "retirés, avec leurs copies",
        "clés": "oubliées : toute copie qui subsisterait ailleurs ne s’ouvre plus",
        "conservé": "identité, comptes d’accès, écritures et documents, que la loi demande de garder",
    }


def _end_sessions(db: Connection, tenant: Tenant) -> None:
    """End the sessions of a brokerage's users, and let no password of theirs be given any more."""
    of_users = select(users.c.id).where(users.c.tenant_id == tenant.id)
    end_sessions_of_tenant(db, tenant.id)
    db.execute(delete(sessions).where(sessions.c.account_id.in_(of_users)))
    db.execute(delete(given_passwords).where(given_passwords.c.account_id.in_(of_users)))
