"""Article 7.2: actions that come late.

In an open month they are counted like the others. In a closed month, until the complement of its contract year may no
longer be dated (R-27), each gives a correction that cites the line it corrects. After that they are refused when they
are taken in, with the reason, and only a credit note in the client's favour can still follow. Nothing vanishes: what
is taken in is counted, corrected, a duplicate, a conflict or refused.

>>> from datetime import date
>>> years = Cycle(date(2026, 4, 1), 12)
>>> [str(correctable_from(years, day)) for day in (date(2027, 4, 1), date(2027, 4, 2))]
['2026-04-01', '2027-04-01']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import attrs
from attrs import frozen

from netsoft.answers import Decision, Reason
from netsoft.days import Cycle, Day, Month
from netsoft.errors import InvalidValue
from netsoft.metering.actions import Action, Intake
from netsoft.metering.complement import last_day
from netsoft.metering.months import months_of_term
from netsoft.metering.overage import COMPLEMENT, TenantMonth, UserActions
from netsoft.metering.statement import UsageStatement, close
from netsoft.metering.tier import TierReport
from netsoft.paris import MonthBounds, day_in_paris
from netsoft.rendering import counted
from netsoft.terms import Terms
from netsoft.usage_readings import UsageReadings


@frozen
class Correction:
    """An action that came after its month was closed: the statement and the line that it corrects."""

    action: Action
    statement: str
    line: UserActions

    @property
    def fact(self) -> str:
        """What it says, in French."""
        was = counted(self.line.actions, "action")
        return f"relevé {self.statement}, {self.line.user} ({was}) : une action de plus, {self.action.id}"


@frozen
class Settled:
    """What is new in a batch: counted in a month that is open, or a correction of one that is closed."""

    counted: tuple[Action, ...]
    corrections: tuple[Correction, ...]


def correctable_from(years: Cycle, on: Day, readings: UsageReadings = UsageReadings()) -> Day:
    """Return the first day of the months that may still be corrected on a day, for :class:`Access`.

    ``years`` counts the contract years from the first day of the subscription.
    """
    index = max(1, years.index(on))
    limit = last_day(years.period(index - 1), readings).last
    assert not isinstance(limit, datetime)
    return months_of_term(years, index - 1 if on <= limit else index, readings)[0].period.start


def settle(intake: Intake, statements: Iterable[UsageStatement], bounds: MonthBounds | None = None) -> Settled:
    """Part what is new in a batch by whether its month is closed; ``statements`` are the last one of each month.

    ``bounds`` are the months to cut by, the calendar months of Paris by default.
    """
    closed = {(statement.tenant, statement.month): statement for statement in statements}
    open_ones, corrections = list[Action](), list[Correction]()
    for action in intake.new:
        statement = closed.get((action.tenant, _month(action, bounds)))
        if statement is None:
            open_ones.append(action)
        else:
            corrections.append(Correction(action, statement.reference, statement.line(action.user)))
    return Settled(tuple(open_ones), tuple(corrections))


def _month(action: Action, bounds: MonthBounds | None) -> Month:
    return bounds.month_of(action.at.timestamp()) if bounds else Month.containing(day_in_paris(action.at))


def corrected(
    statement: UsageStatement, corrections: Iterable[Correction], report: TierReport, terms: Terms
) -> UsageStatement:
    """Return the statement that takes the place of another: the same month and tier, with the actions that came late.

    It cites the one that it corrects, which stays as it is. The tier of a closed month does not move.
    """
    late = list(corrections)
    if any(one.statement != statement.reference for one in late):
        raise InvalidValue("corrections", "une correction vise un autre relevé", f"viser {statement.reference}")
    if len({one.action.key for one in late}) < len(late):
        raise InvalidValue("corrections", "une action est donnée deux fois", "ne donner chaque action qu'une fois")
    if report.digest != statement.result.tier_digest:
        raise InvalidValue("report", "ce n'est pas le palier du mois clos", "reprendre celui que le relevé cite")
    counts = Counter({line.user: line.actions for line in statement.use.users})
    counts.update(one.action.user for one in late)
    use = TenantMonth(statement.tenant, statement.use.declared_users, counts)
    return attrs.evolve(close(use, report, terms), corrects=statement.digest)


def after_the_limit(stated: UsageStatement, found: UsageStatement) -> Decision:
    """Say what a month counted anew may still change once its complement may no longer be dated.

    Fewer actions over than stated: granted, as a credit note in the client's favour. More, or as many: refused.
    """
    less = stated.result.over - found.result.over
    if (stated.tenant, stated.month) != (found.tenant, found.month):
        raise InvalidValue("found", "ce n'est pas le même mois du même client", f"recompter {stated.reference}")
    if less > 0:
        fact = f"avoir en faveur du client : {counted(less, 'action')} au-delà du palier en moins ({stated.reference})"
        return Decision("granted", (Reason(COMPLEMENT, fact),))
    fact = "le complément ne peut plus être daté : seul un avoir en faveur du client peut encore suivre"
    return Decision("refused", (Reason(COMPLEMENT, fact),))
