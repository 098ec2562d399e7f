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

    def term_on(self, day: Day) -> Term:
        """Return the term that holds ``day``, in the same time for any year; before the first there is none."""
        if day < self.available_on:
            problem = f"le {french(day)} précède la mise à disposition du {french(self.available_on)}"
            raise InvalidValue("day", problem, "donner un jour de l'abonnement")
        if not self.terms.holds(CLAUSE):
            return self.numbered(1)
        renewals = max(0, self._cycle.index(day - ONE_DAY * self._shift))
        return self.numbered(min(renewals, 1) + 1 if self.readings.renewal == "indefinite" else renewals + 1)

    def numbered(self, number: int) -> Term:
        """Return the term of that number; where the renewal has no term, there are two at most."""
        if type(number) is not int or number < 1 or number > (self._last_number or number):
            raise InvalidValue("number", f"pas de période n° {shown(number)}", "compter les périodes depuis 1")
        period, shift = self._cycle.period(number - 1), ONE_DAY * self._shift
        first = self.available_on if number == 1 else period.start + shift
        return Term(number, first, None if number == self._last_number else period.last + shift)

    def after(self, term: Term) -> Term:
        """Return the term that follows; one without a last day is followed by none."""
        return self.numbered(term.number + 1)

    @property
    def _cycle(self) -> Cycle:
        return Cycle(self.available_on, self.terms.duration.months)

    @property
    def _shift(self) -> int:
        return 1 if self.readings.annual_term == "anniversary" else 0

    @property
    def _last_number(self) -> int | None:
        """The number of the term that has no end, if there is one."""
        if not self.terms.holds(CLAUSE):
            return 1
        return 2 if self.readings.renewal == "indefinite" else None


def term_on(available_on: Day, day: Day, terms: Terms, readings: ContractReadings = DEFAULTS) -> Term:
    """Return the term that holds ``day`` of a subscription available from ``available_on``."""
    return Subscription(available_on, terms, readings).term_on(day)
