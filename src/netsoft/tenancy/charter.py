"""Article 6.8: "Communiquer une charte informatique précisant ces obligations", and who accepted which text of it.

The charter is a value: numbered articles, each with the clause that it states, a version, and the digest of its text.
A brokerage may add articles of its own. What a user accepts is that text and no other.

>>> from datetime import UTC, datetime
>>> from netsoft.names import UserId
>>> mine = charter("Mistral Assurances")
>>> print(mine.articles[5])
Article 6 - Des accès nominatifs (clause 6.6)
Un accès porte le prénom, le nom et l'adresse e-mail d'une personne. Aucun accès n'est ouvert au nom d'un service, \
d'une agence ou d'une fonction, ni sous une adresse partagée.
>>> alix = UserId("alix")
>>> to_accept(mine, (), alix)
True
>>> done = mine.accepted_by(alix, datetime(2026, 11, 2, 8, 30, tzinfo=UTC))
>>> agreed(mine, (done,), alix).reasons[0].fact
'charte informatique charte-2026-11 acceptée le 02/11/2026'
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, Literal

from attrs import field, frozen

from netsoft.answers import Decision, Reason
from netsoft.catalogue import Acceptance
from netsoft.clause import Clause
from netsoft.errors import InvalidValue
from netsoft.names import UserId
from netsoft.rendering import day
from netsoft.tenancy import charter_table
from netsoft.tenancy.plain_text import shows, tidy

CLAUSE: Final = Clause("6.8")
EXPRESS: Final = ("explicit", "signature")
"""How a charter is accepted: a user says so; to go on using the service says nothing of it."""


def _text(value: str, name: str) -> str:
    if type(value) is not str or not shows(clean := tidy(value)):
        raise InvalidValue(name, "texte vide", "écrire une phrase")
    return clean


@frozen
class CharterArticle:
    """One article: its number, its title, its text, and the clause of the terms that it states."""

    number: int
    title: str
    text: str
    clause: Clause

    def __str__(self) -> str:
        return f"Article {self.number} - {self.title} (clause {self.clause})\n{self.text}"


@frozen
class Charter:
    """The charter of one brokerage; ``text`` is what is shown, ``digest`` its SHA-256 in hexadecimal."""

    version: str
    brokerage: str
    articles: tuple[CharterArticle, ...]
    text: str = field(init=False, eq=False, repr=False)
    digest: str = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if [article.number for article in self.articles] != list(range(1, len(self.articles) + 1)) or not self.articles:
            raise InvalidValue("articles", "articles absents ou mal numérotés", "passer par charter()")
        title = f"Charte informatique de {self.brokerage} ({self.version})"
        text = "\n\n".join([title, *map(str, self.articles)]) + "\n"
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "digest", hashlib.sha256(text.encode()).hexdigest())

    def accepted_by(self, user: UserId, at: datetime, how: Literal["explicit", "signature"] = "explicit") -> Acceptance:
        """Record that a user, to whom the text was shown, accepted it."""
        return Acceptance(user, self.version, self.digest, at, how)


def charter(brokerage: str, more: Sequence[tuple[str, str]] = ()) -> Charter:
    """Return the charter of a brokerage: the publisher's articles, then its own, each a title and a text."""
    name = _text(brokerage, "brokerage")
    written = [
        (Clause(number), title, tidy(text).format(cabinet=name)) for number, title, text in charter_table.ARTICLES
    ]
    written += [(CLAUSE, _text(title, "more"), _text(text, "more")) for title, text in more]
    articles = (CharterArticle(n, title, text, clause) for n, (clause, title, text) in enumerate(written, 1))
    return Charter(charter_table.VERSION, name, tuple(articles))


def agreed(current: Charter, acceptances: Iterable[Acceptance], user: UserId) -> Decision:
    """Decide whether a user may go on without being shown the current charter: whether he accepted that very text.

    Acceptances of the terms, or of other users, may stand among those given: they say nothing of it.
    """
    mine = [a for a in acceptances if a.user == user and a.how in EXPRESS]
    same = [a for a in mine if a.digest == current.digest]
    said = f"charte informatique {current.version}"
    if same:
        return _may("granted", f"{said} acceptée le {day(min(a.on for a in same))}")
    if any(a.version == current.version for a in mine):
        return _may("refused", f"{said} acceptée dans un autre texte : à accepter de nouveau")
    return _may("refused", f"{said} à accepter avant tout usage")


def to_accept(current: Charter, acceptances: Iterable[Acceptance], user: UserId) -> bool:
    """Say whether a user must be shown the current charter before a use: where :func:`agreed` refuses."""
    return not agreed(current, acceptances, user).granted


def _may(verdict: Literal["granted", "refused"], fact: str) -> Decision:
    return Decision(verdict, (Reason(CLAUSE, fact),))
