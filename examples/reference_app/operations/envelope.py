"""What is given back to a client, sealed to it alone: to its X25519 key (HPKE), or under a passphrase (Argon2id).

The first line says in JSON how the key of the content is found. The content follows in chunks of AES-256-GCM, each
preceded by its length (four bytes, the most significant first). A chunk's nonce is its number on twelve bytes; it is
bound to the digest of the first line, its number, and whether it is the last.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from typing import IO, Final

from attrs import define, field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from reference_app.errors import SetupError
from reference_app.settings import PasswordCost

FORMAT: Final = "netsoft-export/1"
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_CHUNK: Final = 256 * 1024
_COST: Final = PasswordCost(memory_kib=65_536, passes=3, lanes=4)
_MOST: Final = {"memory": 2**20, "passes": 16, "lanes": 16}  # what a header may ask of whoever opens it


@frozen
class Recipient:
    """To whom: a public key, or whoever knows a passphrase."""

    key: X25519PublicKey | None = None
    passphrase: str = field(default="", repr=False)
    cost: PasswordCost = _COST

    @classmethod
    def of_pem(cls, content: bytes) -> Recipient:
        """Read a public key as ``openssl pkey -pubout`` writes it; SetupError for any other."""
        try:
            key = load_pem_public_key(content)
        except ValueError:
            key = None
        if not isinstance(key, X25519PublicKey):
            raise SetupError("La clé publique n’est pas une clé X25519 au format PEM.")
        return cls(key)

    def head(self, content_key: bytes) -> bytes:
        """Return the first line, which holds the content's key sealed."""
        if self.key is not None:
            sealed = _SUITE.encrypt(content_key, self.key, FORMAT.encode())
            return _line({"format": FORMAT, "to": "x25519", "sealed": _text(sealed)})
        salt = os.urandom(16)
        cost = {"memory": self.cost.memory_kib, "passes": self.cost.passes, "lanes": self.cost.lanes}
        sealed = AESGCM(_stretched(self.passphrase, salt, cost)).encrypt(bytes(12), content_key, FORMAT.encode())
        return _line({"format": FORMAT, "to": "passphrase", "salt": _text(salt), **cost, "sealed": _text(sealed)})


@define(eq=False)
class Sealing:
    """A file to write to, which seals what it is given; nothing of it opens before :meth:`finish`."""

    _file: IO[bytes]
    _recipient: Recipient
    key: bytes = field(init=False, repr=False)
    digest: str = field(default="", init=False)
    _bound: bytes = field(init=False)
    _index: int = field(default=0, init=False)
    _waiting: bytearray = field(factory=bytearray, init=False, repr=False)
    _seen: hashlib._Hash = field(factory=hashlib.sha256, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.key = AESGCM.generate_key(256)
        head = self._recipient.head(self.key)
        self._bound = hashlib.sha256(head).digest()
        self._file.write(head)

    def write(self, content: bytes) -> int:
        """Take more content."""
        self._seen.update(content)
        self._waiting += content
        while len(self._waiting) > _CHUNK:
            self._seal(bytes(self._waiting[:_CHUNK]), last=False)
            del self._waiting[:_CHUNK]
        return len(content)

    def flush(self) -> None:
        """Do nothing: a chunk is sealed whole."""

    def finish(self) -> None:
        """Seal what is left, marked as the last."""
        self._seal(bytes(self._waiting), last=True)
        self.digest = self._seen.hexdigest()

    def _seal(self, content: bytes, *, last: bool) -> None:
        sealed = AESGCM(self.key).encrypt(_nonce(self._index), content, _aad(self._bound, self._index, last=last))
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._index += 1


def private_key(content: bytes) -> X25519PrivateKey:
    """Read a private key as ``openssl genpkey -algorithm X25519`` writes it; SetupError for any other."""
    try:
        key = load_pem_private_key(content, None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, X25519PrivateKey):
        raise SetupError("La clé privée n’est pas une clé X25519 au format PEM, sans mot de passe.")
    return key


def opened(file: IO[bytes], secret: X25519PrivateKey | str) -> Iterator[bytes]:
    """Give the content back to whom it was sealed; SetupError if it is not whole, or not for this secret."""
    head = file.readline(4096)
    return content_of(file, head, _content_key(head, secret))


def content_of(file: IO[bytes], head: bytes, key: bytes) -> Iterator[bytes]:
    """Give the content that follows the first line."""
    bound, index, sealed = hashlib.sha256(head).digest(), 0, _frame(file)
    if sealed is None:
        raise SetupError("Le fichier est incomplet.")
    while sealed is not None:
        following = _frame(file)
        try:
            yield AESGCM(key).decrypt(_nonce(index), sealed, _aad(bound, index, last=following is None))
        except InvalidTag:
            raise SetupError("Le fichier est altéré ou incomplet.") from None
        index, sealed = index + 1, following


def _content_key(head: bytes, secret: X25519PrivateKey | str) -> bytes:
    try:
        read = json.loads(head)
        sealed = base64.b64decode(read["sealed"])
        if read["format"] == FORMAT and read["to"] == "x25519" and not isinstance(secret, str):
            return _SUITE.decrypt(sealed, secret, FORMAT.encode())
        if read["format"] == FORMAT and read["to"] == "passphrase" and isinstance(secret, str):
            if any(not 1 <= int(read[name]) <= most for name, most in _MOST.items()):
                raise SetupError("Le fichier demande trop de calcul pour s’ouvrir.")
            key = _stretched(secret, base64.b64decode(read["salt"]), read)
            return AESGCM(key).decrypt(bytes(12), sealed, FORMAT.encode())
    except (InvalidTag, ValueError, KeyError, TypeError):
        pass
    raise SetupError("Le fichier ne s’ouvre pas avec ce secret, ou n’est pas un export de l’application.")


def _stretched(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Argon2id(
        salt=salt, length=32, iterations=cost["passes"], lanes=cost["lanes"], memory_cost=cost["memory"]
    ).derive(passphrase.encode())


def _frame(file: IO[bytes]) -> bytes | None:
    length = file.read(4)
    if not length:
        return None
    size = int.from_bytes(length, "big")
    sealed = file.read(size) if len(length) == 4 and size <= _CHUNK + 16 else b""
    if not sealed or len(sealed) != size:
        raise SetupError("Le fichier est incomplet.")
    return sealed


def _aad(bound: bytes, index: int, *, last: bool) -> bytes:
    return bound + index.to_bytes(8, "big") + bytes([last])


def _nonce(index: int) -> bytes:
    return index.to_bytes(12, "big")


def _line(head: dict[str, object]) -> bytes:
    return json.dumps(head).encode() + b"\n"


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
