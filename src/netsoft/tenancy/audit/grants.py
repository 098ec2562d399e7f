r"""Rights as PostgreSQL writes them in its catalogues (``aclitem``, manual 5.8): ``grantee=privileges/grantor``.

An empty grantee is PUBLIC, everybody; ``*`` after a letter is the right to pass it on; a name that is not made of
plain letters, digits and underscores stands between double quotes.

>>> granted = Grant.parse('"of mistral"=r*w/netsoft')
>>> granted.grantee, sorted(granted.privileges), sorted(granted.passed_on)
('of mistral', ['r', 'w'], ['r'])
>>> str(granted)
'"of mistral"=r*w/netsoft'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import field, frozen

from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.tenancy.audit.privileges_table import LETTERS

PUBLIC: Final = ""
"""The grantee that is everybody."""

_NAME: Final = r'(?:"(?:[^"]|"")+"|[^"=/]*)'
_ITEM: Final = re.compile(rf"(?P<grantee>{_NAME})=(?P<letters>(?:[A-Za-z]\*?)*)/(?P<grantor>{_NAME})", re.DOTALL)
_PLAIN: Final = re.compile(r"\w*")


def _letters(letters: Iterable[str]) -> frozenset[str]:
    return frozenset(letters)


@frozen
class Grant:
    """Who was given which rights by whom: letters of PostgreSQL, and those that may be passed on."""

    grantee: str
    privileges: frozenset[str] = field(converter=_letters)
    grantor: str
    passed_on: frozenset[str] = field(default=frozenset(), converter=_letters)

    def __attrs_post_init__(self) -> None:
        if unknown := self.privileges - LETTERS.keys():
            raise InvalidValue("privileges", f"droits inconnus : {shown(''.join(sorted(unknown)))}", "relire l'aclitem")
        if not self.passed_on <= self.privileges:
            raise InvalidValue("passed_on", "un droit transmis n'est pas détenu", "relire l'aclitem")

    @classmethod
    def parse(cls, item: str) -> Grant:
        """Read one item."""
        found = _ITEM.fullmatch(item)
        if found is None:
            raise InvalidValue("acl", f"{shown(item)} n'est pas un aclitem", "écrire par exemple role=r/proprietaire")
        letters = found["letters"]
        passed = re.findall(r"(.)\*", letters)
        return cls(_unquoted(found["grantee"]), letters.replace("*", ""), _unquoted(found["grantor"]), passed)

    def __str__(self) -> str:
        letters = "".join(letter + "*" * (letter in self.passed_on) for letter in LETTERS if letter in self.privileges)
        return f"{_quoted(self.grantee)}={letters}/{_quoted(self.grantor)}"


def grants(acl: Iterable[str]) -> tuple[Grant, ...]:
    """Read a list of items."""
    return tuple(map(Grant.parse, acl))


def words(privileges: Iterable[str]) -> str:
    """Name rights as SQL does, in its order: ``SELECT, UPDATE``."""
    held = set(privileges)
    return ", ".join(word for letter, word in LETTERS.items() if letter in held)


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else '"' + name.replace('"', '""') + '"'
