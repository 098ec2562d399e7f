"""Best of several rounds, a ratio, a table."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TypeAlias

from attrs import frozen

ROUNDS = 5
SHORTEST_ROUND = 0.05  # seconds: long enough for the clock not to matter

Timed: TypeAlias = Callable[[], object]


@frozen
class Comparison:
    """What is measured, beside the least that any program would do for the same result.

    ``most_seconds`` is the target for one call, if there is one; ``most_ratio`` the target of the ratio.
    """

    name: str
    subject: Timed
    baseline: Timed
    baseline_name: str
    most_seconds: float | None = None
    most_ratio: float | None = None


@frozen
class Measured:
    """A comparison with its two times, in seconds a call."""

    comparison: Comparison
    subject: float
    baseline: float

    @property
    def ratio(self) -> float:
        """How many times the baseline the subject takes."""
        return self.subject / self.baseline

    @property
    def met(self) -> bool | None:
        """Whether the targets are met; nothing where there is none."""
        targets = ((self.comparison.most_seconds, self.subject), (self.comparison.most_ratio, self.ratio))
        verdicts = [value <= most for most, value in targets if most is not None]
        return all(verdicts) if verdicts else None


def seconds(call: Timed, rounds: int = ROUNDS, shortest: float = SHORTEST_ROUND) -> float:
    """The time of one call: the best of several rounds, each of as many calls as make it long enough."""
    count = 1
    while (first := _round(call, count)) < shortest:
        count = max(count * 2, int(count * shortest / max(first, 1e-9)))
    return min([first, *(_round(call, count) for _ in range(rounds - 1))]) / count


def _round(call: Timed, count: int) -> float:
    start = perf_counter()
    for _ in range(count):
        call()
    return perf_counter() - start


def measure(comparison: Comparison) -> Measured:
    """Measure both sides, one after the other."""
    return Measured(comparison, seconds(comparison.subject), seconds(comparison.baseline))


def spoken(time: float) -> str:
    """A time as people say it: ``161 µs``."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if time >= size:
            return f"{time / size:.3g} {unit}"
    return f"{time * 1e9:.3g} ns"


def targets(comparison: Comparison) -> str:
    """The targets of a comparison, in words."""
    words = [f"≤ {spoken(comparison.most_seconds)}"] if comparison.most_seconds else []
    words += [f"≤ {comparison.most_ratio:g} ×"] if comparison.most_ratio else []
    return ", ".join(words)


HEADINGS = ("what", "time", "a second", "ratio", "to", "target", "met")


def table(results: Iterable[Measured]) -> str:
    """The results in columns."""
    rows = [HEADINGS, *(_row(result) for result in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows)


def _row(result: Measured) -> tuple[str, ...]:
    met = {True: "yes", False: "NO", None: ""}[result.met]
    rate = f"{1 / result.subject:,.0f}"
    comparison = result.comparison
    to = f"{comparison.baseline_name} ({spoken(result.baseline)})"
    return (comparison.name, spoken(result.subject), rate, f"{result.ratio:.1f} ×", to, targets(comparison), met)
