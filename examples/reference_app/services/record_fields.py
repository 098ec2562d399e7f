"""More looks of the staff's fields: counts, instants by the clock of Paris, long texts, decimals."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fractions import Fraction
from typing import Final

from netsoft.errors import InvalidValue
from netsoft.money import as_exact
from netsoft.paris import PARIS

_INSTANT: Final = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s+à)?\s+(\d{1,2})\s*[:hH]\s*(\d{2})(?::(\d{2}))?", re.ASCII
)
_SPACES: Final = re.compile(r"[\s\u00a0\u202f]+")
_MANY: Final = 9


def parse_count(text: str) -> int:
    """Read a whole number as people type it: ``3 600``."""
    plain = _SPACES.sub("", text)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= _MANY):
        raise InvalidValue("", f"nombre illisible : « {text} »", "écrire un nombre entier, par exemple 3600")
    return int(plain)


def parse_decimal(text: str) -> Fraction:
    """Read a number with any decimals: ``0,0045``."""
    plain = _SPACES.sub("", text).removesuffix("€").replace(",", ".")
    try:
        return as_exact(plain)
    except InvalidValue as error:
        raise InvalidValue("", f"nombre illisible : « {text} »", "écrire par exemple 30 ou 0,0045") from error


def parse_instant(text: str) -> datetime:
    """Read ``22/11/2026 10:42`` by the clock of Paris; an hour that the change of clocks skips is refused."""
    found = _INSTANT.fullmatch(text.strip())
    problem = InvalidValue("", f"instant illisible : « {text} »", "écrire par exemple 22/11/2026 10:42")
    if found is None:
        raise problem
    day, month, year, hour, minute = map(int, found.groups()[:5])
    try:
        local = datetime(year, month, day, hour, minute, int(found[6] or 0), tzinfo=PARIS)
    except ValueError as error:
        raise problem from error
    at = local.astimezone(UTC)
    if at.astimezone(PARIS).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise InvalidValue("", f"« {text} » n’existe pas : l’heure change", "donner l’heure d’avant ou d’après")
    return at
