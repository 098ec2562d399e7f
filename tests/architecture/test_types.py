"""No ``Any`` in a public signature of the library."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import FUNCTIONS, Source, library, none


def vague(source: Source) -> Iterator[str]:
    """The public functions and fields whose annotations say ``Any``."""
    for node in source.nodes():
        if isinstance(node, FUNCTIONS) and not node.name.startswith("_"):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            arguments += filter(None, (node.args.vararg, node.args.kwarg))
            if any(map(_says_any, [node.returns, *(a.annotation for a in arguments)])):
                yield source.at(node, f"{node.name} says Any")
        elif isinstance(node, ast.AnnAssign) and _says_any(node.annotation):
            yield source.at(node, f"{ast.unparse(node.target)} says Any")


def _says_any(annotation: ast.expr | None) -> bool:
    return annotation is not None and any(
        (isinstance(n, ast.Name) and n.id == "Any") or (isinstance(n, ast.Attribute) and n.attr == "Any")
        for n in ast.walk(annotation)
    )


def test_public_signatures_say_what_they_take() -> None:
    none(line for source in library() for line in vague(source))


@pytest.mark.parametrize(
    "text",
    [
        "def f(x: Any) -> None: ...",
        "def f() -> dict[str, typing.Any]: ...",
        "async def f(*, x: list[Any]) -> None: ...",
        "def f(**rest: Any) -> None: ...",
        "class C:\n    x: Any",
    ],
)
def test_planted_anys_are_seen(text: str) -> None:
    assert list(vague(Source.of("planted", text)))


def test_a_private_function_may() -> None:
    assert not list(vague(Source.of("planted", "def _f(x: Any) -> None: ...")))
