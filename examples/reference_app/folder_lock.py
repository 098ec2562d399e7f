"""The lock of a data folder: one process serves it, or changes it as a whole."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reference_app.errors import SetupError


@contextmanager
def alone(folder: Path, remedy: str = "l’arrêter d’abord") -> Iterator[None]:
    """Hold the data folder for this process: writers take turns within a process only."""
    try:
        opened = (folder / "serve.lock").open("w")
    except OSError as error:
        raise SetupError(f"Le dossier {folder} ne peut pas être écrit ({error.strerror}).") from error
    with opened as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SetupError(f"{folder} est déjà servi par un autre processus ; {remedy}.") from error
        yield
