"""The master key: given by the environment, or kept in a file apart from the data."""

from __future__ import annotations

import os
import re
import secrets
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from attrs import field, frozen

from reference_app.errors import SetupError
from reference_app.settings import Settings

_HEX: Final = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)


@frozen
class MasterKey:
    """256 bits that open everything; ``created`` tells that they were just made.

    While the key is being replaced, ``next`` is the other one: what does not open with the first opens with it.
    """

    key: bytes = field(repr=False)
    source: str
    created: bool = False
    next: bytes | None = field(default=None, repr=False)


def load_master_key(settings: Settings, *, has_data: Callable[[], bool]) -> MasterKey:
    """Return the master key, made on the first start; refuse one that lies open or with the data."""
    if settings.master_key is not None:
        return MasterKey(_parse(settings.master_key, "NETSOFT_MASTER_KEY"), "NETSOFT_MASTER_KEY")
    path = settings.key_file
    _refuse_beside_data(path, settings.data_folder)
    if path.exists():
        following = next_key_file(path)
        return MasterKey(read_key(path), str(path), next=read_key(following) if following.exists() else None)
    if has_data():
        raise SetupError(
            f"La clé maîtresse manque : {path} n’existe pas alors que {settings.where} contient "
            "des données ; remettre la clé sauvegardée, ou donner NETSOFT_KEY_FILE ou NETSOFT_MASTER_KEY."
        )
    return MasterKey(_create(path), str(path), created=True)


def next_key_file(present: Path) -> Path:
    """Return where the next master key is while the one of a file is being replaced."""
    return present.with_name(present.name + ".next")


def _parse(text: str, source: str) -> bytes:
    if not _HEX.fullmatch(text.strip()):
        raise SetupError(f"{source} : une clé maîtresse s’écrit en 64 chiffres hexadécimaux.")
    return bytes.fromhex(text.strip())


def _refuse_beside_data(path: Path, data_folder: Path) -> None:
    if path.resolve().is_relative_to(data_folder.resolve()):
        raise SetupError(
            f"La clé maîtresse {path} est dans le dossier des données ; la placer ailleurs "
            "(NETSOFT_KEY_FILE), pour qu’une copie des données ne s’ouvre pas toute seule."
        )


def read_key(path: Path) -> bytes:
    """Read a key from a file that only its owner can read."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise SetupError(f"La clé maîtresse {path} n’est pas un fichier ordinaire.")
        if stat.S_IMODE(mode) & 0o077:
            raise SetupError(f"La clé maîtresse {path} est lisible par d’autres ; faire : chmod 600 {path}")
        text = path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"La clé maîtresse {path} ne se lit pas ({error}).") from error
    return _parse(text, str(path))


def _create(path: Path) -> bytes:
    """Write a new key whole, or not at all, and never over another."""
    key = secrets.token_bytes(32)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, made = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # open to its owner alone
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(key.hex() + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(made, path)  # unlike a renaming, a link replaces nothing
        finally:
            Path(made).unlink()
        keep_names(path.parent)
    except OSError as error:
        raise SetupError(f"La clé maîtresse ne peut pas être écrite : {error}.") from error
    return key


def keep_names(folder: Path) -> None:
    """Write the names in a folder to the disk, so that they survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
