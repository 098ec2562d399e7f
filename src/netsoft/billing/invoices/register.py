"""A register of what was issued: invoices and credit notes of any seller, none of which ever changes.

A document enters once by its key: the same order again gives what is there, another one under the same key is a
conflict, which is shown. What the days alone tell apart is the same order run again. A register whose numbers have a
hole or repeat takes nothing more into that series.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, Literal, Protocol, TypeAlias, TypeVar

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.billing.invoices.content import Content, digest
from netsoft.billing.invoices.numbering import CLAUSE, Fault, Numbered, Series, after, faults
from netsoft.days import Day
from netsoft.rendering import day as french

Outcome: TypeAlias = Literal["issued", "already-issued", "conflict", "refused"]
"""The four ends of an issue: done, done before, another content under the same key, refused with its reasons."""


class Paper(Protocol):
    """What a register keeps: an invoice or a credit note."""

    @property
    def key(self) -> Hashable:
        """What it is the one document of."""
        ...

    @property
    def number(self) -> str | None:
        """Its number, once issued."""
        ...

    @property
    def issued(self) -> Day:
        """Its day."""
        ...

    @property
    def series(self) -> Series:
        """The series of its number."""
        ...

    @property
    def seller(self) -> str:
        """The SIREN of who issues it."""
        ...

    def content(self) -> Content:
        """Return what it says."""
        ...


P = TypeVar("P", bound=Paper)


@frozen
class Issuance(Generic[P]):
    """How an issue ended, why, and the document: the one issued, or the one that was there; a refusal has none."""

    outcome: Outcome
    decision: Decision
    document: P | None = None


def _papers(value: Iterable[Paper]) -> tuple[Paper, ...]:
    return tuple(value)


@frozen
class Register:
    """What was issued, in the order of issue."""

    papers: tuple[Paper, ...] = field(default=(), converter=_papers)

    def faults(self) -> tuple[Fault, ...]:
        """Return the holes, the repeats and the numbers out of time of all its series."""
        groups: dict[tuple[str, str], list[Paper]] = {}
        for paper in self.papers:
            groups.setdefault(_place(paper), []).append(paper)
        series = [(papers[0].series, held(papers)) for papers in groups.values()]
        return tuple(fault for one, entries in series for fault in faults(one, entries))


def held(papers: Iterable[Paper]) -> list[Numbered]:
    """Return the numbers and days of documents that have a number."""
    return [Numbered(paper.number, paper.issued) for paper in papers if paper.number is not None]


def _place(paper: Paper) -> tuple[str, str]:
    return paper.seller, paper.series.prefix


class Clerk:
    """One run over a register: it indexes it once, and takes documents in, one after another.

    It lives as long as one call; what it leaves is a new :class:`Register`.
    """

    def __init__(self, register: Register) -> None:
        self.papers = list(register.papers)
        self._by_key: dict[Hashable, Paper] = {paper.key: paper for paper in self.papers}
        self._numbers = {(paper.seller, paper.number) for paper in self.papers}
        self._last: dict[tuple[str, str], Numbered] = {}

    def register(self) -> Register:
        """Return the register as it stands."""
        return Register(tuple(self.papers))

    def known(self, key: Hashable) -> Paper | None:
        """Return the document of that key, if there is one."""
        return self._by_key.get(key)

    def number(self, paper: Paper) -> Decision | str:
        """Return the number that a document would take, or the refusal."""
        place = _place(paper)
        if place not in self._last:
            entries = held(other for other in self.papers if _place(other) == place)
            wrong = faults(paper.series, entries)
            if wrong:
                return Decision("refused", tuple(Reason(CLAUSE, fault.fact) for fault in wrong))
            if entries:
                self._last[place] = _latest(paper.series, entries)
        following = after(paper.series, self._last.get(place), paper.issued)
        if following.number is None:
            return following.decision
        if (paper.seller, following.number) in self._numbers:
            fact = f"{following.number} est déjà donné dans une autre série du vendeur"
            return Decision("refused", (Reason(CLAUSE, fact),))
        return following.number

    def take(self, paper: Paper) -> None:
        """Take in a document that has its number."""
        numbered = held((paper,))[0]
        self.papers.append(paper)
        self._by_key[paper.key] = paper
        self._numbers.add((paper.seller, numbered.number))
        self._last[_place(paper)] = numbered


def _latest(series: Series, entries: Sequence[Numbered]) -> Numbered:
    return max(entries, key=lambda entry: (series.head(entry.on), series.rank(entry.number, entry.on) or 0))


def same(known: Paper, drawn: Paper) -> bool:
    """Whether two documents of one key say the same, the number aside, and the days too if the runs were on two."""
    drop = ("number",) if known.issued == drawn.issued else ("number", "issued", "due")
    one, other = ({k: v for k, v in paper.content().items() if k not in drop} for paper in (known, drawn))
    return digest(one) == digest(other)


def found(known: P, drawn: P) -> Issuance[P]:
    """Return the end of an issue whose key is known already."""
    number = f"{known.number} du {french(known.issued)}"
    if same(known, drawn):
        return Issuance("already-issued", Decision("granted", (Reason(CLAUSE, f"déjà émis : {number}"),)), known)
    fact = f"{number} est émis sous la même clé avec un autre contenu : le corriger par un avoir"
    return Issuance("conflict", Decision("refused", (Reason(CLAUSE, fact),)), known)
