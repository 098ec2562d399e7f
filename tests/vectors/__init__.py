"""Cases worked out elsewhere, kept as data: what each file is stands in the README beside them."""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

HERE = Path(__file__).parent


@attrs.frozen
class Case:
    """One case: where it was read, under which convention it holds, what goes in, what comes out.

    ``left_out`` is the written reason of a case that is not run, "" for the others.
    """

    id: str
    source: Mapping[str, str]
    convention: str
    input: Mapping[str, Any]
    expected: Mapping[str, Any]
    left_out: str = ""


def cases(name: str) -> list[Case]:
    """The cases of a JSON file, in its order."""
    with (HERE / f"{name}.json").open(encoding="utf-8") as file:
        return [Case(**case) for case in json.load(file)["cases"]]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file, by the names of its columns."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tally(every: list[Case], run: Callable[[Case], None]) -> str:
    """Run the cases that are not left out; say how many ran, passed and were left out."""
    kept = [case for case in every if not case.left_out]
    for case in kept:
        run(case)
    return f"{len(kept)} run, {len(kept)} passed, {len(every) - len(kept)} left out with their reasons"
