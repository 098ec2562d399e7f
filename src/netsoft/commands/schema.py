"""``netsoft schema``: the JSON Schemas of facts and answers, as they are published with the package."""

from __future__ import annotations

import argparse
from importlib.resources import files
from typing import Final

from netsoft.commands.arguments import Parser, parser
from netsoft.errors import InvalidValue
from netsoft.money import shown

NAME: Final = "schema"
SUMMARY: Final = "les schémas JSON des faits et des réponses"
_SUFFIX: Final = ".json"


def declare() -> Parser:
    """Declare the arguments."""
    usage = "netsoft schema [NOM]"
    made, group = parser("netsoft schema", usage, "Affiche un schéma JSON publié ; sans nom, leur liste.")
    group.add_argument("name", metavar="NOM", nargs="?", help="par exemple decompte-facts")
    return made


def names() -> list[str]:
    """List the published schemas."""
    held = (entry.name for entry in files("netsoft.schemas").iterdir())
    return sorted(name.removesuffix(_SUFFIX) for name in held if name.endswith(_SUFFIX))


def run(arguments: argparse.Namespace) -> str:
    """Write a schema, or the names of all."""
    if arguments.name is None:
        return "".join(f"{name}\n" for name in names())
    if arguments.name not in names():
        raise InvalidValue("NOM", f"schéma inconnu : {shown(arguments.name)}", f"choisir {', '.join(names())}")
    return (files("netsoft.schemas") / f"{arguments.name}{_SUFFIX}").read_text(encoding="utf-8")
