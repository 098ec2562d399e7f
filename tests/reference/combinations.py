"""The CNIL's formula read literally: one factor for each sign that counts, out of a table of kinds."""

from __future__ import annotations

from fractions import Fraction
from math import log2

KINDS = (
    ("abcdefghijklmnopqrstuvwxyz", 26),
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 26),
    ("0123456789", 10),
    ("!#%&()*+,-./:;<=>?@[]^_{|}~$£µ§°¤²¨", 37),
)


def combinations(signs: str) -> int:
    """How many texts of that length there are, of the kinds that are seen in it."""
    total = 1
    for _sign in signs:
        total *= sum(size for kind, size in KINDS if set(kind) & set(signs))
    return total


def bits_between(count: int) -> tuple[Fraction, Fraction]:
    """The entropy in bits, within a ten-thousandth, by the logarithm of the machine."""
    near = Fraction(log2(count)) if count < 1 << 900 else Fraction(log2(count >> 800)) + 800
    return near - Fraction(1, 10_000), near + Fraction(1, 10_000)
