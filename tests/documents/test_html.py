"""A document as HTML: escaped, well formed, its headings in order, its tables told to those who do not see them."""

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given

from netsoft.documents import Column, Document, Items, Note, Paragraph, Section, Signature, Table, Total, Verbatim, html
from netsoft.errors import InvalidValue
from netsoft.testing import documents, tables

VOID = {"br"}


class Read(HTMLParser):
    """What a browser would see: tags that close, attributes, texts by tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.append((self.open[-1], data))

    def of(self, *names: str) -> list[str]:
        """The tags of those names, in order."""
        return [tag for tag, _ in self.tags if tag in names]


@given(documents())
def test_any_document_is_well_formed_and_inert(document: Document) -> None:
    read = Read(html(document, level=2))
    levels = [int(tag[1]) for tag in read.of("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not read.of("script", "style", "img", "a", "iframe")
    kept = {"class", "scope", "colspan", "tabindex", "role", "aria-label"}
    assert {name for _, attributes in read.tags for name in attributes} <= kept


@given(tables())
def test_cells_come_back_as_they_were(table: Table) -> None:
    source = html(Document("T", blocks=(table,)))
    read = Read(source)
    body = Read(source[source.index("<tbody>") : source.index("</tbody>") + len("</tbody>")])
    assert "".join(text for tag, text in body.texts if tag in ("td", "th")) == "".join(map("".join, table.rows))
    assert read.of("caption") == ["caption"]
    scopes = [attributes["scope"] for tag, attributes in read.tags if tag == "th"]
    assert scopes == ["col"] * len(table.columns) + ["row"] * (len(table.rows) + len(table.totals))


def test_markup_in_a_text_is_text() -> None:
    said = html(Document("<b>", "&", blocks=(Paragraph('<script>"x"</script>'), Note("a<b"))))
    assert "<script>" not in said
    assert "&lt;script&gt;&quot;x&quot;&lt;/script&gt;" in said
    assert "<h1>&lt;b&gt;</h1>" in said


def test_a_table_names_itself_and_its_rows() -> None:
    columns = (Column("Objet"), Column("Taux", "right"), Column("Montant", "right"))
    table = Table("Lignes", columns, (("a", "20 %", "1"),), (Total("TTC", ("1",), strong=True), Total("x", ("2", "3"))))
    said = html(Document("F", blocks=(table,)))
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Lignes"><table class="list">' in said
    assert '<th scope="row">a</th><td class="number">20 %</td><td class="number">1</td>' in said
    assert '<tr class="total"><th scope="row" colspan="2">TTC</th><td class="number">1</td></tr>' in said
    assert '<tr><th scope="row">x</th><td class="number">2</td><td class="number">3</td></tr>' in said


def test_a_table_without_totals_has_no_foot() -> None:
    assert "<tfoot>" not in html(Document("F", blocks=(Table("Lignes", (Column("Objet"),), (("a",),)),)))


def test_sections_lists_and_lines_kept() -> None:
    blocks = (
        Items(("a",), ordered=True),
        Items(("b",)),
        Verbatim("Message", ("x <y>", "z")),
        Signature("Lyon", "A. B."),
    )
    said = html(Document("F", blocks=(Section("S", (Section("T", blocks),)),)))
    for wanted in (
        "<h2>S</h2>",
        "<h3>T</h3>",
        "<ol><li>a</li></ol>",
        "<ul><li>b</li></ul>",
        '<pre class="verbatim" tabindex="0" role="region" aria-label="Message">\nx &lt;y&gt;\nz</pre>',
        '<p class="signature">Lyon<br>A. B.</p>',
    ):
        assert wanted in said


@pytest.mark.parametrize("level", [0, 3, True, "1"])
def test_a_title_is_a_heading_of_one_or_two(level: int) -> None:
    with pytest.raises(InvalidValue, match="niveau de titre"):
        html(Document("F"), level=level)
