"""No rule holds a number of the contract: the terms are the only place where they stand.

The numbers are read from CG052018 itself, so that a number added there is watched at once.
0, 1 and 2 say too little to be watched.
"""

import ast
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import attrs
import pytest

from netsoft.cg052018 import CG052018
from netsoft.money import Money, Rate
from tests.architecture.source import Source, library, none

RULES = ("billing", "metering", "rgpd", "tenancy")
TOO_PLAIN = frozenset(map(Fraction, (0, 1, 2)))


def numbers(value: object) -> Iterator[Fraction]:
    """The numbers in a value; a rate gives its share and its percentage."""
    cls = type(value)
    if isinstance(value, Rate):
        yield from (value.fraction, value.fraction * 100)
    elif isinstance(value, Money):
        yield from (Fraction(value.cents), Fraction(value.cents, 100))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield Fraction(value)
    elif attrs.has(cls):
        for attribute in attrs.fields(cls):
            yield from numbers(getattr(value, attribute.name))


WATCHED = frozenset(numbers(CG052018)) - TOO_PLAIN


def written(node: ast.AST) -> Fraction | None:
    """The number that a literal writes, be it a string: ``15``, ``"15"``, ``0.15``, ``"0.15"``."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool | bytes | complex):
        return None
    if not isinstance(node.value, int | float | str):
        return None
    try:
        decimal = Decimal(str(node.value))
    except InvalidOperation:
        return None
    return Fraction(decimal) if decimal.is_finite() else None


def is_rule(source: Source) -> bool:
    """Whether a module is one of the rules, and not a table of law (named ``…_table``)."""
    part, _, path = source.name.removeprefix("netsoft.").partition(".")
    return part in RULES and not path.endswith("_table")


def in_days(source: Source) -> set[ast.AST]:
    """The literals of a calendar day: ``date(2999, 12, 31)`` says no number of the contract."""
    calls = (n for n in source.nodes() if isinstance(n, ast.Call) and isinstance(n.func, ast.Name))
    return {arg for call in calls if call.func.id == "date" for arg in call.args}  # type: ignore[attr-defined]


def copied(source: Source) -> Iterator[str]:
    """The numbers of the contract that a rule writes for itself."""
    days = in_days(source)
    for node in source.nodes():
        number = written(node)
        if number in WATCHED and isinstance(node, ast.Constant) and node not in days:
            yield source.at(node, f"{node.value!r} is a number of the contract: take it from the terms")


def test_no_rule_holds_a_number_of_the_contract() -> None:
    rules = [source for source in library() if is_rule(source)]
    assert rules
    none(line for source in rules for line in copied(source))


def test_the_contract_has_numbers_to_watch() -> None:
    assert {Fraction(n) for n in (15, 10, 50, 3, 3600, 12, 14)} <= WATCHED
    assert not WATCHED & TOO_PLAIN


@pytest.mark.parametrize(
    "text",
    ["TIER = 3600", "rate = Rate.percent('15')", "x = base * 0.15", "rate = Decimal('0.50')", "rate.times(3)"],
)
def test_planted_numbers_are_seen(text: str) -> None:
    source = Source.of("netsoft.billing.planted", text)
    assert is_rule(source)
    assert list(copied(source))


@pytest.mark.parametrize("text", ["x = 1", "x = 'late'", "x = 365", "x = True", "x = 'nan'", "x = date(2999, 12, 31)"])
def test_other_literals_are_allowed(text: str) -> None:
    assert not list(copied(Source.of("netsoft.billing.planted", text)))


def test_tables_of_law_are_not_rules() -> None:
    assert not is_rule(Source.of("netsoft.billing.rates_table", "RATES = ((2024, '5.07', 3600),)"))
    assert not is_rule(Source.of("netsoft.cg052018", "TIER = 3600"))
