"""The examples of the documentation are tests.

In Markdown, ```python blocks run as they stand (``>>>`` sessions are compared with what they
print), and ```console blocks run each line that begins with ``$ `` in the root of the repository
and compare what comes out, ``...`` standing for anything. A ```sh block is shown, not run.
In the modules of ``src``, the examples of docstrings run.
"""

import doctest
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sybil import Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parent
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
TIMEOUT = 60


def sessions(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the text that it must print."""
    for part in f"\n{block}".split("\n$ ")[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def plain(text: str) -> str:
    """A text with ordinary spaces for those of French typography, which nobody can tell apart on a page."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def run_console(example: Example) -> str | None:
    """Run a console block; the message of the first command that prints something else."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    for command, wanted in sessions(example.parsed):
        done = subprocess.run(  # noqa: S602  the repository's own documentation
            command,
            shell=True,
            cwd=ROOT,
            env={**os.environ, "PATH": path},
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT,
            check=False,
        )
        if not doctest.OutputChecker().check_output(plain(wanted), plain(done.stdout), OPTIONS):
            return f"$ {command}\nshould print:\n{wanted}\nprinted:\n{done.stdout}"
    return None


pages = Sybil(
    path=str(ROOT),
    patterns=["*.md", "docs/**/*.md"],
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=OPTIONS),
        CodeBlockParser(language="console", evaluator=run_console),
        SkipParser(),
    ],
)
docstrings = Sybil(
    path=str(ROOT / "src"),
    pattern="**/*.py",
    parsers=[DocTestParser(optionflags=OPTIONS)],
    document_types={".py": PythonDocStringDocument},
)

pytest_collect_file = (pages + docstrings).pytest()
