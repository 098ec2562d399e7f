"""Numbers of the law on withdrawal (Code de la consommation), where they coincide with the terms' or not."""

from __future__ import annotations

from typing import Final

STATUTORY_DAYS: Final = 14
"""L221-18: days from the conclusion of a contract of services."""
EMPLOYEES: Final = 5
"""L221-3: the most employees that a professional may have who is protected."""
UNDISCLOSED_MONTHS: Final = 12
"""L221-20: by how many months the days are extended when the right was not disclosed."""
REFUND_DAYS: Final = 14
"""L221-24: days from the withdrawal within which what was paid is given back."""
