"""``netsoft password``: what the CNIL's recommendation says of a password, read from standard input.

The password is one line. It is no argument, since a list of processes shows arguments; it is not echoed where a
terminal asks for it, and no answer or error says a part of it.
"""

from __future__ import annotations

import argparse
import getpass
import json
import re
import sys
import warnings
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from netsoft.answers_json import VERSION, Json
from netsoft.commands.arguments import Parser, parser
from netsoft.commands.files import STANDARD_INPUT, bytes_at
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.tenancy.passwords import Verdict, strength
from netsoft.tenancy.passwords_table import CASE_NAMES, SOURCE, WORDS_IN_LIST, Case

NAME: Final = "password"
SUMMARY: Final = "ce que la CNIL dit d'un mot de passe, lu sur l'entrée standard"
USAGE: Final = "netsoft password [--case CAS] [--own NOM]... [--words-in-list N] [--json]"
LARGEST_LINE: Final = 4_096
"""Bytes of the line that is read: more is no password."""
CASES: Final[Mapping[str, Case]] = MappingProxyType({case: case for case in CASE_NAMES})
_POSITIVE: Final = re.compile(r"0{0,3}[1-9][0-9]{0,8}", re.ASCII)
_REMEDY: Final = "y envoyer le mot de passe, sur une seule ligne"


def declare() -> Parser:
    """Declare the arguments."""
    made, group = parser("netsoft password", USAGE, f"Juge un mot de passe (article 6.3 ; {SOURCE}).")
    group.add_argument("--case", metavar="CAS", default="alone", help=f"{', '.join(CASES)} ; alone par défaut")
    group.add_argument("--own", metavar="NOM", action="append", default=[], help="un nom ou l'adresse de la personne")
    group.add_argument("--words-in-list", metavar="N", help=f"mots de la liste du tirage ; {WORDS_IN_LIST} par défaut")
    group.add_argument("--json", action="store_true", help="répondre en JSON")
    return made


def run(arguments: argparse.Namespace) -> str:
    """Write the verdict on the password of standard input."""
    if arguments.case not in CASES:
        raise InvalidValue("--case", f"cas inconnu : {shown(arguments.case)}", f"écrire {', '.join(CASES)}")
    words_in_list = _words_in_list(arguments.words_in_list)
    verdict = strength(_password(), CASES[arguments.case], arguments.own, words_in_list)
    if arguments.json:
        return json.dumps(password_json(verdict), ensure_ascii=False, indent=2) + "\n"
    said = "Mot de passe accepté" if verdict.accepted else "Mot de passe refusé"
    lines = [
        f"{said} ({SOURCE}).",
        *(f"- {reason.fact} (clause {reason.clause})" for reason in verdict.decision.reasons),
    ]
    return "".join(f"{line}\n" for line in lines)


def password_json(verdict: Verdict) -> dict[str, Json | float]:
    """Return the answer as a mapping; its shape is published: ``netsoft schema password-answer``."""
    return {
        "schema": VERSION,
        "accepted": verdict.accepted,
        "case": verdict.case,
        "entropy_bits": float(verdict.entropy_bits),
        "reasons": [{"clause": str(reason.clause), "fact": reason.fact} for reason in verdict.decision.reasons],
    }


def _words_in_list(text: str | None) -> int:
    if text is None:
        return WORDS_IN_LIST
    if not _POSITIVE.fullmatch(text):
        raise InvalidValue("--words-in-list", f"nombre illisible : {shown(text)}", "écrire par exemple 7776")
    return int(text)


def _password() -> str:
    """Read the line, without its end; what is wrong with it is said without it."""
    if sys.stdin is not None and sys.stdin.isatty():
        return _one_line(_asked_unseen())
    data = bytes_at(STANDARD_INPUT, LARGEST_LINE)
    if len(data) > LARGEST_LINE:
        raise InvalidValue("entrée standard", f"plus de {LARGEST_LINE} octets", _REMEDY)
    try:
        line = data.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidValue("entrée standard", "ce n'est pas de l'UTF-8", _REMEDY) from None
    return _one_line(re.sub(r"\r?\n\Z", "", line))


def _asked_unseen() -> str:
    """Ask at the terminal; one that would show what is typed is refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass("Mot de passe : ", sys.stderr)
    except EOFError:
        return ""
    except getpass.GetPassWarning:
        raise InvalidValue("terminal", "il montrerait ce qui est tapé", _REMEDY) from None


def _one_line(line: str) -> str:
    if not line or len(line.splitlines()) > 1 or line != line.splitlines()[0]:
        raise InvalidValue("entrée standard", "aucune ligne" if not line else "plusieurs lignes", _REMEDY)
    return line
