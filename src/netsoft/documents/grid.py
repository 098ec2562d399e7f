"""A table in columns of plain text: amounts on the right, texts wrapped, the whole within the line.

A table with more columns than the line can hold is written row by row, each cell after its heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from netsoft.documents.layout import WIDTH, columns, glued, hanging, wrapped
from netsoft.documents.page import Column, Table, Total

_GAP: Final = 2
_NARROWEST: Final = 9


def grid(table: Table, room: int = WIDTH) -> Iterator[tuple[str, ...]]:
    """Write a table: its head first, then each row and each total, as groups of lines that stay together."""
    widths = _widths(table, room)
    if widths is None:
        yield from _stacked(table, room)
        return
    sides = [column.side for column in table.columns]
    yield (*_written([column.heading for column in table.columns], widths, sides), "─" * room)
    for row in table.rows:
        yield _written(row, widths, sides)
    for total in table.totals:
        yield _total(total, table.columns, widths)


def _widths(table: Table, room: int) -> list[int] | None:
    """Share the line: what stands on the right in full, what remains among the texts; ``None`` if it cannot hold."""
    natural = [_natural(table, index) for index in range(len(table.columns))]
    free = room - _GAP * (len(natural) - 1)
    texts = [index for index, column in enumerate(table.columns) if column.side == "left"]
    left = free - sum(width for index, width in enumerate(natural) if index not in texts)
    if left < _NARROWEST * len(texts):
        return None
    for index, width in zip(texts, _shared([natural[index] for index in texts], left), strict=True):
        natural[index] = width
    return natural


def _natural(table: Table, index: int) -> int:
    cells = [row[index] for row in table.rows]
    cells += [total.cells[index - len(table.columns)] for total in table.totals if _reaches(total, table, index)]
    return max(columns(text) for text in (table.columns[index].heading, *cells, ""))


def _reaches(total: Total, table: Table, index: int) -> bool:
    return index >= len(table.columns) - len(total.cells)


def _shared(wanted: Sequence[int], room: int) -> list[int]:
    """Give each text what it wants; the widest gives way, or takes what is left over."""
    widths = list(wanted)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=widths.__getitem__)
        others = max((width for index, width in enumerate(widths) if index != widest), default=0)
        excess = sum(widths) - room
        widths[widest] -= min(excess, max(1, widths[widest] - others))
    if widths:
        widths[max(range(len(widths)), key=widths.__getitem__)] += room - sum(widths)
    return widths


def _written(cells: Sequence[str], widths: Sequence[int], sides: Sequence[str]) -> tuple[str, ...]:
    stacks = [wrapped(glued(text), width) for text, width in zip(cells, widths, strict=True)]
    height = max(map(len, stacks))
    rows = zip(*(stack + [""] * (height - len(stack)) for stack in stacks), strict=True)
    return tuple(_joined(row, widths, sides) for row in rows)


def _joined(row: Sequence[str], widths: Sequence[int], sides: Sequence[str]) -> str:
    cells = [_set(text, width, side) for text, width, side in zip(row, widths, sides, strict=True)]
    return (" " * _GAP).join(cells).rstrip()


def _set(text: str, width: int, side: str) -> str:
    blank = " " * (width - columns(text))
    return blank + text if side == "right" else text + blank


def _total(total: Total, heads: Sequence[Column], widths: Sequence[int]) -> tuple[str, ...]:
    span = len(widths) - len(total.cells)
    merged = [sum(widths[:span]) + _GAP * (span - 1), *widths[span:]]
    rule = ("─" * (sum(widths) + _GAP * (len(widths) - 1)),) if total.strong else ()
    return (*rule, *_written((total.label, *total.cells), merged, ["left", *(head.side for head in heads[span:])]))


def _stacked(table: Table, room: int) -> Iterator[tuple[str, ...]]:
    yield ()
    for row in table.rows:
        pairs = zip(table.columns, row, strict=True)
        yield tuple(line for column, text in pairs for line in hanging("", f"{column.heading} : {text}", room))
    for total in table.totals:
        yield hanging("", " ; ".join((total.label, *total.cells)), room)
