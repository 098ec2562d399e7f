"""Lines, tables and pages of plain text: what keeps a document within its width and its pages.

A page has 66 lines of at most 92 columns; a form feed begins each page but the first. A table is never cut
from its heading, which is repeated where the table goes on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile
from typing import Final

from attrs import field, frozen

WIDTH: Final = 92
PAGE_LINES: Final = 66
FORM_FEED: Final = "\f"
_ONE_COLUMN_EACH: Final = re.compile("[\u0000-\u02ff\u2010-\u203a\u20ac\u2212\u2500-\u257f]*")
_ROOM: Final = PAGE_LINES - 4  # a running head, a foot, a blank line after and before
_SHORT: Final = _ROOM // 2  # lines that any page holds, under any title
_AMOUNT_GAP: Final = 2
_AMOUNT_ROOM: Final = 18
_UNBROKEN: Final = re.compile(r" [:;»×€%]|(?:«|×|\bart\.|\bC\.|\bn°|\bJO du) |\b(?:du|le|au) (?=[0-9])")


@frozen
class Block:
    """Lines that stay together on one page, under titles that stay with them.

    ``titles``, the outer one first, are printed before the first block that bears them, and again at the head
    of a page on which their blocks go on. So is ``head``, the lines under the titles: the headings of a table.
    """

    lines: tuple[str, ...]
    titles: tuple[str, ...] = field(default=(), kw_only=True)
    head: tuple[str, ...] = field(default=(), kw_only=True)


@frozen
class Running:
    """What every page bears: a line at its head (from the second page on) and one at its foot, on the left."""

    head: str
    foot: str


def columns(text: str) -> int:
    """Count the columns that a line takes on a screen or a printer.

    >>> columns("échéance"), columns("日本")
    (8, 4)
    """
    if _ONE_COLUMN_EACH.fullmatch(text):
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def glued(text: str) -> str:
    """Put no-break spaces where French never ends a line: before « : », after « art. »."""
    return _UNBROKEN.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def wrapped(text: str, room: int) -> list[str]:
    """Cut a text at its ordinary spaces into lines of ``room`` columns; a longer word is cut where it must be.

    >>> wrapped("une ligne trop longue", 10)
    ['une ligne', 'trop', 'longue']
    """
    if columns(text) <= room:
        return [text]
    lines, taken = [""], 0
    for word in text.split(" "):
        for piece in _pieces(word, room):
            width = columns(piece)
            if lines[-1] and taken + 1 + width > room:
                lines.append("")
            lines[-1], taken = (f"{lines[-1]} {piece}", taken + 1 + width) if lines[-1] else (piece, width)
    return lines


def _pieces(word: str, room: int) -> Iterator[str]:
    if columns(word) <= room:
        yield word
        return
    piece = ""
    for character in word:
        if columns(piece + character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece


def hanging(first: str, text: str, room: int = WIDTH) -> tuple[str, ...]:
    """Write ``text`` after ``first``, its other lines standing under its first character."""
    lines = wrapped(glued(text), room - columns(first))
    return (first + lines[0], *(" " * columns(first) + line for line in lines[1:]))


def with_amount(first: str, text: str, amount: str, edge: int = WIDTH) -> tuple[str, ...]:
    """Write a text as :func:`hanging` does, and an amount that ends at ``edge`` on its last line."""
    room = edge - max(_AMOUNT_ROOM, columns(amount) + _AMOUNT_GAP)
    *before, last = hanging(first, text, room)
    return (*before, last + " " * (edge - columns(last) - columns(amount)) + amount)


def centred(text: str) -> tuple[str, ...]:
    """Write a text in the middle of the line."""
    return tuple((" " * ((WIDTH - columns(line)) // 2) + line).rstrip() for line in wrapped(text, WIDTH))


def side_by_side(left: Sequence[str], right: Sequence[str]) -> tuple[str, ...]:
    """Write two columns of half the width each."""
    room = WIDTH // 2 - 1
    halves = [[line for text in side for line in wrapped(text, room)] for side in (left, right)]
    height = max(map(len, halves))
    lefts, rights = (half + [""] * (height - len(half)) for half in halves)
    return tuple(
        (one + " " * (WIDTH // 2 + 1 - columns(one)) + other).rstrip() for one, other in zip(lefts, rights, strict=True)
    )


def paged(blocks: Iterable[Block], running: Running) -> str:
    """Lay blocks out on numbered pages."""
    bodies = _bodies(list(blocks))
    return FORM_FEED.join(_page(body, running, number, len(bodies)) for number, body in enumerate(bodies, 1))


def _bodies(blocks: Sequence[Block]) -> list[list[str]]:
    bodies: list[list[str]] = [[]]
    titles: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    for block in _fitting(blocks):
        begun = block.head == head and block.titles == titles
        lines = [*_heading(block.titles, _shared(block.titles, titles)), *(() if begun else block.head), *block.lines]
        if bodies[-1] and len(bodies[-1]) + len(lines) > _ROOM:
            bodies.append([])
            goes_on = block.titles == titles and titles
            heading = _heading((*titles[:-1], f"{titles[-1]} (suite)") if goes_on else block.titles)
            lines = [*heading, *block.head, *block.lines]
        bodies[-1] += lines if bodies[-1] else dropwhile(lambda line: not line, lines)
        titles, head = block.titles, block.head
    return bodies


def _shared(titles: Sequence[str], before: Sequence[str]) -> int:
    """Count the outer titles that are printed already."""
    pairs = list(zip(titles, before, strict=False))
    return next((level for level, (one, other) in enumerate(pairs) if one != other), len(pairs))


def _heading(titles: Sequence[str], printed: int = 0) -> tuple[str, ...]:
    """Write the titles that are not printed yet: the outer one underlined, a blank line before each."""
    lines: list[str] = []
    for level, title in enumerate(titles[printed:], printed):
        rows = wrapped(title, WIDTH)
        lines += ["", *rows, *([] if level else ["─" * max(map(columns, rows))])]
    return tuple(lines)


def _fitting(blocks: Iterable[Block]) -> Iterator[Block]:
    """Cut the blocks that no page could hold whole."""
    for block in blocks:
        if len(block.lines) < _SHORT:
            yield block
            continue
        titles = (*block.titles[:-1], f"{block.titles[-1]} (suite)") if block.titles else ()
        height = _ROOM - len(_heading(titles)) - len(block.head)
        for start in range(0, len(block.lines), height):
            yield Block(block.lines[start : start + height], titles=block.titles, head=block.head)


def _page(body: Sequence[str], running: Running, number: int, count: int) -> str:
    filled = [*((_shortened(running.head, WIDTH), "") if number > 1 else ()), *body]
    filled += [""] * (PAGE_LINES - 1 - len(filled))
    page = f"page {number}/{count}"
    foot = _shortened(running.foot, WIDTH - len(page) - _AMOUNT_GAP)
    return "\n".join([*filled, foot + page.rjust(WIDTH - columns(foot))]) + "\n"


def _shortened(text: str, room: int) -> str:
    return text if columns(text) <= room else f"{wrapped(text, room - 1)[0]}…"
