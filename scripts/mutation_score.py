"""What the last mutation run found: a score by module, and each survivor as a change to the source.

Run by `scripts/mutants`, with the interpreter that has mutmut.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from mutmut.__main__ import find_mutant, get_diff_for_mutant

SURVIVORS = Path("mutants/survivors.txt")
NOTICED = {"killed", "timeout", "segfault", "suspicious"}
DENOMINATOR = """\
The denominator is every mutant that mutmut makes there, those that no test reaches included.
It makes them inside functions and methods: none of tables, of module constants, of the defaults of
fields, nor of properties. Those are altered one by one by tests of their own."""


def statuses() -> dict[str, str]:
    """Each mutant's name with what became of it."""
    command = [str(Path(sys.executable).with_name("mutmut")), "results", "--all", "true"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {name.strip(): status.strip() for name, _, status in (line.rpartition(":") for line in lines) if name}


def score(noticed: int, made: int) -> str:
    """A share in per cent."""
    return f"{100 * noticed / made:6.1f} %"


def table(found: dict[str, str]) -> str:
    """Mutants, noticed and missed, by module and in all."""
    made = Counter(name.rpartition(".")[0] for name in found)
    noticed = Counter(name.rpartition(".")[0] for name, status in found.items() if status in NOTICED)
    width = max(map(len, made))
    rows = [f"{m:{width}}  {made[m]:6} mutants  {noticed[m]:6} noticed {score(noticed[m], made[m])}" for m in made]
    made_all, noticed_all = made.total(), noticed.total()
    rows.append(f"{'all':{width}}  {made_all:6} mutants  {noticed_all:6} noticed {score(noticed_all, made_all)}")
    return "\n".join(rows)


def survivor(name: str, status: str) -> str:
    """One survivor, with the change that nobody noticed."""
    diff = get_diff_for_mutant(name, path=find_mutant(name).path).splitlines()
    changes = [line for line in diff if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
    return "\n".join([f"# {name} ({status})", *changes])


def main() -> None:
    """Print the table, and write the survivors down."""
    found = statuses()
    missed = {name: status for name, status in found.items() if status not in NOTICED}
    SURVIVORS.write_text("\n\n".join(survivor(*item) for item in missed.items()) + "\n", encoding="utf-8")
    print(table(found))
    print(f"\n{DENOMINATOR}\n")
    print(f"{len(missed)} survivors: {SURVIVORS}")


if __name__ == "__main__":
    main()
