"""Each example gives what is kept beside it, word for word and cent for cent."""

from pathlib import Path

import pytest

from tests.fuzz.running import wrong_pages
from tests.golden import EXAMPLES, HERE, kept


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_each_example_gives_what_is_kept(example: Path) -> None:
    for path, text in kept(example):
        assert text == path.read_bytes().decode(), "read the difference, then: python -m tests.golden"
        assert path.suffix != ".txt" or not wrong_pages(text)


def test_nothing_is_kept_of_examples_that_are_gone() -> None:
    names = {path.stem for path in HERE.iterdir() if path.suffix in (".txt", ".json")}
    assert names == {example.stem for example in EXAMPLES}
    assert len(EXAMPLES) >= 5
