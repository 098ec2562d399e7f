"""Months, terms and working days found by walking from day to day, as a person does on a calendar."""

from datetime import date, timedelta

from netsoft.clause import Clause
from netsoft.closed_days import Where, closed_days
from netsoft.contract_readings import ContractReadings
from netsoft.terms import Terms

DAY = timedelta(days=1)
FIVE_ONE = Clause("5.1")


def is_same_day(day: date, origin: date) -> bool:
    """Whether a day is the day of its month that the origin has, or the last of a month that lacks it."""
    is_last = (day + DAY).month != day.month
    return day.day == origin.day or (is_last and day.day < origin.day)


def months_later(origin: date, months: int) -> date:
    day = origin
    while months:
        day += DAY
        months -= is_same_day(day, origin)
    return day


def months_before(origin: date, months: int) -> date:
    day = origin
    while months:
        day -= DAY
        months -= is_same_day(day, origin)
    return day


def is_worked(day: date, where: Where) -> bool:
    """Whether a day is neither at the end of the week nor closed."""
    return day.isoweekday() not in (6, 7) and day not in [closed.day for closed in closed_days(day.year, where)]


def put_off(day: date, where: Where) -> date:
    while not is_worked(day, where):
        day += DAY
    return day


def terms_until(first: date, until: date, terms: Terms, readings: ContractReadings) -> list[tuple[date, date | None]]:
    """The first and the last day of each term, from the first to the one after that which holds ``until``."""
    if not terms.holds(FIVE_ONE):
        return [(first, None)]
    found: list[tuple[date, date | None]] = []
    begun, day, passed = first, first, 0
    while len(found) < 2 or found[-2][0] <= until:
        day += DAY
        if is_same_day(day, first):
            passed += 1
            if passed % terms.duration.months == 0:
                last = day if readings.annual_term == "anniversary" else day - DAY
                found.append((begun, last))
                begun = last + DAY
                if readings.renewal == "indefinite":
                    return [*found, (begun, None)]
    return found
