"""What a deployment gives to the library's rules: the time, and the facts of accounts.

The rules themselves take values: a day, a ledger, rates. A port says where a deployment gets these values, so that
what is written against the port runs on a database as on a table in memory. An implementation keeps every promise
written here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeVar

from netsoft.billing.ledger import Ledger
from netsoft.billing.rates import Rates
from netsoft.days import Day

Owner_contra = TypeVar("Owner_contra", contravariant=True)


class Clock(Protocol):
    """The time. :func:`netsoft.paris.day_in_paris` gives the civil day of an instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC; never earlier than one given before."""


class AccountFacts(Protocol[Owner_contra]):
    """The facts of accounts, each of one owner; ``Owner`` is whatever names an owner in the deployment."""

    def ledger(self, owner: Owner_contra) -> Ledger:
        """Return the facts of one owner in the order in which they were entered, those since cancelled left out.

        Never a fact of another owner. An owner without facts has an empty ledger.
        """

    def rates(self, known_on: Day | None = None) -> Rates:
        """Return the built-in rates with those entered since, as known on a day (all of them when ``None``).

        A half-year that nobody entered stays unknown.
        """
