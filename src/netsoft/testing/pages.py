"""Strategies for printable documents: pages of every block, with texts short and long, narrow and wide."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from netsoft.documents.page import (
    Annex,
    Block,
    Column,
    Document,
    Items,
    Note,
    Paragraph,
    Particulars,
    Party,
    Section,
    Side,
    Signature,
    Table,
    Total,
    Verbatim,
)

_LETTERS: Final = st.sampled_from("abcdeéà<&>\"'/ 0123,€\u00a0日-")
_TEXTS: Final = st.one_of(
    st.sampled_from(("", "Abonnement", "1 200,00 €", "un deux trois " * 30, "x" * 150)),
    st.text(_LETTERS, max_size=40),
)
_TITLES: Final = st.one_of(st.sampled_from(("Objet", "t" * 200)), st.text(_LETTERS, min_size=1).map(lambda t: f"T{t}"))
_SIDES: Final[tuple[Side, ...]] = ("left", "right")
_PAIRS: Final = st.lists(st.tuples(_TITLES, _TEXTS), max_size=4).map(tuple)
_LEAVES: Final = st.one_of(
    st.builds(Paragraph, _TEXTS),
    st.builds(Note, _TEXTS),
    st.builds(Items, st.lists(_TEXTS, max_size=4).map(tuple), st.booleans()),
    st.builds(Particulars, _PAIRS),
    st.builds(Verbatim, _TITLES, st.lists(_TEXTS, max_size=80).map(tuple)),
    st.builds(Signature, _TEXTS, _TEXTS, _TEXTS),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of one to eight columns, up to ninety rows."""
    width = draw(st.integers(1, 8))
    columns = tuple(Column(draw(_TITLES), draw(st.sampled_from(_SIDES))) for _ in range(width))
    kinds = draw(st.lists(st.tuples(*[_TEXTS] * width), max_size=3))
    rows = tuple(kinds * draw(st.sampled_from((1, 1, 2, 30))))
    spans = draw(st.lists(st.integers(0, width - 1), max_size=2))
    totals = tuple(
        Total(draw(_TITLES), tuple(draw(_TEXTS) for _ in range(span)), draw(st.booleans())) for span in spans
    )
    return Table(draw(_TITLES), columns, rows, totals)


def _blocks(depth: int) -> st.SearchStrategy[tuple[Block, ...]]:
    leaves: st.SearchStrategy[Block] = st.one_of(_LEAVES, tables())
    inner = st.one_of(leaves, st.builds(Section, _TITLES, _blocks(depth - 1))) if depth else leaves
    return st.lists(inner, max_size=4).map(tuple)


def documents() -> st.SearchStrategy[Document]:
    """Documents with any blocks, sections in sections, parties and annexes."""
    parties = st.builds(Party, _TITLES, st.lists(_TEXTS, max_size=4).map(tuple))
    return st.builds(
        Document,
        _TITLES,
        _TEXTS,
        parties=st.lists(parties, max_size=3).map(tuple),
        particulars=_PAIRS,
        blocks=_blocks(3),
        annexes=st.lists(st.builds(Annex, _TITLES, _blocks(1)), max_size=2).map(tuple),
        running=_TEXTS,
        foot=_TEXTS,
    )
