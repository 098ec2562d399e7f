"""The errors of netsoft: one small tree.

::

    NetsoftError
    ├── InvalidValue      a value that cannot exist (also a ValueError)
    ├── MissingFact       a fact that nobody gave and nothing may guess (also a LookupError)
    └── BrokenEvidence    evidence that does not verify (also a ValueError)

A refusal ("the notice came too late") is an answer, never an exception.
Messages are in French, since the people who read them are the staff and the brokers.
"""

from __future__ import annotations


class NetsoftError(Exception):
    """The root: catch it to catch whatever netsoft raises on purpose."""


class InvalidValue(NetsoftError, ValueError):
    """A value is refused at construction.

    ``field`` is the path of the field, ``problem`` says what is wrong, ``remedy`` what to write instead.
    """

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(f"{field} : {problem} ; {remedy}" if field else f"{problem} ; {remedy}")
        self.field, self.problem, self.remedy = field, problem, remedy

    def __reduce__(self) -> tuple[type[InvalidValue], tuple[str, str, str]]:
        return type(self), (self.field, self.problem, self.remedy)

    def under(self, path: str) -> InvalidValue:
        """Return the same error with its field placed under ``path``."""
        field = path if not self.field else f"{path}.{self.field}"
        return InvalidValue(field, self.problem, self.remedy)


class MissingFact(NetsoftError, LookupError):
    """A fact is needed and is not known: never extrapolated, never guessed.

    ``fact`` names it, ``remedy`` says how to give it.
    """

    def __init__(self, fact: str, remedy: str) -> None:
        super().__init__(f"{fact} ; {remedy}")
        self.fact, self.remedy = fact, remedy

    def __reduce__(self) -> tuple[type[MissingFact], tuple[str, str]]:
        return type(self), (self.fact, self.remedy)


class BrokenEvidence(NetsoftError, ValueError):
    """A proof, a signature or an extract does not hold; ``what`` is the first thing that failed."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
