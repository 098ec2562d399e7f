"""What is imported is declared: nothing works only because something else brought it along."""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source import ROOT, Source, everything, imported, none

OURS = frozenset({"netsoft", "reference_app", "tests"})


@cache
def declared() -> frozenset[str]:
    """The distributions that ``pyproject.toml`` asks for, extras and groups included."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    extras = project["project"]["optional-dependencies"].values()
    groups = project["dependency-groups"].values()
    wanted = [*project["project"]["dependencies"], *(r for part in (*extras, *groups) for r in part)]
    return frozenset(canonical(re.split(r"[\[><=;~! ]", r)[0]) for r in wanted if isinstance(r, str))


@cache
def installed_packages() -> Mapping[str, list[str]]:
    """The packages of this environment, with the distributions that bring them."""
    return packages_distributions()


def canonical(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def undeclared(source: Source) -> Iterator[str]:
    """The imports of a source that no requirement of ours brings."""
    installed, wanted = installed_packages(), declared()
    for node, target in imported(source):
        package = target.split(".")[0]
        if package in OURS or package in sys.stdlib_module_names or package.startswith("_"):
            continue
        if not wanted & set(map(canonical, installed.get(package, [package]))):
            yield source.at(node, f"imports {package}, which pyproject.toml does not ask for")


def test_what_is_imported_is_declared() -> None:
    none(line for source in everything() for line in undeclared(source))


@pytest.mark.parametrize("text", ["import pluggy", "from anyio import run", "import nowhere_to_be_found"])
def test_planted_imports_are_seen(text: str) -> None:
    assert list(undeclared(Source.of("planted", text)))


@pytest.mark.parametrize("text", ["import attrs", "import sqlalchemy.exc", "import json", "from netsoft import Money"])
def test_declared_imports_are_allowed(text: str) -> None:
    assert not list(undeclared(Source.of("planted", text)))
