"""The library is pure: what it uses from outside is a short list, argued here.

Only the command line opens files. Nothing at all reads a clock, opens a connection, draws a
random number or keeps something for itself between two calls.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Source, dotted, imported, library, none

# Pure modules. One that is not here has to be argued for first.
PURE = frozenset({
    "__future__", "abc", "base64", "binascii", "bisect", "calendar", "collections", "csv", "datetime",
    "decimal", "enum", "fractions", "functools", "hashlib", "hmac", "html", "io", "ipaddress", "itertools", "json",
    "math", "numbers", "operator", "re", "string", "struct", "textwrap", "tomllib", "types", "typing", "unicodedata",
})  # fmt: skip
THIRD_PARTY = frozenset({"attr", "attrs", "cryptography", "netsoft", "pendulum"})
# The command line reads arguments, files and standard input, asks for a password unseen, and knows its own version.
COMMAND_LINE = frozenset({"argparse", "getpass", "importlib", "pathlib", "shutil", "sys", "warnings"})
STRATEGIES = frozenset({"hypothesis"})

# Whatever object they hang on: files, clocks, chance, the environment, memories.
FILES = frozenset({
    "open", "read_bytes", "read_text", "write_bytes", "write_text", "iterdir", "mkdir", "unlink", "touch",
    "input", "print", "stdin", "stdout", "stderr", "argv",
})  # fmt: skip
NEVER = frozenset({
    "now", "utcnow", "today", "tomorrow", "yesterday", "localtime", "time_ns", "monotonic", "perf_counter",
    "urandom", "generate", "generate_key", "generate_private_key", "SystemRandom", "getrandbits", "token_bytes",
    "environ", "getenv", "cache", "lru_cache", "cached_property", "ContextVar",
    "eval", "exec", "globals", "__import__",
})  # fmt: skip


def is_command_line(name: str) -> bool:
    """Whether a module belongs to the command line, the only one that opens files."""
    return name == "netsoft.__main__" or name.split(".")[:2] == ["netsoft", "commands"]


def impurities(source: Source) -> Iterator[str]:
    """What a module of the library uses that it may not."""
    command_line = is_command_line(source.name)
    allowed = PURE | THIRD_PARTY
    if command_line:
        allowed |= COMMAND_LINE
    if source.name.startswith("netsoft.testing"):
        allowed |= STRATEGIES
    banned = NEVER if command_line else NEVER | FILES
    for node, target in imported(source):
        if target.split(".")[0] not in allowed or set(target.split(".")) & banned:
            yield source.at(node, f"imports {target}")
    yield from _uses(source, banned)


def _uses(source: Source, banned: frozenset[str]) -> Iterator[str]:
    for node in source.nodes():
        if isinstance(node, ast.Attribute) and node.attr in banned:
            yield source.at(node, f"uses {dotted(node) or node.attr}")
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in banned:
            yield source.at(node, f"uses {node.id}")
        elif isinstance(node, ast.Global):
            yield source.at(node, "rebinds a global")


def test_the_library_is_pure() -> None:
    none(line for source in library() for line in impurities(source))


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "import time",
        "from time import monotonic",
        "import random",
        "import secrets",
        "import uuid",
        "import socket",
        "import urllib.request",
        "import threading",
        "from contextvars import ContextVar",
        "import sqlite3",
        "import importlib.resources",
        "def f():\n    import os",
        "open('rates.csv')",
        "import io\nio.open('rates.csv')",
        "path.read_text()",
        "print('hello')",
        "from datetime import date\ndate.today()",
        "from datetime import datetime as d\nd.now(tz)",
        "import pendulum\npendulum.now()",
        "from pendulum import now",
        "from functools import lru_cache",
        "import functools\n@functools.cache\ndef f(): ...",
        "COUNT = 0\ndef f():\n    global COUNT\n    COUNT += 1",
        "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\nAESGCM.generate_key(256)",
    ],
)
def test_planted_impurities_are_seen(text: str) -> None:
    assert list(impurities(Source.of("netsoft.billing.planted", text)))


@pytest.mark.parametrize("text", ["import time", "from datetime import date\ndate.today()", "import socket"])
def test_not_even_the_command_line(text: str) -> None:
    assert list(impurities(Source.of("netsoft.__main__", text)))


@pytest.mark.parametrize("text", ["import sys\nsys.argv", "from pathlib import Path\nPath('f').read_bytes()"])
def test_the_command_line_opens_files(text: str) -> None:
    assert not list(impurities(Source.of("netsoft.commands.decompte", text)))
    assert list(impurities(Source.of("netsoft.facts", text)))


# pendulum 3.3 reads intervals a day too long in 1.3 % of pairs and parses "12:30" as today's: only this much of it.
PENDULUM = frozenset({"Date", "DateTime", "Timezone", "UTC", "date", "datetime", "timezone"})
PENDULUM_METHODS = frozenset({
    "diff", "in_days", "in_hours", "in_minutes", "in_months", "in_seconds", "in_weeks", "in_words", "in_years",
    "instance", "strptime", "total_days", "total_months",
})  # fmt: skip


def broad_pendulum(source: Source) -> Iterator[str]:
    """The uses of pendulum beyond dates, zones and the crossing between them."""
    aliases = {"pendulum"}
    for node, target in imported(source):
        package, _, path = target.partition(".")
        if package == "pendulum" and path and path.split(".")[0] not in PENDULUM:
            yield source.at(node, f"imports {target}")
        if isinstance(node, ast.Import) and package == "pendulum":
            aliases |= {alias.asname for alias in node.names if alias.asname and alias.name == "pendulum"}
    uses_it = any(target.split(".")[0] == "pendulum" for _, target in imported(source))
    for use in source.nodes() if uses_it else ():
        if isinstance(use, ast.Attribute):
            if dotted(use.value) in aliases and use.attr not in PENDULUM:
                yield source.at(use, f"uses pendulum.{use.attr}")
            elif use.attr in PENDULUM_METHODS:
                yield source.at(use, f"uses {use.attr}, which pendulum gets wrong or guesses")


def test_pendulum_is_used_narrowly() -> None:
    none(line for source in library() for line in broad_pendulum(source))


@pytest.mark.parametrize(
    "text",
    [
        "import pendulum\npendulum.parse('2026')",
        "import pendulum as p\np.interval(a, b)",
        "from pendulum import Interval",
        "from pendulum.parser import parse",
        "import pendulum\n(b - a).in_months()",
        "import pendulum\na.diff(b)",
        "import pendulum\npendulum.duration(months=1)",
    ],
)
def test_planted_broad_uses_are_seen(text: str) -> None:
    assert list(broad_pendulum(Source.of("netsoft.days", text)))


@pytest.mark.parametrize(
    "text",
    [
        "import pendulum\npendulum.timezone('Europe/Paris')",
        "import pendulum\npendulum.date(2026, 1, 31).add(months=1)",
        "import pendulum\nHalfYear.parse('2026-S1')",
        "from pendulum import DateTime",
    ],
)
def test_the_narrow_use_is_allowed(text: str) -> None:
    assert not list(broad_pendulum(Source.of("netsoft.days", text)))
