"""``python -m tests.fuzz --minutes 10``: a campaign against the real entry, its inputs counted.

An input that goes wrong is written beside, and its seed is said.
"""

import argparse
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from tests.fuzz.inputs import assembled, mutated
from tests.fuzz.running import Said, run, wrong
from tests.fuzz.sheets import SHEETS, tier_arguments

ONE_IN = 500  # how many inputs there are to one that is also sent to a process of its own


def main() -> int:
    """Run the campaign; one if anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**9)
    arguments = parser.parse_args()
    end, seed, counts = time.monotonic() + 60 * arguments.minutes, arguments.seed, Counter[str]()
    print(f"first seed: {seed}", flush=True)
    while time.monotonic() < end:
        counts[attempt(seed)] += 1
        seed += 1
    for outcome, count in sorted(counts.items()):
        print(f"{outcome}: {count}")
    print(f"inputs: {counts.total()}")
    return 1 if counts["wrong"] else 0


def attempt(seed: int) -> str:
    """Make one input, send it, and say what came of it."""
    random = Random(seed)
    makers, arguments = random.choice((((mutated, assembled), arguments_of), (SHEETS, tier_arguments)))
    data, argv = random.choice(makers)(random), arguments(random)
    try:
        said = run(argv, data)
        problem = wrong(said, argv) or (alone(argv, data, said) if seed % ONE_IN == 0 else "")
    except Exception:  # noqa: BLE001 - whatever escapes is what is looked for
        problem, said = traceback.format_exc(), Said(-1, "", "")
    if problem:
        path = Path(f"fuzz-{seed}.bin")
        path.write_bytes(data)
        print(f"seed {seed}, {argv}, {path}: {problem}", flush=True)
        return "wrong"
    return "answered" if said.code == 0 else "refused"


def arguments_of(random: Random) -> list[str]:
    """Choose the arguments, most of them right."""
    argv = ["decompte", "-"]
    argv += ["--json"] if random.random() < 0.4 else []
    argv += ["--variants"] if random.random() < 0.1 else []
    argv += (
        ["--on", random.choice(("2024-06-30", "2024-13-01", "", "x", "2026-12-31"))] if random.random() < 0.2 else []
    )
    argv += ["--known", random.choice(("2024-01-15", "\x7f", "－", "2999-12-31"))] if random.random() < 0.1 else []
    if random.random() < 0.05:
        argv.insert(
            random.randrange(len(argv) + 1), random.choice(("--jso", "--", "-x", "é\n", "--on", "--on=", "/", "rates"))
        )
    return argv


def alone(argv: list[str], data: bytes, said: Said) -> str:
    """Send the input to a process of its own: it must say the same."""
    done = subprocess.run([sys.executable, "-m", "netsoft", *argv], input=data, capture_output=True, check=False)
    same = (done.returncode, done.stdout.decode(), done.stderr.decode()) == (said.code, said.out, said.err)
    return "" if same else f"alone: {done.returncode} {done.stderr.decode()}"


if __name__ == "__main__":
    sys.exit(main())
