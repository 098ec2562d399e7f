"""Annex II of the CGI, article 242 nonies A (I, 7°): a unique number, in one continuous chronological series.

The next number is a function of what the series holds: no counter is kept, so none can be lost or run ahead.
An invoice is not dated before the last of its series. A hole or a number given twice is found, and named.

>>> from datetime import date
>>> series = Series("F-", 4)
>>> held = (Numbered("F-0001", date(2026, 10, 5)), Numbered("F-0002", date(2026, 11, 4)))
>>> follow(series, held, date(2026, 11, 30)).number
'F-0003'
>>> follow(series, held, date(2026, 11, 3)).decision.reasons[0].fact
'F-0002 est du 04/11/2026 : la série F- est chronologique, rien ne peut y être daté du 03/11/2026'
>>> [fault.fact for fault in faults(series, (held[0], Numbered("F-0003", date(2026, 11, 4))))]
['F-0002 manque dans la série F-']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.days import Day, as_day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.rendering import day as french

CLAUSE: Final = Clause("242 nonies A")
_PREFIX: Final = re.compile(r"[A-Z0-9]?[A-Z0-9/_.-]{0,19}", re.ASCII)
_WIDEST: Final = 9


@frozen
class Series:
    """A series of numbers: what stands before the number, and how many digits it has at least.

    A ``yearly`` series puts the year of issue after its prefix and begins again at 1 each year: each year is then a
    series of its own. ``first`` is the number with which it begins here, what came before being kept elsewhere.
    """

    prefix: str = "F-"
    width: int = 6
    yearly: bool = False
    first: int = 1

    def __attrs_post_init__(self) -> None:
        if type(self.prefix) is not str or not _PREFIX.fullmatch(self.prefix):
            problem = f"préfixe de série illisible : {shown(self.prefix)}"
            raise InvalidValue("prefix", problem, "écrire au plus vingt majuscules, chiffres, tirets ou barres")
        if type(self.width) is not int or not 1 <= self.width <= _WIDEST:
            raise InvalidValue("width", f"largeur illisible : {shown(self.width)}", f"écrire de 1 à {_WIDEST} chiffres")
        if type(self.yearly) is not bool:
            raise InvalidValue("yearly", f"booléen attendu : {shown(self.yearly)}", "écrire true ou false")
        if type(self.first) is not int or not self._begins:
            problem = f"premier numéro illisible : {shown(self.first)}"
            raise InvalidValue("first", problem, "écrire un entier positif, 1 pour une série par année")

    @property
    def _begins(self) -> bool:
        return self.first >= 1 and len(str(self.first)) <= _WIDEST and not (self.yearly and self.first > 1)

    def head(self, on: Day) -> str:
        """Return what stands before the number of an invoice of that day."""
        return f"{self.prefix}{on.year:04d}-" if self.yearly else self.prefix

    def number(self, rank: int, on: Day) -> str:
        """Write the number of a rank, from 1 on."""
        return f"{self.head(on)}{rank:0{self.width}d}"

    def rank(self, number: str, on: Day) -> int | None:
        """Read the rank of a number of that day; ``None`` if it is none of this series."""
        head = self.head(on)
        digits = number[len(head) :] if number.startswith(head) else ""
        rank = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 2 * _WIDEST else 0
        return rank if rank and self.number(rank, on) == number else None


def _on(value: object) -> Day:
    return as_day(value, "on")


@frozen
class Numbered:
    """What a series holds of a document: its number and its day."""

    number: str
    on: Day = field(converter=_on)


@frozen
class Follow:
    """Whether a document of a day may enter the series, and its number if it may."""

    decision: Decision
    number: str | None = None


FaultKind: TypeAlias = Literal["missing", "repeated", "not-chronological", "foreign"]


@frozen
class Fault:
    """Something wrong in a series: a number that is missing, repeated, out of its time, or of another series."""

    kind: FaultKind
    number: str
    fact: str


def follow(series: Series, held: Sequence[Numbered], on: Day) -> Follow:
    """Return the next number of a series for a document of a day, or why there is none.

    ``held`` is what the series holds, in any order; a series that is already at fault gives no number.
    """
    wrong = faults(series, held)
    if wrong:
        return Follow(Decision("refused", tuple(Reason(CLAUSE, fault.fact) for fault in wrong)))
    return after(series, max(held, key=lambda entry: _placed(series, entry), default=None), on)


def after(series: Series, last: Numbered | None, on: Day) -> Follow:
    """Return the number that follows the last of a series, which is known to be whole."""
    if last is not None and as_day(on, "on") < last.on:
        fact = f"{last.number} est du {french(last.on)} : {_named(series.prefix)} est chronologique"
        fact += f", rien ne peut y être daté du {french(on)}"
        return Follow(Decision("refused", (Reason(CLAUSE, fact),)))
    same = last is not None and series.head(last.on) == series.head(on)
    rank = (series.rank(last.number, last.on) or 0) + 1 if last is not None and same else series.first
    number = series.number(rank, on)
    fact = f"{number} suit {last.number}" if last is not None and same else f"{number} ouvre {_named(series.head(on))}"
    return Follow(Decision("granted", (Reason(CLAUSE, fact),)), number)


def faults(series: Series, held: Iterable[Numbered]) -> tuple[Fault, ...]:
    """Return what is wrong in a series: nothing, when it runs without a hole and in the order of days."""
    entries = list(held)
    own = [entry for entry in entries if series.rank(entry.number, entry.on) is not None]
    foreign = [_foreign(series, entry) for entry in entries if series.rank(entry.number, entry.on) is None]
    heads = dict.fromkeys(series.head(entry.on) for entry in own)
    parts = [[entry for entry in own if series.head(entry.on) == head] for head in heads]
    return (*foreign, *(fault for part in parts for fault in _faults(series, part)))


def _named(head: str) -> str:
    return f"la série {head}" if head else "la série sans préfixe"


def _placed(series: Series, entry: Numbered) -> tuple[str, int]:
    return series.head(entry.on), series.rank(entry.number, entry.on) or 0


def _foreign(series: Series, entry: Numbered) -> Fault:
    return Fault("foreign", entry.number, f"{entry.number} n'est pas un numéro de {_named(series.head(entry.on))}")


def _faults(series: Series, part: Sequence[Numbered]) -> Iterator[Fault]:
    """Walk one series by rank: each rank once, from the first on, no day before the last."""
    expected, last = series.first, None
    for entry in sorted(part, key=lambda entry: (_placed(series, entry), entry.on)):
        rank = series.rank(entry.number, entry.on) or 0
        if rank < expected:
            yield _repeated(series, entry, rank)
        if rank > expected:
            yield _missing(series, expected, rank - 1, entry.on)
        if last is not None and entry.on < last.on:
            fact = f"{entry.number} est du {french(entry.on)}, avant {last.number} du {french(last.on)}"
            yield Fault("not-chronological", entry.number, fact)
        expected, last = rank + 1, entry


def _repeated(series: Series, entry: Numbered, rank: int) -> Fault:
    if rank < series.first:
        first = series.number(series.first, entry.on)
        return Fault("foreign", entry.number, f"{entry.number} précède {first}, qui ouvre la série")
    return Fault("repeated", entry.number, f"{entry.number} est donné plusieurs fois")


def _missing(series: Series, first: int, last: int, on: Day) -> Fault:
    number, end = series.number(first, on), series.number(last, on)
    missing = f"{number} manque" if first == last else f"de {number} à {end}, {last - first + 1} numéros manquent"
    return Fault("missing", number, f"{missing} dans {_named(series.head(on))}")
