"""A clause of the terms, or an article of law beside them: ``Clause("8.3")``, ``Clause("D441-5")``.

A module-level ``Final`` in a rule's module declares where the clause lives; the same value stands
on the numbers of the terms, in the lines of an account and in the reasons of a decision.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import field, frozen
from attrs import validators as v

_NUMBER: Final = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2}){1,2}|[LRDA]?[0-9]{1,4}(-[0-9]{1,3}){0,3}", re.ASCII)


@frozen(order=False)
class Clause:
    """The number of a clause (``8.3``, ``15.13.2``) or of an article of law (``D441-5``, ``1231-5``).

    >>> Clause("8.3").article
    '8'
    >>> sorted([Clause("8.10"), Clause("8.9")])[0].number
    '8.9'
    """

    number: str = field(validator=[v.instance_of(str), v.matches_re(_NUMBER)])

    @property
    def article(self) -> str:
        """The article of the terms to which the clause belongs."""
        return self.number.split(".")[0]

    @property
    def of_the_terms(self) -> bool:
        """Whether this is a clause of the terms, not an article of law."""
        return "." in self.number

    def __lt__(self, other: Clause) -> bool:
        return self._key() < other._key()

    def __str__(self) -> str:
        return self.number

    def _key(self) -> tuple[bool, tuple[int, ...], str]:
        return not self.of_the_terms, tuple(int(n) for n in re.findall(r"\d+", self.number)), self.number
