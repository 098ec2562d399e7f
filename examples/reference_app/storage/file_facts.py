"""What the brokerages' encrypted files are, read for the audit: modes, first bytes, which keys open them."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher

from netsoft.tenancy.audit import FileFacts, FolderFacts
from netsoft.tenancy.placement import ConnectionFacts

Keys = Mapping[str, Sequence[bytes]]
"""The keys of each database, by its path: the present one and, while it is being replaced, the next."""

CLEAR: Final = b"SQLite format 3\0"
_SUFFIXES: Final = (".db", ".db-wal", ".db-shm")


def read_folder(folder: Path, keys: Keys) -> FolderFacts:
    """Read what is under ``tenants`` in a folder of data; nothing is changed, no row of a client is read."""
    top = folder / "tenants"
    inside = sorted(top.rglob("*")) if top.exists() else []
    folders = [path for path in (folder, top, *inside) if path.is_dir()]
    files = [path for path in inside if path.is_file() and _judged(path)]
    return FolderFacts(
        files=tuple(_file(folder, path, keys) for path in files),
        folders=tuple((_under(folder, path), _mode(path)) for path in folders),
    )


def _judged(path: Path) -> bool:
    """Databases by their names, and whatever is one in clear under any name; sealed files are not judged here."""
    return path.name.endswith(_SUFFIXES) or _clear(path)


def _clear(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(CLEAR)) == CLEAR


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _under(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _file(folder: Path, path: Path, keys: Keys) -> FileFacts:
    name = _under(folder, path)
    own = keys.get(name, ())
    found = [identity for identity in (_identity(path, key) for key in own) if identity is not None]
    return FileFacts(
        path=name,
        mode=_mode(path),
        clear=_clear(path),
        identity=found[0] if found else None,
        opened_by=tuple(_others(path, name, keys)) if own else (),
    )


def _others(path: Path, name: str, keys: Keys) -> Iterator[str]:
    """Name the other databases whose key is the same, and try the next one's on the file itself.

    The keys are raw, so that a file opens with an equal key and with no other: comparing them tries them all.
    """
    names = sorted(keys)
    after = names[(names.index(name) + 1) % len(names)]
    for other in names:
        if other != name and (set(keys[other]) & set(keys[name]) or (other == after and _opens(path, keys[other]))):
            yield other


def _opens(path: Path, keys: Sequence[bytes]) -> bool:
    return any(_identity(path, key) is not None for key in keys)


def _identity(path: Path, key: bytes) -> ConnectionFacts | None:
    """Return what a file says of itself under a key; None where the key does not open it."""
    db: Any = sqlcipher.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)  # rw: a log may have to be read
    try:
        db.execute("PRAGMA cipher_log_level = NONE")
        db.execute("PRAGMA query_only = ON")
        db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        row = db.execute("SELECT owner, purpose FROM identity").fetchone()
    except (sqlcipher.DatabaseError, MemoryError):
        return None
    finally:
        db.close()
    return ConnectionFacts(*row) if row else ConnectionFacts("", "")
