"""Passwords: kept as Argon2id in PHC form, never otherwise."""

from __future__ import annotations

import os
import secrets
import threading
import unicodedata
from typing import Final

from attrs import define, field
from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from netsoft.errors import InvalidValue
from netsoft.tenancy.passwords import strength
from reference_app.settings import PasswordCost
from reference_app.storage.people import Person

SHORTEST: Final = 12
LONGEST: Final = 256
_ALPHABET: Final = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@define(eq=False)
class Passwords:
    """Hashes and verifies, two at a time at most: a flood of sign-ins must not take the machine."""

    _cost: PasswordCost
    _turns: threading.Semaphore = field(factory=lambda: threading.Semaphore(2), init=False, repr=False)
    _nobody: str = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._nobody = self.hash(secrets.token_urlsafe(24))

    def hash(self, password: str) -> str:
        """Return the PHC string of a password."""
        cost = self._cost
        with self._turns:
            return Argon2id(
                salt=os.urandom(16),
                length=32,
                iterations=cost.passes,
                lanes=cost.lanes,
                memory_cost=cost.memory_kib,
            ).derive_phc_encoded(_bytes(password))

    def verify(self, password: str, stored: str | None) -> bool:
        """Tell whether the password is the stored one; the work is the same when nobody is stored."""
        if len(password) > LONGEST:
            password, stored = "", None
        with self._turns:
            try:
                Argon2id.verify_phc_encoded(_bytes(password), stored or self._nobody)
            except InvalidKey:
                return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Tell whether a hash was made at another cost than today's."""
        cost = self._cost
        return f"m={cost.memory_kib},t={cost.passes},p={cost.lanes}" not in stored


def check_new(password: str, person: Person) -> None:
    """Refuse a password that is too short or too long, or weaker than the CNIL asks where tries are slowed (6.3)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidValue("mot de passe", "longueur hors limites", f"choisir de {SHORTEST} à {LONGEST} caractères")
    verdict = strength(password, "restricted", (person.first_name, person.last_name, person.login))
    if not verdict.accepted:
        why = " ; ".join(reason.fact for reason in verdict.decision.reasons).replace("'", "’")
        raise InvalidValue("mot de passe", f"trop facile à deviner ({why})", "choisir cinq mots au hasard")


def generated() -> str:
    """Return a random password that can be read aloud: 20 letters and digits, about 116 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode()
