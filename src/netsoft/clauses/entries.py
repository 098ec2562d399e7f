"""What the table of clauses is made of: a clause, its article, its wording, and what becomes of it.

There are four standings and no fifth: a rule that lives in a module, a rule that is still to come, a duty of a party
that nothing computes, and a matter of law that a judge appraises.

>>> Entry(Clause("18.1"), "Assurance", "Le client s'assure.", NotYet("netsoft.tenancy.rights")).standing.home
'netsoft.tenancy.rights'
"""

from __future__ import annotations

from typing import Final, TypeAlias

from attrs import field, frozen

from netsoft.clause import Clause
from netsoft.errors import InvalidValue

APP: Final = "app"
"""The home of what only an application can keep: pages, cookies, files."""
DEPLOY: Final = "deploy"
"""The home of what only a site can keep: machines, networks, back-ups."""


def _home(value: str) -> str:
    if value not in (APP, DEPLOY) and not value.startswith("netsoft."):
        raise InvalidValue("home", f"« {value} » n'est pas un lieu", "nommer un module de netsoft, app ou deploy")
    return value


def _sentence(value: str) -> str:
    if len(value) < 2 or value != value.strip() or not value.endswith("."):
        raise InvalidValue("texte", f"« {value} » n'est pas une phrase", "écrire une phrase qui finit par un point")
    return value


@frozen
class Rule:
    """The clause is computed or kept: ``home`` is the library module that declares it, or ``app``, or ``deploy``."""

    home: str = field(converter=_home)


@frozen
class NotYet:
    """The clause asks for a rule that is still to come, and ``home`` says where it will live."""

    home: str = field(converter=_home)


@frozen
class Duty:
    """The clause binds a party and nothing is computed from it; ``reason`` says why, in French."""

    reason: str = field(converter=_sentence)


@frozen
class Law:
    """The clause has its effect by law, and only a judge appraises it; ``reason`` says why, in French."""

    reason: str = field(converter=_sentence)


Standing: TypeAlias = Rule | NotYet | Duty | Law


@frozen
class Entry:
    """One row: the clause, the title of its article, its wording in short, in the words of the terms, and standing."""

    clause: Clause
    title: str
    text: str = field(converter=_sentence)
    standing: Standing
