"""What is given back when the client withdraws (4.1; Code de la consommation, L221-24 and L221-25).

All that was paid, unless the client expressly asked that the service begin before the end of the time to withdraw:
then it owes the days of service until the day on which it withdraws, that day not counted. The convention is named:
actual days, over the days of the period that was paid.

>>> from datetime import date
>>> from netsoft.days import Period
>>> answer = refund(Paid(Money.parse("365.00"), Period(date(2027, 1, 1), date(2028, 1, 1))), date(2027, 1, 11), True)
>>> answer.owed, answer.refund, answer.deadline.last
(Money('10.00'), Money('355.00'), datetime.date(2027, 1, 25))
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from attrs import frozen

from netsoft.answers import Deadline, Decompte, Line, Share
from netsoft.billing.contract.withdrawal_table import REFUND_DAYS
from netsoft.clause import Clause
from netsoft.days import Day, Period
from netsoft.errors import InvalidValue
from netsoft.money import Money, Rate
from netsoft.rendering import counted
from netsoft.rendering import day as french

CONVENTION: Final = "actual days, the day of withdrawal not counted, over the days of the period paid"


@frozen
class Paid:
    """What was paid, in euros with VAT, and the period of service that it pays."""

    amount: Money
    period: Period

    def __attrs_post_init__(self) -> None:
        if self.amount.cents < 0 or not self.period.days:
            raise InvalidValue("paid", "montant négatif ou période vide", "donner ce qui a été payé, et sa période")


@frozen
class Refund:
    """What is owed for the days served, what is given back, and by when; together they are what was paid."""

    paid: Paid
    days_used: int
    owed_lines: Decompte
    deadline: Deadline
    convention: str = CONVENTION

    @property
    def owed(self) -> Money:
        """What the client owes for the service until it withdrew."""
        return self.owed_lines.lines_total

    @property
    def refund(self) -> Money:
        """What is given back."""
        return self.paid.amount - self.owed


def refund(paid: Paid, withdrawn_on: Day, early_start_requested: bool) -> Refund:
    """Return what is given back of what was ``paid`` when the client withdraws on a day."""
    used, _left = paid.period.cut(withdrawn_on)
    deadline = Deadline(
        withdrawn_on + timedelta(days=REFUND_DAYS),
        Clause("L221-24"),
        f"{counted(REFUND_DAYS, 'jour')} à compter de la rétractation",
    )
    if not early_start_requested:
        return Refund(paid, used.days, Decompte(), deadline)
    label = f"Service fourni avant la rétractation du {french(withdrawn_on)} : {counted(used.days, 'jour')}"
    share = Share(paid.amount, Rate(used.days, paid.period.days), withdrawn_on)
    return Refund(paid, used.days, Decompte((Line(Clause("L221-25"), label, share, head="principal"),)), deadline)
