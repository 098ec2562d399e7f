"""When a price that is published for all reaches a contract that runs: at its next yearly term (7.1).

Between two terms only a revision on a ground changes what a client pays (:mod:`netsoft.billing.prices.revision`). A
product that had no price when it is published is not revised, and counts from its first day.

>>> from datetime import date
>>> from netsoft.billing.prices.pricing import PerUnit
>>> from netsoft.cg052018 import CG052018
>>> from netsoft.money import Rate
>>> old = Price("seat", "Abonnement", "per-user", date(2025, 1, 1), PerUnit("30.00"), Rate.percent("20"))
>>> new = attrs.evolve(old, first_day=date(2026, 1, 1), model=PerUnit("33.00"))
>>> [str(price.first_day) for price in reaching(Tariff((old, new)), date(2025, 3, 10), CG052018).prices]
['2025-01-01', '2026-03-10']
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from netsoft.billing.prices.revision import CLAUSE
from netsoft.billing.prices.tariff import Price, Tariff
from netsoft.days import Cycle, Day
from netsoft.terms import Terms


def reaching(published: Tariff, available_on: Day, terms: Terms) -> Tariff:
    """Return the prices published for all as they reach a contract whose service was made available on a day (5.1).

    Of several that would reach it at one term, the last published counts. With 7.1 set aside, nothing is revised.
    """
    years = Cycle(available_on, terms.duration.months)
    products = dict.fromkeys(price.product for price in published.prices)
    return Tariff(price for product in products for price in _reaching(published.history(product), years, terms))


def _reaching(history: tuple[Price, ...], years: Cycle, terms: Terms) -> Iterator[Price]:
    """Give the price of the contract's first day (or the first there is), then each later one at its term."""
    at_first = [price for price in history if price.first_day <= years.anchor]
    begun = len(at_first) or 1
    yield from history[:begun]
    if terms.holds(CLAUSE):
        later = {_term_from(price.first_day, years): price for price in history[begun:]}
        yield from (attrs.evolve(price, first_day=day) for day, price in later.items())


def _term_from(day: Day, years: Cycle) -> Day:
    """Return the first day of the term that begins on ``day``, or of the next one."""
    term = years.containing(day)
    return day if term.start == day else term.end
