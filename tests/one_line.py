"""What a message of one line is."""

_FRENCH_SPACES = "\u00a0\u202f"


def one_line(text: str) -> bool:
    """Whether a text holds nothing but what prints, French spaces included, on one line."""
    return bool(text) and all(c.isprintable() or c in _FRENCH_SPACES for c in text)
