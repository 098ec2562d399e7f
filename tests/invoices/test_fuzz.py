"""``netsoft invoice`` given what nobody would send on purpose: an answer that fits its schema, or one line."""

import json
from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.inputs import BYTES, VALUES
from tests.fuzz.running import run, wrong, wrong_pages
from tests.invoices.golden import EXAMPLES
from tests.invoices.test_command import facts, problems


def spoilt(random: Random) -> bytes:
    """An example with values replaced, added or taken out, or its bytes peppered."""
    document: Any = facts(random.choice(EXAMPLES).name)
    for _ in range(random.choice((1, 1, 2, 4))):
        _spoil(document, random)
    data = bytearray(json.dumps(document).encode())
    if random.random() < 0.2:
        start = random.randrange(len(data))
        data[start : start + random.choice((0, 1, 5))] = random.choice(BYTES)
    return bytes(data)


def _spoil(value: Any, random: Random) -> None:
    while isinstance(value, dict | list) and value:
        key = random.choice(list(value) if isinstance(value, dict) else list(range(len(value))))
        if not isinstance(value[key], dict | list) or not value[key] or random.random() < 0.2:
            value[key] = deepcopy(random.choice(VALUES))
            if random.random() < 0.2:
                del value[key]
            return
        value = value[key]


@given(st.integers(0, 2**32), st.sampled_from(([], ["--json"], ["--html"])))
def test_no_input_is_answered_by_a_traceback(seed: int, options: list[str]) -> None:
    data, argv = spoilt(Random(seed)), ["invoice", "-", *options]
    said = run(argv, data)
    assert not wrong(said, argv)
    if said.code == 0 and not options:
        assert not wrong_pages(said.out)
    if said.code == 0 and options == ["--json"]:
        assert problems(json.loads(said.out), "invoice-answer") == []
        assert problems(json.loads(data), "invoice-facts") == []
