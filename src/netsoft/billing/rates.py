"""The rates of law together: the legal rate and the ECB's, the built-in tables by default."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from netsoft.billing.ecb_rate_table import ECB_RATES
from netsoft.billing.legal_rate import RateTable
from netsoft.billing.legal_rate_table import LEGAL_RATES


@frozen
class Rates:
    """The rates that an account may need; add those of new half-years with :meth:`RateTable.extended`."""

    legal: RateTable = LEGAL_RATES
    ecb: RateTable = ECB_RATES


PUBLISHED: Final = Rates()
"""The built-in tables alone."""
