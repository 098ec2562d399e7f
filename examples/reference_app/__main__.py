"""The commands of the deployment: ``python -m reference_app serve`` and those around it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from netsoft.errors import NetsoftError
from reference_app.clock import SystemClock
from reference_app.commands import COMMANDS, explain_key
from reference_app.deployment import open_deployment
from reference_app.errors import DirectoryBehind, SetupError
from reference_app.migrate_command import BEHIND, changes
from reference_app.settings import from_environment


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; an error is one line on standard error, and exit 2."""
    asked = _parser().parse_args(arguments)
    os.umask(0o077)  # nothing made here is for other users of the machine
    try:
        with open_deployment(from_environment(os.environ), SystemClock(), upgrades=_upgrades(asked)) as deployment:
            explain_key(deployment)
            return int(COMMANDS[asked.command].run(deployment, asked))
    except KeyboardInterrupt:
        return 130
    except DirectoryBehind as error:
        print(f"erreur : {error}", file=sys.stderr)
        return BEHIND if asked.command == "migrate" else 2
    except (SetupError, NetsoftError) as error:
        print(f"erreur : {error}", file=sys.stderr)
        return 2


def _upgrades(asked: argparse.Namespace) -> bool | None:
    """Tell whether the directory is to be upgraded: by ``migrate`` when it changes anything, else where it is alone."""
    return changes(asked) if asked.command == "migrate" else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reference_app", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        added = commands.add_parser(name, help=command.help, description=command.help)
        command.arguments(added)
    return parser


if __name__ == "__main__":
    sys.exit(main())
