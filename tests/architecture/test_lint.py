"""The linter's configuration bites: planted violations are refused by their rule."""

import json
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

DOC = '"""A rule."""\n'


def codes(text: str, where: str = "src/netsoft/billing/planted.py") -> set[str]:
    """The rules that a source breaks, had it stood there."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "json"]
    done = subprocess.run(
        [*command, "--stdin-filename", where, "-"], input=text, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {finding["code"] for finding in json.loads(done.stdout)}


CLOCKS_AND_CHANCE = f"""{DOC}
import datetime
import random
import time

import pendulum

A = datetime.datetime.now(datetime.UTC)
B = datetime.date.today()
C = pendulum.now()
D = pendulum.parse("2026")
E = pendulum.interval(B, B).in_months()
"""


def test_clocks_chance_and_broad_pendulum_are_banned() -> None:
    assert "TID251" in codes(CLOCKS_AND_CHANCE)
    for line in CLOCKS_AND_CHANCE.strip().splitlines()[1:]:
        if line.startswith(("import random", "import time")):
            assert "TID251" in codes(f"{DOC}\n{line}\n"), line
        elif " = " in line:
            imports = "import datetime\n\nimport pendulum\n\nB = 0\n"
            assert "TID251" in codes(f"{DOC}\n{imports}{line}\n"), line


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("X = 1\n", "D100"),
        (f"{DOC}\n\ndef rule() -> None:\n    pass\n", "D103"),
        (f"{DOC}\n\nclass Rule:\n    pass\n", "D101"),
        (f'{DOC}\n\nclass Rule:\n    """A rule."""\n\n    def of(self) -> None:\n        pass\n', "D102"),
        (f"{DOC}\n\ndef _f(a: int, b: int, c: int, d: int, e: int) -> None:\n    pass\n", "PLR0913"),
        (f"{DOC}\n\ndef _f(a: list[int] = []) -> None:\n    a.append(1)\n", "B006"),
        (f"{DOC}\n\ndef _f() -> None:\n    try:\n        pass\n    except Exception:\n        pass\n", "BLE001"),
    ],
)
def test_planted_violations_are_refused(text: str, code: str) -> None:
    assert code in codes(text)


def test_the_application_has_a_clock() -> None:
    text = f"{DOC}\nfrom datetime import UTC, datetime\n\nA = datetime.now(UTC)\n"
    assert codes(text, "examples/reference_app/planted.py") == set()
