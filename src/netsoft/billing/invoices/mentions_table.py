"""The mentions of an invoice and the texts that ask for them: days and figures of the law, not of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from netsoft.billing.invoices.identity import Size
from netsoft.days import Day

DECREE: Final = "décret 2022-1299, dates du décret 2024-266"
ISSUE_FROM: Final[Mapping[Size, Day]] = MappingProxyType(
    {"large": date(2026, 9, 1), "mid": date(2026, 9, 1), "small": date(2027, 9, 1)}
)
"""From when a business issues electronic invoices, and with them owes the new mentions (LF 2024, art. 91)."""
EARLIEST: Final = date(2026, 9, 1)
"""The day from which somebody owes them: it is taken for a seller whose size nobody gave."""
