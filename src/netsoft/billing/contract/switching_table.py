"""Days and numbers of the Data Act (Regulation (EU) 2023/2854, articles 23 to 31) on switching."""

from __future__ import annotations

from datetime import date
from typing import Final

APPLIES_FROM: Final = date(2025, 9, 12)
"""The day from which the regulation applies, to running contracts too."""
FREE_FROM: Final = date(2027, 1, 12)
"""Article 29: the day from which switching is free; until its eve it is charged at cost."""
NOTICE_MONTHS: Final = 2
"""Article 25(2)(d): the longest notice that a contract may ask for."""
TRANSITION_DAYS: Final = 30
"""Article 25(2)(a): the longest transition."""
IMPOSSIBLE_MONTHS: Final = 7
"""Article 25(4): the longest transition where thirty days are technically impossible, with the reasons."""
RETRIEVAL_DAYS: Final = 30
"""Article 25(2)(g): the shortest time to retrieve the data after the transition."""
