"""A clause lives where a module declares it, ``NAME: Final = Clause("8.3")``, and nowhere twice."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest

from tests.architecture.source import Source, dotted, library


def declared(source: Source) -> Iterator[str]:
    """The clauses that a module declares: its module-level finals that are one clause."""
    for node in source.tree.body:
        if isinstance(node, ast.AnnAssign) and dotted(node.annotation).split(".")[-1] == "Final":
            yield from _clause(node.value)


def _clause(value: ast.expr | None) -> Iterator[str]:
    match value:
        case ast.Call(func=func, args=[ast.Constant(value=str(number))]) if dotted(func).endswith("Clause"):
            yield number


def shared(sources: Iterable[Source]) -> list[str]:
    """The clauses declared by more than one module, or twice by one."""
    homes = defaultdict(list)
    for source in sources:
        for clause in declared(source):
            homes[clause].append(source.name)
    return [f"{clause} is declared by {', '.join(names)}" for clause, names in homes.items() if len(names) > 1]


def test_each_clause_has_one_home() -> None:
    assert shared(library()) == []


def test_article_8_is_at_home() -> None:
    assert {"8.1", "8.2", "8.3", "8.4", "8.5"} <= {c for source in library() for c in declared(source)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('LATE: Final = Clause("8.2")', 'PENALTY: Final = Clause("8.2")'),
        ('LATE: Final = Clause("8.2")\nAGAIN: Final = Clause("8.2")', ""),
        ('LATE: Final = clause.Clause("8.2")', 'LATE: typing.Final = Clause("8.2")'),
    ],
)
def test_planted_second_homes_are_seen(first: str, second: str) -> None:
    assert shared([Source.of("netsoft.a", first), Source.of("netsoft.b", second)])


def test_the_use_of_a_clause_is_no_home() -> None:
    uses = 'TABLE: Final = (Clause("8.2"),)\nline = Clause("8.2")\ndef f(): x: Final = Clause("8.2")'
    assert not list(declared(Source.of("netsoft.a", uses)))
