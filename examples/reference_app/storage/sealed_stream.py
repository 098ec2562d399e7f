"""A long content, sealed piece by piece: nothing of it is in clear at rest, and nothing of it can be moved or cut.

Each content has a key of its own, derived from the brokerage's key, a random salt and what it is bound to. Its pieces
are AES-256-GCM under counted nonces, and the last one says that it is the last: a piece that is altered, moved,
missing or of another content does not open.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from netsoft.errors import BrokenEvidence

MAGIC: Final = b"netsoft sealed 1\n"
PIECE: Final = 64 * 1024
_SALT, _TAG = 16, 16
_HEAD: Final = len(MAGIC) + _SALT


@frozen
class Bound:
    """The key of a brokerage for one purpose, and the words that a content is bound to."""

    key: bytes = field(repr=False)
    words: bytes

    def cipher(self, salt: bytes) -> AESGCM:
        """Return the cipher of one content."""
        return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"netsoft/1/stream/" + self.words).derive(self.key))


def seal(content: Iterable[bytes], bound: Bound) -> Iterator[bytes]:
    """Give the sealed content, piece by piece."""
    salt = os.urandom(_SALT)
    cipher = bound.cipher(salt)
    yield MAGIC + salt
    for number, (piece, last) in enumerate(_with_last(_pieces(content, PIECE))):
        yield cipher.encrypt(_nonce(number, last=last), piece, bound.words)


def unseal(sealed: Iterable[bytes], bound: Bound) -> Iterator[bytes]:
    """Give the content back, piece by piece; raise :class:`BrokenEvidence` at the first that does not open."""
    parts = iter(sealed)
    head = b""
    while len(head) < _HEAD and (part := next(parts, b"")):
        head += part
    if not head.startswith(MAGIC) or len(head) < _HEAD:
        raise BrokenEvidence("fichier scellé illisible : son en-tête n’est pas celui attendu")
    cipher = bound.cipher(head[len(MAGIC) : _HEAD])
    pieces = _pieces(chain([head[_HEAD:]], parts), PIECE + _TAG)
    for number, (piece, last) in enumerate(_with_last(pieces)):
        try:
            yield cipher.decrypt(_nonce(number, last=last), piece, bound.words)
        except InvalidTag as error:
            raise BrokenEvidence(
                f"fichier scellé refusé au morceau {number + 1} : altéré, coupé, ou d’un autre cabinet"
            ) from error


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


def _pieces(content: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Cut a content anew, into pieces of one size and the rest."""
    held = b""
    for part in content:
        held += part
        whole = len(held) // size * size
        yield from (held[at : at + size] for at in range(0, whole, size))
        held = held[whole:]
    if held:
        yield held


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Tell of each piece whether it is the last; an empty content has one empty piece."""
    held = None
    for piece in pieces:
        if held is not None:
            yield held, False
        held = piece
    yield held or b"", True
