"""The real entry, run in this process: what it was given, what it said, and what is wrong with that."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from attrs import frozen

from netsoft.__main__ import main
from netsoft.documents.layout import FORM_FEED, PAGE_LINES, WIDTH, columns
from tests.one_line import one_line

ANSWERED, NOT_UNDERSTOOD = 0, 2


@frozen
class Said:
    """The exit code, standard output and standard error of one run."""

    code: int
    out: str
    err: str


def run(argv: list[str], stdin: bytes = b"") -> Said:
    """Run the command line in this process; an exception that escapes it escapes here."""
    out, err = io.BytesIO(), io.BytesIO()
    with _streams(stdin, out, err):
        code = main(argv)
        sys.stdout.flush()
        sys.stderr.flush()
    return Said(code, out.getvalue().decode(), err.getvalue().decode())


@contextmanager
def _streams(stdin: bytes, out: io.BytesIO, err: io.BytesIO) -> Iterator[None]:
    kept = sys.stdin, sys.stdout, sys.stderr
    wrapped = [io.TextIOWrapper(stream, encoding="utf-8", newline="") for stream in (io.BytesIO(stdin), out, err)]
    sys.stdin, sys.stdout, sys.stderr = wrapped
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
        for stream in wrapped[1:]:
            stream.detach()


def wrong(said: Said, argv: list[str]) -> str:
    """What is wrong with what was said; nothing if all is well."""
    if said.code == NOT_UNDERSTOOD:
        return _wrong_refusal(said)
    if said.code != ANSWERED:
        return f"exit code {said.code}"
    if said.err or not said.out:
        return "an answer with an error, or without a word"
    if argv[:1] != ["decompte"] or {"-h", "--help"} & set(argv):
        return ""
    return _wrong_json(said.out) if "--json" in argv else wrong_pages(said.out)


def _wrong_refusal(said: Said) -> str:
    if said.out:
        return "a refusal that also answers"
    line, end, rest = said.err.partition("\n")
    if not end or rest or not one_line(line) or not line.startswith("netsoft : "):
        return f"not one line: {said.err!r}"
    return "" if " ; " in line else f"no remedy: {line}"


def _wrong_json(out: str) -> str:
    answer = json.loads(out)
    owed = {key: Decimal(answer[key]) for key in ("invoiced", "credited", "accrued", "paid", "total", "credit")}
    given = owed["invoiced"] - owed["credited"] + owed["accrued"] - owed["paid"]
    return "" if given == owed["total"] - owed["credit"] else "the account does not add up"


def wrong_pages(out: str) -> str:
    """What is wrong with the layout of a text."""
    pages = out.split(FORM_FEED)
    for number, page in enumerate(pages, 1):
        lines = page.split("\n")
        if len(lines) != PAGE_LINES + 1 or lines[-1]:
            return f"page {number} has {len(lines) - 1} lines"
        if any(columns(line) > WIDTH for line in lines):
            return f"page {number} is too wide: {max(lines, key=columns)!r}"
        if not lines[-2].endswith(f" page {number}/{len(pages)}"):
            return f"page {number} is not numbered: {lines[-2]!r}"
    return ""
