"""A printable page as a value: what a document says, before anybody decides how it looks.

A :class:`Document` has a title, parties, particulars, blocks and annexes; :mod:`netsoft.documents.text` writes it
on pages of plain text, :mod:`netsoft.documents.html` as an HTML fragment. Its texts are French, amounts and days
already written (:mod:`netsoft.rendering`): a page computes nothing.

>>> table = Table("Lignes", (Column("Objet"), Column("Montant", "right")), (("Abonnement", "100,00 €"),))
>>> Document("FACTURE", blocks=(Section("Prestations", (table,)),)).title
'FACTURE'
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from netsoft.errors import InvalidValue
from netsoft.money import shown

Side: TypeAlias = Literal["left", "right"]
DEEPEST: Final = 3
"""How deep sections may stand in one another."""
LONGEST_TITLE: Final = 200
"""How many characters a title or a caption may have: any page holds it, and something under it."""


def one_line(value: object, name: str) -> str:
    """Return ``value`` if it is a text of one line, without control characters; refuse anything else."""
    if type(value) is not str or any(not (c.isprintable() or c in "\u00a0\u202f") for c in value):
        raise InvalidValue(name, f"texte d'une ligne attendu : {shown(value)}", "retirer les caractères de contrôle")
    return value


def _title(value: object, name: str) -> str:
    title = one_line(value, name)
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise InvalidValue(name, "titre vide ou trop long", f"donner de 1 à {LONGEST_TITLE} caractères")
    return title


def _lines(values: Iterable[str], name: str) -> tuple[str, ...]:
    return tuple(one_line(value, name) for value in values)


@frozen
class Paragraph:
    """A paragraph of running text."""

    text: str

    def __attrs_post_init__(self) -> None:
        one_line(self.text, "text")


@frozen
class Note:
    """What stands in smaller type, or between rules: a legal mention, a remark."""

    text: str

    def __attrs_post_init__(self) -> None:
        one_line(self.text, "text")


@frozen
class Items:
    """A list; ``ordered`` when its order matters and its items are numbered."""

    texts: tuple[str, ...]
    ordered: bool = False

    def __attrs_post_init__(self) -> None:
        _lines(self.texts, "texts")


@frozen
class Particulars:
    """Labels and what they name: ``("Échéance", "15 novembre 2026")``."""

    rows: tuple[tuple[str, str], ...]

    def __attrs_post_init__(self) -> None:
        for row in self.rows:
            _lines(row, "rows")


@frozen
class Column:
    """The heading of a column; amounts and counts stand on the right."""

    heading: str
    side: Side = "left"

    def __attrs_post_init__(self) -> None:
        one_line(self.heading, "heading")
        if self.side not in get_args(Side):
            raise InvalidValue("side", f"côté inconnu : {shown(self.side)}", f"écrire {', '.join(get_args(Side))}")


@frozen
class Total:
    """A row that closes a table: its label, and its cells under the last columns; ``strong`` for the grand total."""

    label: str
    cells: tuple[str, ...]
    strong: bool = False

    def __attrs_post_init__(self) -> None:
        one_line(self.label, "label")
        _lines(self.cells, "cells")


@frozen
class Table:
    """A table: its caption, columns, rows (the first cell names the row) and totals."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[Total, ...] = ()

    def __attrs_post_init__(self) -> None:
        _title(self.caption, "caption")
        if not self.columns:
            raise InvalidValue("columns", "tableau sans colonne", "donner au moins une colonne")
        for index, row in enumerate(self.rows):
            if len(_lines(row, f"rows[{index}]")) != len(self.columns):
                problem = f"{len(row)} cellules pour {len(self.columns)} colonnes"
                raise InvalidValue(f"rows[{index}]", problem, "donner une cellule par colonne")
        if any(len(total.cells) >= len(self.columns) for total in self.totals):
            raise InvalidValue("totals", "un total sans place pour son libellé", "laisser au moins une colonne")


@frozen
class Verbatim:
    """Lines kept as they are, in type of one width: a table drawn elsewhere, a received message."""

    label: str
    lines: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        _title(self.label, "label")
        _lines(self.lines, "lines")


@frozen
class Signature:
    """Where and when it is signed (or sent), by whom, as what."""

    place: str
    name: str
    quality: str = ""

    def __attrs_post_init__(self) -> None:
        _lines((self.place, self.name, self.quality), "signature")


@frozen
class Section:
    """Blocks under a title, which follow one another; sections may stand in one another, three deep at most."""

    title: str
    blocks: tuple[Block, ...]

    def __attrs_post_init__(self) -> None:
        _title(self.title, "title")
        if self.depth > DEEPEST:
            raise InvalidValue("blocks", "trop de sections l'une dans l'autre", f"en garder {DEEPEST} au plus")

    @property
    def depth(self) -> int:
        """How many sections stand in one another, this one included."""
        return 1 + max((block.depth for block in self.blocks if isinstance(block, Section)), default=0)


Block: TypeAlias = Paragraph | Note | Items | Particulars | Table | Verbatim | Signature | Section


@frozen
class Party:
    """A party as the head of a page shows it: in what role, and its lines (name, form, address, numbers)."""

    role: str
    lines: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        one_line(self.role, "role")
        _lines(self.lines, "lines")


@frozen
class Annex:
    """What is joined to a document: it begins a new page."""

    title: str
    blocks: tuple[Block, ...]

    def __attrs_post_init__(self) -> None:
        _title(self.title, "title")


@frozen
class Document:
    """A page to print: title, reference under it, parties side by side, particulars, blocks, annexes.

    ``running`` stands at the head of each page from the second on (the title and reference when empty), ``foot`` at
    the foot of each. Nothing here is computed: amounts and days come already written.
    """

    title: str
    reference: str = ""
    parties: tuple[Party, ...] = field(default=(), kw_only=True)
    particulars: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)
    blocks: tuple[Block, ...] = field(default=(), kw_only=True)
    annexes: tuple[Annex, ...] = field(default=(), kw_only=True)
    running: str = field(default="", kw_only=True)
    foot: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        _title(self.title, "title")
        _lines((self.reference, self.running, self.foot), "document")
        Particulars(self.particulars)
