"""A contract: the terms that bind, how it came about, and what the provider states for after its end.

>>> from datetime import date
>>> from netsoft.cg052018 import CG052018
>>> Contract(CG052018, Formation(available_on=date(2026, 4, 1))).subscription().numbered(1).last_day
datetime.date(2027, 3, 31)
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from netsoft.billing.contract.after_the_end import UNSTATED, Policy
from netsoft.billing.contract.subscription import Subscription
from netsoft.billing.contract.withdrawal import Formation
from netsoft.contract_readings import ContractReadings
from netsoft.days import Day
from netsoft.errors import MissingFact
from netsoft.terms import Terms

DEFAULTS: Final = ContractReadings()


@frozen
class Contract:
    """The terms that bind, the days of the formation and the situation of the client, the policy for after the end."""

    terms: Terms
    formation: Formation
    policy: Policy = UNSTATED

    @property
    def begun_on(self) -> Day | None:
        """The first day on which there is a contract: its conclusion, or the availability if it comes first."""
        days = (self.formation.concluded_on, self.formation.available_on)
        return min((day for day in days if day is not None), default=None)

    def subscription(self, readings: ContractReadings = DEFAULTS) -> Subscription:
        """Return the subscription under some readings; a service never made available is a missing fact."""
        if self.formation.available_on is None:
            raise MissingFact("available_on : jour de mise à disposition absent", "le donner quand le service l'est")
        return Subscription(self.formation.available_on, self.terms, readings)
