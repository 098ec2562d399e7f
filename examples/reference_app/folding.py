"""Text folded for searching and sorting: neither accents, capitals nor punctuation count."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
_BREAKS: Final = re.compile(r"(?:[^\w@.]|_)+")
# Letters that show nothing: the fillers of Hangul, and the empty cell of braille.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_NUMBER: Final = re.compile(r"[+\d][\d\s./()-]*", re.ASCII)


def fold(text: str) -> str:
    """Fold to lower-case words without accents, in any script: ``"Œuvre d'Été"`` becomes ``"oeuvre d ete"``.

    >>> fold("Œuvre d'Été")
    'oeuvre d ete'
    >>> fold("Ελένη Παπά")
    'ελενη παπα'
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES))
    return _BREAKS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def shows(text: str) -> bool:
    r"""Tell whether a text has at least one letter, number or sign that is seen.

    >>> shows("李"), shows("\u200b\u2060"), shows(" ")
    (True, False, False)
    """
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in text)


def without_invisible(text: str) -> str:
    r"""Drop what controls and formats without being seen, which makes two names look the same.

    >>> without_invisible("Du\u200bpont")
    'Dupont'
    """
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def digits(text: str) -> str:
    """Return the digits of a number, French telephone numbers in their national form.

    >>> digits("+33 6 12 34 56 78")
    '0612345678'
    """
    found = re.sub(r"[^\d]", "", text, flags=re.ASCII)
    return "0" + found[2:] if text.strip().startswith("+33") else found


def national(phone: str) -> str:
    """Return a French number as it is said, in pairs; any other as it is.

    >>> national("+33612345678")
    '06 12 34 56 78'
    """
    if not (phone.startswith("+33") and len(phone) == 12):
        return phone
    number = "0" + phone[3:]
    return " ".join(number[i : i + 2] for i in range(0, 10, 2))


def search_text(parts: list[str], numbers: list[str]) -> str:
    """Return the column that is searched: words, the same words run together, and bare numbers."""
    words = [fold(part) for part in parts if part]
    together = [word.replace(" ", "") for word in words if " " in word]
    return " ".join([*words, *together, *(digits(n) for n in numbers if n)])


def search_terms(query: str) -> list[str]:
    """Return what must all be found: the words of the query, or its number whatever its spacing."""
    if _NUMBER.fullmatch(query.strip()) and len(digits(query)) >= 4:
        return [digits(query)]
    return fold(query).split()
