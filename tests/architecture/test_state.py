"""No module keeps state: whatever a module or a class holds cannot be altered.

The check is of the living values, not of how they were written, and it denies by default:
what is not known to be immutable is a violation.
"""

import datetime as dt
import functools
import importlib
import pkgutil
import re
import types
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType, ModuleType

import attrs
import pendulum
import pytest

import netsoft
from netsoft.money import Money
from tests.architecture.source import none

PLAIN = (
    int, str, bytes, float, bool, Decimal, Fraction, type(None), range, dt.date, dt.time, dt.timedelta, dt.timezone,
    re.Pattern, pendulum.Timezone, Enum,
)  # fmt: skip
# What a module is made of besides values: code, classes and words of the type language.
CODE = (
    type, ModuleType, types.FunctionType, types.BuiltinFunctionType, types.GenericAlias, types.UnionType,
    types.MemberDescriptorType, types.GetSetDescriptorType, types.WrapperDescriptorType, types.MethodDescriptorType,
    property, classmethod, staticmethod,
)  # fmt: skip


def mutable(value: object) -> str | None:
    """Why a value is not immutable; nothing if it is, through and through."""
    if isinstance(value, PLAIN + CODE) or type(value).__module__ in {"typing", "typing_extensions", "__future__"}:
        return None
    if isinstance(value, tuple | frozenset):
        return next(filter(None, map(mutable, value)), None)
    if isinstance(value, functools.partial):
        return next(filter(None, map(mutable, [*value.args, *value.keywords.values()])), None)
    if isinstance(value, MappingProxyType):
        return next(filter(None, map(mutable, [*value.keys(), *value.values()])), None)
    cls = type(value)
    if attrs.has(cls) and attrs.inspect(cls).is_frozen:
        fields = (getattr(value, a.name) for a in attrs.fields(cls))
        return next(filter(None, map(mutable, fields)), None)
    return f"holds a {cls.__qualname__}"


def held(module: ModuleType) -> Iterator[tuple[str, object]]:
    """What a module and the classes that it defines hold, by name."""
    for name, value in vars(module).items():
        if not _made_by_python(name):
            yield name, value
        if isinstance(value, type) and value.__module__ == module.__name__:
            yield from ((f"{name}.{n}", v) for n, v in vars(value).items() if not _made_by_python(n))


def _made_by_python(name: str) -> bool:
    dunder = name.startswith("__") and name.endswith("__")
    return dunder or name == "_abc_impl" or (name.startswith("_") and name.endswith("_"))


def state(module: ModuleType) -> list[str]:
    """What a module holds that could be altered."""
    return [f"{module.__name__}.{name} {why}" for name, value in held(module) if (why := mutable(value))]


def modules() -> Iterator[ModuleType]:
    """The modules of netsoft, imported."""
    yield netsoft
    for info in pkgutil.walk_packages(netsoft.__path__, "netsoft."):
        if not info.name.startswith("netsoft.testing"):  # strategies are lazy, and not part of the library proper
            yield importlib.import_module(info.name)


def test_no_module_keeps_state() -> None:
    none(line for module in modules() for line in state(module))


@attrs.define
class Loose:
    value: int = 0


@attrs.frozen
class Tight:
    value: object = 0


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        set(),
        bytearray(),
        iter(()),
        functools.partial(max, []),
        ([],),
        (1, (2, {})),
        MappingProxyType({"a": []}),
        Loose(),
        Tight(value=[]),
        object(),
    ],
)
def test_planted_state_is_seen(value: object) -> None:
    module = ModuleType("planted")
    module.__dict__["TABLE"] = value
    assert state(module)


def test_planted_state_of_a_class_is_seen() -> None:
    module = ModuleType("planted")
    module.__dict__["Rule"] = type("Rule", (), {"seen": [], "__module__": "planted"})
    assert state(module) == ["planted.Rule.seen holds a list"]


@pytest.mark.parametrize(
    "value",
    [1, "a", (1, ("a", Decimal(1))), frozenset({1}), MappingProxyType({"a": (1,)}), Tight(), Money(cents=1), dict],
)
def test_tables_are_allowed(value: object) -> None:
    module = ModuleType("planted")
    module.__dict__["TABLE"] = value
    assert not state(module)
