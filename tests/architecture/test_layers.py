"""Imports go down, and siblings do not meet.

The heights are written once, in the import contract of ``pyproject.toml``. The linter of that
contract sees modules; this test sees also ``from netsoft import …``, an import inside a function,
and a module that nobody has given a height.
"""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest

from tests.architecture.source import ROOT, Source, imported, library, none

OUTSIDE = "testing"  # beside the layers: it may import any, none may import it


@cache
def layers() -> tuple[dict[str, int], frozenset[str]]:
    """The height of each part of netsoft, and the parts that are siblings."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    lines = next(c["layers"] for c in contracts if c["type"] == "layers")
    heights = {
        part.strip(" ()"): height
        for height, line in enumerate(reversed(lines), start=1)
        for part in line.replace("|", ":").split(":")
    }
    siblings = frozenset(part.strip(" ()") for line in lines if "|" in line for part in line.split("|"))
    return heights, siblings


def climbs(source: Source) -> Iterator[str]:
    """The imports of a source that go up, sideways between siblings, or nobody knows where."""
    _, _, rest = source.name.partition(".")
    own = rest.split(".")[0]
    if own in {"", OUTSIDE}:  # the front door stands above all; the strategies stand beside
        return
    for node, target in imported(source):
        package, _, path = target.partition(".")
        if package == "netsoft":
            problem = verdict(own, path.split(".")[0])
            if problem:
                yield source.at(node, problem)


def verdict(own: str, target: str) -> str | None:
    """What is wrong with an import of one part of netsoft by another, if anything is."""
    heights, siblings = layers()
    if own == target:
        return None
    if own not in heights:
        return f"netsoft.{own} has no height: give it one in the import contract"
    if target not in heights:
        return f"netsoft.{own} imports netsoft.{target}, which is no part of a layer"
    if heights[target] > heights[own]:
        return f"netsoft.{own} imports netsoft.{target}, which is above it"
    if {own, target} <= siblings:
        return f"netsoft.{own} imports its sibling netsoft.{target}"
    return None


def test_imports_go_down() -> None:
    none(line for source in library() for line in climbs(source))


def test_there_are_imports_to_watch() -> None:
    assert any(target.startswith("netsoft.") for source in library() for _, target in imported(source))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("netsoft.money", "from netsoft.terms import Terms"),
        ("netsoft.money", "import netsoft.billing.arrears"),
        ("netsoft.money", "from netsoft import Terms"),
        ("netsoft.money", "def f():\n    from netsoft.billing import arrears"),
        ("netsoft.billing.arrears", "from netsoft.tenancy.access import access"),
        ("netsoft.billing.arrears", "from ..tenancy import access"),
        ("netsoft.billing.arrears", "from netsoft.facts import text"),
        ("netsoft.billing.arrears", "from netsoft.testing import moneys"),
        ("netsoft.unheard_of", "from netsoft.money import Money"),
    ],
)
def test_planted_climbs_are_seen(name: str, text: str) -> None:
    assert list(climbs(Source.of(name, text)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("netsoft.billing.arrears", "from netsoft.money import Money"),
        ("netsoft.billing.arrears", "from netsoft.billing.ledger import Ledger"),
        ("netsoft.billing.arrears", "from .ledger import Ledger"),
        ("netsoft", "from netsoft.billing.arrears import arrears"),
        ("netsoft.testing", "from netsoft.billing.ledger import Ledger"),
        ("netsoft.days", "from netsoft.money import shown"),
        ("netsoft.money", "import decimal"),
    ],
)
def test_descents_are_allowed(name: str, text: str) -> None:
    assert not list(climbs(Source.of(name, text)))


def test_relative_imports_are_resolved() -> None:
    source = Source.of("netsoft.billing.arrears", "from ..money import Money")
    assert [target for _, target in imported(source)] == ["netsoft.money.Money"]
    assert isinstance(source.tree.body[0], ast.ImportFrom)
