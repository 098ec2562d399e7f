"""Clauses: which numbers there are, and their order."""

from typing import Any

import attrs
import pytest

from netsoft.clause import Clause
from netsoft.errors import InvalidValue


@pytest.mark.parametrize("number", ["8.1", "15.13.2", "19.1", "1", "1231", "1231-5", "D441-5", "L441-10", "R1-2-3-4"])
def test_numbers_of_clauses_and_of_articles(number: str) -> None:
    """A clause of the terms has points; an article of law a letter, hyphens, or neither."""
    assert str(Clause(number)) == Clause(number).number == number


@pytest.mark.parametrize(
    "number",
    [
        "",
        "8.",
        ".3",
        "8..3",
        "8.3.2.1",
        "100.1",
        "8.100",
        "x",
        "D",
        "X441-5",
        "8,3",
        "D441-",
        " 8.3",
        "8.3\n",
        "٨.٣",
        8,
    ],
)
def test_other_numbers_are_refused(number: str) -> None:
    """Anything else is refused, with examples of what may be written."""
    with pytest.raises(InvalidValue) as refused:
        Clause(number)
    assert refused.value.field == "clause"
    assert refused.value.problem == f"numéro illisible : {number!r}"
    assert refused.value.remedy == "écrire par exemple « 8.3 » ou « D441-5 »"


def test_a_number_is_not_the_number_of_a_clause() -> None:
    """8.3 is a text: as a float it would be 8.30 too."""
    number: Any = 8.3
    with pytest.raises(InvalidValue, match=r"^clause : numéro illisible : 8\.3 ; "):
        Clause(number)


def test_the_order_is_that_of_the_text() -> None:
    """By numbers, not by letters; the terms come before the law, and the law's own order is by numbers too."""
    numbers = ["8.2", "8.3", "8.3.1", "8.10", "15.1", "1231-5", "D441-5", "L441-6", "L441-10"]
    expected = ["8.2", "8.3", "8.3.1", "8.10", "15.1", "D441-5", "L441-6", "L441-10", "1231-5"]
    assert [c.number for c in sorted(map(Clause, reversed(numbers)))] == expected


def test_two_letters_of_one_number_are_told_apart() -> None:
    """L441-5 and D441-5 are two articles: they differ and have an order."""
    assert Clause("L441-5") != Clause("D441-5")
    assert Clause("D441-5") < Clause("L441-5")
    assert not Clause("L441-5") < Clause("D441-5")


def test_what_belongs_to_the_terms() -> None:
    """A number with a point is of the terms; its article is what stands before the point."""
    assert Clause("8.3").of_the_terms
    assert not Clause("D441-5").of_the_terms
    assert Clause("15.13.2").article == "15"


def test_clauses_are_values() -> None:
    """Equal by their number, usable as keys, frozen, and shown by their number."""
    assert Clause("8.3") == Clause("8.3")
    assert len({Clause("8.3"), Clause("8.3"), Clause("8.2")}) == 2
    assert repr(Clause("8.3")) == "Clause(number='8.3')"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Clause("8.3").number = "8.4"  # type: ignore[misc]
