"""``netsoft decompte``: article 8, whole, from a file of facts."""

from __future__ import annotations

import argparse
import json
from importlib.metadata import version
from typing import Final

import attrs

from netsoft.answers_json import Json, decompte_json
from netsoft.billing.account import Arrears
from netsoft.billing.arrears import arrears
from netsoft.commands.arguments import Parser, a_day_argument, parser
from netsoft.commands.files import document_at
from netsoft.decompte_text import Edition, Variant, decompte_text
from netsoft.errors import MissingFact
from netsoft.facts.decompte import DecompteFacts, decompte_facts
from netsoft.money import Money
from netsoft.readings import OPTIONS, Readings

NAME: Final = "decompte"
SUMMARY: Final = "le décompte de ce qui est dû selon l'article 8"


def declare() -> Parser:
    """Declare the arguments."""
    usage = "netsoft decompte FAITS [--on JOUR] [--known JOUR] [--json] [--variants]"
    made, group = parser("netsoft decompte", usage, "Dresse le décompte de ce qui est dû selon l'article 8.")
    group.add_argument("facts", metavar="FAITS", help="fichier TOML ou JSON ; - pour l'entrée standard")
    group.add_argument("--on", metavar="JOUR", help="jour de l'arrêté, à la place de celui du fichier")
    group.add_argument("--known", metavar="JOUR", help="écarter les faits connus après ce jour")
    group.add_argument("--json", action="store_true", help="répondre en JSON")
    group.add_argument("--variants", action="store_true", help="donner le total sous chaque autre lecture")
    return made


def run(arguments: argparse.Namespace) -> str:
    """Draw the account and write it as text or as JSON."""
    on, known_on = a_day_argument(arguments, "on"), a_day_argument(arguments, "known")
    facts = decompte_facts(document_at(arguments.facts), on, known_on)
    answer = arrears(facts.ledger, facts.terms, facts.on, facts.assuming)
    variants = totals_under_other_readings(facts) if arguments.variants else ()
    if arguments.json:
        return json.dumps(_document(facts, answer, variants), ensure_ascii=False, indent=2) + "\n"
    return decompte_text(facts, answer, Edition(version("netsoft"), variants))


def totals_under_other_readings(facts: DecompteFacts) -> tuple[Variant, ...]:
    """Draw the account anew under each other reading, changed alone."""
    readings = facts.assuming.readings
    return tuple(Variant(number, value, *_sums(facts, other)) for number, value, other in readings.variants())


def _sums(facts: DecompteFacts, readings: Readings) -> tuple[Money, Money] | tuple[None, None]:
    """Return the total and what restores access under other readings; nothing if a rate that they need is not known."""
    assuming = attrs.evolve(facts.assuming, readings=readings)
    try:
        answer = arrears(facts.ledger, facts.terms, facts.on, assuming)
    except MissingFact:
        return None, None
    return answer.totals.total, answer.to_restore


def _document(facts: DecompteFacts, answer: Arrears, variants: tuple[Variant, ...]) -> dict[str, Json]:
    document = decompte_json(answer, facts.terms, facts.published)
    if variants:
        document["variants"] = [_variant(variant, answer.totals.total) for variant in variants]
    return document


def _variant(variant: Variant, total: Money) -> Json:
    keys = {number: key for number, key, _values in OPTIONS}
    return {
        "reading": variant.number,
        "key": keys[variant.number],
        "value": variant.value,
        "total": None if variant.total is None else str(variant.total),
        "difference": None if variant.total is None else str(variant.total - total),
        "to_restore": None if variant.to_restore is None else str(variant.to_restore),
    }
