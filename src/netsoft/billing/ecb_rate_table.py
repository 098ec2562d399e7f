"""The ECB's rate for its main refinancing operations, as C. com. L441-10 II takes it.

The rate in force on 1 January serves the whole first half-year, that of 1 July the second: what the ECB decides in
between changes nothing.

>>> from datetime import date
>>> ECB_RATES.at(date(2024, 9, 18)).rate.plus(Rate.percent("10"))
Rate('14.25 %')
"""

from __future__ import annotations

from typing import Final

from netsoft.billing.legal_rate import RateRow, RateTable
from netsoft.days import HalfYear
from netsoft.money import Rate

_CONFIDENCE: Final = ("K", "V1", "V2")  # its place is the number of sources

_ROWS: Final = (
    # half-year, rate on its first day %, confidence: V2 read in at least two independent sources, V1 in one,
    # K well known and not read again for this table
    ("2009-S1", "2.50", "K"),
    ("2009-S2", "1.00", "K"),
    ("2010-S1", "1.00", "K"),
    ("2010-S2", "1.00", "K"),
    ("2011-S1", "1.00", "K"),
    ("2011-S2", "1.25", "K"),
    ("2012-S1", "1.00", "K"),
    ("2012-S2", "1.00", "K"),
    ("2013-S1", "0.75", "K"),
    ("2013-S2", "0.50", "K"),
    ("2014-S1", "0.25", "V1"),
    ("2014-S2", "0.15", "K"),
    ("2015-S1", "0.05", "K"),
    ("2015-S2", "0.05", "K"),
    ("2016-S1", "0.05", "K"),
    ("2016-S2", "0.00", "K"),
    ("2017-S1", "0.00", "K"),
    ("2017-S2", "0.00", "K"),
    ("2018-S1", "0.00", "K"),
    ("2018-S2", "0.00", "K"),
    ("2019-S1", "0.00", "K"),
    ("2019-S2", "0.00", "K"),
    ("2020-S1", "0.00", "K"),
    ("2020-S2", "0.00", "K"),
    ("2021-S1", "0.00", "V2"),
    ("2021-S2", "0.00", "V2"),
    ("2022-S1", "0.00", "V2"),
    ("2022-S2", "0.00", "V2"),
    ("2023-S1", "2.50", "V2"),
    ("2023-S2", "4.00", "V2"),
    ("2024-S1", "4.50", "V2"),
    ("2024-S2", "4.25", "V2"),
    ("2025-S1", "3.15", "V2"),
    ("2025-S2", "2.15", "V2"),
    ("2026-S1", "2.15", "V2"),
    ("2026-S2", "2.40", "V2"),
)


def _row(row: tuple[str, str, str]) -> RateRow:
    half_year, percent, confidence = row
    return RateRow(
        HalfYear.parse(half_year).period,
        Rate.percent(percent),
        sources=_CONFIDENCE.index(confidence),
        confidence=confidence,
    )


ECB_RATES: Final = RateTable("taux de refinancement de la BCE", tuple(map(_row, _ROWS)))
"""The rate of each half-year from 2009 to 2026; ``confidence`` is ``V2``, ``V1`` or ``K``, as told above."""
