"""The arguments of the command line, and what is said, in one line of French, when they are not understood."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Final, NoReturn, TypeAlias, cast

from netsoft.days import Day
from netsoft.errors import InvalidValue
from netsoft.facts.fields import a_day
from netsoft.money import shown

Command: TypeAlias = Callable[[argparse.Namespace], str]
"""What a command does: from its arguments to the text that it prints."""

_ENGLISH: Final = (
    (r"the following arguments are required: (.*)", r"argument absent : \1"),
    (r"argument (.*?): expected one argument", r"\1 : valeur absente"),
    (r"argument (.*?): ignored explicit argument .*", r"\1 : ne prend pas de valeur"),
)
_NOT_KNOWN: Final = (r"unrecognized arguments: (.*)", r"argument .*?: invalid choice: '(.*)' \(choose from .*\)")


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one line of French."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong as an :class:`~netsoft.errors.InvalidValue`."""
        for english, french in _ENGLISH:
            message = re.sub(f"^{english}$", french, message, flags=re.DOTALL)
        for english in _NOT_KNOWN:
            if found := re.fullmatch(english, message, flags=re.DOTALL):
                message = f"inconnu : {shown(found[1])}"
        problem = message if message.isprintable() else ascii(message)[1:-1]
        raise InvalidValue("arguments", problem, f"voir « {self.prog} --help »")


def parser(prog: str, usage: str, description: str) -> tuple[Parser, argparse._ArgumentGroup]:
    """Make the parser of a command, its help in French, and the group that takes its arguments."""
    made = Parser(prog=prog, usage=usage, description=description, add_help=False, allow_abbrev=False)
    group = made.add_argument_group("arguments")
    group.add_argument("-h", "--help", action="help", help="afficher cette aide")
    return made, group


def a_day_argument(arguments: argparse.Namespace, option: str) -> Day | None:
    """Read the day given after ``--on`` or ``--known``, if any."""
    text = cast("str | None", getattr(arguments, option))
    return None if text is None else a_day(text, f"--{option.replace('_', '-')}")
