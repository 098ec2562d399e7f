"""The project's own Python files, parsed once."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from attrs import field, frozen

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@frozen
class Source:
    """One module: its dotted name, where it stands, its text and its tree."""

    name: str
    where: str
    text: str = field(repr=False)
    tree: ast.Module = field(repr=False, eq=False)

    @classmethod
    def of(cls, name: str, text: str, where: str = "planted.py") -> "Source":
        """A source from its text, as the planted ones are."""
        return cls(name, where, text, ast.parse(text))

    def nodes(self) -> Iterator[ast.AST]:
        """Every node of the tree."""
        return ast.walk(self.tree)

    def at(self, node: ast.stmt | ast.expr, problem: str) -> str:
        """A violation, as a place that an editor opens."""
        return f"{self.where}:{node.lineno}: {problem}"


def _read(path: Path, base: Path) -> Source:
    parts = path.relative_to(base).with_suffix("").parts
    dotted = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Source.of(dotted, path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


@cache
def library() -> tuple[Source, ...]:
    """The modules of netsoft."""
    return tuple(_read(path, SRC) for path in sorted(SRC.rglob("*.py")))


@cache
def everything() -> tuple[Source, ...]:
    """The modules of the library, of the examples and of the tests."""
    others = (path for folder in ("examples", "tests") for path in sorted((ROOT / folder).rglob("*.py")))
    return library() + tuple(_read(path, ROOT) for path in others)


def none(violations: Iterable[str]) -> None:
    """Fail with the violations, one a line, unless there is none."""
    lines = list(violations)
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def dotted(node: ast.expr) -> str:
    """The dotted name of an expression, or nothing: ``datetime.date.today``."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            owner = dotted(value)
            return f"{owner}.{attr}" if owner else ""
        case _:
            return ""


def imported(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Each import of a source with its absolute target, ``from a import b`` giving ``a.b``."""
    for node in source.nodes():
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(source, node)
            yield from ((node, f"{base}.{alias.name}") for alias in node.names)


def _base(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = source.name.split(".") if source.where.endswith("__init__.py") else source.name.split(".")[:-1]
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, *([node.module] if node.module else [])])
