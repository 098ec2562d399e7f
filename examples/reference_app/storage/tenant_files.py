"""The files of one brokerage, sealed under its own key: each is bound to the brokerage and to its own id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from netsoft.errors import BrokenEvidence
from reference_app.errors import NotFound
from reference_app.ids import FileId, TenantId
from reference_app.storage import sealing
from reference_app.storage.files import FileStore
from reference_app.storage.sealed_stream import Bound, seal, unseal


@frozen
class TenantFiles:
    """What one brokerage keeps beside its dossiers; it names no file of another."""

    tenant_id: TenantId
    _store: FileStore = field(repr=False)
    _key: bytes = field(repr=False)

    def put(self, file_id: FileId, content: bytes) -> str:
        """Keep a content, and return the SHA-256 of it in clear, for the row that describes it."""
        self._store.put(self._name(file_id), seal([content], self._bound(file_id)))
        return hashlib.sha256(content).hexdigest()

    def get(self, file_id: FileId, sha256: str) -> bytes:
        """Give a content back whole; raise :class:`BrokenEvidence` if it is not the one that was described."""
        content = b"".join(unseal(self._store.get(self._name(file_id)), self._bound(file_id)))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise BrokenEvidence("le fichier n’est pas celui qui a été déposé")
        return content

    def delete(self, file_id: FileId) -> None:
        """Remove a content."""
        self._store.delete(self._name(file_id))

    def keep_only(self, known: Iterable[FileId]) -> int:
        """Remove what no row describes, left by a cut between the content and its row; return how many.

        Only while nothing is being deposited.
        """
        kept = frozenset(map(self._name, known))
        lost = [name for name in self._store.names(self.tenant_id) if name not in kept]
        for name in lost:
            self._store.delete(name)
        return len(lost)

    def sealed(self, file_id: FileId) -> Iterator[bytes]:
        """Give the content as it is kept, sealed: for a copy that need not open it."""
        return self._store.get(self._name(file_id))

    def has(self, file_id: FileId) -> bool:
        """Tell whether a content is there."""
        try:
            for _part in self._store.get(self._name(file_id)):
                return True
        except NotFound:
            return False
        return False

    def put_sealed(self, file_id: FileId, parts: Iterable[bytes]) -> None:
        """Put a content back as it was kept, sealed."""
        self._store.put(self._name(file_id), parts)

    def _name(self, file_id: FileId) -> str:
        return own_name(self.tenant_id, file_id)

    def _bound(self, file_id: FileId) -> Bound:
        words = sealing.bound_to(self.tenant_id, sealing.Purpose.FILES)
        return Bound(self._key, words + f"/{file_id}".encode())


def own_name(tenant_id: TenantId, file_id: FileId) -> str:
    """Return under which name a brokerage's file is kept: always one of its own, whatever is asked for."""
    return f"{tenant_id}/{file_id}"
