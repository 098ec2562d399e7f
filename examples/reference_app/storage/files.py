"""Where sealed files are kept: a folder, or S3. What is kept is never in clear; the store itself knows no key."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from attrs import field, frozen
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from reference_app.errors import NotFound, SetupError

_NAME: Final = re.compile(r"[0-9a-f]{32}/[0-9a-f]{32}", re.ASCII)
_READ: Final = 256 * 1024


class FileStore(Protocol):
    """Keeps contents under names: ``<brokerage>/<file>``, both ids."""

    def put(self, name: str, content: Iterable[bytes]) -> None:
        """Keep a content, durable when this returns; or nothing of it, if it fails on the way."""

    def get(self, name: str) -> Iterator[bytes]:
        """Give a content back; raise :class:`NotFound` if there is none."""

    def delete(self, name: str) -> None:
        """Remove a content; one that is not there is no error."""

    def names(self, owner: str) -> Iterator[str]:
        """List what a brokerage has. A list may lag behind on S3: it proves nothing of what is not in it."""


def checked(name: str) -> str:
    """Return a name made of two ids; no other reaches a disk or a server."""
    if not _NAME.fullmatch(name):
        raise NotFound
    return name


@frozen
class DiskFiles:
    """A folder with a folder to each brokerage, open to its owner alone."""

    folder: Path

    def put(self, name: str, content: Iterable[bytes]) -> None:
        """Write beside, force to the disk, then give the name."""
        path = self.folder / checked(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, made = tempfile.mkstemp(prefix=".", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for part in content:
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            Path(made).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(made).unlink()
            raise
        _keep_names(path.parent)

    def get(self, name: str) -> Iterator[bytes]:
        """Read the file."""
        try:
            file = (self.folder / checked(name)).open("rb")
        except FileNotFoundError:
            raise NotFound from None
        return _parts(file)

    def delete(self, name: str) -> None:
        """Remove the file."""
        (self.folder / checked(name)).unlink(missing_ok=True)

    def names(self, owner: str) -> Iterator[str]:
        """List the folder."""
        folder = self.folder / owner
        found = sorted(folder.iterdir()) if folder.is_dir() else []
        return (f"{owner}/{path.name}" for path in found if _NAME.fullmatch(f"{owner}/{path.name}"))


@frozen
class S3Files:
    """A bucket, reached with obstore."""

    store: ObjectStore = field(repr=False)

    def put(self, name: str, content: Iterable[bytes]) -> None:
        """Send the content; a multipart upload that fails leaves no object."""
        self.store.put(checked(name), iter(content), chunk_size=8 * 1024 * 1024)

    def get(self, name: str) -> Iterator[bytes]:
        """Read the object as it arrives."""
        try:
            found = self.store.get(checked(name))
        except FileNotFoundError:
            raise NotFound from None
        return (bytes(part) for part in found.stream(min_chunk_size=_READ))

    def delete(self, name: str) -> None:
        """Remove the object."""
        with suppress(FileNotFoundError):
            self.store.delete(checked(name))

    def names(self, owner: str) -> Iterator[str]:
        """List the objects of a prefix."""
        found = (meta["path"] for page in self.store.list(prefix=f"{owner}/") for meta in page)
        return (name for name in found if _NAME.fullmatch(name))


def s3_files(url: str, environ: Iterable[tuple[str, str]]) -> S3Files:
    """Open ``s3://bucket`` with the usual AWS variables; refuse an address that is none."""
    from obstore.store import S3Store

    config = {key.lower(): value for key, value in environ if key.startswith("AWS_")}
    plain = config.get("aws_endpoint_url", "").startswith("http://127.0.0.1")
    try:
        return S3Files(S3Store.from_url(url, config=config, client_options={"allow_http": plain}))  # type: ignore[arg-type]
    except (BaseError, ValueError) as error:
        raise SetupError("NETSOFT_FILES : écrire un dossier, ou s3://seau avec les variables AWS_….") from error


def _parts(file: object) -> Iterator[bytes]:
    with file as opened:  # type: ignore[attr-defined]
        while part := opened.read(_READ):
            yield part


def _keep_names(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
