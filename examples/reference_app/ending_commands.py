"""The commands by which a brokerage leaves: its data given back, its access closed, everything of it erased."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from reference_app.deployment import Deployment
from reference_app.errors import SetupError
from reference_app.folder_lock import alone
from reference_app.operation_commands import ELSEWHERE, one_arguments
from reference_app.operations.envelope import Recipient
from reference_app.operations.erasing import Erasing, certificate_of, close, erase
from reference_app.operations.exporting import Wanted, export
from reference_app.operations.files import whole_file
from reference_app.operations.room import Room
from reference_app.services.passwords import generated


def export_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whose data, to whom, and where to write."""
    one_arguments(parser)
    parser.add_argument("--into", type=Path, required=True, help="le dossier où écrire le fichier")
    parser.add_argument(
        "--key", type=Path, help="la clé publique X25519 du cabinet, PEM ; sans elle, une phrase secrète"
    )


def run_export(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Give a brokerage its data."""
    room = Room(deployment)
    recipient = Recipient(passphrase=generated()) if asked.key is None else _of_file(asked.key)
    given = export(room, Wanted(room.tenant(asked.tenant), recipient, asked.into, asked.ticket))
    print(f"{given.path} : {given.rows} ligne(s), empreinte {given.digest}")
    if recipient.key is None:
        print(f"Phrase secrète, affichée cette seule fois, à donner par une autre voie :\n  {recipient.passphrase}")
    return 0


def run_close(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Close a brokerage."""
    room = Room(deployment)
    tenant = room.tenant(asked.tenant)
    close(room, tenant, asked.ticket)
    print(f"{tenant.name} est fermé ; ses données restent, jusqu’à la commande « erase ».")
    return 0


def erase_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whom to erase, its name typed again, and where to write the certificate."""
    one_arguments(parser)
    parser.add_argument("--name", default="", help="le nom du cabinet, tapé en entier")
    parser.add_argument("--certificate", type=Path, help="où écrire le certificat ; sans lui, il est affiché")


def run_erase(deployment: Deployment, asked: argparse.Namespace) -> int:
    """Erase a closed brokerage; of one that is erased already, give the certificate again."""
    room = Room(deployment)
    tenant = room.tenant(asked.tenant)
    certificate = certificate_of(room, tenant)
    if certificate is None:
        with alone(deployment.settings.data_folder, ELSEWHERE):
            certificate = erase(room, Erasing(tenant, asked.ticket, asked.name))
    text = json.dumps(certificate, ensure_ascii=False, indent=1) + "\n"
    if asked.certificate is None:
        print(text, end="")
        return 0
    with whole_file(asked.certificate.absolute()) as file:
        file.write(text.encode())
    return 0


def _of_file(path: Path) -> Recipient:
    try:
        return Recipient.of_pem(path.read_bytes())
    except OSError as error:
        raise SetupError(f"{path} ne se lit pas ({error.strerror}).") from error
