r"""A document as an HTML fragment: one ``<article>``, for a page of an application to hold, show and print.

Everything is escaped; headings go down by one without a gap from ``level``; a table has a caption, scopes and a
region that the keyboard reaches. There is no style and no script: ``class`` says what a thing is.

>>> from netsoft.documents.page import Document, Paragraph
>>> html(Document("Avis", blocks=(Paragraph("1 < 2"),)))
'<article class="document">\n<header>\n<h1>Avis</h1>\n</header>\n<p>1 &lt; 2</p>\n</article>\n'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from netsoft.documents.page import (
    Annex,
    Block,
    Document,
    Items,
    Note,
    Paragraph,
    Particulars,
    Party,
    Section,
    Signature,
    Table,
    Total,
    Verbatim,
)
from netsoft.errors import InvalidValue


def html(document: Document, level: int = 1) -> str:
    """Write a document as an ``<article>`` whose title is a heading of ``level``, 1 or 2."""
    if type(level) is not int or level not in (1, 2):
        raise InvalidValue("level", "niveau de titre hors de 1 et 2", "écrire 1 ou 2")
    return "\n".join(_article(document, level)) + "\n"


def _article(document: Document, level: int) -> Iterator[str]:
    yield '<article class="document">'
    yield "<header>"
    yield _tag(f"h{level}", document.title)
    if document.reference:
        yield _tag("p", document.reference, "reference")
    yield from _parties(document.parties)
    if document.particulars:
        yield from _block(Particulars(document.particulars), level + 1)
    yield "</header>"
    yield from _blocks(document.blocks, level + 1)
    yield from (line for annex in document.annexes for line in _annex(annex, level + 1))
    if document.foot:
        yield f"<footer>{_tag('p', document.foot)}</footer>"
    yield "</article>"


def _tag(name: str, text: str, kind: str = "") -> str:
    opening = f'{name} class="{kind}"' if kind else name
    return f"<{opening}>{escape(text)}</{name}>"


def _parties(parties: tuple[Party, ...]) -> Iterator[str]:
    if parties:
        yield '<div class="parties">'
        for party in parties:
            lines = "<br>".join(escape(line) for line in party.lines)
            yield f'<div class="party">{_tag("p", party.role, "role")}<address>{lines}</address></div>'
        yield "</div>"


def _annex(annex: Annex, level: int) -> Iterator[str]:
    yield '<section class="annex">'
    yield _tag(f"h{level}", annex.title)
    yield from _blocks(annex.blocks, level + 1)
    yield "</section>"


def _blocks(blocks: Iterable[Block], level: int) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, level)


def _block(block: Block, level: int) -> Iterator[str]:
    match block:
        case Section(title, inner):
            yield "<section>"
            yield _tag(f"h{level}", title)
            yield from _blocks(inner, level + 1)
            yield "</section>"
        case Table():
            yield from _table(block)
        case _:
            yield _leaf(block)


def _leaf(block: Paragraph | Note | Items | Particulars | Verbatim | Signature) -> str:
    match block:
        case Paragraph(text):
            return _tag("p", text)
        case Note(text):
            return _tag("p", text, "note")
        case Items(texts, ordered):
            name = "ol" if ordered else "ul"
            return f"<{name}>{''.join(_tag('li', text) for text in texts)}</{name}>"
        case Particulars(rows):
            inner = "".join(f"<div>{_tag('dt', label)}{_tag('dd', text)}</div>" for label, text in rows)
            return f'<dl class="particulars">{inner}</dl>'
        case Verbatim(label, lines):
            region = f'tabindex="0" role="region" aria-label="{escape(label)}"'
            return f'<pre class="verbatim" {region}>\n{escape(chr(10).join(lines))}</pre>'
        case _:
            return _signature(block)


def _signature(block: Signature) -> str:
    texts = [text for text in (block.place, block.name, block.quality) if text]
    return f'<p class="signature">{"<br>".join(map(escape, texts))}</p>'


def _table(table: Table) -> Iterator[str]:
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.caption)}"><table class="list">'
    yield _tag("caption", table.caption)
    headings = "".join(_cell("th", column.heading, column.side, ' scope="col"') for column in table.columns)
    yield f"<thead><tr>{headings}</tr></thead>"
    yield "<tbody>"
    yield from (_row(table, row) for row in table.rows)
    yield "</tbody>"
    if table.totals:
        yield "<tfoot>"
        yield from (_total(table, total) for total in table.totals)
        yield "</tfoot>"
    yield "</table></div>"


def _cell(name: str, text: str, side: str, more: str = "") -> str:
    kind = ' class="number"' if side == "right" else ""
    return f"<{name}{more}{kind}>{escape(text)}</{name}>"


def _row(table: Table, row: tuple[str, ...]) -> str:
    named = _cell("th", row[0], table.columns[0].side, ' scope="row"')
    others = zip(row[1:], table.columns[1:], strict=True)
    return f"<tr>{named}{''.join(_cell('td', text, column.side) for text, column in others)}</tr>"


def _total(table: Table, total: Total) -> str:
    span = len(table.columns) - len(total.cells)
    kind = ' class="total"' if total.strong else ""
    wide = f' colspan="{span}"' if span > 1 else ""
    sides = [column.side for column in table.columns[span:]]
    cells = "".join(_cell("td", text, side) for text, side in zip(total.cells, sides, strict=True))
    return f'<tr{kind}><th scope="row"{wide}>{escape(total.label)}</th>{cells}</tr>'
