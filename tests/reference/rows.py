"""An answer as plain rows, so that two of them can be laid side by side."""

from typing import TypeAlias

Cell: TypeAlias = str | int | None
Row: TypeAlias = tuple[Cell, ...]
Rows: TypeAlias = dict[str, list[Row]]
"""Named groups of rows; amounts are cents, days are ISO dates, rates are exact fractions as text."""


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(str(cell) for cell in row))


def added_up(rows: list[Row]) -> list[Row]:
    """Merge rows that differ by their last cell only, an amount; drop those that come to nothing."""
    sums: dict[Row, int] = {}
    for row in rows:
        amount = row[-1]
        assert isinstance(amount, int)
        sums[row[:-1]] = sums.get(row[:-1], 0) + amount
    return in_order([(*key, amount) for key, amount in sums.items() if amount])


def differences(expected: Rows, got: Rows) -> str:
    """Say what differs, group by group; nothing when all is equal."""
    said = []
    for name in sorted(expected.keys() | got.keys()):
        ours, theirs = expected.get(name, []), got.get(name, [])
        if ours != theirs:
            missing = [row for row in ours if row not in theirs]
            extra = [row for row in theirs if row not in ours]
            said.append(f"{name}: expected {missing or ours}, got {extra or theirs}")
    return "\n".join(said)
