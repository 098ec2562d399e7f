"""Article 8.4: a collection agency or a court was needed: 10 % of the sums due, as a penalty clause.

Once per invoice referred, agency and court together, on what was owed at the end of the day of the cause (R-10).

>>> from netsoft.cg052018 import CG052018
>>> from datetime import date
>>> collection_penalty(Money.parse("1224.15"), date(2024, 2, 1), CG052018).amount
Money('122.42')
"""

from __future__ import annotations

from typing import Final

from netsoft.answers import Share
from netsoft.billing.entries import Collection, Event, Judgment
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.money import Money
from netsoft.rendering import day
from netsoft.terms import Terms

CLAUSE: Final = Clause("8.4")


def collection_penalty(owed: Money, on: Day, terms: Terms) -> Share:
    """Return the penalty on what was ``owed`` of a referred invoice, in euros, on the day of the recourse."""
    return Share(owed, terms.payment.collection_penalty, on)


def recourse(event: Event) -> str:
    """Say in French which recourse an event is."""
    if isinstance(event, Judgment):
        return f"jugement du {day(event.on)}"
    by = "une société de recouvrement" if isinstance(event, Collection) and event.by == "agency" else "la justice"
    return f"recours à {by} le {day(event.on)}"


def refers(event: Event, invoice: str) -> bool:
    """Whether ``event`` is a recourse to an agency or a court for ``invoice``; a judgment implies a court."""
    return isinstance(event, (Collection, Judgment)) and (not event.invoices or invoice in event.invoices)
