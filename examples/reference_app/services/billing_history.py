"""The history of an account: each entry with who made it, and the counter-entry that cancels it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from reference_app.ids import StaffId
from reference_app.storage.billing import BillingEntry

_DEMONSTRATION: Final = "démonstration"
_ISSUED: Final = "émission des factures"


@frozen
class HistoryRow:
    """An entry in the history: who made it, and the counter-entry that cancels it, if there is one."""

    entry: BillingEntry
    by: str
    cancelled: BillingEntry | None
    cancelled_by: str


def history(entries: tuple[BillingEntry, ...], names: Mapping[StaffId, str]) -> tuple[HistoryRow, ...]:
    """Return the entries with who made and who cancelled them, the newest first; ``names`` are the staff's."""
    counters = {entry.cancels: entry for entry in entries if entry.cancels is not None}
    made = [entry for entry in entries if entry.cancels is None]
    rows = [_row(entry, counters.get(entry.id), names) for entry in made]
    return tuple(sorted(rows, key=lambda row: row.entry.seq, reverse=True))


def _row(entry: BillingEntry, counter: BillingEntry | None, names: Mapping[StaffId, str]) -> HistoryRow:
    return HistoryRow(entry, _by(entry, names), counter, "" if counter is None else _by(counter, names))


def _by(entry: BillingEntry, names: Mapping[StaffId, str]) -> str:
    if entry.recorded_by is None:
        return _ISSUED if entry.kind == "invoice" else _DEMONSTRATION
    return names.get(entry.recorded_by, _DEMONSTRATION)
