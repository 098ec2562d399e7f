"""What the examples give, kept beside: a change of any figure or word shows as a difference.

``python -m tests.golden`` writes the files anew; read the difference before it is committed.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from netsoft.answers_json import decompte_json
from netsoft.billing.arrears import arrears
from netsoft.commands.decompte import totals_under_other_readings
from netsoft.decompte_text import Edition, decompte_text
from netsoft.facts.decompte import decompte_facts
from netsoft.facts.document import read_document

HERE = Path(__file__).parent
EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "facts").iterdir())
VERSION = "0.0.0"  # so that a release changes no file here


def kept(example: Path) -> Iterator[tuple[Path, str]]:
    """What an example gives, with the file that keeps it: the text with its variants, and the JSON."""
    facts = decompte_facts(read_document(example.read_bytes()))
    answer = arrears(facts.ledger, facts.terms, facts.on, facts.assuming)
    edition = Edition(VERSION, totals_under_other_readings(facts))
    yield HERE / f"{example.stem}.txt", decompte_text(facts, answer, edition)
    document = decompte_json(answer, facts.terms, facts.published)
    yield HERE / f"{example.stem}.json", json.dumps(document, ensure_ascii=False, indent=2) + "\n"
