"""The format of an archive: lines in chunks, each sealed for one brokerage, one purpose, one archive and its place.

In clear stand the format and the archive's id, no more. Every archive has a key of its own, derived from that of its
owner, so that the number of a chunk serves as its nonce. What is cut short, put in another order, of another owner or
altered does not open; what the chunks hold is compared with the manifest that closes them.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any, Final

from attrs import asdict, define, field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reference_app.operations.rows import Proving, TableProof

FORMAT: Final = "netsoft-archive/1"
_CHUNK: Final = 256 * 1024
_LARGEST: Final = 256 * 1024 * 1024
_ID: Final = 32


class BadArchive(Exception):
    """An archive is not what it should be: cut short, altered, of another owner; the message says which and why."""


@frozen
class Seal:
    """Whose an archive is, what it is of, its id, and the key of its owner."""

    owner: str
    purpose: str
    id: str
    key: bytes = field(repr=False)

    def cipher(self) -> AESGCM:
        """Return what seals the chunks of this archive alone."""
        salt, info = bytes.fromhex(self.id), b"netsoft/1/archive"
        return AESGCM(HKDF(SHA256(), 32, salt=salt, info=info).derive(self.key))

    def bound(self, index: int, *, last: bool) -> bytes:
        """Return what a chunk is bound to."""
        return f"{FORMAT}|{self.owner}|{self.purpose}|{self.id}|{index}|{int(last)}".encode()


@frozen
class Manifest:
    """What an archive holds: whose, of what, as of when, under which schema, and the proof of each table."""

    owner: str
    purpose: str
    at: datetime
    schema: str
    tables: tuple[TableProof, ...]

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return sum(table.rows for table in self.tables)

    @property
    def digest(self) -> str:
        """The digest of its content: the same for the same content, whenever and from wherever it was taken."""
        content = json.dumps([asdict(table) for table in self.tables], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def table(self, name: str) -> TableProof | None:
        """Return the proof of a table."""
        return next((table for table in self.tables if table.name == name), None)


@define(eq=False)
class Writing:
    """Writes an archive, line by line; nothing of it counts before :meth:`close`."""

    _file: IO[bytes]
    _seal: Seal
    _cipher: AESGCM = field(init=False, repr=False)
    _lines: list[bytes] = field(factory=list, init=False, repr=False)
    _size: int = field(default=0, init=False)
    _index: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._cipher = self._seal.cipher()
        self._file.write(f"{FORMAT} {self._seal.id}\n".encode())

    def table(self, name: str, columns: tuple[str, ...]) -> None:
        """Begin a table."""
        self.line(json.dumps({"table": name, "columns": columns}))

    def line(self, text: str) -> None:
        """Add a row."""
        self._lines.append(text.encode())
        self._size += len(self._lines[-1])
        if self._size >= _CHUNK:
            self._flush(last=False)

    def close(self, manifest: Manifest) -> None:
        """End with the manifest, in the chunk that is marked as the last."""
        if self._lines:
            self._flush(last=False)
        self._lines.append(json.dumps(_json(manifest), ensure_ascii=False).encode())
        self._flush(last=True)

    def _flush(self, *, last: bool) -> None:
        text = zlib.compress(b"\n".join(self._lines), 6)
        sealed = self._cipher.encrypt(_nonce(self._index), text, self._seal.bound(self._index, last=last))
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._lines, self._size = [], 0
        self._index += 1


@define(eq=False)
class Reading:
    """Reads an archive; its rows are proven only once all have been given and :attr:`manifest` is there."""

    _file: IO[bytes]
    _seal: Seal
    manifest: Manifest | None = field(default=None, init=False)

    def tables(self) -> Iterator[tuple[TableProof, Iterator[str]]]:
        """Give each table's name and columns with its rows, to be read before the next; refuse what is not proven."""
        given, found = self._given(), []
        first = next(given, None)
        while first is not None and "table" in (head := json.loads(first)):
            proving = Proving(head["table"], tuple(head["columns"]))
            rest = _Rest(given, proving)
            yield TableProof(head["table"], tuple(head["columns"]), 0, ""), iter(rest)
            for _row in rest:
                pass  # what was not asked for is read and proven too
            found.append(proving.done())
            first = rest.next
        self.manifest = self._proven(first, tuple(found))

    def _proven(self, text: str | None, found: tuple[TableProof, ...]) -> Manifest:
        if text is None:
            raise BadArchive(f"L’archive {self._seal.id} est incomplète.")
        manifest = _manifest(json.loads(text))
        if (manifest.owner, manifest.purpose) != (self._seal.owner, self._seal.purpose):
            raise BadArchive(f"L’archive {self._seal.id} est d’un autre cabinet.")
        if manifest.tables != found:
            raise BadArchive(f"L’archive {self._seal.id} ne contient pas ce que dit son manifeste.")
        return manifest

    def _given(self) -> Iterator[str]:
        for chunk in self._chunks():
            for text in zlib.decompress(chunk).split(b"\n"):
                yield text.decode()

    def _chunks(self) -> Iterator[bytes]:
        if archive_id(self._file) != self._seal.id:
            raise BadArchive(f"L’archive n’est pas celle qui est attendue ({self._seal.id}).")
        cipher, index, sealed = self._seal.cipher(), 0, self._frame()
        while sealed is not None:
            following = self._frame()
            try:
                yield cipher.decrypt(_nonce(index), sealed, self._seal.bound(index, last=following is None))
            except InvalidTag:
                problem = "altérée, incomplète, ou scellée pour un autre cabinet ou un autre usage"
                raise BadArchive(f"L’archive {self._seal.id} est {problem} (bloc {index}).") from None
            index, sealed = index + 1, following

    def _frame(self) -> bytes | None:
        length = self._file.read(4)
        if not length:
            return None
        size = int.from_bytes(length, "big")
        sealed = self._file.read(size) if len(length) == 4 and size <= _LARGEST else b""
        if not sealed or len(sealed) != size:
            raise BadArchive(f"L’archive {self._seal.id} est incomplète.")
        return sealed


class _Rest:
    """The rows of one table out of the lines, and the line that follows them."""

    def __init__(self, given: Iterator[str], proving: Proving) -> None:
        self._given, self._proving = given, proving
        self.next: str | None = None
        self._ended = False

    def __iter__(self) -> Iterator[str]:
        while not self._ended:
            text = next(self._given, None)
            if text is None or not text.startswith("["):
                self.next, self._ended = text, True
                return
            self._proving.add(text)
            yield text


def archive_id(file: IO[bytes]) -> str:
    """Read what an archive says in clear: its id; refuse what is no archive, or of another format."""
    head = file.readline(len(FORMAT) + _ID + 2).decode("ascii", "replace")
    name, _, given = head.rstrip("\n").partition(" ")
    if name != FORMAT or len(given) != _ID or not set(given) <= set("0123456789abcdef"):
        raise BadArchive("Ce fichier n’est pas une archive de l’application, ou d’un autre format.")
    return given


def _nonce(index: int) -> bytes:
    return index.to_bytes(12, "big")


def _json(manifest: Manifest) -> dict[str, Any]:
    return {**asdict(manifest), "at": manifest.at.astimezone(UTC).isoformat()}


def _manifest(read: dict[str, Any]) -> Manifest:
    tables = (TableProof(**{**table, "columns": tuple(table["columns"])}) for table in read["tables"])
    return Manifest(**{**read, "at": datetime.fromisoformat(read["at"]), "tables": tuple(tables)})
