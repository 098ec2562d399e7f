"""Article 8.3: the interest rate in force on a day: the legal rate (CMF L313-2), or the ECB's.

A table is never extrapolated: a day that no row covers is a :class:`~netsoft.errors.MissingFact`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from attrs import field, frozen

from netsoft.days import Day, HalfYear, Period
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import Rate


@frozen
class RateRow:
    """A rate over days: for creditors who are professionals, and for consumers where the law sets two.

    ``order`` is the act that fixed it ("" where it was not found); ``sources`` counts the independent sources;
    ``confidence`` says how it was checked.
    """

    period: Period
    rate: Rate
    consumer: Rate | None = None
    order: str = ""
    sources: int = 0
    confidence: str = ""

    def __attrs_post_init__(self) -> None:
        if self.rate.numerator < 0:
            raise InvalidValue("rate", "taux négatif", "donner un taux positif ou nul")
        if not self.period.days:
            raise InvalidValue("period", "ligne sans jour", "donner au moins un jour")


@frozen
class RateTable:
    """Rows in order, without overlap; ``name`` says in French which rate it is, for the reader of an error."""

    name: str
    rows: tuple[RateRow, ...] = field(repr=lambda rows: f"<{len(rows)} lignes jusqu'au {rows[-1].period.last}>")
    _starts: tuple[Day, ...] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if not self.rows:
            raise InvalidValue("rows", f"{self.name} : table sans ligne", "donner au moins une ligne")
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            if after.period.start < before.period.end:
                raise InvalidValue(
                    "rows", f"{self.name} : deux taux le {after.period.start}", "corriger l'une des lignes"
                )
        object.__setattr__(self, "_starts", tuple(row.period.start for row in self.rows))

    def at(self, day: Day) -> RateRow:
        """Return the row in force on ``day``; an unknown half-year is a missing fact."""
        row = self._row(day)
        if row is None:
            raise MissingFact(f"{self.name} inconnu au semestre {HalfYear.containing(day)}", _REMEDY)
        return row

    def knows(self, day: Day) -> bool:
        """Whether a row is in force on ``day``."""
        return self._row(day) is not None

    def _row(self, day: Day) -> RateRow | None:
        index = bisect_right(self._starts, day) - 1
        return self.rows[index] if index >= 0 and day < self.rows[index].period.end else None

    def end_of_piece(self, day: Day) -> Day:
        """Return the day on which the piece holding ``day`` ends: where the row changes, else the half-year's end."""
        row = self._row(day)
        return HalfYear.containing(day).next.start_day if row is None else row.period.end

    def extended(self, rows: Iterable[RateRow]) -> RateTable:
        """Add rows for half-years that the table does not know; a half-year already known is refused."""
        merged = sorted((*self.rows, *rows), key=lambda row: row.period)
        return RateTable(self.name, tuple(merged))

    @property
    def last_day(self) -> Day:
        """The last day for which a rate is known."""
        return self.rows[-1].period.last


_REMEDY: Final = "donner le taux publié, jamais une extrapolation (par exemple [[legal_rates]] ou [[ecb_rates]])"
