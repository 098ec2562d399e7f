"""What is said of the clauses of an article: numbers, homes, standings, and the page of the documentation."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from netsoft.articles import IN_FRENCH, Number, articles, articles_json, articles_page
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.clauses import CLAUSES
from netsoft.errors import InvalidValue
from netsoft.money import Rate
from netsoft.terms import InterestBasis, Terms

PAGE: Final = Path(__file__).parents[1] / "docs" / "articles.md"
AGAIN: Final = (
    "python -c \"from netsoft.articles import articles_page; print(articles_page(), end='')\" > docs/articles.md"
)


def others(value: Any) -> Iterator[Any]:
    """Values unlike a number of the terms, one for each thing that can differ."""
    match value:
        case InterestBasis():
            yield attrs.evolve(value, kind="fixed")
            yield attrs.evolve(value, multiple=value.multiple + 1)
            yield attrs.evolve(value, points=value.points.plus(Rate(1, 100)))
            yield attrs.evolve(value, percent=value.percent.plus(Rate(1, 100)))
        case Rate():
            yield value.plus(Rate(1, 100))
        case int():
            yield value + 1
        case "email" | "registered-letter":
            yield "email" if value == "registered-letter" else "registered-letter"
        case str():
            yield f"autre-{value}"


def alterations() -> Iterator[Any]:
    """CG052018 with one number altered, and the clause of that number."""
    for clause, path, value in CG052018.numbers():
        group, field = path.split(".")
        for n, other in enumerate(others(value)):
            altered = attrs.evolve(getattr(CG052018, group), **{field: other})
            yield pytest.param(clause, attrs.evolve(CG052018, **{group: altered}), id=f"{path}-{n}")


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("8", ["8.1", "8.2", "8.3", "8.4", "8.5"]),
        ("8.3", ["8.3"]),
        ("1", ["1.1", "1.2", "1.3"]),
        ("15.13", ["15.13", *(f"15.13.{n}" for n in range(1, 15))]),
        ("15.13.1", ["15.13.1"]),
        (None, [entry.clause.number for entry in CLAUSES]),
    ],
)
def test_what_a_number_finds(number: str | None, found: list[str]) -> None:
    assert [row.entry.clause.number for row in articles(number)] == found


@pytest.mark.parametrize("number", ["", ".", "0", "20", "8.", "8.6", "08", "D441-5", "huit", "８", " 8"])
def test_a_number_that_the_terms_do_not_have_is_refused(number: str) -> None:
    with pytest.raises(InvalidValue, match=r"^article : numéro inconnu : .* ; donner un article de 1 à 19"):
        articles(number)


@pytest.mark.parametrize(("clause", "terms"), tuple(alterations()))
def test_altering_a_number_alters_its_clause_and_no_other(clause: Clause, terms: Terms) -> None:
    changed = [new.entry.clause for new, old in zip(articles(None, terms), articles(), strict=True) if new != old]
    assert changed == [clause]
    assert articles_json(articles(None, terms), terms) != articles_json(articles())


@pytest.mark.parametrize("changed", [{"name": "CG062018"}, {"first_day": CG052018.first_day.replace(day=30)}])
def test_altering_the_version_alters_what_is_said_of_it(changed: dict[str, Any]) -> None:
    assert articles_json(articles("8"), attrs.evolve(CG052018, **changed)) != articles_json(articles("8"))


def test_a_clause_set_aside_is_said_to_be() -> None:
    terms = CG052018.without(Clause("8.5"))
    assert [row.entry.clause.number for row in articles(None, terms) if not row.holds] == ["8.5"]
    clauses = articles_json(articles("8", terms), terms)["clauses"]
    assert isinstance(clauses, list)
    assert [isinstance(c, dict) and c["set_aside"] for c in clauses] == [False] * 4 + [True]


def test_every_number_of_the_terms_is_at_its_clause() -> None:
    found = [(row.entry.clause, number.path, number.value) for row in articles() for number in row.numbers]
    assert found == list(CG052018.numbers())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3600, "3\u202f600"),
        (Rate.percent("15"), "15,00\u00a0%"),
        (InterestBasis(multiple=3), "3 fois le taux légal"),
        (InterestBasis("ecb", points=Rate.percent("10")), "taux de la BCE plus 10,00\u00a0%"),
        (InterestBasis("fixed", percent=Rate.percent("12.5")), "12,50\u00a0%"),
    ],
)
def test_how_a_number_is_written(value: int | Rate | InterestBasis, text: str) -> None:
    assert Number("x.y", value).text == text


def test_each_standing_says_its_home_or_its_reason() -> None:
    for row in articles():
        assert (row.home is None) == (row.standing in ("duty", "law")) == (row.reason is not None)
    assert {row.standing for row in articles()} == set(IN_FRENCH)


def said(number: str) -> Any:
    """What is said in JSON of one clause, after a trip through text."""
    [clause] = json.loads(json.dumps(articles_json(articles(number))))["clauses"]
    return clause


def test_a_rule_in_json() -> None:
    assert said("8.3") == {
        "clause": "8.3",
        "article": "8",
        "title": "Paiement, pénalités et clause pénale",
        "text": (
            "Toute facture impayée à l'échéance porte intérêt, de plein droit et sans mise en demeure préalable, à 3 "
            "fois le taux d'intérêt légal en vigueur."
        ),
        "standing": "rule",
        "home": "netsoft.billing.interest",
        "reason": None,
        "set_aside": False,
        "numbers": [{"path": "payment.interest", "value": {"basis": "legal", "multiple": 3}}],
    }


def test_other_standings_in_json() -> None:
    assert said("8.2")["numbers"] == [{"path": "payment.late_penalty", "value": {"percent": "15.00"}}]
    assert said("7.2")["numbers"] == [{"path": "usage.published_tier", "value": 3600}]
    assert (said("15.4")["standing"], said("15.4")["home"]) == ("not-yet", "netsoft.rgpd.subprocessors")
    licence = said("12.1")
    assert (licence["standing"], licence["home"], licence["numbers"]) == ("law", None, [])
    assert licence["reason"].startswith("La licence naît du contrat")


def test_the_answer_names_its_terms() -> None:
    answer = articles_json(articles("8"))
    assert answer["terms"] == {"name": "CG052018", "first_day": "2018-05-31", "digest": CG052018.digest}
    assert answer["schema"] == 1


def test_the_page_of_the_documentation_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == articles_page(), f"make it again: {AGAIN}"


def test_the_page_has_a_row_for_each_clause() -> None:
    table = [line.split(" | ") for line in articles_page().splitlines() if line.startswith("| ")]
    assert {len(cells) for cells in table} == {5}
    assert [cells[0].removeprefix("| ") for cells in table if cells[0] != "| Clause"] == [
        entry.clause.number for entry in CLAUSES
    ]


def test_the_page_counts_the_standings() -> None:
    """One, several or none of a standing read as they should."""
    [line] = [line for line in articles_page().splitlines() if line.startswith("The ")]
    assert line.startswith(f"The {len(CLAUSES)} clauses: ")
    assert sum(int(part.split()[0]) for part in line.split(": ")[1].split(", ")) == len(CLAUSES)
