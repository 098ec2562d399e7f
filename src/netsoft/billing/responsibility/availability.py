"""Article 3.1: the service is available throughout the subscription, but for maintenance, suspension and necessities.

How available it was over any stretch of time is computed from its outages, in exact seconds of UTC: overlaps count
once, suspended time is out of the base, excused time is reported beside.

>>> from datetime import UTC, datetime
>>> from netsoft.cg052018 import CG052018
>>> def at(hour): return datetime(2026, 3, 2, hour, tzinfo=UTC)
>>> outages = (Outage(at(2), at(4), "announced-maintenance"), Outage(at(3), at(5), "own-failure"))
>>> answer = availability(outages, Span(at(0), at(20)), CG052018)
>>> answer.measured, answer.due
(Fraction(17, 20), Fraction(9, 10))
>>> [(part.standing, part.outages, int(part.span.seconds)) for part in answer.parts[:4]]
[('up', (), 7200), ('excused', (0,), 3600), ('failed', (0, 1), 3600), ('failed', (1,), 3600)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from netsoft.billing.responsibility.excuse import Excuse, excuse
from netsoft.billing.responsibility.outages import Outage, Span
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.terms import Terms

CLAUSE: Final = Clause("3.1")
State: TypeAlias = Literal["up", "suspended", "excused", "failed"]
_ORDER: Final[tuple[State, ...]] = ("suspended", "failed", "excused")
"""Which state a moment has where outages overlap: no access was due while suspended; and an excuse for one outage
excuses nothing of another that the provider owes to itself."""


@frozen
class Part:
    """A stretch in one state, with the places (from 0) of the outages that cover it."""

    span: Span
    standing: State
    outages: tuple[int, ...]


@frozen
class Availability:
    """How available the service was over ``span``: its parts follow one another and make it up exactly.

    ``excuses`` says of each outage, in the order given, what it is and why.
    """

    span: Span
    parts: tuple[Part, ...] = field(repr=False)
    excuses: tuple[Excuse, ...] = field(repr=False)

    def seconds(self, *states: State) -> Fraction:
        """Return how long the service was in these states, in exact seconds."""
        return sum((part.span.seconds for part in self.parts if part.standing in states), Fraction(0))

    @property
    def base(self) -> Fraction:
        """The seconds during which access was due: all but the suspended ones."""
        return self.seconds("up", "excused", "failed")

    @property
    def measured(self) -> Fraction | None:
        """The share of the base during which the service was up; ``None`` if access was never due."""
        return self.seconds("up") / self.base if self.base else None

    @property
    def due(self) -> Fraction | None:
        """The share of the base during which the provider did not fail, excused time included; ``None`` likewise."""
        return self.seconds("up", "excused") / self.base if self.base else None


def availability(
    outages: Iterable[Outage], span: Span, terms: Terms, readings: ContractReadings = ContractReadings()
) -> Availability:
    """Compute how available the service was over ``span``, from the outages of the provider.

    Those of the client hinder the client alone: they are explained in ``excuses`` and count for nothing. An outage
    that lasts still is cut at the end of the span.
    """
    excuses = tuple(excuse(outage, terms, readings) for outage in outages)
    return Availability(span, tuple(_parts(span, excuses)), excuses)


def _parts(span: Span, excuses: Sequence[Excuse]) -> Iterator[Part]:
    """Sweep over the bounds of the stretches, in order, and keep what is open."""
    stretches = list(_stretches(span, excuses))
    bounds = sorted(
        {span.begins, span.ends, *(at for _n, _s, inside in stretches for at in (inside.begins, inside.ends))}
    )
    opening = sorted(stretches, key=lambda stretch: stretch[2].begins, reverse=True)
    active: list[tuple[int, State, Span]] = []
    for begins, ends in pairwise(bounds):
        active = [stretch for stretch in active if stretch[2].ends > begins]
        while opening and opening[-1][2].begins <= begins:
            active.append(opening.pop())
        states = {state for _n, state, _span in active}
        standing = _first(states)
        yield Part(Span(begins, ends), standing, tuple(sorted({n for n, _state, _span in active})))


def _first(states: set[State]) -> State:
    return next((state for state in _ORDER if state in states), "up")


def _stretches(span: Span, excuses: Sequence[Excuse]) -> Iterator[tuple[int, State, Span]]:
    """Cut each outage of the provider to the span, and in two where it is excused from a later instant."""
    for place, found in enumerate(excuses):
        outage = found.outage
        begins = max(outage.begins, span.begins)
        ends = span.ends if outage.ends is None else min(outage.ends, span.ends)
        if outage.party == "client" or begins >= ends:
            continue
        since = ends if found.since is None else min(max(found.since, begins), ends)
        if begins < since:
            yield place, "failed", Span(begins, since)
        if since < ends:
            yield place, found.standing, Span(since, ends)
