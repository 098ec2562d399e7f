"""Article 6.3: how many passwords there were to choose from, given what one is made of.

The CNIL's formula takes signs at random: as many kinds as there are, to the power of the length. Words that everyone
tries, the person's own names, keys in a row, years and what is repeated are no choice, and are taken away first. A
phrase of words counts by its words.

>>> made_of("kV7#mQ2!xW9z").combinations == 99**12
True
>>> made_of("girafe tambour cuivre").words, made_of("Motdepasse2026!").combinations
(3, 37)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from netsoft.tenancy import passwords_table as t
from netsoft.tenancy.password_words_table import COMMON, DISGUISES, ROWS, YEAR
from netsoft.tenancy.plain_text import plain, words

_PHRASE: Final = re.compile(r"[^\W\d_]+(?:[ ._-]+[^\W\d_]+)+")
_COMMON: Final = re.compile("|".join(sorted(COMMON, key=lambda word: (-len(word), word))))
_YEAR: Final = re.compile(YEAR, re.ASCII)
_REPEATED: Final = re.compile(r"(.)\1{2,}|(.{2,}?)\2+", re.DOTALL)
_ROWS: Final = tuple(row[::way] for row in ROWS for way in (1, -1))

COMMON_WORDS: Final = "des mots que tout le monde essaie ne comptent pas"
OWN_NAMES: Final = "le nom ou l'adresse de la personne ne compte pas"
SEQUENCES: Final = "une suite de touches, de lettres ou de chiffres ne compte pas"
YEARS: Final = "une année ne compte pas"
REPEATS: Final = "ce qui se répète ne compte qu'une fois"
FEW_SIGNS: Final = "trop peu de signes différents"


@frozen(repr=False)
class Made:
    """What a password is made of: how many there were to choose from, of how many kinds of signs, or how many words.

    ``left_out`` says in French what did not count, without a word of the password; nothing here shows it.
    """

    combinations: int
    kinds: int
    words: int | None
    left_out: tuple[str, ...]


def made_of(password: str, own: Iterable[str] = (), words_in_list: int = t.WORDS_IN_LIST) -> Made:
    """Count the passwords from which one was chosen; ``own`` are the person's names and addresses.

    ``words_in_list`` is the length of the list from which the words of a phrase were taken. Characters beyond the
    256th are not counted.
    """
    text = unicodedata.normalize("NFC", password)[: t.LONGEST]
    marks = {why: places for why, places in _marked(text, own) if places}
    counted = "".join(c for n, c in enumerate(text) if all(n not in places for places in marks.values()))
    kept = _once(counted)
    left_out = (*marks, REPEATS) if kept != counted else tuple(marks)
    if _is_phrase(text):
        return _phrase(text, frozenset[int]().union(*marks.values()), tuple(marks), words_in_list)
    alphabet, few = _alphabet(kept)
    return Made(alphabet ** len(kept), _kinds(kept), None, (*left_out, *([FEW_SIGNS] if few else [])))


def _marked(text: str, own: Iterable[str]) -> Iterator[tuple[str, frozenset[int]]]:
    """Give the places of a text that were no choice, with why."""
    views = [_View.of(text, disguise) for disguise in DISGUISES]
    names = {word for name in own for word in words(name) if len(word) >= t.SHORTEST_NAME}
    yield COMMON_WORDS, frozenset(place for view in views for place in view.found(_COMMON))
    if names:
        pattern = re.compile("|".join(sorted(names, key=lambda name: (-len(name), name))))
        yield OWN_NAMES, frozenset(place for view in views for place in view.found(pattern))
    yield SEQUENCES, frozenset(views[0].sequences())
    yield YEARS, frozenset(views[0].found(_YEAR))


@frozen(repr=False)
class _View:
    """The letters and figures of a text, plain and run together, and where each stands in it."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str, disguise: Mapping[int, int]) -> _View:
        shown = [(n, c) for n, c in enumerate(plain(text).translate(disguise)) if c.isalnum()]
        return cls("".join(c for _n, c in shown), tuple(n for n, _c in shown))

    def found(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Give the places of what a pattern finds."""
        for match in pattern.finditer(self.text):
            yield from self.places[match.start() : match.end()]

    def sequences(self) -> Iterator[int]:
        """Give the places of keys in a row."""
        for row in _ROWS:
            start = 0
            for end in range(1, len(self.text) + 1):
                if end == len(self.text) or self.text[end - 1 : end + 1] not in row:
                    if end - start >= t.SHORTEST_SEQUENCE:
                        yield from self.places[start:end]
                    start = end


def _once(text: str) -> str:
    """Return a text with what is repeated in it said once: one sign three times or more, or several twice."""
    while (shorter := _REPEATED.sub(r"\1\2", text)) != text:
        text = shorter
    return text


def _is_phrase(text: str) -> bool:
    """Say whether a text is words apart, each written as words are."""
    parts = re.split(r"[ ._-]+", text)
    return bool(_PHRASE.fullmatch(text)) and all(p.islower() or p.isupper() or p.istitle() for p in parts)


def _phrase(text: str, marked: frozenset[int], left_out: tuple[str, ...], words_in_list: int) -> Made:
    """Count a phrase by its different words, those of which something counts."""
    spans = [match.span() for match in re.finditer(r"[^\W\d_]+", text)]
    said = [text[start:end] for start, end in spans if not marked.issuperset(range(start, end))]
    different = frozenset(map(plain, said))
    letters = "".join(different)
    count = min(words_in_list ** len(different), _alphabet(letters)[0] ** len(letters))
    left_out = (*left_out, *([REPEATS] if len(different) < len(said) else []))
    return Made(count, _kinds(letters), len(different), left_out)


def _sizes(text: str) -> Iterator[int]:
    """Give the number of signs of each kind that a text has."""
    others = [c for c in text if not (c.isascii() and c.isalnum())]
    if any(c.isascii() and c.islower() for c in text):
        yield t.LOWER
    if any(c.isascii() and c.isupper() for c in text):
        yield t.UPPER
    if any(c.isascii() and c.isdigit() for c in text):
        yield t.DIGITS
    if others:
        yield t.SPECIALS


def _kinds(text: str) -> int:
    return sum(1 for _size in _sizes(text))


def _alphabet(text: str) -> tuple[int, bool]:
    """Return from how many signs each was chosen, and whether they are fewer than their kinds have."""
    different = len(frozenset(text))
    if len(text) >= t.SHORT and different < t.FEW_SIGNS:
        return different, True
    return sum(_sizes(text)), False
