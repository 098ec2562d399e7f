"""What a command reads: a file or standard input, never more of it than the reader takes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO, Final

from netsoft.errors import InvalidValue
from netsoft.facts.document import LARGEST, Form, read_document
from netsoft.money import shown

STANDARD_INPUT: Final = "-"


def document_at(name: str) -> dict[str, object]:
    """Read the document at a path, TOML or JSON by its extension; ``-`` is standard input."""
    if name == STANDARD_INPUT:
        return read_document(bytes_at(name, LARGEST))
    form: Form | None = "TOML" if name.lower().endswith(".toml") else "JSON" if name.lower().endswith(".json") else None
    return read_document(bytes_at(name, LARGEST), form)


def bytes_at(name: str, most: int) -> bytes:
    """Read the bytes at a path, ``-`` being standard input; one byte more than ``most`` at the most."""
    if name == STANDARD_INPUT:
        return _standard_input(most)
    try:
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError) as error:  # a path may hold a null byte
        raise InvalidValue(
            f"fichier {shown(name)}", _why(error), "donner un fichier lisible, ou - pour l'entrée"
        ) from None


def _standard_input(most: int) -> bytes:
    stream: BinaryIO | None = sys.stdin.buffer if sys.stdin else None
    if stream is None:
        raise InvalidValue("entrée standard", "elle est fermée", "y envoyer les faits ou nommer un fichier")
    try:
        return stream.read(most + 1)
    except OSError as error:
        raise InvalidValue("entrée standard", _why(error), "y envoyer les faits ou nommer un fichier") from None


def _why(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "il n'existe pas"
        case IsADirectoryError():
            return "c'est un dossier"
        case PermissionError():
            return "lecture interdite"
        case _:
            return "lecture impossible"
