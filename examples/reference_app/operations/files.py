"""Files that are written whole or not at all, for their owner alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from reference_app.storage.master_key import keep_names


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write; it is at ``path``, on the disk, once the block has ended without error, and not before."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, made = tempfile.mkstemp(prefix=".part-", dir=path.parent)  # open to its owner alone
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    keep_names(path.parent)


def remove_parts(folder: Path) -> None:
    """Remove what a process that was killed left half-written."""
    for part in folder.rglob(".part-*"):
        part.unlink(missing_ok=True)
