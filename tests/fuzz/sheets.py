"""Counts of actions that nobody would send on purpose: an example cut and peppered, and rows put together at random."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

SHEET = (Path(__file__).parents[2] / "examples" / "usage" / "usage.csv").read_bytes()
CELLS: Sequence[str] = (
    "", " ", "mistral", "anna", "2026-10", "2026-13", "0000-01", "9999-12", "2026-1", "0", "12", "-1", "1e3", "1_0",
    "１", "9" * 12, "9" * 13, "9" * 5000, '"', '"a"', "é", "e\u0301", "\u202e", "\x00", "\x1b[0m", "\r", "\t", "\u2028",
    "x" * 201, "日" * 60, "=1+1", "tenant", "actions",
)  # fmt: skip
BYTES: Sequence[bytes] = (b"\xff", b"\xef\xbb\xbf", b"\x00", b",", b"\n", b"\r\n", b'"', b";", b"\n\n", b"\xc3\x28")


def cut_sheet(random: Random) -> bytes:
    """The example, cut, spliced and peppered."""
    data = bytearray(SHEET)
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        start = random.randrange(len(data) + 1)
        end = min(len(data), start + random.choice((0, 1, 2, 30)))
        data[start:end] = random.choice((b"", random.choice(BYTES), random.choice(CELLS).encode(), data[start:end] * 2))
    return bytes(data)


def random_sheet(random: Random) -> bytes:
    """Rows put together at random: mostly of the right shape, now and then not."""
    lines = ["tenant,user,month,actions"]
    for _ in range(random.choice((0, 1, 3, 10))):
        row = [f"t{random.randrange(3)}", f"u{random.randrange(3)}", "2026-10", str(random.randrange(9000))]
        if random.random() < 0.3:
            row[random.randrange(4)] = random.choice(CELLS)
        lines.append(",".join(row[: random.choice((4, 4, 4, 4, 4, 3))]))
    return random.choice(("\n", "\n", "\r\n")).join(lines).encode()


SHEETS: Sequence[Callable[[Random], bytes]] = (cut_sheet, random_sheet)


def tier_arguments(random: Random) -> list[str]:
    """Choose the arguments, most of them right."""
    argv = ["tier", "-", "--month", random.choice(("2026-10",) * 9 + ("2026-13",)), "--users-seen"]
    argv += ["--json"] if random.random() < 0.4 else []
    argv += ["--allowance", "per-user"] if random.random() < 0.2 else []
    argv += ["--tier", random.choice(("observed", "published", "x"))] if random.random() < 0.2 else []
    return argv + (["--published", random.choice(("3600", "0", "é"))] if random.random() < 0.2 else [])
