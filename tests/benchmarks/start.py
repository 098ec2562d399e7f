"""How long ``import netsoft`` takes, in a fresh interpreter."""

import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.harness import Comparison, Measured

ROUNDS = 7
MOST = 0.150
PROGRAM = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"


def importing(modules: str) -> float:
    """The seconds that an import takes, the start of the interpreter left out: the best of several."""
    command = [sys.executable, "-c", PROGRAM.format(modules)]
    runs = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(ROUNDS))
    return min(float(run.stdout) for run in runs)


def measured() -> Iterator[Measured]:
    """The imports that are measured, against what netsoft cannot do without."""
    subject, baseline = "netsoft", "attrs, pendulum"
    nothing = Comparison("import netsoft", lambda: None, lambda: None, f"import {baseline}", most_seconds=MOST)
    yield Measured(nothing, importing(subject), importing(baseline))
