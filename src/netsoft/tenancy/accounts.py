"""Article 6.6: "S'interdire d'ouvrir des accès génériques non nominatifs": an access bears the name of one person.

A name or an address that says a box, an office or a job is refused. A person who really bears such a word as a
surname is not: the word counts as hers where it is in her name.

>>> nominative("Claire", "Fabre", "claire.fabre@mistral.example").verdict
'granted'
>>> nominative("Jean", "Bureau", "jean.bureau@mistral.example").verdict
'granted'
>>> for reason in nominative("Service", "Sinistres", "agence-aix@mistral.example").reasons:
...     print(reason.clause, reason.fact)
6.6 le prénom « Service » désigne un service, un lieu ou une fonction, pas une personne
6.6 le nom « Sinistres » désigne un service, un lieu ou une fonction, pas une personne
6.6 l'adresse « agence-aix@mistral.example » est générique (« agence »), donc partagée
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.money import shown
from netsoft.paris import in_utc
from netsoft.tenancy.generic_names_table import (
    ALSO_A_NAME,
    ALSO_GIVEN,
    FILLERS,
    LINKS,
    LONE_LETTER_NAMES,
    NEVER_A_NAME,
    NOT_REAL,
    PERSONS_JOINED,
    SURE_STARTS,
)
from netsoft.tenancy.plain_text import plain, shows, tidy, words

CLAUSE: Final = Clause("6.6")
_LOGIN: Final = re.compile(r"[^\s@\"<>,;?&%:/()]{1,64}@[^\s@\"<>,;?&%:/()]+\.[^\s@\"<>,;?&%:/().]{2,}")
_GENERIC: Final = NEVER_A_NAME | ALSO_A_NAME
_PARTS: Final = _GENERIC | LINKS
_ALPHABETS: Final = ("LATIN", "GREEK", "CYRILLIC")

PersonField: TypeAlias = Literal["first_name", "last_name", "login"]
State: TypeAlias = Literal["not-yet", "password-to-change", "in-use", "closed"]
"""Where an access stands: ``password-to-change`` while somebody else gave, and so knows, its password."""


def normal_login(login: str) -> str:
    """Return a login as it is kept and compared: composed, without spaces around it, in lower case."""
    return unicodedata.normalize("NFC", login).strip().lower()


def _login(login: str) -> str:
    if type(login) is not str or not _LOGIN.fullmatch(normal := normal_login(login)):
        raise InvalidValue("login", "adresse e-mail illisible", "donner l'adresse e-mail de la personne")
    return normal


def _name(name: str) -> str:
    if type(name) is not str or not shows(clean := tidy(name)):
        raise InvalidValue("nom", "un accès est nominatif", "donner le prénom et le nom de la personne")
    return clean


def _opened_at(value: object) -> datetime:
    return in_utc(value, "opened_at")


def _closed_at(value: object) -> datetime | None:
    return None if value is None else in_utc(value, "closed_at")


@frozen
class Person:
    """Who uses an access: first name, last name, and an e-mail of her own, which is her login; all in normal form."""

    first_name: str = field(converter=_name)
    last_name: str = field(converter=_name)
    login: str = field(converter=_login)

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"

    @property
    def names(self) -> frozenset[str]:
        """The words of her names, without capitals or accents."""
        return frozenset(words(self.full_name))


@frozen
class Account:
    """The access of a person: since when, until when, and whether its password was given by somebody else."""

    person: Person
    opened_at: datetime = field(converter=_opened_at)
    closed_at: datetime | None = field(default=None, converter=_closed_at)
    password_given: bool = True

    def __attrs_post_init__(self) -> None:
        if self.closed_at is not None and self.closed_at < self.opened_at:
            raise InvalidValue("closed_at", "accès fermé avant d'être ouvert", "donner un instant qui suit l'ouverture")

    def state(self, at: datetime) -> State:
        """Say where the access stands at an instant; from the very instant at which it is closed it is."""
        if at < self.opened_at:
            return "not-yet"
        if self.closed_at is not None and self.closed_at <= at:
            return "closed"
        return "password-to-change" if self.password_given else "in-use"


def nominative(first: str, last: str, login: str) -> Decision:
    """Decide whether an access is that of one named person; a refusal has one reason for each thing that is not.

    An empty name, or a login that is no e-mail address, is an :class:`~netsoft.errors.InvalidValue`.
    """
    person = Person(first, last, login)
    if wrong := wrong_in(person):
        return Decision("refused", tuple(Reason(CLAUSE, fact) for _field, fact in wrong))
    return Decision("granted", (Reason(CLAUSE, f"accès nominatif de {person.full_name}"),))


def wrong_in(person: Person) -> tuple[tuple[PersonField, str], ...]:
    """Return what :func:`nominative` refuses in a person, each with the field of a form where it stands."""
    return (
        *(("last_name", fact) for fact in _filled_in(person)),
        *(("first_name", fact) for fact in (*_two_persons(person.first_name), *_not_a_first_name(person))),
        *(("last_name", fact) for fact in (*_two_persons(person.last_name), *_not_a_last_name(person))),
        *(("login", fact) for fact in _not_her_login(person)),
    )


def _filled_in(person: Person) -> Iterator[str]:
    if person.names <= FILLERS:
        yield f"{shown(person.full_name)} n'est le nom de personne"


def _two_persons(name: str) -> Iterator[str]:
    if any(joint in plain(name) for joint in PERSONS_JOINED):
        yield f"{shown(name)} nomme plusieurs personnes : ouvrir un accès à chacune"


def _not_a_first_name(person: Person) -> Iterator[str]:
    name = person.first_name
    said, parts = f"le prénom {shown(name)}", words(name)
    if parts and parts[0] in _GENERIC - ALSO_GIVEN:
        yield f"{said} désigne un service, un lieu ou une fonction, pas une personne"
    yield from _not_a_name(said, name)
    if _is_one_letter(name):
        yield f"{said} n'a qu'une lettre : l'écrire en entier"


def _not_a_last_name(person: Person) -> Iterator[str]:
    name = person.last_name
    said = f"le nom {shown(name)}"
    parts = [word for word in words(name) if word not in LINKS]
    if parts and _GENERIC.issuperset(parts) and not ALSO_A_NAME.issuperset(parts):
        yield f"{said} désigne un service, un lieu ou une fonction, pas une personne"
    yield from _not_a_name(said, name)
    if _is_one_letter(name) and plain(name)[0] not in LONE_LETTER_NAMES:
        yield f"{said} n'a qu'une lettre : l'écrire en entier"


def _not_a_name(said: str, name: str) -> Iterator[str]:
    """Say what no name holds, first or last."""
    if any(c.isdigit() for c in name):
        yield f"{said} porte un chiffre, comme un poste ou un compte partagé"
    if any(word in NOT_REAL for word in words(name)):
        yield f"{said} n'est celui de personne"


def _is_one_letter(name: str) -> bool:
    """Say whether a name is one letter of an alphabet, with or without its point; 李 is a whole name."""
    letters = [c for c in name if c.isalpha()]
    return len(letters) == 1 and unicodedata.name(letters[0], "").startswith(_ALPHABETS)


def _not_her_login(person: Person) -> Iterator[str]:
    said = words(person.login.partition("@")[0])
    parts = [word for word in said if word not in LINKS]
    if (whole := "".join(said)) in NEVER_A_NAME:
        parts = [whole]  # no-reply
    generic = [word for word in parts if _names_a_box(word, person) and not _borne(word, person)]
    hers = any(_says(word, person) for word in parts)
    if generic and (generic[0] == parts[0] or not hers):
        yield f"l'adresse {shown(person.login)} est générique ({shown(generic[0])}), donc partagée"


def _borne(word: str, person: Person) -> bool:
    """Say whether a word is the person's own name, and one that people bear."""
    return word in ALSO_A_NAME and word in person.names


def _says(word: str, person: Person) -> bool:
    """Say whether a word of an address tells who it is: a name of hers, or what begins or ends with one."""
    return any(word.startswith(name) or word.endswith(name) for name in person.names - NEVER_A_NAME if len(name) > 1)


def _names_a_box(word: str, person: Person) -> bool:
    """Say whether a word is generic: in the table, run together from several, or led by one that no name begins.

    Her own name is no run of one such word among links: Adelaide is not « a de l aide ».
    """
    least = 2 if word in person.names else 1
    return word in _GENERIC or word.startswith(SURE_STARTS) or _run_together(word) >= least


def _run_together(word: str) -> int:
    """Count the generic words of one made of them and of links and of nothing else: ``servicecomptabilite``, two.

    Links alone name no box: Ada, Alan and Dean are people, and ``dad`` stands in many a hexadecimal identifier.
    """
    reached = {0: 0}
    for end in range(1, len(word) + 1):
        counts = [reached[start] + (word[start:end] in _GENERIC) for start in reached if word[start:end] in _PARTS]
        if counts:
            reached[end] = max(counts)
    return reached.get(len(word), 0)
