"""Strategies for passwords: signs taken at random, words, and what people put in them."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

_PARTS: Final = (
    "motdepasse",
    "Soleil",
    "azerty",
    "4321",
    "2026",
    "fabre",
    "girafe",
    "tambour",
    "cuivre",
    "xx",
    "-",
    " ",
    "P@ss",
    "é",
)


def passwords(max_size: int = 30) -> st.SearchStrategy[str]:
    """Passwords of any signs, of common parts run together, or of words apart."""
    signs = st.text(st.characters(codec="utf-8"), max_size=max_size)
    parts = st.lists(st.sampled_from(_PARTS), max_size=5)
    return st.one_of(parts.map("".join), parts.map(" ".join), signs)
