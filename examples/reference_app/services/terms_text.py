"""The text of a version of the terms as a page shows it: the same words, cut at its articles and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import frozen

_ARTICLE: Final = re.compile(r"ARTICLE ([0-9]+) – (.+)", re.ASCII)
_CLAUSE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)+) (.+)", re.ASCII)


@frozen
class ClauseText:
    """A clause: its number, its words, and the numbers that it fixes."""

    number: str
    words: str
    fixes: tuple[str, ...]


@frozen
class ArticleText:
    """An article: its number, its title, its clauses."""

    number: str
    title: str
    clauses: tuple[ClauseText, ...]


@frozen
class TermsText:
    """A whole text: the lines before the first article, then the articles."""

    title: str
    opening: tuple[str, ...]
    articles: tuple[ArticleText, ...]


def terms_text(text: str) -> TermsText:
    """Cut a text at its articles; every line of it is kept."""
    heading, *bodies = _cut(text.splitlines())
    title, *opening = [line for line in heading if line]
    return TermsText(title, tuple(opening), tuple(map(_article, bodies)))


def _cut(lines: Iterable[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in lines:
        if _ARTICLE.fullmatch(line):
            parts.append([])
        parts[-1].append(line)
    return parts


def _article(lines: list[str]) -> ArticleText:
    found = _ARTICLE.fullmatch(lines[0])
    assert found is not None
    clauses: list[ClauseText] = []
    for line in filter(None, lines[1:]):
        clause = _CLAUSE.fullmatch(line)
        if clause is not None:
            clauses.append(ClauseText(clause[1], clause[2], ()))
        else:
            last = clauses[-1]
            clauses[-1] = ClauseText(last.number, last.words, (*last.fixes, line.strip()))
    return ArticleText(found[1], found[2], tuple(clauses))
