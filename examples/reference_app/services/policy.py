"""What the publisher decides for itself, and the terms leave open: days to pay, days of a formal notice, series.

These are policies of the deployment, not clauses: another publisher writes others here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from netsoft.billing.contract.after_the_end import UNSTATED, Policy
from netsoft.billing.invoices.credit_values import CREDIT_SERIES
from netsoft.billing.invoices.mentions import NO_DISCOUNT
from netsoft.billing.invoices.numbering import Series

DAYS_TO_PAY: Final = 14
"""An invoice falls due so many days after its own day."""

DAYS_OF_FORMAL_NOTICE: Final = 15
"""A formal notice leaves so many days, its own not counted."""

INVOICES: Final = Series("F-", 6)
"""The series of the invoices: one for all brokerages, without gap."""

CREDIT_NOTES: Final = CREDIT_SERIES
"""The series of the credit notes."""

SHARING_DAYS: Final = 31
"""How many days back the journal is searched for accesses that were used from two places at once (6.2)."""

MOST_NETWORKS: Final = 100
"""How many networks a list of places holds: each request of each user is compared with them (6.5)."""

MOST_MONTHS: Final = 120
"""The longest period after which a brokerage may ask for another password; beyond, it states none (6.3)."""

AFTER_THE_END: Final[Policy] = UNSTATED
"""How long the data of a brokerage that left are given back, then kept (9.3): neither the terms nor the law say it.

Where it is not stated, a brokerage goes on reading and taking out what is its own.
"""

DISCOUNT: Final = NO_DISCOUNT
"""The terms of a discount for early payment."""

NOTICE_DAYS: Final = (60, 30, 7)
"""How many days before the last day to give notice the staff is reminded of it."""

COMPLEMENT: Final = "complement"
"""The product of the tariff that prices the actions over the tier."""

GIGABYTE: Final = 10**9
"""The unit in which the tariff prices disk space, in bytes."""

BACKUP_MAX_AGE: Final = timedelta(hours=24)
"""Back-ups are daily (15.13.11): a last good one that is older is an alarm."""

BACKUP_DAYS: Final = 35
"""An archive is removed so many days after it was made, but the last good one of a database never is."""

RESTORE_TEST_DAYS: Final = 31
"""The last archives are restored on trial at least that often (15.13.14)."""

RESTORE_TEST_EVERY: Final = timedelta(days=7)
"""The scheduled trial takes each archive that was not restored with success for so long."""

RESTORABLE: Final = timedelta(days=30)
"""The log of changes is only shortened to a back-up that is at least so old: any instant since can be restored."""

UNDER_WAY: Final = timedelta(days=1)
"""An action that was asked for so long before a back-up is in it, or was never done."""
