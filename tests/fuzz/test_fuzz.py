"""A short campaign, in the suite: the same inputs as the long one, and bytes that Hypothesis draws."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.__main__ import arguments_of
from tests.fuzz.inputs import assembled, mutated
from tests.fuzz.running import run, wrong, wrong_pages
from tests.fuzz.sheets import SHEETS, tier_arguments


@pytest.mark.parametrize("make", [mutated, assembled])
@given(st.integers(0, 2**32))
def test_no_input_is_answered_by_a_traceback(make: Callable[[Random], bytes], seed: int) -> None:
    random = Random(seed)
    data = make(random)
    argv = arguments_of(random)
    assert not wrong(run(argv, data), argv)


@given(st.binary(max_size=200))
def test_bytes(data: bytes) -> None:
    argv = ["decompte", "-"]
    assert not wrong(run(argv, data), argv)


@given(st.text(max_size=100))
@settings(max_examples=100)
def test_texts(text: str) -> None:
    argv = ["decompte", "-", "--on", "2024-03-01"]
    assert not wrong(run(argv, text.encode("utf-8", "surrogatepass")), argv)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=4))
def test_arguments(argv: list[str]) -> None:
    assert not wrong(run(argv), argv)


@pytest.mark.parametrize("make", SHEETS)
@given(st.integers(0, 2**32))
def test_no_sheet_of_usage_is_answered_by_a_traceback(make: Callable[[Random], bytes], seed: int) -> None:
    random = Random(seed)
    data, argv = make(random), tier_arguments(random)
    said = run(argv, data)
    assert not wrong(said, argv)
    assert said.code or "--json" in argv or not wrong_pages(said.out)
