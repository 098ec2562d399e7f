"""Functions of about five lines, none over forty; files within three hundred."""

import ast
from collections.abc import Iterator
from statistics import median

import pytest

from tests.architecture.source import FUNCTIONS, Source, everything, none
from tests.conftest import Report

LONGEST_FUNCTION = 40
LONGEST_FILE = 300


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function, its docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def oversized(source: Source) -> Iterator[str]:
    """The functions and the file that are too long."""
    for node in source.nodes():
        if isinstance(node, FUNCTIONS) and length(node) > LONGEST_FUNCTION:
            yield source.at(node, f"{node.name} has {length(node)} lines")
    lines = len(source.text.splitlines())
    if lines > LONGEST_FILE:
        yield f"{source.where}: {lines} lines"


def test_sizes(report: Report) -> None:
    sources = everything()
    lengths = sorted(length(n) for s in sources for n in s.nodes() if isinstance(n, FUNCTIONS))
    ninth = lengths[len(lengths) * 9 // 10]
    report.add("functions", f"{len(lengths)}, median {median(lengths):g} lines, 90 % within {ninth}")
    none(line for source in sources for line in oversized(source))


def a_function(lines: int, docstring: int = 0) -> str:
    doc = ['    """' + "\n" * (docstring - 1) + '"""'] if docstring else []
    return "\n".join(["def f():", *doc, *["    x = 1"] * (lines - 1)])


@pytest.mark.parametrize(
    "text",
    [
        a_function(41),
        a_function(41, docstring=5),
        "async " + a_function(41),
        "class C:\n" + "\n".join(f"    {line}" for line in a_function(41).split("\n")),
        "x = 1\n" * 301,
    ],
)
def test_planted_lengths_are_seen(text: str) -> None:
    assert len(list(oversized(Source.of("planted", text)))) == 1


@pytest.mark.parametrize("text", [a_function(40), a_function(40, docstring=60), "x = 1\n" * 300])
def test_limits_are_allowed(text: str) -> None:
    assert not list(oversized(Source.of("planted", text)))
