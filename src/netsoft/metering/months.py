"""Article 7.2, "par mois": which months a tier is counted in, and to which contract year each belongs (R-28).

Calendar months of Paris: each belongs to the term in which it ends, and the last one to the term with which the
contract ends; a stub has the full allowance. Or months of the subscription, counted from its first day.

>>> from datetime import date
>>> year = Cycle(date(2026, 3, 16), 12)
>>> calendar = months_of_term(year, 0)
>>> str(calendar[0].month), len(calendar), str(calendar[-1].month)
('2026-03', 12, '2027-02')
>>> months_of_term(year, 0, UsageReadings(tier_months="of-the-subscription"))[-1].period.last
datetime.date(2027, 3, 15)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from attrs import frozen

from netsoft.days import ONE_DAY, Cycle, Day, Month, Period
from netsoft.errors import InvalidValue
from netsoft.paris import MonthBounds, start_of_day
from netsoft.usage_readings import UsageReadings

_END: Final = date(9999, 12, 31)


@frozen(order=True)
class TierMonth:
    """A month in which actions are counted: its name, and its days within the contract.

    A month of the subscription bears the name of the calendar month in which it begins, whose tier is its own.
    """

    month: Month
    period: Period


def months_of_term(
    years: Cycle, index: int, readings: UsageReadings = UsageReadings(), ended_on: Day | None = None
) -> tuple[TierMonth, ...]:
    """Return the months of the contract year of an index; ``years`` counts from the first day of the subscription.

    ``ended_on`` is the last day of a contract that has ended: no day after it is one of the contract's.
    """
    contract = Period(years.anchor, _END if ended_on is None else max(ended_on + ONE_DAY, years.anchor))
    term = _common(years.period(index), contract)
    if not term.days:
        return ()
    if readings.tier_months == "of-the-subscription":
        cycle = Cycle(years.anchor)
        periods = map(cycle.period, range(cycle.index(term.start), cycle.index(term.last) + 1))
        return tuple(TierMonth(Month.containing(days.start), _common(days, contract)) for days in periods)
    months = (TierMonth(month, _common(month.period, contract)) for month in _from(term.start, term.last))
    return tuple(month for month in months if month.period.last in term)


def cut_by(term_months: tuple[TierMonth, ...]) -> MonthBounds:
    """Return the bounds that cut actions into these months: :meth:`netsoft.metering.usage.Usage.of` takes them."""
    if not term_months:
        raise InvalidValue("term_months", "aucun mois", "donner les mois d'une année du contrat")
    starts = [start_of_day(month.period.start) for month in term_months]
    end = start_of_day(term_months[-1].period.end)
    return MonthBounds(tuple(month.month for month in term_months), (*starts, end))


def _common(days: Period, contract: Period) -> Period:
    return contract.cut(days.start)[1].cut(days.end)[0]


def _from(first: Day, last: Day) -> Iterator[Month]:
    month = Month.containing(first)
    while month.start_day <= last:
        yield month
        month = month.next
