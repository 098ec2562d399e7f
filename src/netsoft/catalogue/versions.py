"""Article 1.3: one official version of the terms at a time, at one address; which one is in force on a day.

A :class:`Version` is a set of terms with the text that is served for it, under a permanent address. That text is in
short: the publisher's own file alone binds, and its address and digest are facts that the catalogue takes.

>>> from datetime import date
>>> version_on(date(2024, 3, 1)).name
'CG052018'
>>> edition_on(date(2024, 3, 1)).official.address
'https://www.logiciel-assurances.com/uploads/condgen.pdf'
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.catalogue.official_text import official_text
from netsoft.cg052018 import CG052018
from netsoft.clause import Clause
from netsoft.clauses import CLAUSES, Entry
from netsoft.days import Day, as_day
from netsoft.errors import InvalidValue, MissingFact
from netsoft.money import shown
from netsoft.rendering import day as french
from netsoft.terms import Terms

CLAUSE: Final = Clause("1.3")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


@frozen
class Official:
    """The publisher's own file of a version: its address, and its SHA-256 in hexadecimal once somebody has read it."""

    address: str
    digest: str | None = None

    def __attrs_post_init__(self) -> None:
        if type(self.address) is not str or not self.address.startswith("https://"):
            raise InvalidValue("address", f"{shown(self.address)} n'est pas une adresse", "écrire https://…")
        if self.digest is not None and not _DIGEST.fullmatch(self.digest):
            problem = f"{shown(self.digest)} n'est pas une empreinte"
            raise InvalidValue("digest", problem, "donner les 64 chiffres hexadécimaux de SHA-256, en minuscules")


@frozen
class Version:
    """One version of the terms as data: its numbers, the text that is served for it, and the official file if known.

    ``text`` is what is served at ``address``, in UTF-8, and ``digest`` its SHA-256 in hexadecimal. ``wordings`` are the
    clauses in short, of which the text is made.
    """

    terms: Terms
    official: Official | None = None
    wordings: tuple[Entry, ...] = field(default=CLAUSES, repr=False)
    text: str = field(init=False, eq=False, repr=False)
    digest: str = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        text = official_text(self.terms, self.official.address if self.official else None, self.wordings)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "digest", hashlib.sha256(text.encode()).hexdigest())

    @property
    def name(self) -> str:
        """The name of the terms."""
        return self.terms.name

    @property
    def first_day(self) -> Day:
        """The day from which it is the one in force."""
        return self.terms.first_day

    @property
    def address(self) -> str:
        """The permanent path under which an application serves the text."""
        return f"/conditions/{self.name}"


def authentic(version: Version, content: bytes) -> Decision:
    """Decide whether a file is the text of a version that binds, the publisher's own, by its SHA-256.

    Pending where nobody has read the publisher's file yet; the text in short is refused, since it does not bind.
    """
    digest = hashlib.sha256(content).hexdigest()
    if digest == version.digest:
        return Decision(
            "refused", (Reason(CLAUSE, f"texte abrégé des conditions {version.name}, qui ne fait pas foi"),)
        )
    if version.official is None or version.official.digest is None:
        fact = f"empreinte du texte officiel des conditions {version.name} non relevée"
        return Decision("pending", (Reason(CLAUSE, fact),))
    if digest != version.official.digest:
        return Decision("refused", (Reason(CLAUSE, f"ce n'est pas le texte officiel des conditions {version.name}"),))
    return Decision("granted", (Reason(CLAUSE, f"texte officiel des conditions {version.name}, qui fait foi"),))


EDITIONS: Final = (Version(CG052018, Official("https://www.logiciel-assurances.com/uploads/condgen.pdf")),)
"""Every version that was in force, with its text, in order of its first day."""
VERSIONS: Final = tuple(version.terms for version in EDITIONS)
"""Their terms; the ``digest`` of each tells its numbers from any other's."""


def version_on(day: Day, versions: Sequence[Terms] = VERSIONS) -> Terms:
    """Return the version in force on ``day``; before the first, a missing fact: nothing is read back in time."""
    begun = [terms for terms in versions if terms.first_day <= as_day(day, "day")]
    if not begun:
        remedy = "nommer la version (« terms ») ou donner un jour à partir de la première"
        raise MissingFact(f"aucune version des conditions générales en vigueur le {french(day)}", remedy)
    return max(begun, key=lambda terms: terms.first_day)


def version_named(name: str, versions: Sequence[Terms] = VERSIONS) -> Terms:
    """Return the version called ``name``; another name is refused with those that exist."""
    for terms in versions:
        if terms.name == name:
            return terms
    known = ", ".join(terms.name for terms in versions)
    raise InvalidValue("terms", f"version inconnue : {shown(name)}", f"écrire {known}")


def edition_on(day: Day, editions: Sequence[Version] = EDITIONS) -> Version:
    """Return the version in force on ``day`` with its text, as :func:`version_on` does the terms."""
    return edition_named(version_on(day, [version.terms for version in editions]).name, editions)


def edition_named(name: str, editions: Sequence[Version] = EDITIONS) -> Version:
    """Return the version called ``name`` with its text; another name is refused with those that exist."""
    terms = version_named(name, [version.terms for version in editions])
    return next(version for version in editions if version.terms is terms)
