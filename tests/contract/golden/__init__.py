"""What the examples of contracts give, kept beside; ``python -m tests.contract.golden`` writes it anew."""

import json
from collections.abc import Iterator
from pathlib import Path

from netsoft.commands.contract_json import contract_json
from netsoft.documents.contract import contract_document
from netsoft.documents.text import text
from netsoft.facts.contract import contract_facts
from netsoft.facts.contract_answer import contract_answer
from netsoft.facts.document import read_document

HERE = Path(__file__).parent
EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "contracts").iterdir())


def kept(example: Path) -> Iterator[tuple[Path, str]]:
    """What an example gives, with the file that keeps it: the text and the JSON."""
    answer = contract_answer(contract_facts(read_document(example.read_bytes())))
    yield HERE / f"{example.stem}.txt", text(contract_document(answer))
    yield HERE / f"{example.stem}.json", json.dumps(contract_json(answer), ensure_ascii=False, indent=2) + "\n"
