"""A document on pages of plain text: nothing is lost, nothing stands out of the page."""

import re
from collections.abc import Iterator

from hypothesis import given

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
    text,
)
from netsoft.documents.layout import FORM_FEED, PAGE_LINES, WIDTH, columns
from netsoft.documents.page import Block
from netsoft.testing import documents


def words(block: Block) -> Iterator[str]:
    """Every text of a block."""
    match block:
        case Section(title, blocks):
            yield title
            yield from (word for inner in blocks for word in words(inner))
        case Table():
            yield block.caption
            yield from (column.heading for column in block.columns)
            yield from (cell for row in block.rows for cell in row)
            yield from (cell for total in block.totals for cell in (total.label, *total.cells))
        case Paragraph(one) | Note(one):
            yield one
        case Items(texts):
            yield from texts
        case Particulars(rows):
            yield from (word for row in rows for word in row)
        case Verbatim(label, lines):
            yield from (label, *lines)
        case Signature(place, name, quality):
            yield from (place, name, quality)


def counted(texts: Iterator[str] | list[str]) -> int:
    """How many characters that are no blank and no frame."""
    return sum(len(re.sub(r"[\s─]", "", one)) for one in texts)


@given(documents())
def test_every_page_keeps_its_bounds(document: Document) -> None:
    for page in text(document).split(FORM_FEED):
        *lines, after = page.split("\n")
        assert after == ""
        assert len(lines) == PAGE_LINES
        assert max(map(columns, lines)) <= WIDTH
        assert re.search(r"page \d+/\d+$", lines[-1])


@given(documents())
def test_nothing_is_left_out(document: Document) -> None:
    blocks = [*document.blocks, *(block for annex in document.annexes for block in annex.blocks)]
    wanted = counted([word for block in blocks for word in words(block)])
    assert counted([text(document)]) >= wanted


def test_a_table_is_set_in_columns_and_its_head_stands_again_on_each_page() -> None:
    rows = tuple((f"Ligne {number}", f"{number},00 €") for number in range(1, 101))
    table = Table(
        "Prestations", (Column("Objet"), Column("Montant", "right")), rows, (Total("Total", ("5 050,00 €",)),)
    )
    pages = text(Document("Facture", blocks=(Section("Détail", (table,)),))).split(FORM_FEED)
    assert len(pages) == 2
    for page in pages:
        assert re.search(r"^Objet +Montant$", page, re.MULTILINE)
    assert "Prestations (suite)" in pages[1]
    assert re.search(r"^Total +5 050,00.€$", pages[1], re.MULTILINE)
    assert {line.rstrip()[-1] for line in pages[0].split("\n") if line.startswith("Ligne")} == {"€"}


def test_a_wide_text_gives_way_to_amounts() -> None:
    columns_ = (Column("Objet"), Column("Détail"), Column("Montant", "right"))
    table = Table("Lignes", columns_, (("mot " * 40, "autre " * 4, "1,00 €"),))
    lines = [line for line in text(Document("F", blocks=(table,))).split("\n") if "mot" in line or "autre" in line]
    assert lines[0].endswith("1,00\u00a0€")
    assert sum(line.count("mot") for line in lines) == 40
    assert "autre autre autre autre" in lines[0]


def test_a_table_too_wide_for_the_line_is_written_cell_by_cell() -> None:
    columns_ = tuple(Column(f"Colonne {letter}") for letter in "abcdefghijk")
    table = Table("Lignes", columns_, (tuple("123456789xy"),), (Total("Total", ("9",)),))
    page = text(Document("F", blocks=(table,)))
    assert "Colonne a\u00a0: 1\n" in page
    assert "Total\u00a0; 9\n" in page


def test_a_table_of_amounts_alone_stands_as_wide_as_it_is() -> None:
    table = Table("Lignes", (Column("Un", "right"), Column("Deux", "right")), (("1", "2"),))
    assert "\n 1     2\n" in text(Document("F", blocks=(table,)))


def test_a_head_too_tall_is_printed_once() -> None:
    table = Table("Lignes", (Column("long " * 40), Column("x" * 80, "right")), (("a", "b"),) * 90)
    assert text(Document("F", blocks=(table,))).count("long") == 40


def test_parties_stand_in_pairs_and_annexes_begin_a_page() -> None:
    parties = tuple(Party(role, (f"Nom {role}",)) for role in ("un", "deux", "trois"))
    document = Document("Avis", "n° 1", parties=parties, annexes=(Annex("Annexe : décompte", (Paragraph("x"),)),))
    first, annex = text(document).split(FORM_FEED)
    assert re.search(r"^UN +DEUX$", first, re.MULTILINE)
    assert re.search(r"^TROIS$", first, re.MULTILINE)
    assert annex.strip().startswith("Annexe : décompte")


def test_particulars_align_and_a_long_label_has_its_own_line() -> None:
    label = "Un libellé qui ne tient pas dans sa colonne"
    page = text(Document("Avis", particulars=(("Échéance", "demain"), (label, "oui"))))
    assert "Échéance" + " " * 16 + "demain\n" in page
    assert label + "\n" + " " * 24 + "oui\n" in page


def test_lists_and_signature() -> None:
    blocks = (Items(("un", "deux"), ordered=True), Items(("trois",)), Signature("Fait à Lyon", "A. B.", "gérant"))
    page = text(Document("Avis", blocks=blocks, foot="pied"))
    for wanted in ("1. un\n", "2. deux\n", "– trois\n", " " * 46 + "A. B.\n", "pied"):
        assert wanted in page
