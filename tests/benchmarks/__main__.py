"""``python -m tests.benchmarks [WORD]``: measure what has WORD in its name, or everything."""

import platform
import sys
from collections.abc import Iterator

from tests.benchmarks import account, invoices, journal, lookups, metering, prices, start
from tests.benchmarks.harness import Measured, measure, table


def results(word: str) -> Iterator[Measured]:
    """Measure what is asked for."""
    for module in (account, invoices, journal, lookups, metering, prices):
        yield from (measure(c) for c in module.comparisons() if word in c.name)
    if word in "import netsoft":
        yield from start.measured()


def main() -> int:
    """Print the table; a target that is missed says NO."""
    found = list(results(" ".join(sys.argv[1:])))
    print(f"Python {platform.python_version()}, best of several rounds\n")
    print(table(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
