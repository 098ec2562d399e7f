"""``netsoft contract``: the life of a contract under articles 4 and 5, from a file of facts."""

from __future__ import annotations

import argparse
import json
from typing import Final

from netsoft.commands.arguments import Parser, a_day_argument, parser
from netsoft.commands.contract_json import contract_json
from netsoft.commands.files import document_at
from netsoft.documents.contract import contract_document
from netsoft.documents.text import text
from netsoft.facts.contract import contract_facts
from netsoft.facts.contract_answer import contract_answer

NAME: Final = "contract"
SUMMARY: Final = "la vie du contrat : périodes, préavis, rétractation, fin"


def declare() -> Parser:
    """Declare the arguments."""
    usage = "netsoft contract FAITS [--on JOUR] [--known JOUR] [--json]"
    made, group = parser("netsoft contract", usage, "Dit où en est un contrat, et qui peut faire quoi jusqu'à quand.")
    group.add_argument("facts", metavar="FAITS", help="fichier TOML ou JSON ; - pour l'entrée standard")
    group.add_argument("--on", metavar="JOUR", help="jour demandé, à la place de celui du fichier")
    group.add_argument("--known", metavar="JOUR", help="écarter les faits connus après ce jour")
    group.add_argument("--json", action="store_true", help="répondre en JSON")
    return made


def run(arguments: argparse.Namespace) -> str:
    """Tell the life of the contract as text or as JSON."""
    on, known_on = a_day_argument(arguments, "on"), a_day_argument(arguments, "known")
    answer = contract_answer(contract_facts(document_at(arguments.facts), on, known_on))
    if arguments.json:
        return json.dumps(contract_json(answer), ensure_ascii=False, indent=2) + "\n"
    return text(contract_document(answer))
