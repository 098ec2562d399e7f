"""What the numbers that identify a French business hold: figures of their standards, not of the contract."""

from __future__ import annotations

from typing import Final

SIREN_DIGITS: Final = 9
LUHN_BASE: Final = 10
VAT_COUNTRY: Final = "FR"
VAT_KEY_MODULUS: Final = 97
VAT_KEY_BASE: Final = 12
VAT_KEY_FACTOR: Final = 3
"""The key of a French VAT number is (12 + 3 x (SIREN mod 97)) mod 97."""
