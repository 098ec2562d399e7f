"""The commands on the databases of brokerages as a whole: each shows how far it is, and says how it ended."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from reference_app.clock import PARIS
from reference_app.deployment import Deployment
from reference_app.errors import SetupError
from reference_app.folder_lock import alone
from reference_app.operations.archive import BadArchive
from reference_app.operations.backups import back_up_all, overdue, verify_all
from reference_app.operations.lifting_places import lift_places
from reference_app.operations.master_rotation import rotate_master_key
from reference_app.operations.moving import Move, forget_source, move
from reference_app.operations.rebuilding import Whole, rebuild, rebuild_directory, try_all
from reference_app.operations.restoring import Asked, restore
from reference_app.operations.room import Room, Subject, refuse_without_ticket
from reference_app.operations.rotation import rotate_all
from reference_app.storage.people import Tenant
from reference_app.storage.sealing import Purpose

SOME_FAILED: Final = 1
ELSEWHERE: Final = "arrêter le service d’abord"


def one_or_all(parser: argparse.ArgumentParser) -> None:
    """Take a brokerage; without it, all."""
    parser.add_argument("--tenant", default="", help="un seul cabinet : son SIREN ou son nom ; sans lui, tous")


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to back up, or whether to say only what is overdue."""
    one_or_all(parser)
    parser.add_argument("--check", action="store_true", help="dire ce qui n’est pas sauvegardé ou essayé à temps")


def run_backup(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Back up one brokerage or all, or say what is overdue."""
    room = Room(deployment)
    if not asked.check:
        with room.turn():
            return SOME_FAILED if back_up_all(room, _tenant(room, asked)) else 0
    late = overdue(room)
    for line in late:
        print(line, file=sys.stderr)
    if not late:
        print("Toutes les bases ont une sauvegarde récente, essayée.")
    return SOME_FAILED if late else 0


def run_verify(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Read the archives again."""
    room = Room(deployment)
    return SOME_FAILED if any(verdict.problem for verdict in verify_all(room, _tenant(room, asked))) else 0


def run_restore_test(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Restore the last archives on trial."""
    room = Room(deployment)
    with room.turn():
        return SOME_FAILED if any(test.verdict != "equal" for test in try_all(room, _tenant(room, asked))) else 0


def restore_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whose dossiers, as of when, on which ticket."""
    one_arguments(parser)
    parser.add_argument("--to", required=True, metavar="INSTANT", help="2026-11-27T18:30, heure de Paris")
    parser.add_argument("--dry-run", action="store_true", help="dire ce qui serait fait, sans rien changer")


def run_restore(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Restore the dossiers of a brokerage to an instant."""
    room = Room(deployment)
    wanted = Asked(room.tenant(asked.tenant), instant(asked.to), asked.ticket, asked.dry_run)
    with refused(), room.turn():
        done = restore(room, wanted)
    print(("À faire : " if wanted.dry else "Fait : ") + done.words)
    return 0


def rebuild_arguments(parser: argparse.ArgumentParser) -> None:
    """Take which database is lost, and from which archive to make it anew."""
    one_arguments(parser)
    parser.add_argument("--database", choices=("dossiers", "journal"), required=True, help="la base perdue")
    parser.add_argument("--archive", type=Path, help="une archive ; sans elle, la dernière")


def run_rebuild(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Make a lost database anew."""
    room = Room(deployment)
    tenant = room.tenant(asked.tenant)
    subject = Subject(tenant.id, Purpose(asked.database), tenant.name)
    with alone(deployment.settings.data_folder, ELSEWHERE), refused():
        made = rebuild(room, subject, refuse_without_ticket(asked.ticket), asked.archive)
    print(f"{subject.words} : refaite, {made.manifest.rows} ligne(s), état du {made.manifest.at:%d/%m/%Y %H:%M:%S} UTC")
    return 0


def directory_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the archive."""
    parser.add_argument("--archive", type=Path, required=True, help="une archive de l’annuaire")


def run_rebuild_directory(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Fill the directory of a new deployment."""
    with alone(deployment.settings.data_folder, ELSEWHERE), refused():
        made = rebuild_directory(Room(deployment), asked.archive)
    print(f"annuaire refait, {made.rows} ligne(s), état du {made.at:%d/%m/%Y %H:%M:%S} UTC")
    return 0


def move_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whom to move, and where."""
    one_arguments(parser)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="NOM", help="un lieu de NETSOFT_SITES ; vide, celui des réglages")
    where.add_argument("--forget-source", action="store_true", help="retirer les bases d’avant un déplacement")


def run_move(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Move a brokerage, or remove what a move left."""
    room = Room(deployment)
    tenant = room.tenant(asked.tenant)
    with alone(deployment.settings.data_folder, ELSEWHERE):
        if asked.forget_source:
            print(f"{forget_source(room, tenant)} base(s) d’avant retirée(s)")
        else:
            move(room, Move(tenant, asked.to, asked.ticket))
            print(f"{tenant.name} est déplacé ; ses bases d’avant restent, jusqu’à « move --forget-source ».")
    return 0


def run_rotate(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Give databases another secret."""
    room = Room(deployment)
    return SOME_FAILED if rotate_all(room, _tenant(room, asked)) else 0


def run_lift_places(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Lift the places that shut a brokerage out."""
    room = Room(deployment)
    lift_places(room, room.tenant(asked.tenant), asked.ticket)
    return 0


def run_rotate_master(deployment: Deployment, asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Replace the master key."""
    with alone(deployment.settings.data_folder, ELSEWHERE):
        rotate_master_key(Room(deployment))
    return 0


def one_arguments(parser: argparse.ArgumentParser) -> None:
    """Take one brokerage, and the ticket by which it asks."""
    parser.add_argument("--tenant", required=True, help="le cabinet : son SIREN ou son nom")
    parser.add_argument("--ticket", default="", help="la référence du billet par lequel le cabinet le demande")


def instant(text: str) -> datetime:
    """Read an instant; without an offset it is of Paris."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise SetupError(f"Instant illisible : {text} ; écrire 2026-11-27T18:30, heure de Paris.") from error
    return at if at.tzinfo is not None else at.replace(tzinfo=PARIS)


@contextmanager
def refused() -> Iterator[None]:
    """Say what an operation refuses as a command does."""
    try:
        yield
    except (BadArchive, Whole, OSError) as error:
        raise SetupError(str(error)) from error


def _tenant(room: Room, asked: argparse.Namespace) -> Tenant | None:
    return room.tenant(asked.tenant) if asked.tenant else None
