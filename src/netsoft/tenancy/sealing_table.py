"""Sizes that standards and servers fix for keys, sealed values and names."""

from __future__ import annotations

from typing import Final

KEY_BYTES: Final = 32
"""AES-256 (FIPS 197)."""

NONCE_BYTES: Final = 12
"""The nonce of AES-GCM that needs no further hashing: 96 bits (NIST SP 800-38D, 8.2)."""

TAG_BYTES: Final = 16
"""The whole tag of AES-GCM: 128 bits (NIST SP 800-38D, 5.2.1.2)."""

NAME_BYTES: Final = 63
"""The longest name that PostgreSQL keeps; it cuts a longer one short (manual, 4.1.1: NAMEDATALEN - 1)."""
