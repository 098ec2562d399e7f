"""``netsoft``, the command line: the library without code.

Each command prints French text, or JSON with ``--json``. It ends with 0 when it gave an answer (a refusal is an
answer), with 2 when it could give none: one line on standard error says what was not understood and what to do.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from types import MappingProxyType
from typing import Final, Protocol, TextIO

from netsoft.commands import articles, contract, decompte, invoice, password, rates, schema, tier
from netsoft.commands.arguments import Parser
from netsoft.errors import InvalidValue, NetsoftError
from netsoft.money import shown

ANSWERED: Final = 0
NOT_UNDERSTOOD: Final = 2
INTERRUPTED: Final = 130


class Command(Protocol):
    """What a module of ``netsoft.commands`` holds."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of its module
        """How it is called."""
        ...

    @property
    def SUMMARY(self) -> str:  # noqa: N802 - a constant of its module
        """What it gives, in a few words of French."""
        ...

    def declare(self) -> Parser:
        """Declare its arguments."""
        ...

    def run(self, arguments: argparse.Namespace) -> str:
        """Return what it prints."""
        ...


_ALL: Final[tuple[Command, ...]] = (articles, contract, decompte, invoice, password, rates, schema, tier)
COMMANDS: Final[Mapping[str, Command]] = MappingProxyType({command.NAME: command for command in _ALL})


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    _speak_utf8()
    try:
        _write(answer(sys.argv[1:] if argv is None else argv))
    except BrokenPipeError:  # whoever read the answer has read enough
        _forget(sys.stdout)
    except SystemExit:  # the help was shown
        return ANSWERED
    except NetsoftError as error:
        return _complain(str(error))
    except OSError as error:
        return _complain(f"sortie : écriture impossible ({error.strerror}) ; vérifier où va la réponse")
    except KeyboardInterrupt:
        return INTERRUPTED
    return ANSWERED


def answer(argv: Sequence[str]) -> str:
    """Return what a command line prints; what is not understood is an error of our tree."""
    name, *rest = argv or ("",)
    if name in ("-h", "--help"):
        return _help()
    if name == "--version":
        return f"netsoft {version('netsoft')}\n"
    if name not in COMMANDS:
        problem = f"commande inconnue : {shown(name)}" if argv else "commande absente"
        raise InvalidValue("arguments", problem, f"choisir {', '.join(COMMANDS)}")
    command = COMMANDS[name]
    return command.run(command.declare().parse_args(rest))


def _help() -> str:
    commands = "".join(f"  {name.ljust(12)}{command.SUMMARY}\n" for name, command in COMMANDS.items())
    return (
        "usage: netsoft COMMANDE … | --help | --version\n\n"
        "Les conditions générales d'un service en ligne, calculées clause par clause.\n\n"
        f"commandes :\n{commands}\n"
        "« netsoft COMMANDE --help » décrit chacune.\n"
    )


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _write(text: str) -> None:
    stream: TextIO | None = sys.stdout
    if stream is None:
        raise InvalidValue("sortie", "elle est fermée", "vérifier où va la réponse")
    stream.write(text)
    stream.flush()


def _complain(message: str) -> int:
    stream: TextIO | None = sys.stderr
    if stream is not None:
        stream.write(f"netsoft : {message}\n")
    return NOT_UNDERSTOOD


def _forget(stream: TextIO) -> None:
    """Close a stream that nobody reads, so that its end is not reported a second time at exit."""
    try:
        stream.close()
    except OSError:
        return


if __name__ == "__main__":
    sys.exit(main())
