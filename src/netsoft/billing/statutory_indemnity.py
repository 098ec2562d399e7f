"""Code de commerce, article D441-5: 40 euros for the costs of collection, once per invoice paid late.

The terms leave it out; the law grants it to a professional creditor all the same (R-11: printed for the record
beside the total, or counted on demand). It bears no VAT.

>>> from datetime import date
>>> statutory_indemnity(date(2023, 11, 16)).amount
Money('40.00')
"""

from __future__ import annotations

from typing import Final

from netsoft.answers import Count
from netsoft.clause import Clause
from netsoft.days import Day
from netsoft.money import Money

CLAUSE: Final = Clause("D441-5")
INDEMNITY: Final = Money(cents=40_00)


def statutory_indemnity(on: Day, invoices: int = 1) -> Count:
    """Return the indemnity for a number of invoices paid late, in euros."""
    return Count(invoices, INDEMNITY, on)
