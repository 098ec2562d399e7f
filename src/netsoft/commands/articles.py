"""``netsoft articles``: the clauses of the terms, where each lives, and why some compute nothing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from netsoft.articles import IN_FRENCH, ClauseRow, articles, articles_json
from netsoft.catalogue import VERSIONS
from netsoft.commands.arguments import Parser, parser
from netsoft.documents.layout import hanging

NAME: Final = "articles"
SUMMARY: Final = "les clauses, leur module, ce qu'il en advient"
_NUMBER_ROOM: Final = 8


def declare() -> Parser:
    """Declare the arguments."""
    usage = "netsoft articles [N] [--json]"
    made, group = parser("netsoft articles", usage, "Affiche les clauses des conditions générales.")
    group.add_argument("number", metavar="N", nargs="?", help="un article (8) ou une clause (8.3) ; tous à défaut")
    group.add_argument("--json", action="store_true", help="répondre en JSON")
    return made


def run(arguments: argparse.Namespace) -> str:
    """Write the clauses, article by article."""
    terms = VERSIONS[-1]
    rows = articles(arguments.number, terms)
    if arguments.json:
        return json.dumps(articles_json(rows, terms), ensure_ascii=False, indent=2) + "\n"
    return "\n".join([f"Conditions générales {terms.name}", *_text(rows)]) + "\n"


def _text(rows: Iterable[ClauseRow]) -> Iterator[str]:
    for (article, title), clauses in groupby(rows, lambda row: (row.entry.clause.article, row.entry.title)):
        heading = f"Article {article}. {title}"
        yield from ("", heading, "─" * len(heading))
        for row in clauses:
            yield from hanging(str(row.entry.clause).ljust(_NUMBER_ROOM), row.entry.text)
            yield from hanging(" " * _NUMBER_ROOM, _standing(row))


def _standing(row: ClauseRow) -> str:
    """Say what becomes of a clause: its home and its numbers, or the reason why nothing is computed."""
    told = [row.home or row.reason or "", *(f"{number.path} = {number.text}" for number in row.numbers)]
    return f"→ {IN_FRENCH[row.standing]} : {' ; '.join(told)}"
