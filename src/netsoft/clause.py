"""A clause of the terms, or an article of law beside them: ``Clause("8.3")``, ``Clause("D441-5")``.

A module-level ``Final`` in a rule's module declares where the clause lives; the same value stands
on the numbers of the terms, in the lines of an account and in the reasons of a decision.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import field, frozen

from netsoft.errors import InvalidValue

_NUMBER: Final = re.compile(
    r"[0-9]{1,2}(\.[0-9]{1,2}){1,2}|[LRDA]?[0-9]{1,4}(-[0-9]{1,3}){0,3}( nonies [A-Z])?", re.ASCII
)


@frozen(order=False)
class Clause:
    """The number of a clause (``8.3``, ``15.13.2``) or of an article of law (``D441-5``, ``1231-5``,
    ``242 nonies A``).

    >>> Clause("8.3").article
    '8'
    >>> sorted([Clause("8.10"), Clause("8.9")])[0].number
    '8.9'
    """

    number: str
    _rank: tuple[bool, tuple[int, ...], str] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if type(self.number) is not str or not _NUMBER.fullmatch(self.number):
            raise InvalidValue(
                "clause", f"numéro illisible : {self.number!r}", "écrire par exemple « 8.3 » ou « D441-5 »"
            )
        parts = tuple(int(n) for n in re.findall(r"[0-9]+", self.number))
        object.__setattr__(self, "_rank", (not self.of_the_terms, parts, self.number))

    @property
    def article(self) -> str:
        """The article of the terms to which the clause belongs."""
        return self.number.split(".")[0]

    @property
    def of_the_terms(self) -> bool:
        """Whether this is a clause of the terms, not an article of law."""
        return "." in self.number

    def __lt__(self, other: Clause) -> bool:
        return self._rank < other._rank

    def __str__(self) -> str:
        return self.number
