"""Article 6: texts as they are compared, so that neither capitals nor accents hide a word.

>>> plain("Émile.Ça")
'emile.ca'
>>> words("Service Sinistres-Auto n° 2")
('service', 'sinistres', 'auto', 'n')
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_UNSEEN: Final = ("Cc", "Cf", "Cs")
_SHOWN: Final = "LNPS"
# Letters that show nothing: the fillers of Hangul, and the empty cell of braille.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def plain(text: str) -> str:
    """Return a text without capitals or accents, one character for each of its composed (NFC) form."""
    return "".join(unicodedata.normalize("NFKD", c.casefold())[0] for c in unicodedata.normalize("NFC", text))


def words(text: str) -> tuple[str, ...]:
    """Return the runs of letters of a text, plain."""
    return tuple(_LETTERS.findall(plain(text)))


def tidy(text: str) -> str:
    """Return a text composed, its spaces single, without the characters that nobody sees."""
    seen = (c for c in " ".join(text.split()) if unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))


def shows(text: str) -> bool:
    """Say whether a text has a letter, a figure or a sign that is seen."""
    return any(unicodedata.category(c)[0] in _SHOWN and c not in _BLANK for c in text)
