"""The front door is exact: some thirty names, sorted, each one there, nothing else public."""

import subprocess
import sys
from types import ModuleType

import pytest

import netsoft

MOST_NAMES = 45
HEAVY = ("hypothesis", "jinja2", "lxml", "requests", "sqlalchemy", "sqlcipher3", "starlette", "uvicorn", "zeep")


def ajar(module: ModuleType) -> list[str]:
    """What is wrong with the front door of a package."""
    names = list(module.__all__)
    public = {n for n, v in vars(module).items() if not n.startswith("_") and not isinstance(v, ModuleType)}
    wrong = [f"{name} is not there" for name in names if not hasattr(module, name)]
    wrong += [f"{name} is public, not in __all__" for name in sorted(public - set(names) - {"annotations"})]
    if names != sorted(set(names)):
        wrong.append("__all__ is not sorted, or says a name twice")
    return wrong


def test_the_front_door_is_exact() -> None:
    assert ajar(netsoft) == []
    assert 0 < len(netsoft.__all__) <= MOST_NAMES


def test_each_name_is_documented() -> None:
    things = {name: getattr(netsoft, name) for name in netsoft.__all__}
    assert [name for name, thing in things.items() if callable(thing) and not thing.__doc__] == []


@pytest.mark.parametrize(
    "names",
    [
        {"__all__": ["a"]},
        {"__all__": [], "a": 1},
        {"__all__": ["b", "a"], "a": 1, "b": 2},
        {"__all__": ["a", "a"], "a": 1},
    ],
)
def test_planted_doors_are_seen(names: dict[str, object]) -> None:
    module = ModuleType("planted")
    module.__dict__.update(names)
    assert ajar(module)


def test_importing_netsoft_loads_nothing_heavy() -> None:
    program = f"import netsoft, sys; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
