r"""Printable documents: one page as a value, and its two renderers.

A document is built of the blocks of :mod:`netsoft.documents.page` and printed by one of two functions:
:func:`text` (pages of plain text, to attach to a letter) or :func:`html` (a fragment for a page of an application).
One renderer serves all: invoices, formal notices, acknowledgements, usage statements.

>>> from netsoft.documents import Column, Document, Section, Table, Total, html, text
>>> amounts = Table(
...     "Sommes dues",
...     (Column("Facture"), Column("Montant", "right")),
...     (("F-1", "100,00 €"), ("F-2", "50,00 €")),
...     (Total("Total", ("150,00 €",), strong=True),),
... )
>>> notice = Document("Mise en demeure", "référence MD-1", blocks=(Section("Décompte", (amounts,)),))
>>> print(text(notice)[:700].replace("\xa0", " ").strip())  # doctest: +NORMALIZE_WHITESPACE
                                      Mise en demeure
                                       référence MD-1
Décompte
────────
Sommes dues
Facture                                                                              Montant
────────────────────────────────────────────────────────────────────────────────────────────
F-1                                                                                 100,00 €
F-2                                                                                  50,00 €
────────────────────────────────────────────────────────────────────────────────────────────
Total                                                                               150,00 €
>>> html(notice).count("<table")
1

Amounts, days and counts come written by :mod:`netsoft.rendering`; sections give the headings their order.
"""

from netsoft.documents.html import html
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
    Signature,
    Table,
    Total,
    Verbatim,
)
from netsoft.documents.text import text

__all__ = [
    "Annex",
    "Block",
    "Column",
    "Document",
    "Items",
    "Note",
    "Paragraph",
    "Particulars",
    "Party",
    "Section",
    "Signature",
    "Table",
    "Total",
    "Verbatim",
    "html",
    "text",
]
