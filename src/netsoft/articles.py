"""The articles of the terms, clause by clause: wording, numbers, what becomes of each and where it lives.

>>> for row in articles("8.2"):
...     print(row.entry.clause, row.standing, row.home, row.numbers[0].path)
8.2 rule netsoft.billing.penalty payment.late_penalty
>>> [str(row.entry.clause) for row in articles("19")]
['19.1', '19.2']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from attrs import frozen

from netsoft.answers_json import VERSION, Json, interest_json
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.clauses import CLAUSES, Duty, Entry, Law, NotYet, Rule, Standing
from netsoft.errors import InvalidValue
from netsoft.money import Rate, shown
from netsoft.rendering import count, percent
from netsoft.terms import InterestBasis, Terms

Value: TypeAlias = int | str | Rate | InterestBasis
StandingName: TypeAlias = Literal["rule", "not-yet", "duty", "law"]
_NAMES: Final[Mapping[type[Standing], StandingName]] = MappingProxyType(
    {Rule: "rule", NotYet: "not-yet", Duty: "duty", Law: "law"}
)
IN_FRENCH: Final[Mapping[StandingName, str]] = MappingProxyType(
    {"rule": "règle", "not-yet": "pas encore", "duty": "obligation", "law": "droit"}
)
"""How people read a standing."""
_MEANS: Final[Mapping[str, str]] = MappingProxyType(
    {"email": "e-mail", "registered-letter": "lettre recommandée avec accusé de réception"}
)
_COUNTED: Final[Mapping[StandingName, tuple[str, str]]] = MappingProxyType(
    {
        "rule": ("rule", "rules"),
        "not-yet": ("not yet", "not yet"),
        "duty": ("duty of a party", "duties of a party"),
        "law": ("matter of law", "matters of law"),
    }
)


@frozen
class Number:
    """A number of the terms: its path (``payment.late_penalty``) and its value."""

    path: str
    value: Value

    @property
    def text(self) -> str:
        """The value as French readers write it."""
        match self.value:
            case InterestBasis(kind="legal", multiple=multiple):
                return f"{count(multiple)} fois le taux légal"
            case InterestBasis(kind="ecb", points=points):
                return f"taux de la BCE plus {percent(points)}"
            case InterestBasis(percent=rate) | (Rate() as rate):
                return percent(rate)
            case str(text):
                return _MEANS.get(text, text)
            case number:
                return count(number)


@frozen
class ClauseRow:
    """A clause under one version of the terms: its entry, its numbers, and whether it has not been set aside."""

    entry: Entry
    numbers: tuple[Number, ...]
    holds: bool

    @property
    def standing(self) -> StandingName:
        """Whether it is a rule, a rule still to come, a duty or a matter of law."""
        return _NAMES[type(self.entry.standing)]

    @property
    def home(self) -> str | None:
        """The module where the rule lives or will live, ``app``, ``deploy``; nothing for a duty or a matter of law."""
        match self.entry.standing:
            case Rule(home) | NotYet(home):
                return home
            case _:
                return None

    @property
    def reason(self) -> str | None:
        """Why nothing is computed, in French; nothing for a rule."""
        match self.entry.standing:
            case Duty(reason) | Law(reason):
                return reason
            case _:
                return None


def articles(number: str | None = None, terms: Terms = CG052018) -> tuple[ClauseRow, ...]:
    """Return the clauses of an article (``8``), one clause (``8.3``) with those under it, or all.

    A number that the terms do not have is refused.
    """
    entries = [entry for entry in CLAUSES if number is None or _under(entry, number)]
    if not entries:
        last = CLAUSES[-1].clause.article
        remedy = f"donner un article de 1 à {last} (« 8 ») ou une clause (« 8.3 »)"
        raise InvalidValue("article", f"numéro inconnu : {shown(number)}", remedy)
    numbers = _numbers(terms)
    return tuple(ClauseRow(entry, numbers.get(entry.clause, ()), terms.holds(entry.clause)) for entry in entries)


def _under(entry: Entry, number: str) -> bool:
    return f"{entry.clause.number}.".startswith(f"{number}.")


def _numbers(terms: Terms) -> dict[Clause, tuple[Number, ...]]:
    found: dict[Clause, tuple[Number, ...]] = {}
    for clause, path, value in terms.numbers():
        assert isinstance(value, Value)
        found[clause] = (*found.get(clause, ()), Number(path, value))
    return found


def articles_json(rows: Iterable[ClauseRow], terms: Terms = CG052018) -> dict[str, Json]:
    """Return rows as a mapping ready for JSON, under the name, first day and digest of their terms."""
    return {
        "schema": VERSION,
        "terms": {"name": terms.name, "first_day": terms.first_day.isoformat(), "digest": terms.digest},
        "clauses": [_json(row) for row in rows],
    }


def _json(row: ClauseRow) -> Json:
    return {
        "clause": row.entry.clause.number,
        "article": row.entry.clause.article,
        "title": row.entry.title,
        "text": row.entry.text,
        "standing": row.standing,
        "home": row.home,
        "reason": row.reason,
        "set_aside": not row.holds,
        "numbers": [{"path": number.path, "value": _value(number.value)} for number in row.numbers],
    }


def _value(value: Value) -> Json:
    match value:
        case InterestBasis():
            return interest_json(value)
        case Rate():
            return {"percent": value.percent_text}
        case _:
            return value


def articles_page(terms: Terms = CG052018) -> str:
    """Return the page ``docs/articles.md``: every clause in a table, article by article."""
    return "\n".join((*_opening(terms), *_tables(articles(None, terms)))) + "\n"


def _opening(terms: Terms) -> Iterator[str]:
    standings = Counter(row.standing for row in articles(None, terms))
    counted = ", ".join(f"{n} {_COUNTED[name][n > 1]}" for name in _COUNTED if (n := standings[name]))
    yield "# Articles"
    yield ""
    yield f"Every clause of the general terms {terms.name} in short, in the words of the terms, whose text alone binds."
    yield "A clause is a rule, and lives in one module or in the application; or it is not yet one, and will live where"
    yield "its home says; or it is a duty of a party or a matter of law, and nothing is computed from it."
    yield f"The {len(CLAUSES)} clauses: {counted}."
    yield ""
    yield "This page is made by `netsoft.articles.articles_page`, and a test holds it up to date."


def _tables(rows: Iterable[ClauseRow]) -> Iterator[str]:
    for (article, title), clauses in groupby(rows, lambda row: (row.entry.clause.article, row.entry.title)):
        yield from ("", f"## {article} · {title}", "")
        yield "| Clause | In short | Standing | Home, or why nothing is computed | Numbers |"
        yield "|---|---|---|---|---|"
        yield from map(_table_row, clauses)


def _table_row(row: ClauseRow) -> str:
    where = f"`{row.home}`" if row.home else row.reason or ""
    numbers = ", ".join(number.text for number in row.numbers)
    return f"| {row.entry.clause} | {row.entry.text} | {row.standing.replace('-', ' ')} | {where} | {numbers} |"
