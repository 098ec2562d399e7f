"""A page is a value: what it refuses, and how sections keep headings in order."""

import pytest

from netsoft.documents import (
    Annex,
    Column,
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
from netsoft.documents.page import DEEPEST, LONGEST_TITLE, Block, Side
from netsoft.errors import InvalidValue

SIDE: Side = "left"


@pytest.mark.parametrize("text", ["deux\nlignes", "\x00", "\f", "\u202e", "\u2028", 1, None])
def test_a_text_is_one_line_of_visible_characters(text: str) -> None:
    for make in (Paragraph, Note, Column, Document):
        with pytest.raises(InvalidValue, match="retirer les caractères de contrôle"):
            make(text)
    with pytest.raises(InvalidValue):
        Items(("bon", text))
    with pytest.raises(InvalidValue):
        Particulars((("Échéance", text),))
    with pytest.raises(InvalidValue):
        Verbatim("Message", (text,))
    with pytest.raises(InvalidValue):
        Signature("Fait à Lyon", text)
    with pytest.raises(InvalidValue):
        Party("Client", (text,))
    with pytest.raises(InvalidValue):
        Total("Total", (text,))


@pytest.mark.parametrize("title", ["", "  ", "t" * (LONGEST_TITLE + 1)])
def test_a_title_has_words_and_an_end(title: str) -> None:
    for make in (lambda: Document(title), lambda: Section(title, ()), lambda: Annex(title, ())):
        with pytest.raises(InvalidValue, match="titre vide ou trop long"):
            make()


def test_a_table_has_columns_and_a_cell_in_each() -> None:
    with pytest.raises(InvalidValue, match="tableau sans colonne"):
        Table("Lignes", (), ())
    with pytest.raises(InvalidValue, match=r"rows\[1\] : 2 cellules pour 1 colonnes"):
        Table("Lignes", (Column("Objet"),), (("a",), ("a", "b")))
    with pytest.raises(InvalidValue, match="sans place pour son libellé"):
        Table("Lignes", (Column("Objet"),), (), (Total("Total", ("1",)),))
    with pytest.raises(InvalidValue, match="côté inconnu"):
        Column("Objet", "middle")  # type: ignore[arg-type]


def test_sections_stand_three_deep_at_most() -> None:
    blocks: tuple[Block, ...] = (Paragraph("au fond"),)
    for depth in range(1, DEEPEST + 1):
        blocks = (Section("Titre", blocks),)
        assert isinstance(blocks[0], Section)
        assert blocks[0].depth == depth
    with pytest.raises(InvalidValue, match="trop de sections"):
        Section("Titre", blocks)
