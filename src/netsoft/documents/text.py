r"""A document as plain text: pages of 66 lines and 92 columns, parted by form feeds, fit to be attached to a letter.

A section's titles are repeated where it goes on over a page, and so is the head of a table.

>>> from netsoft.documents.page import Document, Paragraph
>>> page = text(Document("Avis", blocks=(Paragraph("Bonjour."),)))
>>> [line.strip() for line in page.split("\n") if line.strip()]
['Avis', 'Bonjour.', 'page 1/1']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from netsoft.documents.grid import grid
from netsoft.documents.layout import (
    FORM_FEED,
    WIDTH,
    Block,
    Running,
    centred,
    columns,
    hanging,
    paged,
    side_by_side,
    wrapped,
)
from netsoft.documents.page import Block as PageBlock
from netsoft.documents.page import (
    Document,
    Items,
    Note,
    Paragraph,
    Particulars,
    Party,
    Section,
    Signature,
    Table,
    Verbatim,
)

_LABEL: Final = 24
_TALLEST_HEAD: Final = 6  # lines; a taller one is not printed again
_SIGNED_AT: Final = WIDTH // 2


def text(document: Document) -> str:
    """Write a document, its annexes after it, each from a new page on; pages are numbered part by part."""
    head = document.running or " – ".join(part for part in (document.title, document.reference) if part)
    parts = [paged([*_opening(document), *_laid(document.blocks, ())], Running(head, document.foot))]
    for annex in document.annexes:
        blocks = [Block(("", *centred(annex.title), "")), *_laid(annex.blocks, ())]
        parts.append(paged(blocks, Running(f"{annex.title} – {head}", document.foot)))
    return FORM_FEED.join(parts)


def _opening(document: Document) -> Iterator[Block]:
    reference = centred(document.reference) if document.reference else ()
    yield Block(("", *centred(document.title), *reference, ""))
    for left, right in _pairs(document.parties):
        yield Block((*side_by_side(_party(left), _party(right)), ""))
    if document.particulars:
        yield Block(_particulars(document.particulars))


def _pairs(parties: tuple[Party, ...]) -> Iterator[tuple[Party | None, Party | None]]:
    for index in range(0, len(parties), 2):
        left, right = (*parties[index : index + 2], None)[:2]
        yield left, right


def _party(party: Party | None) -> list[str]:
    return [party.role.upper(), *party.lines] if party else []


def _particulars(rows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    width = min(_LABEL, max((columns(label) for label, _ in rows), default=0) + 2)
    return tuple(line for label, value in rows for line in _particular(label, value, width))


def _particular(label: str, value: str, width: int) -> tuple[str, ...]:
    if columns(label) >= width:
        return (*wrapped(label, WIDTH), *hanging(" " * width, value))
    return hanging(label + " " * (width - columns(label)), value)


def _laid(blocks: Iterable[PageBlock], titles: tuple[str, ...]) -> Iterator[Block]:
    for block in blocks:
        yield from _block(block, titles)


def _block(block: PageBlock, titles: tuple[str, ...]) -> Iterator[Block]:
    match block:
        case Section(title, inner):
            yield from _laid(inner, (*titles, title))
        case Table():
            yield from _table(block, titles)
        case Verbatim(label, lines):
            yield from (Block(tuple(wrapped(line, WIDTH)), titles=(*titles, label)) for line in lines)
        case _:
            yield Block(("", *_lines(block)), titles=titles)


def _lines(block: Paragraph | Note | Items | Particulars | Signature) -> tuple[str, ...]:
    match block:
        case Paragraph(words):
            return hanging("", words)
        case Note(words):
            return hanging("  ", words)
        case Items(texts, ordered):
            marks = [f"{number}. " if ordered else "– " for number in range(1, len(texts) + 1)]
            return tuple(line for mark, words in zip(marks, texts, strict=True) for line in hanging(mark, words))
        case Particulars(rows):
            return _particulars(rows)
        case _:
            signed = [words for words in (block.place, block.name, block.quality) if words]
            return tuple(line for words in signed for line in hanging(" " * _SIGNED_AT, words))


def _table(table: Table, titles: tuple[str, ...]) -> Iterator[Block]:
    """Lay a table out: its caption and head stay with its rows, and stand again at the head of a page."""
    head, *rows = grid(table)
    titled = (*titles, table.caption)
    if len(head) > _TALLEST_HEAD or not rows:
        yield Block(head, titles=titled)
        head = ()
    for row in rows:
        yield Block(row, titles=titled, head=head)
