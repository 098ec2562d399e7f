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


def measure(comparison: Comparison, rounds: int = ROUNDS) -> Measured:
    """Measure both sides by turns, so that a busy moment of the machine weighs on both; the best round of each."""
    subject, baseline = comparison.subject, comparison.baseline
    counts = (enough(subject), enough(baseline))
    times = [(_round(subject, counts[0]), _round(baseline, counts[1])) for _ in range(rounds)]
    best = [min(side) for side in zip(*times, strict=True)]
    return Measured(comparison, best[0] / counts[0], best[1] / counts[1])


def enough(call: Timed, shortest: float = SHORTEST_ROUND) -> int:
    """How many calls make a round long enough for the clock not to matter."""
    count = 1
    while (taken := _round(call, count)) < shortest:
        count = max(count * 2, int(count * shortest / max(taken, 1e-9)))
    return count


def _round(call: Timed, count: int) -> float:
    start = perf_counter()
    for _ in range(count):
        call()
    return perf_counter() - start


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
