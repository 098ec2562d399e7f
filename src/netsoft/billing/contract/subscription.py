"""Article 5.1: the subscription takes effect when the service is made available, for a term that renews itself.

Terms count from that day, never one after another: after a start on 29 February, each anniversary is asked of the
29th. Read (R-25) as renewed for as long as the first term, or without a term (Code civil, 1214 and 1215); the
"échéance annuelle" (R-26) is the eve of the anniversary, or the anniversary itself. With 5.1 set aside, the contract
has no term from its first day (1210).

>>> from datetime import date
>>> from netsoft.cg052018 import CG052018
>>> term_on(date(2024, 2, 29), date(2026, 11, 27), CG052018)
Term(number=3, first_day=datetime.date(2026, 2, 28), last_day=datetime.date(2027, 2, 27))
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from attrs import field, frozen

from netsoft.billing.entries import contract_day
from netsoft.clause import Clause
from netsoft.contract_readings import ContractReadings
from netsoft.days import ONE_DAY, Cycle, Day
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.rendering import day as french
from netsoft.terms import Terms

CLAUSE: Final = Clause("5.1")
DEFAULTS: Final = ContractReadings()


@frozen
class Term:
    """One term: its number, from 1, its first and its last day, both included; no last day means no term."""

    number: int
    first_day: Day
    last_day: Day | None


def _available_on(value: object) -> Day:
    return contract_day(value, "available_on")


@frozen
class Subscription:
    """A subscription: the day the service was made available, the terms that bind, and how they are read."""

    available_on: Day = field(converter=_available_on)
    terms: Terms
    readings: ContractReadings = DEFAULTS
    _cycle: Cycle = field(init=False, eq=False, repr=False)
    _shift: timedelta = field(init=False, eq=False, repr=False)
    _last_number: int | None = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        # Kept ready, since a contract is asked for the term of many days.
        object.__setattr__(self, "_cycle", Cycle(self.available_on, self.terms.duration.months))
        object.__setattr__(self, "_shift", ONE_DAY * (self.readings.annual_term == "anniversary"))
        object.__setattr__(self, "_last_number", _last_number(self.terms, self.readings))

    def term_on(self, day: Day) -> Term:
        """Return the term that holds ``day``, in the same time for any year; before the first there is none."""
        if day < self.available_on:
            problem = f"le {french(day)} précède la mise à disposition du {french(self.available_on)}"
            raise InvalidValue("day", problem, "donner un jour de l'abonnement")
        number = max(0, self._cycle.index(day - self._shift)) + 1
        return self._numbered(number if self._last_number is None else min(number, self._last_number))

    def numbered(self, number: int) -> Term:
        """Return the term of that number; where the renewal has no term, there are two at most."""
        if type(number) is not int or number < 1 or number > (self._last_number or number):
            raise InvalidValue("number", f"pas de période n° {shown(number)}", "compter les périodes depuis 1")
        return self._numbered(number)

    def after(self, term: Term) -> Term:
        """Return the term that follows; one without a last day is followed by none."""
        return self.numbered(term.number + 1)

    def _numbered(self, number: int) -> Term:
        period = self._cycle.period(number - 1)
        first = self.available_on if number == 1 else period.start + self._shift
        return Term(number, first, None if number == self._last_number else period.last + self._shift)


def _last_number(terms: Terms, readings: ContractReadings) -> int | None:
    """Return the number of the term that has no end, if there is one."""
    if not terms.holds(CLAUSE):
        return 1
    return 2 if readings.renewal == "indefinite" else None


def term_on(available_on: Day, day: Day, terms: Terms, readings: ContractReadings = DEFAULTS) -> Term:
    """Return the term that holds ``day`` of a subscription available from ``available_on``."""
    return Subscription(available_on, terms, readings).term_on(day)
