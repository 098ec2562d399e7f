"""Article 8.2: unpaid at its due day, or a rejected debit: 15 % of the amount of the unpaid invoices.

Read (R-03) as owed once per invoice, at the first incident, on the part unpaid on that day, with VAT.
It is a penalty clause: a judge may reduce it (Code civil, art. 1231-5).

>>> from netsoft.cg052018 import CG052018
>>> from datetime import date
>>> late_penalty(Money.parse("1200.00"), date(2023, 11, 16), CG052018).amount
Money('180.00')
"""

from __future__ import annotations

from typing import Final

from netsoft.answers import Share
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.money import Money
from netsoft.terms import Terms

CLAUSE: Final = Clause("8.2")


def late_penalty(unpaid: Money, on: Day, terms: Terms) -> Share:
    """Return the penalty on what was ``unpaid`` of an invoice (euros, with VAT) at its first incident."""
    return Share(unpaid, terms.payment.late_penalty, on)
